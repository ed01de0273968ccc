//! The settings: reading them, changing some of them, "I am waiting for a call".

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::policy::{
    BurstGuard, ForeignOption, KnownContacts, Level, OptionLimits, OwnNumber, QuietHours, RepeatedCall, Settings,
    Switch,
};

/// The response of `settings`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// All settings.
    pub settings: Settings,
    /// The region in force, ISO 3166-1: the user's choice, else the phone's.
    pub region: String,
}

/// The request of `settings_patch`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsPatchRequest {
    /// The settings to change.
    pub patch: SettingsPatch,
}

/// Some settings with their new values: a field that is absent stays as it is. The meaning of each is that of the same
/// field of the settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SettingsPatch {
    /// ISO 3166-1 code that overrides the phone's country; null: the phone's own.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub region: Option<Option<String>>,
    /// The level: sets every option it implies, before the other fields of the patch.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// National packs: what they do.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub pack: Option<Switch>,
    /// Pack rows switched by the user, by id; takes the place of all that were switched before.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub pack_rows: Option<BTreeMap<String, bool>>,
    /// Hidden callers.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Switch>,
    /// Callers that cannot be identified.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub unidentified: Option<Switch>,
    /// Callers whose number failed verification.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub failed_verification: Option<Switch>,
    /// Numbers that the plan of their country cannot assign.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub unassigned: Option<Switch>,
    /// The phone's own number and its hundred.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub own_number: Option<OwnNumber>,
    /// Numbers that differ from a listed one in the last two digits alone.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub list_neighbours: Option<Switch>,
    /// Callers from other countries.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub foreign: Option<ForeignOption>,
    /// Callers who are not in the address book.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub not_in_contacts: Option<Switch>,
    /// Quiet hours.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietHours>,
    /// Strangers wait after a stopped call.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub burst: Option<BurstGuard>,
    /// Options that are in force at some hours or for one SIM only; takes the place of all limits before.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub limits: Option<Vec<OptionLimits>>,
    /// Who in the address book counts as known.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub known_contacts: Option<KnownContacts>,
    /// The second call within minutes.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub repeated_call: Option<RepeatedCall>,
    /// How long everybody gets through after an emergency number was dialled, in minutes.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub emergency_window_minutes: Option<u16>,
    /// How long a dialled number is never blocked by lists and packs, in days; 0 switches the stage off.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub dialled_days: Option<u16>,
    /// End of "I am waiting for a call" in UTC milliseconds; null ends it.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub waiting_until_millis: Option<Option<i64>>,
    /// Calls older than this are deleted, in days; 0 keeps all.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub keep_days: Option<u32>,
    /// Never more calls than this; 0 keeps all.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub keep_calls: Option<u32>,
    /// A notification for each blocked call.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub notify_blocked: Option<bool>,
    /// Whether it shows the number on a locked screen.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub notify_on_lock_screen: Option<bool>,
    /// A weekly digest.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub weekly_digest: Option<bool>,
    /// Asks after a stranger's call how it ended.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub ask_outcome: Option<bool>,
    /// Next steps of the first screen that the user dismissed; takes the place of all dismissed before.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub dismissed_steps: Option<Vec<String>>,
    /// Settings that this version does not know: they are kept and come back with the settings.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// The response of `settings_patch` and `waiting`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSettings {
    /// All settings as they are now.
    pub settings: Settings,
}

/// The request of `waiting`: the switch "I am waiting for a call".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingRequest {
    /// Its end in UTC milliseconds; null switches it off.
    pub until_millis: Option<i64>,
}

/// Reads a field that is there: null is a value of its type or an error, never the same as an absent field.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
