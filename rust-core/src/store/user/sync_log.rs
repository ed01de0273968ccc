//! What came of asking for each list: the last attempts, for the person to read.

use rusqlite::params;

use super::UserStore;
use crate::store::StoreError;

/// Attempts that are kept of each list.
const KEPT: u32 = 50;

/// One attempt to bring a list up to date.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Attempt {
    /// UTC milliseconds.
    pub at_millis: i64,
    /// `updated`, `unchanged`, `held`, `refused` or `failed`.
    pub result: String,
    /// Why it was not taken, as a stable name.
    pub why: Option<String>,
    /// Entries that came, where numbers changed.
    pub added: Option<u64>,
    /// Entries that went.
    pub removed: Option<u64>,
    /// Entries that stayed.
    pub unchanged: Option<u64>,
    /// Bytes that came over the wire.
    pub bytes: u64,
}

impl UserStore {
    /// Notes an attempt and forgets the list's oldest.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn note_attempt(&self, list_id: i64, new: &Attempt) -> Result<(), StoreError> {
        let sql = "INSERT INTO sync_attempt (list_id, at_millis, result, why, added, removed, unchanged, bytes) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let Attempt { at_millis, result, why, added, removed, unchanged, bytes } = new;
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
    pub fn attempts(&self, list_id: i64) -> Result<Vec<Attempt>, StoreError> {
        let sql = "SELECT at_millis, result, why, added, removed, unchanged, bytes FROM sync_attempt \
                   WHERE list_id = ?1 ORDER BY id DESC";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([list_id], |row| {
            Ok(Attempt {
                at_millis: row.get(0)?,
                result: row.get(1)?,
                why: row.get(2)?,
                added: row.get(3)?,
                removed: row.get(4)?,
                unchanged: row.get(5)?,
                bytes: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets the attempts of a list that is no longer subscribed.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_attempts(&self, list_id: i64) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM sync_attempt WHERE list_id = ?1", [list_id])?;
        Ok(())
    }
}
