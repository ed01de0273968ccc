//! vCard: the `TEL` lines of every contact. Blocklists come as one contact with twenty thousand numbers. Lines may be folded,
//! and in version 2.1 quoted-printable.

use std::io::BufRead;

use super::decode::decode_line;
use super::lines::{Lines, Piece};
use super::{EntrySink, Fault, FormatError, MAX_LINE, RawEntry};

pub(super) fn read(lines: &mut Lines<impl BufRead>, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    let mut contact = VcardContact::default();
    // A line is whole once the next one is known not to go on with it.
    let (mut line, mut number) = (Vec::<u8>::new(), 1);
    while let Some(piece) = lines.next()? {
        sink.count_line()?;
        let bytes = lines.bytes().trim_ascii_end();
        let is_soft = line.ends_with(b"=") && is_quoted_printable(&line);
        let goes_on = is_soft || lines.bytes().first().is_some_and(|first| matches!(first, b' ' | b'\t'));
        let fits = piece == Piece::Last && line.len() + bytes.len() <= MAX_LINE;
        match (goes_on, fits) {
            (_, false) => {
                sink.problem(lines.number, Fault::LineTooLong);
                lines.skip()?;
            }
            (true, true) => {
                line.truncate(line.len() - usize::from(is_soft));
                line.extend_from_slice(if is_soft { bytes } else { bytes.get(1..).unwrap_or_default() });
            }
            (false, true) => {
                contact.take(&line, number, sink)?;
                (line, number) = (bytes.to_vec(), lines.number);
            }
        }
    }
    contact.take(&line, number, sink)?;
    if contact.is_open { Err(FormatError::Damaged { line: lines.number }) } else { Ok(()) }
}

fn is_quoted_printable(line: &[u8]) -> bool {
    let property = line.split(|byte| *byte == b':').next().unwrap_or_default();
    decode_line(property).to_ascii_uppercase().contains("QUOTED-PRINTABLE")
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
                sink.push(number, &RawEntry { text: &decoded(), label: Some(&self.name), ..RawEntry::default() })?
            }
            _ => {}
        }
        Ok(())
    }
}

/// Property and value; a colon in quotes parts nothing.
fn split(line: &str) -> Option<(&str, &str)> {
    let mut is_quoted = false;
    let colon = line.find(|c| {
        is_quoted ^= c == '"';
        c == ':' && !is_quoted
    })?;
    Some((line.get(..colon)?, line.get(colon + 1..)?))
}

/// `\,`, `\;` and the like as they are meant.
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

/// `=2B39` as `+39`; what is no code stays.
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
