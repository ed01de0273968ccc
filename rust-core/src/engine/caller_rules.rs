//! Blocking and letting through with one tap, and what is offered for a caller: by the rules as they are now.

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::rules;
use super::snapshot::home_region;
use super::undo::Undo;
use crate::contract::caller_rule::{CallerChoices, CallerState, CallersRuleRequest, CountryChoice, RangeChoice};
use crate::contract::undo::Undoable;
use crate::moment::Moment;
use crate::number::{self, Caller, NumberKey, Region};
use crate::pattern::Pattern;
use crate::policy::{Action, CallRecord, Reason, Rule, RuleKind, RuleSet, Settings, Switch, foreign_country};
use crate::store::{StoreError, UserStore};

/// Callers that one tap is about: a page of the history holds fewer that anybody would choose.
const MAX_CALLERS: usize = 100;

/// The digits in which neighbours differ, as a number is written whose end is left open.
const OPEN_DIGITS: &str = "xxx";

/// Blocks callers, or lets them through: one rule each, all or none.
pub(crate) fn decide(core: &Core, request: CallersRuleRequest, at: Moment) -> Result<Undoable, ApiError> {
    if request.patterns.is_empty() || request.patterns.len() > MAX_CALLERS {
        return Err(ApiError::new(ErrorCode::BadRequest, "one caller to a hundred"));
    }
    let mut store = core.background()?;
    let home = home_region(&store.settings()?, core.phone_region);
    let new = |pattern| rules::checked(rule_for(request.kind, pattern, at), home, at);
    let rules: Vec<Rule> = request.patterns.into_iter().map(new).collect::<Result<_, _>>()?;
    store.write(|store| save(store, rules, home)).and_then(Undo::into_response)
}

fn save(store: &UserStore, rules: Vec<Rule>, home: Region) -> Result<Undo, ApiError> {
    let before = store.rules()?;
    for rule in rules {
        rules::put(store, rule, home)?;
    }
    Ok(Undo::of_rules(before, store.rules()?))
}

/// A rule for good, on every SIM, without a name.
pub(super) fn rule_for(kind: RuleKind, pattern: String, at: Moment) -> Rule {
    let action = match kind {
        RuleKind::Allow => Action::Allow,
        RuleKind::Block => Action::Reject,
    };
    Rule {
        id: 0,
        kind,
        pattern,
        label: String::new(),
        action,
        enabled: true,
        schedule: None,
        sim: None,
        created_millis: at.utc_millis,
        expires_millis: None,
    }
}

/// What can be done about the caller of a recorded call.
pub(super) fn choices(
    store: &UserStore,
    record: &CallRecord,
    home: Region,
    at: Moment,
) -> Result<CallerChoices, StoreError> {
    let caller = &record.call.caller;
    let country = country(caller, &store.settings()?, home);
    // A country that is stopped no longer does not count.
    let is_open_country = record.verdict.reason == Reason::Foreign && !country.as_ref().is_some_and(|it| it.is_stopped);
    let is_stopped = stays_stopped(record.verdict.reason) && !is_open_country;
    let rules = store.rules()?;
    let (set, _) = RuleSet::compile(rules.clone(), home);
    let rule = set.find_both(caller, at, record.call.sim).winner();
    let state = match (caller, rule.map(|rule| rule.kind)) {
        (Caller::Hidden(_) | Caller::Other(_), None) => CallerState::NoNumber,
        _ if number::never_block(caller, home).is_some() => CallerState::AlwaysRings,
        (_, Some(RuleKind::Allow)) => CallerState::Allowed,
        (_, Some(RuleKind::Block)) => CallerState::Blocked,
        (_, None) if is_stopped => CallerState::Stopped,
        (_, None) => CallerState::Rings,
    };
    Ok(CallerChoices {
        state,
        rule_id: rule.map(|rule| rule.id),
        range: match caller.key() {
            Some(key) if state != CallerState::AlwaysRings => range(key, &rules, home, record.verdict.reason),
            Some(_) | None => None,
        },
        country,
    })
}

/// Whether the next call would meet the same: what depends on the hour, or on the call itself, does not last.
fn stays_stopped(reason: Reason) -> bool {
    match reason {
        Reason::Pack
        | Reason::List
        | Reason::ListNeighbour
        | Reason::Foreign
        | Reason::NotInContacts
        | Reason::OwnNumber
        | Reason::OwnHundred
        | Reason::Unassigned => true,
        Reason::NothingAgainst
        | Reason::EmergencyWindow
        | Reason::NeverBlock
        | Reason::UserAllow
        | Reason::UserBlock
        | Reason::Contact
        | Reason::Dialled
        | Reason::Waiting
        | Reason::RepeatedCall
        | Reason::Hidden
        | Reason::Unidentified
        | Reason::FailedVerification
        | Reason::QuietHours
        | Reason::Burst => false,
    }
}

/// The numbers around a caller's, unless a rule of the user's or the pack that decided stops them all.
fn range(key: NumberKey, rules: &[Rule], home: Region, reason: Reason) -> Option<RangeChoice> {
    let range = key.neighbours()?;
    let text = format!("+{}*", range.first.digits());
    let pattern = Pattern::parse(&text, home).ok()?;
    let blocks_all = |rule: &Rule| {
        rule.enabled
            && rule.kind == RuleKind::Block
            && rule.schedule.is_none()
            && rule.sim.is_none()
            && Pattern::parse_lazily(&rule.pattern, home).is_ok_and(|known| known.holds_all(range))
    };
    if reason == Reason::Pack || rules.iter().any(blocks_all) {
        return None;
    }
    let display = pattern.display(home).replace('*', OPEN_DIGITS);
    pattern.covers().map(|covers| RangeChoice { pattern: text, display, covers })
}

fn country(caller: &Caller, settings: &Settings, home: Region) -> Option<CountryChoice> {
    let Caller::Number(number) = caller else { return None };
    let region = foreign_country(number, home)?;
    let is_stopped = settings.foreign.switch != Switch::Off && settings.foreign.selects(&region);
    Some(CountryChoice { region, is_stopped })
}
