//! The bytes of a list file around its blocks: the header, and the rows of the index.
//!
//! File: header (100 bytes), blocks, labels, index. Numbers are little-endian. Header: magic (8), format (4), CRC-32 of the
//! rest of the header (4), identity of the subscription (16), revision (8), numbers (8), prefixes (8), key classes that have
//! blocks (8, a bit each), blocks (4), offset of the labels (8), bytes of the labels (8), CRC-32 of the labels (4), CRC-32 of
//! the index (4), bytes of the file (8). Labels: count (4), then each with its length (1). A row of the index: key class code (1) and first
//! value (8) of a block, its bytes (2); blocks lie in this order from the header on.

use std::io;

use super::{KeyClass, PackedError};

/// Bytes of the header.
pub(super) const HEADER_BYTES: usize = 100;
/// Bytes of a row of the index.
pub(super) const ROW_BYTES: usize = 11;

const MAGIC: [u8; 8] = *b"stufo-li";
/// Raised by a change of the layout or of the blocks: files of other formats are fetched again.
const FORMAT: u32 = 1;
const SUM_END: usize = 16;

/// A list file that cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ListFileError {
    /// The disk or the file system said no: nothing is known of the file.
    #[error("a list file cannot be read or written: {0}")]
    Io(io::ErrorKind),
    /// The file is missing, cut short, of another format or another list, or a checksum is wrong.
    #[error("a list file is damaged")]
    Damaged,
    /// Entries to be written are not in list order, or stand twice.
    #[error("list entries are not in order")]
    Unsorted,
}

impl From<io::Error> for ListFileError {
    fn from(error: io::Error) -> Self {
        let is_gone = matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof);
        if is_gone { Self::Damaged } else { Self::Io(error.kind()) }
    }
}

impl From<PackedError> for ListFileError {
    fn from(error: PackedError) -> Self {
        match error {
            PackedError::Damaged | PackedError::TooLarge => Self::Damaged,
            PackedError::Unsorted => Self::Unsorted,
        }
    }
}

/// The identity of a subscription, drawn when it was made: a file of another list is never taken for its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListIdentity(pub [u8; 16]);

/// What a list file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListFileInfo {
    /// Whose numbers it holds.
    pub identity: ListIdentity,
    /// As given by whoever wrote it.
    pub revision: i64,
    /// Numbers.
    pub numbers: u64,
    /// Prefixes.
    pub prefixes: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

impl ListFileInfo {
    /// Numbers and prefixes.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.numbers + self.prefixes
    }
}

/// The header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) info: ListFileInfo,
    /// A bit per key class code that has blocks.
    pub(super) key_classes: u64,
    pub(super) blocks: u32,
    pub(super) labels_offset: u64,
    pub(super) labels_bytes: u64,
    pub(super) labels_sum: u32,
    pub(super) index_sum: u32,
}

impl Header {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.extend(MAGIC);
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(self.info.identity.0);
        bytes.extend(self.info.revision.to_le_bytes());
        bytes.extend(self.info.numbers.to_le_bytes());
        bytes.extend(self.info.prefixes.to_le_bytes());
        bytes.extend(self.key_classes.to_le_bytes());
        bytes.extend(self.blocks.to_le_bytes());
        bytes.extend(self.labels_offset.to_le_bytes());
        bytes.extend(self.labels_bytes.to_le_bytes());
        bytes.extend(self.labels_sum.to_le_bytes());
        bytes.extend(self.index_sum.to_le_bytes());
        bytes.extend(self.info.bytes.to_le_bytes());
        let sum = crc32fast::hash(bytes.get(SUM_END..).unwrap_or_default());
        if let Some(place) = bytes.get_mut(SUM_END - 4..SUM_END) {
            place.copy_from_slice(&sum.to_le_bytes());
        }
        bytes
    }

    /// Reads a header and checks that its parts make up a file of `file_bytes`.
    pub(super) fn decode(bytes: &[u8; HEADER_BYTES], file_bytes: u64) -> Result<Self, ListFileError> {
        let mut rest = &bytes[..];
        let (magic, format) = (take(&mut rest)?, u32::from_le_bytes(take(&mut rest)?));
        let sum = u32::from_le_bytes(take(&mut rest)?);
        if magic != MAGIC || format != FORMAT || sum != crc32fast::hash(rest) {
            return Err(ListFileError::Damaged);
        }
        let identity = ListIdentity(take(&mut rest)?);
        let revision = i64::from_le_bytes(take(&mut rest)?);
        let (numbers, prefixes) = (u64::from_le_bytes(take(&mut rest)?), u64::from_le_bytes(take(&mut rest)?));
        let header = Self {
            key_classes: u64::from_le_bytes(take(&mut rest)?),
            blocks: u32::from_le_bytes(take(&mut rest)?),
            labels_offset: u64::from_le_bytes(take(&mut rest)?),
            labels_bytes: u64::from_le_bytes(take(&mut rest)?),
            labels_sum: u32::from_le_bytes(take(&mut rest)?),
            index_sum: u32::from_le_bytes(take(&mut rest)?),
            info: ListFileInfo { identity, revision, numbers, prefixes, bytes: u64::from_le_bytes(take(&mut rest)?) },
        };
        let index_end = header.index_offset().and_then(|offset| offset.checked_add(header.index_bytes()));
        if header.info.bytes != file_bytes || index_end != Some(file_bytes) {
            return Err(ListFileError::Damaged);
        }
        Ok(header)
    }

    pub(super) fn index_offset(&self) -> Option<u64> {
        self.labels_offset.checked_add(self.labels_bytes)
    }

    pub(super) fn index_bytes(&self) -> u64 {
        u64::from(self.blocks) * ROW_BYTES as u64
    }
}

/// Takes class and first value of a block off a row of the index.
pub(super) fn take_place(row: &mut &[u8]) -> Result<(KeyClass, u64), ListFileError> {
    let [code] = take(row)?;
    let class = KeyClass::from_code(code).ok_or(ListFileError::Damaged)?;
    Ok((class, u64::from_le_bytes(take(row)?)))
}

/// Takes bytes off the front.
pub(super) fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], ListFileError> {
    let (first, rest) = bytes.split_first_chunk::<N>().ok_or(ListFileError::Damaged)?;
    *bytes = rest;
    Ok(*first)
}
