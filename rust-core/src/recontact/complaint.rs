//! The complaint to the authority: what is supported, what is missing, and a draft in which every sentence names the
//! records it rests on. One controller a report; never a caller whom the user wants.

use serde::{Deserialize, Serialize};

use super::draft::{
    ChosenRecord, ComplaintFields, Controller, DraftField, FormField, Paragraph, ParagraphKind, company_of, ids,
    joined, known_company, numbers_of,
};
use super::evidence::CallFact;
use super::fact_code::FactCode;
use super::law::{FieldWords, Law};
use super::objection::{Objection, ObjectionIndex, ObjectionMethod, company_key};
use super::register::Enrolment;
use super::text::{MAX_LONG_CHARS, MAX_SHORT_CHARS, fill, format_date, format_time, sanitize_line};
use super::warning::{self, WarningCode};
use crate::localized_text::LocalizedText;
use crate::number::{Caller, Region};
use crate::policy::CallOutcome;

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
                "Fra le chiamate scelte ce n'è una di chi vuoi sentire: in rubrica, permesso o chiamato da te.",
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
pub fn draft(
    law: &'static Law,
    home: Region,
    enrolment: Enrolment,
    objections: &ObjectionIndex,
    chosen: &[ChosenRecord],
    fields: &ComplaintFields,
) -> ComplaintDraft {
    let fields = sanitized(fields);
    let controllers = controllers(objections, chosen, &fields);
    let mut complaint = ComplaintDraft { controllers, ..ComplaintDraft::default() };
    let wanted: Vec<i64> = ids(chosen, |call| call.wanted);
    if !wanted.is_empty() {
        let controllers = vec![Controller { company: String::new(), calls: wanted }];
        return ComplaintDraft { refused: Some(RefusalCode::WantedCaller), controllers, ..complaint };
    }
    if complaint.controllers.iter().filter(|controller| !controller.company.is_empty()).count() > 1 {
        return ComplaintDraft { refused: Some(RefusalCode::TwoControllers), ..complaint };
    }
    let known = known_company(objections, chosen);
    let mut drafter = Drafter { law, home, paragraphs: Vec::new(), missing: Vec::new() };
    drafter.head(&fields, known);
    drafter.enrolment(enrolment);
    drafter.objections(objections, chosen);
    drafter.calls(chosen);
    drafter.tail(&fields);
    complaint.warnings = warning::all(chosen, &fields, enrolment, law, objections);
    complaint.missing = drafter.missing;
    complaint.paragraphs = drafter.paragraphs;
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

struct Drafter {
    law: &'static Law,
    home: Region,
    paragraphs: Vec<Paragraph>,
    missing: Vec<FormField>,
}

impl Drafter {
    fn head(&mut self, fields: &ComplaintFields, known: Option<&Objection>) {
        let words = &self.law.complaint;
        let law = self.law.authority.source.name();
        let opening = fill(&words.opening, &[("authority", &self.law.authority.name), ("law", &law)]);
        self.paragraphs.push(Paragraph::new(ParagraphKind::Opening, opening));
        let asked = &words.fields;
        self.field(DraftField::Name, &asked.name, fields.name.as_deref());
        self.field(DraftField::TaxCode, &asked.tax_code, fields.tax_code.as_deref());
        self.field(DraftField::Contact, &asked.contact, fields.contact.as_deref());
        self.field(DraftField::CalledNumber, &asked.called_number, fields.called_number.as_deref());
        match known {
            // The user's own words on this draft come before those of a record.
            Some(objection) if fields.company.as_ref().is_none_or(String::is_empty) => {
                let company = sanitize_line(&objection.company, MAX_SHORT_CHARS);
                let text = fill(&asked.company.local, &[("value", &company)]);
                let objections = objection.id.into_iter().collect();
                self.paragraphs.push(Paragraph { objections, ..Paragraph::new(ParagraphKind::Field, text) });
            }
            Some(_) | None => self.field(DraftField::Company, &asked.company, fields.company.as_deref()),
        }
        self.field(DraftField::CompanyAddress, &asked.company_address, fields.company_address.as_deref());
        self.field(DraftField::Content, &asked.content, fields.content.as_deref());
    }

    /// A field's line: as filled in, or a line to fill in by hand where it is required.
    fn field(&mut self, field: DraftField, asked: &FieldWords, value: Option<&str>) {
        if asked.local.is_empty() {
            return;
        }
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let text = fill(&asked.local, &[("value", value)]);
            self.paragraphs.push(Paragraph { fields: vec![field], ..Paragraph::new(ParagraphKind::Field, text) });
            return;
        }
        self.lacks(field, asked);
        if asked.required {
            let text = fill(&asked.local, &[("value", &self.law.blank)]);
            self.paragraphs.push(Paragraph::new(ParagraphKind::Field, text));
        }
    }

    fn lacks(&mut self, field: DraftField, asked: &FieldWords) {
        self.missing.push(FormField::new(field, asked.required, asked));
    }

    fn enrolment(&mut self, enrolment: Enrolment) {
        let Some(register) = &self.law.register else { return };
        let asked = &self.law.complaint.fields.register;
        let (Some(enrolled), Some(effect)) = (enrolment.enrolled_on, enrolment.in_force_on(register)) else {
            self.lacks(DraftField::Register, asked);
            return;
        };
        let text = fill(&asked.local, &[("date", &format_date(enrolled)), ("effect", &format_date(effect))]);
        self.paragraphs.push(Paragraph { register: true, ..Paragraph::new(ParagraphKind::Register, text) });
        if let Some(renewed) = enrolment.renewed_on {
            let text = fill(&self.law.complaint.renewed, &[("date", &format_date(renewed))]);
            self.paragraphs.push(Paragraph { register: true, ..Paragraph::new(ParagraphKind::Register, text) });
        }
    }

    /// The objections that the calls' facts rest on, each once.
    fn objections(&mut self, objections: &ObjectionIndex, chosen: &[ChosenRecord]) {
        for objection in objections.all() {
            let rests = |fact: &CallFact| {
                fact.rule.code == FactCode::AfterObjection
                    && (objection.id.is_some() && fact.objection == objection.id
                        || fact.objection.is_none() && objection.call_id.is_some_and(|id| fact.calls.contains(&id)))
            };
            if !chosen.iter().any(|call| call.facts.iter().any(rests)) {
                continue;
            }
            let (date, time) = (format_date(objection.at.date()), format_time(objection.at));
            let how = method_words(self.law, objection.how);
            let mut text = fill(&self.law.complaint.objection, &[("date", &date), ("time", &time), ("how", how)]);
            if !objection.numbers.is_empty() {
                // A neighbouring number is only meaningful beside the number it is a neighbour of.
                text.push(' ');
                text.push_str(&fill(
                    &self.law.complaint.objected_numbers,
                    &[("numbers", &numbers_of(objection, self.home))],
                ));
            }
            self.paragraphs.push(Paragraph {
                objections: objection.id.into_iter().collect(),
                calls: objection.call_id.into_iter().collect(),
                ..Paragraph::new(ParagraphKind::Objection, text)
            });
        }
    }

    fn calls(&mut self, chosen: &[ChosenRecord]) {
        let words = &self.law.complaint;
        let count = chosen.len().to_string();
        let calls = ids(chosen, |_| true);
        let head = fill(&words.calls, &[("count", &count)]);
        self.paragraphs.push(Paragraph { calls, ..Paragraph::new(ParagraphKind::Calls, head) });
        for (index, call) in chosen.iter().enumerate() {
            let id = call.record.id;
            let at = call.record.call.at;
            let weekday = usize::from(at.weekday());
            let weekday = self.law.weekdays.get(weekday).map_or("", |name| name.as_str());
            let text = fill(
                &words.call,
                &[
                    ("index", &(index + 1).to_string()),
                    ("day", weekday),
                    ("date", &format_date(at.date())),
                    ("time", &format_time(at)),
                    ("caller", &self.caller(&call.record.call.caller)),
                ],
            );
            self.paragraphs.push(Paragraph { calls: vec![id], ..Paragraph::new(ParagraphKind::Call, text) });
            if let Some(outcome) = call.record.outcome {
                let text = outcome_words(self.law, outcome);
                self.paragraphs.push(Paragraph { calls: vec![id], ..Paragraph::new(ParagraphKind::Outcome, text) });
            }
            for fact in &call.facts {
                self.paragraphs.push(Paragraph {
                    calls: fact.calls.clone(),
                    facts: vec![fact.rule.code],
                    objections: fact.objection.into_iter().collect(),
                    register: fact.register,
                    ..Paragraph::new(ParagraphKind::Fact, fact.sentence.clone())
                });
            }
            let note = sanitize_line(&call.record.note, MAX_LONG_CHARS);
            if !note.is_empty() {
                let text = fill(&words.note, &[("note", &note)]);
                self.paragraphs.push(Paragraph { calls: vec![id], ..Paragraph::new(ParagraphKind::Note, text) });
            }
        }
    }

    fn caller(&self, caller: &Caller) -> String {
        let from = |number: &str| fill(&self.law.complaint.from_number, &[("number", number)]);
        match caller {
            Caller::Number(number) => from(&format!("{number} ({})", number.display(self.home))),
            Caller::ShortCode(code) => from(&code.digits()),
            Caller::Hidden(_) => self.law.hidden.clone(),
            Caller::Other(_) => self.law.other.clone(),
        }
    }

    fn tail(&mut self, fields: &ComplaintFields) {
        let words = &self.law.complaint;
        let statements = [
            (DraftField::Consent, &words.fields.consent, fields.consent),
            (DraftField::Contract, &words.fields.contract, fields.contract),
        ];
        for (field, asked, said) in statements {
            match said {
                Some(false) => {
                    let statement = Paragraph::new(ParagraphKind::Statement, &asked.local);
                    self.paragraphs.push(Paragraph { fields: vec![field], ..statement });
                }
                Some(true) => {}
                None => self.lacks(field, asked),
            }
        }
        self.paragraphs.push(Paragraph::new(ParagraphKind::Request, &words.request));
        self.paragraphs.push(Paragraph::new(ParagraphKind::Truth, &words.truth));
        self.paragraphs
            .push(Paragraph::new(ParagraphKind::Closing, fill(&words.closing, &[("blank", &self.law.blank)])));
    }
}

/// How an objection was made, in the country's language.
pub(super) fn method_words(law: &'static Law, method: ObjectionMethod) -> &'static str {
    match method {
        ObjectionMethod::Phone => &law.how.phone,
        ObjectionMethod::Email => &law.how.email,
        ObjectionMethod::Certified => &law.how.certified,
        ObjectionMethod::Letter => &law.how.letter,
    }
}

fn outcome_words(law: &'static Law, outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Answered => &law.outcomes.answered,
        CallOutcome::RangOut => &law.outcomes.rang_out,
        CallOutcome::Silent => &law.outcomes.silent,
        CallOutcome::HungUp => &law.outcomes.hung_up,
        CallOutcome::Objected => &law.outcomes.objected,
    }
}
