//! Blocklists: reading every public form, guard rails on what was downloaded, and the packed form that
//! holds millions of numbers in a few bytes each.

mod diff;
mod entry;
pub mod formats;
pub mod packed;
pub mod repository;

pub use diff::{DiffStats, MergeDiff};
pub use entry::{Category, Entry, Tail};
