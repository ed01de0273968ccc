//! Blocklists: reading every public form, guard rails on what was downloaded, and the packed form that
//! holds millions of numbers in a few bytes each.

mod entry;
pub mod formats;
pub mod packed;
pub mod repository;

pub use entry::{Category, Entry};
