//! A rule of the user's own, as stored and as shown. Its pattern is compiled by `pattern`.

use serde::{Deserialize, Serialize};

use super::verdict::Action;
use crate::moment::Moment;

/// Row id of a rule in the store.
pub type RuleId = i64;

/// What a rule does with the calls it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// Lets them ring.
    Allow,
    /// Silences or rejects them, as `Rule::action` says.
    Block,
}

/// One stretch of the week. `days` has bit 0 for Monday to bit 6 for Sunday; minutes since local midnight.
/// A window whose end is not after its start runs into the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Days on which it starts.
    pub days: u8,
    /// First minute, 0 to 1439.
    pub from_minute: u16,
    /// First minute after it, 0 to 1440.
    pub to_minute: u16,
}

/// When a rule or an option is in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Schedule(pub Vec<Window>);

/// An allow or block rule. `pattern` is the text the user wrote, already found valid by `Pattern::parse`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Row id; 0 for a rule not saved yet.
    #[serde(default)]
    pub id: RuleId,
    /// Allow or block.
    pub kind: RuleKind,
    /// As written: a number, `prefix*`, wildcards, or `/regex/`.
    pub pattern: String,
    /// The user's name for it.
    #[serde(default)]
    pub label: String,
    /// What a block rule does; an allow rule holds `Allow`.
    pub action: Action,
    /// Off rules are kept and not asked.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// `None`: always in force.
    pub schedule: Option<Schedule>,
    /// `None`: on every SIM. A rule for one SIM does not match when the phone does not tell the SIM.
    pub sim: Option<u8>,
    /// When it was made.
    #[serde(default)]
    pub created_millis: i64,
    /// It is in force until this time (UTC milliseconds); `None`: for good.
    #[serde(default)]
    pub expires_millis: Option<i64>,
}

/// A rule that does not say is on.
fn enabled() -> bool {
    true
}

impl Rule {
    /// Whether it speaks at this time about a call to this SIM.
    #[must_use]
    pub fn is_in_force(&self, at: Moment, sim: Option<u8>) -> bool {
        (self.sim.is_none() || self.sim == sim)
            && !self.is_expired(at)
            && self.schedule.as_ref().is_none_or(|schedule| schedule.is_open(at))
    }

    /// Whether its last moment is over.
    #[must_use]
    pub fn is_expired(&self, at: Moment) -> bool {
        self.expires_millis.is_some_and(|expires| expires <= at.utc_millis)
    }
}

impl Window {
    /// Whether it has at least one day, and times within a day.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        (1..=0x7f).contains(&self.days) && self.from_minute < 1440 && self.to_minute <= 1440
    }

    /// Whether the window is open at this wall-clock time.
    #[must_use]
    pub fn is_open(&self, at: Moment) -> bool {
        let minute = at.minute_of_day();
        let today = self.days & (1 << at.weekday()) != 0;
        let yesterday = self.days & (1 << ((at.weekday() + 6) % 7)) != 0;
        if self.from_minute < self.to_minute {
            today && (self.from_minute..self.to_minute).contains(&minute)
        } else {
            (today && minute >= self.from_minute) || (yesterday && minute < self.to_minute)
        }
    }
}

impl Schedule {
    /// Whether any window is open.
    #[must_use]
    pub fn is_open(&self, at: Moment) -> bool {
        self.0.iter().any(|window| window.is_open(at))
    }
}
