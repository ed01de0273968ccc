//! XML: PhoneBlock's blocklist (`phone-info`) and FRITZ!Box phonebooks (`number`).

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{FormatError, MAX_LINE, Raw, Reading, io};

#[expect(clippy::wildcard_enum_match_arm, reason = "XML has many events and faults; a list needs few of them")]
pub(super) fn read(source: &mut impl BufRead, reading: &mut Reading<'_>) -> Result<(), FormatError> {
    let mut reader = Reader::from_reader(source);
    let mut buffer = Vec::new();
    let mut line = 0;
    let mut number: Option<String> = None;
    let mut name = String::new();
    let mut inside_name = false;
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| match error {
            quick_xml::Error::Io(error) => io(std::io::Error::new(error.kind(), "reading")),
            _ => FormatError::Damaged { line: line + 1 },
        })?;
        match event {
            Event::Eof => return Ok(()),
            Event::Start(tag) if tag.local_name().as_ref() == "blocklist" => {
                let version = tag.try_get_attribute("version").ok().flatten();
                reading.version(version.and_then(|version| version.value.parse().ok()));
            }
            Event::Empty(tag) | Event::Start(tag) if tag.local_name().as_ref() == "phone-info" => {
                line += 1;
                phone_info(&tag, line, reading)?;
            }
            Event::Start(tag) if tag.local_name().as_ref() == "number" => number = Some(String::new()),
            Event::Start(tag) if tag.local_name().as_ref() == "realName" => {
                inside_name = true;
                name.clear();
            }
            Event::Text(text) => {
                if let Some(number) = number.as_mut().filter(|number| number.len() + text.len() < MAX_LINE) {
                    number.push_str(&text);
                } else if inside_name && name.len() + text.len() < MAX_LINE {
                    name.push_str(&text);
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "realName" => inside_name = false,
            Event::End(tag) if tag.local_name().as_ref() == "number" => {
                line += 1;
                let text = number.take().unwrap_or_default();
                reading.raw(line, &Raw { text: &text, label: Some(&name), ..Raw::default() })?;
            }
            _ => {}
        }
    }
}

fn phone_info(tag: &BytesStart<'_>, line: u64, reading: &mut Reading<'_>) -> Result<(), FormatError> {
    let value = |wanted: &str| {
        let attribute = tag.try_get_attribute(wanted).ok()??;
        Some(attribute.value.into_owned())
    };
    let phone = value("phone").unwrap_or_default();
    let votes: Option<u32> = value("votes").and_then(|votes| votes.parse().ok());
    let category = value("rating").as_deref().and_then(super::json::category);
    let raw = Raw { text: &phone, category, score: votes, is_deleted: votes == Some(0), ..Raw::default() };
    reading.raw(line, &raw)
}
