//! The user's rules: the list, saving one, the preview of one not yet saved, suggestions from past calls.

use serde::{Deserialize, Serialize};

use super::call::CallRow;
use crate::pattern::PatternKind;
use crate::policy::{Action, Rule, RuleKind, Schedule};

/// The response of `rules`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleList {
    /// All rules, the most specific first.
    pub rules: Vec<RuleRow>,
}

/// A saved rule with what is known of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRow {
    /// Row id.
    pub id: i64,
    /// Allow or block.
    pub kind: RuleKind,
    /// As written: a number, `prefix*`, wildcards, or `/regex/`.
    pub pattern: String,
    /// The user's name for it; empty without one.
    pub label: String,
    /// What a block rule does; an allow rule holds `allow`.
    pub action: Action,
    /// Whether it is on.
    pub enabled: bool,
    /// When it is in force; null: always.
    pub schedule: Option<Schedule>,
    /// SIM slot it speaks for; null: every SIM.
    pub sim: Option<u8>,
    /// UTC milliseconds when it was made.
    pub created_millis: i64,
    /// It is in force until this time, UTC milliseconds; null: for good.
    pub expires_millis: Option<i64>,
    /// Kind of its pattern; null when the pattern no longer reads.
    pub pattern_kind: Option<PatternKind>,
    /// The pattern as the user's country writes it; null when it no longer reads.
    pub display: Option<String>,
    /// How many numbers it covers; null where that cannot be told (a regular expression).
    pub covers: Option<u64>,
    /// Recorded calls that it decided.
    pub hits: u32,
    /// UTC milliseconds of the newest of them.
    pub last_hit_millis: Option<i64>,
}

/// The request of `rule_save`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSaveRequest {
    /// The rule. `id` 0 is a new one; it takes the place of a rule with the same reach, hours and SIM.
    pub rule: Rule,
}

/// The response of `rule_save`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedRule {
    /// The rule's row id.
    pub id: i64,
}

/// The request of `rule_delete`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDeleteRequest {
    /// The rule's row id.
    pub id: i64,
}

/// The request of `rule_enable`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleEnableRequest {
    /// The rule's row id.
    pub id: i64,
    /// Whether it is on from now on.
    pub enabled: bool,
}

/// The request of `preview`: a rule that is not saved yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRequest {
    /// Row id of the rule that is being changed; null for a new one.
    pub id: Option<i64>,
    /// Allow or block.
    pub kind: RuleKind,
    /// The pattern as written.
    pub pattern: String,
    /// When it is to be in force; null: always.
    pub schedule: Option<Schedule>,
    /// SIM slot it is to speak for; null: every SIM.
    pub sim: Option<u8>,
}

/// The response of `preview`: what the rule would have done, apart from calls on which a more exact rule has the last word.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePreview {
    /// Kind of the pattern.
    pub pattern_kind: PatternKind,
    /// The pattern as the user's country writes it.
    pub display: String,
    /// How many numbers it covers; null where that cannot be told (a regular expression).
    pub covers: Option<u64>,
    /// How many recorded calls it would have decided.
    pub hits: PreviewHits,
    /// The newest of these calls, 20 at most.
    pub calls: Vec<CallRow>,
    /// What speaks against the rule; always empty for an allow rule.
    pub warnings: Vec<PreviewWarning>,
}

/// How many recorded calls a rule would have decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewHits {
    /// All of them.
    pub total: u32,
    /// Those the user answered.
    pub answered: u32,
    /// Those from the address book.
    pub contacts: u32,
    /// Those from numbers the user has dialled.
    pub dialled: u32,
}

/// What speaks against a block rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PreviewWarning {
    /// It would have blocked a contact.
    HitsContact,
    /// It would have blocked a call that the user answered.
    HitsAnswered,
    /// It would have blocked a number that the user has dialled.
    HitsDialled,
    /// It covers a number that is never blocked.
    CoversNeverBlock,
    /// It covers more numbers than an Italian district holds.
    VeryWide,
}

/// The response of `suggestions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestionList {
    /// Suggested block rules, most callers first.
    pub suggestions: Vec<RuleSuggestion>,
}

/// A block rule that past calls suggest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSuggestion {
    /// The pattern, ready for a rule.
    pub pattern: String,
    /// The pattern as the user's country writes it.
    pub display: String,
    /// Different unwanted callers it would have stopped.
    pub callers: u32,
    /// Their calls.
    pub calls: u32,
    /// How many numbers it covers.
    pub covers: u64,
    /// UTC milliseconds of the newest of these calls.
    pub last_millis: i64,
}

redacted_debug!(RuleRow, PreviewRequest, RulePreview, RuleSuggestion);
