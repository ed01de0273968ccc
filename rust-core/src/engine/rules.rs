//! The user's rules: the list, saving one, the preview of one not yet saved, suggestions from past calls.

use std::cmp::Reverse;

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::snapshot::home_region;
use super::view::{call_rows, count};
use crate::contract::common::Done;
use crate::contract::rule::{
    PreviewHits, PreviewRequest, PreviewWarning, RuleDeleteRequest, RuleEnableRequest, RuleList, RulePreview, RuleRow,
    RuleSaveRequest, RuleSuggestion, SavedRule, SuggestionList,
};
use crate::moment::Moment;
use crate::notice::NoticeKind;
use crate::number::{self, NumberKey, Region};
use crate::pattern::{self, PastCall, Pattern, PatternError};
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

/// All rules, the most specific first.
pub(crate) fn all(core: &Core) -> Result<RuleList, ApiError> {
    let store = core.background()?;
    let home = home_region(&store.settings()?, core.phone_region);
    let mut rows = Vec::new();
    for rule in store.rules()? {
        let pattern = Pattern::parse(&rule.pattern, home).ok();
        let specificity = pattern.as_ref().map_or(0, Pattern::specificity);
        let (hits, last_hit_millis) = store.hits_of("rule", &rule.id.to_string())?;
        let row = RuleRow {
            id: rule.id,
            kind: rule.kind,
            pattern: rule.pattern,
            label: rule.label,
            action: rule.action,
            enabled: rule.enabled,
            schedule: rule.schedule,
            sim: rule.sim,
            created_millis: rule.created_millis,
            expires_millis: rule.expires_millis,
            pattern_kind: pattern.as_ref().map(Pattern::kind),
            display: pattern.as_ref().map(|pattern| pattern.display(home)),
            covers: pattern.as_ref().and_then(Pattern::covers),
            hits,
            last_hit_millis,
        };
        rows.push((specificity, row));
    }
    rows.sort_by_key(|(specificity, _)| Reverse(*specificity));
    Ok(RuleList { rules: rows.into_iter().map(|(_, row)| row).collect() })
}

/// Saves a new or a changed rule.
pub(crate) fn save(core: &Core, request: RuleSaveRequest, at: Moment) -> Result<SavedRule, ApiError> {
    let mut store = core.background()?;
    let home = home_region(&store.settings()?, core.phone_region);
    let rule = checked(request.rule, home, at)?;
    let id = store.write(|store| put(store, rule, home))?;
    Ok(SavedRule { id })
}

/// Deletes a rule.
pub(crate) fn delete(core: &Core, request: RuleDeleteRequest) -> Result<Done, ApiError> {
    core.background()?.delete_rule(request.id)?;
    Ok(Done {})
}

/// Switches a rule on or off.
pub(crate) fn enable(core: &Core, request: RuleEnableRequest) -> Result<Done, ApiError> {
    core.background()?.enable_rule(request.id, request.enabled)?;
    Ok(Done {})
}

impl Core {
    /// Saves the rules of which a stored part cannot be read without that part, and tells the user.
    pub(super) fn report_unreadable_rules(&self, at: Moment) -> Result<(), ApiError> {
        let mut store = self.background()?;
        let unreadable = store.unreadable_rules()?;
        if unreadable.is_empty() {
            return Ok(());
        }
        store.write(|store| {
            for rule in &unreadable {
                store.save_rule(rule)?;
            }
            store.add_notice(NoticeKind::RulesSwitchedOff, None, at.utc_millis)
        })?;
        Ok(())
    }
}

/// Saves a rule. A new one takes the place of all that match the same callers at the same times, however they are
/// written: of two equal rules, one would never decide. The label and the counts of the first are kept.
pub(super) fn put(store: &UserStore, mut rule: Rule, home: Region) -> Result<RuleId, StoreError> {
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
    /// `None`: the pattern is not valid in the country in force.
    pattern: Option<Pattern>,
    schedule: Option<&'r Schedule>,
    sim: Option<u8>,
}

impl<'r> Reach<'r> {
    pub(super) fn of(rule: &'r Rule, home: Region) -> Self {
        let pattern = Pattern::parse_lazily(&rule.pattern, home).ok();
        Self { text: &rule.pattern, pattern, schedule: rule.schedule.as_ref(), sim: rule.sim }
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        let patterns = self.pattern.as_ref().zip(other.pattern.as_ref());
        (self.sim, self.schedule) == (other.sim, other.schedule)
            && patterns.map_or(self.text == other.text, |(one, other)| one.is_same(other))
    }
}

/// The rules of the other kind that would outrank this one: more specific ones, and allow rules on a
/// tie. A rule for exactly the same callers is replaced by the new one.
fn outranking(rules: Vec<Rule>, draft: &Rule, home: Region) -> Vec<(Rule, Pattern)> {
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
pub(super) fn checked(rule: Rule, home: Region, at: Moment) -> Result<Rule, ApiError> {
    Pattern::parse(&rule.pattern, home)?;
    if rule.schedule.as_ref().is_some_and(|schedule| schedule.0.is_empty()) {
        return Err(ApiError::new(ErrorCode::BadRequest, "a schedule without windows is never in force"));
    }
    checked_parts(rule, at)
}

/// A rule of a backup. One whose pattern cannot be read here is kept as a stored one is, and not asked: the backup may be of
/// another country, or of a version that took more.
pub(super) fn checked_or_kept(rule: Rule, home: Region, at: Moment) -> Result<Rule, ApiError> {
    match Pattern::parse(&rule.pattern, home) {
        Err(error @ (PatternError::Empty | PatternError::TextTooLong)) => Err(error.into()),
        Ok(_) | Err(_) => checked_parts(rule, at),
    }
}

fn checked_parts(mut rule: Rule, at: Moment) -> Result<Rule, ApiError> {
    let bad = |what: &str| ApiError::new(ErrorCode::BadRequest, what);
    rule.pattern = rule.pattern.trim().to_owned();
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
    if windows.len() > MAX_WINDOWS || !windows.iter().all(Window::is_valid) {
        return Err(bad("a window of the schedule is invalid"));
    }
    if rule.created_millis == 0 {
        rule.created_millis = at.utc_millis;
    }
    Ok(rule)
}

/// What a rule that is not saved yet would have done.
pub(crate) fn preview(core: &Core, request: PreviewRequest) -> Result<RulePreview, ApiError> {
    let draft = Rule {
        id: request.id.unwrap_or(0),
        kind: request.kind,
        pattern: request.pattern.trim().to_owned(),
        label: String::new(),
        action: Action::Allow,
        enabled: true,
        schedule: request.schedule,
        sim: request.sim,
        created_millis: 0,
        expires_millis: None,
    };
    let store = core.background()?;
    let home = home_region(&store.settings()?, core.phone_region);
    let pattern = Pattern::parse(&draft.pattern, home)?;
    let decided = decided_calls(&store, &draft, &pattern, home)?;
    let counted = |wanted: &dyn Fn(&CallRecord) -> bool| count(decided.iter().filter(|record| wanted(record)).count());
    let mut hits = PreviewHits {
        total: count(decided.len()),
        answered: counted(&|record| record.outcome == Some(CallOutcome::Answered)),
        contacts: counted(&|record| record.contact == Contact::Found),
        dialled: 0,
    };
    for record in &decided {
        if let Some(key) = record.call.caller.key() {
            hits.dialled += u32::from(store.dialled(key)?.is_some());
        }
    }
    let warnings = if draft.kind == RuleKind::Block { warnings(&pattern, hits, home) } else { Vec::new() };
    let shown = decided.get(..decided.len().min(SHOWN)).unwrap_or_default();
    Ok(RulePreview {
        pattern_kind: pattern.kind(),
        display: pattern.display(home),
        covers: pattern.covers(),
        hits,
        calls: call_rows(shown, home),
        warnings,
    })
}

/// The recorded calls that a rule would have decided, newest first.
fn decided_calls(
    store: &UserStore,
    draft: &Rule,
    pattern: &Pattern,
    home: Region,
) -> Result<Vec<CallRecord>, StoreError> {
    let mut calls = match pattern.range() {
        Some(range) => store.calls_in(range, LOOKED_THROUGH)?,
        None => store.calls(&shown_callers(), None, LOOKED_THROUGH)?.0,
    };
    let outranking = outranking(store.rules()?, draft, home);
    let speaks = |rule: &Rule, pattern: &Pattern, call: &Call| {
        pattern.matches(&call.caller) && rule.is_in_force(call.at, call.sim)
    };
    calls.retain(|record| {
        speaks(draft, pattern, &record.call)
            && !outranking.iter().any(|(rule, other)| speaks(rule, other, &record.call))
    });
    Ok(calls)
}

/// What speaks against a block rule.
fn warnings(pattern: &Pattern, hits: PreviewHits, home: Region) -> Vec<PreviewWarning> {
    let covers_never_block = pattern.range().is_some_and(|range| number::always_rings_overlaps(range, home));
    let facts = [
        (hits.contacts > 0, PreviewWarning::HitsContact),
        (hits.answered > 0, PreviewWarning::HitsAnswered),
        (hits.dialled > 0, PreviewWarning::HitsDialled),
        (covers_never_block, PreviewWarning::CoversNeverBlock),
        (pattern.covers().is_some_and(|covers| covers > VERY_WIDE), PreviewWarning::VeryWide),
    ];
    facts.into_iter().filter(|(holds, _)| *holds).map(|(_, warning)| warning).collect()
}

/// Block rules that past calls suggest.
pub(crate) fn suggestions(core: &Core) -> Result<SuggestionList, ApiError> {
    let store = core.background()?;
    let home = home_region(&store.settings()?, core.phone_region);
    let (calls, _) = store.calls(&shown_callers(), None, LOOKED_THROUGH)?;
    let mut dialled: Vec<NumberKey> = store.all_dialled()?.into_iter().map(|(key, _)| key).collect();
    dialled.sort_unstable();
    let past = |record: &CallRecord| {
        let key = record.call.caller.key()?;
        let wanted = is_wanted(record) || dialled.binary_search(&key).is_ok();
        Some(PastCall { key, wanted, utc_millis: record.call.at.utc_millis })
    };
    let past: Vec<PastCall> = calls.iter().filter_map(past).collect();
    let known: Vec<Pattern> =
        store.rules()?.iter().filter_map(|rule| Pattern::parse(&rule.pattern, home).ok()).collect();
    let mut suggestions = pattern::suggest(&past, home);
    suggestions.retain(|suggestion| !known.iter().any(|rule| rule.holds_all(suggestion.range)));
    let suggestion = |suggestion: pattern::Suggestion| RuleSuggestion {
        display: Pattern::parse(&suggestion.pattern, home).map(|p| p.display(home)).unwrap_or_default(),
        pattern: suggestion.pattern,
        callers: count(suggestion.callers),
        calls: count(suggestion.calls),
        covers: suggestion.covers,
        last_millis: suggestion.last_millis,
    };
    Ok(SuggestionList { suggestions: suggestions.into_iter().map(suggestion).collect() })
}

/// Calls of callers that are not hidden.
fn shown_callers() -> CallFilter {
    CallFilter { hidden: Some(false), ..CallFilter::default() }
}

/// Calls from people: in the address book, or answered without an objection, or allowed by a rule.
fn is_wanted(record: &CallRecord) -> bool {
    record.contact == Contact::Found
        || record.outcome == Some(CallOutcome::Answered)
        || matches!(record.verdict.reason, Reason::UserAllow | Reason::Contact | Reason::Dialled | Reason::NeverBlock)
}
