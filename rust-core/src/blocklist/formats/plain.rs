//! Text: a number a line, `#` comments, `pattern: name` (NoPhoneSpam), or numbers parted by commas (Fossify).

use std::io::BufRead;

use super::{Fault, FormatError, MAX_LINE, Raw, Reading, io};

pub(super) fn read(source: &mut impl BufRead, reading: &mut Reading<'_>) -> Result<(), FormatError> {
    let mut line = Vec::new();
    let mut number = 0;
    while read_line(source, &mut line)? {
        number += 1;
        let Ok(text) = std::str::from_utf8(&line) else {
            reading.problem(number, Fault::NotANumber);
            continue;
        };
        let text =
            text.split('#').next().map(str::trim).filter(|_| text.trim_start().starts_with('#')).unwrap_or(text.trim());
        if text.is_empty() {
            continue;
        }
        if text.len() > MAX_LINE / 2 && !text.contains(',') {
            reading.problem(number, Fault::LineTooLong);
            continue;
        }
        match text.split_once(':') {
            Some((pattern, name)) if !pattern.eq_ignore_ascii_case("tel") => {
                reading.raw(number, &Raw { text: pattern, label: Some(name), ..Raw::default() })?;
            }
            _ => {
                for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
                    reading.raw(number, &Raw { text: part, ..Raw::default() })?;
                }
            }
        }
    }
    Ok(())
}

/// A line of at most 16 `MAX_LINE` bytes (a Fossify list is one line); what is longer is an error, not memory.
pub(super) fn read_line(source: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool, FormatError> {
    line.clear();
    let most = MAX_LINE * 256;
    loop {
        let bytes = source.fill_buf().map_err(io)?;
        if bytes.is_empty() {
            return Ok(!line.is_empty());
        }
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let piece = bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default();
        if line.len() + piece.len() > most {
            return Err(FormatError::TooLarge);
        }
        line.extend_from_slice(piece);
        let used = end.map_or(bytes.len(), |end| end + 1);
        source.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}
