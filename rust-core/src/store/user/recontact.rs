//! What evidence and re-contact read of the record: earlier calls of a number, calls after an objection, callers
//! whom the user wants, and the whole record in a lean form. Every query is one an index bounds.

use rusqlite::params;

use super::UserStore;
use super::history::{COLUMNS, outcome_of, record_of};
use crate::moment::Moment;
use crate::number::{KeyRange, NumberKey};
use crate::policy::{Action, CallOutcome, CallRecord, Reason};
use crate::recontact::evidence::EarlierCall;
use crate::recontact::recontact_rate::{CallEnding, FollowedCall};
use crate::store::StoreError;

/// In the address book, essential, or allowed by a rule, at any call. The index `call_wanted` says it in the same words.
const WANTED: &str = "contact = 1 OR reason IN (2, 3, 4)";

impl UserStore {
    /// Calls of a number before one of them, newest first: at most `limit`, none before `from_millis`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn earlier_calls(
        &self,
        key: NumberKey,
        before: (i64, i64),
        from_millis: i64,
        limit: u32,
    ) -> Result<Vec<EarlierCall>, StoreError> {
        let sql = "SELECT id, utc_millis, offset_minutes, outcome FROM call WHERE number_key = ?1 \
                   AND utc_millis BETWEEN ?2 AND ?3 AND (utc_millis, id) < (?3, ?4) \
                   ORDER BY utc_millis DESC, id DESC LIMIT ?5";
        let (millis, id) = before;
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![key.as_i64(), from_millis, millis, id, limit], |row| {
            Ok(EarlierCall {
                id: row.get(0)?,
                at: Moment { utc_millis: row.get(1)?, offset_minutes: row.get(2)? },
                outcome: row.get::<_, Option<u8>>(3)?.and_then(outcome_of),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Calls from numbers of a range after a time, newest first, `limit` at most.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn calls_after(&self, range: KeyRange, after_millis: i64, limit: u32) -> Result<Vec<CallRecord>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM call LEFT JOIN source ON source.id = source_id \
             WHERE number_key BETWEEN ?1 AND ?2 AND utc_millis > ?3 ORDER BY utc_millis DESC, call.id DESC LIMIT ?4"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let values = params![range.first.as_i64(), range.last.as_i64(), after_millis, limit];
        let rows = statement.query_map(values, record_of)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Number, time and id of the first `limit` calls of a range after a time.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn first_after(
        &self,
        range: KeyRange,
        after: Moment,
        limit: u32,
    ) -> Result<Vec<(NumberKey, Moment, i64)>, StoreError> {
        let sql = "SELECT number_key, utc_millis, offset_minutes, id FROM call \
                   WHERE number_key BETWEEN ?1 AND ?2 AND utc_millis > ?3 ORDER BY utc_millis, id LIMIT ?4";
        let mut statement = self.connection.prepare_cached(sql)?;
        let values = params![range.first.as_i64(), range.last.as_i64(), after.utc_millis, limit];
        let rows = statement.query_map(values, |row| {
            let at = Moment { utc_millis: row.get(1)?, offset_minutes: row.get(2)? };
            Ok((NumberKey::from_i64(row.get(0)?), at, row.get(3)?))
        })?;
        let rows = rows.map(|row| row.map(|(key, at, id)| key.map(|key| (key, at, id))));
        Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }

    /// Whether a call of this number was ever from the address book, essential, or allowed by a rule.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn was_wanted(&self, key: NumberKey) -> Result<bool, StoreError> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM call WHERE number_key = ?1 AND ({WANTED}))");
        Ok(self.connection.prepare_cached(&sql)?.query_row([key.as_i64()], |row| row.get(0))?)
    }

    /// Every number of which `was_wanted` is true.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn wanted_numbers(&self) -> Result<Vec<NumberKey>, StoreError> {
        let sql = format!("SELECT DISTINCT number_key FROM call WHERE ({WANTED}) AND number_key IS NOT NULL");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let keys: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(keys.into_iter().filter_map(NumberKey::from_i64).collect())
    }

    /// Numbers of the newest `limit` calls that the user said to have answered.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn answered_numbers(&self, limit: u32) -> Result<Vec<NumberKey>, StoreError> {
        let sql = "SELECT number_key FROM call WHERE outcome = 1 AND number_key IS NOT NULL ORDER BY id DESC LIMIT ?1";
        let keys: Vec<i64> =
            self.connection.prepare_cached(sql)?.query_map([limit], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(keys.into_iter().filter_map(NumberKey::from_i64).collect())
    }

    /// The newest `limit` calls since a time, oldest first. `wanted` is left to the caller.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn followed_calls(&self, from_millis: i64, limit: u32) -> Result<Vec<FollowedCall>, StoreError> {
        let sql = "SELECT id, utc_millis, offset_minutes, number_key, action, reason, outcome FROM call \
                   WHERE utc_millis >= ?1 ORDER BY utc_millis DESC, id DESC LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![from_millis, limit], |row| {
            let action = Action::from_code(row.get(4)?).unwrap_or_default();
            let reason = Reason::from_code(row.get(5)?);
            let outcome = row.get::<_, Option<u8>>(6)?.and_then(outcome_of);
            let self_reported =
                matches!(outcome, Some(CallOutcome::Silent | CallOutcome::HungUp | CallOutcome::Objected));
            Ok(FollowedCall {
                id: row.get(0)?,
                at: Moment { utc_millis: row.get(1)?, offset_minutes: row.get(2)? },
                key: row.get::<_, Option<i64>>(3)?.and_then(NumberKey::from_i64),
                ending: CallEnding::of(action, outcome),
                wanted: false,
                unwanted: self_reported || reason.is_some_and(Reason::speaks_against),
            })
        })?;
        let mut calls: Vec<FollowedCall> = rows.collect::<Result<_, _>>()?;
        calls.reverse();
        Ok(calls)
    }

    /// How SQLite would look for wanted callers, calls after an objection and objected calls, for the test that an
    /// index serves each.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn explain_re_contact(&self) -> Result<Vec<String>, StoreError> {
        let queries = [
            format!("SELECT 1 FROM call WHERE number_key = 1 AND ({WANTED})"),
            format!("SELECT DISTINCT number_key FROM call WHERE ({WANTED}) AND number_key IS NOT NULL"),
            "SELECT id FROM call WHERE outcome = 5 ORDER BY utc_millis DESC".to_owned(),
            "SELECT id FROM call WHERE number_key = 1 AND utc_millis BETWEEN 2 AND 3".to_owned(),
            "SELECT id FROM call WHERE utc_millis >= 1 ORDER BY utc_millis DESC, id DESC".to_owned(),
        ];
        let mut plans = Vec::new();
        for query in queries {
            let mut statement = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {query}"))?;
            let steps: Vec<String> = statement.query_map([], |row| row.get(3))?.collect::<Result<_, _>>()?;
            plans.push(steps.join("; "));
        }
        Ok(plans)
    }
}
