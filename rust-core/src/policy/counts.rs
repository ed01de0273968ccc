//! Counts of recorded calls by what was answered.

use serde::{Deserialize, Serialize};

/// How many calls were rejected, silenced, let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CallCounts {
    /// Rejected calls.
    pub blocked: u32,
    /// Silenced calls.
    pub silenced: u32,
    /// Calls that rang.
    pub passed: u32,
}

/// What calls are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountBy {
    /// Local calendar day, `2026-11-24`.
    Day,
    /// Local hour, `00` to `23`.
    Hour,
    /// Reason, by its name.
    Reason,
    /// List, by its name at the time.
    List,
}
