//! Public forms of blocklists, one parser a file; the form is detected from content, or named. A bad line is a
//! problem with its place, never an error: the rest of the list is read.

mod csv;
mod json;
mod plain;
mod text;
mod vcard;
mod write;
mod xml;

use std::io::{BufReader, Read};

use text::Text;
use text::io;
pub use write::{MAX_PER_CONTACT, write};

use crate::blocklist::packed::EntryReader;
use crate::blocklist::{Category, Entry};
use crate::number::{NumberKey, PhoneNumber, Region, ShortCode, never_block_overlaps};
use crate::pattern::{Pattern, PatternKind};

/// Bytes of a list after decompression; ten million lines of text fit.
pub const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// Bytes of one line or one field.
pub const MAX_LINE: usize = 64 * 1024;
/// Entries of one list.
pub const MAX_ENTRIES: u64 = 20_000_000;
/// Problems that are told one by one; the others are counted.
pub const MAX_PROBLEMS: usize = 20;
/// A list may not hold a range of more than a hundred thousand numbers of usual length: only the user's own rules
/// may reach further.
pub const MAX_COVERED: u64 = 100_000;

/// Bytes from which the form is told.
const DETECTED_FROM: u64 = 8 * 1024;

/// A form of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A number a line; `#` comments; `pattern: name`; or many numbers a line, comma-separated.
    Plain,
    /// Any table with a number or pattern column, with or without a header.
    Csv,
    /// PhoneBlock, callblockerd, Saracroche, and arrays of numbers or objects.
    Json,
    /// PhoneBlock's XML and FRITZ!Box phonebooks.
    Xml,
    /// Contacts.
    Vcard,
    /// Our own: packed and checked.
    Stufo,
}

/// What a parser found on a line, not yet read as a number.
#[derive(Debug, Clone, Default)]
pub(super) struct Raw<'l> {
    pub(super) text: &'l str,
    /// The form says that this is a beginning, e.g. callblockerd's ranges.
    pub(super) is_prefix: bool,
    pub(super) category: Option<Category>,
    pub(super) score: Option<u32>,
    pub(super) label: Option<&'l str>,
    /// The list withdraws it: `votes: 0`.
    pub(super) is_deleted: bool,
}

/// Why a line of a list was left out. No variant holds the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not a number and not a pattern.
    #[error("not a number")]
    NotANumber,
    /// A range wider than a list may hold.
    #[error("covers too many numbers for a list")]
    TooWide,
    /// It would reach an emergency or essential service.
    #[error("reaches an emergency or essential service")]
    NeverBlock,
    /// A pattern that is no beginning of numbers.
    #[error("not a beginning of numbers: only the user's own rules may be wildcards")]
    NotAPrefix,
    /// The line is longer than `MAX_LINE`.
    #[error("line too long")]
    LineTooLong,
}

/// A line that was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// Line, row or item, from 1.
    pub line: u64,
    /// Why.
    pub fault: Fault,
}

/// Why a whole list cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// Reading failed.
    #[error("the list cannot be read: {0}")]
    Io(std::io::ErrorKind),
    /// Larger than `MAX_BYTES`.
    #[error("the list is larger than {} MB", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// More than `MAX_ENTRIES`.
    #[error("the list has too many entries")]
    TooManyEntries,
    /// Not of the form it should be, from this line or item on.
    #[error("the list is damaged near line {line}")]
    Damaged {
        /// Line, row or item, from 1.
        line: u64,
    },
    /// No form fits.
    #[error("the form of the list is not known")]
    UnknownForm,
}

/// What a line of a list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The list holds this.
    Holds(Entry),
    /// The list withdraws what it said of this before.
    Withdraws(Entry),
}

/// What reading a list gave besides its entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries taken.
    pub taken: u64,
    /// Lines left out.
    pub left_out: u64,
    /// Entries that the list itself withdraws.
    pub withdrawn: u64,
    /// The first lines left out.
    pub problems: Vec<Problem>,
    /// The list's own count of versions, where its form has one (PhoneBlock).
    pub version: Option<u64>,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 6] = [Self::Plain, Self::Csv, Self::Json, Self::Xml, Self::Vcard, Self::Stufo];

    /// The name on the command line and in the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Vcard => "vcard",
            Self::Stufo => "stufo",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// Tells the form from the first kilobytes.
    #[must_use]
    pub fn detect(head: &[u8]) -> Self {
        if head.starts_with(write::MAGIC) {
            return Self::Stufo;
        }
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{FEFF}').trim_start();
        let first = text.lines().find(|line| !line.trim_start().starts_with('#')).unwrap_or_default();
        match text.bytes().next() {
            Some(b'{' | b'[') => Self::Json,
            Some(b'<') => Self::Xml,
            _ if text.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCARD")) => Self::Vcard,
            _ if csv::is_header(first) || csv::looks_like_row(first) => Self::Csv,
            _ => Self::Plain,
        }
    }
}

/// Turns raw lines into entries, keeps the guard rails, counts.
pub(super) struct Reading<'r> {
    region: Region,
    take: &'r mut dyn FnMut(Line),
    report: Report,
}

impl Reading<'_> {
    /// Takes one raw line.
    pub(super) fn raw(&mut self, line: u64, raw: &Raw<'_>) -> Result<(), FormatError> {
        if raw.is_deleted {
            self.report.withdrawn += 1;
            if let Ok(entry) = entry_of(raw, self.region) {
                (self.take)(Line::Withdraws(entry));
            }
            return Ok(());
        }
        match entry_of(raw, self.region) {
            Ok(entry) => {
                self.report.taken += 1;
                if self.report.taken > MAX_ENTRIES {
                    return Err(FormatError::TooManyEntries);
                }
                (self.take)(Line::Holds(entry));
            }
            Err(fault) => self.problem(line, fault),
        }
        Ok(())
    }

    /// Notes the list's own version.
    pub(super) fn version(&mut self, version: Option<u64>) {
        self.report.version = version.or(self.report.version);
    }

    /// Leaves a line out.
    pub(super) fn problem(&mut self, line: u64, fault: Fault) {
        self.report.left_out += 1;
        if self.report.problems.len() < MAX_PROBLEMS {
            self.report.problems.push(Problem { line, fault });
        }
    }
}

/// Reads a whole list, an entry at a time. National numbers are those of `region`.
///
/// # Errors
/// When the list as a whole cannot be read; entries given before are then to be thrown away.
pub fn read(
    source: impl Read,
    form: Option<Form>,
    region: Region,
    take: &mut dyn FnMut(Entry),
) -> Result<Report, FormatError> {
    read_lines(MAX_BYTES, source, form, region, &mut |line| {
        if let Line::Holds(entry) = line {
            take(entry);
        }
    })
}

/// As `read`, with what the list withdraws, and with another bound on the bytes that come out of the file.
///
/// # Errors
/// As `read`.
pub fn read_lines(
    most_bytes: u64,
    source: impl Read,
    form: Option<Form>,
    region: Region,
    take: &mut dyn FnMut(Line),
) -> Result<Report, FormatError> {
    let mut text = Text::new(source, most_bytes)?;
    let mut head = Vec::new();
    (&mut text).take(DETECTED_FROM).read_to_end(&mut head).map_err(io)?;
    let form = form.unwrap_or_else(|| Form::detect(&head));
    let mut text = BufReader::with_capacity(MAX_LINE, std::io::Cursor::new(head).chain(text));
    let mut reading = Reading { region, take, report: Report::default() };
    match form {
        Form::Plain => plain::read(&mut text, &mut reading)?,
        Form::Csv => csv::read(&mut text, &mut reading)?,
        Form::Json => json::read(&mut text, &mut reading)?,
        Form::Xml => xml::read(&mut text, &mut reading)?,
        Form::Vcard => vcard::read(&mut text, &mut reading)?,
        Form::Stufo => packed(&mut text, &mut reading)?,
    }
    Ok(reading.report)
}

/// Whether an entry that did not come through a parser is a range wider than a list may hold.
#[must_use]
pub fn is_too_wide(entry: &Entry, region: Region) -> bool {
    let text = format!("+{}*", entry.key.digits());
    let covers = || Pattern::parse(&text, region).ok().and_then(|pattern| pattern.covers());
    entry.is_prefix && (entry.key.is_short_code() || covers().is_none_or(|covered| covered > MAX_COVERED))
}

/// Our own form: entries are checked like any other list's.
fn packed(source: &mut impl Read, reading: &mut Reading<'_>) -> Result<(), FormatError> {
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes).map_err(io)?;
    let damaged = |line| FormatError::Damaged { line };
    let packed = bytes.strip_prefix(write::MAGIC).ok_or(damaged(1))?;
    let mut line = 0;
    for entry in EntryReader::new(packed, MAX_ENTRIES).map_err(|_| damaged(1))? {
        line += 1;
        let entry = entry.map_err(|_| damaged(line))?;
        let text = format!("{}{}", if entry.key.is_short_code() { "" } else { "+" }, entry.key.digits());
        let label = entry.label.as_deref();
        let Entry { is_prefix, category, score, .. } = entry;
        reading.raw(line, &Raw { text: &text, is_prefix, category, score, label, is_deleted: false })?;
    }
    Ok(())
}

/// An entry within the guard rails: no never-block number, no wide range, no wildcard, no regex.
fn entry_of(raw: &Raw<'_>, region: Region) -> Result<Entry, Fault> {
    let text = raw.text.trim().trim_matches('"').trim();
    let (key, is_prefix) = if text.ends_with(['*', '#']) || raw.is_prefix {
        let beginning = text.trim_end_matches(['*', '#']);
        let pattern = Pattern::parse(&format!("{beginning}*"), region).map_err(|_| Fault::NotANumber)?;
        if pattern.kind() != PatternKind::Prefix {
            return Err(Fault::NotAPrefix);
        }
        if pattern.covers().is_none_or(|covered| covered > MAX_COVERED) {
            return Err(Fault::TooWide);
        }
        (pattern.range().ok_or(Fault::NotAPrefix)?.first, true)
    } else if let Ok(number) = PhoneNumber::parse(text, region) {
        (number.key(), false)
    } else {
        let code = ShortCode::parse(text).filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
        (code.ok_or(Fault::NotANumber)?.key(), false)
    };
    let range = if is_prefix { NumberKey::prefix_range(key.value(), key.length()) } else { None };
    let range = range.unwrap_or(crate::number::KeyRange { first: key, last: key });
    if never_block_overlaps(range, region) {
        return Err(Fault::NeverBlock);
    }
    let label = raw.label.map(str::trim).filter(|label| !label.is_empty() && label.len() <= 200).map(Into::into);
    Ok(Entry { key, is_prefix, category: raw.category, score: raw.score, label })
}
