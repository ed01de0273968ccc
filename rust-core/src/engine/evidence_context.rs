//! The evidence context: what objections, evidence and complaints are answered from. The country's law, the enrolment,
//! the objections, and who is wanted, read again for each answer: screens and the command line see what stands now.

use std::cell::RefCell;
use std::collections::HashMap;

use jiff::civil::Date;

use super::core::Core;
use super::error::ApiError;
use super::snapshot::home_region;
use crate::moment::{DAY_MILLIS, Moment};
use crate::number::{Caller, KeyRange, NumberKey, PhoneNumber, Region, ShortCode};
use crate::policy::{CallRecord, Contact, Reason, RuleSet};
use crate::recontact::evidence::{self, CallFact, EarlierCall, FactInputs};
use crate::recontact::law::{Law, law_in, law_of};
use crate::recontact::objection::{Objection, ObjectionIndex, Relation};
use crate::recontact::register::Enrolment;
use crate::store::{StoreError, UserStore};

/// Calls with the outcome "objected" that count as objections: the newest ones.
const OBJECTED_CALLS: u32 = 500;
/// Earlier calls of one number that facts look at.
const EARLIER: u32 = 500;
/// Calls of one range or number that are counted after an objection, the first ones.
const COUNTED_LATER: u32 = 2_000;

/// What objections, evidence and complaints are answered from.
pub(crate) struct EvidenceContext<'s> {
    store: &'s UserStore,
    /// Region in force.
    pub(crate) home: Region,
    /// Its law, where a file is known.
    pub(crate) law: Option<&'static Law>,
    /// The user's enrolment in its register.
    pub(crate) enrolment: Enrolment,
    /// All objections.
    pub(crate) objections: ObjectionIndex,
    rules: RuleSet,
    /// What the store says of a number, asked once an answer.
    wanted: RefCell<HashMap<NumberKey, bool>>,
    /// The calls after an objection, cached.
    later: RefCell<HashMap<ObjectionKey, Vec<TimedCall>>>,
}

/// What tells objections apart: a saved one by its id, another by its call.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct ObjectionKey {
    id: Option<i64>,
    call_id: Option<i64>,
}

/// A call after an objection, in the order of time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TimedCall {
    utc_millis: i64,
    id: i64,
    offset_minutes: i32,
}

impl<'s> EvidenceContext<'s> {
    /// Reads the context of the region in force.
    pub(crate) fn read(core: &Core, store: &'s UserStore) -> Result<Self, ApiError> {
        let home = home_region(&store.settings()?, core.phone_region);
        let mut objections = store.objections()?;
        objections.extend(store.objected_calls(OBJECTED_CALLS)?);
        let (rules, _) = RuleSet::compile(store.rules()?, home);
        Ok(Self {
            store,
            home,
            law: law_of(home),
            enrolment: store.enrolment(home.as_str())?,
            objections: ObjectionIndex::new(objections),
            rules,
            wanted: RefCell::new(HashMap::new()),
            later: RefCell::new(HashMap::new()),
        })
    }

    /// The same in one of the country's languages.
    pub(crate) fn in_language(mut self, language: Option<&str>) -> Self {
        if let Some(language) = language {
            self.law = law_in(self.home, language);
        }
        self
    }

    /// Since when the enrolment has effect.
    fn in_force_on(&self) -> Option<Date> {
        self.enrolment.in_force_on(self.law?)
    }

    /// Whether the user wants calls of this caller: in the address book, essential, allowed by a rule, or dialled
    /// and never objected to. About such a caller nothing is ever claimed.
    pub(crate) fn is_wanted(&self, record: &CallRecord) -> Result<bool, StoreError> {
        let seen = record.contact == Contact::Found
            || matches!(record.verdict.reason, Reason::Contact | Reason::UserAllow | Reason::NeverBlock);
        if seen || self.rules.allows(&record.call.caller, record.call.at, record.call.sim) {
            return Ok(true);
        }
        record.call.caller.key().map_or(Ok(false), |key| self.store_wants(key))
    }

    fn store_wants(&self, key: NumberKey) -> Result<bool, StoreError> {
        if let Some(known) = self.wanted.borrow().get(&key) {
            return Ok(*known);
        }
        // Who objects by telephone may have dialled the number for that.
        let wanted = self.store.was_wanted(key)? || !self.objections.names(key) && self.store.dialled(key)?.is_some();
        self.wanted.borrow_mut().insert(key, wanted);
        Ok(wanted)
    }

    /// Whether the caller is wanted, and the facts that the record supports.
    pub(crate) fn facts(&self, record: &CallRecord) -> Result<(bool, Vec<CallFact>), StoreError> {
        if self.is_wanted(record)? {
            return Ok((true, Vec::new()));
        }
        let Some(law) = self.law else { return Ok((false, Vec::new())) };
        let earlier = self.earlier(record)?;
        let after = self.after(record)?.map(|(_, _, count)| count);
        let inputs = FactInputs { law, in_force_on: self.in_force_on(), objections: &self.objections };
        Ok((false, evidence::facts(&inputs, record, &earlier, after.unwrap_or(1))))
    }

    /// The objection that a call comes after, how it belongs to it, and which call after it this is: all its numbers,
    /// their neighbours and those of its company together, wanted callers apart.
    pub(crate) fn after(&self, record: &CallRecord) -> Result<Option<(&Objection, Relation, usize)>, StoreError> {
        let place = (record.call.at.utc_millis, record.id);
        let objection = record.call.caller.key().and_then(|key| self.objections.before(key, place.0));
        let Some((objection, relation)) = objection else { return Ok(None) };
        let known = ObjectionKey { id: objection.id, call_id: objection.call_id };
        if !self.later.borrow().contains_key(&known) {
            let later = self.later(&self.objections.linked(objection), objection.at)?;
            self.later.borrow_mut().insert(known, later);
        }
        let later = self.later.borrow();
        let up_to = |call: &TimedCall| (call.utc_millis, call.id) <= place;
        let count = later.get(&known).map_or(0, |calls| calls.partition_point(up_to));
        Ok(Some((objection, relation, count.max(1))))
    }

    /// The calls after an objection from the very numbers that it names, oldest first.
    pub(crate) fn of_same_numbers(&self, objection: &Objection) -> Result<Vec<(i64, Moment)>, StoreError> {
        let alone: Vec<_> = objection.numbers.iter().map(|key| (*key, KeyRange { first: *key, last: *key })).collect();
        let calls = self.later(&alone, objection.at)?.into_iter();
        let moment = |call: TimedCall| Moment { utc_millis: call.utc_millis, offset_minutes: call.offset_minutes };
        Ok(calls.map(|call| (call.id, moment(call))).collect())
    }

    /// How many calls came after an objection.
    pub(crate) fn count_after(&self, objection: &Objection) -> Result<usize, StoreError> {
        Ok(self.later(&self.objections.linked(objection), objection.at)?.len())
    }

    /// The calls of these ranges after a time, oldest first, wanted callers apart.
    fn later(&self, linked: &[(NumberKey, KeyRange)], after: Moment) -> Result<Vec<TimedCall>, StoreError> {
        let mut later = Vec::new();
        for (key, range) in linked {
            for (caller, at, id) in self.store.first_after(*range, after, COUNTED_LATER)? {
                if caller.length() == key.length() && !self.store_wants(caller)? && !self.allows(caller, at) {
                    later.push(TimedCall { utc_millis: at.utc_millis, id, offset_minutes: at.offset_minutes });
                }
            }
        }
        // A call that belongs in two ways counts once.
        later.sort_unstable();
        later.dedup();
        Ok(later)
    }

    /// Calls of the same number before this one, as far back as any fact looks.
    fn earlier(&self, record: &CallRecord) -> Result<Vec<EarlierCall>, StoreError> {
        let Some(key) = record.call.caller.key() else { return Ok(Vec::new()) };
        let now = record.call.at.utc_millis;
        let from = now.saturating_sub(evidence::LOOK_BACK_DAYS * DAY_MILLIS);
        self.store.earlier_calls(key, (now, record.id), from, EARLIER)
    }

    /// Whether the user wants calls of a number, for what looks at many calls: by what the record of all its calls
    /// says, whether it was dialled, and the rules.
    pub(crate) fn is_wanted_number(&self, key: NumberKey, record_says: bool, dialled: bool) -> bool {
        let at = Moment { utc_millis: 0, offset_minutes: 0 };
        record_says || self.allows(key, at) || dialled && !self.objections.names(key)
    }

    /// Whether a rule allows a number at a time.
    fn allows(&self, key: NumberKey, at: Moment) -> bool {
        let caller = caller_of(key);
        caller.is_some_and(|caller| self.rules.allows(&caller, at, None))
    }
}

fn caller_of(key: NumberKey) -> Option<Caller> {
    let number = PhoneNumber::from_key(key).map(Caller::Number);
    number.or_else(|| ShortCode::from_digits(&key.digits()).map(Caller::ShortCode))
}
