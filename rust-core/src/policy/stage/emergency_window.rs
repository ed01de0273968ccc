//! After an emergency call everybody gets through: rescuers call back from any number.

use crate::policy::{Action, Call, Finding, Reason, StageName};

const STAGE: StageName = StageName::EmergencyWindow;

pub(super) fn judge(call: &Call, until_millis: Option<i64>) -> Finding {
    match until_millis {
        Some(until) if call.at.utc_millis < until => {
            Finding::decides(STAGE, Action::Allow, Reason::EmergencyWindow, None)
        }
        Some(_) | None => Finding::nothing(STAGE),
    }
}
