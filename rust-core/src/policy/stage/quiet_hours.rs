//! Quiet hours: in these windows callers nobody knows are silenced or rejected. A number counts as unknown to
//! the user only when the address book was asked and does not hold it.

use crate::number::Caller;
use crate::policy::{Call, Contact, Finding, Reason, Settings, StageName};

const STAGE: StageName = StageName::QuietHours;

pub(super) fn judge(call: &Call, settings: &Settings, contact: Contact) -> Finding {
    let option = &settings.quiet_hours;
    let Some(action) = option.switch.action() else { return Finding::off(STAGE) };
    if !option.schedule.is_open(call.at) {
        return Finding::nothing(STAGE);
    }
    match (&call.caller, contact) {
        (Caller::Other(_), _) | (_, Contact::Found) => Finding::nothing(STAGE),
        (Caller::Number(_) | Caller::ShortCode(_), Contact::Undetermined) => Finding::unknown(STAGE),
        (Caller::Number(_) | Caller::ShortCode(_), Contact::NotFound) | (Caller::Hidden(_), _) => {
            Finding::decides(STAGE, action, Reason::QuietHours, None)
        }
    }
}
