//! What can be done about a caller with one tap: blocking, letting through, their neighbours, their country.

use serde::{Deserialize, Serialize};

use crate::policy::RuleKind;

/// The request of `callers_rule`: from now on these callers are blocked, or let through.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallersRuleRequest {
    /// Block or allow.
    pub kind: RuleKind,
    /// Numbers in any written form, or patterns of rules; 100 at most.
    pub patterns: Vec<String>,
}

/// What can be done about a caller now.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerChoices {
    /// How the caller stands.
    pub state: CallerState,
    /// Id of the user's rule that speaks of the caller; null without one.
    pub rule_id: Option<i64>,
    /// The numbers around the caller's; null where there are none, or where they are blocked already.
    pub range: Option<RangeChoice>,
    /// The caller's country; null at home and where there is no number.
    pub country: Option<CountryChoice>,
}

/// How a caller stands: by the user's rules as they are now, else by what stopped the recorded call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CallerState {
    /// No number: no rule can name the caller.
    NoNumber,
    /// An emergency or essential service: nothing stops it.
    AlwaysRings,
    /// Nothing lasting stops the caller.
    Rings,
    /// A rule of the user's lets the caller through.
    Allowed,
    /// A rule of the user's blocks the caller.
    Blocked,
    /// A range, a list or an option stops the caller.
    Stopped,
}

/// The numbers around a caller's, to block at once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeChoice {
    /// The pattern for a rule.
    pub pattern: String,
    /// The same as the user's country writes it.
    pub display: String,
    /// How many numbers it covers.
    pub covers: u64,
}

/// A foreign caller's country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountryChoice {
    /// ISO 3166-1; `001` for calling codes of no country.
    pub region: String,
    /// Whether the option for foreign callers stops it now.
    pub is_stopped: bool,
}

redacted_debug!(CallersRuleRequest, CallerChoices, RangeChoice);
