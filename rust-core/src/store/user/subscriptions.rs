//! Subscriptions: which lists the user chose, what each does, and whether it is on.

use rusqlite::{OptionalExtension, Row, params};

use super::UserStore;
use crate::blocklist::formats::ListReading;
use crate::policy::Action;
use crate::store::StoreError;
use crate::sync::Subscription;

const COLUMNS: &str = "id, name, origin, region, form, action, enabled, created_millis, updated_millis, revision, \
                       public_key, interval_hours, wifi_only, filter";

impl UserStore {
    /// All subscriptions, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM subscription ORDER BY id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], subscription)?.collect::<Result<_, _>>()?;
        Ok(rows)
    }

    /// One subscription.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn subscription(&self, id: i64) -> Result<Subscription, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM subscription WHERE id = ?1");
        self.connection.prepare_cached(&sql)?.query_row([id], subscription).optional()?.ok_or(StoreError::NotFound)
    }

    /// Saves a subscription: a new one for id 0, else the one with its id.
    ///
    /// # Errors
    /// `NotFound` for an id that does not exist.
    pub fn save_subscription(&self, new: &Subscription) -> Result<i64, StoreError> {
        let Subscription { name, origin, region, form, action, enabled, public_key, interval_hours, wifi_only, .. } =
            new;
        let action = action.code();
        let filter = serde_json::to_string(&new.filter).map_err(|_| StoreError::UnknownValue("filter"))?;
        if new.id == 0 {
            let sql = "INSERT INTO subscription (name, origin, region, form, action, enabled, created_millis, \
                       public_key, interval_hours, wifi_only, filter) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
            let created = new.created_millis;
            let values = params![
                name,
                origin,
                region,
                form,
                action,
                enabled,
                created,
                public_key,
                interval_hours,
                wifi_only,
                filter
            ];
            self.connection.prepare_cached(sql)?.execute(values)?;
            return Ok(self.connection.last_insert_rowid());
        }
        // What a sync writes (revision, key) is not the user's to change: it may be running.
        let sql = "UPDATE subscription SET name = ?1, origin = ?2, region = ?3, form = ?4, action = ?5, enabled = ?6, \
                   interval_hours = ?7, wifi_only = ?8, filter = ?10 WHERE id = ?9";
        let values = params![name, origin, region, form, action, enabled, interval_hours, wifi_only, new.id, filter];
        match self.connection.prepare_cached(sql)?.execute(values)? {
            0 => Err(StoreError::NotFound),
            _ => Ok(new.id),
        }
    }

    /// Notes that a list's numbers are now those of `revision`.
    ///
    /// # Errors
    /// `NotFound` when the list was removed meanwhile.
    pub fn note_revision(&self, id: i64, revision: i64, at_millis: i64) -> Result<(), StoreError> {
        let sql = "UPDATE subscription SET revision = ?2, updated_millis = ?3 WHERE id = ?1";
        changed_one(self.connection.execute(sql, params![id, revision, at_millis])?)
    }

    /// Notes what reading the version in force gave besides its numbers.
    ///
    /// # Errors
    /// `NotFound` when the list was removed meanwhile.
    pub fn note_reading(&self, id: i64, reading: &ListReading) -> Result<(), StoreError> {
        let text = serde_json::to_string(reading).map_err(|_| StoreError::UnknownValue("reading"))?;
        let sql = "UPDATE subscription SET reading = ?2 WHERE id = ?1";
        changed_one(self.connection.execute(sql, params![id, text])?)
    }

    /// What reading the version in force gave besides its numbers; `None` where it is not known.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn reading(&self, id: i64) -> Result<Option<ListReading>, StoreError> {
        let sql = "SELECT reading FROM subscription WHERE id = ?1";
        let text: Option<Option<String>> =
            self.connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
        Ok(text.flatten().and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Notes the key that signs a repository from now on.
    ///
    /// # Errors
    /// `NotFound` when the list was removed meanwhile.
    pub fn note_public_key(&self, id: i64, key: &str) -> Result<(), StoreError> {
        let sql = "UPDATE subscription SET public_key = ?2 WHERE id = ?1";
        changed_one(self.connection.execute(sql, params![id, key])?)
    }

    /// Removes a subscription, and with it its sync state.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_subscription(&self, id: i64) -> Result<(), StoreError> {
        self.save_held_callers(id, &[])?;
        changed_one(self.connection.execute("DELETE FROM subscription WHERE id = ?1", [id])?)
    }

    /// Removes every subscription and its sync state (a backup that replaces).
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn clear_subscriptions(&self) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM subscription", [])?;
        Ok(())
    }
}

fn changed_one(rows: usize) -> Result<(), StoreError> {
    if rows == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

fn subscription(row: &Row<'_>) -> rusqlite::Result<Subscription> {
    Ok(Subscription {
        id: row.get(0)?,
        name: row.get(1)?,
        origin: row.get(2)?,
        region: row.get(3)?,
        form: row.get(4)?,
        action: Action::from_code(row.get(5)?).unwrap_or(Action::Allow),
        enabled: row.get(6)?,
        created_millis: row.get(7)?,
        updated_millis: row.get(8)?,
        revision: row.get(9)?,
        public_key: row.get(10)?,
        interval_hours: row.get(11)?,
        wifi_only: row.get(12)?,
        // What cannot be read lets every entry count, as before there were filters.
        filter: row.get::<_, Option<String>>(13)?.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
    })
}
