//! The packed form of lists: sorted numbers as Rice-coded gaps, in blocks of about a thousand that each
//! carry a checksum. The same blocks lie in `lists.db` and travel in signed repositories. Everything read
//! here may be hostile: decoding is bounded, and answers damage with an error, never with a panic.

mod bits;
mod block;
mod entries;
mod packer;
mod set;
mod sorter;

pub use block::{Block, Item, MAX_ITEMS, encode_block};
pub use entries::{EntryReader, encode_entries};
pub use packer::{PackedBlock, Packer, StringTable};
pub use set::{decode_set, encode_set};
pub use sorter::{SortedEntries, Sorter};

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
mod tests;
