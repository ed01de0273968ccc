//! After an emergency call everybody gets through: rescuers call back from any number.

use crate::moment::Moment;
use crate::policy::{Action, Call, Context, Opinion, Reason, Settings};

const MINUTE_MILLIS: i64 = 60_000;

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    match context.emergency_until_millis {
        Some(until) if call.at.utc_millis < until => Opinion::decides(Action::Allow, Reason::EmergencyWindow),
        Some(_) | None => Opinion::Nothing,
    }
}

/// The end of the window that an emergency call opens at `at` (UTC milliseconds).
#[must_use]
pub fn emergency_until(at: Moment, settings: &Settings) -> i64 {
    at.utc_millis.saturating_add(i64::from(settings.emergency_window_minutes) * MINUTE_MILLIS)
}
