//! Subscribed lists. A list that cannot be read counts as one that says nothing.

use crate::policy::{Call, Context, ListAnswer, Opinion, Reason, Source};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    match &context.lists {
        // The guards on a list were applied when it was read, for the home region of that day; it may have changed.
        ListAnswer::Asked(_) if context.is_out_of_reach(&call.caller) => Opinion::Nothing,
        ListAnswer::NoLists => Opinion::Off,
        ListAnswer::Unreadable => Opinion::Unknown,
        ListAnswer::Asked(matches) => matches
            .first()
            .map_or(Opinion::Nothing, |found| Opinion::decides_by(found.action, Reason::List, Source::of_list(found))),
    }
}
