//! Whom the user has called may call back.

use crate::moment::DAY_MILLIS;
use crate::policy::{Action, Call, Context, Opinion, Reason};

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
