//! Daily maintenance: files of lists that are not in force are deleted, old calls are forgotten as the settings say, and the register reminds of its days.

use super::core::Core;
use super::error::ApiError;
use super::register;
use super::report;
use super::snapshot::home_region;
use super::view::count;
use crate::contract::history::Maintained;
use crate::moment::{DAY_MILLIS, Moment};
use crate::store::{StoreError, UserStore};

/// Calls that one transaction forgets at most: a call that comes meanwhile waits for some milliseconds.
const AT_ONCE: u32 = 2_000;
/// A clock that went on by more than this since it was last believed may be wrong.
const JUMP_MILLIS: i64 = 90 * DAY_MILLIS;
/// How long such a clock must go on before it is believed.
const PROOF_MILLIS: i64 = 30 * DAY_MILLIS;
/// Names of the states that hold the time of the last maintenance whose clock was believed, and the first of a clock that is not yet.
const BELIEVED: &str = "clock_believed_millis";
const JUMPED: &str = "clock_jumped_millis";

/// Runs it, once a day.
pub(crate) fn run(core: &Core, at: Moment) -> Result<Maintained, ApiError> {
    if let Err(error) = core.drop_damaged_lists(at) {
        log::warn!("maintenance: the lists cannot be looked at: {error}");
    }
    let mut store = core.background()?;
    // Damage is found while it is small; what is damaged is recovered before the request is tried again.
    store.check()?;
    core.lists.sweep(|| store.list_files())?;
    let (settings, may_forget) = store.write(|store| {
        let settings = store.settings()?;
        store.forget_expired_rules(at.utc_millis)?;
        register::remind(store, home_region(&settings, core.phone_region), at)?;
        report::remind(store, at)?;
        Ok::<_, StoreError>((settings, believes(store, at)?))
    })?;
    let mut forgotten = 0;
    if may_forget && settings.keep_days > 0 {
        let before = at.utc_millis.saturating_sub(i64::from(settings.keep_days) * DAY_MILLIS);
        forgotten += in_steps(&mut store, |store| store.forget_calls_before(before, AT_ONCE))?;
    }
    if settings.keep_calls > 0 {
        forgotten += in_steps(&mut store, |store| store.forget_calls_beyond(settings.keep_calls, AT_ONCE))?;
    }
    // A phone kills the process instead of closing the file: a long log would slow the next call's start.
    store.checkpoint()?;
    Ok(Maintained { forgotten: count(forgotten) })
}

/// Whether the clock can be believed: it went on by less than `JUMP_MILLIS` since it was last believed (at first: since the newest call),
/// or a clock that jumped has gone on for `PROOF_MILLIS` since. A clock that goes back forgets nothing, so it is believed.
fn believes(store: &UserStore, at: Moment) -> Result<bool, StoreError> {
    let now = at.utc_millis;
    let known = match store.state(BELIEVED)? {
        Some(believed) => Some(believed),
        None => store.newest_call()?,
    };
    let has_jumped = known.is_some_and(|known| now.saturating_sub(known) > JUMP_MILLIS);
    let jumped = store.state(JUMPED)?.filter(|jumped| *jumped <= now);
    let is_proved = jumped.is_some_and(|jumped| {
        let since = now.saturating_sub(jumped);
        (PROOF_MILLIS..=JUMP_MILLIS).contains(&since)
    });
    if has_jumped && !is_proved {
        // The jump began now, unless it began within the bounds before.
        if jumped.is_none_or(|jumped| now.saturating_sub(jumped) > JUMP_MILLIS) {
            store.set_state(JUMPED, now)?;
        }
        return Ok(false);
    }
    store.set_state(BELIEVED, now)?;
    store.set_state(JUMPED, i64::MAX)?;
    Ok(true)
}

/// Repeats a step that forgets some calls until none is left, each in a transaction of its own.
fn in_steps(
    store: &mut UserStore,
    step: impl Fn(&UserStore) -> Result<usize, StoreError>,
) -> Result<usize, StoreError> {
    let mut forgotten = 0;
    loop {
        match store.write(&step)? {
            0 => return Ok(forgotten),
            some => forgotten += some,
        }
    }
}
