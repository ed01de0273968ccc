//! Reports to authorities and letters to companies, with their states.

use rusqlite::{OptionalExtension, Row, params};

use super::UserStore;
use crate::recontact::report::{Report, ReportKind};
use crate::store::StoreError;

const COLUMNS: &str = "id, kind, region, company, content, created_millis, sent_on, protocol, answered_on, reminded";

impl UserStore {
    /// Every report, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn reports(&self) -> Result<Vec<Report>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM report ORDER BY id DESC");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], report)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One report.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn report(&self, id: i64) -> Result<Report, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM report WHERE id = ?1");
        self.connection.prepare_cached(&sql)?.query_row([id], report).optional()?.ok_or(StoreError::NotFound)
    }

    /// Saves a report: a new one without an id, else the one with its id. Inside `write` only.
    ///
    /// # Errors
    /// `NotFound` for an id that does not exist.
    pub fn save_report(&self, new: &Report) -> Result<i64, StoreError> {
        let kind = match new.kind {
            ReportKind::Authority => 1,
            ReportKind::Letter => 2,
        };
        let content = serde_json::to_string(&new.content).map_err(|_| StoreError::UnknownValue("report"))?;
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        let sql = "INSERT OR REPLACE INTO report (id, kind, region, company, content, created_millis, sent_on, \
                   protocol, answered_on, reminded) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        if new.id != 0 {
            let _known = self.report(new.id)?;
        }
        self.connection.prepare_cached(sql)?.execute(params![
            (new.id != 0).then_some(new.id),
            kind,
            new.region,
            new.company,
            content,
            new.created_millis,
            day(new.sent_on),
            new.protocol,
            day(new.answered_on),
            new.reminded,
        ])?;
        Ok(if new.id == 0 { self.connection.last_insert_rowid() } else { new.id })
    }

    /// Deletes a report.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_report(&self, id: i64) -> Result<(), StoreError> {
        match self.connection.execute("DELETE FROM report WHERE id = ?1", [id])? {
            0 => Err(StoreError::NotFound),
            _ => Ok(()),
        }
    }

    /// Deletes every report (a backup that replaces).
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn clear_reports(&self) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM report", [])?;
        Ok(())
    }

    /// The times of calls by their ids, for a backup; those that the record holds no longer are left out.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn times_of_calls(&self, ids: &[i64]) -> Result<Vec<i64>, StoreError> {
        self.each(ids, "SELECT utc_millis FROM call WHERE id = ?1")
    }

    /// Those of these calls that the record still holds, in their order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn held_calls(&self, ids: &[i64]) -> Result<Vec<i64>, StoreError> {
        self.each(ids, "SELECT id FROM call WHERE id = ?1")
    }

    /// The calls of these times, for a backup that is brought in.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn calls_at(&self, times: &[i64]) -> Result<Vec<i64>, StoreError> {
        self.each(times, "SELECT id FROM call WHERE utc_millis = ?1")
    }

    fn each(&self, values: &[i64], sql: &str) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = values.iter().map(|value| statement.query_row([value], |row| row.get(0)).optional());
        Ok(found.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }
}

/// What of its content does not read is left out; a day that does not read is none.
fn report(row: &Row<'_>) -> rusqlite::Result<Report> {
    let kind = if row.get::<_, i64>(1)? == 2 { ReportKind::Letter } else { ReportKind::Authority };
    let day = |text: Option<String>| text.and_then(|day| day.parse().ok());
    Ok(Report {
        id: row.get(0)?,
        kind,
        region: row.get(2)?,
        company: row.get(3)?,
        content: serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default(),
        created_millis: row.get(5)?,
        sent_on: day(row.get(6)?),
        protocol: row.get(7)?,
        answered_on: day(row.get(8)?),
        reminded: row.get(9)?,
    })
}
