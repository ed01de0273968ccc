//! Objections: the first screen of the tab, who called again after an objection, and what the user enters.

use std::cmp::Reverse;

use strum::VariantArray;

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::evidence;
use super::evidence_context::EvidenceContext;
use super::register;
use super::report;
use super::snapshot::home_region;
use super::view::count;
use crate::contract::call::CallRow;
use crate::contract::common::Done;
use crate::contract::objection::{
    CallsAfter, LaterCall, ObjectionDeleteRequest, ObjectionDraft, ObjectionOverview, ObjectionPage, ObjectionRow,
    ObjectionSaveRequest, ObjectionSaved, ObjectionsRequest, WrittenNumber,
};
use crate::moment::Moment;
use crate::number::{NumberKey, PhoneNumber, Region};
use crate::policy::CallRecord;
use crate::recontact::objection::{MAX_NUMBERS, MAX_OBJECTIONS, Objection, ObjectionMethod, Relation, company_key};
use crate::recontact::phrases::methods;
use crate::recontact::text::{MAX_LONG_CHARS, MAX_SHORT_CHARS, sanitize_line};
use crate::store::{StoreError, UserStore};

/// Later calls read for each number of an objection; more are counted as "more".
const LATER: u32 = 200;
const SHOWN: usize = 20;

/// The first screen of the tab.
pub(crate) fn overview(core: &Core, at: Moment) -> Result<ObjectionOverview, ApiError> {
    let store = core.background()?;
    let context = EvidenceContext::read(core, &store)?;
    let (mut called_again, mut calls_after) = (0, 0);
    for objection in context.objections.all() {
        let after = context.count_after(objection)?;
        called_again += u32::from(after > 0);
        calls_after += after;
    }
    let law = context.law;
    Ok(ObjectionOverview {
        country: law.map(|law| law.region.clone()),
        register: register::view(law, context.enrolment, at),
        authority: law.map(|law| law.authority.clone()),
        lookup: law.and_then(|law| law.lookup.clone()),
        say: law.map(|law| law.say.clone()),
        methods: law.map_or_else(|| ObjectionMethod::VARIANTS.to_vec(), methods),
        reports: report::counts(&store, at)?,
        objections: count(context.objections.all().len()),
        called_again,
        calls_after: count(calls_after),
        evidence: evidence::count_calls(&context, &store)?,
    })
}

/// The objections, newest first: all, the newest ones, or one by its id or by the call it was made in.
pub(crate) fn page(core: &Core, request: ObjectionsRequest) -> Result<ObjectionPage, ApiError> {
    let store = core.background()?;
    let context = EvidenceContext::read(core, &store)?;
    let ObjectionsRequest { id, call_id, limit } = request;
    let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    let is_asked = |objection: &&Objection| {
        (id.is_none() || objection.id == id) && (call_id.is_none() || objection.call_id == call_id)
    };
    let mut asked = context.objections.all().iter().rev().filter(is_asked);
    let rows: Result<Vec<ObjectionRow>, ApiError> =
        asked.by_ref().take(limit).map(|objection| row(&context, &store, objection)).collect();
    Ok(ObjectionPage { objections: rows?, more: asked.next().is_some() })
}

fn row(context: &EvidenceContext<'_>, store: &UserStore, objection: &Objection) -> Result<ObjectionRow, ApiError> {
    let LaterCalls { calls, more } = later_calls(context, store, objection)?;
    let of = |relation| count(calls.iter().filter(|(found, _)| *found == relation).count());
    let shown = calls.iter().take(SHOWN);
    let after = CallsAfter {
        count: count(calls.len()),
        same_number: of(Relation::SameNumber),
        range_neighbour: of(Relation::RangeNeighbour),
        company: of(Relation::Company),
        first: calls.last().map(|(_, call)| call.call.at),
        last: calls.first().map(|(_, call)| call.call.at),
        calls: shown
            .map(|(relation, call)| LaterCall { relation: *relation, call: CallRow::of(call, context.home) })
            .collect(),
        more: more || calls.len() > SHOWN,
    };
    Ok(ObjectionRow {
        id: objection.id,
        call_id: objection.call_id,
        company: objection.company.clone(),
        numbers: objection.numbers.iter().map(|key| written(*key, context.home)).collect(),
        at: objection.at,
        how: objection.how,
        note: objection.note.clone(),
        after,
    })
}

fn written(key: NumberKey, home: Region) -> WrittenNumber {
    PhoneNumber::from_key(key).map_or_else(
        || WrittenNumber { number: key.digits(), display: key.digits() },
        |number| WrittenNumber { number: number.to_string(), display: number.display(home) },
    )
}

/// Calls that came after an objection.
struct LaterCalls {
    /// Newest first.
    calls: Vec<(Relation, CallRecord)>,
    /// Whether a number has more of them than were read.
    more: bool,
}

/// The calls after an objection, wanted callers apart. Each number costs one bounded look-up.
fn later_calls(
    context: &EvidenceContext<'_>,
    store: &UserStore,
    objection: &Objection,
) -> Result<LaterCalls, ApiError> {
    let mut calls: Vec<(Relation, CallRecord)> = Vec::new();
    let mut more = false;
    for (key, range) in context.objections.linked(objection) {
        let found = store.calls_after(range, objection.at.utc_millis, LATER)?;
        more |= found.len() == LATER as usize;
        for call in found {
            let Some(caller) = call.call.caller.key().filter(|caller| caller.length() == key.length()) else {
                continue;
            };
            let relation = match (objection.numbers.contains(&key), objection.numbers.contains(&caller)) {
                (_, true) => Relation::SameNumber,
                (true, false) => Relation::RangeNeighbour,
                (false, false) => Relation::Company,
            };
            if !context.is_wanted(&call)? {
                calls.push((relation, call));
            }
        }
    }
    // A call that belongs in two ways counts once, in the surer one.
    calls.sort_by_key(|(relation, call)| (Reverse(call.id), *relation));
    calls.dedup_by_key(|(_, call)| call.id);
    calls.sort_by_key(|(_, call)| Reverse(call.call.at.utc_millis));
    Ok(LaterCalls { calls, more })
}

/// Saves an objection as it was entered.
pub(crate) fn save(core: &Core, request: ObjectionSaveRequest, now: Moment) -> Result<ObjectionSaved, ApiError> {
    let mut store = core.background()?;
    let home = home_region(&store.settings()?, core.phone_region);
    let new = entered(&store, request.objection, home, now)?;
    store.write(|store| {
        if new.id.is_none() && store.objection_count()? >= MAX_OBJECTIONS as u64 {
            return Err(refused("there are as many objections as can be kept; delete one first"));
        }
        Ok(ObjectionSaved { id: store.save_objection(&new)? })
    })
}

/// Reads an entered objection: what was left out comes from the call it was made in.
fn entered(store: &UserStore, draft: ObjectionDraft, home: Region, now: Moment) -> Result<Objection, ApiError> {
    let written = draft.numbers.unwrap_or_default();
    if written.len() > MAX_NUMBERS {
        return Err(refused("an objection holds twenty numbers at most"));
    }
    let read = |text: &String| {
        NumberKey::from_text(text, home).ok_or_else(|| refused("a number of this objection does not read"))
    };
    let mut numbers: Vec<NumberKey> = written.iter().map(read).collect::<Result<_, _>>()?;
    let id = draft.id.filter(|id| *id != 0);
    let mut at = draft.at;
    if let Some(call_id) = draft.call_id {
        let call = match store.call(call_id) {
            Ok(call) => Some(call),
            // A saved objection outlives its call.
            Err(StoreError::NotFound) if id.is_some() => None,
            Err(error) => return Err(error.into()),
        };
        if let Some(call) = call {
            at = at.or(Some(call.call.at));
            numbers.extend(call.call.caller.key().filter(|_| written.is_empty()));
        }
    }
    let at = at.unwrap_or(now);
    numbers.sort_unstable();
    numbers.dedup();
    let company = sanitize_line(&draft.company.unwrap_or_default(), MAX_SHORT_CHARS);
    if numbers.is_empty() && company_key(&company).is_empty() {
        return Err(refused("an objection names a company or a number"));
    }
    if at.utc_millis > now.utc_millis {
        return Err(refused("an objection in the future is none"));
    }
    let how = draft.how.unwrap_or_default();
    let note = sanitize_line(&draft.note.unwrap_or_default(), MAX_LONG_CHARS);
    Ok(Objection { id, call_id: draft.call_id, company, numbers, at, how, note })
}

/// Deletes an objection.
pub(crate) fn delete(core: &Core, request: ObjectionDeleteRequest) -> Result<Done, ApiError> {
    core.background()?.write(|store| store.delete_objection(request.id))?;
    Ok(Done {})
}

fn refused(why: &str) -> ApiError {
    ApiError::new(ErrorCode::BadRequest, why)
}
