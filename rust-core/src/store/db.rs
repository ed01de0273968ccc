//! Opening a database: what SQLite offers against damaged and hostile files, pragmas, then migration in one IMMEDIATE
//! transaction. A file of a newer version is refused and left untouched.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::StoreError;

/// The pause between two attempts where SQLite does not wait by itself.
const AGAIN: Duration = Duration::from_millis(2);

/// What a component's database looks like today and how older ones get there.
pub(super) struct Schema {
    /// Marks the file as ours (`PRAGMA application_id`).
    pub(super) application_id: i32,
    /// Today's schema, whole.
    pub(super) create: &'static str,
    /// `[0]` leads from version 1 to 2, and so on; frozen once released, never runs `create`.
    pub(super) upgrades: &'static [fn(&Transaction<'_>) -> rusqlite::Result<()>],
}

impl Schema {
    /// Today's version.
    pub(super) fn version(&self) -> i64 {
        i64::try_from(self.upgrades.len()).unwrap_or(0) + 1
    }
}

/// Opens or makes the file. `busy` is how long a write waits for another connection's.
pub(super) fn open(path: &Path, schema: &Schema, busy: Duration) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    harden(&connection)?;
    connection.busy_timeout(busy)?;
    let version = user_version(&connection)?;
    if version > schema.version() {
        return Err(StoreError::Newer { found: version, known: schema.version() });
    }
    set_up(&connection, busy)?;
    connection.set_prepared_statement_cache_capacity(64);
    if version < schema.version() {
        migrate(&mut connection, schema)?;
    }
    Ok(connection)
}

/// Defences for files that somebody else may have written: a restored backup, a list, a damaged disk. The schema cannot be
/// written as rows of a table, nothing in it calls a function or a virtual table that SQLite does not hold harmless, and a
/// page's cells are checked when it is read.
pub(super) fn harden(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(connection.pragma_update(None, "cell_size_check", true)?)
}

/// WAL lets readers and one writer work side by side; NORMAL loses no committed call in a crash of the app. Of two that give
/// a new file its log at once, SQLite refuses one without waiting, for they would wait for each other: that one asks again.
fn set_up(connection: &Connection, busy: Duration) -> Result<(), StoreError> {
    let until = Instant::now() + busy;
    loop {
        let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;";
        match connection.execute_batch(pragmas).map_err(StoreError::from) {
            Err(StoreError::Busy) if Instant::now() < until => std::thread::sleep(AGAIN),
            done => return done,
        }
    }
}

/// `PRAGMA user_version`: 0 for a file without a schema.
pub(super) fn user_version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn migrate(connection: &mut Connection, schema: &Schema) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read again under the lock: another connection may have migrated meanwhile.
    let version = user_version(&transaction)?;
    if version == 0 {
        transaction.execute_batch(schema.create)?;
        transaction.pragma_update(None, "application_id", schema.application_id)?;
    } else {
        let done = usize::try_from(version - 1).unwrap_or(0);
        for upgrade in schema.upgrades.iter().skip(done) {
            upgrade(&transaction)?;
        }
    }
    transaction.pragma_update(None, "user_version", schema.version())?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: Schema = Schema { application_id: 1, create: "CREATE TABLE t (a TEXT) STRICT;", upgrades: &[] };

    fn opened() -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let connection = open(&folder.path().join("x.db"), &SCHEMA, Duration::ZERO).unwrap();
        (folder, connection)
    }

    #[test]
    fn every_connection_distrusts_its_file() {
        let (_folder, connection) = opened();
        assert!(connection.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).unwrap());
        assert!(!connection.db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA).unwrap());
        let cell_size_check: bool = connection.query_row("PRAGMA cell_size_check", [], |row| row.get(0)).unwrap();
        assert!(cell_size_check);
        // What defensive mode is for: the schema is not written as rows.
        connection.execute_batch("PRAGMA writable_schema = ON").unwrap();
        connection.execute("UPDATE sqlite_schema SET sql = ''", []).unwrap_err();
    }

    /// Options that `.cargo/config.toml` gives to every build; SQLite lists those it was built with.
    #[test]
    fn sqlite_is_built_as_its_authors_recommend() {
        let (_folder, connection) = opened();
        let mut statement = connection.prepare("PRAGMA compile_options").unwrap();
        let options: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        for wanted in [
            "DQS=0",
            "DEFAULT_MEMSTATUS=0",
            "DEFAULT_WAL_SYNCHRONOUS=1",
            "LIKE_DOESNT_MATCH_BLOBS",
            "MAX_EXPR_DEPTH=0",
            "USE_ALLOCA",
        ] {
            assert!(options.iter().any(|option| option == wanted), "{wanted} is missing: {options:?}");
        }
        let mut omitted: Vec<&str> = options.iter().filter_map(|option| option.strip_prefix("OMIT_")).collect();
        omitted.sort_unstable();
        assert_eq!(omitted, ["DECLTYPE", "DEPRECATED", "LOAD_EXTENSION", "PROGRESS_CALLBACK", "SHARED_CACHE"]);
    }
}
