//! `data/law/*.json` as a table: opposition registers, hours, holidays, rules of law with source and date, and the
//! words of letters and complaints. What is not whole or names no source is not built.
//!
//! The structs mirror those of `src/recontact/law.rs`: their `Debug` form is the Rust code of the table.

#![expect(dead_code, reason = "the fields are read by Debug, which the lint does not count")]

use std::cell::RefCell;
use std::fmt::{self, Write};

use serde::Deserialize;
use serde_json::Value;

use super::deflate;

#[derive(Deserialize, Debug)]
struct Law {
    region: String,
    language: String,
    weekdays: List<Text>,
    authority: Authority,
    register: Option<Register>,
    say: Say,
    hours: Option<Hours>,
    holidays: List<Holiday>,
    facts: List<FactRule>,
    relations: Relations,
    how: HowWords,
    outcomes: OutcomeWords,
    and: Text,
    blank: Text,
    hidden: Text,
    other: Text,
    letter: LetterWords,
    complaint: ComplaintWords,
}

#[derive(Deserialize, Debug, Clone)]
struct Source {
    law: Text,
    article: Text,
    url: Text,
    as_of: Day,
    certainty: String,
}

#[derive(Deserialize, Debug)]
struct LawWords {
    it: Text,
    en: Text,
}

#[derive(Deserialize, Debug)]
struct Authority {
    name: Text,
    site: Text,
    report: Text,
    how: LawWords,
    source: Source,
}

#[derive(Deserialize, Debug)]
struct Register {
    short: Text,
    name: LawWords,
    site: Text,
    what: LawWords,
    ready: LawWords,
    limits: LawWords,
    renew: LawWords,
    effect_days: i32,
    renew_months: Option<u8>,
    renewal_is_law: bool,
    from: Day,
    until: Option<Day>,
    source: Source,
    steps: List<Step>,
}

#[derive(Deserialize, Debug)]
struct Step {
    kind: String,
    title: LawWords,
    text: LawWords,
    dial: Option<Text>,
    url: Option<Text>,
}

#[derive(Deserialize, Debug)]
struct Say {
    words: Text,
    meaning: LawWords,
}

#[derive(Deserialize, Debug)]
struct Hours {
    source: Source,
    from: Day,
    until: Option<Day>,
    weekday: List<Window>,
    saturday: List<Window>,
    eve: Option<List<Window>>,
    sunday: List<Window>,
    holiday: List<Window>,
}

#[derive(Deserialize, Debug)]
struct Holiday {
    #[serde(default)]
    month: u8,
    #[serde(default)]
    day: u8,
    easter: Option<i32>,
    name: Text,
    it: Text,
    en: Text,
    from: Option<i32>,
    source: Source,
}

#[derive(Deserialize, Debug)]
struct FactRule {
    code: Code,
    source: Source,
    #[serde(default)]
    days: i64,
    #[serde(default)]
    calls: usize,
    from: Option<Day>,
    until: Option<Day>,
    label: LawWords,
    detail: LawWords,
    sentence: Text,
}

#[derive(Deserialize, Debug)]
struct Relations {
    same_number: RelationWords,
    range_neighbour: RelationWords,
    company: RelationWords,
}

#[derive(Deserialize, Debug)]
struct RelationWords {
    local: Text,
    it: Text,
    en: Text,
}

#[derive(Deserialize, Debug)]
struct HowWords {
    phone: Text,
    email: Text,
    certified: Text,
    letter: Text,
}

#[derive(Deserialize, Debug)]
struct OutcomeWords {
    answered: Text,
    rang_out: Text,
    silent: Text,
    hung_up: Text,
    objected: Text,
}

#[derive(Deserialize, Debug)]
struct LetterWords {
    to: Text,
    subject: Text,
    objects: Text,
    said: Text,
    numbers: Text,
    again: Text,
    asks: Text,
    contact: Text,
    closing: Text,
}

#[derive(Deserialize, Debug)]
struct ComplaintWords {
    opening: Text,
    fields: FieldsWords,
    renewed: Text,
    calls: Text,
    call: Text,
    from_number: Text,
    note: Text,
    objection: Text,
    objected_numbers: Text,
    request: Text,
    truth: Text,
    closing: Text,
}

#[derive(Deserialize, Debug)]
struct FieldsWords {
    name: FieldWords,
    tax_code: FieldWords,
    contact: FieldWords,
    called_number: FieldWords,
    company: FieldWords,
    company_address: FieldWords,
    content: FieldWords,
    consent: FieldWords,
    contract: FieldWords,
    register: FieldWords,
}

#[derive(Deserialize, Debug)]
struct FieldWords {
    required: bool,
    it: Text,
    en: Text,
    local: Text,
}

/// A slice of the table.
#[derive(Deserialize)]
struct List<T>(Vec<T>);

/// `2026-11-24`; the compiler checks that there is such a day.
#[derive(Deserialize, Clone)]
struct Day(String);

/// `["09:00", "20:00"]` as minutes of the day.
#[derive(Deserialize)]
struct Window([String; 2]);

/// A text: its place among all of them, which the library keeps compressed.
#[derive(Deserialize, Clone)]
struct Text(String);

/// A fact's name as its variant.
#[derive(Deserialize)]
struct Code(String);

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "&{:?}", self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        TEXTS.with_borrow_mut(|all| {
            let start = all.find(&self.0).unwrap_or_else(|| {
                all.push_str(&self.0);
                all.len() - self.0.len()
            });
            let place = |number: usize| u16::try_from(number).expect("the texts of data/law are less than 64 KB");
            write!(f, "Text::at({}, {})", place(start), place(self.0.len()))
        })
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<i16> =
            self.0.split('-').map(|part| part.parse().expect("a date of data/law is YYYY-MM-DD")).collect();
        let [year, month, day] = parts[..] else { panic!("{} is no date", self.0) };
        write!(f, "Day::at({year}, {month}, {day})")
    }
}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = |text: &str| {
            let (hour, minute) = text.split_once(':').expect("an hour of data/law is HH:MM");
            let number = |part: &str| part.parse::<u32>().expect("an hour of data/law is HH:MM");
            number(hour) * 60 + number(minute)
        };
        let (from, to) = (minutes(&self.0[0]), minutes(&self.0[1]));
        assert!(from < to && to <= 24 * 60, "hours of data/law: {from} to {to}");
        write!(f, "({from}, {to})")
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let camel: String = self
            .0
            .split('_')
            .map(|part| part.chars().take(1).map(|c| c.to_ascii_uppercase()).chain(part.chars().skip(1)).collect())
            .collect::<Vec<String>>()
            .concat();
        write!(f, "Code::{camel}")
    }
}

/// What templates may ask for; any other brace is a slip that the build reports.
const PLACES: [&str; 22] = [
    "authority",
    "law",
    "date",
    "time",
    "windows",
    "day",
    "days",
    "count",
    "relation",
    "value",
    "effect",
    "index",
    "caller",
    "number",
    "note",
    "how",
    "blank",
    "company",
    "called_number",
    "numbers",
    "contact",
    "name",
];

thread_local! {
    /// Every text that a table has named, in a row; what is in it already is not added again.
    static TEXTS: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The table and the compressed texts that it points into.
pub(crate) fn generate() -> (String, Vec<u8>) {
    let mut paths: Vec<_> = std::fs::read_dir("data/law")
        .expect("data/law is there")
        .map(|entry| entry.expect("data/law can be listed").path())
        .collect();
    paths.sort();
    let mut text = String::from("/// The table of `data/law/`.\npub(super) static LAWS: &[Law] = &[\n");
    for path in paths {
        let name = path.display();
        let file = std::fs::read_to_string(&path).expect("a law file can be read");
        check_places(&file).unwrap_or_else(|place| panic!("{name}: no template knows {place}"));
        let mut value: Value = serde_json::from_str(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        let sources = value.get("sources").cloned().unwrap_or_default();
        check_sources(&sources).unwrap_or_else(|what| panic!("{name}: {what}"));
        name_sources(&mut value, &sources).unwrap_or_else(|source| panic!("{name}: no source is called {source}"));
        let law: Law = serde_json::from_value(value).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(path.file_stem().is_some_and(|stem| stem == law.region.as_str()), "{} is not its file", law.region);
        assert!(law.weekdays.0.len() == 7, "{name}: a week has seven days");
        writeln!(text, "    {law:?},").expect("a string takes any text");
    }
    text.push_str("];\n");
    (text, deflate(TEXTS.take().as_bytes()))
}

/// Every place of a template is one that drafts fill in; gives the one that is not.
fn check_places(file: &str) -> Result<(), String> {
    // Templates stand in strings; braces of JSON itself are never followed by a letter.
    let places = file.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(place, _)| place));
    let mut words = places.filter(|place| place.starts_with(|c: char| c.is_ascii_lowercase()));
    words.find(|place| !PLACES.contains(place)).map_or(Ok(()), |place| Err(place.to_owned()))
}

fn check_sources(sources: &Value) -> Result<(), String> {
    for (name, source) in sources.as_object().into_iter().flatten() {
        let text = |field: &str| source.get(field).and_then(Value::as_str).unwrap_or_default();
        if text("law").is_empty() || !text("url").starts_with("https://") || text("as_of").is_empty() {
            return Err(format!("{name} does not say where it stands and since when it is known"));
        }
        if !["high", "medium"].contains(&text("certainty")) {
            return Err(format!("{name}: certainty is high or medium"));
        }
    }
    Ok(())
}

/// Puts each source in the place of its name; gives a name that none has.
fn name_sources(value: &mut Value, sources: &Value) -> Result<(), String> {
    if let Some(fields) = value.as_object_mut() {
        if let Some(field) = fields.get_mut("source")
            && let Some(name) = field.as_str()
        {
            *field = sources.get(name).cloned().ok_or_else(|| name.to_owned())?;
        }
        fields.values_mut().try_for_each(|field| name_sources(field, sources))
    } else {
        value.as_array_mut().into_iter().flatten().try_for_each(|item| name_sources(item, sources))
    }
}
