//! `PhoneNumber`: a number in E.164, the only form in which numbers travel inside Stufo.

use std::fmt;
use std::str::FromStr;

use super::{NumberKey, ParseError};

/// A number in E.164. Invariant: `MIN_DIGITS..=MAX_DIGITS` digits, the first one not 0; held as the integer
/// of its digits, so Italy's leading zero after the calling code is kept (`+3906…`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(u64);

impl PhoneNumber {
    /// The shortest number accepted: a calling code and a few digits.
    pub const MIN_DIGITS: usize = 5;
    /// The longest: ITU-T E.164.
    pub const MAX_DIGITS: usize = 15;

    /// From the digits after `+`.
    ///
    /// # Errors
    /// `TooShort`, `TooLong`, or `NotANumber` for anything but ASCII digits or a leading 0.
    pub fn from_e164_digits(digits: &str) -> Result<Self, ParseError> {
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) || digits.starts_with('0') {
            return Err(ParseError::NotANumber);
        }
        match digits.len() {
            n if n < Self::MIN_DIGITS => Err(ParseError::TooShort { digits: n }),
            n if n > Self::MAX_DIGITS => Err(ParseError::TooLong { digits: n }),
            _ => digits.parse().map(Self).map_err(|_| ParseError::NotANumber),
        }
    }

    /// The key by which patterns and lists find the number.
    #[must_use]
    pub fn key(self) -> NumberKey {
        let length = u8::try_from(self.0.ilog10() + 1).unwrap_or(15);
        NumberKey::from_digits(self.0, length).expect("a PhoneNumber has 5 to 15 digits")
    }

    /// The number a key stands for; `None` for short codes and keys out of E.164's lengths.
    #[must_use]
    pub fn from_key(key: NumberKey) -> Option<Self> {
        let length = usize::from(key.length());
        let fits = (Self::MIN_DIGITS..=Self::MAX_DIGITS).contains(&length) && !key.is_short_code();
        fits.then(|| Self(key.value()))
    }
}

impl FromStr for PhoneNumber {
    type Err = ParseError;

    /// Only `+` and digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::from_e164_digits(text.strip_prefix('+').ok_or(ParseError::NotANumber)?)
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.0)
    }
}

/// Logs and panics use this form, so it keeps two digits only.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber(..{:02})", self.0 % 100)
    }
}
