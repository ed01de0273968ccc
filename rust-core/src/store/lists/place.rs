//! The key of a block: one integer that orders all blocks of all lists, so that one seek finds the block
//! that may hold a number.

use crate::blocklist::packed::KeyClass;

/// Values of at most 15 digits fit 50 bits.
const VALUE_BITS: u32 = 50;
/// KeyClass codes of up to 15 digits go from 2 to 31; longer values stand under code 0.
const STRATUM_BITS: u32 = 5;
/// The most digits of a value that is part of its place.
const SHORT_DIGITS: u8 = 15;

/// Whether a class's values are longer than a place holds: its blocks carry their class and first value themselves, and are
/// searched one after the other. Few lists have any.
pub(super) fn is_long(class: KeyClass) -> bool {
    class.length > SHORT_DIGITS
}

/// The key of a value's block. The largest fits an `i64`: 8 + 5 + 50 bits.
pub(super) fn of(slot: u8, class: KeyClass, value: u64) -> i64 {
    // The multiplier spreads long values over the places of code 0 (Knuth's 64-bit constant).
    let (code, value) = match is_long(class) {
        true => (0, (value ^ (u64::from(class.code()) << 56)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - VALUE_BITS)),
        false => (class.code(), value),
    };
    let place = (u64::from(slot) << (STRATUM_BITS + VALUE_BITS))
        | (u64::from(code) << VALUE_BITS)
        | (value & ((1 << VALUE_BITS) - 1));
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// First and last place of a list.
pub(super) fn of_list(slot: u8) -> (i64, i64) {
    let first = i64::from(slot) << (STRATUM_BITS + VALUE_BITS);
    (first, first + ((1 << (STRATUM_BITS + VALUE_BITS)) - 1))
}

/// First and last place of a list's long values.
pub(super) fn of_long(slot: u8) -> (i64, i64) {
    let (first, _) = of_list(slot);
    (first, first + ((1 << VALUE_BITS) - 1))
}

/// What stands before the bytes of a block of long values.
pub(super) fn long_head(class: KeyClass, first: u64) -> [u8; 9] {
    let mut head = [class.code(); 9];
    head.iter_mut().skip(1).zip(first.to_le_bytes()).for_each(|(place, byte)| *place = byte);
    head
}

/// Class, first value and bytes of a stored block.
pub(super) fn block(place: i64, stored: &[u8]) -> Option<(KeyClass, u64, &[u8])> {
    if let Some((_, class, first)) = read(place) {
        return Some((class, first, stored));
    }
    let (code, rest) = stored.split_first()?;
    let (first, bytes) = rest.split_first_chunk()?;
    let class = KeyClass::from_code(*code).filter(|class| is_long(*class))?;
    Some((class, u64::from_le_bytes(*first), bytes))
}

/// Slot, class and first value; `None` for a block of long values.
pub(super) fn read(place: i64) -> Option<(u8, KeyClass, u64)> {
    let place = u64::try_from(place).ok()?;
    let slot = u8::try_from(place >> (STRATUM_BITS + VALUE_BITS)).ok()?;
    let code = u8::try_from((place >> VALUE_BITS) & ((1 << STRATUM_BITS) - 1)).ok()?;
    Some((slot, KeyClass::from_code(code)?, place & ((1 << VALUE_BITS) - 1)))
}
