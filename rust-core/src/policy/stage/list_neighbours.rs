//! Numbers that differ from a listed one in the last two digits alone: a call centre rents them by the hundred. Off unless the
//! user wants it.

use crate::policy::{Call, Context, Opinion, Reason, Source};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let Some(action) = context.settings.list_neighbours.action() else { return Opinion::Off };
    if context.is_out_of_reach(&call.caller) {
        return Opinion::Nothing;
    }
    match &context.list_neighbour {
        Ok(Some(found)) => Opinion::decides_by(action, Reason::ListNeighbour, Source::of_list(found)),
        Ok(None) => Opinion::Nothing,
        Err(_) => Opinion::Unknown,
    }
}
