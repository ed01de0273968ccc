//! Versions of the core.

use super::core::Core;
use super::error::ApiError;
use crate::contract::version::CoreVersion;

/// Versions of the program and of the database.
pub(crate) fn version(core: &Core) -> Result<CoreVersion, ApiError> {
    let schema = core.background()?.schema_version()?;
    Ok(CoreVersion { version: env!("CARGO_PKG_VERSION").to_owned(), schema })
}
