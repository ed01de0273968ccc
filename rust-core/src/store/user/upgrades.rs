//! How older stufo.db files become today's. A step is frozen once it is on main: it never reads schema.sql.

use rusqlite::Transaction;

/// `[0]` leads from version 1 to 2, and so on.
pub(super) const ALL: &[fn(&Transaction<'_>) -> rusqlite::Result<()>] = &[signed_repositories, objections];

/// Version 2: signed repositories, a list's own pace, and what came of each attempt.
fn signed_repositories(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "ALTER TABLE subscription ADD COLUMN public_key TEXT;
         ALTER TABLE subscription ADD COLUMN interval_hours INTEGER NOT NULL DEFAULT 24;
         ALTER TABLE subscription ADD COLUMN wifi_only INTEGER NOT NULL DEFAULT 0;
         CREATE TABLE sync_attempt (
             id INTEGER PRIMARY KEY AUTOINCREMENT,
             list_id INTEGER NOT NULL,
             at_millis INTEGER NOT NULL,
             result TEXT NOT NULL,
             why TEXT,
             added INTEGER,
             removed INTEGER,
             unchanged INTEGER,
             bytes INTEGER NOT NULL
         );
         CREATE INDEX sync_attempt_by_list ON sync_attempt (list_id, id);",
    )
}

/// Version 3: objections, the enrolment in a register, and the indexes that find wanted callers and objections.
fn objections(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "CREATE INDEX call_objected ON call (utc_millis) WHERE outcome = 5;
         CREATE INDEX call_wanted ON call (number_key) WHERE contact = 1 OR reason IN (2, 3, 4);
         CREATE TABLE objection (
             id INTEGER PRIMARY KEY AUTOINCREMENT,
             call_id INTEGER,
             company TEXT NOT NULL,
             utc_millis INTEGER NOT NULL,
             offset_minutes INTEGER NOT NULL,
             how INTEGER NOT NULL,
             note TEXT NOT NULL
         );
         CREATE TABLE objection_number (
             objection_id INTEGER NOT NULL REFERENCES objection (id) ON DELETE CASCADE,
             number_key INTEGER NOT NULL,
             PRIMARY KEY (objection_id, number_key)
         ) WITHOUT ROWID;
         CREATE TABLE enrolment (
             region TEXT PRIMARY KEY,
             enrolled_on TEXT NOT NULL,
             renewed_on TEXT
         ) WITHOUT ROWID;",
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rusqlite::Connection;

    use super::super::{FILE_NAME, UserStore};

    const FROZEN: [&str; 3] = [
        include_str!("../../../../tests/schemas/v1.sql"),
        include_str!("../../../../tests/schemas/v2.sql"),
        include_str!("../../../../tests/schemas/v3.sql"),
    ];

    /// What the file is made of: names and code, without comments and the spaces that upgrades leave behind.
    fn shape(connection: &Connection) -> Vec<String> {
        let mut statement =
            connection.prepare("SELECT type || ' ' || name || ' ' || sql FROM sqlite_master ORDER BY name").unwrap();
        let texts = statement.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
        texts
            .filter_map(Result::unwrap)
            .map(|text| {
                let code: String = text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
                code.chars().filter(|c| !c.is_whitespace()).collect()
            })
            .collect()
    }

    #[test]
    fn every_older_schema_becomes_todays() {
        let folder = tempfile::tempdir().unwrap();
        let fresh = UserStore::open(&folder.path().join(FILE_NAME), Duration::ZERO).unwrap();
        let today = shape(&fresh.connection);
        assert!(today.len() > 10);
        assert_eq!(fresh.schema_version().unwrap(), i64::try_from(FROZEN.len()).unwrap());
        for (index, frozen) in FROZEN.iter().enumerate() {
            let path = folder.path().join(format!("v{}.db", index + 1));
            let old = Connection::open_with_flags(&path, rusqlite::OpenFlags::default()).unwrap();
            old.execute_batch(frozen).unwrap();
            old.pragma_update(None, "user_version", i64::try_from(index + 1).unwrap()).unwrap();
            drop(old);
            let upgraded = UserStore::open(&path, Duration::ZERO).unwrap();
            assert_eq!(shape(&upgraded.connection), today, "from version {}", index + 1);
        }
    }
}
