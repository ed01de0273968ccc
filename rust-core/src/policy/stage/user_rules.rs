//! The user's own rules: the most specific pattern wins, and allow beats block on a tie.

use crate::policy::{Action, Context, Finding, Reason, RuleHit, Source, StageName};

pub(super) fn judge_allow(context: &Context<'_>) -> Finding {
    let Some(allow) = &context.allow_rule else { return Finding::nothing(StageName::UserAllow) };
    if outranked(Some(allow), context.block_rule.as_ref()) {
        return Finding::outranked(StageName::UserAllow, source(allow));
    }
    Finding::decides(StageName::UserAllow, Action::Allow, Reason::UserAllow, Some(source(allow)))
}

pub(super) fn judge_block(context: &Context<'_>) -> Finding {
    let Some(block) = &context.block_rule else { return Finding::nothing(StageName::UserBlock) };
    if context.allow_rule.is_some() && !outranked(context.allow_rule.as_ref(), Some(block)) {
        return Finding::outranked(StageName::UserBlock, source(block));
    }
    Finding::decides(StageName::UserBlock, block.action, Reason::UserBlock, Some(source(block)))
}

fn outranked(allow: Option<&RuleHit>, block: Option<&RuleHit>) -> bool {
    matches!((allow, block), (Some(allow), Some(block)) if block.specificity > allow.specificity)
}

fn source(hit: &RuleHit) -> Source {
    Source::Rule { id: hit.id, label: hit.label.clone() }
}
