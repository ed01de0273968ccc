//! How an attempt to bring a list up to date ended, and why: the names on the wire, in the store and in the log.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::VariantArray;

use crate::blocklist::repository::Refused;

/// The outcome of an attempt.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SyncOutcome {
    /// New numbers are in force.
    Updated,
    /// The list is as it was.
    Unchanged,
    /// The shrink guard stopped it: the old numbers stay until the user decides.
    Held,
    /// What came is not the list it should be: the old one stays.
    Refused,
    /// Nothing whole came: the old list stays.
    Failed,
}

/// Why a list stays as it was. On the wire, in the store and in the log a text: the variant's name in snake case, and
/// `http_404` for `HttpStatus(404)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumIter)]
#[serde(into = "String", try_from = "String")]
#[strum(serialize_all = "snake_case")]
pub enum SyncReason {
    /// No connection, or none that the server answered on.
    NoConnection,
    /// The response took longer than allowed.
    TooSlow,
    /// The response is larger than allowed.
    TooLarge,
    /// The connection ended before the whole response had come.
    CutOff,
    /// Too many redirects, or one to an address that may not be fetched.
    RefusedRedirect,
    /// The device has no room for the response.
    NoRoom,
    /// The user or the phone stopped the fetch: no attempt and no failure.
    Cancelled,
    /// No reason that this version knows.
    Failed,
    /// The rest of a broken transfer does not start where the part ended.
    WrongRange,
    /// The process ended between two steps, or responses came out of order: the next attempt restarts.
    ///
    /// Stored as `begun_anew`: files of earlier versions hold that name.
    #[strum(serialize = "begun_anew")]
    Restarted,
    /// No known form of list, or a damaged file.
    Unreadable,
    /// The list holds no number.
    Empty,
    /// The list that changes or a delta are for is not held.
    BaseLost,
    /// The shrink guard: over half of the numbers would go.
    Shrank,
    /// A prefix so short that it would block a country.
    TooWide,
    /// The snapshot holds more or fewer entries than its manifest says.
    WrongCount,
    /// The subscriber's public key cannot be read.
    BadKey,
    /// The manifest is not signed with the key, or was changed since.
    BadSignature,
    /// The manifest cannot be read.
    BadManifest,
    /// The repository is of a newer form.
    NewerFormat,
    /// The manifest is older than the version held.
    Rollback,
    /// The version is too far ahead of the one held.
    VersionJump,
    /// The manifest has expired.
    Expired,
    /// The manifest is dated later than now, or valid for longer than any may be.
    FarAhead,
    /// A file is not as long as the manifest says.
    WrongSize,
    /// A file has another hash than the manifest says.
    WrongContent,
    /// The server's status, where it is no success.
    #[strum(disabled)]
    HttpStatus(u16),
}

/// Why no whole response came, as whoever fetches tells the core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FetchFailure {
    /// No connection, or none that the server answered on.
    NoConnection,
    /// The response took longer than allowed.
    TooSlow,
    /// The response is larger than allowed.
    TooLarge,
    /// The connection ended before the whole response had come.
    CutOff,
    /// Too many redirects, or one to an address that may not be fetched.
    RefusedRedirect,
    /// The device has no room for the response.
    NoRoom,
    /// The user or the phone stopped the fetch: no attempt and no failure.
    Cancelled,
}

/// One attempt to bring a list up to date: an entry of the sync log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncAttempt {
    /// UTC milliseconds.
    pub at_millis: i64,
    /// How it ended.
    pub result: SyncOutcome,
    /// Why the list stays as it was; null when it is good.
    pub why: Option<SyncReason>,
    /// Entries that came; null where nothing was compared.
    pub added: Option<u64>,
    /// Entries that went; null where nothing was compared.
    pub removed: Option<u64>,
    /// Entries that stayed; null where nothing was compared.
    pub unchanged: Option<u64>,
    /// Bytes that came over the wire.
    pub bytes: u64,
}

impl SyncOutcome {
    /// Whether the list is as its publisher wants it.
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Self::Updated | Self::Unchanged)
    }
}

impl SyncReason {
    /// Whether the publisher may no longer be trusted: somebody may have changed the list on its way.
    #[must_use]
    pub fn is_untrusted(self) -> bool {
        matches!(self, Self::BadKey | Self::BadSignature)
    }
}

impl FetchFailure {
    /// Whether what came is the beginning of a response that can be resumed.
    #[must_use]
    pub fn is_resumable(self) -> bool {
        matches!(self, Self::NoConnection | Self::TooSlow | Self::CutOff | Self::Cancelled)
    }
}

impl Display for SyncReason {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Self::HttpStatus(status) = self { write!(f, "http_{status}") } else { f.write_str(self.into()) }
    }
}

/// A text that is no reason this version knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown reason")]
pub struct UnknownReason;

impl FromStr for SyncReason {
    type Err = UnknownReason;

    fn from_str(text: &str) -> Result<Self, UnknownReason> {
        if let Some(status) = text.strip_prefix("http_") {
            return status.parse().map(Self::HttpStatus).map_err(|_| UnknownReason);
        }
        let named = <Self as strum::IntoEnumIterator>::iter().find(|reason| <&str>::from(reason) == text);
        named.ok_or(UnknownReason)
    }
}

impl From<SyncReason> for String {
    fn from(reason: SyncReason) -> Self {
        reason.to_string()
    }
}

impl TryFrom<String> for SyncReason {
    type Error = UnknownReason;

    fn try_from(text: String) -> Result<Self, UnknownReason> {
        text.parse()
    }
}

impl From<FetchFailure> for SyncReason {
    fn from(failure: FetchFailure) -> Self {
        match failure {
            FetchFailure::NoConnection => Self::NoConnection,
            FetchFailure::TooSlow => Self::TooSlow,
            FetchFailure::TooLarge => Self::TooLarge,
            FetchFailure::CutOff => Self::CutOff,
            FetchFailure::RefusedRedirect => Self::RefusedRedirect,
            FetchFailure::NoRoom => Self::NoRoom,
            FetchFailure::Cancelled => Self::Cancelled,
        }
    }
}

impl From<Refused> for SyncReason {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::BadKey => Self::BadKey,
            Refused::BadSignature => Self::BadSignature,
            Refused::BadManifest => Self::BadManifest,
            Refused::NewerFormat => Self::NewerFormat,
            Refused::Rollback => Self::Rollback,
            Refused::VersionJump => Self::VersionJump,
            Refused::Expired => Self::Expired,
            Refused::FarAhead => Self::FarAhead,
            Refused::WrongSize => Self::WrongSize,
            Refused::WrongContent => Self::WrongContent,
        }
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn every_reason_reads_as_it_is_written() {
        assert!(SyncReason::iter().count() > 20);
        for reason in SyncReason::iter().chain([404, 0, u16::MAX].map(SyncReason::HttpStatus)) {
            let json = serde_json::to_string(&reason).unwrap();
            assert_eq!(json, format!("\"{reason}\""));
            assert_eq!(serde_json::from_str::<SyncReason>(&json).unwrap(), reason, "{json}");
        }
        assert_eq!(SyncReason::Restarted.to_string(), "begun_anew");
        assert_eq!(SyncReason::HttpStatus(404).to_string(), "http_404");
        for unknown in ["", "http_", "http_99999", "http_status", "Shrank", "shrank "] {
            assert_eq!(unknown.parse::<SyncReason>(), Err(UnknownReason), "{unknown}");
        }
    }

    #[test]
    fn a_failure_of_a_fetch_and_its_reason_have_one_name() {
        for failure in FetchFailure::VARIANTS {
            assert_eq!(SyncReason::from(*failure).to_string(), <&str>::from(failure));
        }
    }
}
