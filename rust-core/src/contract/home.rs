//! The first screen's figures and its notices.

use serde::{Deserialize, Serialize};

use super::call::CallRow;
use super::protection::{NextStep, Protection};
use crate::notice::Notice;
use crate::policy::CallCounts;

/// The response of `home`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    /// The region in force, ISO 3166-1.
    pub region: String,
    /// What is really on.
    pub protection: Protection,
    /// What the user may do next, the most useful first.
    pub next_steps: Vec<NextStep>,
    /// Counts since the last local midnight.
    pub today: CallCounts,
    /// Counts of today and the six days before.
    pub week: CallCounts,
    /// The seven days of `week`, oldest first.
    pub days: Vec<DayCounts>,
    /// End of "I am waiting for a call" in UTC milliseconds; null when the switch is off.
    pub waiting_until_millis: Option<i64>,
    /// The five newest calls.
    pub recent: Vec<CallRow>,
    /// Number of the user's rules.
    pub rules: u32,
    /// Number of lists that are on.
    pub lists: u32,
    /// Numbers and prefixes that all lists hold.
    pub numbers: u64,
    /// Notices that stand, oldest first.
    pub notices: Vec<Notice>,
    /// State of the user's enrolment in the opposition register; null where there is none.
    pub register: Option<RegisterLine>,
}

/// The counts of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCounts {
    /// Local date, `2026-11-24`.
    pub date: String,
    /// Rejected calls.
    pub blocked: u32,
    /// Silenced calls.
    pub silenced: u32,
    /// Calls that rang.
    pub passed: u32,
}

/// The user's enrolment in the opposition register, in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterLine {
    /// The register's short name, e.g. `RPO`.
    pub short: String,
    /// Whether the enrolment has effect.
    pub in_force: bool,
    /// Local date from which it has effect, `2026-11-24`.
    pub in_force_on: String,
    /// Days until then; 0 when it has effect.
    pub days_left: i32,
}

/// The request of `notice_dismiss`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeDismissRequest {
    /// The notice's row id.
    pub id: i64,
}
