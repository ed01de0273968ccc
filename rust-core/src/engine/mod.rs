//! What decides and stores, typed in and out, without JSON: `Core` is the one object that jni and the command line hold.

pub(crate) mod core;
pub(crate) mod error;
mod screening;
pub(crate) mod snapshot;

pub use self::core::Core;
pub use error::{ApiError, ErrorCode};
pub use screening::{Incoming, Screened, Screening};
