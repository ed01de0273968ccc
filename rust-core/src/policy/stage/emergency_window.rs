//! After an emergency call everybody gets through: rescuers call back from any number.

use crate::moment::Moment;
use crate::policy::{Action, Call, Context, Opinion, Reason, Settings, TimeWindow};

const MINUTE_MILLIS: i64 = 60_000;

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    match context.emergency {
        Some(window) if window.is_open(call.at) => Opinion::decides(Action::Allow, Reason::EmergencyWindow),
        Some(_) | None => Opinion::Nothing,
    }
}

/// The window that an emergency call opens.
#[must_use]
pub fn emergency_window(at: Moment, settings: &Settings) -> TimeWindow {
    let length = i64::from(settings.emergency_window_minutes) * MINUTE_MILLIS;
    TimeWindow { from_millis: at.utc_millis, until_millis: at.utc_millis.saturating_add(length) }
}
