//! "I am waiting for a call": until the time the user set, only their own block rules still end calls.

use crate::policy::{Action, Call, Context, Opinion, Reason};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    match context.waiting {
        Some(window) if window.is_open(call.at) => Opinion::decides(Action::Allow, Reason::Waiting),
        Some(_) | None => Opinion::Off,
    }
}
