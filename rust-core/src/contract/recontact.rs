//! Re-contact: who called again after which kind of call, the campaigns of one range, and the setting they speak for.

use serde::{Deserialize, Serialize};

use crate::localized_text::LocalizedText;
use crate::moment::Moment;
use crate::policy::Action;
use crate::recontact::recontact_rate::{CallEnding, EndingBasis};

/// Request `recontact`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RecontactRequest {
    /// Days to look back: null 180, 3650 at most.
    pub days: Option<u32>,
}

/// Response of `recontact`. A caller is a number with its neighbours: the same digits but the last three.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecontactView {
    /// Calls since then were looked at, UTC milliseconds.
    pub from_millis: i64,
    /// How many calls were looked at.
    pub looked_at: u32,
    /// Of them, those that cannot be followed: their caller is hidden.
    pub not_followed: u32,
    /// Callers from which on a share is given.
    pub enough_from: u32,
    /// Days after a call in which another one counts as its re-contact.
    pub follow_days: u32,
    /// One row for each ending that occurred.
    pub rows: Vec<RecontactRow>,
    /// Campaigns, the latest first, fifty at most.
    pub campaigns: Vec<CampaignRow>,
    /// A setting that the counts speak for.
    pub suggestion: Option<PackSuggestion>,
    /// Why none is suggested.
    pub suggestion_missing: Option<LocalizedText>,
}

/// The re-contact rate after one ending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecontactRow {
    /// How the calls ended.
    pub end: CallEnding,
    /// How that is known.
    pub known: EndingBasis,
    /// Callers with a call that ended so.
    pub callers: u32,
    /// Of them, those who called again within `follow_days` after the first such call.
    pub again: u32,
    /// Of them, those who have not and whose days are not over; no part of the share.
    pub waiting: u32,
    /// Percent of the callers who called again; null below `enough_from`.
    pub share: Option<u32>,
    /// Minutes to the soonest next call.
    pub soonest_minutes: Option<i64>,
    /// Minutes to the next call, the median.
    pub median_minutes: Option<i64>,
    /// Calls in those days, all callers together.
    pub calls_after: u32,
}

/// A campaign: callers that rotate through the numbers of one range.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct CampaignRow {
    /// The range as a rule's pattern.
    pub pattern: String,
    /// The pattern as it is shown.
    pub display: String,
    /// Numbers that called from it.
    pub numbers: u32,
    /// Their calls.
    pub calls: u32,
    /// When the first came.
    pub first: Moment,
    /// When the last came.
    pub last: Moment,
    /// Whether it goes on.
    pub active: bool,
    /// Calls of each week up to the last call, oldest first, 12 at most.
    pub weeks: Vec<u32>,
    /// Calls a week, with one decimal.
    pub calls_a_week: f64,
    /// Row ids of calls, newest first, 10 at most.
    pub sample: Vec<i64>,
}

/// A setting that this phone's calls speak for; only ever shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackSuggestion {
    /// The setting.
    pub setting: SuggestedSetting,
    /// Its value.
    pub value: Action,
    /// Why.
    pub reason: LocalizedText,
    /// The endings that were compared.
    pub compared: Vec<CallEnding>,
}

/// A setting that can be suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestedSetting {
    /// The action of national packs.
    Pack,
}

redacted_debug!(CampaignRow);
