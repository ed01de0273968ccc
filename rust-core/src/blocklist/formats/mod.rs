//! Public forms of blocklists, one parser a file; the form is detected from content, or named. A bad line is a
//! problem with its place, never an error: the rest of the list is read.

mod csv;
mod json;
mod plain;
mod vcard;
mod write;
mod xml;

use std::io::{BufReader, Read};

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
    take: &'r mut dyn FnMut(Entry),
    report: Report,
}

impl Reading<'_> {
    /// Takes one raw line.
    pub(super) fn raw(&mut self, line: u64, raw: &Raw<'_>) -> Result<(), FormatError> {
        if raw.is_deleted {
            self.report.withdrawn += 1;
            return Ok(());
        }
        match entry_of(raw, self.region) {
            Ok(entry) => {
                self.report.taken += 1;
                if self.report.taken > MAX_ENTRIES {
                    return Err(FormatError::TooManyEntries);
                }
                (self.take)(entry);
            }
            Err(fault) => self.problem(line, fault),
        }
        Ok(())
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
    read_within(MAX_BYTES, source, form, region, take)
}

/// As `read`, with another bound on the bytes that come out of the file.
///
/// # Errors
/// As `read`.
pub fn read_within(
    most_bytes: u64,
    source: impl Read,
    form: Option<Form>,
    region: Region,
    take: &mut dyn FnMut(Entry),
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

pub(super) fn io(error: std::io::Error) -> FormatError {
    if error.get_ref().is_some_and(|inner| inner.is::<Overflow>()) {
        return FormatError::TooLarge;
    }
    FormatError::Io(error.kind())
}

/// Marks an I/O error as "more than `MAX_BYTES`".
#[derive(Debug, thiserror::Error)]
#[error("too large")]
struct Overflow;

/// Bytes of a list as UTF-8, whatever they came in: gzip, UTF-16 and a byte-order mark are taken off. Counts what
/// comes out, so that a small file cannot become an endless one.
struct Text<R: Read> {
    inner: Inner<R>,
    left: u64,
}

enum Inner<R: Read> {
    Bytes(std::io::Chain<std::io::Cursor<Vec<u8>>, R>),
    Gzip(Box<flate2::read::MultiGzDecoder<std::io::Chain<std::io::Cursor<Vec<u8>>, R>>>),
    Utf16 {
        source: std::io::Chain<std::io::Cursor<Vec<u8>>, R>,
        big_endian: bool,
        ready: Vec<u8>,
        pending: Option<u16>,
    },
}

impl<R: Read> Text<R> {
    fn new(mut source: R, most_bytes: u64) -> Result<Self, FormatError> {
        let mut head = vec![0; 3];
        let mut filled = 0;
        while let Some(rest) = head.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match source.read(rest).map_err(io)? {
                0 => break,
                count => filled += count,
            }
        }
        head.truncate(filled);
        let inner = match head.as_slice() {
            [0x1f, 0x8b, ..] => {
                Inner::Gzip(Box::new(flate2::read::MultiGzDecoder::new(std::io::Cursor::new(head).chain(source))))
            }
            [0xff, 0xfe, rest @ ..] => Self::utf16(rest, source, false),
            [0xfe, 0xff, rest @ ..] => Self::utf16(rest, source, true),
            [0xef, 0xbb, 0xbf] => Inner::Bytes(std::io::Cursor::new(vec![]).chain(source)),
            _ => Inner::Bytes(std::io::Cursor::new(head).chain(source)),
        };
        Ok(Self { inner, left: most_bytes })
    }

    fn utf16(rest: &[u8], source: R, big_endian: bool) -> Inner<R> {
        Inner::Utf16 {
            source: std::io::Cursor::new(rest.to_vec()).chain(source),
            big_endian,
            ready: vec![],
            pending: None,
        }
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = match &mut self.inner {
            Inner::Bytes(bytes) => bytes.read(buffer)?,
            Inner::Gzip(bytes) => bytes.read(buffer)?,
            Inner::Utf16 { source, big_endian, ready, pending } => {
                if ready.is_empty() {
                    decode_utf16(source, *big_endian, ready, pending)?;
                }
                let count = ready.len().min(buffer.len());
                for (to, from) in buffer.iter_mut().zip(ready.drain(..count)) {
                    *to = from;
                }
                count
            }
        };
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| std::io::Error::other(Overflow))?;
        Ok(count)
    }
}

/// Reads a piece of UTF-16 and leaves it as UTF-8; a surrogate cut in two waits in `pending`.
fn decode_utf16(
    source: &mut impl Read,
    big_endian: bool,
    ready: &mut Vec<u8>,
    pending: &mut Option<u16>,
) -> std::io::Result<()> {
    let mut bytes = Vec::with_capacity(8192);
    source.take(8192).read_to_end(&mut bytes)?;
    let unit = |pair: &[u8]| match *pair {
        [a, b] if big_endian => u16::from_be_bytes([a, b]),
        [a, b] => u16::from_le_bytes([a, b]),
        _ => 0xfffd,
    };
    let mut units: Vec<u16> = pending.take().into_iter().chain(bytes.chunks(2).map(unit)).collect();
    if units.last().is_some_and(|last| (0xd800..0xdc00).contains(last)) && !bytes.is_empty() {
        *pending = units.pop();
    }
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect();
    ready.extend_from_slice(text.as_bytes());
    Ok(())
}
