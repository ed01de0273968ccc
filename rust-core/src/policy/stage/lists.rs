//! Subscribed lists. A list that cannot be read counts as one that says nothing.

use crate::policy::{Context, Finding, ListAnswer, Reason, Source, StageName};

const STAGE: StageName = StageName::Lists;

pub(super) fn judge(context: &Context<'_>) -> Finding {
    match &context.lists {
        ListAnswer::NoLists => Finding::off(STAGE),
        ListAnswer::Unreadable => Finding::unknown(STAGE),
        ListAnswer::Asked(matches) => matches.first().map_or_else(
            || Finding::nothing(STAGE),
            |found| {
                let source = Source::List {
                    id: found.id,
                    label: found.name.clone(),
                    matched_digits: found.matched_digits,
                    category: found.category.clone(),
                    score: found.score,
                };
                Finding::decides(STAGE, found.action, Reason::List, Some(source))
            },
        ),
    }
}
