//! Somebody who calls again within minutes may have something urgent. Off unless the user wants it.

use crate::policy::{Action, Call, Context, Opinion, Reason};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let option = &context.settings.repeated_call;
    if !option.enabled {
        return Opinion::Off;
    }
    let within_millis = i64::from(option.within_minutes) * 60_000;
    let after_millis = i64::from(option.after_seconds) * 1_000;
    match context.last_call_millis {
        Some(last) if (after_millis..=within_millis).contains(&call.at.utc_millis.saturating_sub(last)) => {
            Opinion::decides(Action::Allow, Reason::RepeatedCall)
        }
        Some(_) | None => Opinion::Nothing,
    }
}
