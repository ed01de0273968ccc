//! Text: a number a line, `#` comments, `pattern: name` (NoPhoneSpam), or numbers parted by commas (Fossify), which may be
//! one line however long.

use std::io::BufRead;

use super::lines::{Lines, Piece};
use super::text::text_of;
use super::{Fault, FormatError, Raw, Reading};

/// What parts numbers on a line; also the line ends of old Macs.
const SEPARATORS: [char; 4] = [',', ';', '\t', '\r'];

pub(super) fn read(lines: &mut Lines<impl BufRead>, reading: &mut Reading<'_>) -> Result<(), FormatError> {
    // The beginning of a number that the piece before broke off in.
    let mut begun = String::new();
    while let Some(piece) = lines.next()? {
        let number = lines.number;
        let text = text_of(lines.bytes());
        if begun.is_empty() {
            reading.step()?;
            // Most lines of most lists are a number and nothing else.
            if piece == Piece::Last && is_bare(text.as_bytes()) {
                take(&text, number, reading)?;
                continue;
            }
            if is_comment(&text) {
                lines.skip()?;
                continue;
            }
            if let Some((pattern, name)) = named(&text) {
                reading.raw(number, &Raw { text: pattern, label: Some(name), ..Raw::default() })?;
                lines.skip()?;
                continue;
            }
        }
        let joined = if begun.is_empty() { None } else { Some(std::mem::take(&mut begun) + &text) };
        let whole = joined.as_deref().unwrap_or_else(|| without_comment(&text));
        let mut rest = whole;
        while let Some((part, after)) = rest.split_once(SEPARATORS) {
            // Each number of a long line costs what a line costs.
            reading.step()?;
            take(part, number, reading)?;
            rest = after;
        }
        match piece {
            Piece::Last => take(rest, number, reading)?,
            Piece::Open if rest.len() == whole.len() => {
                reading.problem(number, Fault::LineTooLong);
                lines.skip()?;
            }
            Piece::Open => rest.clone_into(&mut begun),
        }
    }
    Ok(())
}

fn take(part: &str, line: u64, reading: &mut Reading<'_>) -> Result<(), FormatError> {
    let text = part.trim();
    if text.is_empty() { Ok(()) } else { reading.raw(line, &Raw { text, ..Raw::default() }) }
}

fn is_bare(line: &[u8]) -> bool {
    line.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b' '))
}

fn is_comment(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('#') || text.starts_with("//")
}

/// `pattern: name`, where nothing parts numbers before the colon.
fn named(text: &str) -> Option<(&str, &str)> {
    let (pattern, name) = text.split_once(':')?;
    let is_address = ["tel", "callto"].iter().any(|scheme| pattern.trim().eq_ignore_ascii_case(scheme));
    (!pattern.contains(SEPARATORS) && !is_address).then_some((pattern, name))
}

/// Drops words behind a number and a `#` that stands apart; where digits or nothing follow it, it is a digit's place.
fn without_comment(text: &str) -> &str {
    let mut marks = text.match_indices('#').map(|(at, _)| text.split_at(at));
    let comment =
        marks.find(|(before, after)| before.ends_with(char::is_whitespace) && after.contains(char::is_alphabetic));
    comment.map_or(text, |(before, _)| before)
}
