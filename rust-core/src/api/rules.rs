//! Rules for the screens: the list, saving one, the preview of one not yet saved, suggestions.

use serde_json::Value;

use super::asked::{Asked, needed};
use super::shape::{array, object, value, with};
use super::view::calls_view;
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::engine::snapshot::home_region;
use crate::moment::Moment;
use crate::number::{self, NumberKey};
use crate::pattern::{self, Pattern};
use crate::policy::{Action, Call, CallOutcome, CallRecord, Contact, Reason, Rule, RuleId, RuleKind, Schedule, Window};
use crate::store::StoreError;
use crate::store::user::{CallFilter, UserStore};

/// A rule that covers more numbers than this gets a warning: a whole Italian district holds fewer.
const VERY_WIDE: u64 = 1_000_000;
const MAX_LABEL_BYTES: usize = 200;
const MAX_WINDOWS: usize = 50;
/// Calls shown in a preview.
const SHOWN: usize = 20;
/// Calls a preview or a suggestion looks through, newest first.
const LOOKED_THROUGH: u32 = 100_000;

pub(super) fn all(core: &Core) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let home = home_region(&desk.settings()?, core.phone_region);
    let mut rows = Vec::new();
    for rule in desk.rules()? {
        let parsed = Pattern::parse(&rule.pattern, home).ok();
        let (hits, last_hit_millis) = desk.hits_of("rule", &rule.id.to_string())?;
        let specificity = parsed.as_ref().map_or(0, Pattern::specificity);
        let row = with!(
            value(&rule),
            "pattern_kind" = parsed.as_ref().map(|p| p.kind().name()),
            "display" = parsed.as_ref().map(|p| p.display(home)),
            "covers" = parsed.as_ref().and_then(Pattern::covers),
            "hits" = hits,
            "last_hit_millis" = last_hit_millis
        );
        rows.push((specificity, row));
    }
    rows.sort_by_key(|(specificity, _)| std::cmp::Reverse(*specificity));
    Ok(object!("rules" = array(rows, |(_, row)| row)))
}

pub(super) fn save(core: &Core, rule: Rule, at: Moment) -> Result<Value, ApiError> {
    let mut desk = core.desk()?;
    let home = home_region(&desk.settings()?, core.phone_region);
    let rule = checked(rule, home, at)?;
    let id = desk.write(|store| put(store, rule, home))?;
    Ok(object!("id" = id))
}

/// Saves a rule. A new one takes the place of all that speak about the same callers at the same times, however they are
/// written: of two, one would never be asked. A name that was given stays, and what the record says of the first.
pub(super) fn put(store: &UserStore, mut rule: Rule, home: number::Region) -> Result<RuleId, StoreError> {
    if rule.id == 0 {
        let mut same = store.rules()?;
        let new = Reach::of(&rule, home);
        same.retain(|known| Reach::of(known, home).is_same(&new));
        for known in same {
            if rule.label.is_empty() {
                rule.label.clone_from(&known.label);
            }
            if rule.id == 0 {
                rule.id = known.id;
            } else {
                store.delete_rule(known.id)?;
            }
        }
    }
    store.save_rule(&rule)
}

/// About whom and when a rule speaks.
pub(super) struct Reach<'r> {
    text: &'r str,
    /// `None`: it does not read, since the country in force is another.
    pattern: Option<Pattern>,
    schedule: Option<&'r Schedule>,
    sim: Option<u8>,
}

impl<'r> Reach<'r> {
    pub(super) fn of(rule: &'r Rule, home: number::Region) -> Self {
        let pattern = Pattern::parse_lazily(&rule.pattern, home).ok();
        Self { text: &rule.pattern, pattern, schedule: rule.schedule.as_ref(), sim: rule.sim }
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        let patterns = self.pattern.as_ref().zip(other.pattern.as_ref());
        (self.sim, self.schedule) == (other.sim, other.schedule)
            && patterns.map_or(self.text == other.text, |(one, other)| one.is_same(other))
    }
}

/// The rules of the other kind that would have the last word over this one: the more exact, and those that let ring on a
/// tie. One that speaks about just the same would give way to a new rule.
fn outranking(rules: Vec<Rule>, draft: &Rule, home: number::Region) -> Vec<(Rule, Pattern)> {
    let reach = Reach::of(draft, home);
    let mine = reach.pattern.as_ref().map_or(0, Pattern::specificity);
    let read = |rule: Rule| {
        let other = Reach::of(&rule, home);
        let gives_way = other.is_same(&reach);
        let pattern = other.pattern?;
        let specificity = pattern.specificity();
        let outranks = specificity > mine || specificity == mine && rule.kind == RuleKind::Allow;
        (outranks && !gives_way).then_some((rule, pattern))
    };
    // One that is being changed is no other rule.
    let others = rules.into_iter().filter(|rule| rule.enabled && rule.kind != draft.kind && rule.id != draft.id);
    others.filter_map(read).collect()
}

/// A rule that may be stored: its pattern reads, its parts agree. Errors name the part.
pub(super) fn checked(mut rule: Rule, home: number::Region, at: Moment) -> Result<Rule, ApiError> {
    let bad = |what: &str| ApiError::new(ErrorCode::BadRequest, what);
    rule.pattern = rule.pattern.trim().to_owned();
    Pattern::parse(&rule.pattern, home)?;
    match (rule.kind, rule.action) {
        (RuleKind::Allow, _) => rule.action = Action::Allow,
        (RuleKind::Block, Action::Allow) => return Err(bad("a block rule silences or rejects")),
        (RuleKind::Block, Action::Silence | Action::Reject) => {}
    }
    if rule.label.len() > MAX_LABEL_BYTES {
        return Err(bad("the label is too long"));
    }
    if rule.sim.is_some_and(|sim| !(1..=4).contains(&sim)) {
        return Err(bad("a SIM slot is 1 to 4"));
    }
    let windows = rule.schedule.as_ref().map(|schedule| schedule.0.as_slice()).unwrap_or_default();
    if windows.len() > MAX_WINDOWS || !windows.iter().all(window_is_valid) {
        return Err(bad("a window of the schedule does not fit"));
    }
    if rule.created_millis == 0 {
        rule.created_millis = at.utc_millis;
    }
    Ok(rule)
}

/// At least one day, times within a day.
pub(super) fn window_is_valid(window: &Window) -> bool {
    (1..=0x7f).contains(&window.days) && window.from_minute < 1440 && window.to_minute <= 1440
}

pub(super) fn preview(core: &Core, request: &mut Asked) -> Result<Value, ApiError> {
    let draft = Rule {
        id: request.int("id")?.unwrap_or(0),
        kind: request.take("kind")?,
        pattern: needed("pattern", request.text("pattern")?)?.trim().to_owned(),
        label: String::new(),
        action: Action::Allow,
        enabled: true,
        schedule: request.get("schedule")?,
        sim: request.small("sim")?,
        created_millis: 0,
    };
    let desk = core.desk()?;
    let home = home_region(&desk.settings()?, core.phone_region);
    let pattern = Pattern::parse(&draft.pattern, home)?;
    let candidates = match pattern.range() {
        Some(range) => desk.calls_in(range, LOOKED_THROUGH)?,
        None => desk.calls(&CallFilter { hidden: Some(false), ..CallFilter::default() }, None, LOOKED_THROUGH)?.0,
    };
    let outranking = outranking(desk.rules()?, &draft, home);
    let speaks = |rule: &Rule, pattern: &Pattern, call: &Call| {
        pattern.matches(&call.caller) && rule.is_in_force(call.at, call.sim)
    };
    let decides = |record: &CallRecord| {
        speaks(&draft, &pattern, &record.call)
            && !outranking.iter().any(|(rule, other)| speaks(rule, other, &record.call))
    };
    let hits: Vec<CallRecord> = candidates.into_iter().filter(decides).collect();
    let count = |wanted: &dyn Fn(&CallRecord) -> bool| hits.iter().filter(|record| wanted(record)).count();
    let answered = count(&|record| matches!(record.outcome, Some(CallOutcome::Answered)));
    let contacts = count(&|record| record.contact == Contact::Found);
    let mut dialled = 0;
    for record in &hits {
        if let Some(key) = record.call.caller.key() {
            dialled += usize::from(desk.dialled(key)?.is_some());
        }
    }
    let mut warnings = Vec::new();
    if draft.kind == RuleKind::Block {
        let covers_never_block = pattern.range().is_some_and(|range| number::never_block_overlaps(range, home));
        let facts = [
            (contacts > 0, "hits_contact"),
            (answered > 0, "hits_answered"),
            (dialled > 0, "hits_dialled"),
            (covers_never_block, "covers_never_block"),
            (pattern.covers().is_some_and(|covers| covers > VERY_WIDE), "very_wide"),
        ];
        warnings.extend(facts.into_iter().filter(|(holds, _)| *holds).map(|(_, name)| name));
    }
    let shown = hits.get(..hits.len().min(SHOWN)).unwrap_or_default();
    let counted = object!("total" = hits.len(), "answered" = answered, "contacts" = contacts, "dialled" = dialled);
    Ok(object!(
        "pattern_kind" = pattern.kind().name(),
        "display" = pattern.display(home),
        "covers" = pattern.covers(),
        "hits" = counted,
        "calls" = calls_view(shown, home),
        "warnings" = warnings
    ))
}

pub(super) fn suggestions(core: &Core) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let home = home_region(&desk.settings()?, core.phone_region);
    let (calls, _) = desk.calls(&CallFilter { hidden: Some(false), ..CallFilter::default() }, None, LOOKED_THROUGH)?;
    let mut dialled: Vec<NumberKey> = desk.all_dialled()?.into_iter().map(|(key, _)| key).collect();
    dialled.sort_unstable();
    let mut past: Vec<pattern::PastCall> = Vec::new();
    for record in &calls {
        let Some(key) = record.call.caller.key() else { continue };
        past.push(pattern::PastCall {
            key,
            wanted: is_wanted(record) || dialled.binary_search(&key).is_ok(),
            utc_millis: record.call.at.utc_millis,
        });
    }
    let known: Vec<Pattern> =
        desk.rules()?.iter().filter_map(|rule| Pattern::parse(&rule.pattern, home).ok()).collect();
    let mut suggestions = pattern::suggest(&past, home);
    suggestions.retain(|suggestion| !known.iter().any(|rule| rule.holds_all(suggestion.range)));
    let suggestions = array(suggestions, |suggestion| {
        let display = Pattern::parse(&suggestion.pattern, home).map(|p| p.display(home)).unwrap_or_default();
        object!(
            "pattern" = suggestion.pattern,
            "display" = display,
            "callers" = suggestion.callers,
            "calls" = suggestion.calls,
            "covers" = suggestion.covers,
            "last_millis" = suggestion.last_millis
        )
    });
    Ok(object!("suggestions" = suggestions))
}

/// Calls from people: in the address book, or answered without an objection, or allowed by a rule.
fn is_wanted(record: &CallRecord) -> bool {
    record.contact == Contact::Found
        || record.outcome == Some(CallOutcome::Answered)
        || matches!(record.verdict.reason, Reason::UserAllow | Reason::Contact | Reason::Dialled | Reason::NeverBlock)
}
