//! What is really on: told on the first screen and on that of the levels, from the settings, rules, lists and ranges that would
//! stop a call now.

use super::core::Core;
use super::error::ApiError;
use super::settings;
use super::snapshot::home_region;
use super::view::count;
use crate::contract::common::Done;
use crate::contract::protection::{LevelRow, LevelsView, NextStep, Protection, StepDismissRequest, Stop};
use crate::moment::Moment;
use crate::number::Region;
use crate::pack;
use crate::policy::{Action, Level, Rule, RuleKind, Settings, StageName, Switch};
use crate::recontact::law::law_of;
use crate::store::{StoreError, UserStore};
use crate::sync::Subscription;

/// Calls of a week that rang after which it is worth asking how they ended.
const MANY_CALLS: u32 = 3;

/// The levels, and what is on now.
pub(crate) fn levels(core: &Core, at: Moment) -> Result<LevelsView, ApiError> {
    let settings = settings::readable(core, at)?;
    let store = core.background()?;
    let home = home_region(&settings, core.phone_region);
    let row = |level: &Level| {
        let mut fresh = Settings { foreign: settings.foreign.clone(), ..Settings::default() };
        fresh.own_number.numbers.clone_from(&settings.own_number.numbers);
        fresh.pack_rows.clone_from(&settings.pack_rows);
        level.apply(&mut fresh);
        LevelRow { level: *level, stops: stops(&fresh, home, &[], &[]) }
    };
    let levels = Level::ALL.iter().map(row).collect();
    Ok(LevelsView { protection: protection(&store, &settings, home, at)?, levels })
}

/// What is on now.
pub(super) fn protection(
    store: &UserStore,
    settings: &Settings,
    home: Region,
    at: Moment,
) -> Result<Protection, StoreError> {
    let mut rules = store.rules()?;
    rules.retain(|rule| rule.kind == RuleKind::Block && rule.enabled && !rule.is_expired(at));
    let mut lists = store.subscriptions()?;
    lists.retain(|list| list.enabled && list.action != Action::Allow && list.updated_millis.is_some());
    let level = settings.level_in_force();
    Ok(Protection {
        level,
        is_chosen: settings.level.is_some(),
        is_changed: !level.is_unchanged_in(settings),
        stops: stops(settings, home, &rules, &lists),
    })
}

/// What the settings, the block rules and the lists that are on can stop.
fn stops(settings: &Settings, home: Region, rules: &[Rule], lists: &[Subscription]) -> Vec<Stop> {
    let stop = |stage: StageName, action: Option<Action>, how_many: usize| {
        let action = action.filter(|action| *action != Action::Allow && how_many > 0)?;
        let is_limited = settings.limits.iter().any(|limits| limits.option == stage);
        Some(Stop { stage, action, count: count(how_many), countries: vec![], only_listed: false, is_limited })
    };
    let ranges = pack::rows()
        .iter()
        .filter(|row| settings.pack_rows.get(row.id).copied().unwrap_or_else(|| row.is_default_for(home)));
    let own = &settings.own_number;
    let strongest_own = own.switch.action().max(own.hundred.action());
    let foreign = &settings.foreign;
    let some_country = !foreign.only_listed || !foreign.countries.is_empty();
    let one = |stage, switch: Switch, is_set: bool| stop(stage, switch.action(), usize::from(is_set));
    let found = [
        stop(StageName::UserBlock, rules.iter().map(|rule| rule.action).max(), rules.len()),
        stop(StageName::Pack, settings.pack.action(), ranges.count()),
        stop(StageName::Lists, lists.iter().map(|list| list.action).max(), lists.len()),
        one(StageName::ListNeighbours, settings.list_neighbours, !lists.is_empty()),
        one(StageName::Hidden, settings.hidden, true),
        one(StageName::Unidentified, settings.unidentified, true),
        stop(StageName::OwnNumber, strongest_own, usize::from(!own.numbers.is_empty())),
        one(StageName::Unassigned, settings.unassigned, true),
        one(StageName::FailedVerification, settings.failed_verification, true),
        one(StageName::Foreign, foreign.switch, some_country).map(|stop| Stop {
            countries: foreign.countries.clone(),
            only_listed: foreign.only_listed,
            ..stop
        }),
        one(StageName::Burst, settings.burst.switch, true),
        one(StageName::NotInContacts, settings.not_in_contacts, true),
        one(StageName::QuietHours, settings.quiet_hours.switch, !settings.quiet_hours.schedule.0.is_empty()),
    ];
    found.into_iter().flatten().collect()
}

/// The steps that are neither done nor dismissed. `rang` counts the calls of the week that rang.
pub(super) fn next_steps(
    store: &UserStore,
    settings: &Settings,
    home: Region,
    rang: u32,
) -> Result<Vec<NextStep>, StoreError> {
    let register = law_of(home).and_then(|law| law.register.as_ref());
    let can_enrol = register.is_some_and(|register| register.closed_on().is_none());
    let is_enrolled = store.enrolment(home.as_str())?.enrolled_on.is_some();
    let steps = [
        (settings.level.is_none(), NextStep::Level),
        (can_enrol && !is_enrolled, NextStep::Register),
        (settings.level.is_some() && settings.foreign.switch == Switch::Off, NextStep::Foreign),
        (!settings.ask_outcome && rang >= MANY_CALLS, NextStep::AskOutcome),
        (true, NextStep::Tile),
    ];
    let is_dismissed = |step: NextStep| {
        let name: &str = step.into();
        settings.dismissed_steps.iter().any(|dismissed| dismissed == name)
    };
    Ok(steps.into_iter().filter(|(open, step)| *open && !is_dismissed(*step)).map(|(_, step)| step).collect())
}

/// Dismisses a next step for good.
pub(crate) fn dismiss_step(core: &Core, request: StepDismissRequest, at: Moment) -> Result<Done, ApiError> {
    settings::readable(core, at)?;
    core.background()?.write(|store| {
        let mut settings = store.settings()?;
        let name: &str = request.step.into();
        if !settings.dismissed_steps.iter().any(|dismissed| dismissed == name) {
            settings.dismissed_steps.push(name.to_owned());
        }
        store.save_settings(&settings)?;
        Ok(Done {})
    })
}
