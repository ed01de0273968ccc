//! People in the address book ring. Asked last, by `with_contact`: the look-up costs more than all other stages together.

use crate::policy::{Action, Call, Contact, Opinion, Reason, Settings, StageName};

pub(super) fn judge(call: &Call, settings: &Settings, contact: Contact) -> Opinion {
    match contact {
        Contact::Found => Opinion::decides(Action::Allow, Reason::Contact),
        // Left to the options that ask for some contacts only; without one that is in force the caller is a contact as any other.
        Contact::FoundOther if is_for_some_only(call, settings) => Opinion::Nothing,
        Contact::FoundOther => Opinion::decides(Action::Allow, Reason::Contact),
        Contact::NotFound => Opinion::Nothing,
        Contact::Undetermined => Opinion::Unknown,
    }
}

/// Whether an option that counts only some contacts as known is in force for this call.
fn is_for_some_only(call: &Call, settings: &Settings) -> bool {
    let quiet = &settings.quiet_hours;
    let strict = settings.not_in_contacts.action().is_some() && settings.is_in_force(StageName::NotInContacts, call);
    let is_quiet = quiet.switch.action().is_some()
        && quiet.schedule.is_open(call.at)
        && settings.is_in_force(StageName::QuietHours, call);
    !settings.known_contacts.is_everybody() && (strict || is_quiet)
}
