//! Emergency and essential services ring whatever any rule says.

use crate::number::never_block;
use crate::policy::{Action, Call, Context, Opinion, Reason};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    match context.places().find_map(|place| never_block(&call.caller, place)) {
        Some(_) => Opinion::decides(Action::Allow, Reason::NeverBlock),
        None => Opinion::Nothing,
    }
}
