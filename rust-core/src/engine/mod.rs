//! What decides and stores, typed in and out, without JSON: `Core` is the one object that jni and the command line hold.

pub(crate) mod core;
pub(crate) mod error;
pub(crate) mod snapshot;

pub use self::core::{Core, Incoming, Screened};
pub use error::{ApiError, ErrorCode};
