//! People in the address book ring. Asked last, by `with_contact`: the look-up costs more than all other stages together.

use crate::policy::{Action, Call, Contact, Opinion, Reason, Settings};

pub(super) fn judge(_call: &Call, _settings: &Settings, contact: Contact) -> Opinion {
    match contact {
        Contact::Found => Opinion::decides(Action::Allow, Reason::Contact),
        Contact::NotFound => Opinion::Nothing,
        Contact::Undetermined => Opinion::Unknown,
    }
}
