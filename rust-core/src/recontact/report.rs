//! Reports to the authority and letters to companies with their states: drafted, sent, answered, and when an answer is due.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use super::authority::AnswerTerm;
use super::draft::ComplaintFields;

/// Reports that are kept.
pub const MAX_REPORTS: usize = 500;
/// Calls of one report.
pub const MAX_CALLS: usize = 100;

/// What a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReportKind {
    /// A report to the authority.
    #[default]
    Authority,
    /// A letter of objection to a company.
    Letter,
}

/// How far a report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReportState {
    /// Not sent yet.
    Draft,
    /// Sent.
    Sent,
    /// Answered.
    Answered,
}

impl ReportState {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What a report was made from.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportContent {
    /// Row ids of its calls.
    pub calls: Vec<i64>,
    /// The form as typed.
    pub fields: ComplaintFields,
    /// Its language; the country's usual one without.
    pub language: Option<String>,
    /// Row id of the objection it is about.
    pub objection: Option<i64>,
    /// The user's note on the answer.
    pub answer: String,
}

/// A report.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    /// Row id; 0 for one not kept yet.
    pub id: i64,
    /// What it is.
    pub kind: ReportKind,
    /// Country of its authority, ISO 3166-1.
    pub region: String,
    /// The company it is about.
    pub company: String,
    /// What it was made from.
    pub content: ReportContent,
    /// UTC milliseconds when it was begun.
    pub created_millis: i64,
    /// When it was sent.
    pub sent_on: Option<Date>,
    /// The number the authority gave it; may be empty.
    pub protocol: String,
    /// When it was answered.
    pub answered_on: Option<Date>,
    /// Whether the user was told that the answer is due.
    pub reminded: bool,
}

/// Redacted: what users type may hold names and numbers.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Redacted: what users type may hold names and numbers.
impl fmt::Debug for ReportContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReportContent").field("calls", &self.calls).finish_non_exhaustive()
    }
}

impl Report {
    /// How far it has come.
    #[must_use]
    pub fn state(&self) -> ReportState {
        match (self.sent_on, self.answered_on) {
            (_, Some(_)) => ReportState::Answered,
            (Some(_), None) => ReportState::Sent,
            (None, None) => ReportState::Draft,
        }
    }

    /// By when the company answers a letter; an authority has no term that is known.
    #[must_use]
    pub fn answer_due_on(&self, term: Option<&AnswerTerm>) -> Option<Date> {
        let sent_on = self.sent_on.filter(|_| self.kind == ReportKind::Letter && self.answered_on.is_none())?;
        Some(sent_on.saturating_add(i64::from(term?.months).months()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::recontact::law::law_of;

    #[test]
    fn a_letter_is_answered_within_a_month() {
        let term = law_of("IT".parse().unwrap()).unwrap().answer.as_ref();
        let sent = |kind, on, answered_on| Report {
            id: 1,
            kind,
            region: "IT".to_owned(),
            company: String::new(),
            content: ReportContent::default(),
            created_millis: 0,
            sent_on: on,
            protocol: String::new(),
            answered_on,
            reminded: false,
        };
        let letter = |on| sent(ReportKind::Letter, Some(on), None);
        assert_eq!(letter(date(2026, 11, 27)).answer_due_on(term), Some(date(2026, 12, 27)));
        assert_eq!(letter(date(2028, 1, 31)).answer_due_on(term), Some(date(2028, 2, 29)));
        assert_eq!(letter(date(2028, 1, 31)).answer_due_on(None), None);
        assert_eq!(sent(ReportKind::Authority, Some(date(2026, 11, 27)), None).answer_due_on(term), None);
        let answered = sent(ReportKind::Letter, Some(date(2026, 11, 27)), Some(date(2026, 12, 1)));
        assert_eq!((answered.answer_due_on(term), answered.state()), (None, ReportState::Answered));
        assert_eq!(sent(ReportKind::Letter, None, None).state(), ReportState::Draft);
    }
}
