//! Sync across the boundary: JSON in, JSON out.

use super::asked::Asked;
use super::query::typed;
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::engine::sync;

impl Core {
    /// What to fetch now: `SyncPlanRequest` with `at`, to `SyncPlan`.
    ///
    /// # Errors
    /// `BadRequest` for a request that does not read.
    pub fn sync_plan(&self, request: &str) -> Result<String, ApiError> {
        let mut fields = Asked::of(request)?;
        let at = fields.at()?;
        Ok(typed(&mut fields, |request| sync::plan(self, &request, at))?.to_string())
    }

    /// Takes what came of a step: `SyncApplyRequest` with `at`, to `SyncApplied`.
    ///
    /// # Errors
    /// `NotFound` when the list was removed meanwhile; a list in doubt is no error but a result.
    pub fn sync_apply(&self, request: &str) -> Result<String, ApiError> {
        let mut fields = Asked::of(request)?;
        let at = fields.at()?;
        Ok(typed(&mut fields, |request| sync::apply(self, &request, at))?.to_string())
    }
}
