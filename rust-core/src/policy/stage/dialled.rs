//! Whom the user has called may call back.

use crate::moment::DAY_MILLIS;
use crate::policy::{Action, Call, Context, Opinion, Reason};

/// 1 January 2025, UTC: no phone that runs this has an earlier date, so its clock is not set yet.
const EARLIEST_CLOCK_MILLIS: i64 = 1_735_689_600_000;

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let days = i64::from(context.settings.dialled_days);
    if days == 0 {
        return Opinion::Off;
    }
    match context.dialled_millis {
        Some(dialled) if is_recent(call.at.utc_millis, dialled, days) => {
            Opinion::decides(Action::Allow, Reason::Dialled)
        }
        Some(_) | None => Opinion::Nothing,
    }
}

/// A number dialled under a clock that was ahead counts no longer than one dialled now, and under a clock that is not set all count.
fn is_recent(now_millis: i64, dialled_millis: i64, days: i64) -> bool {
    now_millis < EARLIEST_CLOCK_MILLIS
        || now_millis.saturating_sub(dialled_millis).unsigned_abs() <= (days * DAY_MILLIS).unsigned_abs()
}
