//! JSON: PhoneBlock (`numbers`), callblockerd (`entries`, whose numbers are beginnings), Saracroche's ranges, plain arrays,
//! a single item, and one value a line. Streamed: an item at a time, whatever the size of the list.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::bounded::{BoundError, io};
use super::lines::Budgeted;
use super::{EntrySink, Fault, FormatError, MAX_LINE, RawEntry};
use crate::blocklist::Category;

/// What an item may say of itself; other fields are passed over.
const FIELDS: [&str; 11] =
    ["phone", "number", "prefix", "pattern", "votes", "score", "rating", "category", "name", "label", "operator"];

pub(super) fn read(source: &mut impl Read, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    let budget = Cell::new(MAX_LINE);
    let mut state = State { sink, line: 0, failed: None, budget: &budget };
    let mut deserializer = serde_json::Deserializer::from_reader(Budgeted::new(source, &budget));
    loop {
        budget.set(MAX_LINE);
        let read = Items { state: &mut state, are_beginnings: false }.deserialize(&mut deserializer);
        if let Some(error) = state.failed {
            return Err(error);
        }
        // Blanks behind a value are no part of any item.
        budget.set(usize::MAX);
        let ended = read.map(|()| deserializer.end().is_ok());
        match ended {
            Ok(true) => return Ok(()),
            // Another value follows, as in files of one value a line; what is none is an error above.
            Ok(false) => {}
            Err(error) => return Err(fault(error, state.line.max(1))),
        }
    }
}

fn fault(error: serde_json::Error, line: u64) -> FormatError {
    if !error.is_io() {
        return FormatError::Damaged { line };
    }
    let error = std::io::Error::from(error);
    if BoundError::of(&error) == Some(BoundError::TooLong) { FormatError::TooLong { line } } else { io(error) }
}

struct State<'s, 'r> {
    sink: &'s mut EntrySink<'r>,
    line: u64,
    failed: Option<FormatError>,
    /// Bytes that the next item may have.
    budget: &'s Cell<usize>,
}

/// A list at any depth: an array of items, or an object that holds one or is an item itself.
struct Items<'i, 's, 'r> {
    state: &'i mut State<'s, 'r>,
    are_beginnings: bool,
}

impl State<'_, '_> {
    /// Gives up with one of our own errors.
    fn check<E: serde::de::Error>(&mut self, done: Result<(), FormatError>) -> Result<(), E> {
        done.map_err(|error| {
            self.failed = Some(error);
            E::custom("stopped")
        })
    }

    fn take<E: serde::de::Error>(&mut self, item: &Value, is_beginning: bool) -> Result<(), E> {
        self.line += 1;
        let taken = self.sink.count_line().and_then(|()| take(self.sink, self.line, item, is_beginning));
        self.check(taken)
    }
}

impl<'de> DeserializeSeed<'de> for Items<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of numbers, or an object that holds one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        loop {
            self.state.budget.set(MAX_LINE);
            let Some(item) = items.next_element::<Value>()? else { return Ok(()) };
            self.state.take(&item, self.are_beginnings)?;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let Self { state, are_beginnings } = self;
        let (mut item, mut holds_list) = (Map::new(), false);
        loop {
            state.budget.set(MAX_LINE);
            let Some(name) = fields.next_key::<String>()? else { break };
            let step = state.sink.count_line();
            state.check(step)?;
            match name.as_str() {
                "numbers" | "entries" | "blocklist" | "patterns" | "prefixes" => {
                    holds_list = true;
                    let are_beginnings = name == "entries" || name == "prefixes";
                    fields.next_value_seed(Items { state, are_beginnings })?;
                }
                "version" => {
                    let version = fields.next_value::<Value>()?;
                    state.sink.set_version(version.as_u64());
                }
                known if FIELDS.contains(&known) => {
                    let value = fields.next_value::<Value>()?;
                    item.insert(name, value);
                }
                _ => {
                    // Passed over without being kept.
                    state.budget.set(usize::MAX);
                    fields.next_value::<IgnoredAny>()?;
                }
            }
        }
        let is_item = ["phone", "number", "prefix", "pattern"].iter().any(|field| item.contains_key(*field));
        if is_item && !holds_list { state.take(&Value::Object(item), are_beginnings) } else { Ok(()) }
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.state.take(&Value::from(text), self.are_beginnings)
    }
}

fn take(sink: &mut EntrySink<'_>, line: u64, item: &Value, is_beginning: bool) -> Result<(), FormatError> {
    if let Some(text) = text_in(item) {
        return sink.push(line, &RawEntry { text: &text, is_prefix: is_beginning, ..RawEntry::default() });
    }
    // Some write numbers without quotes.
    let texts: Vec<(&str, Cow<'_, str>)> =
        FIELDS.iter().filter_map(|name| Some((*name, text_in(item.get(*name)?)?))).collect();
    let text = |names: &[&str]| {
        names.iter().find_map(|name| texts.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_ref()))
    };
    let (prefix, pattern) = (text(&["prefix"]), text(&["pattern"]));
    let exact = prefix.zip(pattern).and_then(|(prefix, pattern)| exact(prefix, pattern));
    let number = text(&["phone", "number"]).or(exact.as_deref()).or(prefix).or(pattern);
    let Some(number) = number else {
        sink.problem(line, Fault::NotANumber);
        return Ok(());
    };
    let votes = item.get("votes").or(item.get("score")).and_then(Value::as_i64);
    let raw = RawEntry {
        text: number,
        is_prefix: is_beginning || (prefix.is_some() && exact.is_none()),
        category: text(&["rating", "category"]).and_then(category),
        score: votes.and_then(|votes| u32::try_from(votes).ok()),
        label: text(&["name", "label", "operator"]),
        is_deleted: votes == Some(0),
    };
    sink.push(line, &raw)
}

/// A text, or a number as a text.
fn text_in(value: &Value) -> Option<Cow<'_, str>> {
    let number = || value.as_u64().map(|number| number.to_string().into());
    value.as_str().map(Cow::Borrowed).or_else(number)
}

/// `+33162` beside `33162######`: the pattern also says how many digits follow.
fn exact(prefix: &str, pattern: &str) -> Option<String> {
    let digits = prefix.strip_prefix('+')?;
    let tail = pattern.trim_start_matches('+').strip_prefix(digits)?;
    (!tail.is_empty() && tail.bytes().all(|byte| byte == b'#')).then(|| format!("{prefix}{tail}"))
}

/// PhoneBlock's ratings, and our own names.
pub(super) fn category(name: &str) -> Option<Category> {
    let known = match name {
        "B_MISSED" => "ping",
        "C_PING" => "ping",
        "D_POLL" => "poll",
        "E_ADVERTISING" => "advertising",
        "F_GAMBLE" => "gambling",
        "G_FRAUD" => "fraud",
        other => other,
    };
    Category::from_name(known)
}
