//! Drafts: the complaint to the authority about chosen calls, and the letter of objection to a company.

use serde::{Deserialize, Serialize};

use super::call::CallRow;
use super::evidence::Fact;
use crate::localized_text::LocalizedText;
use crate::recontact::authority::{Authority, OtherAuthority, ReportScope};
use crate::recontact::complaint::RefusalCode;
use crate::recontact::draft::{ComplaintFields, Controller, DraftTable, FormField, FormRow, LetterFields, Paragraph};
use crate::recontact::warning::WarningCode;

/// Request `complaint`: chosen calls and the form as filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintRequest {
    /// Row ids of the calls, 1 to 100.
    pub calls: Option<Vec<i64>>,
    /// The form; used for this answer and kept nowhere. What it leaves out of the user's own is taken from what is
    /// remembered.
    pub fields: Option<ComplaintFields>,
    /// Language of the draft; null: the country's usual one.
    pub language: Option<String>,
}

/// Response of `complaint`: what is supported, what is missing, and the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// Country whose law it names, ISO 3166-1.
    pub country: Option<String>,
    /// The authority it is to.
    pub authority: Option<Authority>,
    /// Who else is competent for what the record supports.
    pub other_authorities: Vec<OtherAuthority>,
    /// Language of the draft.
    pub language: Option<String>,
    /// Every language it can be drafted in, the usual one first.
    pub languages: Vec<String>,
    /// What one report may be about.
    pub about: Option<ReportScope>,
    /// Why there is no draft.
    pub refused: Option<ComplaintRefusal>,
    /// Every field that the authority asks of the user, in its order.
    pub form: Vec<FormField>,
    /// The authority's form row after row, in its order, ready to be copied; empty when there is no draft.
    pub rows: Vec<FormRow>,
    /// The rows as one text; null when there is no draft.
    pub copy: Option<String>,
    /// Fields that are not filled in.
    pub missing: Vec<FormField>,
    /// What to look at before sending.
    pub warnings: Vec<ComplaintWarning>,
    /// The chosen calls, oldest first.
    pub calls: Vec<ChosenCall>,
    /// The draft, with the records behind each paragraph.
    pub paragraphs: Vec<Paragraph>,
    /// Its calls as a table.
    pub table: DraftTable,
    /// What the draft is called, in its language; null when it is refused.
    pub title: Option<String>,
    /// The draft as one text; null when it is refused.
    pub text: Option<String>,
}

/// Why there is no draft of a complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintRefusal {
    /// The reason.
    pub code: RefusalCode,
    /// The reason in words.
    pub text: LocalizedText,
    /// The companies with their calls, where they are the reason.
    pub controllers: Vec<Controller>,
}

/// Something to look at before sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintWarning {
    /// What it is.
    pub code: WarningCode,
    /// It in words.
    pub text: LocalizedText,
    /// Row ids of the calls it is about.
    pub calls: Vec<i64>,
}

/// A chosen call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenCall {
    /// The call.
    pub call: CallRow,
    /// The company that an objection names for its number.
    pub company: Option<String>,
    /// What the record supports about it.
    pub facts: Vec<Fact>,
}

/// Request `letter`: of a saved objection, of the one made in a call, or of neither.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LetterRequest {
    /// Row id of a saved objection.
    pub objection: Option<i64>,
    /// The call in which an objection was made.
    pub call_id: Option<i64>,
    /// The form; kept nowhere. Its company wins over the objection's; what it leaves out of the user's own is taken
    /// from what is remembered.
    pub fields: Option<LetterFields>,
    /// What it says; null: an objection.
    pub kind: Option<LetterKind>,
    /// Its language; null: the country's usual one.
    pub language: Option<String>,
}

/// What a letter says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// An objection to marketing.
    #[default]
    Objection,
    /// That a contract proposed in the call is void; only where the country's law has such a rule.
    Void,
}

/// Response of `letter`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Every field of the form, in its order.
    pub form: Vec<FormField>,
    /// Fields that are not filled in.
    pub missing: Vec<FormField>,
    /// The letter, with the records behind each paragraph.
    pub paragraphs: Vec<Paragraph>,
    /// What to look at before sending.
    pub warnings: Vec<ComplaintWarning>,
    /// Its language.
    pub language: String,
    /// Every language it can be written in, the usual one first.
    pub languages: Vec<String>,
    /// The letter as one text; null while nobody is named whom it is to.
    pub text: Option<String>,
}
