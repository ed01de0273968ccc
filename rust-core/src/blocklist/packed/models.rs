//! What the range coder is told of lists: the models of integers, of the columns beside a number, and of the digits that
//! numbers share. Each serves both directions.

use super::PackedError;
use super::item::{COLUMNS, Item};
use super::range_coder::{Bit, Coder};

/// Digits of the longest value.
pub(super) const MAX_LENGTH: usize = 19;

/// Any integer: its count of bits, the three bits below the highest, and the rest as it is. Small ones that come often
/// cost little.
#[derive(Debug)]
pub(super) struct IntegerModel {
    longer: [Bit; 64],
    upper: [[Bit; 8]; 65],
}

/// The columns of items in order. A column of which every item has the same costs next to nothing.
#[derive(Debug, Default)]
pub(super) struct ColumnModels {
    columns: [ColumnModel; COLUMNS],
    last: Item,
}

#[derive(Debug, Default)]
struct ColumnModel {
    /// Whether the value is the one before; by whether the one before was.
    repeats: [Bit; 2],
    repeated: bool,
    value: IntegerModel,
}

/// Which digits follow the same digits in sorted numbers: how many of ten, which depends on how many digits are left and on
/// how many followed one place before, then which, of which all sets are equally likely.
#[derive(Debug, Default)]
pub(super) struct DigitModel {
    counts: [[[Bit; 9]; 11]; MAX_LENGTH + 1],
}

impl Default for IntegerModel {
    fn default() -> Self {
        Self { longer: [Bit::default(); 64], upper: [[Bit::default(); 8]; 65] }
    }
}

impl IntegerModel {
    pub(super) fn code(&mut self, coder: &mut impl Coder, value: u64) -> Result<u64, PackedError> {
        let length = 64 - value.leading_zeros();
        let mut bits = 0;
        for longer in &mut self.longer {
            if !coder.bit(longer, bits < length)? {
                break;
            }
            bits += 1;
        }
        let Some(mut left) = bits.checked_sub(1) else { return Ok(0) };
        let mut coded = 1;
        let models = self.upper.get_mut(bits as usize).ok_or(PackedError::Damaged)?;
        while left > 0 && coded < 8 {
            left -= 1;
            let model = models.get_mut(usize::try_from(coded).unwrap_or(0)).ok_or(PackedError::Damaged)?;
            coded = coded << 1 | u64::from(coder.bit(model, value >> left & 1 == 1)?);
        }
        if left == 0 {
            return Ok(coded);
        }
        Ok(coded << left | coder.uniform(value & ((1 << left) - 1), 1 << left)?)
    }
}

impl ColumnModels {
    /// Codes which columns there are: a bit each.
    pub(super) fn code_present(coder: &mut impl Coder, present: u32) -> Result<u32, PackedError> {
        coder.one_of(present, 1 << COLUMNS)
    }

    /// Codes the columns of the next item; its value stays as it is given.
    pub(super) fn code(&mut self, coder: &mut impl Coder, present: u32, item: Item) -> Result<Item, PackedError> {
        let mut coded = Item { value: item.value, ..Item::default() };
        for (index, model) in self.columns.iter_mut().enumerate().filter(|(index, _)| present & 1 << index != 0) {
            let (before, value) = (self.last.column(index), item.column(index));
            let [after_other, after_same] = &mut model.repeats;
            let repeats = if model.repeated { after_same } else { after_other };
            model.repeated = coder.bit(repeats, value == before)?;
            let value = if model.repeated { before } else { model.value.code(coder, value)? };
            coded.set_column(index, value).ok_or(PackedError::Damaged)?;
        }
        self.last = coded;
        Ok(coded)
    }
}

impl DigitModel {
    /// Codes a set of 1 to 10 digits, a bit each. `left` digits follow, this one included; `before` is how many digits
    /// follow one place before, or 10 at the first.
    pub(super) fn code(
        &mut self,
        coder: &mut impl Coder,
        left: usize,
        before: u32,
        digits: u16,
    ) -> Result<u16, PackedError> {
        let models = self.counts.get_mut(left).and_then(|models| models.get_mut(before as usize));
        let mut count = 1;
        for is_it in models.ok_or(PackedError::Damaged)? {
            if coder.bit(is_it, count == digits.count_ones())? {
                break;
            }
            count += 1;
        }
        let sets = sets_of(count);
        let rank = sets.binary_search(&digits).unwrap_or(0);
        let rank = coder.one_of(u32::try_from(rank).unwrap_or(0), u32::try_from(sets.len()).unwrap_or(1))?;
        sets.get(rank as usize).copied().ok_or(PackedError::Damaged)
    }
}

/// All sets of digits, by their count and then as integers.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const SETS: [u16; 1024] = {
    let (mut sets, mut next, mut count) = ([0; 1024], 0, 0);
    while count <= 10 {
        let mut set = 0_u16;
        while set < 1024 {
            if set.count_ones() == count {
                sets[next] = set;
                next += 1;
            }
            set += 1;
        }
        count += 1;
    }
    sets
};

/// Where the sets of each count begin.
const STARTS: [usize; 12] = [0, 1, 11, 56, 176, 386, 638, 848, 968, 1013, 1023, 1024];

fn sets_of(count: u32) -> &'static [u16] {
    let at = |count: u32| STARTS.get(count as usize).copied().unwrap_or(0);
    SETS.get(at(count)..at(count + 1)).unwrap_or_default()
}
