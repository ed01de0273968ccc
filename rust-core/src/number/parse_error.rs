//! `ParseError`: why a text is no telephone number.

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
