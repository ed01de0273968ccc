//! One call: a row of the history, its caller, what decided, what every stage saw, and the commands about it.

use serde::{Deserialize, Serialize};

use super::common::LocalizedText;
use crate::moment::Moment;
use crate::number::{HiddenKind, LineType};
use crate::policy::{Action, CallOffer, CallOutcome, Contact, Reason, Saw, StageName};

/// A caller, ready to show.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerView {
    /// What the caller is known by.
    pub kind: CallerKind,
    /// E.164, a short code's digits, or the text of another address; null for a hidden caller and an empty address.
    pub number: Option<String>,
    /// The number as the user's country writes it; null with `number`.
    pub display: Option<String>,
    /// Why the caller is hidden; null for all other kinds.
    pub hidden: Option<HiddenKind>,
    /// Country of the number, ISO 3166-1; null where its plan tells none.
    pub region: Option<String>,
    /// Place of a geographic number, where its country's areas are known.
    pub place: Option<LocalizedText>,
    /// Kind of line; null for a caller that is no E.164 number.
    pub line_type: Option<LineType>,
}

/// What a caller is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CallerKind {
    /// A number of some country.
    Number,
    /// A code of the home network.
    ShortCode,
    /// No number shown.
    Hidden,
    /// An address that is no telephone number.
    Other,
}

/// A row of the history.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRow {
    /// Row id.
    pub id: i64,
    /// When the call came.
    pub at: Moment,
    /// Who called.
    pub caller: CallerView,
    /// The answer given.
    pub action: Action,
    /// Why.
    pub reason: Reason,
    /// What decided; null when nothing spoke.
    pub source: Option<DecisionSource>,
    /// What the address book said.
    pub contact: Contact,
    /// SIM slot, 1 or 2; null where the phone does not tell.
    pub sim: Option<u8>,
    /// How the call went, as the user tells; null until then.
    pub outcome: Option<CallOutcome>,
    /// The user's note; empty without one.
    pub note: String,
    /// What was offered, as the user tells; null until then.
    pub offer: Option<CallOffer>,
}

/// The rule, pack row, list or country that decided a call, by its name at the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DecisionSource {
    /// A rule of the user's.
    Rule {
        /// Its row id.
        id: i64,
        /// Its label, or its pattern when it has none.
        label: String,
    },
    /// A row of a national pack.
    Pack {
        /// Stable id, e.g. `IT-0843`.
        id: String,
        /// What the range is for, in English.
        label: String,
        /// The same in Italian; absent for a row that this version does not know.
        #[serde(skip_serializing_if = "Option::is_none")]
        label_it: Option<String>,
    },
    /// A subscribed list.
    List {
        /// Its row id.
        id: i64,
        /// Its name.
        label: String,
    },
    /// The country of a foreign caller.
    Country {
        /// ISO 3166-1.
        id: String,
        /// The same code.
        label: String,
    },
}

impl DecisionSource {
    /// Its name at the time.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Rule { label, .. }
            | Self::Pack { label, .. }
            | Self::List { label, .. }
            | Self::Country { label, .. } => label,
        }
    }
}

/// What one stage saw of a call: a line of the trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceRow {
    /// The stage.
    pub stage: StageName,
    /// What it saw.
    pub saw: Saw,
    /// What it would answer; absent when it has no say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// Why, as the verdict would say it; absent with `action`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What exactly spoke; absent when nothing did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<TraceSource>,
}

/// The rule, pack row, list or country that a stage names in the trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TraceSource {
    /// A rule of the user's.
    Rule {
        /// Its row id.
        id: i64,
        /// Its label, or its pattern when it has none.
        label: String,
    },
    /// A row of a national pack.
    Pack {
        /// Stable id, e.g. `IT-0843`.
        id: String,
        /// What the range is for, in English.
        label: String,
        /// The same in Italian; absent for a row that this version does not know.
        #[serde(skip_serializing_if = "Option::is_none")]
        label_it: Option<String>,
    },
    /// A subscribed list.
    List {
        /// Its row id.
        id: i64,
        /// Its name.
        label: String,
        /// Digits of the entry that matched; fewer than the number's for a prefix entry.
        matched_digits: u8,
        /// The list's category for the entry.
        #[serde(skip_serializing_if = "Option::is_none")]
        category: Option<String>,
        /// The list's score, e.g. PhoneBlock's votes.
        #[serde(skip_serializing_if = "Option::is_none")]
        score: Option<u32>,
    },
    /// The country of a foreign caller.
    Country {
        /// ISO 3166-1.
        region: String,
    },
}

/// The request of `call_note`: how a call went, and a note.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallNoteRequest {
    /// The call's row id.
    pub id: i64,
    /// How it went; null takes an earlier outcome back.
    pub outcome: Option<CallOutcome>,
    /// The note; null keeps the one that stands.
    pub note: Option<String>,
}

/// The request of `call_offer`: what a caller offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallOfferRequest {
    /// The call's row id.
    pub id: i64,
    /// What was offered; null takes it back.
    pub offer: Option<CallOffer>,
}

/// The request of `call_contact`: what the address book says of a caller that was let through without asking it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallContactRequest {
    /// The call's row id.
    pub id: i64,
    /// What the address book says.
    pub contact: Contact,
}

/// The request of `call_wanted`: from now on the caller of this call rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallWantedRequest {
    /// The call's row id.
    pub id: i64,
}

/// The response of `call_wanted`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedRule {
    /// Row id of the allow rule for the caller.
    pub rule_id: i64,
    /// What was there before, for `undo`.
    pub undo: String,
}

/// The request of `network_country`: where the phone is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkCountryRequest {
    /// ISO 3166-1 code of the network's country; null, or one that is unknown: no network.
    pub country: Option<String>,
}

/// The request of `call_rang`: the verdict was not given in time, and the phone rang.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRangRequest {
    /// The call's row id.
    pub id: i64,
}

/// The request of `call_delete`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallDeleteRequest {
    /// The call's row id.
    pub id: i64,
}

redacted_debug!(CallerView, CallRow, CallNoteRequest, WantedRule);
