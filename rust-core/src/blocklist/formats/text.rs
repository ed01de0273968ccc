//! Bytes of a list as UTF-8, whatever they came in: gzip, zip, UTF-16 and a byte-order mark are taken off. Bytes are
//! counted as they come and as they come out, so that a small file cannot become an endless one.

use std::borrow::Cow;
use std::io::{self, BufReader, Cursor, Read};

use flate2::read::MultiGzDecoder;

use super::{FormatError, zip};

/// Bytes from which packing and coding are told.
const PEEKED: usize = 64;
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";

/// Marks an I/O error as one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Stop {
    /// More bytes than `Limits::bytes`.
    #[error("too large")]
    TooLarge,
    /// An item of more than `MAX_LINE` bytes.
    #[error("too long")]
    TooLong,
}

/// The mark of an error, if it is one of ours.
pub(super) fn stop_of(error: &io::Error) -> Option<Stop> {
    error.get_ref().and_then(|inner| inner.downcast_ref::<Stop>()).copied()
}

pub(super) fn io(error: io::Error) -> FormatError {
    match (stop_of(&error), error.kind()) {
        (Some(Stop::TooLarge), _) => FormatError::TooLarge,
        (Some(Stop::TooLong), _) => FormatError::TooLong { line: 1 },
        // No file and no pipe says so of itself; what decompresses does.
        (None, io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof) => {
            FormatError::DamagedPacking
        }
        (None, kind) => FormatError::Io(kind),
    }
}

/// Stops after so many bytes.
struct Counted<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| io::Error::other(Stop::TooLarge))?;
        Ok(count)
    }
}

/// The text of a list, at most `most` bytes of it.
pub(super) fn decoded<'s>(source: &'s mut dyn Read, most: u64) -> Result<Box<dyn Read + 's>, FormatError> {
    let (head, source) = peeked(Box::new(Counted { source, left: most }))?;
    let unpacked: Box<dyn Read + 's> = if head.starts_with(GZIP) {
        Box::new(MultiGzDecoder::new(source))
    } else if head.starts_with(ZIP) || head.starts_with(EMPTY_ZIP) {
        zip::first_file(BufReader::new(source))?
    } else {
        return Ok(uncoded(&head, source, most));
    };
    let (head, unpacked) = peeked(Box::new(Counted { source: unpacked, left: most }))?;
    if [GZIP, ZIP, EMPTY_ZIP].iter().any(|magic| head.starts_with(magic)) {
        return Err(FormatError::NestedPacking);
    }
    Ok(uncoded(&head, unpacked, most))
}

/// The first bytes, and a source that still has them.
fn peeked<'s>(mut source: Box<dyn Read + 's>) -> Result<(Vec<u8>, Box<dyn Read + 's>), FormatError> {
    let head = first_bytes(&mut source, PEEKED).map_err(io)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(source))))
}

/// So many bytes, or as many as there are.
pub(super) fn first_bytes(source: &mut dyn Read, most: usize) -> io::Result<Vec<u8>> {
    let (mut bytes, mut filled) = (vec![0; most], 0);
    while let Some(room) = bytes.get_mut(filled..).filter(|room| !room.is_empty()) {
        match source.read(room) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

fn uncoded<'s>(head: &[u8], mut source: Box<dyn Read + 's>, most: u64) -> Box<dyn Read + 's> {
    let (mark, big_endian) = match head {
        [0xef, 0xbb, 0xbf, ..] => (3, None),
        [0xff, 0xfe, ..] => (2, Some(false)),
        [0xfe, 0xff, ..] => (2, Some(true)),
        _ => (0, without_mark(head)),
    };
    // The mark is in what was peeked: reading it does not fail.
    let skipped = first_bytes(&mut source, mark);
    let Some(big_endian) = big_endian.filter(|_| skipped.is_ok()) else { return source };
    let text = Utf16 { source, big_endian, ready: Cursor::new(Vec::new()), pending: None };
    Box::new(Counted { source: text, left: most })
}

/// UTF-16 without a mark shows by the zeros beside its digits; which of the two it is, by where they stand.
fn without_mark(head: &[u8]) -> Option<bool> {
    let pairs: Vec<(bool, bool)> =
        head.chunks_exact(2).map(|pair| (pair.starts_with(&[0]), pair.ends_with(&[0]))).collect();
    let zeros_in = |which: fn(&(bool, bool)) -> bool| pairs.iter().filter(|pair| which(pair)).count();
    let (first, second) = (zeros_in(|pair| pair.0), zeros_in(|pair| pair.1));
    let most = pairs.len() * 3 / 4;
    match (first > most.max(1) && second == 0, second > most.max(1) && first == 0) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// UTF-16 as UTF-8; a surrogate alone becomes U+FFFD.
struct Utf16<'s> {
    source: Box<dyn Read + 's>,
    big_endian: bool,
    ready: Cursor<Vec<u8>>,
    /// The first half of a pair that was cut in two.
    pending: Option<u16>,
}

impl Read for Utf16<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.ready.read(buffer)? {
            0 if !buffer.is_empty() => {
                self.ready = Cursor::new(self.next_piece()?.into_bytes());
                self.ready.read(buffer)
            }
            count => Ok(count),
        }
    }
}

impl Utf16<'_> {
    fn next_piece(&mut self) -> io::Result<String> {
        let bytes = first_bytes(&mut self.source, 8192)?;
        let unit = |pair: &[u8]| match *pair {
            [a, b] if self.big_endian => u16::from_be_bytes([a, b]),
            [a, b] => u16::from_le_bytes([a, b]),
            _ => 0xfffd,
        };
        let mut units: Vec<u16> = self.pending.take().into_iter().chain(bytes.chunks(2).map(unit)).collect();
        if units.last().is_some_and(|last| (0xd800..0xdc00).contains(last)) && !bytes.is_empty() {
            self.pending = units.pop();
        }
        Ok(char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect())
    }
}

/// A line as text: what is no UTF-8 is read as Latin-1, in which old programs write names.
pub(super) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect(), Cow::Borrowed)
}
