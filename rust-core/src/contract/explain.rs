//! "What if this number called?", and the rows of the national packs.

use serde::{Deserialize, Serialize};

use super::call::{CallerView, DecisionSource, TraceRow};
use super::common::LocalizedText;
use crate::certainty::Certainty;
use crate::policy::{Action, Contact, Reason};

/// The request of `explain`: a call that did not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainRequest {
    /// The scheme-specific part of the handle; null: no handle.
    pub address: Option<String>,
    /// URI scheme of the handle; null: `tel` where there is an address.
    pub scheme: Option<String>,
    /// `TelecomManager.PRESENTATION_*`; null: 1, may be shown.
    pub presentation: Option<i32>,
    /// `Connection.VERIFICATION_STATUS_*`; null: 0, not verified.
    pub verification: Option<i32>,
    /// What the address book says; null: `undetermined`.
    pub contact: Option<Contact>,
    /// SIM slot; null: not told.
    pub sim: Option<u8>,
}

/// The response of `explain`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Who would call.
    pub caller: CallerView,
    /// What would be answered.
    pub action: Action,
    /// Why.
    pub reason: Reason,
    /// What would decide; null when nothing speaks.
    pub source: Option<DecisionSource>,
    /// What every stage would see, in their order.
    pub trace: Vec<TraceRow>,
    /// Whether the number is an emergency or essential service.
    pub never_block: bool,
}

/// The response of `packs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackList {
    /// Rows of all countries, those of the region in force first.
    pub packs: Vec<PackRow>,
}

/// A range that a country has reserved for marketing, and whether it is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackRow {
    /// Stable id, e.g. `IT-0843`.
    pub id: String,
    /// The country, ISO 3166-1.
    pub region: String,
    /// The range as a rule's pattern.
    pub pattern: String,
    /// As dialled at home.
    pub display: String,
    /// What it is for.
    pub label: LocalizedText,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Who says so.
    pub source: LocalizedText,
    /// Whether it is on.
    pub enabled: bool,
    /// Whether it is on until the user says otherwise.
    pub default: bool,
}
