//! `Core`: what jni and the command line call. Hot path: `screen`, `overrule`, `outgoing`. Cold path: `query`
//! and `command`, JSON both ways, whose shapes docs/formats/api.md describes and tests/contract/ holds.

mod asked;
mod backup;
mod command;
mod dossier;
mod draft;
mod evidence;
mod explain;
mod export;
mod history;
mod home;
mod lists;
mod objection;
mod query;
mod recontact;
mod rules;
mod saved;
mod shape;
mod sync;
mod table;
mod view;

pub(crate) use sync::Arriving;

pub use crate::engine::{ApiError, Core, ErrorCode, Incoming, Screened};
pub use lists::{Imported, ListDraft};
