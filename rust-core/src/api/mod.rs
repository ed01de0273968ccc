//! `Core`: what jni and the command line call. Hot path: `screen`, `overrule`, `outgoing`. Cold path: `query`
//! and `command`, JSON both ways, whose shapes docs/formats/api.md describes and tests/contract/ holds.

mod asked;
mod command;
mod lists;
mod query;
mod request;
mod shape;
mod sync;

pub(crate) use lists::check as check_list;
pub(crate) use sync::Arriving;

pub use crate::engine::{ApiError, Core, ErrorCode, Incoming, Screened};
pub use lists::{Imported, ListDraft};
