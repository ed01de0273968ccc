//! `PhoneNumber`: a number in E.164, the only form in which numbers travel inside Stufo.

use std::fmt;
use std::str::FromStr;

use super::NumberKey;

/// Why a text is no telephone number. No variant holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Nothing that looks like a number.
    #[error("not a telephone number")]
    NotANumber,
    /// Fewer digits than any number has.
    #[error("too short for a telephone number ({digits} digits)")]
    TooShort {
        /// Digits counted.
        digits: usize,
    },
    /// More digits than E.164 allows.
    #[error("too long for a telephone number ({digits} digits)")]
    TooLong {
        /// Digits counted.
        digits: usize,
    },
    /// A `+` or international prefix followed by no country's code.
    #[error("no country has this calling code")]
    UnknownCallingCode,
    /// Longer than any written form of a number.
    #[error("text too long for a telephone number")]
    TextTooLong,
}

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
            _ => digits.parse().map(Self::of_line).map_err(|_| ParseError::NotANumber),
        }
    }

    /// The line of a number. San Marino's are reached with Italy's calling code as well (`+39 0549 …`, and `0549 …` dialled in
    /// Italy): they travel with their own. Source: ITU-T E.164 national numbering plan of San Marino.
    fn of_line(digits: u64) -> Self {
        const AS_ITALIAN: u64 = 390_549;
        const OWN: u64 = 3_780_549;
        const SUBSCRIBERS: u64 = 1_000_000;
        if digits / SUBSCRIBERS == AS_ITALIAN { Self(OWN * SUBSCRIBERS + digits % SUBSCRIBERS) } else { Self(digits) }
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
