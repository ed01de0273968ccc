//! The user's block rules: each has its own action, and yields to an allow rule that is as specific or more.

use super::user_allow;
use crate::policy::{Call, Context, Opinion, Reason};

pub(super) fn judge(_call: &Call, context: &Context<'_>) -> Opinion {
    let Some(block) = &context.block_rule else { return Opinion::Nothing };
    if user_allow::wins(context) {
        return Opinion::Outranked(user_allow::source(block));
    }
    Opinion::decides_by(block.action, Reason::UserBlock, user_allow::source(block))
}
