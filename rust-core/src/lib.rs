//! Everything Stufo can decide without a phone: who is calling, which rule, pack or list matches
//! them, what to answer, and the record of why. No clock, no network, no printing: callers pass the time
//! in and carry the bytes.
//!
//! Dependency direction: `number` <- `pattern` <- `policy` <- `blocklist`, `recontact` <- `sync` <- `store`, `contract`
//! <- `engine` <- `api`, held by `tests/layers.rs`. `store` is the only place that speaks SQL.

#![forbid(unsafe_code)]

pub mod api;
pub mod blocklist;
pub mod certainty;
pub mod contract;
pub mod engine;
mod json_size;
pub mod localized_text;
pub mod moment;
pub mod notice;
pub mod number;
pub mod pack;
pub mod pattern;
pub mod policy;
pub mod recontact;
pub mod shown_text;
pub mod store;
pub mod sync;
