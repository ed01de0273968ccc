//! Sync as the app sees it: plan, then apply until there is nothing next (docs/formats/sync.md). The old list stays
//! whenever the new one is in doubt.

mod plain;
mod signed;
mod told;

use std::path::PathBuf;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub(crate) use signed::Arriving;
use told::{is_name, mark, patience};

use super::shape::{array, object, value, with};
use crate::blocklist::Changes;
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::json::{self, fields};
use crate::moment::Moment;
use crate::store::user::{Attempt, Subscription};
use crate::store::{StoreError, UserStore};
use crate::sync::legacy::{Book, Outcome, Part, Record, Source, Spread, Step, StepKind, body_file};

/// Name of the document that holds the book.
const BOOK: &str = "sync";
const HELD: &str = "list_held";
const STALE: &str = "list_stale";
const UNTRUSTED: &str = "list_untrusted";
/// Why a transfer ended that the person or the phone broke off.
const CANCELLED: &str = "cancelled";

#[derive(Deserialize)]
#[serde(try_from = "Value")]
struct PlanRequest {
    at: Moment,
    list_id: Option<i64>,
    now: bool,
    metered: bool,
    accept: bool,
    /// Whoever asks can read paths of this machine too.
    files: bool,
}

fields!(PlanRequest { at; list_id = None, now = false, metered = false, accept = false, files = false });

#[derive(Deserialize)]
#[serde(try_from = "Value")]
struct ApplyRequest {
    at: Moment,
    list_id: i64,
    step: StepKind,
    url: Option<String>,
    status: Option<u16>,
    headers: Map<String, Value>,
    file: Option<PathBuf>,
    failure: Option<String>,
    /// Bytes of this answer that came over the wire.
    bytes: Option<u64>,
    /// Bytes that are in the file after a failure, from its beginning on.
    there: Option<u64>,
}

fields!(ApplyRequest {
    at, list_id;
    step = StepKind::default(), url = None, status = None, headers = Map::new(), file = None, failure = None,
    bytes = None, there = None
});

/// What became of an answer.
enum Taken {
    /// More is to be fetched.
    Next(Box<Step>),
    /// The list is good.
    Good(Outcome, Option<Changes>),
    /// It stays as it was.
    Doubt(Doubt),
}

/// Why a list stays as it was.
struct Doubt {
    result: Outcome,
    why: String,
    /// Milliseconds that the server asks to be left alone.
    patience: Option<i64>,
}

impl Doubt {
    fn refused(why: &str) -> Taken {
        Taken::Doubt(Self { result: Outcome::Refused, why: why.to_owned(), patience: None })
    }

    fn held() -> Taken {
        Taken::Doubt(Self { result: Outcome::Held, why: "shrank".to_owned(), patience: None })
    }
}

impl Core {
    /// What to fetch now.
    ///
    /// # Errors
    /// `BadRequest` for a request that does not read.
    pub fn sync_plan(&self, request: &str) -> Result<String, ApiError> {
        let request: PlanRequest = read(request)?;
        let now = request.at.utc_millis;
        let held = self.held_revisions();
        let mut desk = self.desk()?;
        let steps = desk.write(|store| {
            let mut book = book_of(store.document(BOOK)?.as_deref());
            let lists = store.subscriptions()?;
            book.0.retain(|id, _| lists.iter().any(|list| list.id == *id));
            let mut steps = Vec::new();
            for list in &lists {
                if !is_wanted(list, &request, book.0.get(&list.id), now) {
                    continue;
                }
                let record = book.0.entry(list.id).or_default();
                record.accept |= request.accept && request.list_id.is_some();
                // The process ended between new numbers and their marks: what the server is told must fit the numbers.
                if !held.contains(&(list.id, list.revision)) {
                    record.forget_marks();
                }
                if !held.iter().any(|(id, _)| *id == list.id) {
                    record.since = None;
                }
                steps.push(source(list).first_step(record));
            }
            store.save_document(BOOK, &written(&book))?;
            Ok::<_, ApiError>(steps)
        })?;
        Ok(object!("steps" = array(steps, value)).to_string())
    }

    /// Takes what came of a step, and says what to fetch next for the list, or how it ended.
    ///
    /// # Errors
    /// `NotFound` when the list was removed meanwhile; a list in doubt is no error but a result.
    pub fn sync_apply(&self, request: &str) -> Result<String, ApiError> {
        let request: ApplyRequest = read(request)?;
        let (list, mut record) = {
            let desk = self.desk()?;
            let mut book = book_of(desk.document(BOOK)?.as_deref());
            (desk.subscription(request.list_id)?, book.0.remove(&request.list_id).unwrap_or_default())
        };
        if request.status.is_none() && request.failure.as_deref() == Some(CANCELLED) {
            return self.put_off(&request, &list, &mut record);
        }
        let taken = self.take(&request, &list, &mut record)?;
        let bytes = self.arriving().count(list.id, request.bytes.unwrap_or(0), matches!(taken, Taken::Next(_)));
        let at = request.at.utc_millis;
        let spread = Spread::of(list.id, list.created_millis);
        let (result, changes) = match taken {
            Taken::Next(step) => {
                self.desk()?.write(|store| save_record(store, &list, &record))?;
                return Ok(answered("next".into(), None, value(step), None).to_string());
            }
            Taken::Good(result, changes) => {
                record.good(at, result, pace(&list), spread);
                (result, changes)
            }
            Taken::Doubt(Doubt { result, why, patience }) => {
                record.bad(at, result, &why, patience, spread);
                (result, None)
            }
        };
        let name = value(result);
        let keep = record.part.as_ref().map(|_| body_file(list.id));
        let answer = with!(
            answered(name.clone(), record.why.as_deref(), Value::Null, keep),
            "added" = changes.map(|changes| changes.added),
            "removed" = changes.map(|changes| changes.removed),
            "unchanged" = changes.map(|changes| changes.unchanged)
        );
        let attempt = Attempt {
            at_millis: at,
            result: name.as_str().unwrap_or_default().to_owned(),
            why: record.why.clone(),
            added: changes.map(|changes| changes.added),
            removed: changes.map(|changes| changes.removed),
            unchanged: changes.map(|changes| changes.unchanged),
            bytes,
        };
        self.keep(&list, &record, result, &attempt)?;
        Ok(answer.to_string())
    }

    /// Broken off by the person or the phone: no attempt, no failure, due as before. What came is gone on with.
    fn put_off(&self, request: &ApplyRequest, list: &Subscription, record: &mut Record) -> Result<String, ApiError> {
        self.arriving().count(list.id, 0, false);
        if let Some(part) = begun(request, list, record) {
            record.part = Some(part);
        }
        self.desk()?.write(|store| save_record(store, list, record))?;
        let keep = record.part.as_ref().map(|_| body_file(list.id));
        Ok(answered(value(Outcome::Failed), Some(CANCELLED), Value::Null, keep).to_string())
    }

    fn take(&self, request: &ApplyRequest, list: &Subscription, record: &mut Record) -> Result<Taken, ApiError> {
        let Some(status) = request.status else {
            let why = request.failure.as_deref().filter(|why| is_name(why)).unwrap_or("failed");
            if let Some(part) = begun(request, list, record) {
                record.part = Some(part);
            }
            return Ok(failed(why.to_owned(), None));
        };
        let part = record.part.take_if(|part| request.url.as_ref() == Some(&part.url));
        match (status, &request.file) {
            (200, Some(file)) => self.take_body(request, file, list, record),
            (206, Some(file)) if part.is_some_and(|part| continues(&part, file, &request.headers)) => {
                self.take_body(request, file, list, record)
            }
            (206, _) => Ok(failed("wrong_range".to_owned(), None)),
            (304, _) if !record.conditions().is_empty() => {
                let expired = record.expires_millis.is_some_and(|expires| request.at.utc_millis >= expires);
                if list.public_key.is_some() && expired {
                    // Whoever answers "nothing new" for ever would freeze the list.
                    record.etag = None;
                    record.last_modified = None;
                    return Ok(Doubt::refused("expired"));
                }
                Ok(Taken::Good(Outcome::Unchanged, None))
            }
            (status, _) => Ok(failed(format!("http_{status}"), patience(&request.headers))),
        }
    }

    fn take_body(
        &self,
        request: &ApplyRequest,
        file: &std::path::Path,
        list: &Subscription,
        record: &mut Record,
    ) -> Result<Taken, ApiError> {
        match request.step {
            StepKind::List => self.take_list(request, file, list, record),
            StepKind::Changes => self.take_changes(file, list, record, request.at),
            StepKind::Manifest | StepKind::Signature | StepKind::NextSignature | StepKind::File => {
                self.take_signed(request, file, list, record)
            }
        }
    }

    /// Writes the book and the attempt, and what the person must be told.
    fn keep(&self, list: &Subscription, record: &Record, result: Outcome, attempt: &Attempt) -> Result<(), ApiError> {
        let at = attempt.at_millis;
        let stale = record.is_stale(at, list.created_millis);
        let untrusted = matches!(record.why.as_deref(), Some("bad_signature" | "bad_key"));
        self.desk()?.write(|store| {
            save_record(store, list, record)?;
            store.note_attempt(list.id, attempt)?;
            match result {
                Outcome::Updated | Outcome::Unchanged => store.forget_notices(list.id),
                Outcome::Held => store.add_notice(HELD, Some(list.id), at),
                Outcome::Refused if untrusted => store.add_notice(UNTRUSTED, Some(list.id), at),
                Outcome::Refused | Outcome::Failed if stale => store.add_notice(STALE, Some(list.id), at),
                Outcome::Refused | Outcome::Failed => Ok(()),
            }
        })?;
        Ok(())
    }

    /// Which revision of each list is in force. Where that cannot be told, every list is asked for whole.
    fn held_revisions(&self) -> Vec<(i64, i64)> {
        let held = self.lists().and_then(|lists| Ok(lists.lists()?));
        held.unwrap_or_default().into_iter().map(|list| (list.list_id, list.revision)).collect()
    }

    /// Every list's record, for the screens.
    pub(super) fn sync_book(&self) -> Result<Book, ApiError> {
        Ok(book_of(self.desk()?.document(BOOK)?.as_deref()))
    }
}

/// The last attempts of a list, newest first.
pub(super) fn log(core: &Core, id: i64) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    desk.subscription(id)?;
    Ok(object!("attempts" = array(desk.attempts(id)?, value)))
}

/// Forgets which version of each list is in force: every one is due, and is fetched whole.
pub(super) fn forget_marks(store: &UserStore) -> Result<(), ApiError> {
    Ok(store.save_document(BOOK, &written(&Book::default()))?)
}

/// Forgets which version of one list is in force: it now comes from elsewhere, or is read in another way.
pub(super) fn forget_mark(store: &UserStore, id: i64) -> Result<(), StoreError> {
    change_book(store, |book| {
        book.0.remove(&id);
    })
}

/// Takes from one list the server's marks: its numbers are no longer those that they stand for.
pub(super) fn unmark(store: &UserStore, id: i64) -> Result<(), StoreError> {
    change_book(store, |book| {
        book.0.entry(id).and_modify(Record::forget_marks);
    })
}

/// Writes one list's record into the book as it is now; not when the person has given the list another address
/// meanwhile.
fn save_record(store: &UserStore, list: &Subscription, record: &Record) -> Result<(), StoreError> {
    let now = store.subscription(list.id)?;
    if (&now.origin, &now.region) != (&list.origin, &list.region) {
        return Ok(());
    }
    change_book(store, |book| {
        book.0.insert(list.id, record.clone());
    })
}

/// The book as it is now, changed; in the transaction of whoever asks.
fn change_book(store: &UserStore, change: impl FnOnce(&mut Book)) -> Result<(), StoreError> {
    let mut book = book_of(store.document(BOOK)?.as_deref());
    change(&mut book);
    store.save_document(BOOK, &written(&book))
}

/// The person's word is taken over a list's pace and back-off; over its Wi-Fi switch only for a list named.
fn is_wanted(list: &Subscription, request: &PlanRequest, record: Option<&Record>, now: i64) -> bool {
    let named = request.list_id == Some(list.id);
    let due = request.now || record.is_none_or(|record| record.is_due(now, request.metered, pace(list)));
    let waits = list.wifi_only && request.metered && !(named && request.now);
    (named || request.list_id.is_none()) && list.enabled && source(list).is_fetchable(request.files) && due && !waits
}

/// PhoneBlock asks to be asked once a day at most.
fn pace(list: &Subscription) -> u32 {
    let least = if tells_changes(list) { 24 } else { 1 };
    list.interval_hours.max(least)
}

fn tells_changes(list: &Subscription) -> bool {
    list.form.as_deref() == Some(super::lists::PHONEBLOCK) && list.public_key.is_none()
}

fn source(list: &Subscription) -> Source<'_> {
    let is_signed = list.public_key.is_some();
    Source { list_id: list.id, origin: &list.origin, is_signed, tells_changes: tells_changes(list) }
}

fn failed(why: String, patience: Option<i64>) -> Taken {
    Taken::Doubt(Doubt { result: Outcome::Failed, why, patience })
}

/// What the next attempt can go on from: only what is sure to be the beginning of the same content.
fn begun(request: &ApplyRequest, list: &Subscription, record: &Record) -> Option<Part> {
    let (url, bytes) = (request.url.clone()?, request.there.filter(|bytes| *bytes > 0)?);
    let broke_off = matches!(request.failure.as_deref(), Some("cut_off" | "too_slow" | "no_connection" | CANCELLED));
    let already = record.part.as_ref().filter(|part| part.url == url);
    let etag = mark(&request.headers, "etag").or_else(|| already?.etag.clone()).filter(|etag| !etag.starts_with("W/"));
    let is_named_by_content = request.step == StepKind::File && list.public_key.is_some();
    let is_known = is_named_by_content || (request.step == StepKind::List && etag.is_some());
    (broke_off && is_known).then(|| Part { url, etag: etag.filter(|_| !is_named_by_content), bytes })
}

/// Whether the rest that came begins where the part ended, and the whole is there.
fn continues(part: &Part, file: &std::path::Path, headers: &Map<String, Value>) -> bool {
    let range = headers.get("content-range").and_then(|text| text.as_str()?.trim().strip_prefix("bytes "));
    let Some((span, total)) = range.and_then(|text| text.split_once('/')) else { return false };
    let Some((first, _)) = span.split_once('-') else { return false };
    let length = std::fs::metadata(file).map_or(0, |file| file.len());
    first.parse() == Ok(part.bytes) && (total == "*" || total.parse() == Ok(length))
}

/// What every answer to a step says: how it ended, why, what is to be fetched next, and the file to keep for it.
fn answered(result: Value, why: Option<&str>, next: Value, keep: Option<String>) -> Value {
    object!("result" = result, "why" = why, "next" = next, "keep" = keep)
}

fn read<T: DeserializeOwned>(request: &str) -> Result<T, ApiError> {
    json::read(request).map_err(|error| ApiError::bad_json(&error))
}

/// A book that does not read is begun anew: it costs one fetch of each list.
fn book_of(text: Option<&str>) -> Book {
    text.and_then(|text| json::read(text).ok()).unwrap_or_default()
}

fn written(book: &Book) -> String {
    serde_json::to_string(book).unwrap_or_else(|_| Value::Null.to_string())
}

/// What was fetched, on disk.
fn opened(path: &std::path::Path) -> Result<std::fs::File, ApiError> {
    std::fs::File::open(path).map_err(|_| ApiError::new(ErrorCode::Storage, "what was fetched cannot be read"))
}
