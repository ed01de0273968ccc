//! Counts of calls for the charts, made by SQLite from the indexes, never row by row in the app.

use jiff::civil::Date;
use rusqlite::params;

use crate::moment::{DAY_MILLIS, Moment};
use crate::number::NumberKey;
use crate::policy::{CallCounts, CountBy, Reason};
use crate::store::{StoreError, UserStore};

impl UserStore {
    /// Counts of a stretch of time (`to_millis` excluded).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_calls(&self, from_millis: i64, to_millis: i64) -> Result<CallCounts, StoreError> {
        let sql = "SELECT count(*) FILTER (WHERE action = 2), count(*) FILTER (WHERE action = 1), \
                   count(*) FILTER (WHERE action = 0) FROM call WHERE utc_millis >= ?1 AND utc_millis < ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row(params![from_millis, to_millis], |row| {
            Ok(CallCounts { blocked: row.get(0)?, silenced: row.get(1)?, passed: row.get(2)? })
        })?)
    }

    /// Every number that called since a time: how often, and how many of these calls were wanted (answered, from a contact, or
    /// let through for the caller's sake).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn callers_since(&self, from_millis: i64) -> Result<Vec<(NumberKey, u32, u32)>, StoreError> {
        let sql = "SELECT number_key, count(*), count(*) FILTER (WHERE outcome = 1 OR contact = 1 OR reason IN (2, 3, 4, 5)) \
                   FROM call WHERE utc_millis >= ?1 AND caller_kind = 1 GROUP BY number_key";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([from_millis], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?)))?;
        let rows: Vec<(i64, u32, u32)> = rows.collect::<Result<_, _>>()?;
        let read = |(key, calls, wanted)| Some((NumberKey::from_i64(key)?, calls, wanted));
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Counts by key, in the order of the key.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_calls_by(
        &self,
        by: CountBy,
        from_millis: i64,
        to_millis: i64,
    ) -> Result<Vec<(String, CallCounts)>, StoreError> {
        // Whole minutes of the wall clock since 1970; no call of the record is older.
        let (key, from) = match by {
            CountBy::Day => ("(utc_millis / 60000 + offset_minutes) / 1440", "call"),
            CountBy::Hour => ("(utc_millis / 60000 + offset_minutes) / 60 % 24", "call"),
            CountBy::Reason => ("reason", "call"),
            CountBy::List => ("source.label", "call JOIN source ON source.id = source_id AND source.kind = 3"),
        };
        let sql = format!(
            "SELECT {key} AS count_key, count(*) FILTER (WHERE action = 2), \
             count(*) FILTER (WHERE action = 1), count(*) FILTER (WHERE action = 0) \
             FROM {from} WHERE utc_millis >= ?1 AND utc_millis < ?2 GROUP BY count_key ORDER BY count_key"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![from_millis, to_millis], |row| {
            let key = match by {
                CountBy::Day => date_of_day(row.get(0)?).to_string(),
                CountBy::Hour => format!("{:02}", row.get::<_, u8>(0)?),
                CountBy::Reason => reason_name(row.get(0)?).to_owned(),
                CountBy::List => row.get(0)?,
            };
            Ok((key, CallCounts { blocked: row.get(1)?, silenced: row.get(2)?, passed: row.get(3)? }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The date so many days after 1970-01-01.
fn date_of_day(days: i64) -> Date {
    Moment { utc_millis: days.saturating_mul(DAY_MILLIS), offset_minutes: 0 }.date()
}

fn reason_name(code: u8) -> &'static str {
    Reason::from_code(code).unwrap_or(Reason::NothingAgainst).name()
}
