//! What a country's law says of unwanted calls, as data: register, hours, holidays, rules with their sources, the
//! authority and its form. Read once from `data/law`; docs/adding-a-country.md.

use std::sync::LazyLock;

use flate2::read::DeflateDecoder;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::authority::{AnswerTerm, Authority, FieldRule, NumberLookup, OtherAuthority, ReportForm, VoidLetter};
use super::fact_code::FactCode;
use super::law_source::LawSource;
use super::law_words::{ComplaintWords, LetterWords, MethodWords, OfferWords, OutcomeWords, Relations};
use crate::localized_text::LocalizedText;
use crate::number::{LineType, Region};
use crate::policy::CallOffer;

/// The files of `data/law` in one array, one entry for each language of a country, each rule with its source in place
/// (`build/law.rs`).
static LAWS: LazyLock<Vec<Law>> = LazyLock::new(|| {
    // A test reads every file; were one not to read, its country would have no law and no call be judged otherwise.
    let packed: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/laws.json.deflate"));
    serde_json::from_reader(std::io::BufReader::new(DeflateDecoder::new(packed))).unwrap_or_default()
});

/// A country's file in one of its languages.
#[derive(Debug, Deserialize)]
pub struct Law {
    /// ISO 3166-1.
    pub region: String,
    /// Language of letters and complaints, ISO 639-1.
    pub language: String,
    /// Every language of the country that they are written in, the usual one first.
    pub languages: Vec<String>,
    /// How it writes a date, as `strftime` does.
    pub date: String,
    /// Names of the weekdays in it, Monday first.
    pub weekdays: [String; 7],
    /// Who takes reports.
    pub authority: Authority,
    /// Who is competent beside it for some facts.
    #[serde(default)]
    pub other_authorities: Vec<OtherAuthority>,
    /// Where anybody may look up whose number calls.
    pub lookup: Option<NumberLookup>,
    /// By when a company answers a letter of objection; `None` where no term is known.
    pub answer: Option<AnswerTerm>,
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
    /// How an objection was made, a sentence for each way; a way without words is not offered.
    pub objected: MethodWords,
    /// What was offered, in words.
    pub offers: OfferWords,
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
    /// The templates of the letter that says a contract is void; `None` where no such rule is known.
    pub void_letter: Option<VoidLetter>,
    /// The authority's form: its fields in its own order.
    pub form: ReportForm,
    /// What letters ask for beside it, and what is known of the user.
    pub other_fields: Vec<FieldRule>,
    /// The complaint's templates.
    pub complaint: ComplaintWords,
}

/// How long an enrolment waits for its effect.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// Days, the day of enrolment not counted.
    Days(i32),
    /// Working days: Monday to Friday without national holidays.
    WorkingDays(u8),
    /// Until the next of these days of a month.
    NextDayOfMonth(Vec<i8>),
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
    /// From the enrolment to its effect.
    pub wait: Wait,
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
    /// What must have been offered for a ban to hold.
    #[serde(default)]
    pub offers: Vec<CallOffer>,
    /// Kinds of lines that such calls may not come from.
    #[serde(default)]
    pub lines: Vec<LineType>,
    /// Beginnings (with the country code, without `+`) of the only numbers that such calls may come from.
    #[serde(default)]
    pub ranges: Vec<String>,
    /// Its name.
    pub label: LocalizedText,
    /// Its name in a word.
    pub tag: LocalizedText,
    /// What it says of a call.
    pub detail: LocalizedText,
    /// Its name in a word, in the country's language.
    pub mark: String,
    /// What a draft says once for all calls of which it says the same, in the country's language.
    pub once: String,
    /// What it says of each of them; may be empty.
    #[serde(default)]
    pub each: String,
}

/// The law of a country in its usual language; `None` where no file has been written.
#[must_use]
pub fn law_of(region: Region) -> Option<&'static Law> {
    LAWS.iter().find(|law| law.region == region.as_str())
}

/// The law of a country in a language; in the usual one where it is not written in that.
#[must_use]
pub fn law_in(region: Region, language: &str) -> Option<&'static Law> {
    LAWS.iter().find(|law| law.region == region.as_str() && law.language == language).or_else(|| law_of(region))
}

/// Every country's law in each of its languages.
#[must_use]
pub fn laws() -> &'static [Law] {
    &LAWS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recontact::draft_field::DraftField;

    #[test]
    fn every_file_is_read_in_each_of_its_languages() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/law");
        let mut read = 0;
        for file in std::fs::read_dir(folder).unwrap().filter_map(Result::ok).filter(|file| file.path().is_file()) {
            let file: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file.path()).unwrap()).unwrap();
            let region: Region = file["region"].as_str().unwrap().parse().unwrap();
            for language in file["languages"].as_array().unwrap() {
                let language = language.as_str().unwrap();
                let law = law_in(region, language).expect("the file is read");
                assert_eq!((law.region.as_str(), law.language.as_str()), (region.as_str(), language));
                read += 1;
            }
            assert_eq!(law_of(region).unwrap().language, file["languages"][0].as_str().unwrap());
            assert_eq!(law_in(region, "xx").unwrap().language, law_of(region).unwrap().language);
        }
        assert_eq!(laws().len(), read);
    }

    /// What the build does not see: places that a draft would leave standing, forms that ask twice.
    #[test]
    fn every_form_asks_once_and_every_rule_has_words() {
        for law in laws() {
            let mut asked: Vec<DraftField> = law.form.fields.iter().map(|field| field.field).collect();
            let before = asked.len();
            asked.sort_by_key(|field| field.name());
            asked.dedup();
            assert_eq!(asked.len(), before, "{} {}", law.region, law.language);
            for rule in &law.facts {
                assert!(!rule.mark.is_empty() && rule.once.contains("{law}"), "{} {:?}", law.region, rule.code);
            }
        }
    }
}
