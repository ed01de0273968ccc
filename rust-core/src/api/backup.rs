//! Backup to and from one JSON document: rules, settings, calls, dialled numbers, objections and enrolments.
//! Versioned; checked whole before anything is changed.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::rules::{self, Reach};
use super::saved::{self, SavedEnrolment, SavedObjection};
use super::shape::object;
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::engine::snapshot::home_region;
use crate::json::fields;
use crate::moment::Moment;
use crate::number::{NumberKey, Region};
use crate::policy::{Rule, Settings};
use crate::recontact::objection::MAX_OBJECTIONS;
use crate::store::UserStore;
use crate::store::user::{SavedCall, Subscription};

/// Version of the document this program writes and the newest it reads.
const VERSION: u32 = 1;

/// What to do with what is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RestoreMode {
    /// Keeps it and adds what is new.
    Merge,
    /// Puts the backup in its place.
    Replace,
}

#[derive(Serialize, Deserialize)]
#[serde(try_from = "Value")]
struct Document {
    stufo_backup: u32,
    created: Moment,
    rules: Vec<Rule>,
    settings: Settings,
    calls: Vec<SavedCall>,
    dialled: Vec<Dialled>,
    subscriptions: Vec<Subscription>,
    objections: Vec<SavedObjection>,
    enrolments: Map<String, Value>,
}

fields!(Document {
    stufo_backup, created;
    rules = Vec::new(), settings = Settings::default(), calls = Vec::new(), dialled = Vec::new(),
    subscriptions = Vec::new(), objections = Vec::new(), enrolments = Map::new()
});

#[derive(Serialize, Deserialize)]
#[serde(try_from = "Value")]
struct Dialled {
    key: i64,
    utc_millis: i64,
}

fields!(Dialled { key, utc_millis; });

pub(super) fn make(core: &Core, at: Moment) -> Result<Value, ApiError> {
    let mut desk = core.desk()?;
    let document = desk.write(|store| {
        let dialled = store.all_dialled()?.into_iter();
        Ok::<_, ApiError>(Document {
            stufo_backup: VERSION,
            created: at,
            rules: store.rules()?,
            settings: store.settings()?,
            calls: store.saved_calls()?,
            subscriptions: store.subscriptions()?,
            objections: store.objections()?.iter().map(SavedObjection::of).collect(),
            enrolments: saved::enrolments_of(store)?,
            dialled: dialled.map(|(key, utc_millis)| Dialled { key: key.as_i64(), utc_millis }).collect(),
        })
    })?;
    let text = serde_json::to_string(&document)
        .map_err(|_| ApiError::new(ErrorCode::Internal, "the backup cannot be written"))?;
    Ok(object!("text" = text))
}

pub(super) fn preview(core: &Core, text: &str) -> Result<Value, ApiError> {
    let document = read(core, text)?;
    let desk = core.desk()?;
    let (known, home) = (desk.rules()?, home_region(&desk.settings()?, core.phone_region));
    let standing = Standing::new(&known, home);
    let (mut new_rules, mut conflicts) = (0_usize, 0_usize);
    for rule in &document.rules {
        let (same, other): (Vec<&Rule>, Vec<&Rule>) = standing.like(rule).partition(|known| same_answer(known, rule));
        new_rules += usize::from(same.is_empty());
        conflicts += usize::from(!other.is_empty());
    }
    Ok(object!(
        "version" = document.stufo_backup,
        "created_millis" = document.created.utc_millis,
        "rules" = document.rules.len(),
        "calls" = document.calls.len(),
        "subscriptions" = document.subscriptions.len(),
        "objections" = document.objections.len(),
        "new_rules" = new_rules,
        "conflicts" = conflicts
    ))
}

/// One transaction: either all of it is there or nothing has changed.
pub(super) fn restore(core: &Core, text: &str, mode: RestoreMode) -> Result<Value, ApiError> {
    let document = read(core, text)?;
    let mut desk = core.desk()?;
    desk.write(|store| {
        if mode == RestoreMode::Replace {
            store.clear_rules()?;
            store.clear_calls()?;
            store.clear_dialled()?;
            store.clear_subscriptions()?;
            store.clear_objections()?;
            store.clear_enrolments()?;
        }
        let rules = restore_rules(store, &document, mode, home_region(&store.settings()?, core.phone_region))?;
        let mut calls = 0_u64;
        for call in &document.calls {
            calls += u64::from(store.restore_call(call)?);
        }
        for dialled in &document.dialled {
            let Some(key) = NumberKey::from_i64(dialled.key) else { continue };
            store.note_dialled(key, dialled.utc_millis)?;
        }
        let known = store.subscriptions()?;
        let mut subscriptions = 0;
        for list in document.subscriptions.iter().filter(|list| !known.iter().any(|other| other.origin == list.origin))
        {
            // Its numbers are fetched anew: a backup holds the choice, not the list.
            if super::lists::check(list).is_ok() {
                store.save_subscription(&Subscription { id: 0, ..list.clone() })?;
                subscriptions += 1;
            }
        }
        let objections = saved::restore(store, &document.objections, &document.enrolments)?;
        if mode == RestoreMode::Replace {
            store.save_settings(&document.settings)?;
        }
        Ok(object!("rules" = rules, "calls" = calls, "subscriptions" = subscriptions, "objections" = objections))
    })
}

fn restore_rules(store: &UserStore, document: &Document, mode: RestoreMode, home: Region) -> Result<u64, ApiError> {
    let known = store.rules()?;
    let standing = Standing::new(&known, home);
    let mut saved = 0;
    for rule in &document.rules {
        // Of the same reach: in a merge the rule that stands stays, whatever it answers.
        if mode == RestoreMode::Replace || standing.like(rule).next().is_none() {
            store.save_rule(&Rule { id: 0, ..rule.clone() })?;
            saved += 1;
        }
    }
    Ok(saved)
}

/// The rules that are there already, each with its reach.
struct Standing<'r> {
    rules: Vec<(&'r Rule, Reach<'r>)>,
    home: Region,
}

impl<'r> Standing<'r> {
    fn new(rules: &'r [Rule], home: Region) -> Self {
        Self { rules: rules.iter().map(|rule| (rule, Reach::of(rule, home))).collect(), home }
    }

    /// Those that speak about the same callers at the same times, however they are written and called.
    fn like(&self, rule: &Rule) -> impl Iterator<Item = &'r Rule> {
        let reach = Reach::of(rule, self.home);
        self.rules.iter().filter(move |(_, other)| other.is_same(&reach)).map(|(rule, _)| *rule)
    }
}

fn same_answer(one: &Rule, other: &Rule) -> bool {
    one.kind == other.kind && one.action == other.action
}

fn read(core: &Core, text: &str) -> Result<Document, ApiError> {
    let bad = |why: &str| ApiError::new(ErrorCode::BadBackup, why);
    let version = crate::json::value(text).map_err(|_| bad("this file is no backup of Stufo's"))?;
    match version.get("stufo_backup").and_then(Value::as_u64) {
        Some(version) if version <= u64::from(VERSION) => {}
        Some(_) => return Err(bad("this backup is of a newer version")),
        None => return Err(bad("this file is no backup of Stufo's")),
    }
    let mut document: Document =
        serde_json::from_value(version).map_err(|_| bad("a part of this backup does not read"))?;
    let home = home_region(&document.settings, core.phone_region);
    let created = document.created;
    let checked = document.rules.into_iter().map(|rule| rules::checked(rule, home, created));
    document.rules = checked.collect::<Result<_, _>>().map_err(|_| bad("a rule of this backup does not read"))?;
    let reads = document.objections.len() <= MAX_OBJECTIONS
        && document.objections.iter().all(|objection| objection.read().is_some());
    if !reads || !document.enrolments.values().all(|dates| SavedEnrolment::read(dates).is_some()) {
        return Err(bad("an objection of this backup does not read"));
    }
    Ok(document)
}
