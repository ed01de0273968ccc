//! Numbers that are not in the address book. Only a look-up that found nothing counts, never a missing one.

use crate::number::Caller;
use crate::policy::{Call, Contact, Finding, Reason, Settings, StageName};

const STAGE: StageName = StageName::NotInContacts;

pub(super) fn judge(call: &Call, settings: &Settings, contact: Contact) -> Finding {
    let Some(action) = settings.not_in_contacts.action() else { return Finding::off(STAGE) };
    match (&call.caller, contact) {
        (Caller::Number(_) | Caller::ShortCode(_), Contact::NotFound) => {
            Finding::decides(STAGE, action, Reason::NotInContacts, None)
        }
        (Caller::Number(_) | Caller::ShortCode(_), Contact::Undetermined) => Finding::unknown(STAGE),
        (Caller::Hidden(_) | Caller::Other(_), _) | (_, Contact::Found) => Finding::nothing(STAGE),
    }
}
