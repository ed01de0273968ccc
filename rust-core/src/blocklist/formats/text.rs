//! Bytes of a list as UTF-8, whatever they came in: gzip, UTF-16 and a byte-order mark are taken off, and what comes
//! out is counted.

use std::io::Read;

use super::FormatError;

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
pub(super) struct Text<R: Read> {
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
    pub(super) fn new(mut source: R, most_bytes: u64) -> Result<Self, FormatError> {
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
