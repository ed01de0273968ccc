//! A damaged stufo.db: the file is moved aside, never deleted, and every row that still reads is carried into
//! a new one.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use super::UserStore;
use crate::notice::NoticeKind;
use crate::store::{StoreError, db};

/// Tables in the order in which rows may refer to each other.
const TABLES: [&str; 14] = [
    "rule",
    "document",
    "state",
    "source",
    "call",
    "dialled",
    "notice",
    "subscription",
    "sync_state",
    "sync_attempt",
    "objection",
    "objection_number",
    "enrolment",
    "report",
];

/// Opens the file; a damaged one is moved aside and salvaged, with a notice for the user.
///
/// # Errors
/// `Newer` leaves the file alone; `Io` when nothing can be written there.
pub fn open_or_recover(path: &Path, now_millis: i64, busy: Duration) -> Result<UserStore, StoreError> {
    match UserStore::open(path, busy).and_then(|store| store.probe_tables().map(|()| store)) {
        Err(StoreError::Damaged) => recover(path, now_millis, busy),
        opened => opened,
    }
}

/// Moves a file in which damage was found aside, with its log, and salvages it into a new one, with a notice for the
/// user.
///
/// # Errors
/// `Io` when the file cannot be moved or a new one cannot be made.
pub fn recover(path: &Path, now_millis: i64, busy: Duration) -> Result<UserStore, StoreError> {
    let aside = beside(path, &format!(".damaged-{now_millis}"));
    std::fs::rename(path, &aside).map_err(|_| StoreError::Io("cannot move the damaged file aside"))?;
    for suffix in ["-wal", "-shm"] {
        // A missing WAL is the usual case; one that stays would be replayed into the new file.
        if std::fs::rename(beside(path, suffix), beside(&aside, suffix)).is_err() && beside(path, suffix).exists() {
            return Err(StoreError::Io("cannot move the damaged file's log aside"));
        }
    }
    let store = UserStore::open(path, busy)?;
    salvage(&aside, &store);
    store.add_notice(NoticeKind::DatabaseRecovered, None, now_millis)?;
    Ok(store)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// Copies what reads; what does not is left in the file that was moved aside.
fn salvage(aside: &Path, store: &UserStore) {
    let Ok(old) = Connection::open_with_flags(aside, OpenFlags::SQLITE_OPEN_READ_WRITE) else { return };
    if let Err(error) = db::harden(&old) {
        log::warn!("salvage: the damaged file is read without defences: {error}");
    }
    // A row may refer to one that is lost: it is kept, and refers to nothing.
    if let Err(error) = store.set_references(false) {
        log::warn!("salvage: rows that refer to lost ones are left out: {error}");
    }
    for table in TABLES {
        if let Err(error) = salvage_table(&old, store, table) {
            log::warn!("salvage: table {table} is not whole: {error}");
        }
    }
    if let Err(error) = store.mend_references().and_then(|()| store.set_references(true)) {
        log::warn!("salvage: references to lost rows are not mended: {error}");
    }
}

fn salvage_table(old: &Connection, store: &UserStore, table: &str) -> Result<(), StoreError> {
    let columns = store.column_names(table)?;
    let known: Vec<String> = columns.into_iter().filter(|column| has_column(old, table, column)).collect();
    if known.is_empty() {
        return Err(StoreError::Damaged);
    }
    let insert =
        format!("INSERT OR IGNORE INTO {table} ({}) VALUES ({})", known.join(", "), vec!["?"; known.len()].join(", "));
    let mut select = old.prepare(&format!("SELECT {} FROM {table}", known.join(", ")))?;
    let mut rows = select.query([])?;
    // The first page that cannot be read ends the table: what came before is kept.
    while let Some(row) = rows.next()? {
        let values: Vec<Value> = (0..known.len()).map(|index| row.get(index)).collect::<Result<_, _>>()?;
        store.insert_salvaged(&insert, params_from_iter(values))?;
    }
    Ok(())
}

fn has_column(old: &Connection, table: &str, column: &str) -> bool {
    old.prepare(&format!("SELECT {column} FROM {table} LIMIT 0")).is_ok()
}
