//! Blocklists: reading every public form, guard rails on what was downloaded, and the packed form that
//! holds millions of numbers in a few bytes each.

mod coverage;
mod diff;
mod entry;
pub mod formats;
pub mod packed;
pub mod repository;

pub use coverage::{Coverage, MAX_LIST_COVERED};
pub use diff::{DiffStats, MergeDiff};
pub use entry::{Category, Entry, Tail};
