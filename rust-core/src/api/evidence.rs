//! Evidence: the facts about calls, a page at a time, one call's flags, and all of it as CSV.

use serde::Deserialize;
use serde_json::{Value, json};

use super::core::Core;
use super::dossier::{Dossier, fact_view};
use super::error::{ApiError, ErrorCode};
use super::export::harmless;
use super::history::key_of;
use super::view::CallRow;
use crate::number::{Caller, NumberKey};
use crate::recontact::evidence::{self, Code, Fact};
use crate::recontact::text::{MAX_LONG_CHARS, MAX_SHORT_CHARS, tidy};
use crate::store::user::{CallFilter, CallRecord, Cursor, Outcome};
use crate::store::{StoreError, UserStore};

#[derive(Deserialize)]
pub(super) struct EvidenceRequest {
    #[serde(default)]
    ids: Option<Vec<i64>>,
    #[serde(default)]
    caller: Option<String>,
    #[serde(default)]
    code: Option<Code>,
    #[serde(default)]
    from_millis: Option<i64>,
    #[serde(default)]
    to_millis: Option<i64>,
    #[serde(default)]
    before: Option<String>,
    #[serde(default)]
    limit: Option<usize>,
}

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

pub(super) fn page(core: &Core, request: &EvidenceRequest) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    let page = gather(&dossier, &desk, request, request.limit.unwrap_or(ROWS).clamp(1, MAX_ROWS))?;
    let view = |found: &Found| {
        json!({
            "call": CallRow::of(&found.record, dossier.home),
            "wanted": found.wanted,
            "facts": found.facts.iter().map(fact_view).collect::<Vec<_>>(),
        })
    };
    Ok(json!({
        "rows": page.rows.iter().map(view).collect::<Vec<_>>(),
        "next": page.next.map(|cursor| cursor.to_string()),
        "looked_at": page.looked_at,
    }))
}

/// How many of the newest calls have a fact.
pub(super) fn count(dossier: &Dossier, desk: &UserStore) -> Result<Value, ApiError> {
    let (calls, _) = desk.calls(&CallFilter::default(), None, COUNTED)?;
    let mut with_fact = 0;
    for record in &calls {
        let counts = evidence::is_unwanted(record, &dossier.book) && !dossier.facts(desk, record)?.1.is_empty();
        with_fact += u64::from(counts);
    }
    Ok(json!({ "calls": with_fact, "looked_at": calls.len() }))
}

/// The flags of one call, for its screen.
pub(super) fn flags(dossier: &Dossier, desk: &UserStore, record: &CallRecord) -> Result<Value, StoreError> {
    let (wanted, facts) = dossier.facts(desk, record)?;
    let made = record.call.caller.key().filter(|_| !wanted);
    let made = made.and_then(|key| dossier.book.before(key, record.call.at.utc_millis));
    let after = match made {
        Some((made, relation)) => json!({
            "objection": made.id,
            "call_id": made.call_id,
            "relation": relation.name(),
            "count": evidence::count_after(made, &dossier.earlier(desk, record)?),
        }),
        None => Value::Null,
    };
    Ok(json!({
        "after_objection": after,
        "facts": facts.iter().map(fact_view).collect::<Vec<_>>(),
        "wanted": wanted,
    }))
}

/// Picked calls are all answered; else those of the record with a fact, newest first.
fn gather(dossier: &Dossier, desk: &UserStore, request: &EvidenceRequest, limit: usize) -> Result<Page, ApiError> {
    let mut page = Page::default();
    if let Some(ids) = &request.ids {
        if ids.len() > MAX_IDS {
            return Err(ApiError::new(ErrorCode::BadRequest, "two hundred calls at most at a time"));
        }
        for record in picked(desk, ids)? {
            let (wanted, facts) = dossier.facts(desk, &record)?;
            page.looked_at += 1;
            page.rows.push(Found { record, wanted, facts });
        }
        return Ok(page);
    }
    let unknown = || ApiError::new(ErrorCode::BadRequest, "this caller is no number");
    let caller: Option<NumberKey> = match request.caller.as_deref() {
        Some(text) => Some(key_of(text, dossier.home).ok_or_else(unknown)?),
        None => None,
    };
    let filter =
        CallFilter { caller, from_millis: request.from_millis, to_millis: request.to_millis, ..CallFilter::default() };
    let before = request.before.as_deref().map(str::parse).transpose()?;
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
        let fits = |fact: &Fact| request.code.is_none_or(|code| fact.rule.code == code);
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
    calls.sort_by_key(|call| std::cmp::Reverse((call.call.at.utc_millis, call.id)));
    Ok(calls)
}

/// A line a fact: what a spreadsheet, an authority or a lawyer reads.
pub(super) fn export(core: &Core, request: &EvidenceRequest) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    let page = gather(&dossier, &desk, request, usize::MAX)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    if request.before.is_none() {
        writer.write_record(COLUMNS.into_iter().chain(["company"])).map_err(|_| internal())?;
    }
    for found in &page.rows {
        for fact in &found.facts {
            write_line(&mut writer, &dossier, &found.record, fact)?;
        }
    }
    let bytes = writer.into_inner().map_err(|_| internal())?;
    let text = String::from_utf8(bytes).map_err(|_| internal())?;
    Ok(json!({ "text": text, "next": page.next.map(|cursor| cursor.to_string()) }))
}

fn write_line(
    writer: &mut csv::Writer<Vec<u8>>,
    dossier: &Dossier,
    record: &CallRecord,
    fact: &Fact,
) -> Result<(), ApiError> {
    let (number, caller) = match &record.call.caller {
        Caller::Number(number) => (number.to_string(), "number"),
        Caller::ShortCode(code) => (code.digits(), "short_code"),
        Caller::Hidden(_) => (String::new(), "hidden"),
        Caller::Other(_) => (String::new(), "other"),
    };
    let company = record.call.caller.key().and_then(|key| dossier.book.company_of(key));
    let source = &fact.rule.source;
    let italian = dossier.law.is_some_and(|law| law.language == "it");
    let fields = [
        record.id.to_string(),
        record.call.at.civil().strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        record.call.at.utc_millis.to_string(),
        number,
        caller.to_owned(),
        fact.rule.code.name().to_owned(),
        fact.basis.name().to_owned(),
        if italian { fact.it.clone() } else { fact.en.clone() },
        source.law.to_owned(),
        source.article.to_owned(),
        source.url.to_owned(),
        source.as_of.to_string(),
        source.certainty.to_owned(),
        record.outcome.map(Outcome::name).unwrap_or_default().to_owned(),
        tidy(&record.note, MAX_LONG_CHARS),
        company.map(|made| tidy(&made.company, MAX_SHORT_CHARS)).unwrap_or_default(),
    ];
    writer.write_record(fields.map(|field| harmless(&field))).map_err(|_| internal())
}

fn internal() -> ApiError {
    ApiError::new(ErrorCode::Internal, "the evidence cannot be written")
}
