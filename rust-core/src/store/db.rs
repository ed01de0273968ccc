//! Opening a database: what SQLite offers against damaged and hostile files, pragmas, then migration in one IMMEDIATE
//! transaction. A file of a newer version is refused and left untouched.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::StoreError;
use super::wait;

/// No version will ever be as large: a file that says so is damaged.
const MAX_VERSION: i64 = 10_000;

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
    let mut connection = connect(path)?;
    connection.busy_timeout(busy)?;
    let version = user_version(&connection)?;
    if version > MAX_VERSION {
        return Err(StoreError::Damaged);
    }
    if version > schema.version() {
        return Err(StoreError::Newer { found: version, known: schema.version() });
    }
    set_up(&connection, busy)?;
    connection.set_prepared_statement_cache_capacity(64);
    if version < schema.version() {
        // A step that does not fit the file: its version is not what it says.
        migrate(&mut connection, schema)
            .map_err(|error| if matches!(error, StoreError::Other(_)) { StoreError::Damaged } else { error })?;
    }
    Ok(connection)
}

/// Makes an empty file without a schema (`fill`), whose one transaction is to be synced when it is committed.
pub(super) fn create(path: &Path) -> Result<Connection, StoreError> {
    let connection = connect(path)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    make_private(path);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    harden(&connection)?;
    Ok(connection)
}

/// Makes the file its owner's alone before anything is in it; SQLite gives the log the same permissions. Where that is refused,
/// opening says why.
fn make_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        let Ok(metadata) = std::fs::metadata(path) else {
            let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
            return drop(made);
        };
        if metadata.is_file() && metadata.permissions().mode() & 0o077 != 0 {
            drop(std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)));
        }
    }
}

/// Defences for files that somebody else may have written: a restored backup, a list, a damaged disk. The schema cannot be
/// written as rows of a table, nothing in it calls a function or a virtual table that SQLite does not hold harmless, and a
/// page's cells are checked when it is read.
pub(super) fn harden(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    distrust(connection)
}

/// `harden` without the defensive mode, for a copy whose broken schema is to be read as far as it goes.
pub(super) fn distrust(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(connection.pragma_update(None, "cell_size_check", true)?)
}

/// WAL lets readers and one writer work side by side; NORMAL loses no committed call in a crash of the app. Of two that give
/// a new file its log at once, SQLite refuses one without waiting, for they would wait for each other: that one asks again.
fn set_up(connection: &Connection, busy: Duration) -> Result<(), StoreError> {
    let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;";
    let is_busy = |error: &StoreError| matches!(error, StoreError::Busy);
    wait::retry(busy, is_busy, || connection.execute_batch(pragmas).map_err(StoreError::from))
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
        fill(&transaction, schema)?;
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

/// Today's schema in an empty file, inside a transaction.
pub(super) fn fill(connection: &Connection, schema: &Schema) -> Result<(), StoreError> {
    connection.execute_batch(schema.create)?;
    connection.pragma_update(None, "application_id", schema.application_id)?;
    Ok(connection.pragma_update(None, "user_version", schema.version())?)
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
        // A file's name is a name, whatever it looks like.
        assert!(!options.iter().any(|option| option.starts_with("USE_URI")), "{options:?}");
        let mut omitted: Vec<&str> = options.iter().filter_map(|option| option.strip_prefix("OMIT_")).collect();
        omitted.sort_unstable();
        assert_eq!(omitted, ["DECLTYPE", "DEPRECATED", "LOAD_EXTENSION", "PROGRESS_CALLBACK", "SHARED_CACHE"]);
    }
}
