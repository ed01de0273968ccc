//! Sync: what to fetch now, what came of it, and the log of attempts (docs/formats/sync.md).

use serde::{Deserialize, Serialize};

use crate::sync::{FetchFailure, ResponseHeaders, StepKind, SyncAttempt, SyncOutcome, SyncReason, SyncStep};

/// The request of `sync_plan`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SyncPlanRequest {
    /// One list's row id; null: every list that is on.
    pub list_id: Option<i64>,
    /// Also lists that are not due.
    #[serde(default)]
    pub now: bool,
    /// The network is metered: lists fetched in the last three days wait.
    #[serde(default)]
    pub metered: bool,
    /// With `list_id`: the user accepts the next version however much it shrank.
    #[serde(default)]
    pub accept: bool,
    /// Whoever fetches can read paths of this machine too.
    #[serde(default)]
    pub files: bool,
}

/// The response of `sync_plan`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncPlan {
    /// The first step of each list that is to be fetched.
    pub steps: Vec<SyncStep>,
}

/// The request of `sync_apply`: a whole response, or why there is none. Told apart by `status` and `failure`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SyncApplyRequest {
    /// The server answered.
    Response(StepResponse),
    /// No whole response came.
    Failure(StepFailure),
}

/// The server's whole response to a step, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepResponse {
    /// The list's row id, from the step.
    pub list_id: i64,
    /// What was asked for, from the step.
    pub step: StepKind,
    /// The address that was asked, from the step.
    pub url: String,
    /// HTTP status.
    pub status: u16,
    /// Response headers, names in small letters.
    #[serde(default)]
    pub headers: ResponseHeaders,
    /// Path of the file that holds the body of a 200 or 206; null for any other status.
    pub file: Option<String>,
    /// Bytes of the body that came over the wire.
    #[serde(default)]
    pub bytes: u64,
}

/// A step without a whole response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFailure {
    /// The list's row id, from the step.
    pub list_id: i64,
    /// What was asked for, from the step.
    pub step: StepKind,
    /// The address that was asked, from the step.
    pub url: String,
    /// Why.
    pub failure: FetchFailure,
    /// Headers of a response that began, names in small letters; empty without one.
    #[serde(default)]
    pub headers: ResponseHeaders,
    /// Bytes of the body that came over the wire.
    #[serde(default)]
    pub bytes: u64,
    /// Bytes that are in the step's file, from the beginning of the body on.
    #[serde(default)]
    pub there: u64,
}

/// The response of `sync_apply`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncApplied {
    /// Whether more is to be fetched, or how the attempt ended.
    pub result: StepResult,
    /// Why the list stays as it was; null after a success, and while more is to be fetched.
    pub why: Option<SyncReason>,
    /// The step to do next; null when the attempt ended.
    pub next: Option<SyncStep>,
    /// Name of the file to keep, because its transfer can be resumed; null: all of the list's files can go.
    pub keep: Option<String>,
    /// Entries that came; null where nothing was compared.
    pub added: Option<u64>,
    /// Entries that went; null where nothing was compared.
    pub removed: Option<u64>,
    /// Entries that stayed; null where nothing was compared.
    pub unchanged: Option<u64>,
}

/// What a step led to: a `SyncOutcome`, or the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepResult {
    /// More is to be fetched.
    Next,
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

/// The request of `sync_log`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncLogRequest {
    /// The list's row id.
    pub id: i64,
}

/// The response of `sync_log`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncLog {
    /// The last fifty attempts, newest first.
    pub attempts: Vec<SyncAttempt>,
}

impl From<SyncOutcome> for StepResult {
    fn from(outcome: SyncOutcome) -> Self {
        match outcome {
            SyncOutcome::Updated => Self::Updated,
            SyncOutcome::Unchanged => Self::Unchanged,
            SyncOutcome::Held => Self::Held,
            SyncOutcome::Refused => Self::Refused,
            SyncOutcome::Failed => Self::Failed,
        }
    }
}
