//! One block: up to `MAX_ITEMS` sorted values of one key class, with up to four optional columns.
//!
//! Bytes: CRC-32 of everything after it and of the block's key (4, little-endian); columns present (1 bit
//! each); count less one (varint); `k` of the gaps; with a skip index, the bit widths of its values and positions;
//! for each column `k`, or `CONSTANT` and its one value (varint); the skip index, padded to a byte; then the bits:
//! gaps less one, then each column that is not constant. The skip index has an entry for every `STRIDE`th item: its
//! value less the first, and the position of the next gap's bits, so that a look-up decodes a few dozen gaps at most.

use super::bits::{BitReader, BitWriter, MAX_K, best_k, push_varint, take_byte, take_varint, width_of};
use super::{KeyClass, PackedError};
use crate::blocklist::Tail;

/// Most items of a block: what a look-up decodes at worst.
pub const MAX_ITEMS: usize = 1024;

/// Items per entry of the skip index: 3 % more bytes, for a look-up that decodes 32 gaps instead of 500.
const STRIDE: usize = 64;
const COLUMNS: usize = 4;
/// In place of a column's `k`: every item has the same value.
const CONSTANT: u8 = 0xff;

/// One value and its columns; 0 is "none" in each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Item {
    /// The digits as a number.
    pub value: u64,
    /// Score plus one.
    pub score: u64,
    /// Index of the label plus one.
    pub label: u32,
    /// `Category::code`.
    pub category: u16,
    /// `Tail::bits`.
    pub tail: u16,
}

impl Item {
    fn column(&self, index: usize) -> u64 {
        match index {
            0 => u64::from(self.category),
            1 => self.score,
            2 => u64::from(self.label),
            _ => u64::from(self.tail),
        }
    }

    /// `None` for a value that no encoder writes.
    fn set_column(&mut self, index: usize, value: u64) -> Option<()> {
        match index {
            0 => self.category = value.try_into().ok()?,
            1 => self.score = value,
            2 => self.label = value.try_into().ok()?,
            _ => self.tail = value.try_into().ok().filter(|bits| Tail::from_bits(*bits).is_some())?,
        }
        Some(())
    }
}

/// Encodes 1 to `MAX_ITEMS` items whose values rise strictly.
///
/// # Errors
/// `Unsorted`, also for none or too many.
pub fn encode_block(class: KeyClass, items: &[Item]) -> Result<Vec<u8>, PackedError> {
    let (Some(first), true) = (items.first(), items.len() <= MAX_ITEMS) else { return Err(PackedError::Unsorted) };
    if !items.is_sorted_by(|a, b| a.value < b.value) {
        return Err(PackedError::Unsorted);
    }
    let others = items.get(1..).unwrap_or_default();
    let gaps = items.iter().zip(others).map(|(a, b)| b.value - a.value - 1);
    let present: Vec<usize> =
        (0..COLUMNS).filter(|column| items.iter().any(|item| item.column(*column) != 0)).collect();

    let mut head = vec![0, 0, 0, 0, present.iter().fold(0, |flags, column| flags | (1 << column))];
    push_varint(&mut head, others.len() as u64);
    let k = best_k(gaps.clone());
    head.push(k);
    let mut bits = BitWriter::default();
    let mut skip_index: Vec<(u64, u64)> = Vec::new();
    for (index, (gap, item)) in gaps.zip(others).enumerate() {
        bits.push_rice(gap, k);
        if (index + 1) % STRIDE == 0 {
            skip_index.push((item.value - first.value, bits.position()));
        }
    }
    let mut skip_bits = BitWriter::default();
    if let Some((value, position)) = skip_index.last() {
        let (value_width, position_width) = (width_of(*value), width_of(*position));
        head.extend([value_width, position_width]);
        for (value, position) in skip_index {
            skip_bits.push_plain(value, value_width);
            skip_bits.push_plain(position, position_width);
        }
    }
    for column in present {
        let values = items.iter().map(|item| item.column(column));
        let value = first.column(column);
        if values.clone().all(|other| other == value) {
            head.push(CONSTANT);
            push_varint(&mut head, value);
        } else {
            let k = best_k(values.clone());
            head.push(k);
            values.for_each(|value| bits.push_rice(value, k));
        }
    }
    head.extend(skip_bits.finish());
    head.extend(bits.finish());
    let sum = checksum(class, first.value, head.get(4..).unwrap_or_default());
    if let Some(place) = head.first_chunk_mut::<4>() {
        *place = sum.to_le_bytes();
    }
    Ok(head)
}

/// A block whose checksum is right.
pub struct Block<'b> {
    first: u64,
    count: usize,
    k: u8,
    columns: [ColumnCoding; COLUMNS],
    skip_index: SkipIndex<'b>,
    bits: &'b [u8],
    /// First value beyond the key class.
    end: u64,
}

#[derive(Clone, Copy)]
struct SkipIndex<'b> {
    count: usize,
    value_width: u8,
    position_width: u8,
    bits: &'b [u8],
}

#[derive(Clone, Copy)]
enum ColumnCoding {
    Absent,
    Constant(u64),
    Coded(u8),
}

impl<'b> Block<'b> {
    /// Checks the checksum and reads the head. `first` is the block's first value.
    ///
    /// # Errors
    /// `Damaged`.
    pub fn open(class: KeyClass, first: u64, bytes: &'b [u8]) -> Result<Self, PackedError> {
        let (sum, mut rest) = bytes.split_first_chunk::<4>().ok_or(PackedError::Damaged)?;
        if u32::from_le_bytes(*sum) != checksum(class, first, rest) {
            return Err(PackedError::Damaged);
        }
        let present = take_byte(&mut rest)?;
        let count = usize::try_from(take_varint(&mut rest)?).map_err(|_| PackedError::Damaged)?.saturating_add(1);
        let k = take_k(&mut rest)?;
        let end = 10_u64.checked_pow(u32::from(class.length)).ok_or(PackedError::Damaged)?;
        let has_tails = present & (1 << (COLUMNS - 1)) != 0;
        if count > MAX_ITEMS || present >> COLUMNS != 0 || first >= end || (has_tails && !class.is_prefix) {
            return Err(PackedError::Damaged);
        }
        let mut skip_index = SkipIndex { count: (count - 1) / STRIDE, value_width: 0, position_width: 0, bits: &[] };
        if skip_index.count > 0 {
            (skip_index.value_width, skip_index.position_width) = (take_k(&mut rest)?, take_k(&mut rest)?);
        }
        let mut columns = [ColumnCoding::Absent; COLUMNS];
        for (index, column) in columns.iter_mut().enumerate() {
            if present & (1 << index) == 0 {
                continue;
            }
            *column = if rest.first() == Some(&CONSTANT) {
                take_byte(&mut rest)?;
                ColumnCoding::Constant(take_varint(&mut rest)?)
            } else {
                ColumnCoding::Coded(take_k(&mut rest)?)
            };
        }
        let skip_bytes =
            (skip_index.count * usize::from(skip_index.value_width + skip_index.position_width)).div_ceil(8);
        (skip_index.bits, rest) = rest.split_at_checked(skip_bytes).ok_or(PackedError::Damaged)?;
        Ok(Self { first, count, k, columns, skip_index, bits: rest, end })
    }

    /// How many items.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The item with this value.
    ///
    /// # Errors
    /// `Damaged` when the bits do not fit the head.
    pub fn find(&self, value: u64) -> Result<Option<Item>, PackedError> {
        let mut reader = BitReader::new(self.bits);
        let (start, passed) = self.skip_index.before(value, self.first, &mut reader)?;
        let (current, more) = reader.walk(self.k, start, value, self.count - 1 - passed)?;
        let index = passed + more;
        if current >= self.end {
            return Err(PackedError::Damaged);
        }
        if current != value {
            return Ok(None);
        }
        let mut found = Item { value, ..Item::default() };
        if self.has_coded_column() {
            for _ in index + 1..self.count {
                reader.rice(self.k)?;
            }
        }
        for (column, how) in self.columns.iter().enumerate() {
            match how {
                ColumnCoding::Absent => {}
                ColumnCoding::Constant(value) => found.set_column(column, *value).ok_or(PackedError::Damaged)?,
                ColumnCoding::Coded(k) => {
                    for place in 0..self.count {
                        let value = reader.rice(*k)?;
                        if place == index {
                            found.set_column(column, value).ok_or(PackedError::Damaged)?;
                        }
                    }
                }
            }
        }
        Ok(Some(found))
    }

    /// All items, in order.
    ///
    /// # Errors
    /// `Damaged` when the bits do not fit the head.
    pub fn items(&self) -> Result<Vec<Item>, PackedError> {
        let mut reader = BitReader::new(self.bits);
        let mut items = Vec::with_capacity(self.count);
        let mut current = self.first;
        for index in 0..self.count {
            if index > 0 {
                current = self.next_value(current, &mut reader)?;
            }
            items.push(Item { value: current, ..Item::default() });
        }
        for (column, how) in self.columns.iter().enumerate() {
            for item in &mut items {
                let set = match how {
                    ColumnCoding::Absent => break,
                    ColumnCoding::Constant(value) => item.set_column(column, *value),
                    ColumnCoding::Coded(k) => item.set_column(column, reader.rice(*k)?),
                };
                set.ok_or(PackedError::Damaged)?;
            }
        }
        Ok(items)
    }

    #[inline]
    fn next_value(&self, current: u64, reader: &mut BitReader<'_>) -> Result<u64, PackedError> {
        let next = reader.rice(self.k)?.checked_add(current).and_then(|sum| sum.checked_add(1));
        next.filter(|value| *value < self.end).ok_or(PackedError::Damaged)
    }

    fn has_coded_column(&self) -> bool {
        self.columns.iter().any(|column| matches!(column, ColumnCoding::Coded(_)))
    }
}

impl SkipIndex<'_> {
    /// The value and item index of the last entry at or before `value`; `reader` goes to its gap.
    fn before(&self, value: u64, first: u64, reader: &mut BitReader<'_>) -> Result<(u64, usize), PackedError> {
        let (mut skip_index, mut found) = (BitReader::new(self.bits), (first, 0));
        for index in 1..=self.count {
            let (offset, position) = (skip_index.plain(self.value_width)?, skip_index.plain(self.position_width)?);
            let here = first.checked_add(offset).ok_or(PackedError::Damaged)?;
            if here > value {
                break;
            }
            reader.go_to(position)?;
            found = (here, index * STRIDE);
        }
        Ok(found)
    }
}

fn take_k(bytes: &mut &[u8]) -> Result<u8, PackedError> {
    take_byte(bytes).and_then(|k| if k <= MAX_K { Ok(k) } else { Err(PackedError::Damaged) })
}

/// The block's key is part of the sum: a block in the place of another is damage too.
fn checksum(class: KeyClass, first: u64, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&[class.code()]);
    hasher.update(&first.to_le_bytes());
    hasher.update(bytes);
    hasher.finalize()
}
