//! The backup's form: one JSON document with rules, settings, calls, dialled numbers, lists, objections and enrolments.
//! Numbers of objections and days stand in it as people write them. Old backups are users' files: every form that was
//! ever written is read. docs/formats/backup.md describes it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::error::{ApiError, ErrorCode};
use super::lists::number_text;
use super::rules;
use super::snapshot::home_region;
use crate::json_size::count_values;
use crate::moment::Moment;
use crate::number::{NumberKey, PhoneNumber, Region, ShortCode};
use crate::policy::{Rule, Settings};
use crate::recontact::draft::ComplaintFields;
use crate::recontact::objection::{MAX_NUMBERS, MAX_OBJECTIONS, Objection, ObjectionMethod};
use crate::recontact::register::Enrolment;
use crate::recontact::report::{MAX_CALLS, Report, ReportContent, ReportKind};
use crate::recontact::sender::SenderData;
use crate::recontact::text::{MAX_LONG_CHARS, MAX_SHORT_CHARS, sanitize_line};
use crate::store::user::{SavedCall, salvage};
use crate::store::{StoreError, UserStore};
use crate::sync::Subscription;

/// Version of the document this program writes and the newest it reads.
pub(super) const VERSION: u32 = 1;

/// Values of everything but calls and dialled numbers: 20,000 rules have 200,000.
const MAX_VALUES: usize = 500_000;

/// A backup. What may hold values that do not read is read as free JSON where it does not read as a whole.
#[derive(Serialize, Deserialize)]
pub(super) struct BackupDocument<S = Settings, R = Rule> {
    /// Version of the form.
    pub(super) stufo_backup: u32,
    pub(super) created: Moment,
    #[serde(default = "Vec::new")]
    pub(super) rules: Vec<R>,
    #[serde(default)]
    pub(super) settings: S,
    #[serde(default)]
    pub(super) calls: Vec<SavedCall>,
    #[serde(default)]
    pub(super) dialled: Vec<SavedDialled>,
    #[serde(default)]
    pub(super) subscriptions: Vec<Subscription>,
    #[serde(default)]
    pub(super) objections: Vec<SavedObjection>,
    /// Enrolments in opposition registers, by region.
    #[serde(default)]
    pub(super) enrolments: BTreeMap<String, SavedEnrolment>,
    /// Reports and letters with their states, newest first.
    #[serde(default)]
    pub(super) reports: Vec<SavedReport>,
    /// The user's own data, only when the user says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sender: Option<SenderData>,
}

/// A dialled number.
#[derive(Serialize, Deserialize)]
pub(super) struct SavedDialled {
    /// `NumberKey` as the store keeps it.
    pub(super) key: i64,
    pub(super) utc_millis: i64,
}

/// An objection. The call it was made in is found again by its time and number.
#[derive(Serialize, Deserialize)]
pub(super) struct SavedObjection {
    company: String,
    numbers: Vec<String>,
    at: Moment,
    #[serde(default)]
    how: ObjectionMethod,
    #[serde(default)]
    note: String,
}

/// An enrolment.
#[derive(Serialize, Deserialize)]
pub(super) struct SavedEnrolment {
    enrolled_on: Option<String>,
    renewed_on: Option<String>,
}

/// A report or letter. Its calls are found again by their times; the objection it is about is not.
#[derive(Serialize, Deserialize)]
pub(super) struct SavedReport {
    #[serde(default)]
    kind: ReportKind,
    region: String,
    company: String,
    /// UTC milliseconds of its calls.
    #[serde(default)]
    calls: Vec<i64>,
    #[serde(default)]
    fields: ComplaintFields,
    language: Option<String>,
    created_millis: i64,
    sent_on: Option<String>,
    #[serde(default)]
    protocol: String,
    answered_on: Option<String>,
    #[serde(default)]
    answer: String,
}

/// The one field by which a backup is known.
#[derive(Deserialize)]
struct Version {
    stufo_backup: u64,
}

/// How much of a backup has values that this version does not read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Unreadable {
    /// Settings, which keep their defaults.
    pub(super) settings: usize,
    /// Rules, which are left out.
    pub(super) rules: usize,
}

/// Reads a backup and checks all of it. Says how many of its settings and rules do not read and were left out.
pub(super) fn read(text: &str, phone_region: Region) -> Result<(BackupDocument, Unreadable), ApiError> {
    let bad = |why: &str| ApiError::new(ErrorCode::BadBackup, why);
    // Calls and dialled numbers are as many as they are; each has a form that takes many bytes of text.
    if count_values(text, &["calls", "dialled"]) > MAX_VALUES {
        return Err(bad("this backup has more in it than Stufo writes"));
    }
    let version: Version = serde_json::from_str(text).map_err(|_| bad("this file is no backup of Stufo's"))?;
    if version.stufo_backup > u64::from(VERSION) {
        return Err(bad("this backup is of a newer version"));
    }
    let (mut document, mut unreadable) = document_of(text).ok_or_else(|| bad("a part of this backup does not read"))?;
    let home = home_region(&document.settings, phone_region);
    let created = document.created;
    let found = document.rules.len();
    let rules = document.rules.into_iter().filter_map(|rule| rules::checked_or_kept(rule, home, created).ok());
    document.rules = rules.collect();
    unreadable.rules += found - document.rules.len();
    let reads = document.objections.len() <= MAX_OBJECTIONS
        && document.objections.iter().all(|objection| objection.read().is_some())
        && document.enrolments.values().all(|dates| dates.read().is_some());
    if !reads {
        return Err(bad("an objection of this backup does not read"));
    }
    Ok((document, unreadable))
}

/// The document, and how many of its settings and rules have values that this version does not read. Calls are read as what they are
/// in any case: as free JSON they would take ten times the memory.
fn document_of(text: &str) -> Option<(BackupDocument, Unreadable)> {
    if let Ok(document) = serde_json::from_str(text) {
        return Some((document, Unreadable::default()));
    }
    let mut document: BackupDocument<Value, Value> = serde_json::from_str(text).ok()?;
    let reads = |value: &Value| serde_json::from_value::<Settings>(value.clone()).is_ok();
    let (readable, unreadable_settings) = salvage::readable(document.settings.take(), &reads);
    let settings = if readable.is_object() { readable } else { Value::Object(Map::new()) };
    let found = document.rules.len();
    let values = std::mem::take(&mut document.rules).into_iter();
    let rules: Vec<Rule> = values.filter_map(|rule| serde_json::from_value(rule).ok()).collect();
    let unreadable = Unreadable { settings: unreadable_settings, rules: found - rules.len() };
    Some((document.with(serde_json::from_value(settings).ok()?, rules), unreadable))
}

impl<S, R> BackupDocument<S, R> {
    fn with(self, settings: Settings, rules: Vec<Rule>) -> BackupDocument {
        let Self {
            stufo_backup,
            created,
            rules: _,
            settings: _,
            calls,
            dialled,
            subscriptions,
            objections,
            enrolments,
            reports,
            sender,
        } = self;
        BackupDocument {
            stufo_backup,
            created,
            rules,
            settings,
            calls,
            dialled,
            subscriptions,
            objections,
            enrolments,
            reports,
            sender,
        }
    }
}

impl SavedObjection {
    pub(super) fn of(objection: &Objection) -> Self {
        let Objection { company, numbers, at, how, note, .. } = objection.clone();
        Self { company, numbers: numbers.into_iter().map(number_text).collect(), at, how, note }
    }

    /// `None` when a number cannot be read, or there are too many.
    pub(super) fn read(&self) -> Option<Objection> {
        if self.numbers.len() > MAX_NUMBERS {
            return None;
        }
        let key = |text: &String| {
            let number = text.parse::<PhoneNumber>().ok().map(PhoneNumber::key);
            number.or_else(|| ShortCode::from_digits(text).map(ShortCode::key))
        };
        let mut numbers: Vec<NumberKey> = self.numbers.iter().map(key).collect::<Option<_>>()?;
        numbers.sort_unstable();
        let company = sanitize_line(&self.company, MAX_SHORT_CHARS);
        let note = sanitize_line(&self.note, MAX_LONG_CHARS);
        Some(Objection { id: None, call_id: None, company, numbers, at: self.at, how: self.how, note })
    }
}

impl SavedReport {
    /// `own`: whether the user's own data goes along.
    pub(super) fn of(store: &UserStore, report: &Report, own: bool) -> Result<Self, StoreError> {
        let content = report.content.clone();
        let fields = if own { content.fields } else { SenderData::none_of(content.fields) };
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        Ok(Self {
            kind: report.kind,
            region: report.region.clone(),
            company: report.company.clone(),
            calls: store.times_of_calls(&content.calls)?,
            fields,
            language: content.language,
            created_millis: report.created_millis,
            sent_on: day(report.sent_on),
            protocol: report.protocol.clone(),
            answered_on: day(report.answered_on),
            answer: content.answer,
        })
    }

    pub(super) fn created_millis(&self) -> i64 {
        self.created_millis
    }

    /// A day that does not read is none.
    pub(super) fn read(&self, store: &UserStore) -> Result<Report, StoreError> {
        let day = |text: &Option<String>| text.as_ref().and_then(|text| text.parse().ok());
        let calls = self.calls.get(..MAX_CALLS.min(self.calls.len())).unwrap_or_default();
        Ok(Report {
            id: 0,
            kind: self.kind,
            region: self.region.clone(),
            company: sanitize_line(&self.company, MAX_SHORT_CHARS),
            content: ReportContent {
                calls: store.calls_at(calls)?,
                fields: self.fields.clone(),
                language: self.language.clone(),
                objection: None,
                answer: sanitize_line(&self.answer, MAX_LONG_CHARS),
            },
            created_millis: self.created_millis,
            sent_on: day(&self.sent_on),
            protocol: sanitize_line(&self.protocol, MAX_SHORT_CHARS),
            answered_on: day(&self.answered_on),
            reminded: false,
        })
    }
}

impl From<Enrolment> for SavedEnrolment {
    fn from(dates: Enrolment) -> Self {
        let text = |day: Option<Date>| day.map(|day| day.to_string());
        Self { enrolled_on: text(dates.enrolled_on), renewed_on: text(dates.renewed_on) }
    }
}

impl SavedEnrolment {
    /// `None` when a day cannot be read.
    pub(super) fn read(&self) -> Option<Enrolment> {
        let day = |text: &Option<String>| text.as_ref().map(|text| text.parse::<Date>()).transpose().ok();
        Some(Enrolment { enrolled_on: day(&self.enrolled_on)?, renewed_on: day(&self.renewed_on)? })
    }
}
