//! Daily maintenance: files of lists that are not in force are deleted, old calls are forgotten as the settings say, and the register reminds of its days.

use super::core::Core;
use super::error::ApiError;
use super::register;
use super::snapshot::home_region;
use super::view::count;
use crate::contract::history::Maintained;
use crate::moment::{DAY_MILLIS, Moment};

/// Runs it, once a day.
pub(crate) fn run(core: &Core, at: Moment) -> Result<Maintained, ApiError> {
    if let Err(error) = core.drop_damaged_lists(at) {
        log::warn!("maintenance: the lists cannot be looked at: {error}");
    }
    let mut store = core.background()?;
    core.lists.sweep(|| store.list_files())?;
    let forgotten = store.write(|store| {
        let settings = store.settings()?;
        store.forget_expired_rules(at.utc_millis)?;
        register::remind(store, home_region(&settings, core.phone_region), at)?;
        let before =
            (settings.keep_days > 0).then(|| at.utc_millis.saturating_sub(i64::from(settings.keep_days) * DAY_MILLIS));
        store.forget_calls(before, (settings.keep_calls > 0).then_some(settings.keep_calls))
    })?;
    // A phone kills the process instead of closing the file: a long log would slow the next call's start.
    store.checkpoint()?;
    Ok(Maintained { forgotten: count(forgotten) })
}
