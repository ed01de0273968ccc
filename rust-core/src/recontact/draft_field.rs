//! The fields of forms: what the user fills in, and what the record says.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// A field that the user fills in; `register` is entered elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DraftField {
    /// The user's name.
    Name,
    /// The user's tax code.
    TaxCode,
    /// Where to reach the user.
    Contact,
    /// The number that was called, or that must not be called.
    CalledNumber,
    /// The company: the controller, or whom the letter is to.
    Company,
    /// The company's address.
    CompanyAddress,
    /// What was offered.
    Content,
    /// Whether the user gave a consent.
    Consent,
    /// Whether the user has a contract with the company.
    Contract,
    /// The enrolment in the register.
    Register,
    /// The user's postal address.
    Address,
    /// The user's postcode.
    Postcode,
    /// Where the user signs.
    Place,
    /// Whether and when the user objected; from the record.
    Objected,
    /// The day of a call; from the record.
    CallDate,
    /// The hour of a call; from the record.
    CallTime,
    /// The number that called; from the record.
    Caller,
    /// How a call went; from the record.
    Outcome,
    /// What the record supports about the calls; from the record.
    Facts,
}

impl DraftField {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether the user fills it in; else the record says it.
    #[must_use]
    pub fn is_typed(self) -> bool {
        match self {
            Self::Name
            | Self::TaxCode
            | Self::Contact
            | Self::CalledNumber
            | Self::Company
            | Self::CompanyAddress
            | Self::Content
            | Self::Consent
            | Self::Contract
            | Self::Address
            | Self::Postcode
            | Self::Place => true,
            Self::Register
            | Self::Objected
            | Self::CallDate
            | Self::CallTime
            | Self::Caller
            | Self::Outcome
            | Self::Facts => false,
        }
    }

    /// Whether it is about one call: such fields are repeated for each.
    #[must_use]
    pub fn is_of_call(self) -> bool {
        matches!(self, Self::CallDate | Self::CallTime | Self::Caller | Self::Outcome)
    }
}
