//! `Core`: what jni and the command line call. Hot path: `screen`, `overrule`, `outgoing`. Cold path: `query`
//! and `command`, JSON both ways, whose shapes are the types of `contract`.

mod command;
mod fault;
mod query;
mod request;
mod sync;

pub use crate::contract::list::ListDraft;
pub use crate::engine::{ApiError, Core, ErrorCode, FIRST_UNRECORDED, Imported, Incoming, Screened};
