//! The letter of objection under article 21 of the GDPR, of a saved objection or of what the person types.

use super::complaint::how_words;
use super::day::Day;
use super::draft::{joined, numbers_of};
use super::law::{FieldWords, Law};
use super::objection::{How, Objection, company_key};
use super::text::{MAX_SHORT_CHARS, date_of, fill, tidy, time_of};
use super::{Missing, Paragraph};
use crate::moment::Moment;
use crate::number::Region;

/// What the person fills in; kept nowhere.
#[derive(Clone, Default)]
pub struct Fields {
    /// Whom the letter is to.
    pub company: String,
    /// The number that must not be called.
    pub called_number: String,
    /// The person's name.
    pub name: String,
    /// Where to reach them.
    pub contact: String,
}

/// The names of those fields.
pub const FIELDS: [&str; 4] = ["company", "called_number", "name", "contact"];

/// A letter.
#[derive(Debug, Default)]
pub struct Letter {
    /// What is still to be said.
    pub missing: Vec<Missing>,
    /// The draft.
    pub paragraphs: Vec<Paragraph>,
    has_company: bool,
}

impl Letter {
    /// The letter as one text; `None` while nobody is named whom it is to.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.has_company.then(|| joined(&self.paragraphs))
    }
}

/// Writes the letter. Of an objection to another company than the typed one it says nothing. `after` are the calls of the same number after the objection, oldest first.
#[must_use]
pub fn write(
    law: &'static Law,
    home: Region,
    made: Option<&Objection>,
    after: &[(i64, Moment)],
    fields: &Fields,
) -> Letter {
    let tidied = |text: &str| tidy(text, MAX_SHORT_CHARS);
    let words = &law.letter;
    let mut letter = Letter::default();
    let (typed, noted) = (tidied(&fields.company), made.map(|made| tidied(&made.company)).unwrap_or_default());
    let is_theirs =
        |_: &&Objection| [&typed, &noted].contains(&&String::new()) || company_key(&typed) == company_key(&noted);
    let made = made.filter(is_theirs);
    letter.has_company = !typed.is_empty() || !noted.is_empty();
    let objections: Vec<i64> = made.and_then(|made| made.id).into_iter().collect();
    if letter.has_company {
        let company = if typed.is_empty() { &noted } else { &typed };
        let mut to = Paragraph::fixed("to", fill(&words.to, &[("company", company)]));
        if typed.is_empty() {
            to.objections.clone_from(&objections);
        } else {
            to.fields.push("company");
        }
        letter.paragraphs.push(to);
    } else {
        letter.lacks("company", &law.complaint.fields.company);
    }
    letter.paragraphs.push(Paragraph::fixed("subject", words.subject));
    let number = tidied(&fields.called_number);
    letter.value("objects", "called_number", &words.objects, &number, &law.blank, &law.complaint.fields.called_number);
    if let Some(made) = made {
        letter.record(law, home, made, after, &objections);
    }
    letter.paragraphs.push(Paragraph::fixed("asks", words.asks));
    let contact = tidied(&fields.contact);
    letter.value("contact", "contact", &words.contact, &contact, &law.blank, &law.complaint.fields.contact);
    letter.value("closing", "name", &words.closing, &tidied(&fields.name), &law.blank, &law.complaint.fields.name);
    letter
}

impl Letter {
    fn lacks(&mut self, field: &'static str, asked: &FieldWords) {
        let text = asked.words();
        self.missing.push(Missing { field, required: field == "company", text });
    }

    /// A paragraph around one value, or around a line to fill in.
    fn value(
        &mut self,
        kind: &'static str,
        field: &'static str,
        template: &str,
        value: &str,
        blank: &str,
        asked: &FieldWords,
    ) {
        let mut paragraph =
            Paragraph::fixed(kind, fill(template, &[(field, if value.is_empty() { blank } else { value })]));
        if value.is_empty() {
            self.lacks(field, asked);
        } else {
            paragraph.fields.push(field);
        }
        self.paragraphs.push(paragraph);
    }

    /// What the record says of the objection and of what followed.
    fn record(
        &mut self,
        law: &'static Law,
        home: Region,
        made: &Objection,
        after: &[(i64, Moment)],
        objections: &[i64],
    ) {
        let words = &law.letter;
        let calls: Vec<i64> = made.call_id.into_iter().collect();
        let rests = |kind, text| Paragraph {
            objections: objections.to_vec(),
            calls: calls.clone(),
            ..Paragraph::fixed(kind, text)
        };
        // One made in writing that nobody has broken yet is this letter itself.
        if made.how == How::Phone || !after.is_empty() {
            let (date, time) = (date_of(Day::of(made.at)), time_of(made.at));
            let how = how_words(law, made.how);
            self.paragraphs.push(rests("said", fill(&words.said, &[("date", &date), ("time", &time), ("how", how)])));
        }
        if !made.numbers.is_empty() {
            let numbers = numbers_of(made, home);
            self.paragraphs.push(rests("numbers", fill(&words.numbers, &[("numbers", &numbers)])));
        }
        if let Some((_, last)) = after.last() {
            let (date, time) = (date_of(Day::of(*last)), time_of(*last));
            let text = fill(&words.again, &[("count", &after.len().to_string()), ("date", &date), ("time", &time)]);
            let ids = after.iter().map(|(id, _)| *id).collect();
            self.paragraphs.push(Paragraph { calls: ids, ..rests("again", text) });
        }
    }
}
