//! XML: PhoneBlock's blocklist (`phone-info`), FRITZ!Box phonebooks (`number`) and Apple's property lists (`dict`). Entities
//! that a document defines are never expanded.

use std::cell::Cell;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map, Value};

use super::bounded::{BoundError, io};
use super::item::{self, Found};
use super::lines::Budgeted;
use super::names::{self, Role};
use super::plist::Plist;
use super::{EntrySink, FormatError, MAX_LINE, RawEntry, Unknown};

/// Deepest nesting of elements; phonebooks have six levels.
const MAX_DEPTH: usize = 64;

/// Elements that lists have; a document with none of them is no list.
const KNOWN: [&str; 6] = ["blocklist", "phone-info", "phonebooks", "phonebook", "number", "contact"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Number,
    Name,
    /// A key or a value of a property list.
    Value,
    Other,
}

#[expect(clippy::wildcard_enum_match_arm, reason = "XML has many events; a list needs few of them")]
pub(super) fn read(source: &mut impl BufRead, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    let budget = Cell::new(MAX_LINE);
    let mut reader = Reader::from_reader(Budgeted::new(source, &budget));
    let (mut buffer, mut line, mut depth) = (Vec::new(), 0, 0);
    let (mut number, mut name, mut inside) = (String::new(), String::new(), Inside::Other);
    let (mut plist, mut value, mut is_known) = (None::<Plist>, String::new(), false);
    loop {
        buffer.clear();
        budget.set(MAX_LINE);
        let event = reader.read_event_into(&mut buffer).map_err(|error| fault(&error, line + 1))?;
        let into = match inside {
            Inside::Number => Some(&mut number),
            Inside::Name => Some(&mut name),
            Inside::Value => Some(&mut value),
            Inside::Other => None,
        };
        match event {
            // A document that was cut off is refused.
            Event::Eof if depth > 0 => return Err(FormatError::Damaged { line: line + 1 }),
            Event::Eof if is_known => return Ok(()),
            Event::Eof => return Err(FormatError::NotAList(Unknown::Xml)),
            Event::Start(tag) => {
                sink.count_line()?;
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(FormatError::Damaged { line: line + 1 });
                }
                let name_of_tag = tag.local_name();
                is_known |= KNOWN.contains(&name_of_tag.as_ref());
                if let Some(plist) = &mut plist {
                    plist.start(name_of_tag.as_ref());
                    (inside, value) = (Inside::Value, String::new());
                    continue;
                }
                match name_of_tag.as_ref() {
                    "plist" => plist = Some(Plist::default()),
                    "blocklist" => {
                        sink.set_version(attribute(&tag, "version").and_then(|version| version.parse().ok()))
                    }
                    "realName" => (inside, name) = (Inside::Name, String::new()),
                    "contact" => name.clear(),
                    "phone-info" => phone_info(&tag, &mut line, sink)?,
                    other => {
                        let is_number = names::role_of(other) == Role::Number;
                        (inside, number) = (if is_number { Inside::Number } else { Inside::Other }, String::new());
                        is_known |= attributes(&tag, &mut line, sink)?;
                    }
                }
            }
            Event::Empty(tag) => {
                sink.count_line()?;
                is_known |= KNOWN.contains(&tag.local_name().as_ref());
                if let Some(plist) = &mut plist {
                    plist.value(tag.local_name().as_ref(), "", &mut line, sink)?;
                } else if tag.local_name().as_ref() == "phone-info" {
                    phone_info(&tag, &mut line, sink)?;
                } else {
                    is_known |= attributes(&tag, &mut line, sink)?;
                }
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                inside = Inside::Other;
                if let Some(plist) = &mut plist {
                    plist.end(tag.local_name().as_ref(), &value, &mut line, sink)?;
                    is_known |= plist.is_known;
                    value.clear();
                } else if tag.local_name().as_ref() == "number" || !number.trim().is_empty() {
                    line += 1;
                    is_known = true;
                    // The box dials 00 before a calling code, wherever the list is read.
                    let international = number.trim().strip_prefix("00").map(|digits| format!("+{digits}"));
                    let text = international.as_deref().unwrap_or(&number);
                    sink.push(line, &RawEntry { text, label: Some(&name), ..RawEntry::default() })?;
                    number.clear();
                }
            }
            Event::Text(text) if depth == 0 && !text.trim().is_empty() => {
                return Err(FormatError::Damaged { line: line + 1 });
            }
            Event::Text(text) => into.map_or(Ok(()), |into| push(into, &text, line))?,
            Event::CData(text) => into.map_or(Ok(()), |into| push(into, &text, line))?,
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten();
                let predefined = quick_xml::escape::resolve_predefined_entity(&reference).map(str::to_owned);
                // Entities that the document defines are not expanded.
                let text = character.map(String::from).or(predefined).unwrap_or_default();
                into.map_or(Ok(()), |into| push(into, &text, line))?;
            }
            _ => {}
        }
    }
}

fn push(into: &mut String, text: &str, line: u64) -> Result<(), FormatError> {
    if into.len() + text.len() > MAX_LINE {
        return Err(FormatError::TooLong { line: line + 1 });
    }
    into.push_str(text);
    Ok(())
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what is no trouble of the source is damage")]
fn fault(error: &quick_xml::Error, line: u64) -> FormatError {
    match error {
        quick_xml::Error::Io(error) => match BoundError::of(error) {
            Some(BoundError::TooLong) => FormatError::TooLong { line },
            Some(BoundError::TooLarge) => FormatError::TooLarge,
            None => io(error.kind().into()),
        },
        _ => FormatError::Damaged { line },
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    Some(attribute.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned())
}

/// Takes an element whose attributes name a number, as `<entry phone="…" name="…"/>`; whether it is one.
fn attributes(tag: &BytesStart<'_>, line: &mut u64, sink: &mut EntrySink<'_>) -> Result<bool, FormatError> {
    let mut fields = Map::new();
    for attribute in tag.attributes().flatten() {
        let name = attribute.key.local_name().as_ref().to_owned();
        if item::is_field(&name) {
            let value = attribute.normalized_value(XmlVersion::Explicit1_0).unwrap_or_default().into_owned();
            fields.insert(name, value.into());
        }
    }
    if !fields.keys().any(|name| names::role_of(name) == Role::Number) {
        return Ok(false);
    }
    *line += 1;
    item::take(sink, *line, &Value::Object(fields), Found { is_meant: true, ..Found::default() })
}

fn phone_info(tag: &BytesStart<'_>, line: &mut u64, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    *line += 1;
    let phone = attribute(tag, "phone").unwrap_or_default();
    let votes: Option<u32> = attribute(tag, "votes").and_then(|votes| votes.parse().ok());
    let category = attribute(tag, "rating").as_deref().and_then(names::category);
    let raw = RawEntry { text: &phone, category, score: votes, is_deleted: votes == Some(0), ..RawEntry::default() };
    sink.push(*line, &raw)
}
