//! Measures the core beside the obvious build from the same packages: numbers parsed with `phonenumber`, one
//! row a number in SQLite. Both run in one go on the same machine, so that what counts is the ratio.

#![forbid(unsafe_code)]

mod baseline;
mod bounds;
pub mod child;
mod cold;
mod data;
mod lists;
mod machine;
mod many_lists;
mod measure;
#[cfg(feature = "plot")]
mod plot;
mod report;
pub mod scale;
mod setup;

pub use baseline::Baseline;
pub use data::{Numbers, clustered, random, rules, spread};
pub use measure::run;
#[cfg(feature = "plot")]
pub use plot::growth;
pub use report::{Report, Row};
pub use setup::{NOON, Options, decide, install, prepare, screening};
