//! Objections: the first screen of the tab, the register of the country, the user's objections and who called
//! again after them.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::call::CallRow;
use crate::localized_text::LocalizedText;
use crate::moment::Moment;
use crate::recontact::authority::{Authority, NumberLookup};
use crate::recontact::law::{CalmAnswer, EnrolmentStep};
use crate::recontact::law_source::LawSource;
use crate::recontact::objection::{ObjectionMethod, Relation};

/// Response of `objection`: the first screen of the tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionOverview {
    /// Country in force, ISO 3166-1; null where no law file is known for it.
    pub country: Option<String>,
    /// Its opposition register with the user's enrolment.
    pub register: Option<RegisterView>,
    /// Who takes reports.
    pub authority: Option<Authority>,
    /// Where anybody may look up whose number calls.
    pub lookup: Option<NumberLookup>,
    /// What to answer a caller.
    pub say: Option<CalmAnswer>,
    /// The ways to object that the country knows.
    pub methods: Vec<ObjectionMethod>,
    /// Reports and letters that are kept, and how many await an answer.
    pub reports: ReportCounts,
    /// How many objections there are.
    pub objections: u32,
    /// How many of them were followed by calls.
    pub called_again: u32,
    /// Calls after an objection, all together.
    pub calls_after: u32,
    /// How many calls have evidence.
    pub evidence: EvidenceCount,
}

/// How many reports and letters are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReportCounts {
    /// Not sent yet.
    pub drafts: u32,
    /// Sent and not answered.
    pub sent: u32,
    /// Answered.
    pub answered: u32,
    /// Sent, with an answer that is overdue.
    pub overdue: u32,
}

/// How many of the newest calls have a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceCount {
    /// Calls with a fact.
    pub calls: u32,
    /// Newest calls that were looked at.
    pub looked_at: u32,
}

/// A country's opposition register and the user's enrolment in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterView {
    /// What people call it.
    pub short: String,
    /// Its full name.
    pub name: LocalizedText,
    /// Its site, a URL.
    pub site: String,
    /// What it does.
    pub what: LocalizedText,
    /// How to enrol.
    pub steps: Vec<EnrolmentStep>,
    /// What to have at hand.
    pub ready: LocalizedText,
    /// What it does not stop.
    pub limits: LocalizedText,
    /// When and why to renew.
    pub renew: LocalizedText,
    /// Day of the enrolment.
    pub enrolled_on: Option<Date>,
    /// Day of the last renewal.
    pub renewed_on: Option<Date>,
    /// First day of its effect.
    pub in_force_on: Option<Date>,
    /// Whether it has effect today.
    pub in_force: bool,
    /// Days until it has; 0 once it has, null without an enrolment.
    pub days_left: Option<i32>,
    /// When to renew.
    pub renewal_due_on: Option<Date>,
    /// Whether that day has come.
    pub renewal_due: bool,
    /// Whether the renewal is a term of the law; else it is Stufo's advice.
    pub renewal_is_law: bool,
    /// Day from which the register has no effect any more.
    pub closed_on: Option<Date>,
    /// The rule.
    pub source: LawSource,
}

/// Request `rpo_set`: the user's enrolment in the register of the country in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RpoSetRequest {
    /// Day of the enrolment; null forgets it.
    pub enrolled_on: Option<Date>,
    /// Day of the last renewal.
    pub renewed_on: Option<Date>,
}

/// Response of `rpo_set`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RpoSaved {
    /// The register with the enrolment as saved.
    pub register: Option<RegisterView>,
}

/// Request `objections`: all of them, the newest ones, or one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ObjectionsRequest {
    /// Only the saved one with this row id.
    pub id: Option<i64>,
    /// Only the one made in this call.
    pub call_id: Option<i64>,
    /// The newest so many; null: all.
    pub limit: Option<u32>,
}

/// Response of `objections`, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionPage {
    /// The objections.
    pub objections: Vec<ObjectionRow>,
    /// Whether there are older ones than the limit allows.
    pub more: bool,
}

/// An objection with the calls after it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionRow {
    /// Row id; null for one that only a call's outcome tells.
    pub id: Option<i64>,
    /// The call in which it was made.
    pub call_id: Option<i64>,
    /// The company it was made to; may be empty.
    pub company: String,
    /// The numbers it is about.
    pub numbers: Vec<WrittenNumber>,
    /// When it was made.
    pub at: Moment,
    /// How it was made.
    pub how: ObjectionMethod,
    /// The user's note; may be empty.
    pub note: String,
    /// The calls after it.
    pub after: CallsAfter,
}

/// A number of an objection.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenNumber {
    /// E.164, or a short code's digits.
    pub number: String,
    /// As people at home write it.
    pub display: String,
}

/// The calls after an objection; the newest 200 of each number, with its neighbours, are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsAfter {
    /// All of them.
    pub count: u32,
    /// Of them, those of a number objected to.
    pub same_number: u32,
    /// Of them, those of a neighbouring number.
    pub range_neighbour: u32,
    /// Of them, those of another number of the company.
    pub company: u32,
    /// When the oldest came.
    pub first: Option<Moment>,
    /// When the newest came.
    pub last: Option<Moment>,
    /// The newest twenty at most, newest first.
    pub calls: Vec<LaterCall>,
    /// Whether there are more than are counted or shown.
    pub more: bool,
}

/// A call after an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaterCall {
    /// How it belongs to the objection.
    pub relation: Relation,
    /// The call.
    pub call: CallRow,
}

/// Request `objection_save`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionSaveRequest {
    /// The objection as entered.
    pub objection: ObjectionDraft,
}

/// An objection as the user enters it; it names a company or a number.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ObjectionDraft {
    /// Row id of the one to change; null or 0: a new one.
    pub id: Option<i64>,
    /// The call in which it was made; its time and number stand in for those left out.
    pub call_id: Option<i64>,
    /// The company it was made to.
    pub company: Option<String>,
    /// The numbers it is about, in any written form: twenty at most.
    pub numbers: Option<Vec<String>>,
    /// When it was made; null: at the time of the call, or now.
    pub at: Option<Moment>,
    /// How it was made; null: by telephone.
    pub how: Option<ObjectionMethod>,
    /// A note.
    pub note: Option<String>,
}

/// Response of `objection_save`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionSaved {
    /// Row id of the objection.
    pub id: i64,
}

/// Request `objection_delete`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionDeleteRequest {
    /// Row id of the objection.
    pub id: i64,
}

/// Redacted: it holds numbers and what the user wrote.
impl fmt::Debug for ObjectionRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectionRow").field("id", &self.id).field("call_id", &self.call_id).finish_non_exhaustive()
    }
}

/// Redacted: it is a number.
impl fmt::Debug for WrittenNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WrittenNumber").finish_non_exhaustive()
    }
}

/// Redacted: it holds numbers and what the user wrote.
impl fmt::Debug for ObjectionDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectionDraft").field("id", &self.id).field("call_id", &self.call_id).finish_non_exhaustive()
    }
}
