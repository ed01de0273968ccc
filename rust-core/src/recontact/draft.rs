//! Drafts: the inputs of letters and complaints, and the paragraphs that name the records they rest on.

use std::fmt;

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::evidence::CallFact;
use super::fact_code::FactCode;
use super::law::{FieldWords, Law};
use super::objection::{Objection, ObjectionIndex};
use crate::localized_text::LocalizedText;
use crate::number::{PhoneNumber, Region};
use crate::policy::CallRecord;

/// A field that the user fills in; `register` is entered elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DraftField {
    /// The user's name.
    Name,
    /// The user's tax code.
    TaxCode,
    /// Where to reach the user.
    Contact,
    /// The number that was called, or that must not be called.
    CalledNumber,
    /// The company: the controller, or whom the letter is to.
    Company,
    /// The company's address.
    CompanyAddress,
    /// What was offered.
    Content,
    /// Whether the user gave a consent.
    Consent,
    /// Whether the user has a contract with the company.
    Contract,
    /// The enrolment in the register.
    Register,
}

/// Something a form asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormField {
    /// Which field.
    pub field: DraftField,
    /// Whether a draft without it is incomplete.
    pub required: bool,
    /// Its name for the screen.
    pub text: LocalizedText,
}

/// What a paragraph is: the lines of a form, those of a call, fixed sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParagraphKind {
    /// Complaint: the authority and the rule by which it takes reports.
    Opening,
    /// Complaint: a field of the form.
    Field,
    /// Complaint: the enrolment in the register.
    Register,
    /// Complaint: an objection.
    Objection,
    /// Complaint: the head of the calls.
    Calls,
    /// Complaint: one call.
    Call,
    /// Complaint: what the user said of a call.
    Outcome,
    /// Complaint: a fact about a call.
    Fact,
    /// Complaint: the user's note on a call.
    Note,
    /// Complaint: no consent, no contract.
    Statement,
    /// Complaint: what is asked of the authority.
    Request,
    /// Complaint: where the data come from.
    Truth,
    /// The signature, of both.
    Closing,
    /// Letter: whom it is to.
    To,
    /// Letter: its subject.
    Subject,
    /// Letter: the objection itself.
    Objects,
    /// Letter: an earlier objection.
    Said,
    /// Letter: the numbers the objection is about.
    Numbers,
    /// Letter: calls after the objection.
    Again,
    /// Letter: what is asked of the company.
    Asks,
    /// Letter: where to answer.
    Contact,
}

/// A paragraph of a draft and the records it says. One that rests on nothing is a fixed sentence of the country's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// What it is.
    pub kind: ParagraphKind,
    /// Its text, ready to send.
    pub text: String,
    /// Row ids of the calls it mentions.
    pub calls: Vec<i64>,
    /// Facts it states.
    pub facts: Vec<FactCode>,
    /// Row ids of the saved objections it mentions.
    pub objections: Vec<i64>,
    /// Whether it mentions the enrolment.
    pub register: bool,
    /// Fields of the form that it says.
    pub fields: Vec<DraftField>,
}

/// The form of a complaint as the user fills it in; used for one draft and kept nowhere.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ComplaintFields {
    /// The controller: in whose interest they called.
    pub company: Option<String>,
    /// Its address.
    pub company_address: Option<String>,
    /// What was offered.
    pub content: Option<String>,
    /// The number that was called.
    pub called_number: Option<String>,
    /// The user's name.
    pub name: Option<String>,
    /// The user's tax code.
    pub tax_code: Option<String>,
    /// Where to reach the user.
    pub contact: Option<String>,
    /// Whether the user gave a consent.
    pub consent: Option<bool>,
    /// Whether the user has a contract with the company.
    pub contract: Option<bool>,
}

/// The form of a letter as the user fills it in; kept nowhere.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterFields {
    /// Whom the letter is to.
    pub company: Option<String>,
    /// The number that must not be called.
    pub called_number: Option<String>,
    /// The user's name.
    pub name: Option<String>,
    /// Where to reach the user.
    pub contact: Option<String>,
}

/// A company for which calls were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Controller {
    /// Its name; empty for calls without a known company.
    pub company: String,
    /// Row ids of its calls.
    pub calls: Vec<i64>,
}

/// A chosen call with what the record supports about it.
#[derive(Debug)]
pub struct ChosenRecord {
    /// The call.
    pub record: CallRecord,
    /// Whether the user wants calls of this caller.
    pub wanted: bool,
    /// Its facts.
    pub facts: Vec<CallFact>,
}

/// Redacted: what users type may hold names and numbers.
impl fmt::Debug for ComplaintFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ComplaintFields").finish_non_exhaustive()
    }
}

/// Redacted: what users type may hold names and numbers.
impl fmt::Debug for LetterFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LetterFields").finish_non_exhaustive()
    }
}

impl DraftField {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Paragraph {
    /// A paragraph that rests on nothing yet.
    pub(super) fn new(kind: ParagraphKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            calls: Vec::new(),
            facts: Vec::new(),
            objections: Vec::new(),
            register: false,
            fields: Vec::new(),
        }
    }
}

impl FormField {
    /// A field with its name.
    #[must_use]
    pub fn new(field: DraftField, required: bool, words: &FieldWords) -> Self {
        Self { field, required, text: words.name.clone() }
    }
}

/// What the user is asked for in a country, in the form's order; the enrolment is asked for elsewhere.
#[must_use]
pub fn form_of(law: &'static Law) -> [(DraftField, &'static FieldWords); 9] {
    let words = &law.complaint.fields;
    [
        (DraftField::Name, &words.name),
        (DraftField::TaxCode, &words.tax_code),
        (DraftField::Contact, &words.contact),
        (DraftField::CalledNumber, &words.called_number),
        (DraftField::Company, &words.company),
        (DraftField::CompanyAddress, &words.company_address),
        (DraftField::Content, &words.content),
        (DraftField::Consent, &words.consent),
        (DraftField::Contract, &words.contract),
    ]
}

/// The first company that the objections name for these calls.
pub(super) fn known_company<'a>(objections: &'a ObjectionIndex, chosen: &[ChosenRecord]) -> Option<&'a Objection> {
    chosen.iter().find_map(|call| company_of(objections, call))
}

/// The objection that names the company of a call.
pub(super) fn company_of<'a>(objections: &'a ObjectionIndex, call: &ChosenRecord) -> Option<&'a Objection> {
    call.record.call.caller.key().and_then(|key| objections.company_of(key))
}

/// Row ids of some of the chosen calls.
pub(super) fn ids(chosen: &[ChosenRecord], which: impl Fn(&ChosenRecord) -> bool) -> Vec<i64> {
    chosen.iter().filter(|call| which(call)).map(|call| call.record.id).collect()
}

/// The numbers of an objection as people read them.
pub(super) fn numbers_of(objection: &Objection, home: Region) -> String {
    let shown = objection
        .numbers
        .iter()
        .map(|key| PhoneNumber::from_key(*key).map_or_else(|| key.digits(), |number| number.display(home)));
    shown.collect::<Vec<String>>().join(", ")
}

/// The paragraphs as one text: the lines of a form and those of a call stand together, others apart.
pub(super) fn joined(paragraphs: &[Paragraph]) -> String {
    use ParagraphKind::{Fact, Field, Note, Outcome};
    let mut text = String::new();
    let mut before = None;
    for paragraph in paragraphs {
        text.push_str(match (before, paragraph.kind) {
            (_, Fact | Outcome | Note) => "\n   - ",
            (Some(Field), Field) => "\n",
            _ => "\n\n",
        });
        text.push_str(&paragraph.text);
        before = Some(paragraph.kind);
    }
    text.trim_start().to_owned()
}
