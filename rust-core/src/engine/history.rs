//! The history: pages with search and filters, one call's details, counts, deletion.

use super::caller_rules;
use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::evidence;
use super::evidence_context::EvidenceContext;
use super::snapshot::home_region;
use super::view::{call_rows, count, trace_rows};
use crate::contract::call::CallRow;
use crate::contract::common::Done;
use crate::contract::history::{
    CallDetails, CallGroup, CallRequest, CountList, CountsRequest, HistoryGroups, HistoryGroupsRequest, HistoryPage,
    HistoryRequest, KeyCounts,
};
use crate::moment::Moment;
use crate::number::{KeyRange, NumberKey, PhoneNumber, Region, ShortCode, decimal_digit, without_scheme};
use crate::pattern::Pattern;
use crate::policy::{CallRecord, Contact, Reason};
use crate::store::user::{CallFilter, Cursor, Search};

/// Calls on a page at most.
const MAX_PAGE: u32 = 500;
/// Earlier calls and calls of neighbours shown beside one call.
const NEARBY: u32 = 10;
/// Calls in a group at most: a machine that dials all day is more than one row.
const MAX_GROUP: u32 = 200;
/// Contacts whose names a search may fit.
const MAX_NAMED: usize = 200;

/// A page of the history.
pub(crate) fn page(core: &Core, request: HistoryRequest) -> Result<HistoryPage, ApiError> {
    let store = core.background()?;
    let home = home_region(&store.settings()?, core.phone_region);
    let limit = request.limit.clamp(1, MAX_PAGE);
    let (filter, before) = filter_of(request, &[], home)?;
    let (calls, next) = store.calls(&filter, before, limit)?;
    Ok(HistoryPage { rows: call_rows(&calls, home), next: next.map(|cursor| cursor.to_string()) })
}

/// A page of the history in groups.
pub(crate) fn groups(core: &Core, request: HistoryGroupsRequest) -> Result<HistoryGroups, ApiError> {
    let store = core.background()?;
    let context = EvidenceContext::read(core, &store)?;
    let HistoryGroupsRequest { limit, before, search, named, actions, hidden, list_id, reason, caller } = request;
    let limit = limit.clamp(1, MAX_PAGE);
    let calls = HistoryRequest { limit, before, search, actions, hidden, list_id, reason, caller };
    let (filter, before) = filter_of(calls, &named, context.home)?;
    let mut groups: Vec<Vec<CallRecord>> = Vec::new();
    let mut has_more = false;
    // One more than all groups hold together.
    store.read_calls(&filter, before, limit * MAX_GROUP + 1, |call| {
        let is_full = count(groups.len()) == limit;
        match groups.last_mut() {
            Some(group) if belongs_to(group, &call) => group.push(call),
            Some(_) if is_full => has_more = true,
            Some(_) | None => groups.push(vec![call]),
        }
        !has_more
    })?;
    let last = groups.last().and_then(|group| group.last()).filter(|_| has_more);
    let next = last.map(|call| Cursor::of(call).to_string());
    let group = |calls: &Vec<CallRecord>| {
        let newest = calls.first()?;
        Some(CallGroup {
            call: CallRow::of(newest, context.home),
            ids: calls.iter().map(|call| call.id).collect(),
            is_after_objection: is_after_objection(&context, newest),
        })
    };
    Ok(HistoryGroups { groups: groups.iter().filter_map(group).collect(), next })
}

/// Whether an older call belongs to a group: who hides the number may be anybody.
fn belongs_to(group: &[CallRecord], call: &CallRecord) -> bool {
    let fits = |newest: &CallRecord| {
        newest.call.caller.key().is_some()
            && newest.call.caller.key() == call.call.caller.key()
            && newest.verdict.action == call.verdict.action
            && newest.call.at.date() == call.call.at.date()
    };
    count(group.len()) < MAX_GROUP && group.first().is_some_and(fits)
}

fn is_after_objection(context: &EvidenceContext<'_>, record: &CallRecord) -> bool {
    let key = record.call.caller.key().filter(|_| record.contact != Contact::Found);
    key.is_some_and(|key| context.objections.before(key, record.call.at.utc_millis).is_some())
}

/// What a request asks for, and where its page begins.
fn filter_of(
    request: HistoryRequest,
    named: &[String],
    home: Region,
) -> Result<(CallFilter, Option<Cursor>), ApiError> {
    let bad = |what: &str| ApiError::new(ErrorCode::BadRequest, what);
    if named.len() > MAX_NAMED {
        return Err(bad("too many numbers of contacts"));
    }
    let caller = match request.caller {
        Some(text) => Some(NumberKey::from_text(&text, home).ok_or_else(|| bad("this caller is no number"))?),
        None => None,
    };
    let search = request.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let filter = CallFilter {
        hidden: request.hidden,
        list_id: request.list_id,
        actions: request.actions.unwrap_or_default(),
        reason: request.reason,
        caller,
        search: search.map(|text| {
            let mut search = search_of(text, home);
            let named = named.iter().filter_map(|number| NumberKey::from_text(number, home));
            search.numbers.extend(named.map(|key| KeyRange { first: key, last: key }));
            search
        }),
        ..CallFilter::default()
    };
    let before = request.before.map(|cursor| cursor.parse()).transpose();
    Ok((filter, before.map_err(|_| bad("the request's `before` is no cursor"))?))
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
