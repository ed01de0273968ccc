//! Sync as the app sees it: plan, then apply.

use super::core::Core;
use super::error::{ApiError, ErrorCode};

impl Core {
    /// What to fetch now (docs/formats/sync.md).
    ///
    /// # Errors
    /// `Refused` until the sync room lands.
    pub fn sync_plan(&self, _request: &str) -> Result<String, ApiError> {
        Err(ApiError::new(ErrorCode::Refused, "no list can be synced yet"))
    }

    /// What came of a step (docs/formats/sync.md).
    ///
    /// # Errors
    /// `Refused` until the sync room lands.
    pub fn sync_apply(&self, _request: &str) -> Result<String, ApiError> {
        Err(ApiError::new(ErrorCode::Refused, "no list can be synced yet"))
    }
}
