//! The complaint to the authority: what is supported, what is missing, and a draft in which every sentence names the
//! records it rests on. One controller a report; never a caller whom the user wants.

use serde::{Deserialize, Serialize};

use super::answers::{Answer, Answers};
use super::draft::{
    ChosenRecord, ComplaintFields, ComplaintInputs, Controller, DraftTable, DraftTableRow, FormField, FormRow,
    Paragraph, ParagraphKind, company_of, form_field, ids, joined, numbers_of,
};
use super::draft_field::DraftField;
use super::objection::{ObjectionIndex, company_key};
use super::phrases::{caller, objected, outcome_words, place_and_date, plain_caller};
use super::text::{MAX_LONG_CHARS, MAX_SHORT_CHARS, fill, format_date, format_time, sanitize_line};
use super::warning::{self, WarningCode};
use crate::localized_text::LocalizedText;

/// Why there is no draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The calls are of more than one controller.
    TwoControllers,
    /// One of the callers is wanted.
    WantedCaller,
    /// No law is known for the country.
    NoLaw,
}

impl RefusalCode {
    /// The reason in words.
    #[must_use]
    pub fn text(self) -> LocalizedText {
        let (it, en) = match self {
            Self::TwoControllers => (
                "Una segnalazione riguarda un solo titolare: queste chiamate sono di più aziende.",
                "A report is about one controller: these calls are of several companies.",
            ),
            Self::WantedCaller => (
                "Fra le chiamate scelte ce n’è una di chi vuoi sentire: in rubrica, permesso o chiamato da te.",
                "One of the chosen calls is from somebody you want to hear: a contact, allowed, or dialled by you.",
            ),
            Self::NoLaw => (
                "Per questo paese non ci sono ancora regole: la segnalazione non si può preparare.",
                "There are no rules for this country yet: a report cannot be drafted.",
            ),
        };
        LocalizedText::new(it, en)
    }
}

/// A drafted complaint, or why there is none.
#[derive(Debug, Default)]
pub struct ComplaintDraft {
    /// Why there is no draft.
    pub refused: Option<RefusalCode>,
    /// The controllers that the record knows.
    pub controllers: Vec<Controller>,
    /// What is still to be said.
    pub missing: Vec<FormField>,
    /// What to look at, and the calls it is about.
    pub warnings: Vec<(WarningCode, Vec<i64>)>,
    /// The draft.
    pub paragraphs: Vec<Paragraph>,
    /// Its calls as a table.
    pub table: DraftTable,
    /// The authority's form, row after row.
    pub rows: Vec<FormRow>,
}

impl ComplaintDraft {
    /// The draft as one text; `None` when it is refused.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.refused.is_none().then(|| joined(&self.paragraphs))
    }
}

/// Drafts a complaint about these calls, oldest first.
#[must_use]
pub fn draft(inputs: &ComplaintInputs<'_>, chosen: &[ChosenRecord], fields: &ComplaintFields) -> ComplaintDraft {
    let fields = sanitized(fields);
    let controllers = controllers(inputs.objections, chosen, &fields);
    let mut complaint = ComplaintDraft { controllers, ..ComplaintDraft::default() };
    let wanted: Vec<i64> = ids(chosen, |call| call.wanted);
    if !wanted.is_empty() {
        let controllers = vec![Controller { company: String::new(), calls: wanted }];
        return ComplaintDraft { refused: Some(RefusalCode::WantedCaller), controllers, ..complaint };
    }
    if complaint.controllers.iter().filter(|controller| !controller.company.is_empty()).count() > 1 {
        return ComplaintDraft { refused: Some(RefusalCode::TwoControllers), ..complaint };
    }
    let answers = Answers { inputs, chosen, fields: &fields };
    let mut drafter = Drafter { inputs, answers, paragraphs: Vec::new() };
    drafter.head();
    drafter.enrolment();
    drafter.objections();
    let table = drafter.calls();
    drafter.tail();
    complaint.paragraphs = drafter.paragraphs;
    complaint.table = table;
    complaint.missing = answers.missing();
    complaint.rows = answers.rows();
    complaint.warnings = warning::all(inputs, chosen, &fields);
    complaint
}

/// The form with each value as one line of plain text.
fn sanitized(fields: &ComplaintFields) -> ComplaintFields {
    let line = |text: &Option<String>, max| text.as_ref().map(|text| sanitize_line(text, max));
    let short = |text| line(text, MAX_SHORT_CHARS);
    ComplaintFields {
        company: short(&fields.company),
        company_address: short(&fields.company_address),
        content: line(&fields.content, MAX_LONG_CHARS),
        called_number: short(&fields.called_number),
        name: short(&fields.name),
        tax_code: short(&fields.tax_code),
        contact: short(&fields.contact),
        consent: fields.consent,
        contract: fields.contract,
        address: short(&fields.address),
        postcode: short(&fields.postcode),
        place: short(&fields.place),
    }
}

/// The companies that the objections name for these calls, and the one that the user gave, by what they are called.
fn controllers(objections: &ObjectionIndex, chosen: &[ChosenRecord], fields: &ComplaintFields) -> Vec<Controller> {
    let mut found: Vec<Controller> = Vec::new();
    if let Some(company) = fields.company.as_ref().filter(|company| !company_key(company).is_empty()) {
        found.push(Controller { company: company.clone(), calls: Vec::new() });
    }
    for call in chosen {
        let company = company_of(objections, call)
            .map(|objection| sanitize_line(&objection.company, MAX_SHORT_CHARS))
            .unwrap_or_default();
        let key = company_key(&company);
        match found.iter_mut().find(|known| company_key(&known.company) == key) {
            Some(known) => known.calls.push(call.record.id),
            None => found.push(Controller { company, calls: vec![call.record.id] }),
        }
    }
    found
}

struct Drafter<'a> {
    inputs: &'a ComplaintInputs<'a>,
    answers: Answers<'a>,
    paragraphs: Vec<Paragraph>,
}

impl Drafter<'_> {
    fn head(&mut self) {
        let law = self.inputs.law;
        let source = law.authority.source.name();
        let opening = fill(&law.complaint.opening, &[("authority", &law.authority.name), ("law", &source)]);
        self.paragraphs.push(Paragraph::new(ParagraphKind::Opening, opening));
        for rule in &law.form.fields {
            let is_line = rule.field.is_typed() && !matches!(rule.field, DraftField::Consent | DraftField::Contract);
            if !is_line {
                continue;
            }
            let answer = self.answers.of(rule.field);
            // A line to fill in by hand where it is required.
            let value = match &answer {
                Some(answer) => answer.value.as_str(),
                None if rule.required => law.blank.as_str(),
                None => continue,
            };
            let text = fill(&law.complaint.field, &[("label", &rule.label), ("value", value)]);
            self.paragraphs.push(answer.unwrap_or_default().paragraph(ParagraphKind::Field, text));
        }
    }

    fn enrolment(&mut self) {
        let (law, enrolment) = (self.inputs.law, self.inputs.enrolment);
        let (Some(enrolled), Some(effect)) = (enrolment.enrolled_on, enrolment.in_force_on(law)) else { return };
        let values = [("date", format_date(law, enrolled)), ("effect", format_date(law, effect))];
        let mut texts =
            vec![fill(&law.complaint.register, &values.each_ref().map(|(name, value)| (*name, value.as_str())))];
        let renewed = enrolment.renewed_on.map(|day| format_date(law, day));
        texts.extend(renewed.map(|date| fill(&law.complaint.renewed, &[("date", &date)])));
        let paragraph = |text| Paragraph { register: true, ..Paragraph::new(ParagraphKind::Register, text) };
        self.paragraphs.extend(texts.into_iter().map(paragraph));
    }

    /// The objections that the calls' facts rest on, each once.
    fn objections(&mut self) {
        for objection in self.answers.objections() {
            let mut text = objected(self.inputs.law, objection);
            if !objection.numbers.is_empty() {
                // A neighbouring number is only meaningful beside the number it is a neighbour of.
                let numbers = numbers_of(objection, self.inputs.home);
                text.push(' ');
                text.push_str(&fill(&self.inputs.law.complaint.objected_numbers, &[("numbers", &numbers)]));
            }
            self.paragraphs.push(Paragraph {
                objections: objection.id.into_iter().collect(),
                calls: objection.call_id.into_iter().collect(),
                ..Paragraph::new(ParagraphKind::Objection, text)
            });
        }
    }

    /// What the record supports, once for the calls it is about; then a line a call with what differs.
    fn calls(&mut self) -> DraftTable {
        let (law, chosen) = (self.inputs.law, self.answers.chosen);
        let words = &law.complaint;
        let groups = self.answers.facts();
        for group in &groups {
            self.paragraphs.push(Paragraph {
                calls: group.calls.clone(),
                facts: vec![group.rule.code],
                objections: group.objections.clone(),
                register: group.register,
                ..Paragraph::new(ParagraphKind::Fact, group.text(law, chosen.len()))
            });
        }
        let head = fill(&words.calls, &[("count", &chosen.len().to_string())]);
        self.paragraphs.push(Paragraph { calls: ids(chosen, |_| true), ..Paragraph::new(ParagraphKind::Calls, head) });
        let mut rows = Vec::new();
        for (index, call) in chosen.iter().enumerate() {
            let (id, at) = (call.record.id, call.record.call.at);
            let differs: Vec<String> = groups.iter().filter_map(|group| group.mark(index, chosen.len())).collect();
            let weekday = law.weekdays.get(usize::from(at.weekday())).map_or("", |name| name.as_str());
            let (number, date, time) = ((index + 1).to_string(), format_date(law, at.date()), format_time(at));
            let values = [
                ("index", number.as_str()),
                ("day", weekday),
                ("date", &date),
                ("time", &time),
                ("caller", &caller(law, self.inputs.home, &call.record.call.caller)),
            ];
            let mut text = fill(&words.call, &values);
            if !differs.is_empty() {
                let values = [("label", text.trim_end_matches('.')), ("value", &differs.join("; "))];
                text = format!("{}.", fill(&words.field, &values));
            }
            self.paragraphs.push(Paragraph { calls: vec![id], ..Paragraph::new(ParagraphKind::Call, text) });
            let outcome = call.record.outcome.map(|outcome| outcome_words(law, outcome).to_owned());
            let note = Some(sanitize_line(&call.record.note, MAX_LONG_CHARS)).filter(|note| !note.is_empty());
            let note = note.map(|note| fill(&words.note, &[("note", &note)]));
            for (kind, said) in [(ParagraphKind::Outcome, &outcome), (ParagraphKind::Note, &note)] {
                let paragraph = |text: &String| Paragraph { calls: vec![id], ..Paragraph::new(kind, text.clone()) };
                self.paragraphs.extend(said.as_ref().map(paragraph));
            }
            let last: Vec<String> = [Some(differs.join("; ")).filter(|text| !text.is_empty()), outcome, note]
                .into_iter()
                .flatten()
                .collect();
            let who = plain_caller(law, self.inputs.home, &call.record.call.caller);
            rows.push(DraftTableRow {
                call: id,
                cells: vec![number, format!("{weekday} {date}"), time, who, last.join(" · ")],
            });
        }
        let mut columns = words.columns.to_vec();
        // Where the calls do not differ, no column says so.
        if rows.iter().all(|row| row.cells.last().is_some_and(String::is_empty)) {
            columns.truncate(columns.len().saturating_sub(1));
            rows.iter_mut().for_each(|row| row.cells.truncate(columns.len()));
        }
        DraftTable { columns, rows }
    }

    fn tail(&mut self) {
        let words = &self.inputs.law.complaint;
        let fields = self.answers.fields;
        for (field, statement, said) in [
            (DraftField::Consent, &words.no_consent, fields.consent),
            (DraftField::Contract, &words.no_contract, fields.contract),
        ] {
            // What the form does not ask for is not stated either.
            if said == Some(false) && form_field(self.inputs.law, field).is_some() {
                let statement = Paragraph::new(ParagraphKind::Statement, statement);
                self.paragraphs.push(Paragraph { fields: vec![field], ..statement });
            }
        }
        self.paragraphs.push(Paragraph::new(ParagraphKind::Request, &words.request));
        self.paragraphs.push(Paragraph::new(ParagraphKind::Truth, &words.truth));
        self.paragraphs.push(place_and_date(self.inputs.law, fields.place.as_deref(), self.inputs.today));
        let signature = fill(&words.signature, &[("blank", &self.inputs.law.blank)]);
        self.paragraphs.push(Paragraph::new(ParagraphKind::Closing, signature));
    }
}

impl Answer {
    /// A paragraph that rests on what this answer rests on.
    fn paragraph(self, kind: ParagraphKind, text: String) -> Paragraph {
        Paragraph {
            calls: self.calls,
            objections: self.objections,
            register: self.register,
            fields: self.fields,
            ..Paragraph::new(kind, text)
        }
    }
}
