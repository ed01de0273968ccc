//! The answer to a call and the one reason for it. Codes are pinned by `tests/contract/*.txt`.

use serde::{Deserialize, Serialize};

/// What Telecom is told. 0 always means Allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// 0: rings.
    #[default]
    Allow,
    /// 1: rings without sound; a missed call stays.
    Silence,
    /// 2: ended at once.
    Reject,
}

/// The one cause that decided. Each has a stable code for JNI and the store, and a stable name for JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 0: nothing spoke against the call.
    NothingAgainst,
    /// 1: an emergency number was dialled a short time ago.
    EmergencyWindow,
    /// 2: an emergency or essential service.
    NeverBlock,
    /// 3: an allow rule of the user's.
    UserAllow,
    /// 4: in the address book.
    Contact,
    /// 5: the user has dialled this number.
    Dialled,
    /// 6: the user is waiting for a call.
    Waiting,
    /// 7: the same caller again within minutes.
    RepeatedCall,
    /// 20: a block rule of the user's.
    UserBlock,
    /// 21: a range of a national pack.
    Pack,
    /// 22: a subscribed list.
    List,
    /// 23: the number is hidden.
    Hidden,
    /// 24: the network says the number is not the caller's.
    FailedVerification,
    /// 25: a country the user does not take calls from.
    Foreign,
    /// 26: not in the address book.
    NotInContacts,
    /// 27: quiet hours.
    QuietHours,
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
    pub const ALL: [Self; 3] = [Self::Allow, Self::Silence, Self::Reject];

    /// The code JNI and the store use.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Allow => 0,
            Self::Silence => 1,
            Self::Reject => 2,
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }

    /// The name in JSON and in contract files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Silence => "silence",
            Self::Reject => "reject",
        }
    }
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 16] = [
        Self::NothingAgainst,
        Self::EmergencyWindow,
        Self::NeverBlock,
        Self::UserAllow,
        Self::Contact,
        Self::Dialled,
        Self::Waiting,
        Self::RepeatedCall,
        Self::UserBlock,
        Self::Pack,
        Self::List,
        Self::Hidden,
        Self::FailedVerification,
        Self::Foreign,
        Self::NotInContacts,
        Self::QuietHours,
    ];

    /// The code JNI and the store use; never reused for another meaning.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::NothingAgainst => 0,
            Self::EmergencyWindow => 1,
            Self::NeverBlock => 2,
            Self::UserAllow => 3,
            Self::Contact => 4,
            Self::Dialled => 5,
            Self::Waiting => 6,
            Self::RepeatedCall => 7,
            Self::UserBlock => 20,
            Self::Pack => 21,
            Self::List => 22,
            Self::Hidden => 23,
            Self::FailedVerification => 24,
            Self::Foreign => 25,
            Self::NotInContacts => 26,
            Self::QuietHours => 27,
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether it says something of the caller, not of the hour or of where the person takes calls from.
    #[must_use]
    pub fn speaks_against(self) -> bool {
        match self {
            Self::UserBlock | Self::Pack | Self::List | Self::Hidden | Self::FailedVerification => true,
            Self::NothingAgainst
            | Self::EmergencyWindow
            | Self::NeverBlock
            | Self::UserAllow
            | Self::Contact
            | Self::Dialled
            | Self::Waiting
            | Self::RepeatedCall
            | Self::Foreign
            | Self::NotInContacts
            | Self::QuietHours => false,
        }
    }

    /// The name in JSON and in contract files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NothingAgainst => "nothing_against",
            Self::EmergencyWindow => "emergency_window",
            Self::NeverBlock => "never_block",
            Self::UserAllow => "user_allow",
            Self::Contact => "contact",
            Self::Dialled => "dialled",
            Self::Waiting => "waiting",
            Self::RepeatedCall => "repeated_call",
            Self::UserBlock => "user_block",
            Self::Pack => "pack",
            Self::List => "list",
            Self::Hidden => "hidden",
            Self::FailedVerification => "failed_verification",
            Self::Foreign => "foreign",
            Self::NotInContacts => "not_in_contacts",
            Self::QuietHours => "quiet_hours",
        }
    }
}
