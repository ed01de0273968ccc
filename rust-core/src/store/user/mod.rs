//! stufo.db: rules, settings, history, dialled numbers, notices. Two connections: screening's own, which never
//! waits for the screens' work, and the background connection.

mod documents;
mod history;
mod list_in_force;
mod objections;
mod recontact;
mod recovery;
mod reports;
mod rules;
pub(crate) mod salvage;
mod subscriptions;
mod sync_log;
mod sync_state;
mod trace_text;
mod upgrades;

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

pub use history::{CallFilter, Cursor, SavedCall, Search};
pub use recovery::{open_or_recover, recover};

use recovery::Lock;

use super::db::{self, Schema};
use super::error::StoreError;

/// Name of the file in the app's folder.
pub const FILE_NAME: &str = "stufo.db";

pub(super) const SCHEMA: Schema =
    Schema { application_id: 0x5374_7566, create: include_str!("schema.sql"), upgrades: upgrades::ALL };

/// Tables that judging and recording a call reads or writes.
const CALL_TABLES: [&str; 8] = ["rule", "document", "state", "source", "call", "dialled", "subscription", "sync_state"];

/// One connection to stufo.db.
pub struct UserStore {
    connection: Connection,
    /// Held as long as the connection is open, so that no recovery moves the file away from under it.
    _lock: Option<Lock>,
}

/// Ends a view that `work` has left by an error or a panic.
struct OpenView<'s> {
    store: &'s UserStore,
    is_ended: bool,
}

impl Drop for OpenView<'_> {
    fn drop(&mut self) {
        if !self.is_ended
            && let Err(error) = self.store.run("ROLLBACK")
        {
            log::warn!("a view of stufo.db is not ended: {error}");
        }
    }
}

impl UserStore {
    /// Opens `FILE_NAME` in `folder`, making or migrating it. `busy` bounds the wait for another writer.
    ///
    /// # Errors
    /// `Newer` leaves the file alone; `Damaged` asks for `recover`.
    pub fn open(path: &Path, busy: Duration) -> Result<Self, StoreError> {
        let lock = Lock::shared(path, busy)?;
        // Whoever held the lock may have been ended between two steps of a recovery: an empty file made here would be moved aside.
        if recovery::is_unfinished(path) {
            return Err(StoreError::Damaged);
        }
        Ok(Self { connection: db::open(path, &SCHEMA, busy)?, _lock: Some(lock) })
    }

    /// Opens the file where the lock is held already.
    fn open_unlocked(path: &Path, busy: Duration) -> Result<Self, StoreError> {
        Ok(Self::unlocked(db::open(path, &SCHEMA, busy)?))
    }

    fn unlocked(connection: Connection) -> Self {
        Self { connection, _lock: None }
    }

    /// Closes the file and its lock before a recovery. Until another store takes this one's place, every request fails.
    ///
    /// # Errors
    /// When SQLite has no memory.
    pub fn close(&mut self) -> Result<(), StoreError> {
        *self = Self::unlocked(Connection::open_in_memory()?);
        Ok(())
    }

    /// Runs `work` in one transaction that is rolled back when it fails.
    ///
    /// # Errors
    /// Those of `work`, or `Busy` when another connection writes.
    pub fn write<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        // `unchecked`: the closure borrows the store whole; the guard below ends the transaction on every path.
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
            .map_err(|error| E::from(StoreError::from(error)))?;
        let value = work(self)?;
        transaction.commit().map_err(|error| E::from(StoreError::from(error)))?;
        Ok(value)
    }

    /// As `write`; what is committed is on the disk when this returns, so that what it replaces may be deleted.
    ///
    /// # Errors
    /// As `write`.
    pub fn write_through<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        self.set_synchronous("FULL")?;
        let written = self.write(work);
        self.set_synchronous("NORMAL")?;
        written
    }

    fn set_synchronous(&self, mode: &str) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "synchronous", mode)?)
    }

    /// Runs `work` in one read transaction: one view of the file, whose locks are taken once and not at each
    /// statement.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn view<T>(&self, work: impl FnOnce(&Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.run("BEGIN")?;
        let mut view = OpenView { store: self, is_ended: false };
        let value = work(self)?;
        view.is_ended = true;
        self.run("COMMIT")?;
        Ok(value)
    }

    /// A statement that is prepared once: a view is opened at every call.
    fn run(&self, sql: &str) -> Result<(), StoreError> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    /// Reads the first page of every table that a call needs: damage at the top of a tree shows here and not during
    /// the call. Damage to what only screens read is met when they ask.
    fn probe_tables(&self) -> Result<(), StoreError> {
        self.view(|store| {
            for table in CALL_TABLES {
                let sql = format!("SELECT 1 FROM {table} LIMIT 1");
                store.connection.prepare_cached(&sql)?.query_row([], |_| Ok(())).optional()?;
            }
            Ok(())
        })
    }

    /// Whether every page, index, reference and value of the file is right; slow on a large file, so only after something failed.
    ///
    /// # Errors
    /// `Damaged` when one is not.
    pub fn check(&self) -> Result<(), StoreError> {
        let word: String = self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let refers_to_none: bool =
            self.connection
                .query_row("SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)", [], |row| row.get(0))?;
        let is_whole = word == "ok" && !refers_to_none && recovery::unreadable_rows(&self.connection)? == 0;
        if is_whole { Ok(()) } else { Err(StoreError::Damaged) }
    }

    /// Whether damage was found, and in nothing but indexes, which can be created again from their tables.
    fn is_damage_in_indexes(&self) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare("PRAGMA integrity_check")?;
        let found: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let is_of_index = |line: &String| {
            ["missing from index", "wrong # of entries in index", "non-unique entry in index"]
                .iter()
                .any(|words| line.contains(words))
        };
        Ok(!found.is_empty() && found.iter().all(is_of_index))
    }

    /// Checkpoints the write-ahead log: writes it into the file and empties it, where no other connection reads.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        Ok(self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    /// Whether rows may refer to none.
    pub(super) fn set_references(&self, are_checked: bool) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "foreign_keys", are_checked)?)
    }

    /// Takes back references to rows that are not there, and rows that are nothing without them.
    pub(super) fn mend_references(&self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch(
            "UPDATE call SET source_id = NULL WHERE source_id NOT IN (SELECT id FROM source);
             DELETE FROM objection_number WHERE objection_id NOT IN (SELECT id FROM objection);
             DELETE FROM sync_state WHERE list_id NOT IN (SELECT id FROM subscription);",
        )?)
    }

    /// The schema version of the file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn schema_version(&self) -> Result<i64, StoreError> {
        db::user_version(&self.connection)
    }
}
