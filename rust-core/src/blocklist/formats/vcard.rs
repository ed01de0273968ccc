//! vCard: the `TEL` lines of every contact. Blocklists come as one contact with twenty thousand numbers. Lines may be folded,
//! and in version 2.1 quoted-printable.

use std::io::BufRead;

use super::cell::without_pause;
use super::decode::decode_line;
use super::lines::{Lines, Piece};
use super::{EntrySink, Fault, FormatError, MAX_LINE, RawEntry};

pub(super) fn read(lines: &mut Lines<impl BufRead>, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    let mut contact = VcardContact::default();
    let mut property = Property::default();
    while let Some(piece) = lines.next()? {
        sink.count_line()?;
        let bytes = lines.bytes().trim_ascii_end();
        let is_continued = property.is_soft || lines.bytes().first().is_some_and(|first| matches!(first, b' ' | b'\t'));
        if is_continued {
            let is_soft = property.is_soft;
            property.push(if is_soft { bytes } else { bytes.get(1..).unwrap_or_default() });
        } else {
            property.finish(&mut contact, sink)?;
            property = Property::begin(bytes, lines.number);
        }
        if piece == Piece::Open {
            property.is_too_long = true;
            lines.skip()?;
        }
    }
    property.finish(&mut contact, sink)?;
    if contact.is_open { Err(FormatError::Damaged { line: lines.number }) } else { Ok(()) }
}

/// A property being read: complete once the next line is known not to continue it. Of unused properties, such as
/// pictures, nothing is kept, however long they are.
#[derive(Default)]
struct Property {
    line: Vec<u8>,
    number: u64,
    is_needed: bool,
    is_quoted: bool,
    /// Quoted-printable, and its last line ended with `=`: the next line continues it.
    is_soft: bool,
    is_too_long: bool,
}

impl Property {
    fn begin(bytes: &[u8], number: u64) -> Self {
        let head = bytes.split(|byte| *byte == b':').next().unwrap_or_default();
        let name = head.split(|byte| *byte == b';').next().unwrap_or_default();
        let name = name.rsplit(|byte| *byte == b'.').next().unwrap_or_default().trim_ascii();
        let is_needed = [&b"BEGIN"[..], b"END", b"FN", b"TEL"].iter().any(|known| name.eq_ignore_ascii_case(known));
        let is_quoted = head.contains(&b';') && decode_line(head).to_ascii_uppercase().contains("QUOTED-PRINTABLE");
        let mut property = Self { number, is_needed, is_quoted, ..Self::default() };
        property.push(bytes);
        property
    }

    fn push(&mut self, bytes: &[u8]) {
        self.is_soft = self.is_quoted && bytes.ends_with(b"=");
        let bytes = if self.is_soft { bytes.get(..bytes.len() - 1).unwrap_or_default() } else { bytes };
        self.is_too_long |= self.line.len() + bytes.len() > MAX_LINE;
        if self.is_needed && !self.is_too_long {
            self.line.extend_from_slice(bytes);
        }
    }

    fn finish(&self, contact: &mut VcardContact, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
        match (self.is_needed, self.is_too_long) {
            (false, _) => Ok(()),
            (true, true) => {
                sink.problem(self.number, Fault::LineTooLong);
                Ok(())
            }
            (true, false) => contact.take(&self.line, self.number, sink),
        }
    }
}

#[derive(Default)]
struct VcardContact {
    name: String,
    is_open: bool,
}

impl VcardContact {
    /// Takes a whole line: `item1.TEL;TYPE=CELL:+39…`, a group before, parameters behind.
    fn take(&mut self, line: &[u8], number: u64, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
        let text = decode_line(line);
        let Some((property, value)) = split(&text) else { return Ok(()) };
        let (name, parameters) = property.split_once(';').unwrap_or((property, ""));
        let name = name.rsplit('.').next().unwrap_or_default().trim();
        let decoded = || {
            let is_quoted = parameters.to_ascii_uppercase().contains("QUOTED-PRINTABLE");
            if is_quoted { decode_line(&unquoted(value.as_bytes())).into_owned() } else { unescaped(value) }
        };
        match name.to_ascii_uppercase().as_str() {
            "BEGIN" => *self = Self { name: String::new(), is_open: true },
            "END" => self.is_open = false,
            "FN" => self.name = decoded(),
            "TEL" => {
                let text = decoded();
                let text = without_pause(text.trim());
                sink.push(number, &RawEntry { text, label: Some(&self.name), ..RawEntry::default() })?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// Property and value; a colon in quotes separates nothing.
fn split(line: &str) -> Option<(&str, &str)> {
    let mut is_quoted = false;
    let colon = line.find(|c| {
        is_quoted ^= c == '"';
        c == ':' && !is_quoted
    })?;
    Some((line.get(..colon)?, line.get(colon + 1..)?))
}

/// A value with `\,`, `\;` and other escapes undone.
fn unescaped(value: &str) -> String {
    let (mut text, mut is_escaped) = (String::new(), false);
    for c in value.chars() {
        match (is_escaped, c) {
            (false, '\\') => is_escaped = true,
            (true, 'n' | 'N') => {
                text.push(' ');
                is_escaped = false;
            }
            _ => {
                text.push(c);
                is_escaped = false;
            }
        }
    }
    text
}

/// Decodes quoted-printable: `=2B39` is `+39`; invalid codes stay as they are.
fn unquoted(value: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.filter(|_| *first == b'=').and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    bytes
}
