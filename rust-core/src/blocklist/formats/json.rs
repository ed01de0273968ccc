//! JSON: PhoneBlock (`numbers`), callblockerd (`entries`, whose numbers are beginnings), Saracroche's prefixes, and
//! plain arrays. Streamed: an item at a time, whatever the size of the list.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{Fault, FormatError, Raw, Reading, io};
use crate::blocklist::Category;

pub(super) fn read(source: &mut impl Read, reading: &mut Reading<'_>) -> Result<(), FormatError> {
    let mut failed = None;
    let mut line = 0;
    let seed = Items { reading, line: &mut line, failed: &mut failed, are_beginnings: false };
    let mut deserializer = serde_json::Deserializer::from_reader(source);
    let read = seed.deserialize(&mut deserializer);
    if let Some(error) = failed {
        return Err(error);
    }
    read.map_err(|error| if error.is_io() { io(error.into()) } else { FormatError::Damaged { line: line.max(1) } })
}

/// A list at any depth: an array of items, or an object that holds one.
struct Items<'i, 'r> {
    reading: &'i mut Reading<'r>,
    line: &'i mut u64,
    failed: &'i mut Option<FormatError>,
    are_beginnings: bool,
}

impl<'de> DeserializeSeed<'de> for Items<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of numbers, or an object that holds one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<Value>()? {
            *self.line += 1;
            if let Err(error) = take(self.reading, *self.line, &item, self.are_beginnings) {
                *self.failed = Some(error);
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(name) = fields.next_key::<String>()? {
            match name.as_str() {
                "numbers" | "entries" | "blocklist" | "patterns" | "prefixes" => fields.next_value_seed(Items {
                    reading: self.reading,
                    line: self.line,
                    failed: self.failed,
                    are_beginnings: name == "entries" || name == "prefixes",
                })?,
                "version" => {
                    let version = fields.next_value::<Value>()?;
                    self.reading.version(version.as_u64());
                }
                _ => {
                    fields.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

fn take(reading: &mut Reading<'_>, line: u64, item: &Value, is_beginning: bool) -> Result<(), FormatError> {
    if let Some(text) = item.as_str() {
        return reading.raw(line, &Raw { text, is_prefix: is_beginning, ..Raw::default() });
    }
    let text = |names: &[&str]| names.iter().find_map(|name| item.get(*name)?.as_str());
    let prefix = text(&["prefix"]);
    let Some(number) = text(&["phone", "number"]).or(prefix).or(text(&["pattern"])) else {
        reading.problem(line, Fault::NotANumber);
        return Ok(());
    };
    let votes = item.get("votes").or(item.get("score")).and_then(Value::as_i64);
    let raw = Raw {
        text: number,
        is_prefix: is_beginning || prefix.is_some(),
        category: text(&["rating", "category"]).and_then(category),
        score: votes.and_then(|votes| u32::try_from(votes).ok()),
        label: text(&["name", "label", "operator"]),
        is_deleted: votes == Some(0),
    };
    reading.raw(line, &raw)
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
