//! The history: pages with search and filters, one call's details, counts, deletion.

use super::caller_rules;
use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::evidence;
use super::evidence_context::EvidenceContext;
use super::snapshot::home_region;
use super::view::{call_rows, trace_rows};
use crate::contract::call::CallRow;
use crate::contract::common::Done;
use crate::contract::history::{
    CallDetails, CallRequest, CountList, CountsRequest, HistoryPage, HistoryRequest, KeyCounts,
};
use crate::moment::Moment;
use crate::number::{NumberKey, PhoneNumber, Region, ShortCode, decimal_digit, without_scheme};
use crate::pattern::Pattern;
use crate::policy::Reason;
use crate::store::user::{CallFilter, Search};

/// Calls on a page at most.
const MAX_PAGE: u32 = 500;
/// Earlier calls and calls of neighbours shown beside one call.
const NEARBY: u32 = 10;

/// A page of the history.
pub(crate) fn page(core: &Core, request: HistoryRequest) -> Result<HistoryPage, ApiError> {
    let store = core.background()?;
    let home = home_region(&store.settings()?, core.phone_region);
    let not_a_number = || ApiError::new(ErrorCode::BadRequest, "this caller is no number");
    let key = |text: String| NumberKey::from_text(&text, home).ok_or_else(not_a_number);
    let search = request.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let filter = CallFilter {
        hidden: request.hidden,
        list_id: request.list_id,
        actions: request.actions.unwrap_or_default(),
        reason: request.reason,
        caller: request.caller.map(key).transpose()?,
        search: search.map(|text| search_of(text, home)),
        ..CallFilter::default()
    };
    let bad_cursor = |_| ApiError::new(ErrorCode::BadRequest, "the request's `before` is no cursor");
    let before = request.before.map(|cursor| cursor.parse().map_err(bad_cursor)).transpose()?;
    let (calls, next) = store.calls(&filter, before, request.limit.clamp(1, MAX_PAGE))?;
    Ok(HistoryPage { rows: call_rows(&calls, home), next: next.map(|cursor| cursor.to_string()) })
}

/// One call with all that is known of it.
pub(crate) fn details(core: &Core, request: CallRequest, at: Moment) -> Result<CallDetails, ApiError> {
    let store = core.background()?;
    let context = EvidenceContext::read(core, &store)?;
    let record = store.call(request.id)?;
    let key = record.call.caller.key();
    let range = key.and_then(NumberKey::neighbours);
    let (mut earlier, mut neighbours) = (Vec::new(), Vec::new());
    if let Some(key) = key {
        let to_millis = Some(record.call.at.utc_millis);
        let same = CallFilter { caller: Some(key), to_millis, ..CallFilter::default() };
        earlier = store.calls(&same, None, NEARBY)?.0;
    }
    if let Some(range) = range {
        neighbours = store.calls_in(range, NEARBY * 4)?;
        neighbours.retain(|other| other.call.caller.key() != key);
        neighbours.truncate(NEARBY as usize);
    }
    Ok(CallDetails {
        call: CallRow::of(&record, context.home),
        trace: trace_rows(&store.trace(request.id)?),
        flags: evidence::flags(&context, &record)?,
        earlier: call_rows(&earlier, context.home),
        neighbours: call_rows(&neighbours, context.home),
        choices: caller_rules::choices(&store, &record, context.home, at)?,
    })
}

/// Counts of calls by day, hour, reason or list.
pub(crate) fn counts(core: &Core, request: CountsRequest) -> Result<CountList, ApiError> {
    let counts = core.background()?.count_calls_by(request.by, request.from_millis, request.to_millis)?;
    let counts = counts.into_iter().map(|(key, counts)| KeyCounts {
        key,
        blocked: counts.blocked,
        silenced: counts.silenced,
        passed: counts.passed,
    });
    Ok(CountList { counts: counts.collect() })
}

/// Deletes every call.
pub(crate) fn clear(core: &Core) -> Result<Done, ApiError> {
    core.background()?.clear_calls()?;
    Ok(Done {})
}

/// Fewest digits that are searched for at the end of numbers: fewer would match too many.
const MIN_LAST_DIGITS: usize = 3;

/// What a search text may mean: a number in any written form, its first or last digits, a reason's name, or part of a name, of
/// a note or of a caller that is no number.
fn search_of(text: &str, home: Region) -> Search {
    let mut search = Search { text: text.to_owned(), ..Search::default() };
    let digits: String = text.chars().filter_map(decimal_digit).map(|digit| char::from(b'0' + digit)).collect();
    let has_letters = without_scheme(text).chars().any(char::is_alphabetic);
    if has_letters || digits.is_empty() {
        let wanted = text.to_lowercase().replace(' ', "_");
        search.reasons = Reason::ALL.iter().copied().filter(|reason| reason.name().contains(&wanted)).collect();
        return search;
    }
    if digits.len() >= 2 {
        // `39347…` is a beginning at home as well as one of E.164 without its plus.
        let beginnings = [format!("{text}*"), format!("+{digits}*")];
        let patterns = beginnings.iter().filter_map(|beginning| Pattern::parse(beginning, home).ok());
        search.numbers.extend(patterns.filter_map(|pattern| pattern.range()));
        let keys = [
            PhoneNumber::parse(text, home).ok().map(PhoneNumber::key),
            ShortCode::from_digits(&digits).map(ShortCode::key),
        ];
        let beginnings =
            keys.into_iter().flatten().filter_map(|key| NumberKey::prefix_range(key.value(), key.length()));
        search.numbers.extend(beginnings);
    }
    if digits.len() >= MIN_LAST_DIGITS {
        search.last_digits = Some(digits);
    }
    search
}
