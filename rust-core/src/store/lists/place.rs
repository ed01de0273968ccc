//! The key of a block: one integer that orders all blocks of all lists, so that one seek finds the block
//! that may hold a number.

use crate::blocklist::packed::KeyClass;

/// Values have at most 15 digits: they fit 50 bits.
const VALUE_BITS: u32 = 50;
/// KeyClass codes go from 2 to 31.
const STRATUM_BITS: u32 = 5;

/// The key of a value's block. The largest fits an `i64`: 8 + 5 + 50 bits.
pub(super) fn of(slot: u8, class: KeyClass, value: u64) -> i64 {
    let place = (u64::from(slot) << (STRATUM_BITS + VALUE_BITS))
        | (u64::from(class.code()) << VALUE_BITS)
        | (value & ((1 << VALUE_BITS) - 1));
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// First and last place of a list.
pub(super) fn of_list(slot: u8) -> (i64, i64) {
    let first = i64::from(slot) << (STRATUM_BITS + VALUE_BITS);
    (first, first + ((1 << (STRATUM_BITS + VALUE_BITS)) - 1))
}

/// Slot, class and first value.
pub(super) fn read(place: i64) -> Option<(u8, KeyClass, u64)> {
    let place = u64::try_from(place).ok()?;
    let slot = u8::try_from(place >> (STRATUM_BITS + VALUE_BITS)).ok()?;
    let code = u8::try_from((place >> VALUE_BITS) & ((1 << STRATUM_BITS) - 1)).ok()?;
    Some((slot, KeyClass::from_code(code)?, place & ((1 << VALUE_BITS) - 1)))
}
