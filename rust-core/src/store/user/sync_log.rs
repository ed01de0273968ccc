//! The sync log: the last attempts to bring each list up to date.

use rusqlite::params;

use super::UserStore;
use crate::store::StoreError;
use crate::sync::{SyncAttempt, SyncOutcome, SyncReason};

/// Attempts that are kept of each list.
const KEPT: u32 = 50;

impl UserStore {
    /// Adds an attempt to the log and drops the list's oldest.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn add_attempt(&self, list_id: i64, new: &SyncAttempt) -> Result<(), StoreError> {
        let sql = "INSERT INTO sync_attempt (list_id, at_millis, result, why, added, removed, unchanged, bytes) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let SyncAttempt { at_millis, result, why, added, removed, unchanged, bytes } = new;
        let (result, why) = (<&str>::from(result), why.map(|why| why.to_string()));
        // A count too large for the column cannot have come over a network.
        let bytes = i64::try_from(*bytes).unwrap_or(i64::MAX);
        self.connection
            .prepare_cached(sql)?
            .execute(params![list_id, at_millis, result, why, added, removed, unchanged, bytes])?;
        let sql = "DELETE FROM sync_attempt WHERE list_id = ?1 AND id <= \
                   (SELECT id FROM sync_attempt WHERE list_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)";
        self.connection.prepare_cached(sql)?.execute(params![list_id, KEPT])?;
        Ok(())
    }

    /// The last attempts of a list, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn attempts(&self, list_id: i64) -> Result<Vec<SyncAttempt>, StoreError> {
        let sql = "SELECT at_millis, result, why, added, removed, unchanged, bytes FROM sync_attempt \
                   WHERE list_id = ?1 ORDER BY id DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([list_id], |row| {
            // A name that only another version knows is read as a failed attempt.
            let (result, why): (String, Option<String>) = (row.get(1)?, row.get(2)?);
            Ok(SyncAttempt {
                at_millis: row.get(0)?,
                result: result.parse().unwrap_or(SyncOutcome::Failed),
                why: why.map(|why| why.parse().unwrap_or(SyncReason::Failed)),
                added: row.get(3)?,
                removed: row.get(4)?,
                unchanged: row.get(5)?,
                bytes: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Deletes the log of a list that is no longer subscribed.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn delete_attempts(&self, list_id: i64) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM sync_attempt WHERE list_id = ?1", [list_id])?;
        Ok(())
    }
}
