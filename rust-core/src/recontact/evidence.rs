//! The facts that a record supports for one call. Each names its rule, what it rests on, and whether the phone saw
//! it, the person said it, or it is inferred. What the record does not hold is not said.

use super::calendar::{self, DayKind, HoursFinding};
use super::day::Day;
use super::law::{FactRule, Law, RelationWords};
use super::law_text::Text;
use super::objection::{Book, Relation};
use super::register;
use super::text::{date_of, fill, time_of, windows_of};
use crate::moment::Moment;
use crate::number::{Caller, HiddenKind};
use crate::policy::{CallOutcome, CallRecord, Verification};

/// What a fact says. Names are pinned by `tests/contract/fact-codes.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// After the enrolment in the register took effect.
    AfterRegister,
    /// Outside the hours of that day.
    OutsideHours,
    /// On a day without allowed hours.
    ForbiddenDay,
    /// Within days of a silent call from the same number.
    RepeatSilent,
    /// After an objection.
    AfterObjection,
    /// The caller withheld the number.
    HiddenCaller,
    /// The network said that the number was not the caller's.
    FailedVerification,
    /// More calls of one number within days than are allowed.
    TooManyCalls,
    /// At a time when such calls need consent beforehand.
    ConsentRequired,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 9] = [
        Self::AfterRegister,
        Self::OutsideHours,
        Self::ForbiddenDay,
        Self::RepeatSilent,
        Self::AfterObjection,
        Self::HiddenCaller,
        Self::FailedVerification,
        Self::TooManyCalls,
        Self::ConsentRequired,
    ];

    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AfterRegister => "after_register",
            Self::OutsideHours => "outside_hours",
            Self::ForbiddenDay => "forbidden_day",
            Self::RepeatSilent => "repeat_silent",
            Self::AfterObjection => "after_objection",
            Self::HiddenCaller => "hidden_caller",
            Self::FailedVerification => "failed_verification",
            Self::TooManyCalls => "too_many_calls",
            Self::ConsentRequired => "consent_required",
        }
    }
}

/// How the record knows a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The phone saw it.
    Recorded,
    /// The person said it.
    Told,
    /// Concluded from numbers that are neighbours.
    Inferred,
}

impl Basis {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Told => "told",
            Self::Inferred => "inferred",
        }
    }
}

/// A fact about a call.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The rule that it is about.
    pub rule: &'static FactRule,
    /// How it is known.
    pub basis: Basis,
    /// What it says of this call, in Italian.
    pub it: String,
    /// In English.
    pub en: String,
    /// As a draft says it, in the country's language.
    pub sentence: String,
    /// The calls it rests on, this one first.
    pub calls: Vec<i64>,
    /// The saved objection it rests on.
    pub objection: Option<i64>,
    /// It rests on the date of enrolment.
    pub register: bool,
}

/// An earlier call of the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// Row id.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// What the person said of it.
    pub outcome: Option<CallOutcome>,
}

/// What facts are drawn from, beside the calls.
#[derive(Clone, Copy)]
pub struct Records<'a> {
    /// The country's file.
    pub law: &'static Law,
    /// Since when the enrolment has effect.
    pub in_force_on: Option<Day>,
    /// The objections.
    pub book: &'a Book,
}

/// Days of earlier calls that facts look back on.
pub const LOOK_BACK_DAYS: i64 = 30;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// The facts about a call, in the order of the country's file. `earlier` are calls of the same number before it,
/// newest first; `after` is which call after the objection it comes after this one is.
#[must_use]
pub fn facts(records: &Records<'_>, record: &CallRecord, earlier: &[Earlier], after: usize) -> Vec<Fact> {
    let day = Day::of(record.call.at);
    let in_force =
        |rule: &&FactRule| rule.from.is_none_or(|from| day >= from) && rule.until.is_none_or(|until| day <= until);
    let rules = records.law.facts.iter().filter(in_force);
    rules.filter_map(|rule| Finder { records, record, earlier, after, rule }.find(day)).collect()
}

/// Whether a call belongs to what evidence is gathered about, when the person has not picked it: something spoke
/// against it, or the person said that it was no ordinary call.
#[must_use]
pub fn is_unwanted(record: &CallRecord, book: &Book) -> bool {
    let spoken_against = record.verdict.reason.speaks_against();
    let told = matches!(record.outcome, Some(CallOutcome::Silent | CallOutcome::HungUp | CallOutcome::Objected));
    let after = || {
        let key = record.call.caller.key();
        key.is_some_and(|key| book.before(key, record.call.at.utc_millis).is_some())
    };
    spoken_against || told || after()
}

struct Finder<'a> {
    records: &'a Records<'a>,
    record: &'a CallRecord,
    earlier: &'a [Earlier],
    after: usize,
    rule: &'static FactRule,
}

impl Finder<'_> {
    fn find(&self, day: Day) -> Option<Fact> {
        match self.rule.code {
            Code::AfterRegister => self.after_register(day),
            Code::OutsideHours => self.outside_hours(),
            Code::ForbiddenDay => self.forbidden_day(day),
            Code::RepeatSilent => self.repeat_silent(),
            Code::AfterObjection => self.after_objection(),
            Code::HiddenCaller => {
                // Not known to the network, or a pay phone: nobody withheld anything.
                let withheld = self.record.call.caller == Caller::Hidden(HiddenKind::Restricted);
                withheld.then(|| self.fact(Basis::Recorded, [&[], &[], &[]]))
            }
            Code::FailedVerification => {
                let failed = self.record.call.verification == Verification::Failed;
                failed.then(|| self.fact(Basis::Recorded, [&[], &[], &[]]))
            }
            Code::TooManyCalls => self.too_many_calls(),
            Code::ConsentRequired => Some(self.fact(Basis::Recorded, [&[], &[], &[]])),
        }
    }

    fn after_register(&self, day: Day) -> Option<Fact> {
        let register = self.records.law.register.as_ref()?;
        let since = self.records.in_force_on.filter(|since| register::covers(register, *since, day))?;
        let (date, en) = (date_of(since), since.to_string());
        let values: &[(&str, &str)] = &[("date", &date)];
        Some(Fact { register: true, ..self.fact(Basis::Told, [values, &[("date", &en)], values]) })
    }

    fn outside_hours(&self) -> Option<Fact> {
        let HoursFinding::Outside(windows) = calendar::hours(self.records.law, self.record.call.at) else {
            return None;
        };
        let time = time_of(self.record.call.at);
        let [it, en, local] = [" e ", " and ", &self.records.law.and].map(|and| windows_of(windows, and));
        Some(self.fact(
            Basis::Recorded,
            [
                &[("time", &time), ("windows", &it)],
                &[("time", &time), ("windows", &en)],
                &[("time", &time), ("windows", &local)],
            ],
        ))
    }

    fn forbidden_day(&self, day: Day) -> Option<Fact> {
        let HoursFinding::ForbiddenDay(kind) = calendar::hours(self.records.law, self.record.call.at) else {
            return None;
        };
        let [it, en, local] = match kind {
            DayKind::Holiday(holiday) => [holiday.it, holiday.en, holiday.name].map(Text::as_str),
            DayKind::Sunday | DayKind::Saturday | DayKind::Eve | DayKind::Weekday => {
                weekday_names(self.records.law, day)?
            }
        };
        let mut fact = self.fact(Basis::Recorded, [&[("day", it)], &[("day", en)], &[("day", local)]]);
        if let DayKind::Holiday(holiday) = kind {
            // The day stands in another law than the hours.
            let law = [self.rule.source.name(), holiday.source.name()].join(&self.records.law.and);
            fact.sentence = fill(&self.rule.sentence, &[("day", local), ("law", &law)]);
        }
        Some(fact)
    }

    fn repeat_silent(&self) -> Option<Fact> {
        let now = self.record.call.at.utc_millis;
        let within = |call: &&Earlier| now.saturating_sub(call.at.utc_millis) < self.rule.days * DAY_MILLIS;
        let silent = self.earlier.iter().filter(within).find(|call| call.outcome == Some(CallOutcome::Silent))?;
        let (day, time, days) = (Day::of(silent.at), time_of(silent.at), self.rule.days.to_string());
        let (date, en) = (date_of(day), day.to_string());
        let values = |date| [("date", date), ("time", time.as_str()), ("days", days.as_str())];
        let (local, en) = (values(date.as_str()), values(en.as_str()));
        let mut fact = self.fact(Basis::Told, [&local, &en, &local]);
        fact.calls.push(silent.id);
        Some(fact)
    }

    fn after_objection(&self) -> Option<Fact> {
        let (key, now) = (self.record.call.caller.key()?, self.record.call.at.utc_millis);
        let (made, relation) = self.records.book.before(key, now)?;
        let words = relation_words(self.records.law, relation);
        let (day, count) = (Day::of(made.at), self.after.to_string());
        let (date, date_en) = (date_of(day), day.to_string());
        let values = |date, relation| [("date", date), ("relation", relation), ("count", count.as_str())];
        let (it, local) = (values(date.as_str(), &words.it), values(date.as_str(), &words.local));
        let en = values(date_en.as_str(), &words.en);
        let basis = match relation {
            Relation::SameNumber | Relation::Company => Basis::Told,
            Relation::RangeNeighbour => Basis::Inferred,
        };
        let mut fact = Fact { objection: made.id, ..self.fact(basis, [&it, &en, &local]) };
        fact.calls.extend(made.call_id);
        Some(fact)
    }

    fn too_many_calls(&self) -> Option<Fact> {
        let now = self.record.call.at.utc_millis;
        let within = |call: &&Earlier| now.saturating_sub(call.at.utc_millis) < self.rule.days * DAY_MILLIS;
        let before: Vec<i64> = self.earlier.iter().filter(within).map(|call| call.id).collect();
        if before.len() < self.rule.calls {
            return None;
        }
        let (count, days) = ((before.len() + 1).to_string(), self.rule.days.to_string());
        let values: &[(&str, &str)] = &[("count", &count), ("days", &days)];
        let mut fact = self.fact(Basis::Recorded, [values, values, values]);
        fact.calls.extend(before);
        Some(fact)
    }

    /// The fact with its words filled in: Italian, English, the country's language.
    fn fact(&self, basis: Basis, values: [&[(&str, &str)]; 3]) -> Fact {
        let law = self.rule.source.name();
        let [it, en, local] = values;
        let mut local = local.to_vec();
        local.push(("law", &law));
        Fact {
            rule: self.rule,
            basis,
            it: fill(&self.rule.detail.it, it),
            en: fill(&self.rule.detail.en, en),
            sentence: fill(&self.rule.sentence, &local),
            calls: vec![self.record.id],
            objection: None,
            register: false,
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
fn weekday_names(law: &'static Law, day: Day) -> Option<[&'static str; 3]> {
    let index = usize::from(day.weekday());
    Some([WEEKDAYS_IT.get(index)?, WEEKDAYS_EN.get(index)?, law.weekdays.get(index)?])
}
