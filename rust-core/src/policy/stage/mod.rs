//! The stages. They are asked in the order of the variants of `StageName` (`stage_name.rs`); docs/matching.md lists them in
//! words. A new stage is a file here, a variant at its place in the order with the next free number, and a line in
//! `StageName::judge`. The number is the stage's place in stored traces (`store::user::trace_text`) and never changes.

mod burst;
mod contacts;
mod dialled;
mod emergency_window;
mod failed_verification;
mod foreign;
mod hidden;
mod list_neighbours;
mod lists;
mod never_block;
mod not_in_contacts;
mod own_number;
mod pack;
mod quiet_hours;
mod repeated_call;
mod unassigned;
mod unidentified;
mod user_allow;
mod user_block;
mod waiting;

use super::call::{Call, Contact};
use super::context::Context;
use super::opinion::Opinion;
use super::settings::Settings;
use super::stage_name::StageName;
use super::trace::Finding;
use crate::number::Caller;

pub use emergency_window::emergency_window;
pub use foreign::{NO_COUNTRY, foreign_country};

/// How a stage judges.
enum Judge {
    /// From the call and its context; the address book changes nothing.
    Call(fn(&Call, &Context<'_>) -> Opinion),
    /// As `Call`, but against strangers alone: what the address book says may take the opinion back.
    Stranger(fn(&Call, &Context<'_>) -> Opinion),
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
            Self::ListNeighbours => Judge::Call(list_neighbours::judge),
            Self::Hidden => Judge::Call(hidden::judge),
            Self::Unidentified => Judge::Call(unidentified::judge),
            Self::OwnNumber => Judge::Call(own_number::judge),
            Self::Unassigned => Judge::Call(unassigned::judge),
            Self::FailedVerification => Judge::Call(failed_verification::judge),
            Self::Foreign => Judge::Call(foreign::judge),
            Self::Burst => Judge::Stranger(burst::judge),
            Self::NotInContacts => Judge::Contact(not_in_contacts::judge),
            Self::QuietHours => Judge::Contact(quiet_hours::judge),
        }
    }

    /// The stage's opinion on a call.
    pub(super) fn ask(self, call: &Call, context: &Context<'_>) -> Opinion {
        let opinion = match self.judge() {
            Judge::Call(judge) => judge(call, context),
            Judge::Stranger(judge) => against_strangers(judge(call, context), call, context.contact),
            Judge::Contact(judge) => judge(call, context.settings, context.contact),
        };
        self.within_limits(opinion, call, context.settings)
    }

    /// The stage's opinion now that the address book has spoken; `None` where that changes nothing.
    pub(super) fn ask_again(
        self,
        before: &Finding,
        call: &Call,
        settings: &Settings,
        contact: Contact,
    ) -> Option<Opinion> {
        match self.judge() {
            Judge::Call(_) => None,
            Judge::Stranger(_) => {
                let opinion = Opinion::decides(before.action?, before.reason?);
                Some(against_strangers(opinion, call, contact))
            }
            Judge::Contact(judge) => Some(self.within_limits(judge(call, settings, contact), call, settings)),
        }
    }

    /// An option speaks only at the hours and for the SIM the user gave it.
    fn within_limits(self, opinion: Opinion, call: &Call, settings: &Settings) -> Opinion {
        let speaks = matches!(opinion, Opinion::Decides { .. });
        if speaks && !settings.is_in_force(self, call) { Opinion::Nothing } else { opinion }
    }
}

/// An opinion that holds against strangers only: a caller whom the address book holds, or of whom it cannot tell, is none.
fn against_strangers(opinion: Opinion, call: &Call, contact: Contact) -> Opinion {
    match (&opinion, contact) {
        (Opinion::Decides { .. }, Contact::Found) => Opinion::Nothing,
        (Opinion::Decides { .. }, Contact::Undetermined) if !matches!(call.caller, Caller::Hidden(_)) => {
            Opinion::Unknown
        }
        _ => opinion,
    }
}

#[cfg(test)]
mod tests {
    use super::super::context::{ListAnswer, ListMatch};
    use super::super::settings::Switch;
    use super::super::verdict::Action;
    use super::super::{Verification, judge};
    use super::*;
    use crate::moment::Moment;
    use crate::number::{Presentation, RawCaller, Region};

    /// The stages that stop +39187, the number of an Italian operator, on a phone at home in France.
    fn stopped_by(elsewhere: [Option<Region>; 2]) -> Vec<StageName> {
        let home: Region = "FR".parse().unwrap();
        let raw = RawCaller { scheme: Some("tel"), address: Some("+39187"), presentation: Presentation::Allowed };
        let at = Moment { utc_millis: 1_795_518_000_000, offset_minutes: 60 };
        let call =
            Call { caller: Caller::identify(&raw, home), verification: Verification::NotVerified, at, sim: None };
        let listed = ListMatch {
            id: 1,
            name: "list".to_owned(),
            action: Action::Silence,
            matched_digits: 5,
            category: None,
            score: None,
        };
        let settings =
            Settings { list_neighbours: Switch::Silence, unassigned: Switch::Silence, ..Settings::default() };
        let context = Context {
            home,
            elsewhere,
            settings: &settings,
            contact: Contact::NotFound,
            emergency: None,
            waiting: None,
            allow_rule: None,
            block_rule: None,
            dialled_millis: None,
            last_call_millis: None,
            last_stopped_millis: None,
            lists: ListAnswer::Asked(vec![listed.clone()]),
            list_neighbour: Ok(Some(listed)),
            own_numbers: &[],
        };
        let findings = judge(&call, &context).0.into_iter();
        findings.filter(|finding| finding.action == Some(Action::Silence)).map(|finding| finding.stage).collect()
    }

    #[test]
    fn every_stage_that_passes_protected_numbers_over_asks_where_the_phone_is() {
        let [italy, spain] = [Region::ITALY, "ES".parse().unwrap()].map(Some);
        let all = [StageName::Lists, StageName::ListNeighbours, StageName::Unassigned];
        assert_eq!(stopped_by([None, None]), all);
        assert_eq!(stopped_by([spain, None]), all);
        assert_eq!(stopped_by([italy, None]), [], "the SIM's country");
        assert_eq!(stopped_by([spain, italy]), [], "the network's country");
    }
}
