//! Numbers that are not in the address book. Only a look-up that found nothing counts, never a missing look-up.

use crate::number::Caller;
use crate::policy::{Call, Contact, Opinion, Reason, Settings};

pub(super) fn judge(call: &Call, settings: &Settings, contact: Contact) -> Opinion {
    let Some(action) = settings.not_in_contacts.action() else { return Opinion::Off };
    match (&call.caller, contact) {
        (Caller::Hidden(_), _) | (_, Contact::Found) => Opinion::Nothing,
        (Caller::Number(_) | Caller::ShortCode(_) | Caller::Other(_), Contact::NotFound | Contact::FoundOther) => {
            Opinion::decides(action, Reason::NotInContacts)
        }
        (Caller::Number(_) | Caller::ShortCode(_) | Caller::Other(_), Contact::Undetermined) => Opinion::Unknown,
    }
}
