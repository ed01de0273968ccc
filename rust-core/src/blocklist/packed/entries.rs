//! Sorted entries on the wire: the labels, then the same blocks that lie in the store.
//!
//! Bytes: the string table: count of labels (varint), each with its length (varint); then each block: key class code (1), first
//! value (varint), length (varint), bytes; then a 0.

use std::io::Read;

use super::bits::{push_varint, take_byte, take_varint};
use super::block::{Block, Item};
use super::packer::{PackedBlock, Packer, StringTable};
use super::{KeyClass, PackedError};
use crate::blocklist::Entry;

/// No block needs more: its items at their longest.
const MAX_BLOCK_BYTES: usize = 1 << 16;

/// Encodes entries in list order.
///
/// # Errors
/// `Unsorted`.
pub fn encode_entries(entries: impl IntoIterator<Item = Entry>) -> Result<Vec<u8>, PackedError> {
    let mut blocks = Vec::new();
    let mut sink = |block: PackedBlock| {
        blocks.push(block.class.code());
        push_varint(&mut blocks, block.first);
        push_varint(&mut blocks, block.bytes.len() as u64);
        blocks.extend(block.bytes);
        Ok::<(), PackedError>(())
    };
    let mut packer = Packer::new(StringTable::default());
    for entry in entries {
        packer.push(&entry, &mut sink)?;
    }
    let (strings, _) = packer.finish(&mut sink)?;
    let mut bytes = Vec::new();
    push_varint(&mut bytes, strings.iter().len() as u64);
    for string in strings.iter() {
        push_varint(&mut bytes, string.len() as u64);
        bytes.extend(string.as_bytes());
    }
    bytes.extend(blocks);
    bytes.push(0);
    Ok(bytes)
}

/// Reads entries one block at a time: whatever the bytes promise, one block and the labels are in memory. After an
/// error it ends.
pub struct EntryReader<'s> {
    strings: StringTable,
    source: Box<dyn Read + 's>,
    most: u64,
    block: Vec<u8>,
    class: Option<KeyClass>,
    items: std::vec::IntoIter<Item>,
    last: Option<(KeyClass, u64)>,
    done: bool,
}

impl<'s> EntryReader<'s> {
    /// Reads the labels. More than `most` entries are `TooLarge`.
    ///
    /// # Errors
    /// `Damaged` or `TooLarge`.
    pub fn new(source: impl Read + 's, most: u64) -> Result<Self, PackedError> {
        // One code for whatever the bytes come from.
        Self::of(Box::new(source), most)
    }

    fn of(mut source: Box<dyn Read + 's>, most: u64) -> Result<Self, PackedError> {
        let mut strings = StringTable::default();
        let count = take_varint(&mut source)?;
        if count > StringTable::MAX_STRINGS as u64 {
            return Err(PackedError::TooLarge);
        }
        let mut buffer = [0; StringTable::MAX_STRING_BYTES];
        for expected in 1..=count {
            let length = usize::try_from(take_varint(&mut source)?).map_err(|_| PackedError::Damaged)?;
            let string = buffer.get_mut(..length).ok_or(PackedError::Damaged)?;
            source.read_exact(string).map_err(|_| PackedError::Damaged)?;
            let string = std::str::from_utf8(string).map_err(|_| PackedError::Damaged)?;
            // Twice the same, empty or too many: nothing that an encoder writes.
            if u64::from(strings.id(string)) != expected {
                return Err(PackedError::Damaged);
            }
        }
        let (block, items) = (Vec::new(), Vec::new().into_iter());
        Ok(Self { strings, source, most, block, class: None, items, last: None, done: false })
    }

    /// Whether nothing follows the entries, once they are all read.
    pub fn is_at_end(&mut self) -> bool {
        matches!(self.source.read(&mut [0]), Ok(0))
    }

    fn step(&mut self) -> Result<Option<Entry>, PackedError> {
        loop {
            if let (Some(class), Some(item)) = (self.class, self.items.next()) {
                return self.strings.entry(class, &item).map(Some).ok_or(PackedError::Damaged);
            }
            if !self.open_next()? {
                return Ok(None);
            }
        }
    }

    fn open_next(&mut self) -> Result<bool, PackedError> {
        let code = take_byte(&mut self.source)?;
        if code == 0 {
            return Ok(false);
        }
        let class = KeyClass::from_code(code).ok_or(PackedError::Damaged)?;
        let first = take_varint(&mut self.source)?;
        let length = usize::try_from(take_varint(&mut self.source)?).map_err(|_| PackedError::Damaged)?;
        if length > MAX_BLOCK_BYTES {
            return Err(PackedError::Damaged);
        }
        self.block.resize(length, 0);
        self.source.read_exact(&mut self.block).map_err(|_| PackedError::Damaged)?;
        let block = Block::open(class, first, &self.block)?;
        self.most = self.most.checked_sub(block.count() as u64).ok_or(PackedError::TooLarge)?;
        let items = block.items()?;
        if self.last.is_some_and(|last| last >= (class, first)) {
            return Err(PackedError::Unsorted);
        }
        self.last = items.last().map(|item| (class, item.value));
        self.class = Some(class);
        self.items = items.into_iter();
        Ok(true)
    }
}

impl Iterator for EntryReader<'_> {
    type Item = Result<Entry, PackedError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.step().transpose();
        self.done = !matches!(next, Some(Ok(_)));
        next
    }
}
