//! Callers that cannot be identified: an address that is no number of any plan and in which no number can be found. Off unless
//! the user wants it.

use crate::number::Caller;
use crate::policy::{Call, Context, Opinion, Reason};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let Some(action) = context.settings.unidentified.action() else { return Opinion::Off };
    match call.caller {
        Caller::Other(_) => Opinion::decides(action, Reason::Unidentified),
        Caller::Number(_) | Caller::ShortCode(_) | Caller::Hidden(_) => Opinion::Nothing,
    }
}
