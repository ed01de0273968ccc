//! Objections and the enrolment in a country's register: what the user has said to callers and to the state.

use rusqlite::{OptionalExtension, Row, params};

use super::UserStore;
use crate::moment::Moment;
use crate::number::NumberKey;
use crate::recontact::objection::{Objection, ObjectionMethod};
use crate::recontact::register::Enrolment;
use crate::store::StoreError;

const COLUMNS: &str = "id, call_id, company, utc_millis, offset_minutes, how, note";

impl UserStore {
    /// Every saved objection, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn objections(&self) -> Result<Vec<Objection>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM objection ORDER BY utc_millis, id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], objection)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(|objection| self.with_numbers(objection)).collect()
    }

    /// How many objections are saved.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn objection_count(&self) -> Result<u64, StoreError> {
        Ok(self.connection.prepare_cached("SELECT count(*) FROM objection")?.query_row([], |row| row.get(0))?)
    }

    /// One objection.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn objection(&self, id: i64) -> Result<Objection, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM objection WHERE id = ?1");
        let found = self.connection.prepare_cached(&sql)?.query_row([id], objection).optional()?;
        self.with_numbers(found.ok_or(StoreError::NotFound)?)
    }

    /// Calls that the user has said to have objected in, as objections; the newest `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn objected_calls(&self, limit: u32) -> Result<Vec<Objection>, StoreError> {
        let sql = "SELECT id, utc_millis, offset_minutes, number_key, note FROM call WHERE outcome = 5 \
                   ORDER BY utc_millis DESC LIMIT ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([limit], |row| {
            let key: Option<i64> = row.get(3)?;
            Ok(Objection {
                id: None,
                call_id: Some(row.get(0)?),
                company: String::new(),
                numbers: key.and_then(NumberKey::from_i64).into_iter().collect(),
                at: Moment { utc_millis: row.get(1)?, offset_minutes: row.get(2)? },
                how: ObjectionMethod::Phone,
                note: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Saves an objection: a new one without an id, else the one with its id. Inside `write` only.
    ///
    /// # Errors
    /// `NotFound` for an id that does not exist.
    pub fn save_objection(&self, new: &Objection) -> Result<i64, StoreError> {
        let Objection { call_id, company, at, how, note, .. } = new;
        let (millis, offset, how) = (at.utc_millis, at.offset_minutes, how.code());
        let id = match new.id {
            None => {
                let sql = "INSERT INTO objection (call_id, company, utc_millis, offset_minutes, how, note) \
                           VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
                self.connection.prepare_cached(sql)?.execute(params![call_id, company, millis, offset, how, note])?;
                self.connection.last_insert_rowid()
            }
            Some(id) => {
                let sql = "UPDATE objection SET call_id = ?1, company = ?2, utc_millis = ?3, offset_minutes = ?4, \
                           how = ?5, note = ?6 WHERE id = ?7";
                let values = params![call_id, company, millis, offset, how, note, id];
                if self.connection.prepare_cached(sql)?.execute(values)? == 0 {
                    return Err(StoreError::NotFound);
                }
                self.connection.execute("DELETE FROM objection_number WHERE objection_id = ?1", [id])?;
                id
            }
        };
        let sql = "INSERT OR IGNORE INTO objection_number (objection_id, number_key) VALUES (?1, ?2)";
        let mut statement = self.connection.prepare_cached(sql)?;
        for key in &new.numbers {
            statement.execute(params![id, key.as_i64()])?;
        }
        Ok(id)
    }

    /// Forgets an objection.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_objection(&self, id: i64) -> Result<(), StoreError> {
        match self.connection.execute("DELETE FROM objection WHERE id = ?1", [id])? {
            0 => Err(StoreError::NotFound),
            _ => Ok(()),
        }
    }

    /// Forgets every objection (a backup that replaces).
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn clear_objections(&self) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM objection", [])?;
        Ok(())
    }

    /// Every enrolment, by country.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn enrolments(&self) -> Result<Vec<(String, Enrolment)>, StoreError> {
        let sql = "SELECT region, enrolled_on, renewed_on FROM enrolment ORDER BY region";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let rows: Vec<(String, String, Option<String>)> = rows.collect::<Result<_, _>>()?;
        Ok(rows.into_iter().map(|(region, enrolled, renewed)| (region, enrolment(&enrolled, renewed))).collect())
    }

    /// The enrolment in a country's register.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn enrolment(&self, region: &str) -> Result<Enrolment, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT enrolled_on, renewed_on FROM enrolment WHERE region = ?1")?;
        let found = statement.query_row([region], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        Ok(found.map(|(enrolled, renewed): (String, _)| enrolment(&enrolled, renewed)).unwrap_or_default())
    }

    /// Saves the enrolment in a country's register; one without a date is forgotten.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn save_enrolment(&self, region: &str, new: Enrolment) -> Result<(), StoreError> {
        let Some(enrolled_on) = new.enrolled_on else {
            self.connection.execute("DELETE FROM enrolment WHERE region = ?1", [region])?;
            return Ok(());
        };
        let sql = "INSERT INTO enrolment (region, enrolled_on, renewed_on) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (region) DO UPDATE SET enrolled_on = excluded.enrolled_on, \
                   renewed_on = excluded.renewed_on";
        let values = params![region, enrolled_on.to_string(), new.renewed_on.map(|day| day.to_string())];
        self.connection.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    /// Forgets every enrolment (a backup that replaces).
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn clear_enrolments(&self) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM enrolment", [])?;
        Ok(())
    }

    fn with_numbers(&self, objection: Objection) -> Result<Objection, StoreError> {
        let sql = "SELECT number_key FROM objection_number WHERE objection_id = ?1 ORDER BY number_key";
        let mut statement = self.connection.prepare_cached(sql)?;
        let keys: Vec<i64> = statement.query_map([objection.id], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Objection { numbers: keys.into_iter().filter_map(NumberKey::from_i64).collect(), ..objection })
    }
}

/// A day that cannot be read is none: nothing is claimed by it.
fn enrolment(enrolled_on: &str, renewed_on: Option<String>) -> Enrolment {
    Enrolment { enrolled_on: enrolled_on.parse().ok(), renewed_on: renewed_on.and_then(|day| day.parse().ok()) }
}

fn objection(row: &Row<'_>) -> rusqlite::Result<Objection> {
    Ok(Objection {
        id: Some(row.get(0)?),
        call_id: row.get(1)?,
        company: row.get(2)?,
        numbers: Vec::new(),
        at: Moment { utc_millis: row.get(3)?, offset_minutes: row.get(4)? },
        how: ObjectionMethod::from_code(row.get(5)?),
        note: row.get(6)?,
    })
}
