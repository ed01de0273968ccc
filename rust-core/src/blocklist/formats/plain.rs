//! Text: a number a line, `#` comments, `pattern: name` (NoPhoneSpam), or numbers parted by commas (Fossify), which may be
//! one line however long.

use std::io::BufRead;

use super::decode::decode_line;
use super::lines::{Lines, Piece};
use super::{EntrySink, Fault, FormatError, RawEntry};

/// What parts numbers on a line; also the line ends of old Macs.
const SEPARATORS: [char; 4] = [',', ';', '\t', '\r'];

pub(super) fn read(lines: &mut Lines<impl BufRead>, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    // The beginning of a number that the piece before broke off in.
    let mut begun = String::new();
    while let Some(piece) = lines.next()? {
        let number = lines.number;
        let text = decode_line(lines.bytes());
        if begun.is_empty() {
            sink.count_line()?;
            // Most lines of most lists are a number and nothing else.
            if piece == Piece::Last && is_bare(text.as_bytes()) {
                take(&text, number, sink)?;
                continue;
            }
            if is_comment(&text) {
                lines.skip()?;
                continue;
            }
            if let Some((pattern, name)) = named(&text) {
                sink.push(number, &RawEntry { text: pattern, label: Some(name), ..RawEntry::default() })?;
                lines.skip()?;
                continue;
            }
        }
        let joined = if begun.is_empty() { None } else { Some(std::mem::take(&mut begun) + &text) };
        let whole = joined.as_deref().unwrap_or_else(|| without_comment(&text));
        let mut rest = whole;
        while let Some((part, after)) = rest.split_once(SEPARATORS) {
            // Each number of a long line costs what a line costs.
            sink.count_line()?;
            take(part, number, sink)?;
            rest = after;
        }
        match piece {
            Piece::Last => take(rest, number, sink)?,
            Piece::Open if rest.len() == whole.len() => {
                sink.problem(number, Fault::LineTooLong);
                lines.skip()?;
            }
            Piece::Open => rest.clone_into(&mut begun),
        }
    }
    Ok(())
}

fn take(part: &str, line: u64, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    let text = part.trim();
    if text.is_empty() { Ok(()) } else { sink.push(line, &RawEntry { text, ..RawEntry::default() }) }
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
