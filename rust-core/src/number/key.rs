//! `NumberKey`: a number as one integer whose order makes every prefix one interval.

use std::fmt;

/// Digits left-justified to 15 places, times 16, plus the count of digits. So numbers sort by their digits,
/// all numbers that begin with a prefix are neighbours, and a number is never equal to its own prefix.
/// E.164 numbers never begin with 0, so keys beginning with 0 are a second space: short codes (`0` + code).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NumberKey(u64);

/// All keys from `first` to `last`, both included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyRange {
    /// Lowest key.
    pub first: NumberKey,
    /// Highest key.
    pub last: NumberKey,
}

const PLACES: u32 = 15; // ITU-T E.164: at most 15 digits
/// Neighbours share all but this many last digits.
const NEIGHBOUR_DIGITS: u8 = 3;
/// Numbers of one hundred share all but this many last digits.
const HUNDRED_DIGITS: u8 = 2;

impl NumberKey {
    /// The key of a string of 1 to 15 digits given as a value and a length. `None` when value and length do not match.
    #[must_use]
    pub fn from_digits(value: u64, length: u8) -> Option<Self> {
        let length = u32::from(length);
        if length == 0 || length > PLACES || value >= 10_u64.pow(length) {
            return None;
        }
        Some(Self(value * 10_u64.pow(PLACES - length) * 16 + u64::from(length)))
    }

    /// All numbers that begin with these digits, the digits themselves included.
    #[must_use]
    pub fn prefix_range(value: u64, length: u8) -> Option<KeyRange> {
        let first = Self::from_digits(value, length)?;
        let span = 10_u64.pow(PLACES - u32::from(length)) * 16;
        Some(KeyRange { first, last: Self(first.0 / 16 * 16 + span - 1) })
    }

    /// The numbers that share all digits but the last three, as numbers of one switchboard do; `None` for a number too
    /// short to have such neighbours.
    #[must_use]
    pub fn neighbours(self) -> Option<KeyRange> {
        self.without_last(NEIGHBOUR_DIGITS)
    }

    /// The numbers that share all digits but the last two; `None` for a number too short to have a hundred of its own.
    #[must_use]
    pub fn hundred(self) -> Option<KeyRange> {
        self.without_last(HUNDRED_DIGITS)
    }

    fn without_last(self, digits: u8) -> Option<KeyRange> {
        let length = self.length().checked_sub(digits).filter(|length| *length >= 5)?;
        Self::prefix_range(self.value() / 10_u64.pow(u32::from(digits)), length)
    }

    /// How many digits the key holds, 1 to 15.
    #[must_use]
    pub fn length(self) -> u8 {
        u8::try_from(self.0 % 16).unwrap_or(0)
    }

    /// The digits as a number (leading zeros are known from `length`).
    #[must_use]
    pub fn value(self) -> u64 {
        self.0 / 16 / 10_u64.pow(PLACES.saturating_sub(u32::from(self.length())))
    }

    /// True for a key of the short-code space.
    #[must_use]
    pub fn is_short_code(self) -> bool {
        self.0 / 16 < 10_u64.pow(PLACES - 1)
    }

    /// The digits as text, without `+`; a short code without the zero that marks its space.
    #[must_use]
    pub fn digits(self) -> String {
        let padded = format!("{:0width$}", self.value(), width = usize::from(self.length()));
        if self.is_short_code() { padded.chars().skip(1).collect() } else { padded }
    }

    /// The integer that stores keep; it fits an `i64`.
    #[must_use]
    pub fn as_i64(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    /// Reads back what `as_i64` gave; `None` for an integer that is no key.
    #[must_use]
    pub fn from_i64(stored: i64) -> Option<Self> {
        let key = Self(u64::try_from(stored).ok()?);
        (Self::from_digits(key.value(), key.length()) == Some(key)).then_some(key)
    }

    /// The integer itself, for arithmetic on intervals.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        self.0
    }
}

impl KeyRange {
    /// Whether the key lies in the range.
    #[must_use]
    pub fn contains(&self, key: NumberKey) -> bool {
        self.first <= key && key <= self.last
    }
}

/// Redacted: two last digits only.
impl fmt::Debug for NumberKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NumberKey(..{:02})", self.value() % 100)
    }
}

/// Redacted: says only how many keys the range spans.
impl fmt::Debug for KeyRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyRange(len {})", self.first.length())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_round_trips_and_orders_by_digits() {
        let key = NumberKey::from_digits(390_612_345_678, 12).unwrap();
        assert_eq!(key.digits(), "390612345678");
        assert_eq!(NumberKey::from_i64(key.as_i64()), Some(key));
        assert_eq!(NumberKey::from_i64(-1), None);
        assert_eq!(NumberKey::from_i64(5), None.or(NumberKey::from_digits(0, 5)));
    }

    #[test]
    fn a_prefix_holds_itself_and_its_longest_numbers_but_not_its_neighbours() {
        let range = NumberKey::prefix_range(39_0843, 6).unwrap();
        for (value, length, inside) in [
            (390_843, 6, true),
            (390_843_999_999_999, 15, true),
            (390_843_000_000_000, 15, true),
            (390_844, 6, false),
            (390_842_999_999_999, 15, false),
            (39_084, 5, false),
        ] {
            assert_eq!(range.contains(NumberKey::from_digits(value, length).unwrap()), inside, "{value}");
        }
    }

    #[test]
    fn short_codes_have_their_own_space() {
        let key = NumberKey::from_digits(112, 4).unwrap();
        assert!(key.is_short_code());
        assert_eq!(key.digits(), "112");
        assert!(!NumberKey::from_digits(112, 3).unwrap().is_short_code());
    }
}
