//! One incoming call as data.

use serde::{Deserialize, Serialize};

use crate::moment::Moment;
use crate::number::Caller;

/// The network's word on the caller's number (STIR/SHAKEN). Codes are `Connection.VERIFICATION_STATUS_*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// 0: nothing was checked.
    NotVerified,
    /// 1: the number is the caller's.
    Passed,
    /// 2: it is not.
    Failed,
}

/// Whether the caller is in the phone's address book. Only `NotFound` may ever count against a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Contact {
    /// In the address book.
    Found,
    /// Looked up, not there.
    NotFound,
    /// Not looked up, or could not be: no permission, before the first unlock, an error.
    Undetermined,
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
        match code {
            1 => Self::Passed,
            2 => Self::Failed,
            _ => Self::NotVerified,
        }
    }
}
