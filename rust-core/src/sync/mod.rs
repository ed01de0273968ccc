//! Sync without a network: which lists are due, what to ask for, what to make of the answer. Pure: the times and
//! answers are arguments, `api::sync` keeps the book in the store, the phone or the command line does the asking.

mod book;
mod step;

pub use book::{Book, Outcome, Part, Record, Spread};
pub use step::{Source, Step, StepKind, body_file, is_web_address};
