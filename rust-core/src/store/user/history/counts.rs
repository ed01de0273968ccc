//! Counts of calls for the charts, made by SQLite from the indexes, never row by row in the app.

use jiff::civil::Date;
use rusqlite::params;

use crate::moment::{DAY_MILLIS, Moment};
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
