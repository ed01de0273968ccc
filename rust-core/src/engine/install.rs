//! New versions of lists: written beside the one in force, installed in the transaction that notes what is known of them,
//! and lists whose file is damaged.

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use crate::blocklist::packed::{ListFile, ListFileError};
use crate::blocklist::{DiffStats, Entry, MergeDiff};
use crate::moment::Moment;
use crate::notice::NoticeKind;
use crate::store::lists::{ListError, ListInForce, NewList};
use crate::store::{StoreError, UserStore};
use crate::sync::{Subscription, SyncState};

/// A version of a list that is written and not in force yet: dropped, it leaves nothing behind.
pub(super) struct PreparedList {
    list_id: i64,
    new: NewList,
    /// What it replaces.
    base: Option<ListInForce>,
    /// What comes and goes.
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

impl PreparedList {
    /// Writes of the new list: what `patch` gave for `base`.
    pub(super) fn changed(list_id: i64, base: ListInForce, new: NewList, gone: u64) -> Self {
        let unchanged = base.info.entries().saturating_sub(gone);
        let stats = DiffStats { added: new.info().entries().saturating_sub(unchanged), removed: gone, unchanged };
        Self { list_id, new, base: Some(base), stats, differs: true }
    }

    /// The list as it is written, for a look at it before it is in force.
    pub(super) fn written(&self) -> ListInForce {
        ListInForce { list_id: self.list_id, file: self.new.file().to_owned(), info: self.new.info() }
    }

    /// What it replaces.
    pub(super) fn base(&self) -> Option<&ListInForce> {
        self.base.as_ref()
    }

    /// Its revision.
    pub(super) fn revision(&self) -> i64 {
        self.new.info().revision
    }

    /// Puts it in force, in a transaction; `settle` follows once that is committed.
    pub(super) fn install(&self, store: &UserStore, at_millis: i64) -> Result<(), StoreError> {
        store.install_list(self.list_id, self.base.as_ref(), &self.new)?;
        store.note_revision(self.list_id, self.revision(), at_millis)
    }

    /// It is in force for good: deletes the file before.
    pub(super) fn settle(self, core: &Core) {
        self.new.keep();
        self.base.iter().for_each(|base| core.lists.delete(&base.file));
        core.changed();
    }
}

impl Core {
    /// Drops the lists whose file is damaged or gone: their numbers are fetched again, and the user is told which. The damage that
    /// a call has met is looked for in the whole file.
    pub(crate) fn drop_damaged_lists(&self, at: Moment) -> Result<(), ApiError> {
        let suspects = self.take_damaged_lists();
        let mut store = self.background()?;
        let mut lost = Vec::new();
        for list in store.subscriptions()? {
            let in_force = store.list_in_force(list.id)?;
            let is_lost = match &in_force {
                Some(in_force) => self.is_damaged(in_force, suspects.contains(in_force)),
                None => list.updated_millis.is_some(),
            };
            if is_lost {
                lost.push((list.id, in_force));
            }
        }
        if lost.is_empty() {
            return Ok(());
        }
        store.write_through(|store| {
            for (list_id, in_force) in &lost {
                if store.drop_list(*list_id, in_force.as_ref())? {
                    store.add_notice(NoticeKind::ListsDropped, Some(*list_id), at.utc_millis)?;
                }
            }
            Ok::<_, StoreError>(())
        })?;
        // A file that came into force meanwhile has another name.
        lost.iter().filter_map(|(_, in_force)| in_force.as_ref()).for_each(|list| self.lists.delete(&list.file));
        drop(store);
        self.changed();
        Ok(())
    }

    /// Whether a list's file is damaged or gone; one that cannot be read for now is not. A suspect is read whole.
    pub(super) fn is_damaged(&self, in_force: &ListInForce, is_suspect: bool) -> bool {
        let opened = self.lists.open(in_force);
        let found = if is_suspect { opened.and_then(|file| file.check()) } else { opened.map(|_| ()) };
        matches!(found, Err(ListFileError::Damaged))
    }
}

/// Writes sorted entries to replace a list, as `version` or the one after those known.
pub(super) fn prepare(
    core: &Core,
    list: &Subscription,
    entries: impl Iterator<Item = Entry>,
    version: Option<i64>,
) -> Result<PreparedList, ApiError> {
    prepare_checked(core, list, entries, version, |_, _| Ok(()))
}

/// As `prepare`, behind the shrink guard.
pub(super) fn prepare_guarded(
    core: &Core,
    list: &Subscription,
    entries: impl Iterator<Item = Entry>,
    state: &SyncState,
) -> Result<PreparedList, InstallError> {
    prepare_checked(core, list, entries, None, |before, now| {
        if state.stops_shrink(before, now) { Err(InstallError::Shrank) } else { Ok(()) }
    })
}

/// `check` sees how many entries there were and are now; its error leaves the previous list.
fn prepare_checked<E: From<ListError> + From<ApiError>>(
    core: &Core,
    list: &Subscription,
    entries: impl Iterator<Item = Entry>,
    version: Option<i64>,
    check: impl Fn(u64, u64) -> Result<(), E>,
) -> Result<PreparedList, E> {
    let base = core.background()?.list_in_force(list.id).map_err(ApiError::from)?;
    let info = base.as_ref().map(|base| base.info);
    let before = info.map_or(0, |info| info.entries());
    let revision = version.unwrap_or_else(|| list.revision.max(info.map_or(0, |info| info.revision)) + 1);
    // What a damaged file still says is enough to compare with.
    let old = base.as_ref().and_then(|base| core.lists.open(base).ok());
    let old = old.iter().flat_map(ListFile::entries).map_while(Result::ok);
    let mut diff = MergeDiff::new(old, entries);
    let mut now = 0;
    let checked = std::iter::from_fn(|| match diff.next() {
        Some(entry) => {
            now += 1;
            Some(Ok(entry))
        }
        // The count is known only at the end; an error here leaves the old list.
        None => check(before, now).err().map(Err),
    });
    let new = core.lists.write(info.map(|info| info.identity), revision, checked)?;
    Ok(PreparedList { list_id: list.id, new, stats: diff.stats(), differs: diff.differs(), base })
}

impl From<ListError> for ApiError {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Store(error) => error.into(),
            ListError::File(error @ ListFileError::Io(_)) => Self::new(ErrorCode::Storage, error.to_string()),
            ListError::File(error) => Self::new(ErrorCode::Refused, error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::os::unix::fs::symlink;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::contract::list::ListDraft;
    use crate::engine::Incoming;
    use crate::number::{Presentation, RawCaller, Region};
    use crate::policy::{Reason, Verification};

    const AT: Moment = Moment { utc_millis: 1_795_518_000_000, offset_minutes: 60 };
    const ADDRESS: &str = "+39027000001";
    const OTHER: &str = "+39037000001";

    fn with_a_list(folder: &Path) -> Core {
        let core = Core::open(folder, Region::ITALY, AT).unwrap();
        add(&core, ADDRESS);
        core
    }

    fn add(core: &Core, address: &str) {
        let id = core.add_list(&ListDraft::new("list", "list.txt"), AT).unwrap();
        core.import_list(id, &mut address.as_bytes(), AT).unwrap();
    }

    fn reason(core: &Core, address: &str) -> Reason {
        let raw = RawCaller { scheme: Some("tel"), address: Some(address), presentation: Presentation::Allowed };
        let call = Incoming { raw, verification: Verification::NotVerified, at: AT, sim: None };
        core.screen(&call).unwrap().verdict.reason
    }

    fn is_blocked(core: &Core) -> bool {
        reason(core, ADDRESS) == Reason::List
    }

    /// The file of a list.
    fn file_of(core: &Core, folder: &Path, list_id: i64) -> PathBuf {
        let in_force = core.background().unwrap().list_in_force(list_id).unwrap().unwrap();
        folder.join("stufo.db.lists").join(in_force.file)
    }

    fn files(folder: &Path) -> usize {
        fs::read_dir(folder.join("stufo.db.lists")).unwrap().count()
    }

    /// Changes the first byte of the first block.
    fn damage(file: &Path) {
        let mut bytes = fs::read(file).unwrap();
        bytes[96] ^= 1;
        fs::write(file, bytes).unwrap();
    }

    fn notices(core: &Core) -> usize {
        core.drop_damaged_lists(AT).unwrap();
        core.background().unwrap().notices().unwrap().len()
    }

    fn opens_the_first_screen(core: &Core) {
        let view = crate::engine::home::view(core, AT).unwrap();
        assert_eq!(view.notices, [], "nothing is told, for nothing is lost");
    }

    #[test]
    fn lists_that_cannot_be_read_for_an_unknown_reason_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let core = with_a_list(folder.path());
        let (file, away) = (file_of(&core, folder.path(), 1), folder.path().join("away"));
        fs::rename(&file, &away).unwrap();
        fs::create_dir(&file).unwrap();
        assert!(!is_blocked(&core), "the call rings");
        assert_eq!(notices(&core), 0, "nothing is dropped");
        fs::remove_dir(&file).unwrap();
        fs::rename(&away, &file).unwrap();
        assert!(is_blocked(&core), "the numbers are still there");
    }

    #[test]
    fn locked_lists_are_asked() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_of(&with_a_list(folder.path()), folder.path(), 1);
        let locked = [file.as_path(), file.parent().unwrap()].map(|path| File::open(path).unwrap());
        locked.iter().for_each(|file| file.lock().unwrap());
        let core = Core::open(folder.path(), Region::ITALY, AT).unwrap();
        assert!(is_blocked(&core), "whoever reads needs no lock");
        opens_the_first_screen(&core);
    }

    #[test]
    fn lists_that_cannot_be_opened_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_of(&with_a_list(folder.path()), folder.path(), 1);
        let away = folder.path().join("away");
        fs::rename(&file, &away).unwrap();
        symlink(&file, &file).unwrap();
        let core = Core::open(folder.path(), Region::ITALY, AT).unwrap();
        assert!(!is_blocked(&core), "the call rings");
        opens_the_first_screen(&core);
        fs::remove_file(&file).unwrap();
        fs::rename(&away, &file).unwrap();
        assert!(is_blocked(&core), "the numbers are still there");
        opens_the_first_screen(&core);
    }

    #[test]
    fn a_damaged_list_is_dropped_in_the_background_and_not_by_the_call() {
        let folder = tempfile::tempdir().unwrap();
        let core = with_a_list(folder.path());
        add(&core, OTHER);
        let file = file_of(&core, folder.path(), 1);
        damage(&file);
        for _ in 0..2 {
            assert!(!is_blocked(&core), "the call rings");
            assert_eq!(reason(&core, OTHER), Reason::List, "the other list is asked");
            assert!(file.exists(), "the call deletes nothing");
        }
        assert_eq!(notices(&core), 1);
        let notice = core.background().unwrap().notices().unwrap().remove(0);
        assert_eq!((notice.kind, notice.list_name.as_deref()), (NoticeKind::ListsDropped, Some("list")));
        assert_eq!(notice.list_id, Some(1));
        assert!(!file.exists());
        let store = core.background().unwrap();
        assert_eq!(store.list_in_force(1).unwrap(), None);
        assert_eq!((store.sync_state(1).unwrap(), store.subscription(1).unwrap().updated_millis), (None, None));
        assert!(store.list_in_force(2).unwrap().is_some());
        drop(store);
        assert_eq!(reason(&core, OTHER), Reason::List);
        core.import_list(1, &mut ADDRESS.as_bytes(), AT).unwrap();
        assert!(is_blocked(&core));
    }

    #[test]
    fn a_list_that_was_mended_before_it_is_looked_at_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let core = with_a_list(folder.path());
        let file = file_of(&core, folder.path(), 1);
        let good = fs::read(&file).unwrap();
        damage(&file);
        assert!(!is_blocked(&core));
        fs::write(&file, good).unwrap();
        assert_eq!(notices(&core), 0);
        assert!(is_blocked(&core));
    }

    #[test]
    fn another_core_sees_what_comes_into_force() {
        let folder = tempfile::tempdir().unwrap();
        let core = with_a_list(folder.path());
        let other = Core::open(folder.path(), Region::ITALY, AT).unwrap();
        assert!(is_blocked(&core) && is_blocked(&other));
        for round in 0..3 {
            other.import_list(1, &mut OTHER.as_bytes(), AT).unwrap();
            assert!(!is_blocked(&core), "round {round}");
            assert_eq!(reason(&core, OTHER), Reason::List);
            core.import_list(1, &mut ADDRESS.as_bytes(), AT).unwrap();
            assert!(is_blocked(&core) && is_blocked(&other), "round {round}");
            assert_eq!(files(folder.path()), 1);
        }
    }

    #[test]
    fn what_replaces_a_list_that_is_no_longer_in_force_is_not_put_in_force() {
        let folder = tempfile::tempdir().unwrap();
        let core = with_a_list(folder.path());
        let list = core.background().unwrap().subscription(1).unwrap();
        let entries = || std::iter::empty::<Entry>();
        let late = prepare(&core, &list, entries(), None).unwrap();
        core.import_list(1, &mut ADDRESS.as_bytes(), AT).unwrap();
        let refused = core.background().unwrap().write(|store| late.install(store, 1));
        assert!(matches!(refused, Err(StoreError::Busy)));
        drop(late);
        let removed = prepare(&core, &list, entries(), None).unwrap();
        core.command(r#"{"at":{"utc_millis":0,"offset_minutes":0},"do":"list_remove","id":1}"#).unwrap();
        let refused = core.background().unwrap().write(|store| removed.install(store, 1));
        assert!(matches!(refused, Err(StoreError::NotFound)));
        drop(removed);
        assert_eq!(files(folder.path()), 0);
    }

    #[test]
    fn a_lost_database_takes_its_lists_along() {
        let folder = tempfile::tempdir().unwrap();
        drop(with_a_list(folder.path()));
        for suffix in ["", "-wal", "-shm"] {
            let _gone = fs::remove_file(folder.path().join(format!("stufo.db{suffix}")));
        }
        let core = Core::open(folder.path(), Region::ITALY, AT).unwrap();
        let id = core.add_list(&ListDraft::new("another list", "other.txt"), AT).unwrap();
        assert_eq!(id, 1, "ids begin anew");
        assert!(!is_blocked(&core));
        assert_eq!(files(folder.path()), 0);
    }

    #[test]
    fn files_that_no_row_names_go_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        drop(with_a_list(folder.path()));
        let lists = folder.path().join("stufo.db.lists");
        let database = ["lists.db", "lists.db-wal", "lists.db-shm"].map(|name| folder.path().join(name));
        database.iter().for_each(|path| fs::write(path, "of an earlier version").unwrap());
        for name in ["left.list", "notes.txt", "list"] {
            fs::write(lists.join(name), "").unwrap();
        }
        let core = Core::open(folder.path(), Region::ITALY, AT).unwrap();
        assert!(is_blocked(&core));
        assert_eq!(files(folder.path()), 4, "a call deletes nothing");
        opens_the_first_screen(&core);
        assert_eq!(files(folder.path()), 3, "what is not ours stays");
        assert!(!lists.join("left.list").exists() && !database.iter().any(|path| path.exists()));
        assert!(is_blocked(&core));
    }

    #[test]
    fn a_restore_that_replaces_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let core = with_a_list(folder.path());
        let backup = crate::engine::backup::make(&core, AT).unwrap().text;
        let request = crate::contract::backup::RestoreRequest {
            text: backup,
            mode: crate::contract::backup::RestoreMode::Replace,
        };
        crate::engine::backup::restore(&core, request, AT).unwrap();
        core.changed();
        assert_eq!(files(folder.path()), 0);
        assert!(!is_blocked(&core), "a backup holds the choice, not the list");
        assert_eq!(notices(&core), 0);
    }
}
