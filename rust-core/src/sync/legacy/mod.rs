//! The sync code that the typed contract replaces next.

mod book;
mod step;

pub use book::{Book, Outcome, Part, Record, Spread};
pub use step::{Source, Step, StepKind, body_file, is_web_address};
