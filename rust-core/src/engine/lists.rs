//! Subscribed lists: subscribing, importing a file, changing, removing. The last good numbers stay in force until new ones
//! are complete.

use std::io::Read;

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::install::prepare;
use super::snapshot::home_region;
use super::sum_guard::{self, SumFault};
use crate::blocklist::Entry;
use crate::blocklist::formats::{self, Form, FormatError, ListReading, Report};
use crate::blocklist::packed::Sorter;
use crate::blocklist::repository::is_public_key;
use crate::contract::common::Done;
use crate::contract::list::{
    ListAddRequest, ListAdded, ListDraft, ListKeepRequest, ListRemoveRequest, ListRow, ListUpdateRequest, ListsView,
};
use crate::moment::Moment;
use crate::notice::NoticeKind;
use crate::number::{NumberKey, PhoneNumber, Region};
use crate::policy::Action;
use crate::store::StoreError;
use crate::sync::{PHONEBLOCK, Subscription, SyncOutcome, SyncState};

/// The longest interval between two fetches: a month.
const MAX_INTERVAL_HOURS: u32 = 31 * 24;
const MAX_NAME_BYTES: usize = 200;
const MAX_ORIGIN_BYTES: usize = 2_000;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Numbers and prefixes in force before.
    pub before: u64,
    /// In force now.
    pub now: u64,
    /// What reading the file gave.
    pub report: Report,
}

impl Core {
    /// Adds a subscription; its numbers come with `import_list` or a sync.
    ///
    /// # Errors
    /// `BadRequest` names what is wrong with it.
    pub fn add_list(&self, draft: &ListDraft, at: Moment) -> Result<i64, ApiError> {
        let mut store = self.background()?;
        let home = home_region(&store.settings()?, self.phone_region);
        let new = Subscription {
            id: 0,
            name: draft.name.trim().to_owned(),
            origin: draft.origin.trim().to_owned(),
            region: draft.region.clone().unwrap_or_else(|| home.as_str().to_owned()),
            form: draft.form.clone(),
            action: draft.action,
            enabled: true,
            created_millis: at.utc_millis,
            updated_millis: None,
            revision: 0,
            public_key: draft.public_key.as_deref().map(|key| key_line(key).to_owned()),
            interval_hours: draft.interval_hours,
            wifi_only: draft.wifi_only,
            filter: draft.filter.clone().unwrap_or_default(),
        };
        check(&new)?;
        let id = store.write(|store| store.save_subscription(&new))?;
        drop(store);
        self.changed();
        Ok(id)
    }

    /// Reads a list's file and installs its numbers in one step; on any error the ones before stay. An empty file is
    /// refused: a publisher's mistake must not wipe a list.
    ///
    /// # Errors
    /// `Refused` says why.
    pub fn import_list(&self, id: i64, source: &mut dyn Read, at: Moment) -> Result<Imported, ApiError> {
        let list = self.background()?.subscription(id)?;
        let region = list.region.parse().unwrap_or(self.phone_region);
        let form = list.form.as_deref().and_then(Form::from_name);
        let mut sorter = Sorter::default();
        let report = formats::read(source, form, region, &mut |entry: Entry| sorter.push(&entry))?;
        if report.taken == 0 {
            return Err(ApiError::new(ErrorCode::Refused, "the file holds no number: the list stays as it was"));
        }
        let new = prepare(self, &list, sorter.finish(), None)?;
        // What the user brings is theirs to judge, but for the ceiling of every list.
        if matches!(sum_guard::fault(self, &new, region, true)?, Some(SumFault::TooWide)) {
            return Err(ApiError::new(ErrorCode::Refused, "the list covers more numbers than any list may"));
        }
        let (before, now) = (new.stats.before(), new.stats.now());
        self.background()?.write_through(|store| {
            new.install(store, at.utc_millis)?;
            store.note_reading(id, &report.reading())?;
            store.clear_validators(id)
        })?;
        new.settle(self);
        Ok(Imported { before, now, report })
    }
}

/// Every subscribed list.
pub(crate) fn all(core: &Core) -> Result<ListsView, ApiError> {
    let store = core.background()?;
    let rows = store.subscriptions()?.into_iter().map(|list| {
        // Of a file that is gone nothing is in force.
        let in_force = store.list_in_force(list.id)?.filter(|in_force| !core.is_damaged(in_force, false));
        let numbers = in_force.map_or(0, |list| list.info.entries());
        let is_kept = store.state(&kept_state(list.id))?.is_some();
        let sync = store.sync_state(list.id)?.map(|state| if is_kept { answered(state) } else { state });
        let held_callers = store.held_callers(list.id)?;
        let reading = store.reading(list.id)?;
        let held_callers = held_callers.into_iter().map(number_text).collect();
        Ok(ListRow { held_callers, ..row(list, numbers, reading, sync) })
    });
    Ok(ListsView { lists: rows.collect::<Result<_, ApiError>>()? })
}

/// Adds a list.
pub(crate) fn add(core: &Core, request: ListAddRequest, at: Moment) -> Result<ListAdded, ApiError> {
    Ok(ListAdded { id: core.add_list(&request.list, at)? })
}

/// Changes what the user may change of a list.
pub(crate) fn update(core: &Core, request: ListUpdateRequest) -> Result<Done, ApiError> {
    core.background()?.write(|store| {
        let old = store.subscription(request.id)?;
        let trimmed = |text: String| text.trim().to_owned();
        let new = Subscription {
            name: request.name.map_or_else(|| old.name.clone(), trimmed),
            origin: request.origin.map_or_else(|| old.origin.clone(), trimmed),
            region: request.region.unwrap_or_else(|| old.region.clone()),
            action: request.action.unwrap_or(old.action),
            enabled: request.enabled.unwrap_or(old.enabled),
            interval_hours: request.interval_hours.unwrap_or(old.interval_hours),
            wifi_only: request.wifi_only.unwrap_or(old.wifi_only),
            filter: request.filter.unwrap_or_else(|| old.filter.clone()),
            ..old.clone()
        };
        check(&new)?;
        store.save_subscription(&new)?;
        let has_moved = !new.has_source_of(&old);
        if has_moved {
            store.delete_sync_state(new.id)?;
        }
        if has_moved || !new.enabled {
            store.forget_notices(new.id)?;
        }
        Ok(Done {})
    })
}

/// The user keeps the numbers in force instead of a version that shrank.
pub(crate) fn keep(core: &Core, request: ListKeepRequest) -> Result<Done, ApiError> {
    core.background()?.write(|store| {
        store.subscription(request.id)?;
        store.set_state(&kept_state(request.id), 1)?;
        // An earlier yes that nothing was fetched for counts no more.
        if let Some(state) = store.sync_state(request.id)? {
            store.save_sync_state(request.id, &SyncState { accept: false, ..state })?;
        }
        store.clear_notices(NoticeKind::ListHeld, Some(request.id))?;
        Ok(Done {})
    })
}

/// Name of the state that holds whether the user keeps a list's numbers while it stays shrunk.
pub(super) fn kept_state(id: i64) -> String {
    format!("list_kept_{id}")
}

/// Removes a list: the subscription with all that is known of it, and its numbers.
pub(crate) fn remove(core: &Core, request: ListRemoveRequest) -> Result<Done, ApiError> {
    let id = request.id;
    let mut store = core.background()?;
    let in_force = store.write_through(|store| {
        let in_force = store.list_in_force(id)?;
        store.delete_subscription(id)?;
        store.forget_notices(id)?;
        store.delete_attempts(id)?;
        Ok::<_, StoreError>(in_force)
    })?;
    in_force.iter().for_each(|list| core.lists.delete(&list.file));
    Ok(Done {})
}

/// Checks a subscription as the user, or a backup, wants it.
pub(crate) fn check(list: &Subscription) -> Result<(), ApiError> {
    let bad = |what: &str| Err(ApiError::new(ErrorCode::BadRequest, what));
    if let Err(error) = list.region.parse::<Region>() {
        return bad(&error.to_string());
    }
    if list.name.is_empty() || list.name.len() > MAX_NAME_BYTES {
        return bad("a list needs a name of reasonable length");
    }
    if list.origin.len() > MAX_ORIGIN_BYTES || list.origin.chars().any(char::is_control) {
        return bad("the address of the list is not one");
    }
    if list.action == Action::Allow {
        return bad("a list silences or rejects");
    }
    if list.form.as_deref().is_some_and(|form| form != PHONEBLOCK && Form::from_name(form).is_none()) {
        return bad("unknown form of list");
    }
    if !(1..=MAX_INTERVAL_HOURS).contains(&list.interval_hours) {
        return bad("a list is looked at every hour to every month");
    }
    if list.public_key.as_deref().is_some_and(|key| !is_public_key(key)) {
        return bad("the public key cannot be read");
    }
    Ok(())
}

/// A held version that the user does not want is a question no more: the list is as it was.
fn answered(state: SyncState) -> SyncState {
    match state.result {
        Some(SyncOutcome::Held) => SyncState { result: Some(SyncOutcome::Unchanged), why: None, ..state },
        Some(SyncOutcome::Updated | SyncOutcome::Unchanged | SyncOutcome::Refused | SyncOutcome::Failed) | None => {
            state
        }
    }
}

fn row(list: Subscription, numbers: u64, reading: Option<ListReading>, sync: Option<SyncState>) -> ListRow {
    ListRow {
        id: list.id,
        name: list.name,
        origin: list.origin,
        region: list.region,
        form: list.form,
        action: list.action,
        enabled: list.enabled,
        created_millis: list.created_millis,
        updated_millis: list.updated_millis,
        revision: list.revision,
        public_key: list.public_key,
        interval_hours: list.interval_hours,
        wifi_only: list.wifi_only,
        filter: list.filter,
        numbers,
        reading,
        sync,
        held_callers: vec![],
    }
}

/// `+39…`, or the digits of a short code.
pub(super) fn number_text(key: NumberKey) -> String {
    PhoneNumber::from_key(key).map_or_else(|| key.digits(), |number| number.to_string())
}

/// The public key: its base64 alone, or the second line of a key file.
fn key_line(text: &str) -> &str {
    text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default()
}

impl From<FormatError> for ApiError {
    fn from(error: FormatError) -> Self {
        Self::new(ErrorCode::Refused, error.to_string())
    }
}
