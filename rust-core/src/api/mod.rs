//! `Core`: what jni and the command line call. Hot path: `screen`, `overrule`, `outgoing`. Cold path: `query`
//! and `command`, JSON both ways, whose shapes docs/formats/api.md describes and tests/contract/ holds.

mod asked;
mod backup;
mod command;
mod core;
mod dossier;
mod draft;
mod error;
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
mod snapshot;
mod sync;
mod table;
mod view;

pub use self::core::{Core, Incoming, Screened};
pub use error::{ApiError, ErrorCode};
pub use lists::{Imported, ListDraft};
