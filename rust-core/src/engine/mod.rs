//! What decides and stores, typed in and out, without JSON: `Core` is the one object that jni and the command line hold.

pub(crate) mod backup;
mod backup_document;
pub(crate) mod call;
pub(crate) mod complaint;
pub(crate) mod core;
pub(crate) mod countries;
pub(crate) mod csv_export;
pub(crate) mod error;
pub(crate) mod evidence;
pub(crate) mod evidence_context;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod install;
pub(crate) mod lists;
pub(crate) mod maintenance;
pub(crate) mod objections;
mod open_lists;
pub(crate) mod packs;
pub(crate) mod protection;
pub(crate) mod recontact;
pub(crate) mod register;
pub(crate) mod report;
pub(crate) mod rules;
mod screening;
pub(crate) mod settings;
pub(crate) mod snapshot;
pub(crate) mod sync;
pub(crate) mod version;
pub(crate) mod view;
pub(crate) mod watch;

pub use self::core::Core;
pub use error::{ApiError, ErrorCode};
pub use lists::Imported;
pub use screening::{FIRST_UNRECORDED, Incoming, Screened, Screening};
