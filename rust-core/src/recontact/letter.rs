//! Letters to a company: the objection under article 21 of the GDPR, of a saved objection or of what the user types, and
//! the one that says that a contract made by a forbidden call is void.

use jiff::civil::Date;

use super::authority::VoidLetter;
use super::draft::{FormField, LetterFields, Paragraph, ParagraphKind, field_of, joined, numbers_of};
use super::draft_field::DraftField;
use super::law::Law;
use super::objection::{Objection, ObjectionMethod, company_key};
use super::phrases::{objected, offer_words, place_and_date, plain_caller};
use super::text::{MAX_SHORT_CHARS, fill, format_date, format_time, sanitize_line};
use crate::moment::Moment;
use crate::number::Region;
use crate::policy::CallRecord;

/// The fields of its form, in their order.
pub const FIELDS: [DraftField; 6] = [
    DraftField::Company,
    DraftField::CalledNumber,
    DraftField::Name,
    DraftField::Address,
    DraftField::Contact,
    DraftField::Place,
];

/// A drafted letter.
#[derive(Debug, Default)]
pub struct LetterDraft {
    /// What is still to be said.
    pub missing: Vec<FormField>,
    /// The draft.
    pub paragraphs: Vec<Paragraph>,
    has_company: bool,
}

impl LetterDraft {
    /// The letter as one text; `None` while no addressee is given.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.has_company.then(|| joined(&self.paragraphs))
    }
}

/// What letters are written from, beside the record.
#[derive(Clone, Copy)]
pub struct LetterInputs<'a> {
    /// The country's law.
    pub law: &'static Law,
    /// Region in force.
    pub home: Region,
    /// Today.
    pub today: Date,
    /// The form as filled in.
    pub fields: &'a LetterFields,
}

/// Writes the letter. Of an objection to another company than the typed one it says nothing. `after` are the calls of
/// the same number after the objection, oldest first.
#[must_use]
pub fn write(inputs: &LetterInputs<'_>, objection: Option<&Objection>, after: &[(i64, Moment)]) -> LetterDraft {
    let law = inputs.law;
    let words = &law.letter;
    let (typed, noted) = (
        entered(inputs.fields.company.as_ref()),
        objection.map(|objection| sanitize_line(&objection.company, MAX_SHORT_CHARS)).unwrap_or_default(),
    );
    let is_theirs =
        |_: &&Objection| [&typed, &noted].contains(&&String::new()) || company_key(&typed) == company_key(&noted);
    let objection = objection.filter(is_theirs);
    let mut letter = LetterDraft::default();
    letter.head(inputs, &noted, objection);
    letter.paragraphs.push(Paragraph::new(ParagraphKind::Subject, &words.subject));
    let number = entered(inputs.fields.called_number.as_ref());
    let objects = fill(&words.objects, &[("called_number", or_blank(&number, law))]);
    let objects = Paragraph::new(ParagraphKind::Objects, objects);
    letter.value(law, objects, &[(DraftField::CalledNumber, !number.is_empty())]);
    if let Some(objection) = objection {
        letter.record(inputs, objection, after);
    }
    letter.paragraphs.push(Paragraph::new(ParagraphKind::Asks, &words.asks));
    letter.close(inputs);
    letter
}

/// Writes that a contract is void which was proposed in this call.
#[must_use]
pub fn write_void(
    inputs: &LetterInputs<'_>,
    words: &'static VoidLetter,
    call: &CallRecord,
    company: &str,
) -> LetterDraft {
    let law = inputs.law;
    let mut letter = LetterDraft::default();
    letter.head(inputs, &sanitize_line(company, MAX_SHORT_CHARS), None);
    letter.paragraphs.push(Paragraph::new(ParagraphKind::Subject, &words.subject));
    let at = call.call.at;
    let offer = call.offer.and_then(|offer| offer_words(law, offer)).unwrap_or_default();
    let number = entered(inputs.fields.called_number.as_ref());
    let values = [
        ("date", format_date(law, at.date())),
        ("time", format_time(at)),
        ("caller", plain_caller(law, inputs.home, &call.call.caller)),
        ("offer", offer.to_owned()),
        ("called_number", or_blank(&number, law).to_owned()),
        ("law", words.source.name()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let told = Paragraph { calls: vec![call.id], ..Paragraph::new(ParagraphKind::Call, fill(&words.call, &values)) };
    letter.value(law, told, &[(DraftField::CalledNumber, !number.is_empty())]);
    letter.paragraphs.push(Paragraph::new(ParagraphKind::Void, fill(&words.void, &values)));
    letter.paragraphs.push(Paragraph::new(ParagraphKind::Asks, &words.asks));
    letter.close(inputs);
    letter
}

/// A field as one line of plain text.
fn entered(field: Option<&String>) -> String {
    sanitize_line(field.map(String::as_str).unwrap_or_default(), MAX_SHORT_CHARS)
}

/// A value, or a line to fill in by hand.
fn or_blank<'a>(value: &'a str, law: &'static Law) -> &'a str {
    if value.is_empty() { &law.blank } else { value }
}

impl LetterDraft {
    fn lacks(&mut self, law: &'static Law, field: DraftField) {
        let rule = field_of(law, field);
        self.missing.extend(rule.map(|rule| FormField::new(rule, field == DraftField::Company)));
    }

    /// A paragraph around fields, or around lines to fill in where they are not entered.
    fn value(&mut self, law: &'static Law, mut paragraph: Paragraph, fields: &[(DraftField, bool)]) {
        for (field, is_entered) in fields {
            if *is_entered {
                paragraph.fields.push(*field);
            } else {
                self.lacks(law, *field);
            }
        }
        self.paragraphs.push(paragraph);
    }

    /// Who writes, to whom, where and when.
    fn head(&mut self, inputs: &LetterInputs<'_>, noted: &str, objection: Option<&Objection>) {
        let (law, fields) = (inputs.law, inputs.fields);
        let typed = entered(fields.company.as_ref());
        self.has_company = !typed.is_empty() || !noted.is_empty();
        if !self.has_company {
            self.lacks(law, DraftField::Company);
        }
        let [name, address, contact] =
            [&fields.name, &fields.address, &fields.contact].map(|field| entered(field.as_ref()));
        let lines = [or_blank(&name, law), &address, or_blank(&contact, law)];
        let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        let sender = Paragraph::new(ParagraphKind::Sender, lines.join("\n"));
        self.value(law, sender, &[(DraftField::Name, !name.is_empty()), (DraftField::Contact, !contact.is_empty())]);
        if self.has_company {
            let company = if typed.is_empty() { noted } else { &typed };
            let mut to = Paragraph::new(ParagraphKind::To, fill(&law.letter.to, &[("company", company)]));
            if typed.is_empty() {
                to.objections = objection.and_then(|objection| objection.id).into_iter().collect();
            } else {
                to.fields.push(DraftField::Company);
            }
            self.paragraphs.push(to);
        }
        let place = entered(fields.place.as_ref());
        let line = place_and_date(law, Some(&place), inputs.today);
        if place.is_empty() {
            self.lacks(law, DraftField::Place);
        }
        self.paragraphs.push(line);
    }

    /// The name under the letter.
    fn close(&mut self, inputs: &LetterInputs<'_>) {
        let name = entered(inputs.fields.name.as_ref());
        let mut closing = Paragraph::new(ParagraphKind::Closing, or_blank(&name, inputs.law));
        closing.fields = Some(DraftField::Name).filter(|_| !name.is_empty()).into_iter().collect();
        self.paragraphs.push(closing);
    }

    /// What the record says of the objection and of what followed.
    fn record(&mut self, inputs: &LetterInputs<'_>, objection: &Objection, after: &[(i64, Moment)]) {
        let words = &inputs.law.letter;
        let objections: Vec<i64> = objection.id.into_iter().collect();
        let calls: Vec<i64> = objection.call_id.into_iter().collect();
        let rests = |kind, text| Paragraph {
            objections: objections.clone(),
            calls: calls.clone(),
            ..Paragraph::new(kind, text)
        };
        // A written objection without later calls is this letter itself.
        if objection.how == ObjectionMethod::Phone || !after.is_empty() {
            self.paragraphs.push(rests(ParagraphKind::Said, objected(inputs.law, objection)));
        }
        if !objection.numbers.is_empty() {
            let numbers = numbers_of(objection, inputs.home);
            self.paragraphs.push(rests(ParagraphKind::Numbers, fill(&words.numbers, &[("numbers", &numbers)])));
        }
        if let Some((_, last)) = after.last() {
            let (date, time) = (format_date(inputs.law, last.date()), format_time(*last));
            let text = fill(&words.again, &[("count", &after.len().to_string()), ("date", &date), ("time", &time)]);
            let ids = after.iter().map(|(id, _)| *id).collect();
            self.paragraphs.push(Paragraph { calls: ids, ..rests(ParagraphKind::Again, text) });
        }
    }
}
