//! The answer to a call and the one reason for it. Codes are pinned by `tests/contract/*.txt`.

use serde::{Deserialize, Serialize};
use strum::{FromRepr, IntoStaticStr, VariantArray};

/// What Telecom is told. 0 always means Allow.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    FromRepr,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[repr(u8)]
pub enum Action {
    /// Rings.
    #[default]
    Allow = 0,
    /// Rings without sound; a missed call stays.
    Silence = 1,
    /// Ended at once.
    Reject = 2,
}

/// The one cause that decided. Each has a stable code for JNI and the store, and a stable name for JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, FromRepr, IntoStaticStr, VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[repr(u8)]
pub enum Reason {
    /// Nothing spoke against the call.
    NothingAgainst = 0,
    /// An emergency number was dialled a short time ago.
    EmergencyWindow = 1,
    /// An emergency or essential service.
    NeverBlock = 2,
    /// An allow rule of the user's.
    UserAllow = 3,
    /// In the address book.
    Contact = 4,
    /// The user has dialled this number.
    Dialled = 5,
    /// The user is waiting for a call.
    Waiting = 6,
    /// The same caller again within minutes.
    RepeatedCall = 7,
    /// A block rule of the user's.
    UserBlock = 20,
    /// A range of a national pack.
    Pack = 21,
    /// A subscribed list.
    List = 22,
    /// The number is hidden.
    Hidden = 23,
    /// The network says the number is not the caller's.
    FailedVerification = 24,
    /// A country the user does not take calls from.
    Foreign = 25,
    /// Not in the address book.
    NotInContacts = 26,
    /// Quiet hours.
    QuietHours = 27,
    /// The caller cannot be identified.
    Unidentified = 28,
    /// A number of the same hundred as a listed one.
    ListNeighbour = 29,
    /// The caller shows the phone's own number.
    OwnNumber = 30,
    /// The caller shows a number of the same hundred as the phone's own.
    OwnHundred = 31,
    /// The plan of its country cannot assign the number.
    Unassigned = 32,
    /// A call was stopped a moment ago.
    Burst = 33,
}

/// What to answer and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The answer.
    pub action: Action,
    /// The cause.
    pub reason: Reason,
}

impl Action {
    /// Every action, in the order of its code.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The code JNI and the store use.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::from_repr(code)
    }

    /// The name in JSON and in contract files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Reason {
    /// Every reason, in the order of its code.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The code JNI and the store use; never reused for another meaning.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::from_repr(code)
    }

    /// Whether the reason is about the caller, not about the hour or the caller's country.
    #[must_use]
    pub fn speaks_against(self) -> bool {
        matches!(self, Self::UserBlock | Self::Pack | Self::List | Self::Hidden | Self::FailedVerification)
    }

    /// The name in JSON and in contract files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
