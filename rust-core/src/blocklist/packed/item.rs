//! An entry as the packed forms hold it: integers only, the label by its number in the string table.

use crate::blocklist::Tail;

/// Columns beside the value, in the order of their numbers.
pub(super) const COLUMNS: usize = 4;

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
    /// The score of its entry.
    pub(super) fn entry_score(&self) -> Option<u32> {
        u32::try_from(self.score.checked_sub(1)?).ok()
    }

    /// The columns in which it says something, a bit each.
    pub(super) fn columns_present(&self) -> u32 {
        let bit = |column| u32::from(self.column(column) != 0) << column;
        bit(0) | bit(1) | bit(2) | bit(3)
    }

    pub(super) fn column(&self, index: usize) -> u64 {
        match index {
            0 => u64::from(self.category),
            1 => self.score,
            2 => u64::from(self.label),
            _ => u64::from(self.tail),
        }
    }

    /// `None` for a value that no encoder writes.
    pub(super) fn set_column(&mut self, index: usize, value: u64) -> Option<()> {
        match index {
            0 => self.category = value.try_into().ok()?,
            1 => self.score = value,
            2 => self.label = value.try_into().ok()?,
            _ => self.tail = value.try_into().ok().filter(|bits| Tail::from_bits(*bits).is_some())?,
        }
        Some(())
    }
}
