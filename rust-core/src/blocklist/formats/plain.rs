//! Text: a number a line, `#` and `//` comments, `pattern: name` (NoPhoneSpam), words behind a number, rows of Markdown
//! tables, or numbers separated by commas (Fossify), which may be one line however long.

use std::borrow::Cow;

use std::io::BufRead;

use super::cell::{self, Cell};
use super::decode::decode_line;
use super::lines::{Lines, Piece};
use super::names::{self, Role};
use super::row::is_rule;
use super::{EntrySink, Fault, FormatError, RawEntry};
use crate::number::{LineType, PhoneNumber, Region};

/// What separates numbers on a line; also the line ends of old Macs.
const SEPARATORS: [char; 5] = [',', ';', '\t', '\r', '|'];
/// Digits of a number that words may follow: of fewer, the words are part of it (`0800 FLOWERS`).
const WHOLE: usize = 7;
/// Bytes of a number that words follow.
const MAX_BEFORE_WORDS: usize = 64;

pub(super) fn read(lines: &mut Lines<impl BufRead>, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    // The beginning of a number that the piece before broke off in.
    let mut begun = String::new();
    while let Some(piece) = lines.next()? {
        let number = lines.number;
        let bytes = lines.bytes();
        let text = decode_line(bytes.strip_suffix(b"\r").filter(|_| piece == Piece::Last).unwrap_or(bytes));
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
            if piece == Piece::Last && text.trim_start().starts_with('|') {
                take_row(&text, number, sink)?;
                continue;
            }
            if piece == Piece::Last && begins_or_ends_with_date(&text) && !text.contains(SEPARATORS) {
                take_line(without_dates(without_comment(&text, sink.region())), number, sink)?;
                continue;
            }
            if let Some((pattern, name)) = named(without_remark(&text)) {
                let raw = RawEntry { text: pattern, label: name, ..RawEntry::default() };
                match range_in(pattern.trim(), sink.region()) {
                    Some((first, last)) => sink.push_range(number, first, last, &raw)?,
                    None => sink.push(number, &raw)?,
                }
                lines.skip()?;
                continue;
            }
        }
        let joined = if begun.is_empty() { None } else { Some(std::mem::take(&mut begun) + &text) };
        let whole = joined.as_deref().unwrap_or_else(|| cell::without_tail(without_comment(&text, sink.region())));
        if piece == Piece::Last && joined.is_none() && !whole.contains(SEPARATORS) {
            take_line(whole, number, sink)?;
            continue;
        }
        // Words among the numbers: a row of some table, of which one line shows too little.
        let is_row = piece == Piece::Last && joined.is_none() && has_words(whole);
        let mut rest = whole;
        while let Some((part, after)) = rest.split_once(SEPARATORS) {
            // Each number of a long line costs what a line costs.
            sink.count_line()?;
            take_part(part, is_row, number, sink)?;
            rest = after;
        }
        match piece {
            Piece::Last => take_part(rest, is_row, number, sink)?,
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

/// A part of a line. In a row that also holds words, what a clock or a counter writes is no number.
fn take_part(part: &str, is_row: bool, line: u64, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    let text = part.trim();
    let is_clock = || cell::is_bare_date(text) && (is_row || text.len() >= 8) || cell::is_epoch(text);
    let is_code = || is_row && cell::look(text, sink.region()) == Cell::Code;
    if !text.is_empty() && ((is_clock() && cell::look(text, sink.region()) != Cell::Number) || is_code()) {
        sink.problem(line, Fault::NotANumber);
        return Ok(());
    }
    if text.contains(char::is_alphabetic) { take_line(text, line, sink) } else { take(text, line, sink) }
}

/// A line with one number on it, and maybe words behind.
fn take_line(text: &str, line: u64, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    let text = cell::cleaned(unnumbered(text.trim(), sink.region()));
    // Markdown's emphasis.
    let is_strong = text.starts_with("**") && text.matches("**").count() > 1 && cell::digits_in(&text) >= WHOLE;
    let text = if is_strong { Cow::Owned(text.replacen("**", "", 2)) } else { text };
    if let Some((first, last)) = range_in(&text, sink.region()) {
        return sink.push_range(line, first, last, &RawEntry::default());
    }
    match words_behind(&text, sink.region()) {
        Some((number, words)) => {
            let label = Some(words).filter(|words| !words.is_empty());
            sink.push(line, &RawEntry { text: number, label, ..RawEntry::default() })
        }
        None => take(&text, line, sink),
    }
}

fn is_date_or_time(word: &str) -> bool {
    cell::is_date(word) || cell::is_time(word)
}

fn begins_or_ends_with_date(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (first, last) = (words.next(), words.next_back());
    last.is_some() && [first, last].into_iter().flatten().any(is_date_or_time)
}

/// A line without the date and time before or behind its number, as logs have them.
fn without_dates(text: &str) -> &str {
    let mut text = text.trim();
    while let Some((_, rest)) = text.split_once(char::is_whitespace).filter(|(word, _)| is_date_or_time(word)) {
        text = rest.trim_start();
    }
    while let Some((rest, _)) = text.rsplit_once(char::is_whitespace).filter(|(_, word)| is_date_or_time(word)) {
        text = rest.trim_end();
    }
    text
}

/// A line without the mark of a numbered list: `1. `, `1) `, `1 - `.
fn unnumbered(text: &str, region: Region) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let rest = [". ", ") ", " - ", ".\t", ")\t"].iter().find_map(|mark| rest.strip_prefix(mark)).map(str::trim_start);
    let is_known =
        |text: &str| PhoneNumber::parse(text, region).is_ok_and(|number| number.line_type() != LineType::Unknown);
    rest.filter(|rest| (1..=4).contains(&digits) && is_known(rest) && !is_known(text)).unwrap_or(text)
}

/// A row of a Markdown table: its cells that are numbers. A row without digits is a header.
fn take_row(text: &str, line: u64, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    let cells: Vec<&str> = text.trim().trim_matches('|').split('|').map(unlinked).collect();
    let is_number =
        |cell: &&str| matches!(cell::look(cell, sink.region()), Cell::Number | Cell::Pattern | Cell::Digits);
    let known = |cell: &&str| matches!(cell::look(cell, sink.region()), Cell::Number | Cell::Pattern);
    let numbers: Vec<&str> = cells.iter().copied().filter(known).collect();
    let numbers = if numbers.is_empty() { cells.iter().copied().filter(is_number).take(1).collect() } else { numbers };
    if numbers.is_empty() && text.contains(|c: char| c.is_ascii_digit()) {
        sink.problem(line, Fault::NotANumber);
    }
    let has_letters = |cell: &&&str| cell.contains(char::is_alphabetic) && !numbers.contains(cell);
    let label = cells.iter().find(has_letters).copied();
    numbers.iter().try_for_each(|text| sink.push(line, &RawEntry { text, label, ..RawEntry::default() }))
}

/// A Markdown cell without its link, code marks and emphasis.
fn unlinked(cell: &str) -> &str {
    let cell = cell.trim().trim_matches(['`', '*', '_']).trim();
    let cell = if is_rule(cell) { "" } else { cell };
    cell.strip_prefix('[').and_then(|link| link.split_once("](")).map_or(cell, |(text, _)| text.trim())
}

fn is_bare(line: &[u8]) -> bool {
    line.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b' '))
}

fn has_words(text: &str) -> bool {
    text.split(SEPARATORS)
        .any(|part| part.chars().filter(|c| c.is_alphabetic()).count() >= 1 && cell::digits_in(part) < 3)
}

fn is_comment(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('#') || text.starts_with("//")
}

/// `pattern: name`, where nothing separates numbers before the colon; `number: pattern`, as in YAML.
fn named(text: &str) -> Option<(&str, Option<&str>)> {
    let (pattern, name) = text.split_once(':')?;
    let is_address =
        ["tel", "callto", "sip", "sips"].iter().any(|scheme| unmarked(pattern).eq_ignore_ascii_case(scheme));
    if pattern.contains(SEPARATORS) || is_address {
        return None;
    }
    let is_key = matches!(names::role_of(unmarked(pattern)), Role::Number) && cell::digits_in(pattern) == 0;
    if is_key && cell::digits_in(name) > 0 { Some((name, None)) } else { Some((pattern, Some(name))) }
}

fn unmarked(text: &str) -> &str {
    text.trim().trim_start_matches("- ").trim_matches(['"', '\'', ' '])
}

/// Drops what stands behind `//`, or behind a `#` that stands apart: words, a date, or nothing. Where only places follow, each
/// `#` is a digit's place.
fn without_comment(text: &str, region: Region) -> &str {
    let text = without_remark(text);
    let mut marks = text.match_indices('#').map(|(at, _)| text.split_at(at));
    let comment = marks.find(|(before, after)| {
        let rest = after.trim_start_matches('#').trim();
        let is_place = rest.chars().all(|c| matches!(c, '#' | '*') || cell::is_mark(c));
        let is_remark = match rest {
            "" => after.trim().len() == 1 && is_known(before, region),
            _ => rest.contains(char::is_alphabetic) || (!is_place && is_known(before, region)),
        };
        before.ends_with(char::is_whitespace) && is_remark
    });
    comment.map_or(text, |(before, _)| before)
}

/// Drops what stands behind `//`, unless it is part of an address.
fn without_remark(text: &str) -> &str {
    let remark = text.split_once("//").filter(|(before, _)| before.ends_with(char::is_whitespace));
    remark.map_or(text, |(before, _)| before)
}

fn is_known(text: &str, region: Region) -> bool {
    PhoneNumber::parse(&cell::cleaned(text), region).is_ok() && cell::digits_in(text) >= WHOLE
}

/// `0612345678 - office`, `0612345678 (office)`: a number and the words behind it.
fn words_behind(text: &str, region: Region) -> Option<(&str, &str)> {
    let at = text.find(char::is_alphabetic).filter(|at| *at < MAX_BEFORE_WORDS)?;
    let (before, _) = text.split_at(at);
    let number = before.trim_end_matches(|c: char| !(c.is_ascii_digit() || matches!(c, '*' | '#' | ')')));
    let number = if number.ends_with(')') && number.matches('(').count() < number.matches(')').count() {
        number.trim_end_matches(')')
    } else {
        number
    };
    let words = text
        .get(number.len()..)?
        .trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '\u{2013}' | '\u{2014}'));
    let is_number = is_known(number, region) || (number.ends_with(['*', '#']) && cell::digits_in(number) >= 3);
    // An extension is the number's own: `0612345678 int. 5`.
    let is_whole = PhoneNumber::parse(text, region).is_ok();
    (is_number && !is_whole).then_some((number, words))
}

/// `0162000000-0162999999`: two whole numbers are the ends of a range.
fn range_in(text: &str, region: Region) -> Option<(&str, &str)> {
    if text.len() > 2 * MAX_BEFORE_WORDS || cell::digits_in(text) < 2 * WHOLE {
        return None;
    }
    let is_whole = |text: &str| {
        PhoneNumber::parse(text, region).is_ok_and(|number| number.line_type() != LineType::Unknown)
            && cell::digits_in(text) >= WHOLE
    };
    const MARKS: [&str; 12] =
        ["-", "\u{2013}", "..", ":", "/", " to ", " bis ", " \u{e0} ", " a ", " al ", " au ", " hasta "];
    MARKS.iter().find_map(|mark| {
        let (first, last) = text.split_once(mark)?;
        let (first, last) = (first.trim(), last.trim());
        (is_whole(first) && is_whole(last) && !last.contains(*mark)).then_some((first, last))
    })
}
