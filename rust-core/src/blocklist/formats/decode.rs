//! The text of a list as UTF-8: gzip, zip, a byte-order mark and UTF-16 are undone. Bytes are counted as they come and as
//! they come out, so that a small file cannot become an endless one.

use std::borrow::Cow;
use std::io::{BufReader, Cursor, Read};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;

use super::bounded::{Bounded, first_bytes, io};
use super::{FormatError, zip};

/// Bytes that decide on compression and encoding.
const PEEKED: usize = 64;
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";

/// The text of a list, at most `most` bytes of it.
pub(super) fn decoded<'s>(source: &'s mut dyn Read, most: u64) -> Result<Box<dyn Read + 's>, FormatError> {
    let (head, source) = peeked(Box::new(Bounded::new(source, most)))?;
    let decompressed: Box<dyn Read + 's> = if head.starts_with(GZIP) {
        Box::new(MultiGzDecoder::new(source))
    } else if head.starts_with(ZIP) || head.starts_with(EMPTY_ZIP) {
        zip::first_file(BufReader::new(source))?
    } else {
        return Ok(decode_bom(&head, source, most));
    };
    let (head, decompressed) = peeked(Box::new(Bounded::new(decompressed, most)))?;
    if [GZIP, ZIP, EMPTY_ZIP].iter().any(|magic| head.starts_with(magic)) {
        return Err(FormatError::NestedCompression);
    }
    Ok(decode_bom(&head, decompressed, most))
}

/// The first bytes, and a source that still has them.
fn peeked<'s>(mut source: Box<dyn Read + 's>) -> Result<(Vec<u8>, Box<dyn Read + 's>), FormatError> {
    let head = first_bytes(&mut source, PEEKED).map_err(io)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(source))))
}

/// UTF-8 of a text whose byte-order mark, or whose zero bytes, tell its encoding. Without either the bytes stay.
fn decode_bom<'s>(head: &[u8], source: Box<dyn Read + 's>, most: u64) -> Box<dyn Read + 's> {
    let text = DecodeReaderBytesBuilder::new()
        .encoding(utf16_without_bom(head))
        .utf8_passthru(true)
        .strip_bom(true)
        .build(source);
    // UTF-16 can grow by half.
    Box::new(Bounded::new(text, most))
}

/// UTF-16 without a byte-order mark: ASCII digits have a zero beside them, and its side tells the byte order.
fn utf16_without_bom(head: &[u8]) -> Option<&'static Encoding> {
    let zeros_at = |side: usize| head.chunks_exact(2).filter(|pair| pair.get(side) == Some(&0)).count();
    let (first, second) = (zeros_at(0), zeros_at(1));
    let many = (head.len() / 2 * 3 / 4).max(1);
    match (first > many && second == 0, second > many && first == 0) {
        (true, _) => Some(UTF_16BE),
        (_, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// A line as text. One that is not UTF-8 is read as Windows-1252 (Latin-1 with quotes), in which old programs write names.
pub(super) fn decode_line(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| WINDOWS_1252.decode_without_bom_handling(bytes).0, Cow::Borrowed)
}
