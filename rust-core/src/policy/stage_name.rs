//! The stages by name, in the order in which they are asked.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// The stages in the order they are asked. The first decisive finding wins; all are traced. The number of each is its place in a
/// stored trace: it never changes, wherever the stage stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, VariantArray, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum StageName {
    /// An emergency number was dialled a short time ago.
    EmergencyWindow = 0,
    /// Emergency and essential services.
    NeverBlock = 1,
    /// The user's allow rules.
    UserAllow = 2,
    /// The user's block rules.
    UserBlock = 3,
    /// The address book.
    Contacts = 4,
    /// Numbers the user has dialled.
    Dialled = 5,
    /// "I am waiting for a call".
    Waiting = 6,
    /// The same caller again within minutes.
    RepeatedCall = 7,
    /// National packs.
    Pack = 8,
    /// Subscribed lists.
    Lists = 9,
    /// Numbers of the same hundred as a listed one.
    ListNeighbours = 16,
    /// Hidden callers.
    Hidden = 10,
    /// Callers that cannot be identified.
    Unidentified = 15,
    /// The phone's own number and its hundred.
    OwnNumber = 17,
    /// Numbers that their plan cannot assign.
    Unassigned = 18,
    /// Failed verification.
    FailedVerification = 11,
    /// Foreign countries.
    Foreign = 12,
    /// Strangers right after a stopped call.
    Burst = 19,
    /// Not in the address book.
    NotInContacts = 13,
    /// Quiet hours.
    QuietHours = 14,
}

impl StageName {
    /// The stage's place in a stored trace.
    #[must_use]
    pub fn trace_place(self) -> usize {
        self as usize
    }

    /// Whether the stage is an option that the user may limit to some hours or to one SIM.
    #[must_use]
    pub fn is_option(self) -> bool {
        self >= Self::RepeatedCall
    }
}
