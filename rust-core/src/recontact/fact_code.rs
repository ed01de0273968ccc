//! Codes of the facts that a record of calls can support. The law's data names them, evidence finds them.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What a fact says of a call. Names are pinned by `tests/contract/fact-codes.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FactCode {
    /// After the enrolment in the register took effect.
    AfterRegister,
    /// Outside the hours of that day.
    OutsideHours,
    /// On a day without allowed hours.
    ForbiddenDay,
    /// Within days of a silent call from the same number.
    RepeatSilent,
    /// After an objection.
    AfterObjection,
    /// The caller withheld the number.
    HiddenCaller,
    /// The network said that the number was not the caller's.
    FailedVerification,
    /// More calls of one number within days than are allowed.
    TooManyCalls,
    /// At a time when such calls need consent beforehand.
    ConsentRequired,
    /// An offer of a kind that may not be made by unsolicited calls.
    SectorBan,
    /// From a number that such calls may not come from.
    WrongRange,
}

impl FactCode {
    /// Every code.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// How the record knows a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FactBasis {
    /// The phone saw it.
    Recorded,
    /// The user said it.
    #[serde(rename = "told")]
    #[strum(serialize = "told")]
    SelfReported,
    /// Concluded from numbers that are neighbours.
    Inferred,
}

impl FactBasis {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
