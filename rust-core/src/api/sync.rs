//! Sync across the boundary: JSON in, JSON out.

use super::request::{Fields, respond};
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::engine::sync;

impl Core {
    /// What to fetch now: `SyncPlanRequest` with `at`, to `SyncPlan`.
    ///
    /// # Errors
    /// `BadRequest` for a request that cannot be read.
    pub fn sync_plan(&self, request: &str) -> Result<String, ApiError> {
        let fields = Fields::of(request)?;
        let at = fields.time()?;
        respond(sync::plan(self, &fields.read()?, at))
    }

    /// Takes what came of a step: `SyncApplyRequest` with `at`, to `SyncApplied`.
    ///
    /// # Errors
    /// `NotFound` when the list was removed meanwhile; a rejected list is a result, not an error.
    pub fn sync_apply(&self, request: &str) -> Result<String, ApiError> {
        let fields = Fields::of(request)?;
        let at = fields.time()?;
        respond(sync::apply(self, &fields.read()?, at))
    }
}
