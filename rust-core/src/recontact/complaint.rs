//! The complaint to the authority: what is supported, what is missing, and a draft in which every sentence names the
//! records it rests on. One controller a report; never a caller whom the person wants.

use super::day::Day;
use super::draft::{joined, numbers_of};
use super::evidence::{Code, Fact};
use super::law::{FieldWords, Law};
use super::objection::{Book, How, Objection, company_key};
use super::register::Enrolment;
use super::text::{MAX_LONG_CHARS, MAX_SHORT_CHARS, date_of, fill, tidy, time_of};
use super::warning::{self, Warning};
use super::{Missing, Paragraph};
use crate::number::{Caller, Region};
use crate::policy::{CallOutcome, CallRecord};

/// What the person fills in; used for one draft and kept nowhere.
#[derive(Clone, Default)]
pub struct Fields {
    /// The controller: in whose interest they called.
    pub company: String,
    /// Its address.
    pub company_address: String,
    /// What was offered.
    pub content: String,
    /// The number that was called.
    pub called_number: String,
    /// The person's name.
    pub name: String,
    /// Their tax code.
    pub tax_code: String,
    /// Where to reach them.
    pub contact: String,
    /// Whether they gave a consent.
    pub consent: Option<bool>,
    /// Whether they have a contract with the company.
    pub contract: Option<bool>,
}

/// A chosen call with what the record supports about it.
#[derive(Debug)]
pub struct Chosen {
    /// The call.
    pub record: CallRecord,
    /// Whether the person wants calls of this caller.
    pub wanted: bool,
    /// Its facts.
    pub facts: Vec<Fact>,
}

/// Why there is no draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The calls are of more than one controller.
    TwoControllers,
    /// One of the callers is wanted.
    WantedCaller,
}

/// The result.
#[derive(Debug, Default)]
pub struct Complaint {
    /// Why there is no draft.
    pub refused: Option<Refusal>,
    /// The controllers that the record knows, with their calls (an empty name: calls without one).
    pub controllers: Vec<(String, Vec<i64>)>,
    /// What is still to be said.
    pub missing: Vec<Missing>,
    /// What to look at, and the calls it is about.
    pub warnings: Vec<(Warning, Vec<i64>)>,
    /// The draft.
    pub paragraphs: Vec<Paragraph>,
}

impl Complaint {
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
    book: &Book,
    chosen: &[Chosen],
    fields: &Fields,
) -> Complaint {
    let fields = tidied(fields);
    let mut complaint = Complaint { controllers: controllers(book, chosen, &fields), ..Complaint::default() };
    let wanted: Vec<i64> = ids(chosen, |call| call.wanted);
    if !wanted.is_empty() {
        let controllers = vec![(String::new(), wanted)];
        return Complaint { refused: Some(Refusal::WantedCaller), controllers, ..complaint };
    }
    if complaint.controllers.iter().filter(|(company, _)| !company.is_empty()).count() > 1 {
        return Complaint { refused: Some(Refusal::TwoControllers), ..complaint };
    }
    let known = known_company(book, chosen);
    let mut drafter = Drafter { law, home, paragraphs: Vec::new(), missing: Vec::new() };
    drafter.head(&fields, known);
    drafter.enrolment(enrolment);
    drafter.objections(book, chosen);
    drafter.calls(chosen);
    drafter.tail(&fields);
    complaint.warnings = warning::all(chosen, &fields, enrolment, law, book);
    complaint.missing = drafter.missing;
    complaint.paragraphs = drafter.paragraphs;
    complaint
}

fn tidied(fields: &Fields) -> Fields {
    let short = |text: &str| tidy(text, MAX_SHORT_CHARS);
    Fields {
        company: short(&fields.company),
        company_address: short(&fields.company_address),
        content: tidy(&fields.content, MAX_LONG_CHARS),
        called_number: short(&fields.called_number),
        name: short(&fields.name),
        tax_code: short(&fields.tax_code),
        contact: short(&fields.contact),
        ..fields.clone()
    }
}

pub(super) fn ids(chosen: &[Chosen], which: impl Fn(&Chosen) -> bool) -> Vec<i64> {
    chosen.iter().filter(|call| which(call)).map(|call| call.record.id).collect()
}

/// The companies that the objections name for these calls, and the one that the person gave, by what they are called.
fn controllers(book: &Book, chosen: &[Chosen], fields: &Fields) -> Vec<(String, Vec<i64>)> {
    let mut found: Vec<(String, Vec<i64>)> = Vec::new();
    if !company_key(&fields.company).is_empty() {
        found.push((fields.company.clone(), Vec::new()));
    }
    for call in chosen {
        let company = company_of(book, call).map(|made| tidy(&made.company, MAX_SHORT_CHARS)).unwrap_or_default();
        let key = company_key(&company);
        match found.iter_mut().find(|(known, _)| company_key(known) == key) {
            Some((_, calls)) => calls.push(call.record.id),
            None => found.push((company, vec![call.record.id])),
        }
    }
    found
}

fn company_of<'a>(book: &'a Book, call: &Chosen) -> Option<&'a Objection> {
    call.record.call.caller.key().and_then(|key| book.company_of(key))
}

pub(super) fn known_company<'a>(book: &'a Book, chosen: &[Chosen]) -> Option<&'a Objection> {
    chosen.iter().find_map(|call| company_of(book, call))
}

struct Drafter {
    law: &'static Law,
    home: Region,
    paragraphs: Vec<Paragraph>,
    missing: Vec<Missing>,
}

impl Drafter {
    fn head(&mut self, fields: &Fields, known: Option<&Objection>) {
        let words = &self.law.complaint;
        let law = self.law.authority.source.name();
        let opening = fill(&words.opening, &[("authority", &self.law.authority.name), ("law", &law)]);
        self.paragraphs.push(Paragraph::fixed("opening", opening));
        let asked = &words.fields;
        self.field("name", &asked.name, &fields.name);
        self.field("tax_code", &asked.tax_code, &fields.tax_code);
        self.field("contact", &asked.contact, &fields.contact);
        self.field("called_number", &asked.called_number, &fields.called_number);
        match known {
            // The person's own words on this draft come before those of a record.
            Some(made) if fields.company.is_empty() => {
                let company = tidy(&made.company, MAX_SHORT_CHARS);
                let text = fill(&asked.company.local, &[("value", &company)]);
                let objections = made.id.into_iter().collect();
                self.paragraphs.push(Paragraph { objections, ..Paragraph::fixed("field", text) });
            }
            Some(_) | None => self.field("company", &asked.company, &fields.company),
        }
        self.field("company_address", &asked.company_address, &fields.company_address);
        self.field("content", &asked.content, &fields.content);
    }

    /// A field's line: as filled in, or a line to fill in by hand where it is required.
    fn field(&mut self, name: &'static str, asked: &FieldWords, value: &str) {
        if asked.local.is_empty() {
            return;
        }
        if !value.is_empty() {
            let text = fill(&asked.local, &[("value", value)]);
            self.paragraphs.push(Paragraph { fields: vec![name], ..Paragraph::fixed("field", text) });
            return;
        }
        self.lacks(name, asked);
        if asked.required {
            let text = fill(&asked.local, &[("value", &self.law.blank)]);
            self.paragraphs.push(Paragraph::fixed("field", text));
        }
    }

    fn lacks(&mut self, field: &'static str, asked: &FieldWords) {
        let text = asked.words();
        self.missing.push(Missing { field, required: asked.required, text });
    }

    fn enrolment(&mut self, enrolment: Enrolment) {
        let Some(register) = &self.law.register else { return };
        let asked = &self.law.complaint.fields.register;
        let (Some(enrolled), Some(effect)) = (enrolment.enrolled_on, enrolment.in_force_on(register)) else {
            self.lacks("register", asked);
            return;
        };
        let text = fill(&asked.local, &[("date", &date_of(enrolled)), ("effect", &date_of(effect))]);
        self.paragraphs.push(Paragraph { register: true, ..Paragraph::fixed("register", text) });
        if let Some(renewed) = enrolment.renewed_on {
            let text = fill(&self.law.complaint.renewed, &[("date", &date_of(renewed))]);
            self.paragraphs.push(Paragraph { register: true, ..Paragraph::fixed("register", text) });
        }
    }

    /// The objections that the calls' facts rest on, each once.
    fn objections(&mut self, book: &Book, chosen: &[Chosen]) {
        for made in book.all() {
            let rests = |fact: &Fact| {
                fact.rule.code == Code::AfterObjection
                    && (made.id.is_some() && fact.objection == made.id
                        || fact.objection.is_none() && made.call_id.is_some_and(|id| fact.calls.contains(&id)))
            };
            if !chosen.iter().any(|call| call.facts.iter().any(rests)) {
                continue;
            }
            let (date, time) = (date_of(Day::of(made.at)), time_of(made.at));
            let how = how_words(self.law, made.how);
            let mut text = fill(&self.law.complaint.objection, &[("date", &date), ("time", &time), ("how", how)]);
            if !made.numbers.is_empty() {
                // Else nobody could tell what a neighbouring number is a neighbour of.
                text.push(' ');
                text.push_str(&fill(
                    &self.law.complaint.objected_numbers,
                    &[("numbers", &numbers_of(made, self.home))],
                ));
            }
            self.paragraphs.push(Paragraph {
                objections: made.id.into_iter().collect(),
                calls: made.call_id.into_iter().collect(),
                ..Paragraph::fixed("objection", text)
            });
        }
    }

    fn calls(&mut self, chosen: &[Chosen]) {
        let words = &self.law.complaint;
        let count = chosen.len().to_string();
        let calls = ids(chosen, |_| true);
        let head = fill(&words.calls, &[("count", &count)]);
        self.paragraphs.push(Paragraph { calls, ..Paragraph::fixed("calls", head) });
        for (index, call) in chosen.iter().enumerate() {
            let id = call.record.id;
            let at = call.record.call.at;
            let weekday = self.law.weekdays.get(usize::from(Day::of(at).weekday())).map_or("", |name| name.as_str());
            let text = fill(
                &words.call,
                &[
                    ("index", &(index + 1).to_string()),
                    ("day", weekday),
                    ("date", &date_of(Day::of(at))),
                    ("time", &time_of(at)),
                    ("caller", &self.caller(&call.record.call.caller)),
                ],
            );
            self.paragraphs.push(Paragraph { calls: vec![id], ..Paragraph::fixed("call", text) });
            if let Some(outcome) = call.record.outcome {
                let text = outcome_words(self.law, outcome);
                self.paragraphs.push(Paragraph { calls: vec![id], ..Paragraph::fixed("outcome", text) });
            }
            for fact in &call.facts {
                self.paragraphs.push(Paragraph {
                    calls: fact.calls.clone(),
                    facts: vec![fact.rule.code],
                    objections: fact.objection.into_iter().collect(),
                    register: fact.register,
                    ..Paragraph::fixed("fact", fact.sentence.clone())
                });
            }
            let note = tidy(&call.record.note, MAX_LONG_CHARS);
            if !note.is_empty() {
                let text = fill(&words.note, &[("note", &note)]);
                self.paragraphs.push(Paragraph { calls: vec![id], ..Paragraph::fixed("note", text) });
            }
        }
    }

    fn caller(&self, caller: &Caller) -> String {
        let from = |number: &str| fill(&self.law.complaint.from_number, &[("number", number)]);
        match caller {
            Caller::Number(number) => from(&format!("{number} ({})", number.display(self.home))),
            Caller::ShortCode(code) => from(&code.digits()),
            Caller::Hidden(_) => self.law.hidden.into(),
            Caller::Other(_) => self.law.other.into(),
        }
    }

    fn tail(&mut self, fields: &Fields) {
        let words = &self.law.complaint;
        let statements =
            [("consent", &words.fields.consent, fields.consent), ("contract", &words.fields.contract, fields.contract)];
        for (name, asked, said) in statements {
            match said {
                Some(false) => {
                    self.paragraphs
                        .push(Paragraph { fields: vec![name], ..Paragraph::fixed("statement", asked.local) });
                }
                Some(true) => {}
                None => self.lacks(name, asked),
            }
        }
        self.paragraphs.push(Paragraph::fixed("request", words.request));
        self.paragraphs.push(Paragraph::fixed("truth", words.truth));
        self.paragraphs.push(Paragraph::fixed("closing", fill(&words.closing, &[("blank", &self.law.blank)])));
    }
}

pub(super) fn how_words(law: &'static Law, how: How) -> &'static str {
    match how {
        How::Phone => law.how.phone.as_str(),
        How::Email => law.how.email.as_str(),
        How::Certified => law.how.certified.as_str(),
        How::Letter => law.how.letter.as_str(),
    }
}

fn outcome_words(law: &'static Law, outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Answered => law.outcomes.answered.as_str(),
        CallOutcome::RangOut => law.outcomes.rang_out.as_str(),
        CallOutcome::Silent => law.outcomes.silent.as_str(),
        CallOutcome::HungUp => law.outcomes.hung_up.as_str(),
        CallOutcome::Objected => law.outcomes.objected.as_str(),
    }
}
