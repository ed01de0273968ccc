//! `ListKey`: the digits by which a list holds a caller, also one that shows more of them than E.164 has.

use std::fmt;

use super::{NumberKey, PhoneNumber, Region, beginning};

/// A count of digits and their value: 1 to 19 digits, as many as fit 64 bits. Keys order by count of digits, then by value, as
/// lists do. As in `NumberKey`, short codes stand under a leading 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListKey {
    length: u8,
    value: u64,
}

impl ListKey {
    /// The most digits of a key.
    pub const MAX_DIGITS: u8 = 19;

    /// The key of digits given as a value and a length. `None` when they do not match.
    #[must_use]
    pub fn from_digits(value: u64, length: u8) -> Option<Self> {
        let fits = (1..=Self::MAX_DIGITS).contains(&length) && value < 10_u64.pow(length.into());
        fits.then_some(Self { length, value })
    }

    /// Reads a number in any form in use in `home`, or 5 to 19 digits that are no number but stand behind `+` or the
    /// international prefix, as callers show them.
    #[must_use]
    pub fn read(text: &str, home: Region) -> Option<Self> {
        match PhoneNumber::parse(text, home) {
            Ok(number) => Some(number.key().into()),
            Err(_) => Self::of_shown(&beginning::international_digits_of(text, home)?),
        }
    }

    /// The key of the digits that a caller shows who is no number of any plan.
    pub(super) fn of_shown(digits: &str) -> Option<Self> {
        let length =
            u8::try_from(digits.len()).ok().filter(|length| usize::from(*length) >= PhoneNumber::MIN_DIGITS)?;
        Self::from_digits(digits.parse().ok()?, length).filter(|key| !key.is_short_code())
    }

    /// How many digits the key holds.
    #[must_use]
    pub fn length(self) -> u8 {
        self.length
    }

    /// The digits as a number (leading zeros are known from `length`).
    #[must_use]
    pub fn value(self) -> u64 {
        self.value
    }

    /// True for the key of a short code.
    #[must_use]
    pub fn is_short_code(self) -> bool {
        self.value < 10_u64.pow(u32::from(self.length) - 1)
    }

    /// The digits as text, without `+`; a short code without the zero that marks it.
    #[must_use]
    pub fn digits(self) -> String {
        let padded = format!("{:0width$}", self.value, width = usize::from(self.length));
        if self.is_short_code() { padded.chars().skip(1).collect() } else { padded }
    }

    /// Whether the key begins with all digits of another.
    #[must_use]
    pub fn begins_with(self, beginning: Self) -> bool {
        let more = self.length.checked_sub(beginning.length);
        more.is_some_and(|more| self.value / 10_u64.pow(more.into()) == beginning.value)
    }

    /// The key of a number; `None` for more digits than E.164 has.
    #[must_use]
    pub fn number_key(self) -> Option<NumberKey> {
        NumberKey::from_digits(self.value, self.length)
    }
}

impl From<NumberKey> for ListKey {
    fn from(key: NumberKey) -> Self {
        Self { length: key.length(), value: key.value() }
    }
}

/// Redacted: two last digits only.
impl fmt::Debug for ListKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListKey(..{:02})", self.value % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_hold_nineteen_digits_and_order_as_lists_do() {
        let key = |text: &str| ListKey::from_digits(text.parse().unwrap(), u8::try_from(text.len()).unwrap()).unwrap();
        let longest = key("9999999999999999999");
        assert_eq!(longest.digits(), "9999999999999999999");
        assert!(longest.number_key().is_none() && ListKey::from_digits(1, 20).is_none());
        assert!(key("4921163558629824").begins_with(key("49211")) && !key("49211").begins_with(key("492116")));
        assert!(key("990") < key("1000") && key("0112") < key("1120"));
        let code = key("0112");
        assert!(code.is_short_code() && code.digits() == "112");
        assert_eq!(code.number_key().map(ListKey::from), Some(code));
    }

    #[test]
    fn what_is_no_number_is_read_behind_a_plus_or_an_international_prefix_alone() {
        for (text, digits) in [
            ("+4921163558629824", Some("4921163558629824")),
            ("0049 211 6355 8629 824", Some("4921163558629824")),
            ("tel:+49-211-63558629824", Some("4921163558629824")),
            ("+2101234567", Some("2101234567")),
            ("+390612345678", Some("390612345678")),
            ("4921163558629824", None),
            ("4111 1111 1111 1111", None),
            ("+49211635586298241234", None),
            ("+012345678", None),
            ("+4921163558629824x", None),
        ] {
            let read = ListKey::read(text, "IT".parse().unwrap());
            assert_eq!(read.map(ListKey::digits).as_deref(), digits, "{text}");
        }
    }
}
