//! Callers whose number the network found to be false (STIR/SHAKEN, where an operator offers it).

use crate::policy::{Call, Context, Opinion, Reason, Verification};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let Some(action) = context.settings.failed_verification.action() else { return Opinion::Off };
    match call.verification {
        Verification::Failed => Opinion::decides(action, Reason::FailedVerification),
        Verification::Passed => Opinion::Nothing,
        Verification::NotVerified => Opinion::Unknown,
    }
}
