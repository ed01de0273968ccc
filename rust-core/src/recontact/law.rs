//! What a country's law says of unwanted calls, as data: register, hours, holidays, rules with their sources, and the
//! words of letters and complaints. Read once from `data/law/*.json`; docs/adding-a-country.md.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::fact_code::FactCode;
use crate::certainty::Certainty;
use crate::localized_text::LocalizedText;
use crate::number::Region;

/// The files of `data/law` in one array, each rule with its source in place (`build/law.rs`).
static LAWS: LazyLock<Vec<Law>> = LazyLock::new(|| {
    // A test reads every file; were one not to read, its country would have no law and no call be judged otherwise.
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/laws.json"))).unwrap_or_default()
});

/// A country's file.
#[derive(Debug, Deserialize)]
pub struct Law {
    /// ISO 3166-1.
    pub region: String,
    /// Language of letters and complaints, ISO 639-1.
    pub language: String,
    /// Names of the weekdays in it, Monday first.
    pub weekdays: [String; 7],
    /// Who takes reports.
    pub authority: Authority,
    /// The opposition register; `None` where there is none.
    pub register: Option<Register>,
    /// The calm answer.
    pub say: CalmAnswer,
    /// When marketing calls are allowed.
    pub hours: Option<Hours>,
    /// National holidays.
    pub holidays: Vec<Holiday>,
    /// The rules that a record of calls can support.
    pub facts: Vec<FactRule>,
    /// How a call belongs to an objection, in words.
    pub relations: Relations,
    /// How an objection was made, in words.
    pub how: MethodWords,
    /// What the user said of a call, in words.
    pub outcomes: OutcomeWords,
    /// Between the last two of a list.
    pub and: String,
    /// A line to fill in by hand.
    pub blank: String,
    /// "Hidden number".
    pub hidden: String,
    /// "No number".
    pub other: String,
    /// The letter's templates.
    pub letter: LetterWords,
    /// The complaint's templates.
    pub complaint: ComplaintWords,
}

/// A rule of law: where it stands, when it was looked up, and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawSource {
    /// Name of the law.
    pub law: String,
    /// Article; may be empty.
    pub article: String,
    /// Address of its text.
    pub url: String,
    /// Day on which it was looked up.
    pub as_of: Date,
    /// How sure it is.
    pub certainty: Certainty,
}

impl LawSource {
    /// "law, article" as a draft names it.
    #[must_use]
    pub fn name(&self) -> String {
        if self.article.is_empty() { self.law.clone() } else { format!("{}, {}", self.law, self.article) }
    }
}

/// The authority that takes reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Its name.
    pub name: String,
    /// Its site.
    pub site: String,
    /// Where reports are made.
    pub report: String,
    /// How.
    pub how: LocalizedText,
    /// The rule by which it takes them.
    pub source: LawSource,
}

/// An opposition register.
#[derive(Debug, Deserialize)]
pub struct Register {
    /// What people call it.
    pub short: String,
    /// Its full name.
    pub name: LocalizedText,
    /// Its site.
    pub site: String,
    /// What it does.
    pub what: LocalizedText,
    /// What to have at hand.
    pub ready: LocalizedText,
    /// What it does not stop.
    pub limits: LocalizedText,
    /// When and why to renew.
    pub renew: LocalizedText,
    /// Days from the enrolment, which is not counted, to its effect.
    pub effect_days: i32,
    /// Months after which a renewal is due or advised.
    pub renew_months: Option<u8>,
    /// False: a renewal is Stufo's advice, no term of the law.
    pub renewal_is_law: bool,
    /// No effect before this day.
    pub from: Date,
    /// The last day of its effect.
    pub until: Option<Date>,
    /// The rule.
    pub source: LawSource,
    /// How to enrol.
    pub steps: Vec<EnrolmentStep>,
}

impl Register {
    /// Day from which it has no effect any more.
    #[must_use]
    pub fn closed_on(&self) -> Option<Date> {
        self.until.map(|until| until.saturating_add(1.day()))
    }
}

/// The channel of a way to enrol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentChannel {
    /// A form on a web site.
    Web,
    /// A call.
    Phone,
    /// An e-mail.
    Email,
    /// A letter.
    Post,
}

/// One way to enrol in a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentStep {
    /// Its channel.
    pub kind: EnrolmentChannel,
    /// Its name.
    pub title: LocalizedText,
    /// What to do.
    pub text: LocalizedText,
    /// What to dial.
    pub dial: Option<String>,
    /// Where to go.
    pub url: Option<String>,
}

/// The calm answer that puts a number on the caller's own do-not-call list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalmAnswer {
    /// What to say, in the country's language.
    pub words: String,
    /// What it means and why it works.
    pub meaning: LocalizedText,
}

/// Hours in which calls are allowed, both ends included to the second. Written `["09:00", "20:00"]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "[Time; 2]")]
pub struct CallWindow {
    /// The first second.
    pub from: Time,
    /// The last second.
    pub until: Time,
}

impl TryFrom<[Time; 2]> for CallWindow {
    type Error = &'static str;

    fn try_from([from, until]: [Time; 2]) -> Result<Self, Self::Error> {
        if from < until { Ok(Self { from, until }) } else { Err("hours end before they begin") }
    }
}

/// When marketing calls are allowed.
#[derive(Debug, Deserialize)]
pub struct Hours {
    /// The rule.
    pub source: LawSource,
    /// First day of its effect.
    pub from: Date,
    /// Last day of its effect, as far as it is certain.
    pub until: Option<Date>,
    /// Monday to Friday.
    pub weekday: Vec<CallWindow>,
    /// Saturdays.
    pub saturday: Vec<CallWindow>,
    /// Days before holidays; `None`: like any other.
    pub eve: Option<Vec<CallWindow>>,
    /// Sundays.
    pub sunday: Vec<CallWindow>,
    /// Holidays.
    pub holiday: Vec<CallWindow>,
}

/// A national holiday: a day of the year, or days after Easter.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Holiday {
    /// Month, 1 to 12; 0 for one that follows Easter.
    #[serde(default)]
    pub month: i8,
    /// Day of the month.
    #[serde(default)]
    pub day: i8,
    /// Days after Easter Sunday.
    pub easter: Option<i32>,
    /// In the country's language.
    pub name: String,
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
    /// First year.
    pub from: Option<i16>,
    /// The rule.
    pub source: LawSource,
}

/// A rule that a record of calls can support.
#[derive(Debug, Deserialize)]
pub struct FactRule {
    /// Which.
    pub code: FactCode,
    /// The rule.
    pub source: LawSource,
    /// Days it speaks of.
    #[serde(default)]
    pub days: i64,
    /// Calls it allows.
    #[serde(default)]
    pub calls: usize,
    /// First day of its effect.
    pub from: Option<Date>,
    /// Last day of its effect.
    pub until: Option<Date>,
    /// Its name.
    pub label: LocalizedText,
    /// What it says of a call.
    pub detail: LocalizedText,
    /// What a draft says, in the country's language.
    pub sentence: String,
}

/// How a call belongs to an objection.
#[derive(Debug, Deserialize)]
pub struct Relations {
    /// The number objected to.
    pub same_number: RelationWords,
    /// A neighbour of it.
    pub range_neighbour: RelationWords,
    /// Another number of the company.
    pub company: RelationWords,
}

/// The words for it.
#[derive(Debug, Deserialize)]
pub struct RelationWords {
    /// In the country's language.
    pub local: String,
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
}

/// How an objection was made.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "named like the values they word")]
pub struct MethodWords {
    pub phone: String,
    pub email: String,
    pub certified: String,
    pub letter: String,
}

/// What the user said of a call.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "named like the values they word")]
pub struct OutcomeWords {
    pub answered: String,
    pub rang_out: String,
    pub silent: String,
    pub hung_up: String,
    pub objected: String,
}

/// Paragraphs of the letter of objection.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "named like the paragraphs they word")]
pub struct LetterWords {
    pub to: String,
    pub subject: String,
    pub objects: String,
    pub said: String,
    pub numbers: String,
    pub again: String,
    pub asks: String,
    pub contact: String,
    pub closing: String,
}

/// Paragraphs of the complaint.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "named like the paragraphs they word")]
pub struct ComplaintWords {
    pub opening: String,
    pub fields: FieldsWords,
    pub renewed: String,
    pub calls: String,
    pub call: String,
    pub from_number: String,
    pub note: String,
    pub objection: String,
    pub objected_numbers: String,
    pub request: String,
    pub truth: String,
    pub closing: String,
}

/// What the authority asks for.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "named like the fields they word")]
pub struct FieldsWords {
    pub name: FieldWords,
    pub tax_code: FieldWords,
    pub contact: FieldWords,
    pub called_number: FieldWords,
    pub company: FieldWords,
    pub company_address: FieldWords,
    pub content: FieldWords,
    pub consent: FieldWords,
    pub contract: FieldWords,
    pub register: FieldWords,
}

/// One field of a form; not asked for where its `local` words are empty.
#[derive(Debug, Deserialize)]
pub struct FieldWords {
    /// Whether a report without it is incomplete.
    pub required: bool,
    /// Its name in both languages of the screens.
    #[serde(flatten)]
    pub name: LocalizedText,
    /// The line of the draft, in the country's language.
    pub local: String,
}

/// The law of a country; `None` where no file has been written.
#[must_use]
pub fn law_of(region: Region) -> Option<&'static Law> {
    LAWS.iter().find(|law| law.region == region.as_str())
}

/// Every country's law.
#[must_use]
pub fn laws() -> &'static [Law] {
    &LAWS
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn texts(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
            Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    #[test]
    fn every_law_file_is_read_with_its_words() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/law");
        let mut files = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let file: Value = serde_json::from_str(&std::fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
            let law = law_of(file["region"].as_str().unwrap().parse().unwrap()).expect("the file is read");
            let mut words = Vec::new();
            for part in ["say", "letter", "complaint", "relations", "how", "outcomes", "and", "hidden", "weekdays"] {
                texts(&file[part], &mut words);
            }
            assert!(words.len() > 60, "{} texts of {}", words.len(), law.region);
            let read = format!("{law:?}");
            for text in words {
                assert!(read.contains(&format!("{text:?}")), "{text:?} of {} is not read", law.region);
            }
            files += 1;
        }
        assert_eq!(laws().len(), files);
    }
}
