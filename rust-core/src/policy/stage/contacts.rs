//! People in the address book ring. Asked late, by `with_contact`: a look-up costs more than all else.

use crate::policy::{Action, Call, Contact, Opinion, Reason, Settings};

pub(super) fn judge(_call: &Call, _settings: &Settings, contact: Contact) -> Opinion {
    match contact {
        Contact::Found => Opinion::decides(Action::Allow, Reason::Contact),
        Contact::NotFound => Opinion::Nothing,
        Contact::Undetermined => Opinion::Unknown,
    }
}
