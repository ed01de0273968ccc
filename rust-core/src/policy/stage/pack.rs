//! National packs: ranges that a country has reserved for marketing calls.

use crate::pack;
use crate::policy::{Call, Context, Opinion, Reason, Source};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let Some(action) = context.settings.pack.action() else { return Opinion::Off };
    let Some(key) = call.caller.key() else { return Opinion::Nothing };
    if context.is_out_of_reach(&call.caller) {
        return Opinion::Nothing;
    }
    let switched = &context.settings.pack_rows;
    let enabled =
        |row: &pack::ReservedRange| switched.get(row.id).copied().unwrap_or_else(|| row.is_default_for(context.home));
    match pack::find(key, enabled) {
        Some(row) => {
            let source = Source::Pack { id: row.id.to_owned(), label: row.label_en.to_owned() };
            Opinion::decides_by(action, Reason::Pack, source)
        }
        None => Opinion::Nothing,
    }
}
