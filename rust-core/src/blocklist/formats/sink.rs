//! The entry sink: from raw entries to entries, within the guards: no never-block number, no wide range, no wildcard, no
//! regular expression.

use std::sync::Arc;

use super::{
    Fault, FormatError, Limits, Line, LineProblem, MAX_COVERED, MAX_OPEN_LINES, MAX_PROBLEMS, Report, cell, ranges,
};
use crate::blocklist::coverage::covered;
use crate::blocklist::{Category, Entry};
use crate::number::{
    LineType, ListKey, PhoneNumber, Region, ShortCode, begins_with_service_code, never_block_overlaps,
};
use crate::pattern::{Pattern, PatternKind};
use crate::shown_text::sanitize_line;

/// Bytes of a label; the packed form keeps fewer.
const MAX_LABEL: usize = 200;
/// Digits of a code of the network; what is shorter or longer in a list is a number that lost some of its own.
const SHORT_CODES: std::ops::RangeInclusive<usize> = 3..=6;

/// A raw entry: what a parser found on a line, not yet read as a number.
#[derive(Debug, Clone, Default)]
pub(super) struct RawEntry<'l> {
    pub(super) text: &'l str,
    /// The form says that this is a beginning, e.g. callblockerd's ranges.
    pub(super) is_prefix: bool,
    pub(super) category: Option<Category>,
    pub(super) score: Option<u32>,
    pub(super) label: Option<&'l str>,
    /// The list withdraws it: `votes: 0`.
    pub(super) is_deleted: bool,
    /// The country of a national number, where the list says another than its own.
    pub(super) region: Option<Region>,
}

/// The entry sink: turns raw entries into entries, keeps the guards, counts.
pub(super) struct EntrySink<'r> {
    region: Region,
    limits: Limits,
    lines: u64,
    /// Beginnings and lines with open digits so far.
    open_lines: u64,
    take: &'r mut dyn FnMut(Line),
    report: Report,
}

impl<'r> EntrySink<'r> {
    pub(super) fn new(region: Region, limits: Limits, take: &'r mut dyn FnMut(Line)) -> Self {
        Self { region, limits, lines: 0, open_lines: 0, take, report: Report::default() }
    }

    pub(super) fn report(self) -> Report {
        self.report
    }

    /// Counts a line, row, item or tag, whatever is on it.
    pub(super) fn count_line(&mut self) -> Result<(), FormatError> {
        self.lines += 1;
        if self.lines > self.limits.lines { Err(FormatError::TooManyLines) } else { Ok(()) }
    }

    /// Takes an entry that was read before.
    pub(super) fn push_entry(&mut self, line: u64, entry: Entry) -> Result<(), FormatError> {
        match guard(&entry, self.region) {
            Ok(()) => self.hold(Entry { label: shown_label(entry.label.as_deref()), ..entry }),
            Err(fault) => {
                self.problem(line, fault);
                Ok(())
            }
        }
    }

    fn hold(&mut self, entry: Entry) -> Result<(), FormatError> {
        self.report.taken += 1;
        if self.report.taken > self.limits.entries {
            return Err(FormatError::TooManyEntries);
        }
        (self.take)(Line::Holds(entry));
        Ok(())
    }

    /// Takes one raw entry.
    pub(super) fn push(&mut self, line: u64, raw: &RawEntry<'_>) -> Result<(), FormatError> {
        // As it is read: `xx` stands for `##`.
        self.open_lines += u64::from(raw.is_prefix || cell::cleaned(raw.text).contains(['#', '*']));
        if self.open_lines > MAX_OPEN_LINES {
            return Err(FormatError::TooManyLines);
        }
        let entry = entry_of(raw, raw.region.unwrap_or(self.region));
        if raw.is_deleted {
            self.report.withdrawn += 1;
            if let Ok((entry, _)) = entry {
                (self.take)(Line::Withdraws(entry));
            }
            return Ok(());
        }
        match entry {
            Ok((entry, is_repaired)) => {
                self.report.repaired += u64::from(is_repaired);
                self.hold(entry)
            }
            Err(fault) => {
                self.problem(line, fault);
                Ok(())
            }
        }
    }

    /// Takes a range by its two ends; `raw` says the rest.
    pub(super) fn push_range(
        &mut self,
        line: u64,
        first: &str,
        last: &str,
        raw: &RawEntry<'_>,
    ) -> Result<(), FormatError> {
        match ranges::patterns_of(first, last, raw.region.unwrap_or(self.region)) {
            Ok(patterns) => patterns.iter().try_for_each(|text| {
                self.count_line()?;
                self.push(line, &RawEntry { text, ..raw.clone() })
            }),
            Err(fault) => {
                self.problem(line, fault);
                Ok(())
            }
        }
    }

    /// The list's country.
    pub(super) fn region(&self) -> Region {
        self.region
    }

    /// How many entries a packed list may hold.
    pub(super) fn max_entries(&self) -> u64 {
        self.limits.entries
    }

    /// Notes the list's own version.
    pub(super) fn set_version(&mut self, version: Option<u64>) {
        self.report.version = version.or(self.report.version);
    }

    /// Leaves a line out.
    pub(super) fn problem(&mut self, line: u64, fault: Fault) {
        self.report.left_out += 1;
        match self.report.faults.iter_mut().find(|(known, _)| *known == fault) {
            Some((_, count)) => *count += 1,
            None => self.report.faults.push((fault, 1)),
        }
        if self.report.problems.len() < MAX_PROBLEMS {
            self.report.problems.push(LineProblem { line, fault });
        }
    }
}

/// The guards that every entry of a list passes, whatever it was read from.
///
/// # Errors
/// `TooWide` for a range wider than a list may hold; `NeverBlock` for an entry that reaches an emergency or essential service.
pub fn guard(entry: &Entry, region: Region) -> Result<(), Fault> {
    if is_too_wide(entry, region) {
        return Err(Fault::TooWide);
    }
    if reaches_protected(entry, region) { Err(Fault::NeverBlock) } else { Ok(()) }
}

/// Whether an entry reaches a number that always rings.
fn reaches_protected(entry: &Entry, region: Region) -> bool {
    entry.range().is_some_and(|range| never_block_overlaps(range, region))
}

/// Whether an entry is a range wider than a list may hold.
fn is_too_wide(entry: &Entry, region: Region) -> bool {
    entry.is_prefix && (entry.key.is_short_code() || covered(entry, region) > MAX_COVERED)
}

/// The entry, and whether a lost zero was put back.
fn entry_of(raw: &RawEntry<'_>, region: Region) -> Result<(Entry, bool), Fault> {
    let text = cell::cleaned(raw.text);
    let entry = place_of(&text, raw.is_prefix, region)?;
    guard(&entry, region)?;
    let repaired = if is_italian(&text) { with_lost_zero(&entry) } else { None };
    let is_repaired = repaired.is_some();
    let entry = repaired.unwrap_or(entry);
    if is_repaired && reaches_protected(&entry, region) {
        return Err(Fault::NeverBlock);
    }
    let label = shown_label(raw.label);
    Ok((Entry { category: raw.category, score: raw.score, label, ..entry }, is_repaired))
}

/// A label in one line, without what turns or hides text; none where nothing is left of it, or too much.
fn shown_label(label: Option<&str>) -> Option<Arc<str>> {
    let label = label.map(|label| sanitize_line(label, MAX_LABEL));
    label.filter(|label| !label.is_empty() && label.len() <= MAX_LABEL).map(Into::into)
}

/// Whether a text says that its number is Italian: a bare one may be a number of another kind.
fn is_italian(text: &str) -> bool {
    ["+39", "0039", "39"].iter().any(|code| text.starts_with(code))
}

/// An Italian number that lost the zero behind `+39`, with it: only where the plan knows no such number without the zero,
/// and knows one with it.
fn with_lost_zero(entry: &Entry) -> Option<Entry> {
    let digits = Some(entry.key).filter(|key| !entry.is_prefix && !key.is_short_code())?;
    // Most numbers are told apart by a digit: zeros are there, mobiles begin with 3 and have ten digits.
    let (value, length) = (digits.value(), digits.length());
    let shift = 10_u64.checked_pow(u32::from(length.checked_sub(3)?))?;
    if value / shift / 10 != 39 || value / shift == 390 || (value / shift == 393 && length == 12) {
        return None;
    }
    let repaired = PhoneNumber::from_key(entry.key.number_key()?)?.with_lost_zero()?;
    Some(Entry { key: repaired.key().into(), ..entry.clone() })
}

/// A number, a short code, a beginning (`+3902555512*`), or a beginning with so many digits more (`+3902555512##`).
fn place_of(text: &str, is_prefix: bool, region: Region) -> Result<Entry, Fault> {
    if !is_prefix && !text.bytes().any(|byte| matches!(byte, b'*' | b'#' | b'?')) {
        if cell::is_date(text) || begins_with_service_code(text, region) {
            return Err(Fault::NotANumber);
        }
        let number = ListKey::read(text, region);
        let is_code = SHORT_CODES.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let code = || ShortCode::parse(text).filter(|_| is_code && !is_cut_off(text, region));
        return number.or_else(|| Some(code()?.key().into())).map(Entry::number).ok_or(Fault::NotANumber);
    }
    let is_place = |c: char| matches!(c, '*' | '#') || cell::is_mark(c);
    let beginning = text.trim_end_matches(is_place);
    let tail = text.get(beginning.len()..).unwrap_or_default();
    if beginning.contains(['*', '#', '?']) {
        return Err(Fault::NotAPrefix);
    }
    match (tail.contains('*') || !tail.contains('#'), tail.matches('#').count()) {
        (true, 0) => {
            let pattern = Pattern::parse(&format!("{beginning}*"), region).map_err(|_| Fault::NotANumber)?;
            let key = pattern.key().filter(|_| pattern.kind() == PatternKind::Prefix).map(ListKey::from);
            let key = key.or_else(|| ListKey::read(beginning, region).filter(|key| key.number_key().is_none()));
            key.map(Entry::prefix).ok_or(Fault::NotAPrefix)
        }
        // A mark behind a whole number, with nothing after it, is no place for one digit more.
        (false, 1) if is_whole(beginning, region) => PhoneNumber::parse(beginning, region)
            .map(|number| Entry::number(number.key()))
            .map_err(|_| Fault::NotANumber),
        (false, more) => closed(beginning, more, region),
        (true, _) => Err(Fault::NotAPrefix),
    }
}

/// Whether a short text begins as one dials a national or international number: a number that was cut off, not a code.
fn is_cut_off(digits: &str, region: Region) -> bool {
    let trunk = region.trunk_digits();
    (trunk == "0" && digits.starts_with('0')) || region.international_prefix_length(digits).is_some()
}

/// Whether a text is a number of the plan to which no digit can be added.
fn is_whole(text: &str, region: Region) -> bool {
    let is_known =
        |text: &str| PhoneNumber::parse(text, region).is_ok_and(|number| number.line_type() != LineType::Unknown);
    is_known(text) && !(0..10).any(|digit| is_known(&format!("{text}{digit}")))
}

/// A beginning with so many digits more is read with every digit in their place, as a number is: what all ten readings
/// begin with is the prefix, wherever the text stands (national, international, with a trunk prefix).
fn closed(beginning: &str, more: usize, region: Region) -> Result<Entry, Fault> {
    let more = u8::try_from(more).ok().filter(|more| usize::from(*more) < PhoneNumber::MAX_DIGITS);
    let more = more.ok_or(Fault::NotANumber)?;
    let end = 10_u64.pow(more.into());
    let mut found: Option<ListKey> = None;
    for filler in 0..10_u64 {
        let digits = end / 9 * filler;
        let text = format!("{beginning}{digits:0width$}", width = usize::from(more));
        let key = ListKey::read(&text, region).ok_or(Fault::NotANumber)?;
        let length = key.length().checked_sub(more).ok_or(Fault::NotANumber)?;
        let prefix = ListKey::from_digits(key.value() / end, length).ok_or(Fault::NotANumber)?;
        if key.value() % end != digits || found.is_some_and(|found| found != prefix) {
            return Err(Fault::NotANumber);
        }
        found = Some(prefix);
    }
    found.and_then(|key| Entry::prefix_of(key, more)).ok_or(Fault::NotANumber)
}
