//! Evidence: the facts about calls, a page at a time, one call's flags, and all of it as CSV.

use std::cmp::Reverse;

use super::core::Core;
use super::csv_export::CsvExport;
use super::error::{ApiError, ErrorCode};
use super::evidence_context::EvidenceContext;
use super::view::count;
use crate::contract::call::CallRow;
use crate::contract::evidence::{
    AfterObjection, CallFlags, EvidenceExportPage, EvidenceExportRequest, EvidencePage, EvidenceRequest, EvidenceRow,
    Fact, FactKind,
};
use crate::contract::objection::EvidenceCount;
use crate::number::{Caller, NumberKey};
use crate::policy::{CallOutcome, CallRecord};
use crate::recontact::authority::VoidLetter;
use crate::recontact::evidence::{CallFact, is_unwanted};
use crate::recontact::text::{MAX_LONG_CHARS, MAX_SHORT_CHARS, format_time_in_full, sanitize_line};
use crate::store::user::{CallFilter, Cursor};
use crate::store::{StoreError, UserStore};

const MAX_IDS: usize = 200;
const MAX_ROWS: usize = 200;
const ROWS: usize = 50;
/// Calls that one page looks at.
const LOOKED_AT: u32 = 500;
/// Newest calls that the first screen's count looks at.
const COUNTED: u32 = 1_000;
const COLUMNS: [&str; 16] = [
    "call_id",
    "local_time",
    "utc_millis",
    "number",
    "caller",
    "code",
    "basis",
    "detail",
    "law",
    "article",
    "url",
    "as_of",
    "certainty",
    "outcome",
    "note",
    "company",
];

/// One call with what is supported about it.
struct FoundCall {
    record: CallRecord,
    wanted: bool,
    facts: Vec<CallFact>,
}

#[derive(Default)]
struct FoundCalls {
    rows: Vec<FoundCall>,
    next: Option<Cursor>,
    looked_at: usize,
}

/// A page of the evidence.
pub(crate) fn page(core: &Core, request: &EvidenceRequest) -> Result<EvidencePage, ApiError> {
    let store = core.background()?;
    let context = EvidenceContext::read(core, &store)?;
    let limit = request.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(ROWS);
    let found = gather(&context, &store, request, limit.clamp(1, MAX_ROWS))?;
    let rules = context.law.map(|law| law.facts.as_slice()).unwrap_or_default();
    let row = |found: FoundCall| EvidenceRow {
        call: CallRow::of(&found.record, context.home),
        wanted: found.wanted,
        unsure: !found.wanted && !is_unwanted(&found.record, &context.objections),
        facts: facts(&found.facts),
    };
    Ok(EvidencePage {
        rows: found.rows.into_iter().map(row).collect(),
        next: found.next.map(|cursor| cursor.to_string()),
        looked_at: count(found.looked_at),
        kinds: rules.iter().map(|rule| FactKind { code: rule.code, label: rule.label.clone() }).collect(),
    })
}

/// How many of the newest calls have a fact.
pub(crate) fn count_calls(context: &EvidenceContext<'_>, store: &UserStore) -> Result<EvidenceCount, ApiError> {
    let (calls, _) = store.calls(&CallFilter::default(), None, COUNTED)?;
    let mut with_fact = 0;
    for record in &calls {
        let counts = is_unwanted(record, &context.objections) && !context.facts(record)?.1.is_empty();
        with_fact += u32::from(counts);
    }
    Ok(EvidenceCount { calls: with_fact, looked_at: count(calls.len()) })
}

/// The flags of one call, for its screen.
pub(crate) fn flags(context: &EvidenceContext<'_>, record: &CallRecord) -> Result<CallFlags, StoreError> {
    let (wanted, mut found) = context.facts(record)?;
    let after = if wanted { None } else { context.after(record)? };
    let unsure = !wanted && !is_unwanted(record, &context.objections);
    if unsure {
        // A courier, a clinic, a plumber: a stranger's call is no violation until something says that it was advertising.
        found.clear();
    }
    let void = context.law.and_then(|law| law.void_letter.as_ref());
    let is_banned = |void: &VoidLetter| {
        record.call.at.date() >= void.from && record.offer.is_some_and(|offer| void.offers.contains(&offer))
    };
    let after_objection = after.map(|(objection, relation, calls)| AfterObjection {
        objection: objection.id,
        call_id: objection.call_id,
        relation,
        count: count(calls),
    });
    let is_national = match &record.call.caller {
        Caller::Number(number) => number.region() == Some(context.home),
        Caller::ShortCode(_) | Caller::Hidden(_) | Caller::Other(_) => false,
    };
    Ok(CallFlags {
        after_objection,
        facts: facts(&found),
        wanted,
        unsure,
        void_contract: !wanted && void.is_some_and(is_banned),
        lookup: context.law.and_then(|law| law.lookup.clone()).filter(|_| is_national && !wanted),
    })
}

/// Facts as the contract has them.
pub(crate) fn facts(found: &[CallFact]) -> Vec<Fact> {
    let fact = |found: &CallFact| Fact {
        code: found.rule.code,
        basis: found.basis,
        label: found.rule.label.clone(),
        tag: found.rule.tag.clone(),
        detail: found.detail.clone(),
        source: found.rule.source.clone(),
        calls: found.calls.clone(),
        objection: found.objection,
        register: found.register,
    };
    found.iter().map(fact).collect()
}

/// Picked calls are all answered; else those of the record with a fact, newest first.
fn gather(
    context: &EvidenceContext<'_>,
    store: &UserStore,
    request: &EvidenceRequest,
    limit: usize,
) -> Result<FoundCalls, ApiError> {
    let mut page = FoundCalls::default();
    if let Some(ids) = &request.ids {
        if ids.len() > MAX_IDS {
            return Err(ApiError::new(ErrorCode::BadRequest, "two hundred calls at most at a time"));
        }
        for record in picked(store, ids)? {
            let (wanted, facts) = context.facts(&record)?;
            page.looked_at += 1;
            page.rows.push(FoundCall { record, wanted, facts });
        }
        return Ok(page);
    }
    let unknown = || ApiError::new(ErrorCode::BadRequest, "this caller is no number");
    let caller = match &request.caller {
        Some(text) => Some(NumberKey::from_text(text, context.home).ok_or_else(unknown)?),
        None => None,
    };
    let filter =
        CallFilter { caller, from_millis: request.from_millis, to_millis: request.to_millis, ..CallFilter::default() };
    let before = request.before.as_deref().map(str::parse).transpose()?;
    let (calls, next) = store.calls(&filter, before, LOOKED_AT)?;
    page.next = next;
    for record in calls {
        if page.rows.len() == limit {
            // The page is full: the next one begins after the last call that was looked at.
            break;
        }
        page.looked_at += 1;
        let cursor = Cursor::of(&record);
        if !is_unwanted(&record, &context.objections) {
            continue;
        }
        let (wanted, facts) = context.facts(&record)?;
        let fits = |fact: &CallFact| request.code.is_none_or(|code| fact.rule.code == code);
        if facts.iter().any(fits) {
            page.rows.push(FoundCall { record, wanted, facts });
            if page.rows.len() == limit {
                page.next = Some(cursor);
            }
        }
    }
    Ok(page)
}

/// The calls with these ids that the record still holds, newest first.
pub(crate) fn picked(store: &UserStore, ids: &[i64]) -> Result<Vec<CallRecord>, StoreError> {
    let mut unique = ids.to_vec();
    unique.sort_unstable();
    unique.dedup();
    let mut calls = Vec::new();
    for id in unique {
        match store.call(id) {
            Ok(call) => calls.push(call),
            Err(StoreError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    calls.sort_by_key(|call| Reverse((call.call.at.utc_millis, call.id)));
    Ok(calls)
}

/// A line a fact: what a spreadsheet, an authority or a lawyer reads.
pub(crate) fn export(core: &Core, request: EvidenceExportRequest) -> Result<EvidenceExportPage, ApiError> {
    let store = core.background()?;
    let context = EvidenceContext::read(core, &store)?;
    let EvidenceExportRequest { ids, caller, code, from_millis, to_millis, before } = request;
    let request = EvidenceRequest { ids, caller, code, from_millis, to_millis, before, limit: None };
    let found = gather(&context, &store, &request, usize::MAX)?;
    let mut csv = CsvExport::default();
    if request.before.is_none() {
        csv.header(COLUMNS);
    }
    for call in &found.rows {
        for fact in &call.facts {
            csv.row(line(&context, &call.record, fact));
        }
    }
    Ok(EvidenceExportPage { text: csv.into_text(), next: found.next.map(|cursor| cursor.to_string()) })
}

fn line(context: &EvidenceContext<'_>, record: &CallRecord, fact: &CallFact) -> [String; COLUMNS.len()] {
    let (number, caller) = match &record.call.caller {
        Caller::Number(number) => (number.to_string(), "number"),
        Caller::ShortCode(code) => (code.digits(), "short_code"),
        Caller::Hidden(_) => (String::new(), "hidden"),
        Caller::Other(_) => (String::new(), "other"),
    };
    let company = record.call.caller.key().and_then(|key| context.objections.company_of(key));
    let source = &fact.rule.source;
    let italian = context.law.is_some_and(|law| law.language == "it");
    let certainty: &str = source.certainty.into();
    [
        record.id.to_string(),
        format!("{}T{}", record.call.at.date(), format_time_in_full(record.call.at)),
        record.call.at.utc_millis.to_string(),
        number,
        caller.to_owned(),
        fact.rule.code.name().to_owned(),
        fact.basis.name().to_owned(),
        if italian { fact.detail.it.clone() } else { fact.detail.en.clone() },
        source.law.clone(),
        source.article.clone(),
        source.url.clone(),
        source.as_of.to_string(),
        certainty.to_owned(),
        record.outcome.map(CallOutcome::name).unwrap_or_default().to_owned(),
        sanitize_line(&record.note, MAX_LONG_CHARS),
        company.map(|objection| sanitize_line(&objection.company, MAX_SHORT_CHARS)).unwrap_or_default(),
    ]
}
