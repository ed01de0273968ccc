//! The daily watch: whether calls are still asked about, and the state that a user can share when they are not.

use serde::{Deserialize, Serialize};

/// The request of `watch`: what only the phone knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchRequest {
    /// Whether the app holds the role that makes the phone ask it.
    pub role_held: bool,
    /// Whether the app may read the address book.
    pub contacts_granted: bool,
}

/// The response of `watch`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// What is new since the last watch and needs the user; told once.
    pub alerts: Vec<WatchAlert>,
    /// When a call was last judged, UTC milliseconds; null before the first.
    pub last_call_millis: Option<i64>,
    /// Days without a call after which it is unusually quiet on this phone; null while too few calls are known.
    pub quiet_after_days: Option<u32>,
}

/// What the daily watch tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum WatchAlert {
    /// The role was held and is no longer.
    RoleLost,
    /// The address book could be read and no longer can.
    ContactsLost,
    /// No call was asked about for unusually long.
    NoCalls,
}
