//! The burst guard: for some seconds after a stopped call strangers do not ring, since machines that were stopped go on at once
//! with other numbers. Off unless the user wants it.

use crate::policy::{Call, Context, Opinion, Reason};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let option = &context.settings.burst;
    let Some(action) = option.switch.action() else { return Opinion::Off };
    let within_millis = i64::from(option.seconds) * 1_000;
    match context.last_stopped_millis {
        Some(last) if (0..=within_millis).contains(&call.at.utc_millis.saturating_sub(last)) => {
            Opinion::decides(action, Reason::Burst)
        }
        Some(_) | None => Opinion::Nothing,
    }
}
