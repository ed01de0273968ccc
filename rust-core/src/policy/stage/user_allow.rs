//! The user's allow rules: the most specific pattern in force wins, and allow beats block on a tie.

use crate::policy::{Action, Call, Context, Opinion, Reason, RuleHit, Source};

pub(super) fn judge(_call: &Call, context: &Context<'_>) -> Opinion {
    let Some(allow) = &context.allow_rule else { return Opinion::Nothing };
    if !wins(context) {
        return Opinion::Outranked(source(allow));
    }
    Opinion::decides_by(Action::Allow, Reason::UserAllow, source(allow))
}

/// Whether an allow rule speaks and no block rule is more specific.
pub(super) fn wins(context: &Context<'_>) -> bool {
    let specificity = |hit: &RuleHit| hit.specificity;
    match (context.allow_rule.as_ref().map(specificity), context.block_rule.as_ref().map(specificity)) {
        (Some(allow), Some(block)) => allow >= block,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// A rule, as the trace names it.
pub(super) fn source(hit: &RuleHit) -> Source {
    Source::Rule { id: hit.id, label: hit.label.clone() }
}
