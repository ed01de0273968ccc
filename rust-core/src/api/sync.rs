//! Sync as the app sees it: plan, then apply (docs/formats/sync.md). The old list stays whenever the new one is in
//! doubt.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use crate::blocklist::formats::{self, Form};
use crate::moment::Moment;
use crate::store::UserStore;
use crate::store::user::Subscription;
use crate::sync::{Book, Outcome, Record};

/// Name of the document that holds the book.
const BOOK: &str = "sync";
/// Bytes of one answer; larger lists come compressed.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// A mark or a date longer than this is no mark.
const MAX_MARK_BYTES: usize = 512;
/// Reasons are short names.
const MAX_WHY_BYTES: usize = 40;
const HELD: &str = "list_held";
const STALE: &str = "list_stale";

#[derive(Deserialize)]
struct PlanRequest {
    at: Moment,
    #[serde(default)]
    list_id: Option<i64>,
    #[serde(default)]
    now: bool,
    #[serde(default)]
    metered: bool,
    #[serde(default)]
    accept: bool,
}

#[derive(Deserialize)]
struct ApplyRequest {
    at: Moment,
    list_id: i64,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    file: Option<PathBuf>,
    #[serde(default)]
    failure: Option<String>,
}

impl Core {
    /// What to fetch now.
    ///
    /// # Errors
    /// `BadRequest` for a request that does not read.
    pub fn sync_plan(&self, request: &str) -> Result<String, ApiError> {
        let request: PlanRequest = read(request)?;
        let now = request.at.utc_millis;
        let mut desk = self.desk()?;
        let steps = desk.write(|store| {
            let mut book = book_of(store.document(BOOK)?.as_deref());
            let lists = store.subscriptions()?;
            book.0.retain(|id, _| lists.iter().any(|list| list.id == *id));
            let wanted = |list: &&Subscription| {
                let due = request.now || book.0.get(&list.id).is_none_or(|record| record.is_due(now, request.metered));
                request.list_id.is_none_or(|id| id == list.id) && list.enabled && is_https(&list.origin) && due
            };
            let chosen: Vec<Subscription> = lists.iter().filter(wanted).cloned().collect();
            let mut steps = Vec::new();
            for list in chosen {
                let record = book.0.entry(list.id).or_default();
                record.accept |= request.accept && request.list_id.is_some();
                // Held numbers were not taken: the server must send them again.
                let headers = if record.accept { BTreeMap::new() } else { record.conditions() };
                steps.push(json!({
                    "list_id": list.id, "url": list.origin, "headers": headers, "max_bytes": MAX_BYTES,
                }));
            }
            store.save_document(BOOK, &written(&book))?;
            Ok::<_, ApiError>(steps)
        })?;
        Ok(json!({ "steps": steps }).to_string())
    }

    /// Takes what came of a step.
    ///
    /// # Errors
    /// `NotFound` when the list was removed meanwhile; a list in doubt is no error but a result.
    pub fn sync_apply(&self, request: &str) -> Result<String, ApiError> {
        let request: ApplyRequest = read(request)?;
        let (list, mut book) = {
            let desk = self.desk()?;
            (desk.subscription(request.list_id)?, book_of(desk.document(BOOK)?.as_deref()))
        };
        let record = book.0.entry(list.id).or_default();
        let result = self.take(&request, &list, record)?;
        let answer = json!({ "result": result, "why": record.why });
        self.keep(&request, &list, &book, result)?;
        Ok(answer.to_string())
    }

    fn take(&self, request: &ApplyRequest, list: &Subscription, record: &mut Record) -> Result<Outcome, ApiError> {
        let at = request.at.utc_millis;
        match (request.status, &request.file) {
            (Some(200), Some(file)) => match self.take_file(file, list, record, request.at)? {
                Ok(()) => {
                    record.good(at, Outcome::Updated);
                    (record.etag, record.last_modified) =
                        (mark(&request.headers, "etag"), mark(&request.headers, "last-modified"));
                }
                Err((result, why)) => record.bad(at, result, why, None),
            },
            (Some(304), _) if !record.conditions().is_empty() => record.good(at, Outcome::Unchanged),
            (Some(status), _) => {
                let patience = request.headers.get("retry-after").and_then(|text| text.trim().parse::<i64>().ok());
                let patience = patience.map(|seconds| seconds.saturating_mul(1_000));
                record.bad(at, Outcome::Failed, &format!("http_{status}"), patience);
            }
            (None, _) => {
                let why = request.failure.as_deref().filter(|why| is_name(why)).unwrap_or("failed");
                record.bad(at, Outcome::Failed, why, None);
            }
        }
        Ok(record.result.unwrap_or(Outcome::Failed))
    }

    /// Looks the whole file through before anything is changed. The inner error is a result of the list's.
    fn take_file(
        &self,
        path: &Path,
        list: &Subscription,
        record: &Record,
        at: Moment,
    ) -> Result<Result<(), (Outcome, &'static str)>, ApiError> {
        let open =
            || File::open(path).map_err(|_| ApiError::new(ErrorCode::Storage, "what was fetched cannot be read"));
        let region = list.region.parse().unwrap_or(self.phone_region);
        let form = list.form.as_deref().and_then(Form::from_name);
        let report = match formats::read(open()?, form, region, &mut |_| ()) {
            Ok(report) => report,
            Err(_) => return Ok(Err((Outcome::Refused, "unreadable"))),
        };
        if report.taken == 0 {
            return Ok(Err((Outcome::Refused, "empty")));
        }
        let sizes = self.list_sizes()?;
        let before = sizes.iter().find(|(id, _)| *id == list.id).map_or(0, |(_, size)| *size);
        if record.is_held(before, report.taken) {
            return Ok(Err((Outcome::Held, "shrank")));
        }
        match self.import_list(list.id, &mut open()?, at) {
            Ok(_) => Ok(Ok(())),
            Err(error) if error.code == ErrorCode::Refused => Ok(Err((Outcome::Refused, "unreadable"))),
            Err(error) => Err(error),
        }
    }

    /// Writes the book, and what the person must be told.
    fn keep(&self, request: &ApplyRequest, list: &Subscription, book: &Book, result: Outcome) -> Result<(), ApiError> {
        let at = request.at.utc_millis;
        let stale = book.0.get(&list.id).is_some_and(|record| record.is_stale(at, list.created_millis));
        self.desk()?.write(|store| {
            store.save_document(BOOK, &written(book))?;
            match result {
                Outcome::Updated | Outcome::Unchanged => {
                    store.clear_notices(HELD, Some(list.id))?;
                    store.clear_notices(STALE, Some(list.id))
                }
                Outcome::Held => store.add_notice(HELD, Some(list.id), at),
                Outcome::Refused | Outcome::Failed if stale => store.add_notice(STALE, Some(list.id), at),
                Outcome::Refused | Outcome::Failed => Ok(()),
            }
        })?;
        Ok(())
    }

    /// Every list's record, for the screens.
    pub(super) fn sync_book(&self) -> Result<Book, ApiError> {
        Ok(book_of(self.desk()?.document(BOOK)?.as_deref()))
    }
}

fn read<T: DeserializeOwned>(request: &str) -> Result<T, ApiError> {
    serde_json::from_str(request).map_err(|error| ApiError::bad_json(&error))
}

/// Forgets which version of each list is in force: every one is due, and is fetched whole.
pub(super) fn forget_marks(store: &UserStore) -> Result<(), ApiError> {
    Ok(store.save_document(BOOK, &written(&Book::default()))?)
}

/// A book that does not read is begun anew: it costs one fetch of each list.
fn book_of(text: Option<&str>) -> Book {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn written(book: &Book) -> String {
    serde_json::to_string(book).unwrap_or_else(|_| Value::Null.to_string())
}

fn is_https(origin: &str) -> bool {
    origin.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"))
}

fn mark(headers: &BTreeMap<String, String>, name: &str) -> Option<String> {
    headers.get(name).filter(|text| !text.is_empty() && text.len() <= MAX_MARK_BYTES && is_printable(text)).cloned()
}

fn is_printable(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7F).contains(&byte))
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_WHY_BYTES
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}
