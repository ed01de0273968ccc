//! One call's details.

use serde_json::Value;

use super::dossier::Dossier;
use super::evidence;
use super::shape::{object, value};
use super::view::{call_view, calls_view};
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::engine::view::trace_rows;
use crate::number::NumberKey;
use crate::store::user::CallFilter;

const NEARBY: u32 = 10;

pub(super) fn details(core: &Core, id: i64) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    let home = dossier.home;
    let call = desk.call(id)?;
    let (mut earlier, mut neighbours) = (Vec::new(), Vec::new());
    if let Some(key) = call.call.caller.key() {
        let same = CallFilter { caller: Some(key), to_millis: Some(call.call.at.utc_millis), ..CallFilter::default() };
        earlier = desk.calls(&same, None, NEARBY)?.0;
        if let Some(range) = key.neighbours() {
            neighbours = desk.calls_in(range, NEARBY * 4)?;
            neighbours.retain(|other| other.call.caller.key() != Some(key));
            neighbours.truncate(NEARBY as usize);
        }
    }
    let range = call.call.caller.key().and_then(NumberKey::neighbours);
    Ok(object!(
        "call" = call_view(&call, home),
        "trace" = value(trace_rows(&desk.trace(id)?)),
        "flags" = evidence::flags(&dossier, &desk, &call)?,
        "earlier" = calls_view(&earlier, home),
        "neighbours" = calls_view(&neighbours, home),
        "range_pattern" = range.map(|range| format!("+{}*", range.first.digits()))
    ))
}
