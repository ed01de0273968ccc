//! The stages and the order in which they are asked: that of the variants of `StageName`; docs/matching.md lists them in words. A
//! new stage is a file, a variant at its place in the order with the next free number, and a line in `StageName::judge`. The
//! number is the stage's place in stored traces (`store::user::trace_text`) and never changes.

mod contacts;
mod dialled;
mod emergency_window;
mod failed_verification;
mod foreign;
mod hidden;
mod lists;
mod never_block;
mod not_in_contacts;
mod pack;
mod quiet_hours;
mod repeated_call;
mod unidentified;
mod user_allow;
mod user_block;
mod waiting;

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::call::{Call, Contact};
use super::context::Context;
use super::opinion::Opinion;
use super::settings::Settings;

pub use emergency_window::emergency_window;

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
    /// Hidden callers.
    Hidden = 10,
    /// Callers that cannot be identified.
    Unidentified = 15,
    /// Failed verification.
    FailedVerification = 11,
    /// Foreign countries.
    Foreign = 12,
    /// Not in the address book.
    NotInContacts = 13,
    /// Quiet hours.
    QuietHours = 14,
}

/// How a stage judges.
enum Judge {
    /// From the call and its context; the address book changes nothing.
    Call(fn(&Call, &Context<'_>) -> Opinion),
    /// From what the address book says of the caller: asked again once it has spoken.
    Contact(fn(&Call, &Settings, Contact) -> Opinion),
}

impl StageName {
    fn judge(self) -> Judge {
        match self {
            Self::EmergencyWindow => Judge::Call(emergency_window::judge),
            Self::NeverBlock => Judge::Call(never_block::judge),
            Self::UserAllow => Judge::Call(user_allow::judge),
            Self::UserBlock => Judge::Call(user_block::judge),
            Self::Contacts => Judge::Contact(contacts::judge),
            Self::Dialled => Judge::Call(dialled::judge),
            Self::Waiting => Judge::Call(waiting::judge),
            Self::RepeatedCall => Judge::Call(repeated_call::judge),
            Self::Pack => Judge::Call(pack::judge),
            Self::Lists => Judge::Call(lists::judge),
            Self::Hidden => Judge::Call(hidden::judge),
            Self::Unidentified => Judge::Call(unidentified::judge),
            Self::FailedVerification => Judge::Call(failed_verification::judge),
            Self::Foreign => Judge::Call(foreign::judge),
            Self::NotInContacts => Judge::Contact(not_in_contacts::judge),
            Self::QuietHours => Judge::Contact(quiet_hours::judge),
        }
    }

    /// The stage's place in a stored trace.
    #[must_use]
    pub fn trace_place(self) -> usize {
        self as usize
    }

    /// The stage's opinion on a call.
    pub(super) fn ask(self, call: &Call, context: &Context<'_>) -> Opinion {
        match self.judge() {
            Judge::Call(judge) => judge(call, context),
            Judge::Contact(judge) => judge(call, context.settings, context.contact),
        }
    }

    /// The stage's opinion now that the address book has spoken; `None` where that changes nothing.
    pub(super) fn ask_again(self, call: &Call, settings: &Settings, contact: Contact) -> Option<Opinion> {
        match self.judge() {
            Judge::Call(_) => None,
            Judge::Contact(judge) => Some(judge(call, settings, contact)),
        }
    }
}
