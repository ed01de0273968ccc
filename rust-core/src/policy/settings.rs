//! The options of the policy and of the app, with the defaults a fresh install has. Kept in the store as one
//! JSON document; fields this version does not know are kept and written back.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::call::Call;
use super::level::Level;
use super::rule::Schedule;
use super::stage_name::StageName;
use super::verdict::Action;

/// An option that does nothing, silences or rejects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// Does nothing.
    #[default]
    Off,
    /// Silences.
    Silence,
    /// Rejects.
    Reject,
}

impl Switch {
    /// The action of an option that is on.
    #[must_use]
    pub fn action(self) -> Option<Action> {
        match self {
            Self::Off => None,
            Self::Silence => Some(Action::Silence),
            Self::Reject => Some(Action::Reject),
        }
    }
}

/// Callers from other countries.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ForeignOption {
    /// What to do with callers from a selected country.
    pub switch: Switch,
    /// True: only the listed countries are selected. False: every foreign country except the listed ones.
    pub only_listed: bool,
    /// ISO 3166-1 codes.
    pub countries: Vec<String>,
}

impl ForeignOption {
    /// Whether callers of a foreign country are selected.
    #[must_use]
    pub fn selects(&self, country: &str) -> bool {
        self.countries.iter().any(|listed| listed.eq_ignore_ascii_case(country)) == self.only_listed
    }
}

/// Quiet hours: callers nobody knows are silenced or rejected in these windows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QuietHours {
    /// What to do.
    pub switch: Switch,
    /// When.
    pub schedule: Schedule,
}

/// A caller who tries again at once may have something urgent: the second call rings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RepeatedCall {
    /// On or off. Off by default: call-centre diallers also try again.
    pub enabled: bool,
    /// The earlier call is at most this long ago.
    pub within_minutes: u16,
    /// The earlier call is at least this long ago: machines dial again at once.
    pub after_seconds: u16,
}

impl Default for RepeatedCall {
    fn default() -> Self {
        Self { enabled: false, within_minutes: 5, after_seconds: 30 }
    }
}

/// Callers who show the phone's own number or one of the same hundred: such numbers are forged to look familiar.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnNumber {
    /// The phone's numbers, as the user wrote them; without any, nothing is done.
    pub numbers: Vec<String>,
    /// Callers who show one of them.
    pub switch: Switch,
    /// Callers who show a number that differs in the last two digits alone.
    pub hundred: Switch,
}

/// After a stopped call, strangers wait: machines go on with other numbers at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BurstGuard {
    /// What to do with strangers meanwhile.
    pub switch: Switch,
    /// How long after the stopped call.
    pub seconds: u16,
}

impl Default for BurstGuard {
    fn default() -> Self {
        Self { switch: Switch::Off, seconds: 60 }
    }
}

/// When and for which SIM an option is in force; an option without limits always is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionLimits {
    /// The option, by the stage that asks it.
    pub option: StageName,
    /// Hours in which it is in force; null: always.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// SIM slot; null: every SIM. It is not in force when the phone does not tell the SIM.
    #[serde(default)]
    pub sim: Option<u8>,
}

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// ISO 3166-1 code that overrides the phone's country; `None`: the phone's own.
    pub region: Option<String>,
    /// The level the user chose; `None`: none yet, the options are those of the mildest.
    pub level: Option<Level>,
    /// National packs: what they do.
    pub pack: Switch,
    /// Pack rows switched by the user, by id; others have the default of the pack.
    pub pack_rows: std::collections::BTreeMap<String, bool>,
    /// Hidden callers.
    pub hidden: Switch,
    /// Callers that cannot be identified: an address that is no number of any plan.
    pub unidentified: Switch,
    /// Callers whose number failed verification.
    pub failed_verification: Switch,
    /// Numbers that the plan of their country cannot assign.
    pub unassigned: Switch,
    /// The phone's own number and its hundred.
    pub own_number: OwnNumber,
    /// Numbers that differ from a listed one in the last two digits alone.
    pub list_neighbours: Switch,
    /// Callers from other countries.
    pub foreign: ForeignOption,
    /// Callers who are not in the address book.
    pub not_in_contacts: Switch,
    /// Quiet hours.
    pub quiet_hours: QuietHours,
    /// Strangers wait after a stopped call.
    pub burst: BurstGuard,
    /// Options that are in force at some hours or for one SIM only.
    pub limits: Vec<OptionLimits>,
    /// Only starred contacts count as known to "not in contacts" and to the quiet hours.
    pub only_starred: bool,
    /// The second call within minutes.
    pub repeated_call: RepeatedCall,
    /// How long everybody gets through after an emergency number was dialled, in minutes.
    pub emergency_window_minutes: u16,
    /// How long a dialled number is never blocked by lists and packs, in days; 0 switches the stage off.
    pub dialled_days: u16,
    /// "I am waiting for a call" until this time (UTC milliseconds).
    pub waiting_until_millis: Option<i64>,
    /// Calls older than this are forgotten, in days; 0 keeps all.
    pub keep_days: u32,
    /// Never more calls than this; 0 keeps all.
    pub keep_calls: u32,
    /// A notification for each blocked call.
    pub notify_blocked: bool,
    /// Whether it shows the number on a locked screen.
    pub notify_on_lock_screen: bool,
    /// A weekly digest.
    pub weekly_digest: bool,
    /// Asks after a stranger's call how it ended.
    pub ask_outcome: bool,
    /// Next steps of the first screen that the user dismissed, by name.
    pub dismissed_steps: Vec<String>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            region: None,
            level: None,
            pack: Switch::Reject,
            pack_rows: std::collections::BTreeMap::new(),
            hidden: Switch::Off,
            unidentified: Switch::Off,
            failed_verification: Switch::Silence,
            unassigned: Switch::Off,
            own_number: OwnNumber::default(),
            list_neighbours: Switch::Off,
            foreign: ForeignOption::default(),
            not_in_contacts: Switch::Off,
            quiet_hours: QuietHours::default(),
            burst: BurstGuard::default(),
            limits: Vec::new(),
            only_starred: false,
            repeated_call: RepeatedCall::default(),
            emergency_window_minutes: 60,
            dialled_days: 365,
            waiting_until_millis: None,
            keep_days: 730,
            keep_calls: 100_000,
            notify_blocked: true,
            notify_on_lock_screen: false,
            weekly_digest: false,
            ask_outcome: false,
            dismissed_steps: Vec::new(),
            unknown: Map::new(),
        }
    }
}

impl Settings {
    /// Whether the option of a stage is in force for this call.
    pub(super) fn is_in_force(&self, option: StageName, call: &Call) -> bool {
        self.limits.iter().filter(|limits| limits.option == option).all(|limits| {
            let in_hours = limits.schedule.as_ref().is_none_or(|schedule| schedule.is_open(call.at));
            in_hours && (limits.sim.is_none() || limits.sim == call.sim)
        })
    }
}
