//! The facts that a record supports for one call. Each names its rule, what it rests on, and whether the phone saw
//! it, the user said it, or it is inferred. What the record does not hold is not said.

use jiff::civil::Date;

use super::calendar::{self, DayKind, HoursFinding};
use super::fact_code::{FactBasis, FactCode};
use super::law::{FactRule, Law};
use super::law_words::RelationWords;
use super::objection::{ObjectionIndex, Relation};
use super::register;
use super::text::{fill, format_date, format_date_english, format_date_italian, format_time, format_windows};
use crate::certainty::Certainty;
use crate::localized_text::LocalizedText;
use crate::moment::{DAY_MILLIS, Moment};
use crate::number::{Caller, HiddenKind};
use crate::policy::{CallOffer, CallOutcome, CallRecord, Verification};

/// A fact that the record supports about a call.
#[derive(Debug, Clone)]
pub struct CallFact {
    /// The rule that it is about.
    pub rule: &'static FactRule,
    /// How it is known.
    pub basis: FactBasis,
    /// What it says of this call.
    pub detail: LocalizedText,
    /// As a draft says it once for all calls of which it says the same, in the country's language.
    pub once: String,
    /// What it says of this call alone, in the country's language; may be empty.
    pub each: String,
    /// The calls it rests on, this one first.
    pub calls: Vec<i64>,
    /// The saved objection it rests on.
    pub objection: Option<i64>,
    /// Whether it rests on the date of enrolment.
    pub register: bool,
    /// Whether an official text was read of every rule it names.
    pub certain: bool,
}

/// An earlier call of the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlierCall {
    /// Row id.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// What the user said of it.
    pub outcome: Option<CallOutcome>,
}

/// What facts are drawn from, beside the calls.
#[derive(Clone, Copy)]
pub struct FactInputs<'a> {
    /// The country's law.
    pub law: &'static Law,
    /// Since when the enrolment has effect.
    pub in_force_on: Option<Date>,
    /// The objections.
    pub objections: &'a ObjectionIndex,
}

/// Days of earlier calls that facts look back on.
pub const LOOK_BACK_DAYS: i64 = 30;

/// The facts about a call, in the order of the country's law. `earlier` are calls of the same number before it,
/// newest first; `after` is which call after the objection it comes after this one is.
#[must_use]
pub fn facts(inputs: &FactInputs<'_>, record: &CallRecord, earlier: &[EarlierCall], after: usize) -> Vec<CallFact> {
    let day = record.call.at.date();
    let in_force =
        |rule: &&FactRule| rule.from.is_none_or(|from| day >= from) && rule.until.is_none_or(|until| day <= until);
    let rules = inputs.law.facts.iter().filter(in_force);
    rules.filter_map(|rule| FactFinder { inputs, record, earlier, after, rule }.find(day)).collect()
}

/// Whether a call belongs to what evidence is gathered about, when the user has not picked it: something spoke
/// against it, or the user said that it was no ordinary call.
#[must_use]
pub fn is_unwanted(record: &CallRecord, objections: &ObjectionIndex) -> bool {
    if let Some(offer) = record.offer {
        return offer.is_advertising();
    }
    let spoken_against = record.verdict.reason.speaks_against();
    let self_reported =
        matches!(record.outcome, Some(CallOutcome::Silent | CallOutcome::HungUp | CallOutcome::Objected));
    let after = || {
        let key = record.call.caller.key();
        key.is_some_and(|key| objections.before(key, record.call.at.utc_millis).is_some())
    };
    spoken_against || self_reported || after()
}

struct FactFinder<'a> {
    inputs: &'a FactInputs<'a>,
    record: &'a CallRecord,
    earlier: &'a [EarlierCall],
    after: usize,
    rule: &'static FactRule,
}

impl FactFinder<'_> {
    fn find(&self, day: Date) -> Option<CallFact> {
        match self.rule.code {
            FactCode::AfterRegister => self.after_register(day),
            FactCode::OutsideHours => self.outside_hours(),
            FactCode::ForbiddenDay => self.forbidden_day(day),
            FactCode::RepeatSilent => self.repeat_silent(),
            FactCode::AfterObjection => self.after_objection(),
            FactCode::HiddenCaller => {
                // Not known to the network, or a pay phone: nobody withheld anything.
                let withheld = self.record.call.caller == Caller::Hidden(HiddenKind::Restricted);
                withheld.then(|| self.fact(FactBasis::Recorded, [&[], &[], &[]]))
            }
            FactCode::FailedVerification => {
                let failed = self.record.call.verification == Verification::Failed;
                failed.then(|| self.fact(FactBasis::Recorded, [&[], &[], &[]]))
            }
            FactCode::TooManyCalls => self.too_many_calls(),
            FactCode::ConsentRequired => Some(self.fact(FactBasis::Recorded, [&[], &[], &[]])),
            FactCode::SectorBan => {
                let banned = self.record.offer.is_some_and(|offer| self.rule.offers.contains(&offer));
                banned.then(|| self.fact(FactBasis::SelfReported, [&[], &[], &[]]))
            }
            FactCode::WrongRange => self.wrong_range(),
        }
    }

    /// A number of the country, outside the ranges for such calls. Only of a call that the user has called advertising:
    /// the same number may call for other reasons.
    fn wrong_range(&self) -> Option<CallFact> {
        let Caller::Number(number) = &self.record.call.caller else { return None };
        let advertising = self.record.offer.is_some_and(CallOffer::is_advertising)
            || self.record.outcome == Some(CallOutcome::Objected);
        let national = number.region().is_some_and(|region| region.as_str() == self.inputs.law.region);
        let digits = number.key().digits();
        let forbidden = self.rule.lines.contains(&number.line_type());
        let outside = !self.rule.ranges.is_empty() && !self.rule.ranges.iter().any(|range| digits.starts_with(range));
        (advertising && national && (forbidden || outside)).then(|| self.fact(FactBasis::SelfReported, [&[], &[], &[]]))
    }

    fn after_register(&self, day: Date) -> Option<CallFact> {
        let register = self.inputs.law.register.as_ref()?;
        let since = self.inputs.in_force_on.filter(|since| register::covers(register, *since, day))?;
        let [it, en, local] = self.dates(since);
        let values = [&[("date", it.as_str())][..], &[("date", en.as_str())], &[("date", local.as_str())]];
        Some(CallFact { register: true, ..self.fact(FactBasis::SelfReported, values) })
    }

    fn outside_hours(&self) -> Option<CallFact> {
        let HoursFinding::Outside(windows) = calendar::hours(self.inputs.law, self.record.call.at) else {
            return None;
        };
        let time = format_time(self.record.call.at);
        let [it, en, local] = [" e ", " and ", &self.inputs.law.and].map(|and| format_windows(windows, and));
        Some(self.fact(
            FactBasis::Recorded,
            [
                &[("time", &time), ("windows", &it)],
                &[("time", &time), ("windows", &en)],
                &[("time", &time), ("windows", &local)],
            ],
        ))
    }

    fn forbidden_day(&self, day: Date) -> Option<CallFact> {
        let HoursFinding::ForbiddenDay(kind) = calendar::hours(self.inputs.law, self.record.call.at) else {
            return None;
        };
        let [it, en, local] = match kind {
            DayKind::Holiday(holiday) => [&holiday.it, &holiday.en, &holiday.name].map(String::as_str),
            DayKind::Sunday | DayKind::Saturday | DayKind::Eve | DayKind::Weekday => {
                weekday_names(self.inputs.law, day)?
            }
        };
        let mut fact = self.fact(FactBasis::Recorded, [&[("day", it)], &[("day", en)], &[("day", local)]]);
        if let DayKind::Holiday(holiday) = kind {
            // The day stands in another law than the hours.
            let law = [self.rule.source.name(), holiday.source.name()].join(&self.inputs.law.and);
            fact.certain &= holiday.source.certainty == Certainty::High;
            fact.once = fill(&self.rule.once, &[("day", local), ("law", &law)]);
        }
        Some(fact)
    }

    fn repeat_silent(&self) -> Option<CallFact> {
        let now = self.record.call.at.utc_millis;
        let within = |call: &&EarlierCall| now.saturating_sub(call.at.utc_millis) < self.rule.days * DAY_MILLIS;
        let silent = self.earlier.iter().filter(within).find(|call| call.outcome == Some(CallOutcome::Silent))?;
        let (day, time, days) = (silent.at.date(), format_time(silent.at), self.rule.days.to_string());
        let dates = self.dates(day);
        let values = dates.each_ref().map(|date| [("date", date.as_str()), ("time", &time), ("days", &days)]);
        let mut fact = self.fact(FactBasis::SelfReported, values.each_ref().map(|values| values.as_slice()));
        fact.calls.push(silent.id);
        Some(fact)
    }

    fn after_objection(&self) -> Option<CallFact> {
        let (key, now) = (self.record.call.caller.key()?, self.record.call.at.utc_millis);
        let (objection, relation) = self.inputs.objections.before(key, now)?;
        let words = relation_words(self.inputs.law, relation);
        let (day, count) = (objection.at.date(), self.after.to_string());
        let [it, en, local] = self.dates(day);
        let values = |date, relation| [("date", date), ("relation", relation), ("count", count.as_str())];
        let it = values(it.as_str(), words.it.as_str());
        let (en, local) = (values(en.as_str(), &words.en), values(local.as_str(), &words.local));
        let basis = match relation {
            Relation::SameNumber | Relation::Company => FactBasis::SelfReported,
            Relation::RangeNeighbour => FactBasis::Inferred,
        };
        let mut fact = CallFact { objection: objection.id, ..self.fact(basis, [&it, &en, &local]) };
        fact.calls.extend(objection.call_id);
        Some(fact)
    }

    fn too_many_calls(&self) -> Option<CallFact> {
        let now = self.record.call.at.utc_millis;
        let within = |call: &&EarlierCall| now.saturating_sub(call.at.utc_millis) < self.rule.days * DAY_MILLIS;
        let before: Vec<i64> = self.earlier.iter().filter(within).map(|call| call.id).collect();
        if before.len() < self.rule.calls {
            return None;
        }
        let (count, days) = ((before.len() + 1).to_string(), self.rule.days.to_string());
        let values: &[(&str, &str)] = &[("count", &count), ("days", &days)];
        let mut fact = self.fact(FactBasis::Recorded, [values, values, values]);
        fact.calls.extend(before);
        Some(fact)
    }

    /// A day in Italian, English and the country's language.
    fn dates(&self, day: Date) -> [String; 3] {
        [format_date_italian(day), format_date_english(day), format_date(self.inputs.law, day)]
    }

    /// The fact with its words filled in: Italian, English, the country's language.
    fn fact(&self, basis: FactBasis, values: [&[(&str, &str)]; 3]) -> CallFact {
        let law = self.rule.source.name();
        let [it, en, local] = values;
        let mut local = local.to_vec();
        local.push(("law", &law));
        CallFact {
            rule: self.rule,
            basis,
            detail: LocalizedText::new(fill(&self.rule.detail.it, it), fill(&self.rule.detail.en, en)),
            once: fill(&self.rule.once, &local),
            each: fill(&self.rule.each, &local),
            calls: vec![self.record.id],
            objection: None,
            register: false,
            certain: self.rule.source.certainty == Certainty::High,
        }
    }
}

fn relation_words(law: &'static Law, relation: Relation) -> &'static RelationWords {
    match relation {
        Relation::SameNumber => &law.relations.same_number,
        Relation::Company => &law.relations.company,
        Relation::RangeNeighbour => &law.relations.range_neighbour,
    }
}

const WEEKDAYS_IT: [&str; 7] = ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The weekday in Italian, English and the country's language.
fn weekday_names(law: &'static Law, day: Date) -> Option<[&'static str; 3]> {
    let index = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
    Some([WEEKDAYS_IT.get(index)?, WEEKDAYS_EN.get(index)?, law.weekdays.get(index)?])
}
