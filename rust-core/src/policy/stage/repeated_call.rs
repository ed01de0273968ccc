//! Somebody who calls again within minutes may have something urgent. Off unless the user wants it.

use crate::policy::{Action, Call, Context, Finding, Reason, StageName};

const STAGE: StageName = StageName::RepeatedCall;

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Finding {
    let option = &context.settings.repeated_call;
    if !option.enabled {
        return Finding::off(STAGE);
    }
    let within_millis = i64::from(option.within_minutes) * 60_000;
    match context.last_call_millis {
        Some(last) if (0..=within_millis).contains(&call.at.utc_millis.saturating_sub(last)) => {
            Finding::decides(STAGE, Action::Allow, Reason::RepeatedCall, None)
        }
        Some(_) | None => Finding::nothing(STAGE),
    }
}
