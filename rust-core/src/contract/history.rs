//! The history: pages with search and filters, one call's details, counts for the charts, retention.

use serde::{Deserialize, Serialize};

use super::call::{CallRow, TraceRow};
use super::caller_rule::CallerChoices;
use super::evidence::CallFlags;
use crate::policy::{Action, CountBy, Reason};

/// The request of `history`: which calls, newest first. A filter that is null does not narrow.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HistoryRequest {
    /// Calls on a page, 1 to 500; another value is clamped.
    pub limit: u32,
    /// The cursor of the page before; null for the newest page.
    pub before: Option<String>,
    /// A text to search for: the beginning of a number in any written form, a reason's name, or part of a name or note.
    pub search: Option<String>,
    /// Only calls with one of these answers.
    pub actions: Option<Vec<Action>>,
    /// Only hidden callers (true) or only shown ones (false).
    pub hidden: Option<bool>,
    /// Only calls that this list decided.
    pub list_id: Option<i64>,
    /// Only this reason.
    pub reason: Option<Reason>,
    /// Only this caller: a number in any written form, or a short code.
    pub caller: Option<String>,
}

/// A page of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// Calls, newest first.
    pub rows: Vec<CallRow>,
    /// Cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// The request of `history_groups`: as `history`, newest groups first.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HistoryGroupsRequest {
    /// Groups on a page, 1 to 500; another value is clamped.
    pub limit: u32,
    /// The cursor of the page before; null for the newest page.
    pub before: Option<String>,
    /// As in `history`.
    pub search: Option<String>,
    /// Numbers of contacts whose names fit the search text, 200 at most: their calls are found too. Nothing is kept of them.
    #[serde(default)]
    pub named: Vec<String>,
    /// Only calls with one of these answers.
    pub actions: Option<Vec<Action>>,
    /// Only hidden callers (true) or only shown ones (false).
    pub hidden: Option<bool>,
    /// Only calls that this list decided.
    pub list_id: Option<i64>,
    /// Only this reason.
    pub reason: Option<Reason>,
    /// Only this caller: a number in any written form, or a short code.
    pub caller: Option<String>,
}

/// The response of `history_groups`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryGroups {
    /// Groups, newest first; `limit` counts them.
    pub groups: Vec<CallGroup>,
    /// Cursor of the next page; null on the last one.
    pub next: Option<String>,
}

/// Calls of one caller that follow on each other on one day and were answered alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallGroup {
    /// The newest of them.
    pub call: CallRow,
    /// All of them, newest first, by their row ids.
    pub ids: Vec<i64>,
    /// Whether the newest came after an objection of the user's to this caller, who is no contact.
    pub is_after_objection: bool,
}

/// The request of `call`: one call with all that is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRequest {
    /// The call's row id.
    pub id: i64,
}

/// The response of `call`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallDetails {
    /// The call.
    pub call: CallRow,
    /// What every stage saw of it, first to last.
    pub trace: Vec<TraceRow>,
    /// What is to be said of it: the objection it came after, the facts that the record supports.
    pub flags: CallFlags,
    /// Earlier calls of the same caller, newest first, ten at most.
    pub earlier: Vec<CallRow>,
    /// Calls of neighbouring numbers, newest first, ten at most.
    pub neighbours: Vec<CallRow>,
    /// What can be done about the caller now.
    pub choices: CallerChoices,
}

/// The request of `counts`: how many calls were rejected, silenced and let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountsRequest {
    /// What to count by.
    pub by: CountBy,
    /// UTC milliseconds of the first moment counted.
    pub from_millis: i64,
    /// UTC milliseconds of the first moment after it.
    pub to_millis: i64,
}

/// The response of `counts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountList {
    /// One entry a key, in the order of the keys; keys without a call are left out.
    pub counts: Vec<KeyCounts>,
}

/// The counts of one day, hour, reason or list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyCounts {
    /// `2026-11-24`, `00` to `23`, a reason's name, or a list's name.
    pub key: String,
    /// Rejected calls.
    pub blocked: u32,
    /// Silenced calls.
    pub silenced: u32,
    /// Calls that rang.
    pub passed: u32,
}

/// The response of `maintain`, which runs once a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maintained {
    /// Calls deleted because the settings keep them no longer.
    pub forgotten: u32,
}

redacted_debug!(HistoryRequest, HistoryGroupsRequest);
