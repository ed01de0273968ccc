//! Drafts: the inputs of letters and complaints, and the paragraphs that name the records they rest on.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::authority::FieldRule;
use super::draft_field::DraftField;
use super::evidence::CallFact;
use super::fact_code::FactCode;
use super::law::Law;
use super::objection::{Objection, ObjectionIndex};
use super::register::Enrolment;
use crate::localized_text::LocalizedText;
use crate::number::{PhoneNumber, Region};
use crate::policy::CallRecord;

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
    /// Complaint, letter: place and date.
    PlaceDate,
    /// Letter: who writes it.
    Sender,
    /// Letter: that a contract is void.
    Void,
    /// Complaint: one call.
    Call,
    /// Complaint: what the user said of a call.
    Outcome,
    /// Complaint: a fact, said once for the calls it is about.
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
    /// The user's postal address.
    pub address: Option<String>,
    /// The user's postcode.
    pub postcode: Option<String>,
    /// Where the user signs.
    pub place: Option<String>,
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
    /// The user's postal address.
    pub address: Option<String>,
    /// Where the user signs.
    pub place: Option<String>,
}

/// A row of the authority's form, ready to be copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormRow {
    /// Which field.
    pub field: DraftField,
    /// The call it is about; null for what is about all of them.
    pub call: Option<i64>,
    /// What the form calls it, in the country's language.
    pub label: String,
    /// Its name for the screen.
    pub text: LocalizedText,
    /// What to enter; null where it is still to be said.
    pub value: Option<String>,
    /// Whether a report without it is incomplete.
    pub required: bool,
}

/// The calls of a draft as a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftTable {
    /// Heads of the columns, in the country's language.
    pub columns: Vec<String>,
    /// Its rows, oldest call first.
    pub rows: Vec<DraftTableRow>,
}

/// A call of a draft's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftTableRow {
    /// Row id of the call.
    pub call: i64,
    /// One text a column.
    pub cells: Vec<String>,
}

/// A company for which calls were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Controller {
    /// Its name; empty for calls without a known company.
    pub company: String,
    /// Row ids of its calls.
    pub calls: Vec<i64>,
}

/// What a complaint is drafted from, beside the calls and what is typed.
#[derive(Clone, Copy)]
pub struct ComplaintInputs<'a> {
    /// The country's law.
    pub law: &'static Law,
    /// Region in force.
    pub home: Region,
    /// Today.
    pub today: Date,
    /// The user's enrolment.
    pub enrolment: Enrolment,
    /// The objections.
    pub objections: &'a ObjectionIndex,
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
    pub fn new(rule: &FieldRule, required: bool) -> Self {
        Self { field: rule.field, required, text: rule.name.clone() }
    }
}
/// A field of the country's form; `None` where it does not ask for it.
#[must_use]
pub fn form_field(law: &'static Law, field: DraftField) -> Option<&'static FieldRule> {
    law.form.fields.iter().find(|rule| rule.field == field)
}

/// A field by its words: of the form, else of letters.
#[must_use]
pub fn field_of(law: &'static Law, field: DraftField) -> Option<&'static FieldRule> {
    form_field(law, field).or_else(|| law.other_fields.iter().find(|rule| rule.field == field))
}

/// What is known of the user, in the order in which it is asked for.
#[must_use]
pub fn sender_fields(law: &'static Law) -> Vec<&'static FieldRule> {
    use DraftField::{Address, CalledNumber, Contact, Name, Place, Postcode, TaxCode};
    [Name, TaxCode, Contact, CalledNumber, Address, Postcode, Place]
        .into_iter()
        .filter_map(|field| field_of(law, field))
        .collect()
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

/// The paragraphs as one text: the lines of a form, of a list and of a table stand together, others apart.
pub(super) fn joined(paragraphs: &[Paragraph]) -> String {
    use ParagraphKind::{Call, Fact, Field, Note, Outcome};
    let mut text = String::new();
    let mut before = None;
    for paragraph in paragraphs {
        text.push_str(match (before, paragraph.kind) {
            (_, Outcome | Note) => " ",
            (Some(Field), Field) | (Some(Fact), Fact) | (Some(Call | Outcome | Note), Call) => "\n",
            _ => "\n\n",
        });
        text.push_str(&paragraph.text);
        before = Some(paragraph.kind);
    }
    text.trim_start().to_owned()
}
