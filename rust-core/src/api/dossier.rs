//! What objection, evidence and complaint are answered from: the country's file, the enrolment, the objections, and
//! who is wanted. Read anew for each answer: screens and the command line see what stands now.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;

use super::shape::{array, both, object};
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::engine::snapshot::home_region;
use crate::moment::Moment;
use crate::number::{Caller, KeyRange, NumberKey, PhoneNumber, Region, ShortCode};
use crate::policy::{CallRecord, Contact, Reason, RuleSet};
use crate::recontact::day::Day;
use crate::recontact::evidence::{self, Fact, Records};
use crate::recontact::law::{Law, Source, Words, law_of};
use crate::recontact::objection::{Book, Objection, Relation};
use crate::recontact::register::Enrolment;
use crate::store::{StoreError, UserStore};

pub(super) struct Dossier {
    pub(super) home: Region,
    pub(super) law: Option<&'static Law>,
    pub(super) enrolment: Enrolment,
    pub(super) book: Book,
    rules: RuleSet,
    /// What the store says of a number, asked once an answer.
    wanted: RefCell<HashMap<NumberKey, bool>>,
    /// The calls after an objection that were counted already, by its id and its call's.
    later: RefCell<HashMap<Named, Vec<Later>>>,
}

/// An objection by its id and its call's.
type Named = (Option<i64>, Option<i64>);
/// Time, id and offset of a call after an objection.
type Later = (i64, i64, i32);

/// Calls with the outcome "objected" that count as objections: the newest ones.
pub(super) const OBJECTED_CALLS: u32 = 500;
/// Earlier calls of one number that facts look at.
const EARLIER: u32 = 500;
/// Calls of one range or number that are counted after an objection, the first ones.
const COUNTED_LATER: u32 = 2_000;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

impl Dossier {
    pub(super) fn read(core: &Core, desk: &UserStore) -> Result<Self, ApiError> {
        let home = home_region(&desk.settings()?, core.phone_region);
        let mut objections = desk.objections()?;
        objections.extend(desk.objected_calls(OBJECTED_CALLS)?);
        let (rules, _) = RuleSet::compile(desk.rules()?, home);
        Ok(Self {
            home,
            law: law_of(home),
            enrolment: desk.enrolment(home.as_str())?,
            book: Book::new(objections),
            rules,
            wanted: RefCell::new(HashMap::new()),
            later: RefCell::new(HashMap::new()),
        })
    }

    /// Since when the enrolment has effect.
    pub(super) fn in_force_on(&self) -> Option<Day> {
        self.enrolment.in_force_on(self.law?.register.as_ref()?)
    }

    /// Whether the person wants calls of this caller: in the address book, essential, allowed by a rule, or dialled
    /// and never objected to. About such a caller nothing is ever claimed.
    pub(super) fn is_wanted(&self, desk: &UserStore, record: &CallRecord) -> Result<bool, StoreError> {
        let seen = record.contact == Contact::Found
            || matches!(record.verdict.reason, Reason::Contact | Reason::UserAllow | Reason::NeverBlock);
        if seen || self.rules.allows(&record.call.caller, record.call.at, record.call.sim) {
            return Ok(true);
        }
        record.call.caller.key().map_or(Ok(false), |key| self.store_wants(desk, key))
    }

    fn store_wants(&self, desk: &UserStore, key: NumberKey) -> Result<bool, StoreError> {
        if let Some(known) = self.wanted.borrow().get(&key) {
            return Ok(*known);
        }
        // Who objects by telephone may have dialled the number for that.
        let wanted = desk.was_wanted(key)? || !self.book.names(key) && desk.dialled(key)?.is_some();
        self.wanted.borrow_mut().insert(key, wanted);
        Ok(wanted)
    }

    /// Whether the caller is wanted, and the facts that the record supports.
    pub(super) fn facts(&self, desk: &UserStore, record: &CallRecord) -> Result<(bool, Vec<Fact>), StoreError> {
        if self.is_wanted(desk, record)? {
            return Ok((true, Vec::new()));
        }
        let Some(law) = self.law else { return Ok((false, Vec::new())) };
        let earlier = self.earlier(desk, record)?;
        let after = self.after(desk, record)?.map(|(_, _, count)| count);
        let records = Records { law, in_force_on: self.in_force_on(), book: &self.book };
        Ok((false, evidence::facts(&records, record, &earlier, after.unwrap_or(1))))
    }

    /// The objection that a call comes after, how it belongs to it, and which call after it this is: all its numbers,
    /// their neighbours and those of its company together, wanted callers apart.
    pub(super) fn after(
        &self,
        desk: &UserStore,
        record: &CallRecord,
    ) -> Result<Option<(&Objection, Relation, usize)>, StoreError> {
        let place = (record.call.at.utc_millis, record.id);
        let made = record.call.caller.key().and_then(|key| self.book.before(key, place.0));
        let Some((made, relation)) = made else { return Ok(None) };
        let known = (made.id, made.call_id);
        if !self.later.borrow().contains_key(&known) {
            let later = self.later(desk, &self.book.linked(made), made.at)?;
            self.later.borrow_mut().insert(known, later);
        }
        let later = self.later.borrow();
        let count =
            later.get(&known).map_or(0, |calls| calls.partition_point(|(millis, id, _)| (*millis, *id) <= place));
        Ok(Some((made, relation, count.max(1))))
    }

    /// The calls after an objection from the very numbers that it names, oldest first.
    pub(super) fn of_same_numbers(&self, desk: &UserStore, made: &Objection) -> Result<Vec<(i64, Moment)>, StoreError> {
        let alone: Vec<_> = made.numbers.iter().map(|key| (*key, KeyRange { first: *key, last: *key })).collect();
        let calls = self.later(desk, &alone, made.at)?.into_iter();
        Ok(calls.map(|(utc_millis, id, offset_minutes)| (id, Moment { utc_millis, offset_minutes })).collect())
    }

    /// How many calls came after an objection.
    pub(super) fn count_after(&self, desk: &UserStore, made: &Objection) -> Result<usize, StoreError> {
        Ok(self.later(desk, &self.book.linked(made), made.at)?.len())
    }

    /// Time, id and offset of the calls of these ranges after a time, oldest first, wanted callers apart.
    fn later(
        &self,
        desk: &UserStore,
        linked: &[(NumberKey, KeyRange)],
        after: Moment,
    ) -> Result<Vec<Later>, StoreError> {
        let mut later = Vec::new();
        for (key, range) in linked {
            for (caller, at, id) in desk.first_after(*range, after, COUNTED_LATER)? {
                let allowed = || {
                    let caller = caller_of(caller);
                    caller.is_some_and(|caller| self.rules.allows(&caller, at, None))
                };
                if caller.length() == key.length() && !self.store_wants(desk, caller)? && !allowed() {
                    later.push((at.utc_millis, id, at.offset_minutes));
                }
            }
        }
        // A call that belongs in two ways counts once.
        later.sort_unstable();
        later.dedup();
        Ok(later)
    }

    /// Calls of the same number before this one, as far back as any fact looks.
    fn earlier(&self, desk: &UserStore, record: &CallRecord) -> Result<Vec<evidence::Earlier>, StoreError> {
        let Some(key) = record.call.caller.key() else { return Ok(Vec::new()) };
        let now = record.call.at.utc_millis;
        let from = now.saturating_sub(evidence::LOOK_BACK_DAYS * DAY_MILLIS);
        desk.earlier_calls(key, (now, record.id), from, EARLIER)
    }

    /// Who is wanted of all callers of the record, for what looks at many calls.
    pub(super) fn is_wanted_number(&self, key: NumberKey, record_says: bool, dialled: bool) -> bool {
        let at = Moment { utc_millis: 0, offset_minutes: 0 };
        let allowed = caller_of(key).is_some_and(|caller| self.rules.allows(&caller, at, None));
        record_says || allowed || dialled && !self.book.names(key)
    }
}

fn caller_of(key: NumberKey) -> Option<Caller> {
    let number = PhoneNumber::from_key(key).map(Caller::Number);
    number.or_else(|| ShortCode::from_digits(&key.digits()).map(Caller::ShortCode))
}

pub(super) fn words(words: impl Into<Words>) -> Value {
    let words = words.into();
    both(words.it, words.en)
}

pub(super) fn source_view(source: &Source) -> Value {
    object!(
        "law" = source.law,
        "article" = source.article,
        "url" = source.url,
        "as_of" = source.as_of.to_string(),
        "certainty" = source.certainty
    )
}

pub(super) fn fact_view(fact: &Fact) -> Value {
    object!(
        "code" = fact.rule.code.name(),
        "basis" = fact.basis.name(),
        "label" = words(fact.rule.label),
        "detail" = both(&fact.it, &fact.en),
        "source" = source_view(&fact.rule.source),
        "calls" = fact.calls.clone(),
        "objection" = fact.objection,
        "register" = fact.register
    )
}

pub(super) fn facts_view(facts: &[Fact]) -> Value {
    array(facts, fact_view)
}
