//! Subscribed lists: subscribing, importing a file, changing, removing, and installing new entries. The numbers are in
//! lists.db, the user's choice in stufo.db; the last good numbers stay in force until new ones are complete.

use std::io::Read;

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::snapshot::home_region;
use crate::blocklist::formats::{self, Form, FormatError, Report};
use crate::blocklist::packed::Sorter;
use crate::blocklist::repository::is_public_key;
use crate::blocklist::{DiffStats, Entry, MergeDiff};
use crate::contract::common::Done;
use crate::contract::list::{
    ListAddRequest, ListAdded, ListDraft, ListRemoveRequest, ListRow, ListUpdateRequest, ListsView,
};
use crate::moment::Moment;
use crate::notice::NoticeKind;
use crate::number::Region;
use crate::policy::Action;
use crate::store::lists::ListError;
use crate::sync::{PHONEBLOCK, Subscription, SyncState};

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

/// An installed version of a list.
pub(super) struct InstallOutcome {
    /// The revision now in force in lists.db; stufo.db does not know it yet.
    pub(super) revision: i64,
    /// What came and went.
    pub(super) stats: DiffStats,
    /// Whether anything is other than before.
    pub(super) differs: bool,
}

/// Why the previous list stays in force.
pub(super) enum InstallError {
    /// The shrink guard stopped it.
    Shrank,
    /// It cannot be read or written.
    Failed(ApiError),
}

impl From<ListError> for InstallError {
    fn from(error: ListError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<ApiError> for InstallError {
    fn from(error: ApiError) -> Self {
        Self::Failed(error)
    }
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
        let installed = install(self, &list, sorter.finish(), None)?;
        self.background()?.write(|store| {
            store.note_revision(id, installed.revision, at.utc_millis)?;
            store.clear_validators(id)
        })?;
        self.changed();
        Ok(Imported { before: installed.stats.before(), now: installed.stats.now(), report })
    }

    /// Drops lists in which damage was met. After a drop, or when the numbers of a list are gone with their file: tells the
    /// user, and makes every list due to be fetched again.
    pub(crate) fn report_dropped_lists(&self, at: Moment) -> Result<(), ApiError> {
        let subscriptions = self.background()?.subscriptions()?;
        if subscriptions.is_empty() {
            return Ok(());
        }
        self.drop_damaged_lists()?;
        let lists = self.lists()?;
        let held = lists.lists()?;
        let is_gone = |list: &Subscription| !held.iter().any(|held| held.list_id == list.id);
        let are_lost = subscriptions.iter().any(|list| list.updated_millis.is_some() && is_gone(list));
        if !are_lost && !lists.is_dropped()? {
            return Ok(());
        }
        self.background()?.write(|store| {
            store.add_notice(NoticeKind::ListsDropped, None, at.utc_millis)?;
            store.clear_updated_millis()?;
            store.delete_sync_states()
        })?;
        Ok(lists.forget_drop()?)
    }

    /// Numbers and prefixes that every list holds, by list id.
    ///
    /// # Errors
    /// When lists.db cannot be read.
    pub(crate) fn list_sizes(&self) -> Result<Vec<(i64, u64)>, ApiError> {
        Ok(self.lists()?.lists()?.iter().map(|info| (info.list_id, info.entries())).collect())
    }
}

/// Every subscribed list.
pub(crate) fn all(core: &Core) -> Result<ListsView, ApiError> {
    let subscriptions = core.background()?.subscriptions()?;
    let sizes = if subscriptions.is_empty() { vec![] } else { core.list_sizes()? };
    let store = core.background()?;
    let rows = subscriptions.into_iter().map(|list| {
        let numbers = sizes.iter().find(|(id, _)| *id == list.id).map_or(0, |(_, size)| *size);
        let sync = store.sync_state(list.id)?;
        Ok(row(list, numbers, sync))
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

/// Removes a list: the subscription with all that is known of it, and its numbers.
pub(crate) fn remove(core: &Core, request: ListRemoveRequest) -> Result<Done, ApiError> {
    let id = request.id;
    core.background()?.write(|store| {
        store.delete_subscription(id)?;
        store.forget_notices(id)?;
        store.delete_attempts(id)
    })?;
    core.lists()?.remove(id).map_err(ApiError::from)?;
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

/// Installs sorted entries in the place of a list's, all at once, as `version` or the one after those known.
pub(super) fn install(
    core: &Core,
    list: &Subscription,
    entries: impl Iterator<Item = Entry>,
    version: Option<i64>,
) -> Result<InstallOutcome, ApiError> {
    install_checked(core, list, entries, version, |_, _| Ok(()))
}

/// As `install`, behind the shrink guard.
pub(super) fn install_guarded(
    core: &Core,
    list: &Subscription,
    entries: impl Iterator<Item = Entry>,
    state: &SyncState,
) -> Result<InstallOutcome, InstallError> {
    install_checked(core, list, entries, None, |before, now| {
        if state.stops_shrink(before, now) { Err(InstallError::Shrank) } else { Ok(()) }
    })
}

/// Replaces a list's entries. `check` sees how many there were and are now; its error leaves the previous list.
fn install_checked<E: From<ListError> + From<ApiError>>(
    core: &Core,
    list: &Subscription,
    entries: impl Iterator<Item = Entry>,
    version: Option<i64>,
    check: impl Fn(u64, u64) -> Result<(), E>,
) -> Result<InstallOutcome, E> {
    let mut lists = core.lists()?;
    let held = lists.list(list.id).map_err(ApiError::from)?;
    let before = held.map_or(0, |held| held.entries());
    let next = list.revision.max(held.map_or(0, |held| held.revision)) + 1;
    let revision = version.unwrap_or(next);
    let mut diff = MergeDiff::new(lists.held_entries(list.id).map_err(ApiError::from)?, entries);
    let mut now = 0;
    let mut checked = std::iter::from_fn(|| match diff.next() {
        Some(entry) => {
            now += 1;
            Some(Ok(entry))
        }
        // The count is known only at the end; an error here leaves the old list.
        None => check(before, now).err().map(Err),
    });
    lists.replace(list.id, revision, checked.by_ref())?;
    Ok(InstallOutcome { revision, stats: diff.stats(), differs: diff.differs() })
}

fn row(list: Subscription, numbers: u64, sync: Option<SyncState>) -> ListRow {
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
        numbers,
        sync,
    }
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

impl From<ListError> for ApiError {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Store(error) => error.into(),
            other @ (ListError::Packed(_)
            | ListError::BaseMoved { .. }
            | ListError::NoSuchEntry
            | ListError::WrongCount
            | ListError::TooMany) => Self::new(ErrorCode::Refused, other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use rusqlite::{Connection, OpenFlags};

    use super::*;
    use crate::engine::Incoming;
    use crate::number::{Presentation, RawCaller};
    use crate::policy::{Reason, Verification};
    use crate::store::lists::FILE_NAME;

    const AT: Moment = Moment { utc_millis: 1_795_518_000_000, offset_minutes: 60 };
    const ADDRESS: &str = "+39027000001";

    fn with_a_list(folder: &Path) -> Core {
        let core = Core::open(folder, Region::ITALY, AT).unwrap();
        let id = core.add_list(&ListDraft::new("list", "list.txt"), AT).unwrap();
        core.import_list(id, &mut ADDRESS.as_bytes(), AT).unwrap();
        core
    }

    fn is_blocked(core: &Core) -> bool {
        let raw = RawCaller { scheme: Some("tel"), address: Some(ADDRESS), presentation: Presentation::Allowed };
        let call = Incoming { raw, verification: Verification::NotVerified, at: AT, sim: None };
        core.screen(&call).unwrap().verdict.reason == Reason::List
    }

    /// What another connection does to lists.db.
    fn alter(folder: &Path, sql: &str) {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        let connection = Connection::open_with_flags(folder.join(FILE_NAME), flags).unwrap();
        connection.execute_batch(sql).unwrap();
    }

    fn notices(core: &Core) -> usize {
        core.report_dropped_lists(AT).unwrap();
        core.background().unwrap().notices().unwrap().len()
    }

    #[test]
    fn lists_that_cannot_be_read_for_an_unknown_reason_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let core = with_a_list(folder.path());
        assert!(is_blocked(&core));
        alter(folder.path(), "ALTER TABLE block RENAME TO elsewhere");
        assert!(!is_blocked(&core), "the call rings");
        assert_eq!(notices(&core), 0, "nothing is dropped");
        alter(folder.path(), "ALTER TABLE elsewhere RENAME TO block");
        assert!(is_blocked(&core), "the numbers are still there");
    }

    fn opens_the_first_screen(core: &Core) {
        let view = crate::engine::home::view(core, AT).unwrap();
        assert_eq!(view.notices, [], "nothing is told, for nothing is lost");
    }

    #[test]
    fn locked_lists_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        drop(with_a_list(folder.path()));
        let other =
            Connection::open_with_flags(folder.path().join(FILE_NAME), OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
        other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT * FROM block").unwrap();
        let core = Core::open(folder.path(), Region::ITALY, AT).unwrap();
        assert!(!is_blocked(&core), "the call rings");
        drop(other);
        opens_the_first_screen(&core);
        assert!(is_blocked(&core), "the numbers are still there");
    }

    #[test]
    fn lists_that_cannot_be_opened_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        drop(with_a_list(folder.path()));
        let (file, away) = (folder.path().join(FILE_NAME), folder.path().join("away"));
        std::fs::rename(&file, &away).unwrap();
        std::fs::create_dir(&file).unwrap();
        let core = Core::open(folder.path(), Region::ITALY, AT).unwrap();
        assert!(!is_blocked(&core), "the call rings");
        opens_the_first_screen(&core);
        std::fs::remove_dir(&file).unwrap();
        std::fs::rename(&away, &file).unwrap();
        assert!(is_blocked(&core), "the numbers are still there");
        opens_the_first_screen(&core);
    }

    #[test]
    fn damaged_lists_are_dropped_in_the_background_and_not_by_the_call() {
        let folder = tempfile::tempdir().unwrap();
        let core = with_a_list(folder.path());
        alter(folder.path(), "UPDATE block SET items = x'00'");
        for _ in 0..2 {
            assert!(!is_blocked(&core), "the call rings");
            assert_eq!(core.lists().unwrap().lists().unwrap().len(), 1, "the call deletes nothing");
        }
        assert_eq!(notices(&core), 1);
        assert_eq!(core.lists().unwrap().lists().unwrap().len(), 0);
        core.import_list(1, &mut ADDRESS.as_bytes(), AT).unwrap();
        assert!(is_blocked(&core));
    }
}
