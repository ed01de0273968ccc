//! Who is calling, as far as the network said: a number, a short code, nobody (hidden), or something else.

use std::fmt;

use super::{NumberKey, PhoneNumber, Region};

/// What Telecom says about showing the caller. Codes are `TelecomManager.PRESENTATION_*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presentation {
    /// 1: may be shown.
    Allowed,
    /// 2: the caller withheld it.
    Restricted,
    /// 3: the network does not know it.
    Unknown,
    /// 4: a pay phone.
    Payphone,
}

/// The caller as it arrived: nothing checked yet. `scheme` is that of the handle's URI (`tel`, `sip`, …),
/// `None` when there is no handle.
#[derive(Clone, Copy)]
pub struct RawCaller<'a> {
    /// URI scheme of the handle.
    pub scheme: Option<&'a str>,
    /// The scheme-specific part.
    pub address: Option<&'a str>,
    /// What may be shown.
    pub presentation: Presentation,
}

/// Why a hidden caller is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HiddenKind {
    /// Withheld by the caller.
    Restricted,
    /// Not known to the network.
    Unknown,
    /// A pay phone.
    Payphone,
}

/// A number that lives only inside its network: 112, 4 to 6 digit services. Up to 14 digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShortCode(NumberKey);

/// An address that is no telephone number: its text is kept (at most `MAX_TEXT` bytes) only to be shown.
#[derive(Clone, PartialEq, Eq)]
pub enum OtherCaller {
    /// A handle without any address.
    Empty,
    /// Not a `tel:` address, e.g. `sip:`; the bounded text with its scheme.
    Scheme(Box<str>),
    /// A `tel:` address that reads as no number; the bounded text.
    Malformed(Box<str>),
}

/// The caller, parsed once at the edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// A number of some country.
    Number(PhoneNumber),
    /// A code of the home network.
    ShortCode(ShortCode),
    /// No number shown.
    Hidden(HiddenKind),
    /// Something else; always rings unless the user blocks what cannot be identified.
    Other(OtherCaller),
}

impl ShortCode {
    /// From 1 to 14 digits.
    #[must_use]
    pub fn from_digits(digits: &str) -> Option<Self> {
        if digits.is_empty() || digits.len() > 14 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let length = u8::try_from(digits.len() + 1).ok()?;
        NumberKey::from_digits(digits.parse().ok()?, length).map(Self)
    }

    /// The key, in the short codes' own space.
    #[must_use]
    pub fn key(self) -> NumberKey {
        self.0
    }

    /// The code as dialled.
    #[must_use]
    pub fn digits(self) -> String {
        self.0.digits()
    }
}

impl fmt::Debug for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShortCode(len {})", self.0.length().saturating_sub(1))
    }
}

impl OtherCaller {
    /// Bytes of text kept at most.
    pub const MAX_TEXT: usize = 64;
}

impl fmt::Debug for OtherCaller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Scheme(_) => "Scheme(..)",
            Self::Malformed(_) => "Malformed(..)",
        })
    }
}

impl Caller {
    /// Reads what arrived. Never fails: what is nothing else is `Other`.
    #[must_use]
    pub fn identify(raw: &RawCaller<'_>, home: Region) -> Self {
        let Some(address) = raw.address else {
            return match raw.presentation {
                Presentation::Restricted => Self::Hidden(HiddenKind::Restricted),
                Presentation::Payphone => Self::Hidden(HiddenKind::Payphone),
                Presentation::Unknown | Presentation::Allowed => Self::Hidden(HiddenKind::Unknown),
            };
        };
        if address.is_empty() {
            return Self::Other(OtherCaller::Empty);
        }
        match PhoneNumber::parse(address, home) {
            Ok(number) => Self::Number(number),
            Err(_) => ShortCode::from_digits(address)
                .map_or_else(|| Self::Other(OtherCaller::Malformed("".into())), Self::ShortCode),
        }
    }

    /// The key patterns and lists match on; `None` for hidden and other callers.
    #[must_use]
    pub fn key(&self) -> Option<NumberKey> {
        match self {
            Self::Number(number) => Some(number.key()),
            Self::ShortCode(code) => Some(code.key()),
            Self::Hidden(_) | Self::Other(_) => None,
        }
    }
}
