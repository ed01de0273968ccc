//! The authority that takes reports: where, by which form, who else is competent, and the terms of companies.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::draft_field::DraftField;
use super::fact_code::FactCode;
use super::law_source::LawSource;
use crate::localized_text::LocalizedText;
use crate::policy::CallOffer;

/// The authority that takes reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Its name.
    pub name: String,
    /// Its site.
    pub site: String,
    /// Where reports are made.
    pub report: String,
    /// How.
    pub how: LocalizedText,
    /// The rule by which it takes them.
    pub source: LawSource,
}

/// An authority that is competent beside the first one for some facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherAuthority {
    /// Its name.
    pub name: String,
    /// Where reports are made.
    pub report: String,
    /// For what, and how.
    pub how: LocalizedText,
    /// The facts it is competent for.
    pub codes: Vec<FactCode>,
    /// The rule.
    pub source: LawSource,
}

/// A public look-up of callers' numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberLookup {
    /// Whose it is.
    pub name: String,
    /// Its page.
    pub url: String,
    /// What it tells.
    pub what: LocalizedText,
}

/// The term within which a company answers.
#[derive(Debug, Deserialize)]
pub struct AnswerTerm {
    /// Months after the letter.
    pub months: u8,
    /// The rule.
    pub source: LawSource,
}

/// The letter that says a contract made by a forbidden call is void.
#[derive(Debug, Deserialize)]
pub struct VoidLetter {
    /// The rule.
    pub source: LawSource,
    /// First day of its effect.
    pub from: Date,
    /// What must have been offered.
    pub offers: Vec<CallOffer>,
    /// Its subject.
    pub subject: String,
    /// That the contract is void.
    pub void: String,
    /// The call by which it was proposed.
    pub call: String,
    /// What is asked of the company.
    pub asks: String,
}

/// The authority's form.
#[derive(Debug, Deserialize)]
pub struct ReportForm {
    /// What one report is about.
    pub about: ReportScope,
    /// Its fields in its order; those of a call stand together and are repeated for each call.
    pub fields: Vec<FieldRule>,
}

/// What one report may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportScope {
    /// Several calls of one company.
    Company,
    /// Several calls of one number.
    Number,
    /// One call.
    Call,
}

/// A check of what is entered in a field: a hint, never a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldCheck {
    /// The Italian tax code of a person.
    CodiceFiscale,
}

/// One field of a form.
#[derive(Debug, Deserialize)]
pub struct FieldRule {
    /// Which.
    pub field: DraftField,
    /// Whether a report without it is incomplete.
    #[serde(default)]
    pub required: bool,
    /// What is looked at in its value; `None`: nothing.
    pub check: Option<FieldCheck>,
    /// Its name in both languages of the screens.
    #[serde(flatten)]
    pub name: LocalizedText,
    /// Its name in the country's language, as the form has it.
    pub label: String,
}
