//! Backup to and from one JSON document, checked whole before anything is changed.

use super::backup_document::{
    self, BackupDocument, SavedDialled, SavedEnrolment, SavedObjection, SavedReport, VERSION,
};
use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::lists;
use super::report;
use super::rules::Reach;
use super::snapshot::home_region;
use super::view::count;
use crate::contract::backup::{BackupPreview, BackupPreviewRequest, BackupText, RestoreMode, RestoreRequest, Restored};
use crate::moment::Moment;
use crate::notice::NoticeKind;
use crate::number::{NumberKey, Region};
use crate::policy::Rule;
use crate::recontact::objection::{MAX_OBJECTIONS, Objection};
use crate::recontact::report::MAX_REPORTS;
use crate::recontact::sender::SenderData;
use crate::store::{StoreError, UserStore};
use crate::sync::Subscription;

/// Everything the user has entered and every recorded call, as one text.
pub(crate) fn make(core: &Core, at: Moment) -> Result<BackupText, ApiError> {
    let mut store = core.background()?;
    let document = store.write(|store| {
        let dialled = store.all_dialled()?.into_iter();
        let enrolments = store.enrolments()?.into_iter();
        let remembered = report::remembered(store)?;
        let own = remembered.in_backup;
        let reports: Result<Vec<SavedReport>, StoreError> =
            store.reports()?.iter().map(|report| SavedReport::of(store, report, own)).collect();
        Ok::<_, ApiError>(BackupDocument {
            stufo_backup: VERSION,
            created: at,
            rules: store.rules()?,
            settings: store.settings()?,
            calls: store.saved_calls()?,
            subscriptions: store.subscriptions()?,
            objections: store.objections()?.iter().map(SavedObjection::of).collect(),
            enrolments: enrolments.map(|(region, dates)| (region, SavedEnrolment::from(dates))).collect(),
            reports: reports?,
            // The user's own data goes along only when the user says so.
            sender: remembered.in_backup.then_some(remembered.sender),
            dialled: dialled.map(|(key, utc_millis)| SavedDialled { key: key.as_i64(), utc_millis }).collect(),
        })
    })?;
    let text = serde_json::to_string(&document)
        .map_err(|_| ApiError::new(ErrorCode::Internal, "the backup cannot be written"))?;
    Ok(BackupText { text })
}

/// What a backup holds and how it meets what is there already.
pub(crate) fn preview(core: &Core, request: BackupPreviewRequest) -> Result<BackupPreview, ApiError> {
    let (document, unreadable) = backup_document::read(&request.text, core.phone_region)?;
    let store = core.background()?;
    let (known, home) = (store.rules()?, home_region(&store.settings()?, core.phone_region));
    let known = KnownRules::new(&known, home);
    let (mut new_rules, mut conflicts) = (0, 0);
    for rule in &document.rules {
        let (same, other): (Vec<&Rule>, Vec<&Rule>) = known.like(rule).partition(|known| same_answer(known, rule));
        new_rules += u32::from(same.is_empty());
        conflicts += u32::from(!other.is_empty());
    }
    Ok(BackupPreview {
        version: document.stufo_backup,
        created_millis: document.created.utc_millis,
        rules: count(document.rules.len()),
        calls: count(document.calls.len()),
        subscriptions: count(document.subscriptions.len()),
        objections: count(document.objections.len()),
        new_rules,
        conflicts,
        unreadable_rules: count(unreadable.rules),
    })
}

/// Brings a backup in. One transaction: either all of it is there or nothing has changed.
pub(crate) fn restore(core: &Core, request: RestoreRequest, at: Moment) -> Result<Restored, ApiError> {
    let (document, unreadable) = backup_document::read(&request.text, core.phone_region)?;
    let mode = request.mode;
    let mut store = core.background()?;
    let restored = store.write(|store| {
        if mode == RestoreMode::Replace {
            store.clear_rules()?;
            store.clear_calls()?;
            store.clear_dialled()?;
            store.clear_subscriptions()?;
            store.clear_objections()?;
            store.clear_enrolments()?;
            store.clear_reports()?;
        }
        let home = home_region(&store.settings()?, core.phone_region);
        let rules = restore_rules(store, &document.rules, mode, home)?;
        let mut calls = 0;
        for call in &document.calls {
            calls += u32::from(store.restore_call(call)?);
        }
        for dialled in &document.dialled {
            let Some(key) = NumberKey::from_i64(dialled.key) else { continue };
            store.note_dialled(key, dialled.utc_millis)?;
        }
        let subscriptions = restore_subscriptions(store, &document.subscriptions)?;
        let objections = restore_objections(store, &document.objections)?;
        restore_enrolments(store, &document)?;
        restore_reports(store, &document.reports)?;
        restore_sender(store, document.sender.as_ref())?;
        if mode == RestoreMode::Replace {
            store.save_settings(&document.settings)?;
            if unreadable.settings > 0 {
                store.add_notice(NoticeKind::SettingsReset, None, at.utc_millis)?;
            }
        }
        let unreadable_rules = count(unreadable.rules);
        Ok::<_, ApiError>(Restored { rules, calls, subscriptions, objections, unreadable_rules })
    })?;
    // The files of lists that were replaced.
    if let Err(error) = core.lists.sweep(|| store.list_files()) {
        log::warn!("restore: files of lists stay: {error}");
    }
    Ok(restored)
}

/// Saves the rules of a backup. In a merge, a rule that is there stays before one of the same reach, whatever it answers.
fn restore_rules(store: &UserStore, rules: &[Rule], mode: RestoreMode, home: Region) -> Result<u32, ApiError> {
    let known = store.rules()?;
    let known = KnownRules::new(&known, home);
    let mut saved = 0;
    for rule in rules {
        if mode == RestoreMode::Replace || known.like(rule).next().is_none() {
            store.save_rule(&Rule { id: 0, ..rule.clone() })?;
            saved += 1;
        }
    }
    Ok(saved)
}

/// Adds the lists of other origins. Their numbers are fetched again: a backup holds the choice, not the list.
fn restore_subscriptions(store: &UserStore, lists: &[Subscription]) -> Result<u32, ApiError> {
    let known = store.subscriptions()?;
    let mut added = 0;
    for list in lists.iter().filter(|list| !known.iter().any(|other| other.origin == list.origin)) {
        if lists::check(list).is_ok() {
            store.save_subscription(&Subscription { id: 0, ..list.clone() })?;
            added += 1;
        }
    }
    Ok(added)
}

/// Adds the objections with another time, company or numbers.
fn restore_objections(store: &UserStore, objections: &[SavedObjection]) -> Result<u32, StoreError> {
    let known = store.objections()?;
    let mut added = 0_usize;
    for objection in objections.iter().filter_map(SavedObjection::read) {
        let same = |other: &Objection| {
            (other.at, &other.company, &other.numbers) == (objection.at, &objection.company, &objection.numbers)
        };
        if !known.iter().any(same) && known.len() + added < MAX_OBJECTIONS {
            store.save_objection(&objection)?;
            added += 1;
        }
    }
    Ok(count(added))
}

/// Adds the enrolments of countries without one.
fn restore_enrolments(store: &UserStore, document: &BackupDocument) -> Result<(), StoreError> {
    for (region, dates) in document.enrolments.iter().filter(|(region, _)| region.parse::<Region>().is_ok()) {
        let Some(dates) = dates.read() else { continue };
        if store.enrolment(region)?.enrolled_on.is_none() {
            store.save_enrolment(region, dates)?;
        }
    }
    Ok(())
}

/// Adds the reports that were begun at another time.
fn restore_reports(store: &UserStore, reports: &[SavedReport]) -> Result<(), StoreError> {
    let mut known: Vec<i64> = store.reports()?.iter().map(|report| report.created_millis).collect();
    // The oldest first, as they were begun.
    for saved in reports.iter().rev() {
        if known.contains(&saved.created_millis()) || known.len() >= MAX_REPORTS {
            continue;
        }
        known.push(saved.created_millis());
        let _id = store.save_report(&saved.read(store)?)?;
    }
    Ok(())
}

/// Remembers the user's own data again where none is remembered.
fn restore_sender(store: &UserStore, sender: Option<&SenderData>) -> Result<(), StoreError> {
    let Some(sender) = sender.cloned().map(SenderData::sanitized) else { return Ok(()) };
    if sender == SenderData::default() || report::remembered(store)?.sender != SenderData::default() {
        return Ok(());
    }
    report::remember(store, &report::Remembered { sender, in_backup: true })
}

/// The rules that are there already, each with its reach.
struct KnownRules<'r> {
    rules: Vec<(&'r Rule, Reach<'r>)>,
    home: Region,
}

impl<'r> KnownRules<'r> {
    fn new(rules: &'r [Rule], home: Region) -> Self {
        Self { rules: rules.iter().map(|rule| (rule, Reach::of(rule, home))).collect(), home }
    }

    /// Those that match the same callers at the same times, however they are written and called.
    fn like(&self, rule: &Rule) -> impl Iterator<Item = &'r Rule> {
        let reach = Reach::of(rule, self.home);
        self.rules.iter().filter(move |(_, other)| other.is_same(&reach)).map(|(rule, _)| *rule)
    }
}

fn same_answer(one: &Rule, other: &Rule) -> bool {
    one.kind == other.kind && one.action == other.action
}
