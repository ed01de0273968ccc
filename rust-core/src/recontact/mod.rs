//! Getting off the callers' lists: the opposition register, objections and who called after them, what ends lead to
//! another call, the facts a record supports, letters and complaints drafted from them. Pure: records, dates and the
//! country come in; nothing here reads a clock or a store.

pub mod again;
pub mod calendar;
pub mod campaign;
pub mod complaint;
pub mod day;
mod draft;
pub mod evidence;
pub mod law;
pub mod law_text;
pub mod letter;
pub mod objection;
pub(crate) mod order;
pub mod register;
pub mod text;
pub mod warning;

pub use draft::{Missing, Paragraph};
