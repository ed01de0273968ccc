//! What the user or the phone says of one recorded call afterwards.

use super::caller_rules;
use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::rules;
use super::snapshot::home_region;
use super::undo::Undo;
use crate::contract::call::{
    CallContactRequest, CallDeleteRequest, CallNoteRequest, CallOfferRequest, CallRangRequest, CallWantedRequest,
    NetworkCountryRequest, WantedRule,
};
use crate::contract::common::Done;
use crate::moment::Moment;
use crate::number::Caller;
use crate::policy::{Action, RuleKind};

/// A note is a sentence or two.
const MAX_NOTE_BYTES: usize = 4096;

/// Notes how a call went.
pub(crate) fn note(core: &Core, request: CallNoteRequest) -> Result<Done, ApiError> {
    let CallNoteRequest { id, outcome, note } = request;
    if note.as_ref().is_some_and(|note| note.len() > MAX_NOTE_BYTES) {
        return Err(ApiError::new(ErrorCode::BadRequest, "the note is too long"));
    }
    let store = core.background()?;
    if outcome.is_some() {
        let call = store.call(id)?;
        // What an earlier version took stays as it is.
        if call.verdict.action == Action::Reject && call.outcome != outcome {
            return Err(ApiError::new(ErrorCode::Refused, "a rejected call was ended before anybody could answer"));
        }
    }
    store.note_call(id, outcome, note.as_deref())?;
    Ok(Done {})
}

/// Notes what a caller offered.
pub(crate) fn note_offer(core: &Core, request: CallOfferRequest) -> Result<Done, ApiError> {
    core.background()?.note_offer(request.id, request.offer)?;
    Ok(Done {})
}

/// Notes what the address book says of a caller that was let through without asking it.
pub(crate) fn note_contact(core: &Core, request: CallContactRequest) -> Result<Done, ApiError> {
    core.background()?.note_contact(request.id, request.contact)?;
    Ok(Done {})
}

/// "This call was wanted": from now on the caller rings.
pub(crate) fn wanted(core: &Core, request: CallWantedRequest, at: Moment) -> Result<WantedRule, ApiError> {
    let mut store = core.background()?;
    let pattern = match store.call(request.id)?.call.caller {
        Caller::Number(number) => number.to_string(),
        Caller::ShortCode(code) => code.digits(),
        Caller::Hidden(_) | Caller::Other(_) => {
            return Err(ApiError::new(ErrorCode::BadRequest, "a caller without a number cannot be allowed by a rule"));
        }
    };
    let rule = caller_rules::rule_for(RuleKind::Allow, pattern, at);
    let home = home_region(&store.settings()?, core.phone_region);
    let (rule_id, change) = store.write(|store| {
        let before = store.rules()?;
        let rule_id = rules::put(store, rule, home)?;
        Ok::<_, ApiError>((rule_id, Undo::of_rules(before, store.rules()?)))
    })?;
    Ok(WantedRule { rule_id, undo: change.into_text()? })
}

/// Corrects the record of a call whose verdict came too late: the phone rang. The trace is kept, but nothing in it decided.
pub(crate) fn rang(core: &Core, request: CallRangRequest) -> Result<Done, ApiError> {
    let id = request.id;
    core.background()?.write(|store| {
        let contact = store.call(id)?.contact;
        let mut trace = store.trace(id)?;
        for finding in &mut trace.0 {
            (finding.action, finding.reason) = (None, None);
        }
        store.overrule(id, contact, &trace)
    })?;
    Ok(Done {})
}

/// Notes where the phone is.
pub(crate) fn network_country(core: &Core, request: &NetworkCountryRequest) -> Done {
    core.set_network(request.country.as_deref().and_then(|country| country.parse().ok()));
    Done {}
}

/// Deletes a call.
pub(crate) fn delete(core: &Core, request: CallDeleteRequest) -> Result<Done, ApiError> {
    core.background()?.delete_call(request.id)?;
    Ok(Done {})
}
