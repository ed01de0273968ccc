//! From sorted entries to blocks, one at a time: however long the list, only one block is in memory.

use std::collections::HashMap;
use std::sync::Arc;

use super::bits::MAX_K;
use super::block::{Item, MAX_ITEMS, encode_block};
use super::{KeyClass, PackedError};
use crate::blocklist::{Category, Entry, Tail};

/// Three such blocks and their heads fill a database page of 4,096 bytes to 98 %.
const MAX_BYTES: usize = 1340;

/// The string table of a list: its labels, each kept once. Bounded: past the bounds an entry simply has no label.
#[derive(Debug, Default, Clone)]
pub struct StringTable {
    strings: Vec<Arc<str>>,
    ids: HashMap<Arc<str>, u32>,
    bytes: usize,
}

/// One encoded block and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedBlock {
    /// What its items are.
    pub class: KeyClass,
    /// Its first value.
    pub first: u64,
    /// Items in it.
    pub count: usize,
    /// As `encode_block` made them.
    pub bytes: Vec<u8>,
}

/// Takes sorted entries and gives blocks.
pub struct Packer {
    strings: StringTable,
    class: Option<KeyClass>,
    items: Vec<Item>,
    /// How many items are thought to fill a block.
    target: usize,
    packed: u64,
}

impl StringTable {
    /// Most labels of a list.
    pub const MAX_STRINGS: usize = 1 << 16;
    /// Most bytes of one label; longer ones are cut.
    pub const MAX_STRING_BYTES: usize = 64;
    /// Most bytes of all labels.
    pub const MAX_BYTES: usize = 1 << 20;

    /// The number of a label, from 1 on; 0 when there is no more room, or for an empty label.
    pub fn id(&mut self, text: &str) -> u32 {
        let end =
            (0..=text.len().min(Self::MAX_STRING_BYTES)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let text = text.get(..end).unwrap_or_default();
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        if text.is_empty() || self.strings.len() >= Self::MAX_STRINGS || self.bytes + text.len() > Self::MAX_BYTES {
            return 0;
        }
        let text: Arc<str> = text.into();
        self.bytes += text.len();
        self.strings.push(Arc::clone(&text));
        let id = u32::try_from(self.strings.len()).unwrap_or(0);
        self.ids.insert(text, id);
        id
    }

    /// The label with this number.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<&Arc<str>> {
        self.strings.get(usize::try_from(id.checked_sub(1)?).ok()?)
    }

    /// All labels, in the order of their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<str>> {
        self.strings.iter()
    }

    /// The entry of an item.
    #[must_use]
    pub fn entry(&self, class: KeyClass, item: &Item) -> Option<Entry> {
        Some(Entry {
            key: class.key(item.value)?,
            is_prefix: class.is_prefix,
            tail: Tail::from_bits(item.tail)?,
            category: Category::from_code(item.category),
            score: item.score.checked_sub(1).and_then(|score| u32::try_from(score).ok()),
            label: self.get(item.label).cloned(),
        })
    }

    /// The item of an entry; its label gets a number.
    pub fn item(&mut self, entry: &Entry) -> (KeyClass, Item) {
        let item = Item {
            value: entry.key.value(),
            category: entry.category.map_or(0, Category::code),
            tail: if entry.is_prefix { entry.tail.bits() } else { 0 },
            score: entry.score.map_or(0, |score| u64::from(score) + 1),
            label: entry.label.as_deref().map_or(0, |label| self.id(label)),
        };
        (KeyClass { length: entry.key.length(), is_prefix: entry.is_prefix }, item)
    }
}

impl Packer {
    /// Labels already known keep their numbers.
    #[must_use]
    pub fn new(strings: StringTable) -> Self {
        Self { strings, class: None, items: Vec::with_capacity(MAX_ITEMS), target: MAX_ITEMS, packed: 0 }
    }

    /// Takes the next entry; hands over a block when one is full.
    ///
    /// # Errors
    /// `Unsorted` for an entry that is not after the one before; those of `sink`.
    pub fn push<E: From<PackedError>>(
        &mut self,
        entry: &Entry,
        sink: &mut impl FnMut(PackedBlock) -> Result<(), E>,
    ) -> Result<(), E> {
        let (class, item) = self.strings.item(entry);
        self.push_item(class, item, sink)
    }

    /// As `push`, for an item whose label has its number already.
    ///
    /// # Errors
    /// As `push`.
    pub fn push_item<E: From<PackedError>>(
        &mut self,
        class: KeyClass,
        item: Item,
        sink: &mut impl FnMut(PackedBlock) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.class != Some(class) {
            if self.class.is_some_and(|before| before > class) {
                return Err(PackedError::Unsorted.into());
            }
            self.flush(sink)?;
            self.class = Some(class);
        }
        if self.items.last().is_some_and(|last| last.value >= item.value) {
            return Err(PackedError::Unsorted.into());
        }
        // The skip index of a block holds differences of up to 56 bits.
        if self.items.first().is_some_and(|first| (item.value - first.value) >> MAX_K != 0) {
            self.flush(sink)?;
        }
        self.items.push(item);
        if self.items.len() >= self.target { self.emit(sink) } else { Ok(()) }
    }

    /// Hands over what is left; gives the labels and the count of entries.
    ///
    /// # Errors
    /// Those of `sink`.
    pub fn finish<E: From<PackedError>>(
        mut self,
        sink: &mut impl FnMut(PackedBlock) -> Result<(), E>,
    ) -> Result<(StringTable, u64), E> {
        self.flush(sink)?;
        Ok((self.strings, self.packed))
    }

    fn flush<E: From<PackedError>>(&mut self, sink: &mut impl FnMut(PackedBlock) -> Result<(), E>) -> Result<(), E> {
        while !self.items.is_empty() {
            self.emit(sink)?;
        }
        Ok(())
    }

    /// Hands over one block with as many of the items as fit its bytes.
    fn emit<E: From<PackedError>>(&mut self, sink: &mut impl FnMut(PackedBlock) -> Result<(), E>) -> Result<(), E> {
        let (Some(class), Some(first)) = (self.class, self.items.first()) else { return Ok(()) };
        let first = first.value;
        let mut count = self.items.len();
        let bytes = loop {
            let bytes = encode_block(class, self.items.get(..count).unwrap_or_default())?;
            if bytes.len() <= MAX_BYTES || count == 1 {
                break bytes;
            }
            count = (count * MAX_BYTES / bytes.len() * 199 / 200).clamp(1, count - 1);
        };
        // A little under what fills a block: too much costs a second encoding.
        self.target = (count * MAX_BYTES / bytes.len().max(1) * 199 / 200).clamp(16, MAX_ITEMS);
        self.items.drain(..count);
        self.packed += count as u64;
        sink(PackedBlock { class, first, count, bytes })
    }
}
