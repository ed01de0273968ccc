//! Recovery of a damaged stufo.db, in one step or none: every row that still reads goes into a file of its own, in one
//! transaction together with the notice; that file is synced and then renamed into place. Whatever ends the process, what is left is the
//! damaged file, which is tried again, or the whole salvage. The damaged file is moved aside, never deleted.
//!
//! `stufo.db.mending` is being written, `stufo.db.reading` is a copy of the damaged file to read from, `stufo.db.mended` is
//! whole and takes the place of `stufo.db` at the next opening at the latest.

mod lock;
mod pages;
mod salvage;
mod tables;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(super) use lock::Lock;
pub(super) use tables::unreadable_rows;

use super::{SCHEMA, UserStore};
use crate::notice::NoticeKind;
use crate::store::{StoreError, db};

/// How long a recovery waits until nobody else has the file open.
const RECOVERY_WAIT: Duration = Duration::from_secs(10);
const MENDING: &str = ".mending";
const READING: &str = ".reading";
const MENDED: &str = ".mended";

/// Opens the file; a damaged one is salvaged and moved aside, with a notice for the user.
///
/// # Errors
/// `Newer` leaves the file alone; `Busy` while another process has it open; `Io` when nothing can be written there.
pub fn open_or_recover(path: &Path, now_millis: i64, busy: Duration) -> Result<UserStore, StoreError> {
    match UserStore::open(path, busy).and_then(|store| store.probe_tables().map(|()| store)) {
        Err(StoreError::Damaged) => recover(path, now_millis, busy),
        opened => opened,
    }
}

/// Salvages a file in which damage was found into a new one that takes its place, with a notice for the user; the damaged file is
/// moved aside with its log. Damage in indexes alone is mended in place. No connection of this process may be open.
///
/// # Errors
/// `Busy` while another process has the file open; `Io` when no file can be written or renamed. The damaged file is still there then,
/// or the whole salvage.
pub fn recover(path: &Path, now_millis: i64, busy: Duration) -> Result<UserStore, StoreError> {
    let alone = Lock::exclusive(path, RECOVERY_WAIT)?;
    finish(path, now_millis)?;
    // Another process may have been first.
    if !is_sound(path, busy)? {
        salvage_beside(path, now_millis)?;
        finish(path, now_millis)?;
    }
    for leftover in [MENDING, READING] {
        remove_database(&beside(path, leftover))?;
    }
    drop(alone);
    UserStore::open(path, busy)
}

/// Whether a salvaged file waits to take the damaged one's place. It comes and goes only while the lock is held alone.
pub(super) fn is_unfinished(path: &Path) -> bool {
    beside(path, MENDED).exists()
}

/// Whether the file is whole, after its indexes were created again where they alone were damaged.
fn is_sound(path: &Path, busy: Duration) -> Result<bool, StoreError> {
    let checked = UserStore::open_unlocked(path, busy).and_then(|store| match store.check() {
        Err(StoreError::Damaged) if store.is_damage_in_indexes()? => {
            store.connection.execute_batch("REINDEX")?;
            store.check()
        }
        checked => checked,
    });
    match checked {
        Ok(()) => Ok(true),
        Err(StoreError::Damaged) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Writes `MENDED`: what reads of the damaged file, with the notice.
fn salvage_beside(path: &Path, now_millis: i64) -> Result<(), StoreError> {
    let (mending, reading) = (beside(path, MENDING), beside(path, READING));
    for leftover in [&mending, &reading] {
        remove_database(leftover)?;
    }
    copy_database(path, &reading)?;
    let store = UserStore::unlocked(db::create(&mending)?);
    store.set_references(false)?;
    store.connection.execute_batch("BEGIN IMMEDIATE")?;
    db::fill(&store.connection, &SCHEMA)?;
    let salvaged = salvage::salvage(&reading, &store)?;
    store.mend_references()?;
    store.add_notice(NoticeKind::DatabaseRecovered, None, now_millis)?;
    store.connection.execute_batch("COMMIT")?;
    drop(store);
    log::warn!("recovered stufo.db: {salvaged}");
    let synced = File::open(&mending).and_then(|file| file.sync_all());
    synced.map_err(|_| StoreError::Io("cannot sync the salvaged file"))?;
    rename(&mending, &beside(path, MENDED))?;
    sync_folder(path)
}

/// Moves the damaged file aside, its log first, and puts the salvaged one in its place. Each step leaves a state from which this
/// begins again. Nothing is done where no salvaged file waits: another process that held the lock before may have put it in its place
/// already, and the file there is whole.
fn finish(path: &Path, now_millis: i64) -> Result<(), StoreError> {
    if !is_unfinished(path) {
        return Ok(());
    }
    remove_database(&beside(path, READING))?;
    let aside = name_aside(path, now_millis);
    let log = beside(path, "-wal");
    if log.exists() {
        // A log that stays would be replayed into the new file.
        rename(&log, &beside(&aside, "-wal"))?;
    }
    if path.exists() {
        rename(path, &aside)?;
    }
    remove(&beside(path, "-shm"))?;
    sync_folder(path)?;
    rename(&beside(path, MENDED), path)?;
    sync_folder(path)
}

/// A name for the damaged file that no earlier one has; that of its log where only the log was moved before the process ended.
fn name_aside(path: &Path, now_millis: i64) -> PathBuf {
    let names = (0_u32..).map(|count| match count {
        0 => beside(path, &format!(".damaged-{now_millis}")),
        _ => beside(path, &format!(".damaged-{now_millis}-{count}")),
    });
    let is_free = |name: &PathBuf| !name.exists() && !beside(name, "-wal").exists();
    log_without_file(path)
        .unwrap_or_else(|| names.into_iter().find(is_free).unwrap_or_else(|| beside(path, ".damaged")))
}

/// The name aside whose log is there and whose file is not.
fn log_without_file(path: &Path) -> Option<PathBuf> {
    let mut prefix = OsString::from(path.file_name()?);
    prefix.push(".damaged-");
    let entries = fs::read_dir(folder_of(path)).ok()?;
    let mut logs = entries.filter_map(Result::ok).filter_map(|entry| {
        let name = entry.file_name().to_str()?.strip_suffix("-wal")?.to_owned();
        name.starts_with(prefix.to_str()?).then(|| path.with_file_name(name))
    });
    logs.find(|file| !file.exists())
}

/// Copies a database and its log, so that the damaged one stays as it is.
fn copy_database(from: &Path, to: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-wal"] {
        match copy_file(&beside(from, suffix), &beside(to, suffix)) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(_) => return Err(StoreError::Io("cannot copy the damaged file")),
        }
    }
    Ok(())
}

/// Not `fs::copy`: that asks the kernel for `copy_file_range`, and the system-call filter of some versions of Android ends the
/// process for it. Behind `dyn Read` the bytes go through memory.
fn copy_file(from: &Path, to: &Path) -> std::io::Result<u64> {
    let mut source = fs::File::open(from)?;
    let source: &mut dyn std::io::Read = &mut source;
    std::io::copy(source, &mut fs::File::create(to)?)
}

fn remove_database(path: &Path) -> Result<(), StoreError> {
    ["", "-wal", "-shm", "-journal"].into_iter().try_for_each(|suffix| remove(&beside(path, suffix)))
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(StoreError::Io("cannot remove a file of a recovery")),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|_| StoreError::Io("cannot rename a file of a recovery"))
}

/// Makes renames last through a loss of power, where the system can.
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        let synced = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
        synced.map_err(|_| StoreError::Io("cannot sync the folder"))?;
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests;
