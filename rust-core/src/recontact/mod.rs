//! Getting off the callers' lists: the opposition register, objections and who called after them, which call endings
//! lead to another call, the facts a record supports, letters and complaints drafted from them. Pure: records, dates and
//! the country come in; nothing here reads a clock or a store.

mod answers;
pub mod authority;
pub mod calendar;
pub mod campaign;
pub mod complaint;
pub mod draft;
pub mod draft_field;
pub mod evidence;
pub mod fact_code;
pub mod law;
pub mod law_source;
pub mod law_words;
pub mod letter;
pub mod objection;
pub mod phrases;
pub mod recontact_rate;
pub mod register;
pub mod report;
pub mod sender;
mod tax_code;
pub mod text;
pub mod warning;
