//! Callers who hide their number. Hospitals and some authorities do, so it is off unless the user wants it.

use crate::number::Caller;
use crate::policy::{Call, Finding, Reason, Settings, StageName};

const STAGE: StageName = StageName::Hidden;

pub(super) fn judge(call: &Call, settings: &Settings) -> Finding {
    let Some(action) = settings.hidden.action() else { return Finding::off(STAGE) };
    match call.caller {
        Caller::Hidden(_) => Finding::decides(STAGE, action, Reason::Hidden, None),
        Caller::Number(_) | Caller::ShortCode(_) | Caller::Other(_) => Finding::nothing(STAGE),
    }
}
