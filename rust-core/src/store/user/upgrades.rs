//! How older stufo.db files become today's. A step is frozen once it is on main: it never reads schema.sql.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Transaction, params};
use serde::Deserialize;
use serde_json::Value;

/// `[0]` leads from version 1 to 2, and so on.
pub(super) const ALL: &[fn(&Transaction<'_>) -> rusqlite::Result<()>] =
    &[signed_repositories, objections, sync_states, version_5];

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

/// Version 4: the sync state of each list is a row of a table, no longer a part of one JSON document.
fn sync_states(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "CREATE TABLE sync_state (
             list_id INTEGER PRIMARY KEY REFERENCES subscription (id) ON DELETE CASCADE,
             etag TEXT,
             last_modified TEXT,
             asked_millis INTEGER,
             good_millis INTEGER,
             result TEXT,
             why TEXT,
             failures INTEGER NOT NULL,
             next_millis INTEGER NOT NULL,
             accept INTEGER NOT NULL,
             expires_millis INTEGER,
             since INTEGER,
             whole_millis INTEGER,
             part_url TEXT,
             part_etag TEXT,
             part_bytes INTEGER
         );",
    )?;
    let sql = "SELECT content FROM document WHERE name = 'sync'";
    let document: Option<String> = transaction.query_row(sql, [], |row| row.get(0)).optional()?;
    // What cannot be read costs one full fetch of its list, and nothing else.
    let states: HashMap<i64, Value> = document.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    for (list_id, state) in states {
        let Ok(state) = serde_json::from_value::<StateV3>(state) else { continue };
        let (url, etag, bytes) =
            state.part.map_or((None, None, None), |part| (Some(part.url), part.etag, Some(part.bytes)));
        transaction.execute(
            "INSERT INTO sync_state (list_id, etag, last_modified, asked_millis, good_millis, result, why, failures, \
             next_millis, accept, expires_millis, since, whole_millis, part_url, part_etag, part_bytes) \
             SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16 \
             FROM subscription WHERE id = ?1",
            params![
                list_id,
                state.etag,
                state.last_modified,
                state.asked_millis,
                state.good_millis,
                state.result,
                state.why,
                state.failures,
                state.next_millis,
                state.accept,
                state.expires_millis,
                state.since,
                state.whole_millis,
                url,
                etag,
                bytes,
            ],
        )?;
    }
    transaction.execute("DELETE FROM document WHERE name = 'sync'", [])?;
    Ok(())
}

/// Version 5: a list is a file that its sync state names; what a signed list left out, and when its newest manifest was made;
/// what was offered in a call, and reports with their states; rules that expire, and which entries of a list count.
fn version_5(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "ALTER TABLE sync_state ADD COLUMN planned INTEGER NOT NULL DEFAULT 1;
         ALTER TABLE sync_state ADD COLUMN file TEXT;
         ALTER TABLE sync_state ADD COLUMN identity TEXT;
         ALTER TABLE sync_state ADD COLUMN revision INTEGER;
         ALTER TABLE sync_state ADD COLUMN numbers INTEGER;
         ALTER TABLE sync_state ADD COLUMN prefixes INTEGER;
         ALTER TABLE sync_state ADD COLUMN bytes INTEGER;
         ALTER TABLE rule ADD COLUMN expires_millis INTEGER;
         ALTER TABLE sync_state ADD COLUMN manifest_millis INTEGER;
         ALTER TABLE sync_state ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
         ALTER TABLE subscription ADD COLUMN reading TEXT;
         ALTER TABLE subscription ADD COLUMN filter TEXT;
         ALTER TABLE call ADD COLUMN offer INTEGER;
         CREATE TABLE report (
             id INTEGER PRIMARY KEY AUTOINCREMENT,
             kind INTEGER NOT NULL,
             region TEXT NOT NULL,
             company TEXT NOT NULL,
             content TEXT NOT NULL,
             created_millis INTEGER NOT NULL,
             sent_on TEXT,
             protocol TEXT NOT NULL,
             answered_on TEXT,
             reminded INTEGER NOT NULL
         );",
    )
}

/// A list's part of the document `sync` in version 3.
#[derive(Default, Deserialize)]
#[serde(default)]
struct StateV3 {
    etag: Option<String>,
    last_modified: Option<String>,
    asked_millis: Option<i64>,
    good_millis: Option<i64>,
    result: Option<String>,
    why: Option<String>,
    failures: u32,
    next_millis: i64,
    accept: bool,
    expires_millis: Option<i64>,
    since: Option<i64>,
    whole_millis: Option<i64>,
    part: Option<PartV3>,
}

#[derive(Deserialize)]
struct PartV3 {
    url: String,
    etag: Option<String>,
    bytes: i64,
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rusqlite::Connection;

    use super::super::{FILE_NAME, UserStore};
    use crate::sync::{PartialTransfer, SyncOutcome, SyncReason, SyncState};

    const FROZEN: [&str; 5] = [
        include_str!("../../../../tests/schemas/v1.sql"),
        include_str!("../../../../tests/schemas/v2.sql"),
        include_str!("../../../../tests/schemas/v3.sql"),
        include_str!("../../../../tests/schemas/v4.sql"),
        include_str!("../../../../tests/schemas/v5.sql"),
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
    /// A version 3 file with two lists and a document `sync`; upgraded.
    fn upgraded_from_v3(sync: Option<&str>) -> (tempfile::TempDir, UserStore) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v3.db");
        let old = Connection::open_with_flags(&path, rusqlite::OpenFlags::default()).unwrap();
        old.execute_batch(FROZEN[2]).unwrap();
        let lists = "INSERT INTO subscription (id, name, origin, region, action, enabled, created_millis)
                     VALUES (3, 'three', 'a', 'IT', 2, 1, 5), (4, 'four', 'b', 'IT', 2, 1, 6)";
        old.execute_batch(lists).unwrap();
        let document = "INSERT INTO document (name, content) VALUES (?1, ?2)";
        old.execute(document, ["settings", r#"{"keep_days":7}"#]).unwrap();
        if let Some(sync) = sync {
            old.execute(document, ["sync", sync]).unwrap();
        }
        old.pragma_update(None, "user_version", 3).unwrap();
        drop(old);
        let store = UserStore::open(&path, Duration::ZERO).unwrap();
        (folder, store)
    }

    #[test]
    fn the_sync_document_becomes_a_row_a_list() {
        let document = r#"{
            "3": {"etag": "x", "last_modified": null, "asked_millis": 10, "good_millis": 9, "result": "failed",
                  "why": "http_404", "failures": 2, "next_millis": 11, "accept": true, "expires_millis": 12, "since": 13,
                  "whole_millis": 14, "part": {"url": "u", "etag": "y", "bytes": 15}, "colour": "red"},
            "4": {"etag": "z"},
            "99": {"etag": "of a list that was removed"}
        }"#;
        let (_folder, store) = upgraded_from_v3(Some(document));
        let three = SyncState {
            etag: Some("x".to_owned()),
            last_modified: None,
            asked_millis: Some(10),
            good_millis: Some(9),
            result: Some(SyncOutcome::Failed),
            why: Some(SyncReason::HttpStatus(404)),
            failures: 2,
            next_millis: 11,
            accept: true,
            expires_millis: Some(12),
            since: Some(13),
            whole_millis: Some(14),
            part: Some(PartialTransfer { url: "u".to_owned(), etag: Some("y".to_owned()), bytes: 15 }),
            manifest_millis: None,
            left_out: 0,
        };
        assert_eq!(store.sync_state(3).unwrap(), Some(three));
        assert_eq!(
            store.sync_state(4).unwrap(),
            Some(SyncState { etag: Some("z".to_owned()), ..SyncState::default() })
        );
        assert_eq!(store.sync_state(99).unwrap(), None);
        assert_eq!(store.document("sync").unwrap(), None);
        assert_eq!(store.settings().unwrap().keep_days, 7, "the other documents stay");
    }

    #[test]
    fn a_sync_document_that_does_not_read_loses_nothing_else() {
        for (document, four_is_kept) in [
            (None, false),
            (Some("{"), false),
            (Some("[]"), false),
            (Some(r#"{"3": {"etag": 7}, "4": {"etag": "z"}}"#), true),
            (Some(r#"{"3": {"since": 18446744073709551615}, "4": {"etag": "z"}}"#), true),
            (Some(r#"{"3": null, "4": {"etag": "z"}}"#), true),
        ] {
            let (_folder, store) = upgraded_from_v3(document);
            assert_eq!(store.sync_state(3).unwrap(), None, "{document:?}");
            assert_eq!(store.sync_state(4).unwrap().is_some(), four_is_kept, "{document:?}");
            assert_eq!(store.subscriptions().unwrap().len(), 2);
            assert_eq!(store.settings().unwrap().keep_days, 7);
        }
    }
}
