//! Evidence: the facts about calls, a page at a time, one call's flags, and all of it as CSV.

use serde_json::Value;

use super::asked::Asked;
use super::dossier::{Dossier, facts_view, words};
use super::shape::{array, object};
use super::view::call_view;
use crate::engine::core::Core;
use crate::engine::csv_export::CsvExport;
use crate::engine::error::{ApiError, ErrorCode};
use crate::number::{Caller, NumberKey};
use crate::policy::{CallOutcome, CallRecord};
use crate::recontact::day::Day;
use crate::recontact::evidence::{self, Code, Fact};
use crate::recontact::order::in_order;
use crate::recontact::text::{MAX_LONG_CHARS, MAX_SHORT_CHARS, tidy, time_of};
use crate::store::user::{CallFilter, Cursor};
use crate::store::{StoreError, UserStore};

const MAX_IDS: usize = 200;
const MAX_ROWS: usize = 200;
const ROWS: usize = 50;
/// Calls that one page looks at.
const LOOKED_AT: u32 = 500;
/// Newest calls that the first screen's count looks at.
const COUNTED: u32 = 1_000;
const COLUMNS: [&str; 15] = [
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
];

/// One call with what is supported about it.
struct Found {
    record: CallRecord,
    wanted: bool,
    facts: Vec<Fact>,
}

#[derive(Default)]
struct Page {
    rows: Vec<Found>,
    next: Option<Cursor>,
    looked_at: usize,
}

pub(super) fn page(core: &Core, request: &Asked) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    let limit = request.int("limit")?.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(ROWS);
    let page = gather(&dossier, &desk, request, limit.clamp(1, MAX_ROWS))?;
    let rows = array(&page.rows, |found| {
        object!(
            "call" = call_view(&found.record, dossier.home),
            "wanted" = found.wanted,
            "facts" = facts_view(&found.facts)
        )
    });
    let next = page.next.map(|cursor| cursor.to_string());
    let rules = dossier.law.map(|law| law.facts).unwrap_or_default();
    let kinds = array(rules, |rule| object!("code" = rule.code.name(), "label" = words(rule.label)));
    Ok(object!("rows" = rows, "next" = next, "looked_at" = page.looked_at, "kinds" = kinds))
}

/// How many of the newest calls have a fact.
pub(super) fn count(dossier: &Dossier, desk: &UserStore) -> Result<Value, ApiError> {
    let (calls, _) = desk.calls(&CallFilter::default(), None, COUNTED)?;
    let mut with_fact = 0_u64;
    for record in &calls {
        let counts = evidence::is_unwanted(record, &dossier.book) && !dossier.facts(desk, record)?.1.is_empty();
        with_fact += u64::from(counts);
    }
    Ok(object!("calls" = with_fact, "looked_at" = calls.len()))
}

/// The flags of one call, for its screen.
pub(super) fn flags(dossier: &Dossier, desk: &UserStore, record: &CallRecord) -> Result<Value, StoreError> {
    let (wanted, facts) = dossier.facts(desk, record)?;
    let after = if wanted { None } else { dossier.after(desk, record)? };
    let after = match after {
        Some((made, relation, count)) => {
            object!("objection" = made.id, "call_id" = made.call_id, "relation" = relation.name(), "count" = count)
        }
        None => Value::Null,
    };
    Ok(object!("after_objection" = after, "facts" = facts_view(&facts), "wanted" = wanted))
}

/// Picked calls are all answered; else those of the record with a fact, newest first.
fn gather(dossier: &Dossier, desk: &UserStore, request: &Asked, limit: usize) -> Result<Page, ApiError> {
    let mut page = Page::default();
    if let Some(ids) = request.ids("ids")? {
        if ids.len() > MAX_IDS {
            return Err(ApiError::new(ErrorCode::BadRequest, "two hundred calls at most at a time"));
        }
        for record in picked(desk, &ids)? {
            let (wanted, facts) = dossier.facts(desk, &record)?;
            page.looked_at += 1;
            page.rows.push(Found { record, wanted, facts });
        }
        return Ok(page);
    }
    let code = match request.text("code")? {
        Some(name) => Some(
            Code::ALL
                .into_iter()
                .find(|code| code.name() == name)
                .ok_or_else(|| ApiError::new(ErrorCode::BadRequest, "no such fact"))?,
        ),
        None => None,
    };
    let unknown = || ApiError::new(ErrorCode::BadRequest, "this caller is no number");
    let caller: Option<NumberKey> = match request.text("caller")? {
        Some(text) => Some(NumberKey::from_text(text, dossier.home).ok_or_else(unknown)?),
        None => None,
    };
    let filter = CallFilter {
        caller,
        from_millis: request.int("from_millis")?,
        to_millis: request.int("to_millis")?,
        ..CallFilter::default()
    };
    let before = request.text("before")?.map(str::parse).transpose()?;
    let (calls, next) = desk.calls(&filter, before, LOOKED_AT)?;
    page.next = next;
    for record in calls {
        if page.rows.len() == limit {
            // The page is full before its calls are: the next one begins after the last that was looked at.
            break;
        }
        page.looked_at += 1;
        let cursor = Cursor::of(&record);
        if !evidence::is_unwanted(&record, &dossier.book) {
            continue;
        }
        let (wanted, facts) = dossier.facts(desk, &record)?;
        let fits = |fact: &Fact| code.is_none_or(|code| fact.rule.code == code);
        if facts.iter().any(fits) {
            page.rows.push(Found { record, wanted, facts });
            if page.rows.len() == limit {
                page.next = Some(cursor);
            }
        }
    }
    Ok(page)
}

/// The calls with these ids that the record still holds, newest first.
pub(super) fn picked(desk: &UserStore, ids: &[i64]) -> Result<Vec<CallRecord>, StoreError> {
    let mut unique = ids.to_vec();
    unique.sort_unstable();
    unique.dedup();
    let mut calls = Vec::new();
    for id in unique {
        match desk.call(id) {
            Ok(call) => calls.push(call),
            Err(StoreError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    calls.reverse();
    Ok(in_order(calls, |call| call.call.at.utc_millis.saturating_neg()))
}

/// A line a fact: what a spreadsheet, an authority or a lawyer reads.
pub(super) fn export(core: &Core, request: &Asked) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    let page = gather(&dossier, &desk, request, usize::MAX)?;
    let mut table = CsvExport::default();
    if request.text("before")?.is_none() {
        table.header(COLUMNS.into_iter().chain(["company"]));
    }
    for found in &page.rows {
        for fact in &found.facts {
            table.row(line(&dossier, &found.record, fact));
        }
    }
    let next = page.next.map(|cursor| cursor.to_string());
    Ok(object!("text" = table.into_text(), "next" = next))
}

fn line(dossier: &Dossier, record: &CallRecord, fact: &Fact) -> [String; 16] {
    let (number, caller) = match &record.call.caller {
        Caller::Number(number) => (number.to_string(), "number"),
        Caller::ShortCode(code) => (code.digits(), "short_code"),
        Caller::Hidden(_) => (String::new(), "hidden"),
        Caller::Other(_) => (String::new(), "other"),
    };
    let company = record.call.caller.key().and_then(|key| dossier.book.company_of(key));
    let source = &fact.rule.source;
    let italian = dossier.law.is_some_and(|law| law.language == "it");
    [
        record.id.to_string(),
        format!("{}T{}", Day::of(record.call.at), time_of(record.call.at)),
        record.call.at.utc_millis.to_string(),
        number,
        caller.to_owned(),
        fact.rule.code.name().to_owned(),
        fact.basis.name().to_owned(),
        if italian { fact.it.clone() } else { fact.en.clone() },
        source.law.into(),
        source.article.into(),
        source.url.into(),
        source.as_of.to_string(),
        source.certainty.to_owned(),
        record.outcome.map(CallOutcome::name).unwrap_or_default().to_owned(),
        tidy(&record.note, MAX_LONG_CHARS),
        company.map(|made| tidy(&made.company, MAX_SHORT_CHARS)).unwrap_or_default(),
    ]
}
