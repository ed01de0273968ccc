//! Evidence: the facts that the record supports about calls, a page at a time and as CSV, and the flags of one call.

use serde::{Deserialize, Serialize};

use super::call::CallRow;
use crate::localized_text::LocalizedText;
use crate::recontact::authority::NumberLookup;
use crate::recontact::fact_code::{FactBasis, FactCode};
use crate::recontact::law_source::LawSource;
use crate::recontact::objection::Relation;

/// Request `evidence`: the chosen calls, or those of the record with a fact, newest first.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EvidenceRequest {
    /// Row ids of chosen calls, 200 at most: all are answered, whatever the other fields say.
    pub ids: Option<Vec<i64>>,
    /// Only calls of this number, in any written form.
    pub caller: Option<String>,
    /// Only calls with this fact.
    pub code: Option<FactCode>,
    /// Only calls since then, UTC milliseconds.
    pub from_millis: Option<i64>,
    /// Only calls before then, UTC milliseconds.
    pub to_millis: Option<i64>,
    /// `next` of the page before.
    pub before: Option<String>,
    /// Rows of a page: null 50, 200 at most.
    pub limit: Option<u32>,
}

/// Response of `evidence`. A page looks at 500 calls at most: it may be short, even empty, while `next` is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidencePage {
    /// The calls, newest first.
    pub rows: Vec<EvidenceRow>,
    /// Cursor of the next page; null: there is none.
    pub next: Option<String>,
    /// Calls that were looked at.
    pub looked_at: u32,
    /// Every kind of fact that the country's law knows, in its order.
    pub kinds: Vec<FactKind>,
}

/// A call with its facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRow {
    /// The call.
    pub call: CallRow,
    /// Whether the user wants calls of this caller: nothing is claimed about it then.
    pub wanted: bool,
    /// Whether nothing tells that it was advertising: nothing is claimed about it then, unless it was chosen.
    pub unsure: bool,
    /// What the record supports about it.
    pub facts: Vec<Fact>,
}

/// A kind of fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactKind {
    /// Its code.
    pub code: FactCode,
    /// Its name.
    pub label: LocalizedText,
}

/// A fact that the record supports about a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it says.
    pub code: FactCode,
    /// How the record knows it.
    pub basis: FactBasis,
    /// Its name.
    pub label: LocalizedText,
    /// Its name in a word.
    pub tag: LocalizedText,
    /// What it says of this call.
    pub detail: LocalizedText,
    /// The rule it is about.
    pub source: LawSource,
    /// Row ids of the calls it rests on, this one first.
    pub calls: Vec<i64>,
    /// Row id of the saved objection it rests on.
    pub objection: Option<i64>,
    /// Whether it rests on the day of enrolment in the register.
    pub register: bool,
}

/// What is to be said of one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallFlags {
    /// The objection that it came after.
    pub after_objection: Option<AfterObjection>,
    /// What the record supports about it.
    pub facts: Vec<Fact>,
    /// Whether the user wants calls of this caller: nothing is claimed about it then.
    pub wanted: bool,
    /// Whether nothing tells that it was advertising: nothing is claimed about it then.
    pub unsure: bool,
    /// Whether a letter can say that a contract proposed in it is void.
    pub void_contract: bool,
    /// Where to look up whose number it is.
    pub lookup: Option<NumberLookup>,
}

/// The objection that a call came after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterObjection {
    /// Row id of a saved one.
    pub objection: Option<i64>,
    /// The call in which it was made.
    pub call_id: Option<i64>,
    /// How the call belongs to it.
    pub relation: Relation,
    /// Which call after it this one is, all linked numbers together.
    pub count: u32,
}

/// Request `evidence_export`: a page of a CSV with a line a fact.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EvidenceExportRequest {
    /// Row ids of chosen calls, 200 at most.
    pub ids: Option<Vec<i64>>,
    /// Only calls of this number, in any written form.
    pub caller: Option<String>,
    /// Only calls with this fact.
    pub code: Option<FactCode>,
    /// Only calls since then, UTC milliseconds.
    pub from_millis: Option<i64>,
    /// Only calls before then, UTC milliseconds.
    pub to_millis: Option<i64>,
    /// `next` of the page before.
    pub before: Option<String>,
}

/// Response of `evidence_export`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceExportPage {
    /// Lines of CSV, with a head on the first page.
    pub text: String,
    /// Cursor of the next page; null: there is none.
    pub next: Option<String>,
}

redacted_debug!(EvidenceRequest, EvidenceExportRequest, EvidenceExportPage);
