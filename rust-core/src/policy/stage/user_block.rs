//! The user's block rules: each has its own action, and yields to an allow rule that is as specific or more.

use super::user_allow;
use crate::policy::{Context, Finding, Reason, StageName};

const STAGE: StageName = StageName::UserBlock;

pub(super) fn judge(context: &Context<'_>) -> Finding {
    let Some(block) = &context.block_rule else { return Finding::nothing(STAGE) };
    if user_allow::wins(context) {
        return Finding::outranked(STAGE, user_allow::source(block));
    }
    Finding::decides(STAGE, block.action, Reason::UserBlock, Some(user_allow::source(block)))
}
