//! "I am waiting for a call": until the time the user set, only their own block rules still end calls.

use crate::policy::{Action, Call, Finding, Reason, Settings, StageName};

const STAGE: StageName = StageName::Waiting;

pub(super) fn judge(call: &Call, settings: &Settings) -> Finding {
    match settings.waiting_until_millis {
        Some(until) if call.at.utc_millis < until => Finding::decides(STAGE, Action::Allow, Reason::Waiting, None),
        Some(_) | None => Finding::off(STAGE),
    }
}
