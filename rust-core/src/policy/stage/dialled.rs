//! Whom the user has called may call back.

use crate::policy::{Action, Call, Context, Opinion, Reason};

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let days = i64::from(context.settings.dialled_days);
    if days == 0 {
        return Opinion::Off;
    }
    match context.dialled_millis {
        Some(dialled) if call.at.utc_millis.saturating_sub(dialled) <= days * DAY_MILLIS => {
            Opinion::decides(Action::Allow, Reason::Dialled)
        }
        Some(_) | None => Opinion::Nothing,
    }
}
