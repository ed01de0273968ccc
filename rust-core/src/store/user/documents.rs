//! Settings, small state, dialled numbers and notices.

use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use super::{UserStore, salvage};
use crate::notice::{Notice, NoticeKind};
use crate::number::NumberKey;
use crate::policy::Settings;
use crate::store::StoreError;

impl UserStore {
    /// The settings; defaults where none were saved. A value that cannot be read has its default, all others stay.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn settings(&self) -> Result<Settings, StoreError> {
        Ok(self.readable_settings()?.0)
    }

    /// The settings, and how many saved values did not read.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn readable_settings(&self) -> Result<(Settings, usize), StoreError> {
        let Some(text) = self.document("settings")? else { return Ok((Settings::default(), 0)) };
        if let Ok(settings) = serde_json::from_str(&text) {
            return Ok((settings, 0));
        }
        let Ok(document) = serde_json::from_str::<Value>(&text) else { return Ok((Settings::default(), 1)) };
        let reads = |value: &Value| serde_json::from_value::<Settings>(value.clone()).is_ok();
        let (readable, left_out) = salvage::readable(document, &reads);
        Ok((serde_json::from_value(readable).unwrap_or_default(), left_out))
    }

    /// Saves the settings.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn save_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        let content = serde_json::to_string(settings).map_err(|_| StoreError::UnknownValue("settings"))?;
        self.save_document("settings", &content)
    }

    /// A JSON document by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn document(&self, name: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT content FROM document WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Saves a JSON document under a name.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn save_document(&self, name: &str, content: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO document (name, content) VALUES (?1, ?2) \
                   ON CONFLICT (name) DO UPDATE SET content = excluded.content";
        self.connection.prepare_cached(sql)?.execute(params![name, content])?;
        Ok(())
    }

    /// Deletes a JSON document.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn delete_document(&self, name: &str) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM document WHERE name = ?1", [name])?;
        Ok(())
    }

    /// Callers whom a held version of a list would stop; none forgets them.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn save_held_callers(&self, list_id: i64, callers: &[NumberKey]) -> Result<(), StoreError> {
        let name = held_callers_name(list_id);
        if callers.is_empty() {
            return self.delete_document(&name);
        }
        let keys: Vec<i64> = callers.iter().map(|key| key.as_i64()).collect();
        let content = serde_json::to_string(&keys).map_err(|_| StoreError::UnknownValue("held callers"))?;
        self.save_document(&name, &content)
    }

    /// Callers whom a held version of a list would stop.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn held_callers(&self, list_id: i64) -> Result<Vec<NumberKey>, StoreError> {
        let content = self.document(&held_callers_name(list_id))?;
        let keys: Vec<i64> = content.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Ok(keys.into_iter().filter_map(NumberKey::from_i64).collect())
    }

    /// A small fact by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn state(&self, name: &str) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT value FROM state WHERE name = ?1")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Sets a small fact.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn set_state(&self, name: &str, value: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO state (name, value) VALUES (?1, ?2) \
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.connection.prepare_cached(sql)?.execute(params![name, value])?;
        Ok(())
    }

    /// Forgets a small fact.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_state(&self, name: &str) -> Result<(), StoreError> {
        self.connection.prepare_cached("DELETE FROM state WHERE name = ?1")?.execute([name])?;
        Ok(())
    }

    /// Notes that the user dialled a number; the latest time stays.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn note_dialled(&self, key: NumberKey, utc_millis: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO dialled (number_key, utc_millis) VALUES (?1, ?2) \
                   ON CONFLICT (number_key) DO UPDATE SET utc_millis = max(utc_millis, excluded.utc_millis)";
        self.connection.prepare_cached(sql)?.execute(params![key.as_i64(), utc_millis])?;
        Ok(())
    }

    /// Notes that the user dialled a number just now, also where an earlier note is of a clock that was ahead.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn set_dialled(&self, key: NumberKey, utc_millis: i64) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO dialled (number_key, utc_millis) VALUES (?1, ?2)";
        self.connection.prepare_cached(sql)?.execute(params![key.as_i64(), utc_millis])?;
        Ok(())
    }

    /// When the user last dialled a number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn dialled(&self, key: NumberKey) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT utc_millis FROM dialled WHERE number_key = ?1")?;
        Ok(statement.query_row([key.as_i64()], |row| row.get(0)).optional()?)
    }

    /// All dialled numbers with their latest time.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn all_dialled(&self) -> Result<Vec<(NumberKey, i64)>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT number_key, utc_millis FROM dialled")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
        let rows: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
        Ok(rows.into_iter().filter_map(|(key, at)| Some((NumberKey::from_i64(key)?, at))).collect())
    }

    /// Forgets every dialled number (a backup that replaces).
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn clear_dialled(&self) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM dialled", [])?;
        Ok(())
    }

    /// Adds a notice unless the same one is there already.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn add_notice(&self, kind: NoticeKind, list_id: Option<i64>, at_millis: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO notice (kind, list_id, at_millis) SELECT ?1, ?2, ?3 \
                   WHERE NOT EXISTS (SELECT 1 FROM notice WHERE kind = ?1 AND list_id IS ?2)";
        self.connection.prepare_cached(sql)?.execute(params![<&str>::from(kind), list_id, at_millis])?;
        Ok(())
    }

    /// Withdraws every notice of a kind about a list.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn clear_notices(&self, kind: NoticeKind, list_id: Option<i64>) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM notice WHERE kind = ?1 AND list_id IS ?2", params![<&str>::from(kind), list_id])?;
        Ok(())
    }

    /// Withdraws every notice about a list that is up to date, off, moved or removed.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_notices(&self, list_id: i64) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM notice WHERE list_id = ?1", [list_id])?;
        Ok(())
    }

    /// Dismisses a notice.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn dismiss_notice(&self, id: i64) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM notice WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Notices that stand, oldest first. A kind that only a later version knows is left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn notices(&self) -> Result<Vec<Notice>, StoreError> {
        let sql = "SELECT notice.id, kind, list_id, list.name, at_millis FROM notice \
                   LEFT JOIN subscription list ON list.id = list_id ORDER BY notice.id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut notices = Vec::new();
        while let Some(row) = rows.next()? {
            let Ok(kind) = row.get::<_, String>(1)?.parse::<NoticeKind>() else { continue };
            let (id, list_id, list_name, at_millis) = (row.get(0)?, row.get(2)?, row.get(3)?, row.get(4)?);
            notices.push(Notice { id, kind, list_id, list_name, report_id: None, at_millis });
        }
        Ok(notices)
    }
}

fn held_callers_name(list_id: i64) -> String {
    format!("held_callers_{list_id}")
}
