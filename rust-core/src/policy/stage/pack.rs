//! National packs: ranges that a country has reserved for marketing calls.

use crate::pack;
use crate::policy::{Call, Context, Finding, Reason, Source, StageName};

const STAGE: StageName = StageName::Pack;

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Finding {
    let Some(action) = context.settings.pack.action() else { return Finding::off(STAGE) };
    let Some(key) = call.caller.key() else { return Finding::nothing(STAGE) };
    let switched = &context.settings.pack_rows;
    let enabled =
        |row: &pack::PackRow| switched.get(row.id).copied().unwrap_or_else(|| row.is_default_for(context.home));
    match pack::find(key, enabled) {
        Some(row) => {
            let source = Source::Pack { id: row.id.to_owned(), label: row.label_en.to_owned() };
            Finding::decides(STAGE, action, Reason::Pack, Some(source))
        }
        None => Finding::nothing(STAGE),
    }
}
