//! From sorted entries to blocks, one at a time: however long the list, only one block is in memory.

use super::block::{MAX_ITEMS, encode_block};
use super::item::Item;
use super::strings::StringTable;
use super::{KeyClass, PackedError};
use crate::blocklist::Entry;

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
    /// The last value of the class.
    last: Option<u64>,
    items: Vec<Item>,
    packed: u64,
}

impl Packer {
    /// Labels already known keep their numbers.
    #[must_use]
    pub fn new(strings: StringTable) -> Self {
        Self { strings, class: None, last: None, items: Vec::with_capacity(MAX_ITEMS), packed: 0 }
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
        self.push_items(class, &[item], sink)
    }

    /// As `push_item`, for a run of items. Whether a run is sorted in itself is seen when its block is encoded.
    ///
    /// # Errors
    /// As `push`.
    pub fn push_items<E: From<PackedError>>(
        &mut self,
        class: KeyClass,
        mut items: &[Item],
        sink: &mut impl FnMut(PackedBlock) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.class != Some(class) {
            if self.class.is_some_and(|before| before > class) {
                return Err(PackedError::Unsorted.into());
            }
            self.emit(sink)?;
            (self.class, self.last) = (Some(class), None);
        }
        while let Some(first) = items.first() {
            if self.last.is_some_and(|last| last >= first.value) {
                return Err(PackedError::Unsorted.into());
            }
            let (now, later) = items.split_at(items.len().min(MAX_ITEMS - self.items.len()));
            self.items.extend_from_slice(now);
            self.last = now.last().map(|last| last.value);
            items = later;
            if self.items.len() == MAX_ITEMS {
                self.emit(sink)?;
            }
        }
        Ok(())
    }

    /// The number of a label, from 1 on.
    pub(super) fn label_id(&mut self, label: &str) -> u32 {
        self.strings.id(label)
    }

    /// Hands over what is left; gives the labels and the count of entries.
    ///
    /// # Errors
    /// Those of `sink`.
    pub fn finish<E: From<PackedError>>(
        mut self,
        sink: &mut impl FnMut(PackedBlock) -> Result<(), E>,
    ) -> Result<(StringTable, u64), E> {
        self.emit(sink)?;
        Ok((self.strings, self.packed))
    }

    /// Hands over the items as a block, if there are any.
    fn emit<E: From<PackedError>>(&mut self, sink: &mut impl FnMut(PackedBlock) -> Result<(), E>) -> Result<(), E> {
        let (Some(class), Some(first)) = (self.class, self.items.first()) else { return Ok(()) };
        let (first, count) = (first.value, self.items.len());
        let bytes = encode_block(class, &self.items)?;
        self.items.clear();
        self.packed += count as u64;
        sink(PackedBlock { class, first, count, bytes })
    }
}
