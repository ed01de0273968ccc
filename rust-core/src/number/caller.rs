//! Who is calling, as far as the network said: a number, a short code, nobody (hidden), or something else.

use std::fmt;

use super::{ListKey, NumberKey, PhoneNumber, Region, beginning, parse};
use crate::shown_text::is_hidden;

/// What Telecom says about showing the caller. Codes are `TelecomManager.PRESENTATION_*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::FromRepr)]
#[repr(i32)]
pub enum Presentation {
    /// May be shown.
    Allowed = 1,
    /// The caller withheld it.
    Restricted = 2,
    /// The network does not know it.
    Unknown = 3,
    /// A pay phone.
    Payphone = 4,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
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

/// An address that is no telephone number. Its text is kept (at most `MAX_TEXT` bytes): it is shown, and rules may match
/// it.
#[derive(Clone, PartialEq, Eq)]
pub enum OtherCaller {
    /// A handle without any address.
    Empty,
    /// Not a `tel:` address and without a number in it, e.g. `sip:name@host`; the bounded text with its scheme.
    Scheme(Box<str>),
    /// A `tel:` address that reads as no number of any plan: 16 digits, an unassigned calling code, letters.
    Malformed {
        /// The bounded text.
        text: Box<str>,
        /// The key of its digits, where there are 5 to 15 of them.
        key: Option<NumberKey>,
    },
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
    /// Something else; rings unless a rule, a list or the option for callers that cannot be identified stops it.
    Other(OtherCaller),
}

impl Presentation {
    /// From `TelecomManager.PRESENTATION_*`; a code this version does not know is `Unknown`.
    #[must_use]
    pub fn from_code(code: i32) -> Self {
        Self::from_repr(code).unwrap_or(Self::Unknown)
    }
}

impl ShortCode {
    /// The longest code a written text may be read as: longer ones are numbers that are not valid.
    pub const MAX_DIGITS: usize = 8;

    /// From 1 to 14 digits.
    #[must_use]
    pub fn from_digits(digits: &str) -> Option<Self> {
        if digits.is_empty() || digits.len() > 14 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let length = u8::try_from(digits.len() + 1).ok()?;
        NumberKey::from_digits(digits.parse().ok()?, length).map(Self)
    }

    /// Reads a written short code: digits of any script, separated as people write them, at most `MAX_DIGITS`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // One digit is no code of any network, but it is one character of a hostile text.
        let written = parse::take_apart(text).ok().filter(|written| !written.plus)?;
        Self::from_digits(&written.digits).filter(|_| written.digits.len() <= Self::MAX_DIGITS)
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

    /// The text as shown; `None` for an empty address.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Scheme(text) | Self::Malformed { text, .. } => Some(text),
        }
    }

    /// The digits that a beginning of E.164 is compared with; `None` for a text that holds more than digits.
    #[must_use]
    pub fn digits(&self, home: Region) -> Option<String> {
        let Self::Malformed { text, .. } = self else { return None };
        beginning::digits_of(text, home)
    }
}

impl fmt::Debug for OtherCaller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Scheme(_) => "Scheme(..)",
            Self::Malformed { .. } => "Malformed(..)",
        })
    }
}

impl Caller {
    /// Reads what arrived. Never fails: what is nothing else is `Other`, and rings. A number that comes with a
    /// withheld presentation was not meant to be shown: the caller counts as hidden.
    #[must_use]
    pub fn identify(raw: &RawCaller<'_>, home: Region) -> Self {
        let hidden = match raw.presentation {
            Presentation::Allowed => None,
            Presentation::Restricted => Some(HiddenKind::Restricted),
            Presentation::Unknown => Some(HiddenKind::Unknown),
            Presentation::Payphone => Some(HiddenKind::Payphone),
        };
        match (hidden, raw.address) {
            (Some(kind), _) => Self::Hidden(kind),
            (None, None) => Self::Hidden(HiddenKind::Unknown),
            (None, Some("")) => Self::Other(OtherCaller::Empty),
            (None, Some(address)) => match raw.scheme {
                Some(scheme) if is_sip(scheme) => Self::of_sip(scheme, address, home),
                None | Some("") => Self::of_address(address, home),
                Some(scheme) if scheme.eq_ignore_ascii_case("tel") => Self::of_address(address, home),
                Some(scheme) => Self::Other(OtherCaller::Scheme(with_scheme(scheme, address))),
            },
        }
    }

    /// A caller as the user dialled it: codes that hide or show one's own number for one call are no part of it.
    #[must_use]
    pub fn of_dialled(raw: &RawCaller<'_>, home: Region) -> Self {
        let address = raw.address.map(|address| super::dialled::without_service_code(address, home));
        Self::identify(&RawCaller { address, ..*raw }, home)
    }

    fn of_address(address: &str, home: Region) -> Self {
        // `"Anna" <sip:+39…@host>`: a name stands before the address.
        let inside = address.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inside, _)| inside);
        let named = inside.filter(|inside| inside.contains(':')).unwrap_or(address);
        if let Some((scheme, rest)) = named.split_once(':').filter(|(scheme, _)| is_sip(scheme.trim())) {
            return Self::of_sip(scheme.trim(), rest, home);
        }
        // A forwarded call shows the caller and the line that forwards it, separated by `&`.
        let parts = address.split('&').map(|part| Self::of_number(part, home));
        let other = || {
            Self::Other(OtherCaller::Malformed {
                text: bounded(address, OtherCaller::MAX_TEXT),
                key: beginning::digits_of(address, home)
                    .and_then(|digits| ListKey::of_shown(&digits))
                    .and_then(ListKey::number_key),
            })
        };
        parts.into_iter().flatten().next().unwrap_or_else(other)
    }

    /// The user part of a SIP address, where it is a number: `+39…@host`, `0612345678;user=phone@host`.
    fn of_sip(scheme: &str, address: &str, home: Region) -> Self {
        let user = address.split(['@', ';', ':', '?']).next().unwrap_or_default();
        let user = user.replace("%2B", "+").replace("%2b", "+");
        Self::of_number(&user, home).unwrap_or_else(|| Self::Other(OtherCaller::Scheme(with_scheme(scheme, address))))
    }

    fn of_number(text: &str, home: Region) -> Option<Self> {
        match PhoneNumber::parse(text, home) {
            Ok(number) => Some(Self::Number(number)),
            Err(_) => ShortCode::parse(text).map(Self::ShortCode),
        }
    }

    /// The key patterns match on; `None` for hidden callers and for texts that are not 5 to 15 digits.
    #[must_use]
    pub fn key(&self) -> Option<NumberKey> {
        match self {
            Self::Number(number) => Some(number.key()),
            Self::ShortCode(code) => Some(code.key()),
            Self::Other(OtherCaller::Malformed { key, .. }) => *key,
            Self::Hidden(_) | Self::Other(OtherCaller::Empty | OtherCaller::Scheme(_)) => None,
        }
    }

    /// The key lists hold the caller by: as `key`, and for texts of up to 19 digits.
    #[must_use]
    pub fn list_key(&self, home: Region) -> Option<ListKey> {
        let shown = || match self {
            Self::Other(other) => ListKey::of_shown(&other.digits(home)?),
            Self::Number(_) | Self::ShortCode(_) | Self::Hidden(_) => None,
        };
        self.key().map(ListKey::from).or_else(shown)
    }
}

fn is_sip(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("sip") || scheme.eq_ignore_ascii_case("sips")
}

fn with_scheme(scheme: &str, address: &str) -> Box<str> {
    let scheme = bounded(scheme, 16);
    bounded(&format!("{scheme}:{address}"), OtherCaller::MAX_TEXT)
}

impl NumberKey {
    /// Reads a written number as one of `home` would write it, or the digits of a short code.
    #[must_use]
    pub fn from_text(text: &str, home: Region) -> Option<Self> {
        let number = PhoneNumber::parse(text, home).ok().map(PhoneNumber::key);
        number.or_else(|| ShortCode::from_digits(text).map(ShortCode::key))
    }
}

/// At most `bytes` of a text, cut between characters, without what turns or hides other text where it is shown.
fn bounded(text: &str, bytes: usize) -> Box<str> {
    let mut kept = String::new();
    for c in text.chars().filter(|c| !is_hidden(*c)) {
        if kept.len() + c.len_utf8() > bytes {
            break;
        }
        kept.push(c);
    }
    kept.into_boxed_str()
}
