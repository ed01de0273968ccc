//! Notices: what the app tells the user once, until it is dismissed or no longer true.

use serde::{Deserialize, Serialize};

/// A notice that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Row id.
    pub id: i64,
    /// What it is about.
    pub kind: NoticeKind,
    /// The list it is about; null when it is about none.
    pub list_id: Option<i64>,
    /// That list's name; null when it is about none, or the list is gone.
    pub list_name: Option<String>,
    /// The report it is about; null when it is about none, or about several.
    pub report_id: Option<i64>,
    /// UTC milliseconds since when it stands.
    pub at_millis: i64,
}

/// What a notice is about. The names are those of the store and of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::EnumString, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum NoticeKind {
    /// The database was damaged and has been salvaged.
    DatabaseRecovered,
    /// Calls are judged and not recorded: the disk is full or cannot be written. It stands until one is recorded and cannot be dismissed.
    CallsNotRecorded,
    /// Some settings did not read and have their defaults again.
    SettingsReset,
    /// Some rules did not read as stored and are off.
    RulesSwitchedOff,
    /// Damaged lists were dropped and are fetched again.
    ListsDropped,
    /// An update of a list was held back because it takes too much away.
    ListHeld,
    /// A list has not been brought up to date for long.
    ListStale,
    /// A list's signature or key is not the expected one.
    ListUntrusted,
    /// The enrolment in the opposition register has effect.
    RpoInForce,
    /// The enrolment in the opposition register is to be renewed.
    RpoRenewal,
    /// A company has not answered a letter in time.
    AnswerDue,
}
