//! One block of a list file: up to `MAX_ITEMS` sorted values of one key class, with their columns.
//!
//! Bytes: CRC-32 of everything after it and of the block's place (4, little-endian); columns present, a bit each, and bit 4
//! for hundreds; count less one (varint); each column present: `CONSTANT` and its one value (varint), or a Rice sequence;
//! then the values. Either their gaps less one, as a Rice sequence; or, where numbers lie close together, by hundreds: their
//! count (varint), a hundred bits each for the values in it, padded to a byte, and their gaps less one as a Rice sequence.

use super::item::{COLUMNS, Item};
use super::rice::{Rice, load, push_rice, push_varint, take_byte, take_varint};
use super::{KeyClass, PackedError};

/// Items of a full block: what a look-up decodes at worst.
pub const MAX_ITEMS: usize = 384;

/// In place of a column's `k`: every item has the same value.
const CONSTANT: u8 = 0xff;
/// Beside the columns present: the values come by hundreds.
const BY_HUNDREDS: u8 = 1 << COLUMNS;
const HUNDRED: usize = 100;
/// The lowest fifty bits.
const HALF: u64 = (1 << (HUNDRED / 2)) - 1;

/// Encodes 1 to `MAX_ITEMS` items whose values rise strictly.
///
/// # Errors
/// `Unsorted`, also for none or too many.
pub fn encode_block(class: KeyClass, items: &[Item]) -> Result<Vec<u8>, PackedError> {
    let (Some(first), true) = (items.first(), items.len() <= MAX_ITEMS) else { return Err(PackedError::Unsorted) };
    if !items.is_sorted_by(|a, b| a.value < b.value) {
        return Err(PackedError::Unsorted);
    }
    let present = items.iter().fold(0, |present, item| present | item.columns_present());
    let mut bytes = vec![0, 0, 0, 0, u8::try_from(present).unwrap_or(0)];
    push_varint(&mut bytes, items.len() as u64 - 1);
    for column in (0..COLUMNS).filter(|column| present & 1 << column != 0) {
        let values: Vec<u64> = items.iter().map(|item| item.column(column)).collect();
        let value = first.column(column);
        if values.iter().all(|other| *other == value) {
            bytes.push(CONSTANT);
            push_varint(&mut bytes, value);
        } else {
            push_rice(&mut bytes, &values);
        }
    }
    let values_at = bytes.len();
    push_rice(&mut bytes, &gaps(items.iter().map(|item| item.value)));
    if let Some(shorter) = by_hundreds(items, bytes.len() - values_at) {
        bytes.truncate(values_at);
        bytes.extend(shorter);
        if let Some(flags) = bytes.get_mut(4) {
            *flags |= BY_HUNDREDS;
        }
    }
    let sum = checksum(class, first.value, bytes.get(4..).unwrap_or_default());
    if let Some(place) = bytes.first_chunk_mut() {
        *place = sum.to_le_bytes();
    }
    Ok(bytes)
}

fn gaps(values: impl ExactSizeIterator<Item = u64> + Clone) -> Vec<u64> {
    values.clone().skip(1).zip(values).map(|(next, value)| next - value - 1).collect()
}

/// The values by hundreds, where that is shorter than `bytes`.
fn by_hundreds(items: &[Item], bytes: usize) -> Option<Vec<u8>> {
    let hundred = |item: &Item| item.value / HUNDRED as u64;
    // Each has at least twelve bytes: where values lie far apart that is soon too much.
    let most = bytes * 8 / HUNDRED;
    let hundreds = items.chunk_by(|a, b| hundred(a) == hundred(b)).take(most + 1).count();
    let map_bytes = (hundreds * HUNDRED).div_ceil(8);
    if map_bytes >= bytes {
        return None;
    }
    let (mut firsts, mut maps) = (Vec::with_capacity(hundreds), vec![0; map_bytes]);
    for (index, chunk) in items.chunk_by(|a, b| hundred(a) == hundred(b)).enumerate() {
        firsts.extend(chunk.first().map(hundred));
        for item in chunk {
            let bit = index * HUNDRED + usize::try_from(item.value % HUNDRED as u64).unwrap_or(0);
            if let Some(byte) = maps.get_mut(bit / 8) {
                *byte |= 1 << (bit % 8);
            }
        }
    }
    let mut encoded = Vec::new();
    push_varint(&mut encoded, hundreds as u64);
    encoded.extend(maps);
    push_rice(&mut encoded, &gaps(firsts.into_iter()));
    (encoded.len() < bytes).then_some(encoded)
}

/// A block whose checksum is right.
pub struct Block<'b> {
    first: u64,
    count: usize,
    columns: [Column<'b>; COLUMNS],
    values: Values<'b>,
    /// First value beyond the key class.
    end: u64,
}

#[derive(Clone, Copy)]
enum Column<'b> {
    Constant(u64),
    Coded(Rice<'b>),
}

enum Values<'b> {
    Gaps(Rice<'b>),
    Hundreds { maps: &'b [u8], gaps: Rice<'b> },
}

impl<'b> Block<'b> {
    /// Checks the checksum and reads the head. `first` is the block's first value.
    ///
    /// # Errors
    /// `Damaged`.
    pub fn open(class: KeyClass, first: u64, bytes: &'b [u8]) -> Result<Self, PackedError> {
        let (sum, mut rest) = bytes.split_first_chunk().ok_or(PackedError::Damaged)?;
        if u32::from_le_bytes(*sum) != checksum(class, first, rest) {
            return Err(PackedError::Damaged);
        }
        let flags = take_byte(&mut rest)?;
        let count = usize::try_from(take_varint(&mut rest)?).map_err(|_| PackedError::Damaged)?.saturating_add(1);
        let end = 10_u64.checked_pow(u32::from(class.length)).ok_or(PackedError::Damaged)?;
        let has_tails = flags & (1 << (COLUMNS - 1)) != 0;
        if count > MAX_ITEMS || flags >> (COLUMNS + 1) != 0 || first >= end || (has_tails && !class.is_prefix) {
            return Err(PackedError::Damaged);
        }
        let mut columns = [Column::Constant(0); COLUMNS];
        for (index, column) in columns.iter_mut().enumerate().filter(|(index, _)| flags & 1 << index != 0) {
            *column = if rest.first() == Some(&CONSTANT) {
                take_byte(&mut rest)?;
                Column::Constant(take_varint(&mut rest)?)
            } else {
                Column::Coded(Rice::take(&mut rest, count)?)
            };
            if let Column::Constant(value) = column {
                Item::default().set_column(index, *value).ok_or(PackedError::Damaged)?;
            }
        }
        let values = if flags & BY_HUNDREDS == 0 {
            Values::Gaps(Rice::last(rest, count - 1)?)
        } else {
            let hundreds =
                usize::try_from(take_varint(&mut rest)?).ok().filter(|hundreds| (1..=count).contains(hundreds));
            let hundreds = hundreds.ok_or(PackedError::Damaged)?;
            let (maps, rest) = rest.split_at_checked((hundreds * HUNDRED).div_ceil(8)).ok_or(PackedError::Damaged)?;
            Values::Hundreds { maps, gaps: Rice::last(rest, hundreds - 1)? }
        };
        Ok(Self { first, count, columns, values, end })
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
        let index = match &self.values {
            Values::Gaps(gaps) => seek(self.first, value, gaps)?,
            Values::Hundreds { maps, gaps } => {
                let hundred = HUNDRED as u64;
                let bit = usize::try_from(value % hundred).unwrap_or(0);
                seek(self.first / hundred, value / hundred, gaps)?
                    .map(|at| at * HUNDRED + bit)
                    .filter(|bit| maps.get(bit / 8).is_some_and(|byte| byte & 1 << (bit % 8) != 0))
                    .map(|bit| ones_before(maps, bit))
            }
        };
        let Some(index) = index else { return Ok(None) };
        let mut found = Item { value, ..Item::default() };
        for (column, coding) in self.columns.iter().enumerate() {
            let value = match coding {
                Column::Constant(value) => *value,
                Column::Coded(values) => values.get(index)?,
            };
            found.set_column(column, value).ok_or(PackedError::Damaged)?;
        }
        Ok(Some(found))
    }

    /// All items, in order.
    ///
    /// # Errors
    /// `Damaged` when the bits do not fit the head.
    pub fn items(&self) -> Result<Vec<Item>, PackedError> {
        let mut items = Vec::with_capacity(self.count);
        let mut push = |value| items.push(Item { value, ..Item::default() });
        match &self.values {
            Values::Gaps(gaps) => {
                push(self.first);
                walk(self.first, gaps, &mut push)?;
            }
            Values::Hundreds { maps, gaps } => {
                let mut firsts = vec![self.first / HUNDRED as u64];
                walk(self.first / HUNDRED as u64, gaps, |hundred| firsts.push(hundred))?;
                for (index, hundred) in firsts.into_iter().enumerate() {
                    // By halves, since `load` gives at least 57 bits from wherever one begins.
                    for half in [0, HUNDRED / 2] {
                        let bit = index * HUNDRED + half;
                        let mut ones = load(maps.get(bit / 8..).unwrap_or_default()) >> (bit % 8) & HALF;
                        while ones != 0 {
                            let value = hundred.saturating_mul(HUNDRED as u64).saturating_add(half as u64);
                            push(value.saturating_add(ones.trailing_zeros().into()));
                            ones &= ones - 1;
                        }
                    }
                }
            }
        }
        let is_right = items.len() == self.count
            && items.first().is_some_and(|first| first.value == self.first)
            && items.last().is_some_and(|last| last.value < self.end);
        if !is_right {
            return Err(PackedError::Damaged);
        }
        for (column, coding) in self.columns.iter().enumerate() {
            let mut rest = items.iter_mut();
            let mut fits = true;
            let mut set = |value| fits &= rest.next().is_some_and(|item| item.set_column(column, value).is_some());
            match coding {
                Column::Constant(0) => {}
                Column::Constant(value) => (0..self.count).for_each(|_| set(*value)),
                Column::Coded(values) => values.each(|value| {
                    set(value);
                    false
                })?,
            }
            if !fits {
                return Err(PackedError::Damaged);
            }
        }
        Ok(items)
    }
}

/// The index of `value` among the values that begin with `first`.
fn seek(first: u64, value: u64, gaps: &Rice<'_>) -> Result<Option<usize>, PackedError> {
    let (mut current, mut index) = (first, 0);
    if first < value {
        gaps.each(|gap| {
            current = current.saturating_add(gap).saturating_add(1);
            index += 1;
            current >= value
        })?;
    }
    Ok((current == value).then_some(index))
}

/// Hands over every value after the first; never the same twice, unless it is the largest of all integers.
fn walk(first: u64, gaps: &Rice<'_>, mut take: impl FnMut(u64)) -> Result<(), PackedError> {
    let mut current = first;
    gaps.each(|gap| {
        current = current.saturating_add(gap).saturating_add(1);
        take(current);
        false
    })
}

fn ones_before(bits: &[u8], end: usize) -> usize {
    let whole = bits.get(..end / 8).unwrap_or_default().iter().map(|byte| byte.count_ones()).sum::<u32>();
    let rest = load(bits.get(end / 8..).unwrap_or_default()) & ((1 << (end % 8)) - 1);
    (whole + rest.count_ones()) as usize
}

/// The block's place is part of the sum: a block in the place of another is damage too.
fn checksum(class: KeyClass, first: u64, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&[class.code()]);
    hasher.update(&first.to_le_bytes());
    hasher.update(bytes);
    hasher.finalize()
}
