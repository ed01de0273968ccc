//! Whom the user has called may call back.

use crate::policy::{Action, Call, Context, Finding, Reason, StageName};

const STAGE: StageName = StageName::Dialled;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Finding {
    let days = i64::from(context.settings.dialled_days);
    if days == 0 {
        return Finding::off(STAGE);
    }
    match context.dialled_millis {
        Some(dialled) if call.at.utc_millis.saturating_sub(dialled) <= days * DAY_MILLIS => {
            Finding::decides(STAGE, Action::Allow, Reason::Dialled, None)
        }
        Some(_) | None => Finding::nothing(STAGE),
    }
}
