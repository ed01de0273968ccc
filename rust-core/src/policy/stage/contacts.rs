//! People in the address book ring. Asked late, by `with_contact`: a look-up costs more than all else.

use crate::policy::{Action, Contact, Finding, Reason, StageName};

const STAGE: StageName = StageName::Contacts;

pub(super) fn judge(contact: Contact) -> Finding {
    match contact {
        Contact::Found => Finding::decides(STAGE, Action::Allow, Reason::Contact, None),
        Contact::NotFound => Finding::nothing(STAGE),
        Contact::Undetermined => Finding::unknown(STAGE),
    }
}
