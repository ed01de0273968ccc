//! The letter of objection under article 21 of the GDPR, of a saved objection or of what the user types.

use super::complaint::method_words;
use super::draft::{DraftField, FormField, LetterFields, Paragraph, ParagraphKind, joined, numbers_of};
use super::law::{FieldWords, Law};
use super::objection::{Objection, ObjectionMethod, company_key};
use super::text::{MAX_SHORT_CHARS, fill, format_date, format_time, sanitize_line};
use crate::moment::Moment;
use crate::number::Region;

/// The fields of its form, in their order.
pub const FIELDS: [DraftField; 4] =
    [DraftField::Company, DraftField::CalledNumber, DraftField::Name, DraftField::Contact];

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

/// Writes the letter. Of an objection to another company than the typed one it says nothing. `after` are the calls of
/// the same number after the objection, oldest first.
#[must_use]
pub fn write(
    law: &'static Law,
    home: Region,
    objection: Option<&Objection>,
    after: &[(i64, Moment)],
    fields: &LetterFields,
) -> LetterDraft {
    let line = |text: &str| sanitize_line(text, MAX_SHORT_CHARS);
    let entered = |field: &Option<String>| line(field.as_deref().unwrap_or_default());
    let words = &law.letter;
    let mut letter = LetterDraft::default();
    let (typed, noted) =
        (entered(&fields.company), objection.map(|objection| line(&objection.company)).unwrap_or_default());
    let is_theirs =
        |_: &&Objection| [&typed, &noted].contains(&&String::new()) || company_key(&typed) == company_key(&noted);
    let objection = objection.filter(is_theirs);
    letter.has_company = !typed.is_empty() || !noted.is_empty();
    let objections: Vec<i64> = objection.and_then(|objection| objection.id).into_iter().collect();
    if letter.has_company {
        let company = if typed.is_empty() { &noted } else { &typed };
        let mut to = Paragraph::new(ParagraphKind::To, fill(&words.to, &[("company", company)]));
        if typed.is_empty() {
            to.objections.clone_from(&objections);
        } else {
            to.fields.push(DraftField::Company);
        }
        letter.paragraphs.push(to);
    } else {
        letter.lacks(DraftField::Company, &law.complaint.fields.company);
    }
    letter.paragraphs.push(Paragraph::new(ParagraphKind::Subject, &words.subject));
    let form = &law.complaint.fields;
    let number = entered(&fields.called_number);
    let objects = fill(&words.objects, &[("called_number", or_blank(&number, law))]);
    letter.value(ParagraphKind::Objects, objects, DraftField::CalledNumber, !number.is_empty(), &form.called_number);
    if let Some(objection) = objection {
        letter.record(law, home, objection, after, &objections);
    }
    letter.paragraphs.push(Paragraph::new(ParagraphKind::Asks, &words.asks));
    let contact = entered(&fields.contact);
    let answer_to = fill(&words.contact, &[("contact", or_blank(&contact, law))]);
    letter.value(ParagraphKind::Contact, answer_to, DraftField::Contact, !contact.is_empty(), &form.contact);
    let name = entered(&fields.name);
    let closing = fill(&words.closing, &[("name", or_blank(&name, law))]);
    letter.value(ParagraphKind::Closing, closing, DraftField::Name, !name.is_empty(), &form.name);
    letter
}

/// A value, or a line to fill in by hand.
fn or_blank<'a>(value: &'a str, law: &'static Law) -> &'a str {
    if value.is_empty() { &law.blank } else { value }
}

impl LetterDraft {
    fn lacks(&mut self, field: DraftField, asked: &FieldWords) {
        self.missing.push(FormField::new(field, field == DraftField::Company, asked));
    }

    /// A paragraph around one field, or around a line to fill in where it is not entered.
    fn value(&mut self, kind: ParagraphKind, text: String, field: DraftField, is_entered: bool, asked: &FieldWords) {
        let mut paragraph = Paragraph::new(kind, text);
        if is_entered {
            paragraph.fields.push(field);
        } else {
            self.lacks(field, asked);
        }
        self.paragraphs.push(paragraph);
    }

    /// What the record says of the objection and of what followed.
    fn record(
        &mut self,
        law: &'static Law,
        home: Region,
        objection: &Objection,
        after: &[(i64, Moment)],
        objections: &[i64],
    ) {
        let words = &law.letter;
        let calls: Vec<i64> = objection.call_id.into_iter().collect();
        let rests = |kind, text| Paragraph {
            objections: objections.to_vec(),
            calls: calls.clone(),
            ..Paragraph::new(kind, text)
        };
        // A written objection without later calls is this letter itself.
        if objection.how == ObjectionMethod::Phone || !after.is_empty() {
            let (date, time) = (format_date(objection.at.date()), format_time(objection.at));
            let how = method_words(law, objection.how);
            self.paragraphs
                .push(rests(ParagraphKind::Said, fill(&words.said, &[("date", &date), ("time", &time), ("how", how)])));
        }
        if !objection.numbers.is_empty() {
            let numbers = numbers_of(objection, home);
            self.paragraphs.push(rests(ParagraphKind::Numbers, fill(&words.numbers, &[("numbers", &numbers)])));
        }
        if let Some((_, last)) = after.last() {
            let (date, time) = (format_date(last.date()), format_time(*last));
            let text = fill(&words.again, &[("count", &after.len().to_string()), ("date", &date), ("time", &time)]);
            let ids = after.iter().map(|(id, _)| *id).collect();
            self.paragraphs.push(Paragraph { calls: ids, ..rests(ParagraphKind::Again, text) });
        }
    }
}
