//! The few facts of a country's numbering plan that patterns need: beginnings of numbers have no validity of
//! their own, so they are read by rule and not by parsing.

use crate::number::{NumberKey, Region};

/// ITU-T E.164.
pub(super) const MAX_DIGITS: usize = 15;
/// Digits of a number whose country is open.
pub(super) const OPEN_DIGITS: u8 = 12;

/// How many digits are the region's international prefix, when the text opens with it.
pub(super) fn international_prefix(digits: &[u8], _home: Region) -> Option<usize> {
    digits.starts_with(&[0, 0]).then_some(2)
}

/// The E.164 beginning of a national one: calling code first, trunk prefix dropped.
pub(super) fn national_beginning(digits: &[u8], _home: Region) -> Option<Vec<u8>> {
    Some([3, 9].into_iter().chain(digits.iter().copied()).collect())
}

/// A number of the home country as dialled inside it, digits only.
pub(super) fn national_digits(key: NumberKey, _home: Region) -> Option<String> {
    key.digits().strip_prefix("39").map(str::to_owned)
}

/// Digits of the longest numbers that begin so.
pub(super) fn usable_digits(_value: u64, _length: u8) -> u8 {
    OPEN_DIGITS
}

/// A beginning as written at home.
pub(super) fn display_beginning(key: NumberKey, home: Region) -> String {
    if key.is_short_code() {
        return key.digits();
    }
    national_digits(key, home).filter(|text| !text.is_empty()).unwrap_or_else(|| format!("+{}", key.digits()))
}

/// The key of digits; `None` for none and for more than E.164 allows.
pub(super) fn key_of(digits: &[u8]) -> Option<NumberKey> {
    let value = digits.iter().try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(*digit)))?;
    NumberKey::from_digits(value, u8::try_from(digits.len()).ok()?)
}
