//! Public forms of blocklists, one parser a file; the form is detected from content, or named. A bad line is a
//! problem with its place, never an error: the rest of the list is read.

mod bounded;
mod cell;
mod csv;
mod decode;
mod item;
mod json;
mod json_source;
mod lines;
mod names;
mod packed;
mod plain;
mod plist;
mod ranges;
mod row;
mod sink;
mod table;
mod unknown;
mod vcard;
mod write;
mod xml;
mod zip;

use std::io::{BufReader, Cursor, Read};

use lines::Lines;
pub use sink::guard;
use sink::{EntrySink, RawEntry};
pub use unknown::Unknown;

pub use write::{MAX_PER_CONTACT, write};

use serde::{Deserialize, Serialize};

use crate::blocklist::Entry;
use crate::number::Region;

/// Bytes of a list, as they come and after decompression; ten million lines of text fit.
pub const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// Bytes of one line, row, item or tag: what is in memory of a list at once.
pub const MAX_LINE: usize = 64 * 1024;
/// Lines, rows, items or tags of one list, empty and bad ones counted in: what bounds the time.
pub const MAX_LINES: u64 = 20_000_000;
/// Beginnings (`*`) and lines with open digits (`#`) of one list: each is read some ten times, and many more in countries with several
/// trunk prefixes, so that 20 million would take a phone hours. Regulators' lists have some hundreds.
pub const MAX_OPEN_LINES: u64 = 200_000;
/// Entries of one list.
pub const MAX_ENTRIES: u64 = 20_000_000;
/// Problems that are told one by one; the others are counted.
pub const MAX_PROBLEMS: usize = 20;
/// A list may not hold a range of more than a million numbers: only the user's own rules may reach further. A regulator's
/// ranges for marketing are that wide (Saracroche's `33162######`, of ARCEP); ten million would be a city or a whole
/// mobile prefix (`+3902*`, `+39347*`), which no list may silence.
pub const MAX_COVERED: u64 = 1_000_000;

/// Bytes from which the form is told.
const DETECTED_FROM: usize = 8 * 1024;

/// A form of lists; its name stands on the command line and in the store.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
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

/// What reading a list may cost, whatever it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes, as they come and after decompression.
    pub bytes: u64,
    /// Lines, rows, items or tags.
    pub lines: u64,
    /// Entries.
    pub entries: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: MAX_BYTES, lines: MAX_LINES, entries: MAX_ENTRIES }
    }
}

/// Why a line of a list was left out; its name is stable, for programs. No variant holds the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
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
    /// The line is longer than `MAX_LINE`, or has more columns than any table.
    #[error("line too long")]
    LineTooLong,
    /// A quote that opens and never closes.
    #[error("a quote is not closed")]
    UnclosedQuote,
    /// Two numbers that are not the ends of a range.
    #[error("not the first and the last number of a range")]
    NotARange,
    /// The list itself lets it ring (SpamBlocker's `isBlacklist` false).
    #[error("the list lets this number ring")]
    Allowed,
}

impl Fault {
    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A line that was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineProblem {
    /// Line, row or item, from 1.
    pub line: u64,
    /// Why.
    pub fault: Fault,
}

/// Why a whole list cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// EntrySink failed.
    #[error("the list cannot be read: {0}")]
    Io(std::io::ErrorKind),
    /// More than `Limits::bytes`.
    #[error("the list is larger than allowed ({} MB)", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// More than `Limits::lines`, or more than `MAX_OPEN_LINES` beginnings.
    #[error("the list has too many lines")]
    TooManyLines,
    /// More than `Limits::entries`.
    #[error("the list has too many entries")]
    TooManyEntries,
    /// An item or tag of more than `MAX_LINE` bytes.
    #[error("the list holds something too long near item {line}")]
    TooLong {
        /// Item, from 1.
        line: u64,
    },
    /// Not of the form it should be, from this line or item on; also a list that is cut off.
    #[error("the list is damaged near line {line}")]
    Damaged {
        /// Line, row or item, from 1.
        line: u64,
    },
    /// The compressed file is damaged or cut off.
    #[error("the compressed file is damaged")]
    DamagedCompression,
    /// Compressed twice, as no list is.
    #[error("the list is compressed more than once")]
    NestedCompression,
    /// Encrypted, or compressed in a way that lists are not, or an archive without a file.
    #[error("the list is compressed in a way that is not read")]
    UnknownCompression,
    /// Something else that is known by name, or a document without a list in it.
    #[error("this is {0}, and not a list of numbers that is known")]
    NotAList(Unknown),
    /// No form fits: not text.
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
    /// The form it was read as.
    pub form: Option<Form>,
    /// Entries taken.
    pub taken: u64,
    /// Lines left out.
    pub left_out: u64,
    /// Entries that the list itself withdraws.
    pub withdrawn: u64,
    /// Numbers of `taken` that had lost their zero and got it back.
    pub repaired: u64,
    /// The first lines left out.
    pub problems: Vec<LineProblem>,
    /// How many lines were left out for each reason.
    pub faults: Vec<(Fault, u64)>,
    /// The list's own count of versions, where its form has one (PhoneBlock).
    pub version: Option<u64>,
}

/// What reading a list gave besides its numbers: what is kept of a `Report` for the list's screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListReading {
    /// Numbers that had lost their zero and got it back.
    pub repaired: u64,
    /// Lines left out.
    pub left_out: u64,
    /// How many lines were left out for each reason, the most first.
    pub faults: Vec<FaultCount>,
}

/// How many lines were left out for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultCount {
    /// Why.
    pub fault: Fault,
    /// How many.
    pub lines: u64,
}

impl Report {
    /// What is kept of it.
    #[must_use]
    pub fn reading(&self) -> ListReading {
        let mut faults: Vec<FaultCount> =
            self.faults.iter().map(|(fault, lines)| FaultCount { fault: *fault, lines: *lines }).collect();
        faults.sort_by_key(|count| std::cmp::Reverse(count.lines));
        ListReading { repaired: self.repaired, left_out: self.left_out, faults }
    }

    /// Whether there were lines, and none of them was a number or a pattern.
    #[must_use]
    pub fn holds_nothing_known(&self) -> bool {
        let is_unknown = |(fault, _): &(Fault, u64)| *fault == Fault::NotANumber;
        self.taken == 0 && self.withdrawn == 0 && self.left_out > 0 && self.faults.iter().all(is_unknown)
    }
}

impl Form {
    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Tells the form of a list in `region` from its first kilobytes.
    #[must_use]
    pub fn detect(head: &[u8], region: Region) -> Self {
        Self::of(head, || table::Layout::of(head, head.len() < DETECTED_FROM, region).is_some())
    }

    fn of(head: &[u8], is_table: impl FnOnce() -> bool) -> Self {
        if head.starts_with(crate::blocklist::packed::MAGIC) {
            return Self::Stufo;
        }
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{FEFF}').trim_start();
        match text.bytes().next() {
            Some(b'{' | b'[') => Self::Json,
            Some(b'<') => Self::Xml,
            _ if starts(text, "BEGIN:VCARD") || (starts(text, "TEL;") && first_line(text).contains(':')) => Self::Vcard,
            _ if is_table() => Self::Csv,
            _ => Self::Plain,
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
    read_lines(Limits::default(), source, form, region, &mut |line| {
        if let Line::Holds(entry) = line {
            take(entry);
        }
    })
}

/// As `read`, with what the list withdraws, and with other limits.
///
/// # Errors
/// As `read`.
pub fn read_lines(
    limits: Limits,
    mut source: impl Read,
    form: Option<Form>,
    region: Region,
    take: &mut dyn FnMut(Line),
) -> Result<Report, FormatError> {
    let mut text = decode::decoded(&mut source, limits.bytes)?;
    let head = bounded::first_bytes(&mut text, DETECTED_FROM).map_err(bounded::io)?;
    if let Some(unknown) = Unknown::detect(&head) {
        return Err(unknown);
    }
    let layout = table::Layout::of(&head, head.len() < DETECTED_FROM, region);
    let form = form.unwrap_or_else(|| Form::of(&head, || layout.is_some()));
    if form != Form::Stufo && is_no_text(&head) {
        return Err(FormatError::UnknownForm);
    }
    let mut text = BufReader::with_capacity(MAX_LINE, Cursor::new(head).chain(text));
    let mut sink = EntrySink::new(region, limits, take);
    match form {
        Form::Plain => plain::read(&mut Lines::new(text), &mut sink)?,
        Form::Csv => csv::read(Lines::new(text), layout, &mut sink)?,
        Form::Json => json::read(&mut text, &mut sink)?,
        Form::Xml => xml::read(&mut text, &mut sink)?,
        Form::Vcard => vcard::read(&mut Lines::new(text), &mut sink)?,
        Form::Stufo => packed::read(&mut text, &mut sink)?,
    }
    Ok(Report { form: Some(form), ..sink.report() })
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn starts(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

/// Whether a tenth of the bytes are control characters: a picture, a program, a database.
fn is_no_text(head: &[u8]) -> bool {
    let strange = head.iter().filter(|byte| matches!(byte, 0..=8 | 0x0e..=0x19 | 0x1b..=0x1f)).count();
    strange * 10 > head.len()
}
