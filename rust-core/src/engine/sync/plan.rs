//! The plan: which lists are fetched now, and the first step of each.

use crate::contract::sync::{SyncPlan, SyncPlanRequest};
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::moment::Moment;
use crate::store::lists::ListInfo;
use crate::sync::{ListSource, Subscription, SyncState};

/// What to fetch now.
pub(crate) fn plan(core: &Core, request: &SyncPlanRequest, at: Moment) -> Result<SyncPlan, ApiError> {
    if let Err(error) = core.report_dropped_lists(at) {
        log::warn!("sync: lists.db cannot be looked at: {error}");
    }
    let held = held_lists(core);
    core.background()?.write(|store| {
        let mut steps = Vec::new();
        for list in store.subscriptions()? {
            let known = store.sync_state(list.id)?;
            if !is_wanted(&list, request, known.as_ref(), at.utc_millis) {
                continue;
            }
            let mut state = known.clone().unwrap_or_default();
            state.accept |= request.accept && request.list_id.is_some();
            let held = held.iter().find(|held| held.list_id == list.id);
            // The process ended between new numbers and their validators: what the server is told must match the numbers.
            if held.is_none_or(|held| held.revision != list.revision) {
                state.clear_validators();
            }
            if held.is_none() {
                state.since = None;
            }
            if known.as_ref() != Some(&state) {
                store.save_sync_state(list.id, &state)?;
            }
            steps.push(ListSource::of(&list).first_step(&state));
        }
        Ok(SyncPlan { steps })
    })
}

/// What is held of each list. Where that cannot be told, every list is asked for whole.
fn held_lists(core: &Core) -> Vec<ListInfo> {
    core.lists().and_then(|lists| Ok(lists.lists()?)).unwrap_or_default()
}

/// The user's `now` goes before a list's interval and back-off; before its Wi-Fi switch only for a list that is named.
fn is_wanted(list: &Subscription, request: &SyncPlanRequest, state: Option<&SyncState>, now: i64) -> bool {
    let is_named = request.list_id == Some(list.id);
    let interval = list.fetch_interval_hours();
    let is_due = request.now || state.is_none_or(|state| state.is_due(now, request.metered, interval));
    let waits_for_wifi = list.wifi_only && request.metered && !(is_named && request.now);
    (is_named || request.list_id.is_none())
        && list.enabled
        && ListSource::of(list).is_fetchable(request.files)
        && is_due
        && !waits_for_wifi
}
