//! A Bloom filter of a list's keys, in memory: most lists answer "not here" without a read. A key sets four bits of one word; of
//! keys that are not held about one in forty is taken for one that may be.

use super::KeyClass;

/// Bits a key: a power of two of words holds at least so many.
const BITS_A_KEY: u64 = 12;

/// A set of keys that may say yes wrongly and never no.
pub(super) struct KeyFilter {
    words: Vec<u64>,
}

impl KeyFilter {
    /// Room for this many keys; `None` for more than memory has.
    pub(super) fn for_keys(count: u64) -> Option<Self> {
        let words = count.saturating_mul(BITS_A_KEY).div_ceil(64).max(1).checked_next_power_of_two()?;
        let mut filter = Self { words: Vec::new() };
        filter.words.try_reserve_exact(usize::try_from(words).ok()?).ok()?;
        filter.words.resize(usize::try_from(words).ok()?, 0);
        Some(filter)
    }

    pub(super) fn insert(&mut self, class: KeyClass, value: u64) {
        let (index, bits) = self.place(class, value);
        if let Some(word) = self.words.get_mut(index) {
            *word |= bits;
        }
    }

    pub(super) fn may_hold(&self, class: KeyClass, value: u64) -> bool {
        let (index, bits) = self.place(class, value);
        self.words.get(index).is_none_or(|word| word & bits == bits)
    }

    /// The word of a key and its bits, drawn from one hash (splitmix64).
    fn place(&self, class: KeyClass, value: u64) -> (usize, u64) {
        let mixed = value.wrapping_add(u64::from(class.code()).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let hash = mixed ^ (mixed >> 31);
        let bits = (0..4).fold(0, |bits, step| bits | 1_u64 << ((hash >> (6 * step)) & 63));
        let index = (hash >> 24) & (self.words.len() as u64 - 1);
        (usize::try_from(index).unwrap_or(usize::MAX), bits)
    }
}
