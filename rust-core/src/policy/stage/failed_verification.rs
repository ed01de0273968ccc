//! Callers whose number the network found to be false (STIR/SHAKEN, where an operator offers it).

use crate::policy::{Call, Finding, Reason, Settings, StageName, Verification};

const STAGE: StageName = StageName::FailedVerification;

pub(super) fn judge(call: &Call, settings: &Settings) -> Finding {
    let Some(action) = settings.failed_verification.action() else { return Finding::off(STAGE) };
    match call.verification {
        Verification::Failed => Finding::decides(STAGE, action, Reason::FailedVerification, None),
        Verification::Passed => Finding::nothing(STAGE),
        Verification::NotVerified => Finding::unknown(STAGE),
    }
}
