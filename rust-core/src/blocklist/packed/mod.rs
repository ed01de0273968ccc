//! The packed forms of lists (docs/formats/packed-lists.md): list files of blocks that are read in place, and the range-coded
//! snapshots and deltas that travel in signed repositories. Everything read here may be hostile: decoding is bounded, and
//! answers damage with an error, never with a panic.

mod block;
mod delta;
mod delta_encoder;
mod file;
mod file_writer;
mod filter;
mod item;
mod layout;
mod models;
mod packer;
mod patch;
mod range_coder;
mod rice;
mod snapshot;
mod sorter;
mod strings;

pub use block::{Block, MAX_ITEMS, encode_block};
pub use delta::{AppliedDelta, DeltaError};
pub use delta_encoder::{EncodedDelta, encode_delta};
pub use file::{FileEntries, Found, ListFile};
pub use file_writer::ListFileWriter;
pub use item::Item;
pub use layout::{ListFileError, ListFileInfo, ListIdentity};
pub use packer::{PackedBlock, Packer};
pub use patch::patch;
pub use snapshot::{EntryReader, MAGIC, encode_entries};
pub use sorter::{SortedEntries, Sorter};
pub use strings::StringTable;

use crate::blocklist::Entry;
use crate::number::ListKey;

/// Packed bytes that do not decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackedError {
    /// The checksum is wrong, or the bytes say what no encoder writes.
    #[error("a packed block is damaged")]
    Damaged,
    /// More than the reader allows.
    #[error("a packed list is larger than allowed")]
    TooLarge,
    /// Entries to be packed are not in list order, or stand twice.
    #[error("list entries are not in order")]
    Unsorted,
}

/// The class of a key: its count of digits, and whether it is a number or a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyClass {
    /// Digits, 1 to 19.
    pub length: u8,
    /// Whether the entries are prefixes.
    pub is_prefix: bool,
}

impl KeyClass {
    /// The class of an entry's key.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        Self { length: entry.key.length(), is_prefix: entry.is_prefix }
    }

    /// 2 to 39; orders as lists do.
    #[must_use]
    pub fn code(self) -> u8 {
        self.length * 2 + u8::from(self.is_prefix)
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        (2..=39).contains(&code).then_some(Self { length: code / 2, is_prefix: code % 2 == 1 })
    }

    /// The key of a value in this class.
    #[must_use]
    pub fn key(self, value: u64) -> Option<ListKey> {
        ListKey::from_digits(value, self.length)
    }
}

#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod tests;
