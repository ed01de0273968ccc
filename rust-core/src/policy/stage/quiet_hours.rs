//! Quiet hours: in these windows callers nobody knows are silenced or rejected. A number counts as unknown to
//! the user only when the address book was asked and does not hold it.

use crate::number::Caller;
use crate::policy::{Call, Contact, Opinion, Reason, Settings};

pub(super) fn judge(call: &Call, settings: &Settings, contact: Contact) -> Opinion {
    let option = &settings.quiet_hours;
    let Some(action) = option.switch.action() else { return Opinion::Off };
    if !option.schedule.is_open(call.at) {
        return Opinion::Nothing;
    }
    match (&call.caller, contact) {
        (_, Contact::Found) => Opinion::Nothing,
        (Caller::Hidden(_), _) | (_, Contact::NotFound | Contact::FoundOther) => {
            Opinion::decides(action, Reason::QuietHours)
        }
        (Caller::Number(_) | Caller::ShortCode(_) | Caller::Other(_), Contact::Undetermined) => Opinion::Unknown,
    }
}
