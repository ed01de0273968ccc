//! Calls as a backup keeps them: every column, by name.

use rusqlite::params;
use serde::{Deserialize, Serialize};

use crate::store::{StoreError, UserStore};

/// A call of a backup. Codes are those of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedCall {
    utc_millis: i64,
    offset_minutes: i32,
    caller_kind: u8,
    number_key: Option<i64>,
    other_text: Option<String>,
    verification: u8,
    sim: Option<u8>,
    action: u8,
    reason: u8,
    source: Option<(i64, String, String)>,
    contact: u8,
    trace: String,
    outcome: Option<u8>,
    note: String,
    /// Absent in older backups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offer: Option<u8>,
}

impl UserStore {
    /// Every call, oldest first, for a backup.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn saved_calls(&self) -> Result<Vec<SavedCall>, StoreError> {
        let sql = "SELECT utc_millis, offset_minutes, caller_kind, number_key, other_text, verification, sim, action, \
                   reason, source.kind, source.reference, source.label, contact, trace, outcome, note, offer \
                   FROM call LEFT JOIN source ON source.id = source_id ORDER BY utc_millis, call.id";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            let kind: Option<i64> = row.get(9)?;
            let source = match kind {
                Some(kind) => Some((kind, row.get(10)?, row.get(11)?)),
                None => None,
            };
            Ok(SavedCall {
                utc_millis: row.get(0)?,
                offset_minutes: row.get(1)?,
                caller_kind: row.get(2)?,
                number_key: row.get(3)?,
                other_text: row.get(4)?,
                verification: row.get(5)?,
                sim: row.get(6)?,
                action: row.get(7)?,
                reason: row.get(8)?,
                source,
                contact: row.get(12)?,
                trace: row.get(13)?,
                outcome: row.get(14)?,
                note: row.get(15)?,
                offer: row.get(16)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Puts a call of a backup back, unless the same one (time and caller) is there. Says whether it was put.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn restore_call(&self, call: &SavedCall) -> Result<bool, StoreError> {
        let known =
            "SELECT EXISTS (SELECT 1 FROM call WHERE utc_millis = ?1 AND caller_kind = ?2 AND number_key IS ?3)";
        let same = params![call.utc_millis, call.caller_kind, call.number_key];
        if self.connection.prepare_cached(known)?.query_row(same, |row| row.get(0))? {
            return Ok(false);
        }
        let source_id = match &call.source {
            Some((kind, reference, label)) => Some(self.intern_source_parts(*kind, reference, label)?),
            None => None,
        };
        let sql = "INSERT INTO call (utc_millis, offset_minutes, caller_kind, number_key, other_text, verification, \
                   sim, action, reason, source_id, contact, trace, outcome, note, offer) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
        self.connection.prepare_cached(sql)?.execute(params![
            call.utc_millis,
            call.offset_minutes,
            call.caller_kind,
            call.number_key,
            call.other_text,
            call.verification,
            call.sim,
            call.action,
            call.reason,
            source_id,
            call.contact,
            call.trace,
            call.outcome,
            call.note,
            call.offer,
        ])?;
        Ok(true)
    }
}
