//! The register and the objections: the first screen of the tab, who called again after being told, and what the
//! person enters.

use serde_json::Value;

use super::asked::Asked;
use super::dossier::{Dossier, source_view, words};
use super::evidence;
use super::shape::{array, moment, object};
use super::view::call_view;
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::moment::Moment;
use crate::number::{NumberKey, PhoneNumber};
use crate::policy::CallRecord;
use crate::recontact::day::Day;
use crate::recontact::law::{Authority, Say, Step};
use crate::recontact::objection::{How, MAX_NUMBERS, MAX_OBJECTIONS, Objection, Relation, company_key};
use crate::recontact::order::in_order;
use crate::recontact::register::Enrolment;
use crate::recontact::text::{MAX_LONG_CHARS, MAX_SHORT_CHARS, tidy};
use crate::store::{StoreError, UserStore};

/// Later calls read for each number of an objection; more are counted as "more".
const LATER: u32 = 200;
const SHOWN: usize = 20;
/// Names of states: for which days the notices were raised.
const IN_FORCE_TOLD: &str = "rpo_in_force_told";
const RENEWAL_TOLD: &str = "rpo_renewal_told";
/// Days for which the beginning of the effect is worth a notice.
const NEWS_DAYS: i32 = 30;

pub(super) fn overview(core: &Core, at: Moment) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    let (mut called_again, mut calls_after) = (0_u64, 0_usize);
    for made in dossier.book.all() {
        let after = dossier.count_after(&desk, made)?;
        called_again += u64::from(after > 0);
        calls_after += after;
    }
    Ok(object!(
        "country" = dossier.law.map(|law| law.region),
        "register" = register_view(&dossier, at),
        "authority" = dossier.law.map(|law| authority_view(&law.authority)),
        "say" = dossier.law.map(|law| say_view(&law.say)),
        "objections" = dossier.book.all().len(),
        "called_again" = called_again,
        "calls_after" = calls_after,
        "evidence" = evidence::count(&dossier, &desk)?
    ))
}

fn say_view(say: &Say) -> Value {
    object!("words" = say.words, "meaning" = words(say.meaning))
}

pub(super) fn authority_view(authority: &Authority) -> Value {
    object!(
        "name" = authority.name,
        "site" = authority.site,
        "report" = authority.report,
        "how" = words(authority.how),
        "source" = source_view(&authority.source)
    )
}

fn register_view(dossier: &Dossier, at: Moment) -> Value {
    let Some(register) = dossier.law.and_then(|law| law.register.as_ref()) else { return Value::Null };
    let enrolment = dossier.enrolment;
    let standing = enrolment.standing(register, Day::of(at));
    let day = |day: Option<Day>| -> Value { day.map(|day| day.to_string()).into() };
    object!(
        "short" = register.short,
        "name" = words(register.name),
        "site" = register.site,
        "what" = words(register.what),
        "steps" = array(register.steps, step_view),
        "ready" = words(register.ready),
        "limits" = words(register.limits),
        "renew" = words(register.renew),
        "enrolled_on" = day(enrolment.enrolled_on),
        "renewed_on" = day(enrolment.renewed_on),
        "in_force_on" = day(standing.map(|standing| standing.in_force_on)),
        "in_force" = standing.is_some_and(|standing| standing.in_force),
        "days_left" = standing.map(|standing| standing.days_left),
        "renewal_due_on" = day(standing.and_then(|standing| standing.renewal_due_on)),
        "renewal_due" = standing.is_some_and(|standing| standing.renewal_due),
        "renewal_is_law" = register.renewal_is_law,
        "closed_on" = day(register.until.map(|until| until.plus(1))),
        "source" = source_view(&register.source)
    )
}

fn step_view(step: &Step) -> Value {
    object!(
        "kind" = step.kind,
        "title" = words(step.title),
        "text" = words(step.text),
        "dial" = step.dial,
        "url" = step.url
    )
}

/// Calls that came after an objection.
pub(super) struct After {
    /// Newest first.
    pub(super) calls: Vec<(Relation, CallRecord)>,
    more: bool,
}

/// The calls after an objection, wanted callers apart. Each number costs one bounded look-up.
pub(super) fn after(dossier: &Dossier, desk: &UserStore, made: &Objection) -> Result<After, ApiError> {
    let mut found: Vec<(Relation, CallRecord)> = Vec::new();
    let mut more = false;
    for (key, range) in dossier.book.linked(made) {
        let calls = desk.calls_after(range, made.at.utc_millis, LATER)?;
        more |= calls.len() == LATER as usize;
        for call in calls {
            let Some(caller) = call.call.caller.key().filter(|caller| caller.length() == key.length()) else {
                continue;
            };
            let relation = match (made.numbers.contains(&key), made.numbers.contains(&caller)) {
                (_, true) => Relation::SameNumber,
                (true, false) => Relation::RangeNeighbour,
                (false, false) => Relation::Company,
            };
            if !dossier.is_wanted(desk, &call)? {
                found.push((relation, call));
            }
        }
    }
    // A call that belongs in two ways counts once, in the surer one.
    let mut calls: Vec<(Relation, CallRecord)> = Vec::new();
    for (relation, call) in in_order(found, |(_, call)| call.id.saturating_neg()) {
        match calls.last_mut() {
            Some((known, last)) if last.id == call.id => *known = relation.min(*known),
            Some(_) | None => calls.push((relation, call)),
        }
    }
    Ok(After { calls: in_order(calls, |(_, call)| call.call.at.utc_millis.saturating_neg()), more })
}

/// The objections, newest first: all, the newest ones, or one by its id or by the call it was made in.
pub(super) fn all(core: &Core, request: &Asked) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    let (id, call_id) = (request.int("id")?, request.int("call_id")?);
    let limit = request.int("limit")?.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
    let is_asked =
        |made: &&Objection| (id.is_none() || made.id == id) && (call_id.is_none() || made.call_id == call_id);
    let mut asked = dossier.book.all().iter().rev().filter(is_asked);
    let rows: Result<Vec<Value>, ApiError> =
        asked.by_ref().take(limit).map(|made| row(&dossier, &desk, made)).collect();
    Ok(object!("objections" = rows?, "more" = asked.next().is_some()))
}

fn row(dossier: &Dossier, desk: &UserStore, made: &Objection) -> Result<Value, ApiError> {
    let after = after(dossier, desk, made)?;
    let count = |relation| after.calls.iter().filter(|(found, _)| *found == relation).count();
    let shown = array(after.calls.iter().take(SHOWN), |(relation, call)| {
        object!("relation" = relation.name(), "call" = call_view(call, dossier.home))
    });
    let at = |call: Option<&(Relation, CallRecord)>| -> Value { call.map(|(_, call)| moment(call.call.at)).into() };
    let flagged = object!(
        "count" = after.calls.len(),
        "same_number" = count(Relation::SameNumber),
        "range_neighbour" = count(Relation::RangeNeighbour),
        "company" = count(Relation::Company),
        "first" = at(after.calls.last()),
        "last" = at(after.calls.first()),
        "calls" = shown,
        "more" = after.more || after.calls.len() > SHOWN
    );
    Ok(object!(
        "id" = made.id,
        "call_id" = made.call_id,
        "company" = made.company.as_str(),
        "numbers" = array(&made.numbers, |key| number_view(*key, dossier)),
        "at" = moment(made.at),
        "how" = made.how.name(),
        "note" = made.note.as_str(),
        "after" = flagged
    ))
}

fn number_view(key: NumberKey, dossier: &Dossier) -> Value {
    let number = PhoneNumber::from_key(key);
    object!(
        "number" = number.map_or_else(|| key.digits(), |number| number.to_string()),
        "display" = number.map_or_else(|| key.digits(), |number| number.display(dossier.home))
    )
}

/// Saves an objection as it was entered.
pub(super) fn save(core: &Core, entered: &Asked, now: Moment) -> Result<Value, ApiError> {
    let bad = |what: &str| ApiError::new(ErrorCode::BadRequest, what);
    let mut desk = core.desk()?;
    let home = crate::engine::snapshot::home_region(&desk.settings()?, core.phone_region);
    let written = entered.texts("numbers")?;
    if written.len() > MAX_NUMBERS {
        return Err(bad("an objection holds twenty numbers at most"));
    }
    let mut numbers = Vec::new();
    for text in &written {
        numbers.push(NumberKey::from_text(text, home).ok_or_else(|| bad("a number of this objection does not read"))?);
    }
    let id = entered.int("id")?.filter(|id| *id != 0);
    let call_id = entered.int("call_id")?;
    let mut at = entered.moment("at")?;
    if let Some(call_id) = call_id {
        let call = match desk.call(call_id) {
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
    let company = tidy(entered.text("company")?.unwrap_or_default(), MAX_SHORT_CHARS);
    if numbers.is_empty() && company_key(&company).is_empty() {
        return Err(bad("an objection names a company or a number"));
    }
    if at.utc_millis > now.utc_millis {
        return Err(bad("an objection in the future is none"));
    }
    let how = match entered.text("how")? {
        Some(name) => {
            How::ALL.into_iter().find(|how| how.name() == name).ok_or_else(|| bad("no such way to object"))?
        }
        None => How::default(),
    };
    let note = tidy(entered.text("note")?.unwrap_or_default(), MAX_LONG_CHARS);
    let new = Objection { id, call_id, company, numbers, at, how, note };
    desk.write(|store| {
        if new.id.is_none() && store.objection_count()? >= MAX_OBJECTIONS as u64 {
            return Err(bad("there are as many objections as can be kept; delete one first"));
        }
        Ok(object!("id" = store.save_objection(&new)?))
    })
}

/// Saves the dates of enrolment in the register of the country in force.
pub(super) fn enrol(
    core: &Core,
    enrolled_on: Option<&str>,
    renewed_on: Option<&str>,
    at: Moment,
) -> Result<Value, ApiError> {
    let bad = |what: String| ApiError::new(ErrorCode::BadRequest, what);
    let day = |text: Option<&str>| match text {
        Some(text) => text.parse::<Day>().map(Some).map_err(|error| bad(error.to_string())),
        None => Ok(None),
    };
    let today = Day::of(at);
    let enrolment = Enrolment { enrolled_on: day(enrolled_on)?, renewed_on: day(renewed_on)? };
    let enrolment = enrolment.checked(today).map_err(|error| bad(error.to_string()))?;
    let mut desk = core.desk()?;
    let mut dossier = Dossier::read(core, &desk)?;
    let register = dossier.law.and_then(|law| law.register.as_ref());
    let register = register.ok_or_else(|| bad("no register of this country is known".to_owned()))?;
    desk.write(|store| {
        store.save_enrolment(dossier.home.as_str(), enrolment)?;
        store.clear_notices("rpo_in_force", None)?;
        store.clear_notices("rpo_renewal", None)?;
        // What is in force when it is entered is no news.
        match enrolment.standing(register, today).filter(|standing| standing.in_force) {
            Some(standing) => store.set_state(IN_FORCE_TOLD, ordinal(standing.in_force_on)),
            None => store.set_state(IN_FORCE_TOLD, 0),
        }?;
        store.set_state(RENEWAL_TOLD, 0)
    })?;
    dossier.enrolment = enrolment;
    Ok(object!("register" = register_view(&dossier, at)))
}

/// Raises the notices that the register asks for, each once for its day.
pub(super) fn remind(store: &UserStore, home: crate::number::Region, at: Moment) -> Result<(), StoreError> {
    let register = crate::recontact::law::law_of(home).and_then(|law| law.register.as_ref());
    let enrolment = store.enrolment(home.as_str())?;
    let Some(standing) = register.and_then(|register| enrolment.standing(register, Day::of(at))) else {
        return Ok(());
    };
    let due = standing.renewal_due_on.filter(|_| standing.renewal_due);
    // A backup of another phone brings an enrolment that has long been in force: no news either.
    let is_news = standing.in_force_on.until(Day::of(at)) <= NEWS_DAYS;
    let notices = [
        ((standing.in_force && is_news).then_some(standing.in_force_on), IN_FORCE_TOLD, "rpo_in_force"),
        (due, RENEWAL_TOLD, "rpo_renewal"),
    ];
    for (day, state, kind) in notices {
        let Some(day) = day.map(ordinal) else { continue };
        if store.state(state)? != Some(day) {
            store.add_notice(kind, None, at.utc_millis)?;
            store.set_state(state, day)?;
        }
    }
    Ok(())
}

/// A day as a number: 20261124.
fn ordinal(day: Day) -> i64 {
    let (year, month, of_month) = day.parts();
    i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(of_month)
}
