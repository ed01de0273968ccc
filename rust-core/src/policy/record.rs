//! Records of calls: what the store keeps of a judged call and gives back. The codes of its columns are the store's.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::call::{Call, Contact};
use super::source::SourceRef;
use super::trace::Trace;
use super::verdict::Verdict;

/// The user's own account of how a call went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CallOutcome {
    /// The user answered.
    Answered,
    /// It rang out.
    RangOut,
    /// The user answered, and nobody spoke.
    Silent,
    /// The caller hung up.
    HungUp,
    /// The user answered and objected.
    Objected,
}

/// What a caller offered, as the user tells it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CallOffer {
    /// Electricity or gas.
    Energy,
    /// A telephone or Internet contract.
    Telephone,
    /// Investments.
    Investments,
    /// Insurance.
    Insurance,
    /// Renovation of a building.
    Renovation,
    /// Training.
    Training,
    /// Something else.
    Other,
    /// Nothing: the call was no advertising.
    Nothing,
}

impl CallOffer {
    /// Every offer.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether it makes the call advertising.
    #[must_use]
    pub fn is_advertising(self) -> bool {
        self != Self::Nothing
    }
}

/// A call that was just judged, to be recorded.
#[derive(Debug)]
pub struct NewCall<'a> {
    /// The call.
    pub call: &'a Call,
    /// What the address book said so far.
    pub contact: Contact,
    /// What every stage saw.
    pub trace: &'a Trace,
}

/// A recorded call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRecord {
    /// Row id.
    pub id: i64,
    /// The call as it came.
    pub call: Call,
    /// The answer given.
    pub verdict: Verdict,
    /// What decided, by its name at the time.
    pub source: Option<SourceRef>,
    /// What the address book said.
    pub contact: Contact,
    /// What the user said of it.
    pub outcome: Option<CallOutcome>,
    /// The user's note.
    pub note: String,
    /// What was offered, as the user said.
    pub offer: Option<CallOffer>,
}

impl CallOutcome {
    /// Every outcome.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
