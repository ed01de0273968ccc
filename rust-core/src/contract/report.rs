//! Reports and letters with their states, and the user's own data that they say.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::recontact::draft::{ComplaintFields, FormField};
use crate::recontact::objection::ObjectionMethod;
use crate::recontact::report::{ReportKind, ReportState};
use crate::recontact::sender::SenderData;

/// Response of `sender`: the user's own data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderView {
    /// What is remembered; empty when nothing is.
    pub sender: SenderData,
    /// Whether the user said to remember it.
    pub remembered: bool,
    /// Whether backups hold it.
    pub in_backup: bool,
    /// What the country's papers ask for, in order.
    pub form: Vec<FormField>,
}

/// Request `sender_save`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SenderSaveRequest {
    /// What to remember; null forgets it.
    pub sender: Option<SenderData>,
    /// Whether backups hold it; null: no.
    pub in_backup: Option<bool>,
}

/// Request `reports`: all of them, or one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReportsRequest {
    /// Only the one with this row id.
    pub id: Option<i64>,
}

/// Response of `reports`, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPage {
    /// The reports.
    pub reports: Vec<ReportRow>,
}

/// A report or letter that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    /// Row id.
    pub id: i64,
    /// What it is.
    pub kind: ReportKind,
    /// Country of its authority, ISO 3166-1.
    pub country: String,
    /// The company it is about; may be empty.
    pub company: String,
    /// Row ids of its calls that the record still holds.
    pub calls: Vec<i64>,
    /// The form as typed, without the user's own data that is remembered.
    pub fields: ComplaintFields,
    /// Its language; null: the country's usual one.
    pub language: Option<String>,
    /// Row id of the objection it is about.
    pub objection: Option<i64>,
    /// UTC milliseconds when it was begun.
    pub created_millis: i64,
    /// How far it has come.
    pub state: ReportState,
    /// When it was sent.
    pub sent_on: Option<Date>,
    /// The number the authority gave it; may be empty.
    pub protocol: String,
    /// By when an answer is due; null where no term is known.
    pub answer_due_on: Option<Date>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// When it was answered.
    pub answered_on: Option<Date>,
    /// The user's note on the answer; may be empty.
    pub answer: String,
}

/// Request `report_save`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReportSaveRequest {
    /// Row id of the one to change; null: a new one.
    pub id: Option<i64>,
    /// What it is; null: a report to the authority.
    pub kind: Option<ReportKind>,
    /// Row ids of its calls, 100 at most.
    pub calls: Option<Vec<i64>>,
    /// The form as typed.
    pub fields: Option<ComplaintFields>,
    /// Its language; null: the country's usual one.
    pub language: Option<String>,
    /// Row id of the objection it is about.
    pub objection: Option<i64>,
}

/// Response of `report_save`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSaved {
    /// Row id of the report.
    pub id: i64,
}

/// Request `report_state`: it was sent, it was answered, or neither after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportStateRequest {
    /// Row id of the report.
    pub id: i64,
    /// How far it has come.
    pub state: ReportState,
    /// The day; null: today.
    pub on: Option<Date>,
    /// The number the authority gave it; null keeps the one that stands.
    pub protocol: Option<String>,
    /// A note on the answer; null keeps the one that stands.
    pub answer: Option<String>,
    /// How a letter was sent: then it counts as an objection of that day.
    pub how: Option<ObjectionMethod>,
}

/// Request `report_delete`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportDeleteRequest {
    /// Row id of the report.
    pub id: i64,
}
