//! The plan: which lists are fetched now, and the first step of each.

use crate::contract::sync::{SyncPlan, SyncPlanRequest};
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::moment::Moment;
use crate::sync::{ListSource, Subscription, SyncState};

/// What to fetch now.
pub(crate) fn plan(core: &Core, request: &SyncPlanRequest, at: Moment) -> Result<SyncPlan, ApiError> {
    if let Err(error) = core.drop_damaged_lists(at) {
        log::warn!("sync: the lists cannot be looked at: {error}");
    }
    core.background()?.write(|store| {
        let mut steps = Vec::new();
        for list in store.subscriptions()? {
            let known = store.sync_state(list.id)?;
            if !is_wanted(&list, request, known.as_ref(), at.utc_millis) {
                continue;
            }
            let mut state = known.clone().unwrap_or_default();
            state.accept |= request.accept && request.list_id.is_some();
            // Where no numbers are held, the list is asked for whole.
            if store.list_in_force(list.id)?.is_none() {
                state.clear_validators();
                state.since = None;
            }
            if known.as_ref() != Some(&state) {
                store.save_sync_state(list.id, &state)?;
            }
            steps.push((state.asked_millis, ListSource::of(&list).first_step(&state)));
        }
        // The one that was asked longest ago first: a server that takes all the time there is does not starve the others.
        steps.sort_by_key(|(asked_millis, _)| *asked_millis);
        Ok(SyncPlan { steps: steps.into_iter().map(|(_, step)| step).collect() })
    })
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
