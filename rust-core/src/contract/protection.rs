//! What is really on: the sentence of the first screen, the levels, and what each of them keeps from ringing.

use serde::{Deserialize, Serialize};

use crate::policy::{Action, Level, StageName};

/// What keeps callers from ringing as the phone is set now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// The level in force; the mildest where none was chosen.
    pub level: Level,
    /// Whether the user chose it.
    pub is_chosen: bool,
    /// Whether the user has changed options that the level sets.
    pub is_changed: bool,
    /// What is on, in the order in which the stages are asked; empty: nothing is stopped.
    pub stops: Vec<Stop>,
}

/// One source of stopped calls that is on and can stop a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The stage that stops.
    pub stage: StageName,
    /// What it does; of rules and lists with different actions the strongest.
    pub action: Action,
    /// How many rules, lists or ranges; 1 for an option.
    pub count: u32,
    /// For foreign callers: the listed countries, ISO 3166-1.
    pub countries: Vec<String>,
    /// For foreign callers: whether only the listed countries are stopped; else all but these.
    pub only_listed: bool,
    /// Whether it is in force at some hours or for one SIM only.
    pub is_limited: bool,
}

/// The response of `levels`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelsView {
    /// What is on now.
    pub protection: Protection,
    /// Every level, the mildest first.
    pub levels: Vec<LevelRow>,
}

/// A level and who does not ring with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelRow {
    /// The level.
    pub level: Level,
    /// Who does not ring, by the options the level sets.
    pub stops: Vec<Stop>,
}

/// A next step that the first screen proposes, until it is done or dismissed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum NextStep {
    /// Choose a level.
    Level,
    /// Enrol in the opposition register.
    Register,
    /// Silence foreign callers.
    Foreign,
    /// Let Stufo ask how calls of strangers ended.
    AskOutcome,
    /// Add the switch "waiting for a call" to the quick settings.
    Tile,
}

/// The request of `step_dismiss`. The response is `Done`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDismissRequest {
    /// The step.
    pub step: NextStep,
}
