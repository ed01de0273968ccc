//! The record for the screens: pages, search, one call's details, counts.

use serde_json::Value;

use super::asked::{Asked, needed};
use super::dossier::Dossier;
use super::evidence;
use super::shape::{array, object, with};
use super::view::{call_view, calls_view, trace_view};
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::engine::snapshot::home_region;
use crate::number::{NumberKey, PhoneNumber, Region, ShortCode};
use crate::pattern::Pattern;
use crate::policy::Reason;
use crate::store::user::{CallFilter, Search, Tally};

/// A page never holds more: a screen asks for what it shows.
const MAX_PAGE: u32 = 500;
const NEARBY: u32 = 10;

pub(super) fn page(core: &Core, request: &mut Asked) -> Result<Value, ApiError> {
    let limit: u32 = needed("limit", request.small("limit")?)?;
    let desk = core.desk()?;
    let home = home_region(&desk.settings()?, core.phone_region);
    let caller = match request.text("caller")? {
        Some(text) => Some(
            NumberKey::from_text(text, home)
                .ok_or_else(|| ApiError::new(ErrorCode::BadRequest, "this caller is no number"))?,
        ),
        None => None,
    };
    let search = request.text("search")?.map(str::trim).filter(|text| !text.is_empty());
    let search = search.map(|text| search_of(text, home));
    let filter = CallFilter {
        hidden: request.flag("hidden")?,
        list_id: request.int("list_id")?,
        actions: request.get("actions")?.unwrap_or_default(),
        reason: request.get("reason")?,
        caller,
        search,
        ..CallFilter::default()
    };
    let before = request.text("before")?.map(str::parse).transpose()?;
    let (calls, next) = desk.calls(&filter, before, limit.clamp(1, MAX_PAGE))?;
    Ok(object!("rows" = calls_view(&calls, home), "next" = next.map(|cursor| cursor.to_string())))
}

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
        "trace" = trace_view(&desk.trace(id)?),
        "flags" = evidence::flags(&dossier, &desk, &call)?,
        "earlier" = calls_view(&earlier, home),
        "neighbours" = calls_view(&neighbours, home),
        "range_pattern" = range.map(|range| format!("+{}*", range.first.digits()))
    ))
}

pub(super) fn counts(core: &Core, request: &mut Asked) -> Result<Value, ApiError> {
    let from = needed("from_millis", request.int("from_millis")?)?;
    let to = needed("to_millis", request.int("to_millis")?)?;
    let counts = core.desk()?.tally_by(request.take("by")?, from, to)?;
    let counts = array(counts, |(key, tally)| with!(tally_view(tally), "key" = key));
    Ok(object!("counts" = counts))
}

pub(super) fn tally_view(tally: Tally) -> Value {
    object!("blocked" = tally.blocked, "silenced" = tally.silenced, "passed" = tally.passed)
}

/// A text may be the beginning of a number in any written form, a reason's name, or part of a name or note.
fn search_of(text: &str, home: Region) -> Search {
    let mut search = Search { text: text.to_owned(), ..Search::default() };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits >= 2 && text.chars().all(|c| c.is_ascii_digit() || "+ -()./".contains(c)) {
        let beginning = format!("{}*", text.trim_end());
        search.numbers.extend(Pattern::parse(&beginning, home).ok().and_then(|pattern| pattern.range()));
        search.numbers.extend(
            PhoneNumber::parse(text, home)
                .ok()
                .and_then(|number| NumberKey::prefix_range(number.key().value(), number.key().length())),
        );
        if let Some(code) = ShortCode::from_digits(text) {
            search.numbers.extend(NumberKey::prefix_range(code.key().value(), code.key().length()));
        }
        search.text.clear();
    } else {
        let wanted = text.to_lowercase().replace(' ', "_");
        search.reasons = Reason::ALL.iter().copied().filter(|reason| reason.name().contains(&wanted)).collect();
    }
    search
}
