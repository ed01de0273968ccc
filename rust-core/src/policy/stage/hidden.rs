//! Callers who hide their number. Hospitals and some authorities do, so it is off unless the user wants it.

use crate::number::Caller;
use crate::policy::{Call, Context, Opinion, Reason};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let Some(action) = context.settings.hidden.action() else { return Opinion::Off };
    match call.caller {
        Caller::Hidden(_) => Opinion::decides(action, Reason::Hidden),
        Caller::Number(_) | Caller::ShortCode(_) | Caller::Other(_) => Opinion::Nothing,
    }
}
