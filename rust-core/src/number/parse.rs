//! From written forms to `PhoneNumber`, without libphonenumber's metadata: see `Region` for the plan used.

use super::{PhoneNumber, Region};

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

// Placeholder for the first hour: E.164, 00 and Italian national forms only.
pub(super) fn parse(text: &str, _home: Region) -> Result<PhoneNumber, ParseError> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.trim_start().starts_with('+') {
        return PhoneNumber::from_e164_digits(&digits);
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return PhoneNumber::from_e164_digits(rest);
    }
    if digits.len() < 6 {
        return Err(ParseError::TooShort { digits: digits.len() });
    }
    PhoneNumber::from_e164_digits(&format!("39{digits}"))
}
