//! The sync state of each list: one row a list, gone with its subscription. The row also names the list's file
//! (`list_in_force.rs`).

use rusqlite::{OptionalExtension, Row, params};

use super::UserStore;
use crate::store::StoreError;
use crate::sync::{PartialTransfer, SyncState};

const COLUMNS: &str = "etag, last_modified, asked_millis, good_millis, result, why, failures, next_millis, accept, \
                       expires_millis, since, whole_millis, part_url, part_etag, part_bytes, manifest_millis, left_out";

impl UserStore {
    /// The sync state of a list; `None` for one that was never planned.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sync_state(&self, list_id: i64) -> Result<Option<SyncState>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sync_state WHERE list_id = ?1 AND planned");
        Ok(self.connection.prepare_cached(&sql)?.query_row([list_id], sync_state).optional()?)
    }

    /// Saves the sync state of a list.
    ///
    /// # Errors
    /// When the store cannot be written, or there is no such list.
    pub fn save_sync_state(&self, list_id: i64, state: &SyncState) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO sync_state (list_id, {COLUMNS}) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) \
             ON CONFLICT (list_id) DO UPDATE SET ({COLUMNS}) = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, \
             ?15, ?16, ?17, ?18), planned = 1"
        );
        // No server sends, and no file has, a size that the column cannot hold.
        let since = state.since.and_then(|since| i64::try_from(since).ok());
        let part = state.part.as_ref().and_then(|part| Some((part, i64::try_from(part.bytes).ok()?)));
        self.connection.prepare_cached(&sql)?.execute(params![
            list_id,
            state.etag,
            state.last_modified,
            state.asked_millis,
            state.good_millis,
            state.result.map(<&str>::from),
            state.why.map(|why| why.to_string()),
            state.failures,
            state.next_millis,
            state.accept,
            state.expires_millis,
            since,
            state.whole_millis,
            part.map(|(part, _)| &part.url),
            part.and_then(|(part, _)| part.etag.as_ref()),
            part.map(|(_, bytes)| bytes),
            state.manifest_millis,
            i64::try_from(state.left_out).unwrap_or(i64::MAX),
        ])?;
        Ok(())
    }

    /// Clears what the server said of a list's version: its numbers are no longer those that the validators stand for.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn clear_validators(&self, list_id: i64) -> Result<(), StoreError> {
        let sql = "UPDATE sync_state SET etag = NULL, last_modified = NULL WHERE list_id = ?1";
        self.connection.prepare_cached(sql)?.execute([list_id])?;
        Ok(())
    }

    /// Deletes the sync state of a list: it now comes from elsewhere, or is read in another way, and is due. Its numbers stay
    /// in force.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn delete_sync_state(&self, list_id: i64) -> Result<(), StoreError> {
        if self.list_in_force(list_id)?.is_some() {
            self.save_sync_state(list_id, &SyncState::default())?;
        }
        let sql = "UPDATE sync_state SET planned = 0 WHERE list_id = ?1";
        self.connection.prepare_cached(sql)?.execute([list_id])?;
        let sql = "DELETE FROM sync_state WHERE list_id = ?1 AND file IS NULL";
        self.connection.prepare_cached(sql)?.execute([list_id])?;
        Ok(())
    }
}

/// A name that this version does not know reads as none.
fn sync_state(row: &Row<'_>) -> rusqlite::Result<SyncState> {
    let name = |index: usize| row.get::<_, Option<String>>(index);
    let url: Option<String> = row.get(12)?;
    let part_bytes: Option<u64> = row.get(14)?;
    let part_etag = row.get(13)?;
    Ok(SyncState {
        etag: row.get(0)?,
        last_modified: row.get(1)?,
        asked_millis: row.get(2)?,
        good_millis: row.get(3)?,
        result: name(4)?.and_then(|name| name.parse().ok()),
        why: name(5)?.and_then(|name| name.parse().ok()),
        failures: row.get(6)?,
        next_millis: row.get(7)?,
        accept: row.get(8)?,
        expires_millis: row.get(9)?,
        manifest_millis: row.get(15)?,
        left_out: row.get(16)?,
        since: row.get(10)?,
        whole_millis: row.get(11)?,
        part: url.zip(part_bytes).map(|(url, bytes)| PartialTransfer { url, etag: part_etag, bytes }),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::policy::Action;
    use crate::sync::{ListFilter, Subscription, SyncOutcome, SyncReason};

    fn list(origin: &str) -> Subscription {
        Subscription {
            id: 0,
            name: "list".to_owned(),
            origin: origin.to_owned(),
            region: "IT".to_owned(),
            form: None,
            action: Action::Reject,
            enabled: true,
            created_millis: 1,
            updated_millis: None,
            revision: 0,
            public_key: None,
            interval_hours: 24,
            wifi_only: false,
            filter: ListFilter::default(),
        }
    }

    fn full() -> SyncState {
        SyncState {
            etag: Some("\"a\"".to_owned()),
            last_modified: Some("yesterday".to_owned()),
            asked_millis: Some(1),
            good_millis: Some(2),
            result: Some(SyncOutcome::Failed),
            why: Some(SyncReason::HttpStatus(503)),
            failures: 3,
            next_millis: 4,
            accept: true,
            expires_millis: Some(5),
            manifest_millis: Some(9),
            left_out: 10,
            since: Some(6),
            whole_millis: Some(7),
            part: Some(PartialTransfer { url: "u".to_owned(), etag: Some("\"b\"".to_owned()), bytes: 8 }),
        }
    }

    #[test]
    fn a_sync_state_reads_as_it_was_saved_and_goes_with_its_list() {
        let folder = tempfile::tempdir().unwrap();
        let store = UserStore::open(&folder.path().join("stufo.db"), Duration::ZERO).unwrap();
        let (one, other) = (store.save_subscription(&list("a")).unwrap(), store.save_subscription(&list("b")).unwrap());
        assert_eq!(store.sync_state(one).unwrap(), None);
        for state in [full(), SyncState::default(), SyncState { why: Some(SyncReason::Restarted), ..full() }] {
            store.save_sync_state(one, &state).unwrap();
            assert_eq!(store.sync_state(one).unwrap(), Some(state));
        }
        store.save_sync_state(other, &full()).unwrap();
        store.clear_validators(other).unwrap();
        let cleared = SyncState { etag: None, last_modified: None, ..full() };
        assert_eq!(store.sync_state(other).unwrap(), Some(cleared.clone()));
        store.delete_subscription(one).unwrap();
        assert_eq!(store.sync_state(one).unwrap(), None);
        assert!(store.save_sync_state(one, &full()).is_err(), "no state without its list");
        assert_eq!(store.sync_state(other).unwrap(), Some(cleared));
        store.delete_sync_state(other).unwrap();
        assert_eq!(store.sync_state(other).unwrap(), None);
    }

    #[test]
    fn what_no_column_takes_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let store = UserStore::open(&folder.path().join("stufo.db"), Duration::ZERO).unwrap();
        let id = store.save_subscription(&list("a")).unwrap();
        let huge = PartialTransfer { url: "u".to_owned(), etag: None, bytes: u64::MAX };
        store.save_sync_state(id, &SyncState { since: Some(u64::MAX), part: Some(huge), ..full() }).unwrap();
        assert_eq!(store.sync_state(id).unwrap(), Some(SyncState { since: None, part: None, ..full() }));
    }
}
