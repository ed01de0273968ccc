//! Subscribed lists. A list that cannot be read counts as one that says nothing.

use crate::policy::{Call, Context, ListAnswer, Opinion, Reason, Source};

pub(super) fn judge(_call: &Call, context: &Context<'_>) -> Opinion {
    match &context.lists {
        ListAnswer::NoLists => Opinion::Off,
        ListAnswer::Unreadable => Opinion::Unknown,
        ListAnswer::Asked(matches) => matches.first().map_or_else(
            || Opinion::Nothing,
            |found| {
                let source = Source::List {
                    id: found.id,
                    label: found.name.clone(),
                    matched_digits: found.matched_digits,
                    category: found.category.clone(),
                    score: found.score,
                };
                Opinion::decides_by(found.action, Reason::List, source)
            },
        ),
    }
}
