//! Emergency and essential services ring whatever any rule says.

use crate::number::never_block;
use crate::policy::{Action, Call, Context, Opinion, Reason};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    match never_block(&call.caller, context.home) {
        Some(_) => Opinion::decides(Action::Allow, Reason::NeverBlock),
        None => Opinion::Nothing,
    }
}
