//! The record for the screens: pages, search, one call's details, counts.

use serde::Deserialize;
use serde_json::{Value, json};

use super::core::Core;
use super::dossier::Dossier;
use super::error::{ApiError, ErrorCode};
use super::evidence;
use super::snapshot::home_region;
use super::view::{CallRow, trace_view};
use crate::number::{NumberKey, PhoneNumber, Region, ShortCode};
use crate::pattern::Pattern;
use crate::policy::{Action, Reason};
use crate::store::user::{CallFilter, Search, TallyBy};

#[derive(Deserialize)]
pub(super) struct HistoryRequest {
    limit: u32,
    #[serde(default)]
    before: Option<String>,
    #[serde(default)]
    search: Option<String>,
    #[serde(default)]
    actions: Option<Vec<Action>>,
    #[serde(default)]
    hidden: Option<bool>,
    #[serde(default)]
    list_id: Option<i64>,
    #[serde(default)]
    reason: Option<Reason>,
    #[serde(default)]
    caller: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct CountsRequest {
    by: TallyBy,
    from_millis: i64,
    to_millis: i64,
}

/// A page never holds more: a screen asks for what it shows.
const MAX_PAGE: u32 = 500;
const NEARBY: u32 = 10;

pub(super) fn page(core: &Core, request: &HistoryRequest) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let home = home_region(&desk.settings()?, core.phone_region);
    let caller = match request.caller.as_deref() {
        Some(text) => {
            Some(key_of(text, home).ok_or_else(|| ApiError::new(ErrorCode::BadRequest, "this caller is no number"))?)
        }
        None => None,
    };
    let search = request.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let filter = CallFilter {
        actions: request.actions.clone().unwrap_or_default(),
        hidden: request.hidden,
        list_id: request.list_id,
        reason: request.reason,
        caller,
        search: search.map(|text| search_of(text, home)),
        ..CallFilter::default()
    };
    let before = request.before.as_deref().map(str::parse).transpose()?;
    let (calls, next) = desk.calls(&filter, before, request.limit.clamp(1, MAX_PAGE))?;
    Ok(json!({ "rows": CallRow::all(&calls, home), "next": next.map(|cursor| cursor.to_string()) }))
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
    Ok(json!({
        "call": CallRow::of(&call, home),
        "trace": trace_view(&desk.trace(id)?),
        "flags": evidence::flags(&dossier, &desk, &call)?,
        "earlier": CallRow::all(&earlier, home),
        "neighbours": CallRow::all(&neighbours, home),
        "range_pattern": call.call.caller.key().and_then(NumberKey::neighbours).map(|range| format!("+{}*", range.first.digits())),
    }))
}

pub(super) fn counts(core: &Core, request: &CountsRequest) -> Result<Value, ApiError> {
    let counts = core.desk()?.tally_by(request.by, request.from_millis, request.to_millis)?;
    let counts: Vec<Value> = counts
        .into_iter()
        .map(|(key, tally)| {
            json!({ "key": key, "blocked": tally.blocked, "silenced": tally.silenced, "passed": tally.passed })
        })
        .collect();
    Ok(json!({ "counts": counts }))
}

pub(super) fn key_of(text: &str, home: Region) -> Option<NumberKey> {
    let number = PhoneNumber::parse(text, home).ok().map(PhoneNumber::key);
    number.or_else(|| ShortCode::from_digits(text).map(ShortCode::key))
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
        search.reasons = Reason::ALL.into_iter().filter(|reason| reason.name().contains(&wanted)).collect();
    }
    search
}
