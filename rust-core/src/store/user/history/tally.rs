//! Counts of calls for the charts, made by SQLite from the indexes, never row by row in the app.

use rusqlite::params;

use crate::policy::Reason;
use crate::recontact::day::Day;
use crate::store::{StoreError, UserStore};

/// How many calls were rejected, silenced, let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Tally {
    /// Rejected.
    pub blocked: u64,
    /// Silenced.
    pub silenced: u64,
    /// Rang.
    pub passed: u64,
}

/// What to count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TallyBy {
    /// Local calendar day, `2026-11-24`.
    Day,
    /// Local hour, `00` to `23`.
    Hour,
    /// Reason, by its name.
    Reason,
    /// List, by its name at the time.
    List,
}

impl UserStore {
    /// Counts of a stretch of time (`to_millis` excluded).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tally(&self, from_millis: i64, to_millis: i64) -> Result<Tally, StoreError> {
        let sql = "SELECT count(*) FILTER (WHERE action = 2), count(*) FILTER (WHERE action = 1), \
                   count(*) FILTER (WHERE action = 0) FROM call WHERE utc_millis >= ?1 AND utc_millis < ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row(params![from_millis, to_millis], |row| {
            Ok(Tally { blocked: row.get(0)?, silenced: row.get(1)?, passed: row.get(2)? })
        })?)
    }

    /// Counts by key, in the order of the key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tally_by(&self, by: TallyBy, from_millis: i64, to_millis: i64) -> Result<Vec<(String, Tally)>, StoreError> {
        // Whole minutes of the wall clock since 1970; no call of the record is older.
        let (key, from) = match by {
            TallyBy::Day => ("(utc_millis / 60000 + offset_minutes) / 1440", "call"),
            TallyBy::Hour => ("(utc_millis / 60000 + offset_minutes) / 60 % 24", "call"),
            TallyBy::Reason => ("reason", "call"),
            TallyBy::List => ("source.label", "call JOIN source ON source.id = source_id AND source.kind = 3"),
        };
        let sql = format!(
            "SELECT {key} AS tally_key, count(*) FILTER (WHERE action = 2), \
             count(*) FILTER (WHERE action = 1), count(*) FILTER (WHERE action = 0) \
             FROM {from} WHERE utc_millis >= ?1 AND utc_millis < ?2 GROUP BY tally_key ORDER BY tally_key"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![from_millis, to_millis], |row| {
            let key = match by {
                TallyBy::Day => Day::of_ordinal(row.get(0)?).to_string(),
                TallyBy::Hour => format!("{:02}", row.get::<_, u8>(0)?),
                TallyBy::Reason => reason_name(row.get(0)?).to_owned(),
                TallyBy::List => row.get(0)?,
            };
            Ok((key, Tally { blocked: row.get(1)?, silenced: row.get(2)?, passed: row.get(3)? }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn reason_name(code: u8) -> &'static str {
    Reason::from_code(code).unwrap_or(Reason::NothingAgainst).name()
}
