//! Sync: a plan of what to fetch, then one step after another until there is no next one (docs/formats/sync.md). The old
//! list stays in force whenever the new one is in doubt.

mod list_update;
mod plain;
mod plan;
mod signed;

use std::sync::{MutexGuard, PoisonError};

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use crate::contract::sync::{SyncApplied, SyncApplyRequest, SyncLog, SyncLogRequest};
use crate::moment::Moment;
use crate::sync::PendingUpdates;

use list_update::ListUpdate;
pub(crate) use plan::plan;

impl Core {
    pub(super) fn pending_updates(&self) -> MutexGuard<'_, PendingUpdates> {
        self.pending_updates.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes what came of a step, and says what to fetch next for the list, or how the attempt ended.
///
/// # Errors
/// `NotFound` when the list was removed meanwhile; a rejected list is a result, not an error.
pub(crate) fn apply(core: &Core, request: &SyncApplyRequest, at: Moment) -> Result<SyncApplied, ApiError> {
    let list_id = match request {
        SyncApplyRequest::Response(response) => response.list_id,
        SyncApplyRequest::Failure(failure) => failure.list_id,
    };
    let store = core.background()?;
    let (list, state) = store.view(|store| Ok((store.subscription(list_id)?, store.sync_state(list_id)?)))?;
    drop(store);
    let update = ListUpdate::new(core, &list, state.unwrap_or_default(), at);
    match request {
        SyncApplyRequest::Response(response) => update.apply_response(response),
        SyncApplyRequest::Failure(failure) => update.apply_failure(failure),
    }
}

/// The last attempts of a list, newest first.
pub(crate) fn log(core: &Core, request: SyncLogRequest) -> Result<SyncLog, ApiError> {
    let store = core.background()?;
    store.subscription(request.id)?;
    Ok(SyncLog { attempts: store.attempts(request.id)? })
}

/// A fetched file, opened.
fn open_fetched(path: &str) -> Result<std::fs::File, ApiError> {
    std::fs::File::open(path).map_err(|_| unreadable_file())
}

fn unreadable_file() -> ApiError {
    ApiError::new(ErrorCode::Storage, "what was fetched cannot be read")
}
