//! The string table of a list, and the way from entries to items and back.

use std::collections::HashMap;
use std::io::Read;
use std::sync::Arc;

use super::item::Item;
use super::rice::{push_varint, take_varint};
use super::{KeyClass, PackedError};
use crate::blocklist::{Category, Entry, Tail};

/// The string table of a list: its labels, each kept once. Bounded: past the bounds an entry simply has no label.
#[derive(Debug, Default, Clone)]
pub struct StringTable {
    strings: Vec<Arc<str>>,
    ids: HashMap<Arc<str>, u32>,
    bytes: usize,
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
            score: item.entry_score(),
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
        (KeyClass::of(entry), item)
    }

    /// Count of labels, then each with its length: varints.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        push_varint(&mut bytes, self.strings.len() as u64);
        for string in &self.strings {
            push_varint(&mut bytes, string.len() as u64);
            bytes.extend(string.as_bytes());
        }
        bytes
    }

    /// Takes a table off the front.
    ///
    /// # Errors
    /// `Damaged` for one that no encoder writes, `TooLarge` for more labels than a table has.
    pub(crate) fn decode(source: &mut impl Read) -> Result<Self, PackedError> {
        let mut strings = Self::default();
        let count = take_varint(source)?;
        if count > Self::MAX_STRINGS as u64 {
            return Err(PackedError::TooLarge);
        }
        let mut buffer = [0; Self::MAX_STRING_BYTES];
        for expected in 1..=count {
            let length = usize::try_from(take_varint(source)?).map_err(|_| PackedError::Damaged)?;
            let string = buffer.get_mut(..length).ok_or(PackedError::Damaged)?;
            source.read_exact(string).map_err(|_| PackedError::Damaged)?;
            let string = std::str::from_utf8(string).map_err(|_| PackedError::Damaged)?;
            // Twice the same, empty or too many: nothing that an encoder writes.
            if u64::from(strings.id(string)) != expected {
                return Err(PackedError::Damaged);
            }
        }
        Ok(strings)
    }
}
