//! One incoming call as data.

use serde::{Deserialize, Serialize};
use strum::{FromRepr, IntoStaticStr};

use crate::moment::Moment;
use crate::number::Caller;

/// The network's word on the caller's number (STIR/SHAKEN). Codes are `Connection.VERIFICATION_STATUS_*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromRepr)]
#[serde(rename_all = "snake_case")]
#[repr(i32)]
pub enum Verification {
    /// Nothing was checked.
    NotVerified = 0,
    /// The number is the caller's.
    Passed = 1,
    /// It is not.
    Failed = 2,
}

/// Whether the caller is in the phone's address book. Only `NotFound` may ever count against a caller. Codes cross JNI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromRepr, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[repr(i32)]
pub enum Contact {
    /// In the address book.
    Found = 1,
    /// Looked up, not there.
    NotFound = 2,
    /// In the address book, but not among the contacts that count as known (`KnownContacts`).
    FoundOther = 3,
    /// Not looked up, or could not be: no permission, before the first unlock, an error.
    Undetermined = 0,
}

/// A call to judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Who.
    pub caller: Caller,
    /// The network's word on it.
    pub verification: Verification,
    /// When, by the phone's clock.
    pub at: Moment,
    /// The SIM slot that rings, 1 or 2, where the phone tells.
    pub sim: Option<u8>,
}

impl Verification {
    /// From `Connection.VERIFICATION_STATUS_*`; a code this version does not know says nothing.
    #[must_use]
    pub fn from_code(code: i32) -> Self {
        Self::from_repr(code).unwrap_or(Self::NotVerified)
    }
}

impl Contact {
    /// Reads a code; one that this version does not know says nothing about the caller.
    #[must_use]
    pub fn from_code(code: i32) -> Self {
        Self::from_repr(code).unwrap_or(Self::Undetermined)
    }
}
