//! Tables: SpamBlocker, DNC snapshots, FTC complaints, YetAnotherCallBlocker, and whatever has a column of numbers. A quote
//! that never closes costs its own line and no other.

use std::collections::VecDeque;
use std::io::BufRead;

use csv_core::{ReadRecordResult, Reader};

use super::cell::{cleaned, numbers_in};
use super::lines::{Lines, Piece};
use super::names;
use super::row::{self, CsvRow};
use super::table::Layout;
use super::{EntrySink, Fault, FormatError, MAX_LINE, RawEntry};
use crate::number::{LineType, PhoneNumber, Region};

/// Lines that one quoted field may go over.
const MAX_JOINED: usize = 50;

pub(super) fn read<B: BufRead>(
    lines: Lines<B>,
    layout: Option<Layout>,
    sink: &mut EntrySink<'_>,
) -> Result<(), FormatError> {
    let layout = layout.unwrap_or_else(Layout::single);
    let mut rows = Rows {
        lines,
        again: VecDeque::new(),
        separator: layout.separator,
        reader: row::reader(layout.separator),
        row: CsvRow::new(MAX_LINE),
        line: Vec::new(),
    };
    let mut above = layout.head_lines;
    while let Some(line) = rows.next(sink)? {
        if above > 0 {
            above -= 1;
            continue;
        }
        take(&rows.row, line, &layout, sink)?;
    }
    Ok(())
}

/// Takes the numbers of one row.
fn take(row: &CsvRow, line: u64, layout: &Layout, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    let field =
        |column: Option<usize>| column.and_then(|column| row.field(column)).filter(|text| !text.trim().is_empty());
    if row.is_rule() {
        return Ok(());
    }
    if layout.numbers.iter().all(|column| row.field(*column).is_none()) {
        sink.problem(line, Fault::NotANumber);
        return Ok(());
    }
    let blocks = layout.blocks.and_then(|(column, role)| names::blocks(role, &row.field(column)?));
    let (label, category) = (field(layout.label), field(layout.category));
    let region = field(layout.country).and_then(|country| country.trim().parse().ok());
    let raw = RawEntry {
        score: field(layout.score).and_then(|score| score.trim().parse().ok()),
        label: label.as_deref(),
        category: category.as_deref().and_then(|name| names::category(name.trim())),
        is_prefix: layout.are_prefixes,
        region,
        ..RawEntry::default()
    };
    let cells = layout.numbers.iter().filter_map(|column| field(Some(*column)));
    let cells: Vec<_> =
        cells.filter(|cell| cell.contains(char::is_alphanumeric) || cell.contains(['*', '#'])).collect();
    if blocks == Some(false) && !cells.is_empty() {
        sink.problem(line, Fault::Allowed);
        return Ok(());
    }
    if let (true, [first, last]) = (layout.are_ranges, cells.as_slice()) {
        return sink.push_range(line, &cleaned(first), &cleaned(last), &raw);
    }
    let (code, area) = (field(layout.calling_code), field(layout.area_code));
    let is_bare = |cell: &str| cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'+');
    for cell in &cells {
        // Most cells are a number and nothing else.
        if code.is_none() && area.is_none() && is_bare(cell) {
            sink.push(line, &RawEntry { text: cell, ..raw.clone() })?;
            continue;
        }
        for number in numbers_in(&cleaned(cell)) {
            let whole = joined(number, code.as_deref(), area.as_deref(), region.unwrap_or(sink.region()));
            sink.push(line, &RawEntry { text: whole.as_deref().unwrap_or(number), ..raw.clone() })?;
        }
    }
    Ok(())
}

/// A number with the calling code or area code that stand in columns of their own; `None` where it needs neither.
fn joined(number: &str, code: Option<&str>, area: Option<&str>, region: Region) -> Option<String> {
    let number = number.trim();
    if number.starts_with(['+', '\u{ff0b}']) || region.international_prefix_length(number).is_some() {
        return None;
    }
    let is_known =
        |text: &str| PhoneNumber::parse(text, region).is_ok_and(|number| number.line_type() != LineType::Unknown);
    let code = code.map(|code| code.trim().trim_start_matches('+').trim_start_matches("00"));
    match (code, area.map(str::trim)) {
        (Some(code), area) => {
            let with = |area: &str| format!("+{code} {area}{number}");
            // With its calling code already.
            let whole = format!("+{number}");
            let with_area = area.map(with).filter(|text| is_known(text));
            let with_code = with("");
            let is_whole = number.starts_with(code) && is_known(&whole) && !is_known(&with_code);
            Some(if is_whole { whole } else { with_area.filter(|_| !is_known(&with_code)).unwrap_or(with_code) })
        }
        (None, Some(area)) if !number.starts_with(area) && !number.starts_with('0') => {
            Some(format!("{area}{number}")).filter(|text| is_known(text))
        }
        (None, _) => None,
    }
}

struct Rows<B> {
    lines: Lines<B>,
    /// Lines that were read in vain for the end of a quoted field.
    again: VecDeque<(u64, Vec<u8>)>,
    separator: u8,
    reader: Reader,
    row: CsvRow,
    line: Vec<u8>,
}

impl<B: BufRead> Rows<B> {
    /// Reads the next row into `row` and gives its first line.
    fn next(&mut self, sink: &mut EntrySink<'_>) -> Result<Option<u64>, FormatError> {
        while let Some(number) = self.next_line(sink)? {
            if self.line.trim_ascii().is_empty() || row::is_comment(&self.line) {
                continue;
            }
            match self.row_from(number, sink)? {
                Ok(()) => return Ok(Some(number)),
                Err(fault) => sink.problem(number, fault),
            }
        }
        Ok(None)
    }

    /// Takes `line` apart, with those after it as long as a quote is open. On a fault all but the first wait to be read
    /// again.
    fn row_from(&mut self, number: u64, sink: &mut EntrySink<'_>) -> Result<Result<(), Fault>, FormatError> {
        self.reader.reset();
        let (mut state, mut here, mut bytes) = ((0, 0), number, 0);
        // The lines before the one at hand.
        let mut joined: Vec<(u64, Vec<u8>)> = Vec::new();
        let fault = loop {
            bytes += self.line.len();
            let (result, used) = self.row.read(&mut self.reader, &mut state, &self.line);
            match result {
                ReadRecordResult::Record if joined.is_empty() || self.is_well_quoted(&joined) => {
                    // A carriage return alone also ends a row: what follows it is the next one.
                    let rest = self.line.get(used..).unwrap_or_default();
                    if !rest.trim_ascii().is_empty() {
                        self.again.push_front((here, rest.to_vec()));
                    }
                    return Ok(Ok(()));
                }
                ReadRecordResult::InputEmpty if joined.len() < MAX_JOINED && bytes < MAX_LINE => {
                    joined.push((here, std::mem::take(&mut self.line)));
                    match self.next_line(sink)? {
                        Some(next) => here = next,
                        None => break Fault::UnclosedQuote,
                    }
                }
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => break Fault::LineTooLong,
                ReadRecordResult::Record | ReadRecordResult::InputEmpty | ReadRecordResult::End => {
                    break Fault::UnclosedQuote;
                }
            }
        };
        if !self.line.is_empty() {
            joined.push((here, std::mem::take(&mut self.line)));
        }
        joined.drain(1..).rev().for_each(|line| self.again.push_front(line));
        Ok(Err(fault))
    }

    /// Whether every quote of a row over several lines ends its field: one that does not was opened by another line.
    fn is_well_quoted(&self, joined: &[(u64, Vec<u8>)]) -> bool {
        let mut bytes = joined.iter().flat_map(|(_, line)| line).chain(&self.line).copied().peekable();
        let (mut is_quoted, mut begins) = (false, true);
        while let Some(byte) = bytes.next() {
            match (is_quoted, byte) {
                (false, b'"') if begins => is_quoted = true,
                (true, b'"') if bytes.next_if_eq(&b'"').is_some() => {}
                (true, b'"') => {
                    is_quoted = false;
                    if bytes.peek().is_some_and(|next| ![self.separator, b'\r', b'\n'].contains(next)) {
                        return false;
                    }
                }
                _ => {}
            }
            begins = !is_quoted && (byte == self.separator || byte == b'\n');
        }
        true
    }

    /// Reads a line with its end into `line`; one that is too long is left out.
    fn next_line(&mut self, sink: &mut EntrySink<'_>) -> Result<Option<u64>, FormatError> {
        self.line.clear();
        loop {
            sink.count_line()?;
            if let Some((number, line)) = self.again.pop_front() {
                self.line = line;
                return Ok(Some(number));
            }
            match self.lines.next()? {
                None => return Ok(None),
                Some(Piece::Open) => {
                    sink.problem(self.lines.number, Fault::LineTooLong);
                    self.lines.skip()?;
                }
                Some(Piece::Last) => {
                    self.line.extend_from_slice(self.lines.bytes());
                    self.line.push(b'\n');
                    return Ok(Some(self.lines.number));
                }
            }
        }
    }
}
