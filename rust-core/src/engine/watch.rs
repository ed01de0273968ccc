//! The daily watch: compares what the phone says today with what it said before, and the silence since the last call with the
//! longest one of this phone.

use super::core::Core;
use super::error::ApiError;
use crate::contract::watch::{Watch, WatchAlert, WatchRequest};
use crate::moment::{DAY_MILLIS, Moment};
use crate::store::StoreError;

/// Names of the states: whether something was there at the last watch, and of which silence the user was told.
const ROLE_HELD: &str = "watch_role_held";
const CONTACTS_GRANTED: &str = "watch_contacts_granted";
const QUIET_TOLD: &str = "watch_quiet_told";
/// Calls whose gaps are looked at.
const CALLS: u32 = 100;
/// With fewer calls no silence is unusual.
const FEWEST_CALLS: usize = 10;
/// A silence is unusual when it is so many times as long as the longest one before,
const TIMES_LONGEST: i64 = 2;
/// and at least this long.
const LEAST_DAYS: i64 = 3;

/// Notes what the phone says, and tells what is new.
pub(crate) fn watch(core: &Core, request: WatchRequest, at: Moment) -> Result<Watch, ApiError> {
    core.background()?
        .write(|store| {
            let mut alerts = Vec::new();
            let states = [
                (ROLE_HELD, request.role_held, WatchAlert::RoleLost),
                (CONTACTS_GRANTED, request.contacts_granted, WatchAlert::ContactsLost),
            ];
            for (name, is_there, alert) in states {
                if store.state(name)? == Some(1) && !is_there {
                    alerts.push(alert);
                }
                store.set_state(name, i64::from(is_there))?;
            }
            let times = store.last_call_times(CALLS)?;
            let last_call_millis = times.first().copied();
            let quiet_after = quiet_after(&times);
            if let (Some(last), Some(quiet_after)) = (last_call_millis, quiet_after)
                && request.role_held
                && at.utc_millis.saturating_sub(last) > quiet_after
                && store.state(QUIET_TOLD)? != Some(last)
            {
                store.set_state(QUIET_TOLD, last)?;
                alerts.push(WatchAlert::NoCalls);
            }
            let quiet_after_days = quiet_after.and_then(|millis| u32::try_from(millis / DAY_MILLIS).ok());
            Ok::<_, StoreError>(Watch { alerts, last_call_millis, quiet_after_days })
        })
        .map_err(ApiError::from)
}

/// After how long a silence is unusual, from the times of the last calls, newest first.
fn quiet_after(times: &[i64]) -> Option<i64> {
    if times.len() < FEWEST_CALLS {
        return None;
    }
    let gaps = times.iter().zip(times.iter().skip(1)).map(|(later, earlier)| later.saturating_sub(*earlier));
    Some(gaps.max()?.saturating_mul(TIMES_LONGEST).max(LEAST_DAYS * DAY_MILLIS))
}
