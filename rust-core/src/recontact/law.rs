//! What a country's law says of unwanted calls, as data: register, hours, holidays, rules with their sources, and
//! the words of what the person sends. Made of `data/law/*.json` at build time; docs/adding-a-country.md. The texts
//! themselves lie compressed in the library (`law_text.rs`): only the screens of Objection need them.

use super::day::Day;
use super::evidence::Code;
use super::law_text::Text;
use crate::number::Region;

include!(concat!(env!("OUT_DIR"), "/law.rs"));

/// A country's file.
#[derive(Debug)]
pub struct Law {
    /// ISO 3166-1.
    pub region: &'static str,
    /// Language of letters and complaints, ISO 639-1.
    pub language: &'static str,
    /// Names of the weekdays in it, Monday first.
    pub weekdays: &'static [Text],
    /// Who takes reports.
    pub authority: Authority,
    /// The opposition register; `None` where there is none.
    pub register: Option<Register>,
    /// The calm answer.
    pub say: Say,
    /// When marketing calls are allowed.
    pub hours: Option<Hours>,
    /// National holidays.
    pub holidays: &'static [Holiday],
    /// The rules that a record of calls can support.
    pub facts: &'static [FactRule],
    /// How a call belongs to an objection, in words.
    pub relations: Relations,
    /// How an objection was made, in words.
    pub how: HowWords,
    /// What the person said of a call, in words.
    pub outcomes: OutcomeWords,
    /// Between the last two of a list.
    pub and: Text,
    /// A line to fill in by hand.
    pub blank: Text,
    /// "Hidden number".
    pub hidden: Text,
    /// "No number".
    pub other: Text,
    /// The letter's templates.
    pub letter: LetterWords,
    /// The complaint's templates.
    pub complaint: ComplaintWords,
}

/// Where a rule stands, and how sure we are of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub law: Text,
    /// Article; may be empty.
    pub article: Text,
    /// Where to read it.
    pub url: Text,
    /// When it was looked up.
    pub as_of: Day,
    /// `high`: an official text was read. `medium`: secondary sources agree.
    pub certainty: &'static str,
}

impl Source {
    /// "law, article" as a draft names it.
    #[must_use]
    pub fn name(&self) -> String {
        if self.article.is_empty() { self.law.into() } else { format!("{}, {}", self.law, self.article) }
    }
}

/// An explanation for the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// In Italian.
    pub it: &'static str,
    /// In English.
    pub en: &'static str,
}

/// An explanation that a law file holds.
#[derive(Debug, Clone, Copy)]
pub struct LawWords {
    /// In Italian.
    pub it: Text,
    /// In English.
    pub en: Text,
}

impl From<LawWords> for Words {
    fn from(words: LawWords) -> Self {
        Self { it: words.it.as_str(), en: words.en.as_str() }
    }
}

/// Who takes reports.
#[derive(Debug)]
pub struct Authority {
    /// Its name.
    pub name: Text,
    /// Its site.
    pub site: Text,
    /// Where reports are made.
    pub report: Text,
    /// How.
    pub how: LawWords,
    /// The rule by which it takes them.
    pub source: Source,
}

/// An opposition register.
#[derive(Debug)]
pub struct Register {
    /// What people call it.
    pub short: Text,
    /// Its full name.
    pub name: LawWords,
    /// Its site.
    pub site: Text,
    /// What it does.
    pub what: LawWords,
    /// What to have at hand.
    pub ready: LawWords,
    /// What it does not stop.
    pub limits: LawWords,
    /// When and why to renew.
    pub renew: LawWords,
    /// Days from the enrolment, which is not counted, to its effect.
    pub effect_days: i32,
    /// Months after which a renewal is due or advised.
    pub renew_months: Option<u8>,
    /// False: a renewal is Stufo's advice, no term of the law.
    pub renewal_is_law: bool,
    /// No effect before this day.
    pub from: Day,
    /// The last day of its effect.
    pub until: Option<Day>,
    /// The rule.
    pub source: Source,
    /// How to enrol.
    pub steps: &'static [Step],
}

/// One way to enrol.
#[derive(Debug)]
pub struct Step {
    /// `web`, `phone`, `email` or `post`.
    pub kind: &'static str,
    /// Its name.
    pub title: LawWords,
    /// What to do.
    pub text: LawWords,
    /// What to dial.
    pub dial: Option<Text>,
    /// Where to go.
    pub url: Option<Text>,
}

/// The calm answer.
#[derive(Debug)]
pub struct Say {
    /// What to say, in the country's language.
    pub words: Text,
    /// What it means and why it works.
    pub meaning: LawWords,
}

/// Minutes of the day from which and until which calls are allowed, both included to the second.
pub type Window = (u16, u16);

/// When marketing calls are allowed.
#[derive(Debug)]
pub struct Hours {
    /// The rule.
    pub source: Source,
    /// First day of its effect.
    pub from: Day,
    /// Last day of its effect, as far as it is certain.
    pub until: Option<Day>,
    /// Monday to Friday.
    pub weekday: &'static [Window],
    /// Saturdays.
    pub saturday: &'static [Window],
    /// Days before holidays; `None`: like any other.
    pub eve: Option<&'static [Window]>,
    /// Sundays.
    pub sunday: &'static [Window],
    /// Holidays.
    pub holiday: &'static [Window],
}

/// A national holiday: a day of the year, or days after Easter.
#[derive(Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Month, 1 to 12; 0 for one that follows Easter.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
    /// Days after Easter Sunday.
    pub easter: Option<i32>,
    /// In the country's language.
    pub name: Text,
    /// In Italian.
    pub it: Text,
    /// In English.
    pub en: Text,
    /// First year.
    pub from: Option<i32>,
    /// The rule.
    pub source: Source,
}

/// A rule that a record of calls can support.
#[derive(Debug)]
pub struct FactRule {
    /// Which.
    pub code: Code,
    /// The rule.
    pub source: Source,
    /// Days it speaks of.
    pub days: i64,
    /// Calls it allows.
    pub calls: usize,
    /// First day of its effect.
    pub from: Option<Day>,
    /// Last day of its effect.
    pub until: Option<Day>,
    /// Its name.
    pub label: LawWords,
    /// What it says of a call.
    pub detail: LawWords,
    /// What a draft says, in the country's language.
    pub sentence: Text,
}

/// How a call belongs to an objection.
#[derive(Debug)]
pub struct Relations {
    /// The number objected to.
    pub same_number: RelationWords,
    /// A neighbour of it.
    pub range_neighbour: RelationWords,
    /// Another number of the company.
    pub company: RelationWords,
}

/// The words for it.
#[derive(Debug)]
pub struct RelationWords {
    /// In the country's language.
    pub local: Text,
    /// In Italian.
    pub it: Text,
    /// In English.
    pub en: Text,
}

/// How an objection was made.
#[derive(Debug)]
#[expect(missing_docs, reason = "named like the values they word")]
pub struct HowWords {
    pub phone: Text,
    pub email: Text,
    pub certified: Text,
    pub letter: Text,
}

/// What the person said of a call.
#[derive(Debug)]
#[expect(missing_docs, reason = "named like the values they word")]
pub struct OutcomeWords {
    pub answered: Text,
    pub rang_out: Text,
    pub silent: Text,
    pub hung_up: Text,
    pub objected: Text,
}

/// Paragraphs of the letter of objection.
#[derive(Debug)]
#[expect(missing_docs, reason = "named like the paragraphs they word")]
pub struct LetterWords {
    pub to: Text,
    pub subject: Text,
    pub objects: Text,
    pub said: Text,
    pub numbers: Text,
    pub again: Text,
    pub asks: Text,
    pub contact: Text,
    pub closing: Text,
}

/// Paragraphs of the complaint.
#[derive(Debug)]
#[expect(missing_docs, reason = "named like the paragraphs they word")]
pub struct ComplaintWords {
    pub opening: Text,
    pub fields: FieldsWords,
    pub renewed: Text,
    pub calls: Text,
    pub call: Text,
    pub from_number: Text,
    pub note: Text,
    pub objection: Text,
    pub objected_numbers: Text,
    pub request: Text,
    pub truth: Text,
    pub closing: Text,
}

/// What the authority asks for.
#[derive(Debug)]
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

impl FieldsWords {
    /// What the person is asked for, in the form's order; the enrolment is asked for elsewhere.
    #[must_use]
    pub fn asked(&self) -> [(&'static str, &FieldWords); 9] {
        [
            ("name", &self.name),
            ("tax_code", &self.tax_code),
            ("contact", &self.contact),
            ("called_number", &self.called_number),
            ("company", &self.company),
            ("company_address", &self.company_address),
            ("content", &self.content),
            ("consent", &self.consent),
            ("contract", &self.contract),
        ]
    }
}

/// One field; not asked for where its `local` words are empty.
#[derive(Debug)]
pub struct FieldWords {
    /// Whether a report without it is incomplete.
    pub required: bool,
    /// Its name in Italian.
    pub it: Text,
    /// Its name in English.
    pub en: Text,
    /// The line of the draft, in the country's language.
    pub local: Text,
}

impl FieldWords {
    /// Its name, for the screen.
    #[must_use]
    pub fn words(&self) -> Words {
        Words { it: self.it.as_str(), en: self.en.as_str() }
    }
}

/// The law of a country; `None` where no file has been written.
#[must_use]
pub fn law_of(region: Region) -> Option<&'static Law> {
    LAWS.iter().find(|law| law.region == region.as_str())
}

/// Every country's file.
#[must_use]
pub fn laws() -> &'static [Law] {
    LAWS
}
