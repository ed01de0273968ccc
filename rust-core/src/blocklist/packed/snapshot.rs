//! A list on the wire: its labels, then its numbers as a trie of digits, range-coded. Each node of the trie says which of
//! ten digits follow; the columns of a number stand behind the last of its digits.
//!
//! Bytes: `MAGIC`; CRC-32 of everything after it (4, little-endian); the string table; then range-coded: for each key class its
//! code less that of the one before, the columns present, the trie; then a 0.

use std::io::Read;

use super::item::Item;
use super::models::{ColumnModels, DigitModel, IntegerModel};
use super::range_coder::{RangeDecoder, RangeEncoder};
use super::strings::StringTable;
use super::{KeyClass, PackedError};
use crate::blocklist::Entry;

/// The line that opens a snapshot.
pub const MAGIC: &[u8] = b"STUFO-LIST-1\n";
/// How many digits follow before the first one, for its model.
const ROOT: u32 = 10;

#[derive(Debug, Default)]
struct SnapshotModels {
    class_steps: IntegerModel,
    digits: DigitModel,
    columns: ColumnModels,
}

/// Encodes entries in list order.
///
/// # Errors
/// `Unsorted`.
pub fn encode_entries(entries: impl IntoIterator<Item = Entry>) -> Result<Vec<u8>, PackedError> {
    let mut strings = StringTable::default();
    let items: Vec<(KeyClass, Item)> = entries.into_iter().map(|entry| strings.item(&entry)).collect();
    if !items.is_sorted_by(|a, b| (a.0, a.1.value) < (b.0, b.1.value)) {
        return Err(PackedError::Unsorted);
    }
    let (mut coder, mut models, mut before) = (RangeEncoder::default(), SnapshotModels::default(), 0);
    for items in items.chunk_by(|a, b| a.0 == b.0) {
        let Some((class, _)) = items.first() else { continue };
        models.class_steps.code(&mut coder, u64::from(class.code() - before))?;
        before = class.code();
        let present = items.iter().fold(0, |present, (_, item)| present | item.columns_present());
        ColumnModels::code_present(&mut coder, present)?;
        encode_node(&mut coder, &mut models, items, usize::from(class.length), ROOT, present)?;
    }
    models.class_steps.code(&mut coder, 0)?;
    let mut rest = strings.encode();
    rest.extend(coder.finish());
    Ok([MAGIC, &crc32fast::hash(&rest).to_le_bytes(), &rest].concat())
}

/// Items that share all digits but the last `left`.
fn encode_node(
    coder: &mut RangeEncoder,
    models: &mut SnapshotModels,
    items: &[(KeyClass, Item)],
    left: usize,
    before: u32,
    present: u32,
) -> Result<(), PackedError> {
    let Some(below) = left.checked_sub(1) else {
        for (_, item) in items {
            models.columns.code(coder, present, *item)?;
        }
        return Ok(());
    };
    let unit = 10_u64.pow(u32::try_from(below).unwrap_or(0));
    let children = || items.chunk_by(|a, b| a.1.value / unit == b.1.value / unit);
    let firsts = children().filter_map(|child| child.first());
    let digits = firsts.fold(0, |digits, (_, first)| digits | 1 << (first.value / unit % 10));
    models.digits.code(coder, left, before, digits)?;
    children().try_for_each(|child| encode_node(coder, models, child, below, digits.count_ones(), present))
}

/// Reads entries one at a time: whatever the bytes promise, one path of the trie and the labels are in memory. After an
/// error it ends. The checksum is known, and checked, only behind the last entry.
pub struct EntryReader<'s> {
    decoder: Option<RangeDecoder<'s>>,
    models: SnapshotModels,
    strings: StringTable,
    sum: u32,
    /// Entries that may still come.
    most: u64,
    class: u8,
    present: u32,
    path: Vec<Node>,
}

/// A node whose digits are known.
struct Node {
    /// The digits before it, as a number.
    value: u64,
    /// Those of its digits that are still to be followed.
    digits: u16,
    /// How many there were.
    count: u32,
}

impl<'s> EntryReader<'s> {
    /// Reads the head. More than `most` entries are `TooLarge`.
    ///
    /// # Errors
    /// `Damaged` or `TooLarge`.
    pub fn new(mut source: impl Read + 's, most: u64) -> Result<Self, PackedError> {
        let (mut magic, mut sum) = ([0; MAGIC.len()], [0; 4]);
        for part in [&mut magic[..], &mut sum] {
            source.read_exact(part).map_err(|_| PackedError::Damaged)?;
        }
        if magic != MAGIC {
            return Err(PackedError::Damaged);
        }
        let mut decoder = RangeDecoder::new(Box::new(source));
        let strings = StringTable::decode(&mut decoder)?;
        decoder.start()?;
        Ok(Self {
            decoder: Some(decoder),
            models: SnapshotModels::default(),
            strings,
            sum: u32::from_le_bytes(sum),
            most,
            class: 0,
            present: 0,
            path: Vec::new(),
        })
    }

    fn step(&mut self, decoder: &mut RangeDecoder<'s>) -> Result<Option<Entry>, PackedError> {
        let class = loop {
            if let Some(class) = KeyClass::from_code(self.class).filter(|_| !self.path.is_empty()) {
                break class;
            }
            let step = self.models.class_steps.code(decoder, 0)?;
            if step == 0 {
                return Ok(None);
            }
            self.class =
                u8::try_from(step).ok().and_then(|step| self.class.checked_add(step)).ok_or(PackedError::Damaged)?;
            let class = KeyClass::from_code(self.class).ok_or(PackedError::Damaged)?;
            self.present = ColumnModels::code_present(decoder, 0)?;
            let digits = self.models.digits.code(decoder, class.length.into(), ROOT, 0)?;
            self.path.push(Node { value: 0, digits, count: digits.count_ones() });
        };
        self.most = self.most.checked_sub(1).ok_or(PackedError::TooLarge)?;
        let value = loop {
            let left = usize::from(class.length).saturating_sub(self.path.len());
            let node = self.path.last_mut().ok_or(PackedError::Damaged)?;
            let value = node.value * 10 + u64::from(node.digits.trailing_zeros());
            node.digits &= node.digits.wrapping_sub(1);
            if left == 0 {
                break value;
            }
            let digits = self.models.digits.code(decoder, left, node.count, 0)?;
            self.path.push(Node { value, digits, count: digits.count_ones() });
        };
        while self.path.pop_if(|node| node.digits == 0).is_some() {}
        let item = self.models.columns.code(decoder, self.present, Item { value, ..Item::default() })?;
        self.strings.entry(class, &item).map(Some).ok_or(PackedError::Damaged)
    }
}

impl Iterator for EntryReader<'_> {
    type Item = Result<Entry, PackedError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut decoder = self.decoder.take()?;
        match self.step(&mut decoder) {
            Ok(Some(entry)) => {
                self.decoder = Some(decoder);
                Some(Ok(entry))
            }
            Ok(None) => match decoder.finish() {
                Ok(sum) if sum == self.sum => None,
                Ok(_) => Some(Err(PackedError::Damaged)),
                Err(error) => Some(Err(error)),
            },
            Err(error) => Some(Err(error)),
        }
    }
}
