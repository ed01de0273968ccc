//! "What if this number called?"

use serde::{Deserialize, Serialize};

use super::call::{CallerView, DecisionSource, TraceRow};
use crate::policy::{Action, Contact, Reason};

/// The request of `explain`: a call that did not come.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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

redacted_debug!(ExplainRequest);
