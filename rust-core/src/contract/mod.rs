//! Requests and responses between the app, the command line and the core, as serde types: data only, one file a subject.
//! The engine takes and returns them, `api` reads and writes their JSON, and `cargo xtask codegen` makes the app's models
//! and the reference page from these files.

/// A `Debug` that names the type alone: what it holds may be a number or the user's words, and logs are read by others.
macro_rules! redacted_debug {
    ($($name:ident),+) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        })+
    };
}

pub mod backup;
pub mod call;
pub mod caller_rule;
pub mod common;
pub mod complaint;
pub mod country;
pub mod evidence;
pub mod explain;
pub mod export;
pub mod history;
pub mod home;
pub mod list;
pub mod objection;
pub mod pack;
pub mod protection;
pub mod recontact;
pub mod report;
pub mod request;
pub mod rule;
pub mod settings;
pub mod sync;
pub mod undo;
pub mod version;
pub mod watch;
