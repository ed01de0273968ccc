//! Reading the record: pages, filters, search. Each condition is one an index serves.

use std::fmt;
use std::str::FromStr;

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::{COLUMNS, record_of};
use crate::number::{KeyRange, NumberKey};
use crate::policy::{Action, CallRecord, Reason};
use crate::store::{StoreError, UserStore};

/// Where a page ended; the next one begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    utc_millis: i64,
    id: i64,
}

impl Cursor {
    /// The cursor of a page that ends with this call.
    #[must_use]
    pub fn of(call: &CallRecord) -> Self {
        Self { utc_millis: call.call.at.utc_millis, id: call.id }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.utc_millis, self.id)
    }
}

impl FromStr for Cursor {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || StoreError::UnknownValue("cursor");
        let (utc_millis, id) = text.split_once('.').ok_or_else(unknown)?;
        let number = |part: &str| part.parse().map_err(|_| unknown());
        Ok(Self { utc_millis: number(utc_millis)?, id: number(id)? })
    }
}

/// Which calls to read; empty fields do not narrow.
#[derive(Debug, Clone, Default)]
pub struct CallFilter {
    /// Only these actions.
    pub actions: Vec<Action>,
    /// Only hidden callers (true) or only shown ones (false).
    pub hidden: Option<bool>,
    /// Only calls that this list decided.
    pub list_id: Option<i64>,
    /// Only this reason.
    pub reason: Option<Reason>,
    /// Only this caller.
    pub caller: Option<NumberKey>,
    /// Not before.
    pub from_millis: Option<i64>,
    /// Before.
    pub to_millis: Option<i64>,
    /// Any of what a search text may mean.
    pub search: Option<Search>,
}

/// What a search text may mean: a call that fits any part is found.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Numbers it may begin.
    pub numbers: Vec<KeyRange>,
    /// Reasons it may name.
    pub reasons: Vec<Reason>,
    /// Digits it may end with.
    pub last_digits: Option<String>,
    /// Text in a rule's or list's name, in a note, or in the address of a caller that is no number.
    pub text: String,
}

#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    fn add(&mut self, condition: String) {
        self.sql.push(condition);
    }
}

impl UserStore {
    /// A page of calls, newest first, and where the next one begins.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn calls(
        &self,
        filter: &CallFilter,
        before: Option<Cursor>,
        limit: u32,
    ) -> Result<(Vec<CallRecord>, Option<Cursor>), StoreError> {
        let mut calls = Vec::new();
        self.read_calls(filter, before, limit.saturating_add(1), |call| {
            calls.push(call);
            true
        })?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = calls.len() > limit;
        calls.truncate(limit);
        let last = calls.last().map(Cursor::of);
        Ok((calls, last.filter(|_| more)))
    }

    /// Reads calls, newest first, until `wants_more` says no or so many were read.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read_calls(
        &self,
        filter: &CallFilter,
        before: Option<Cursor>,
        most: u32,
        mut wants_more: impl FnMut(CallRecord) -> bool,
    ) -> Result<(), StoreError> {
        let mut conditions = Conditions::default();
        narrow(&mut conditions, filter);
        if let Some(cursor) = before {
            let (millis, id) = (conditions.bind(cursor.utc_millis), conditions.bind(cursor.id));
            conditions.add(format!("utc_millis <= {millis} AND (utc_millis, call.id) < ({millis}, {id})"));
        }
        let wanted = if conditions.sql.is_empty() { "1".to_owned() } else { conditions.sql.join(" AND ") };
        let most = conditions.bind(i64::from(most));
        let sql = format!(
            "SELECT {COLUMNS} FROM call LEFT JOIN source ON source.id = source_id WHERE {wanted} \
             ORDER BY utc_millis DESC, call.id DESC LIMIT {most}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        for call in statement.query_map(params_from_iter(conditions.values), record_of)? {
            if !wants_more(call?) {
                break;
            }
        }
        Ok(())
    }

    /// How SQLite would run the page's query, for the test that every filter is served by an index.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn explain_calls(&self, filter: &CallFilter) -> Result<Vec<String>, StoreError> {
        let mut conditions = Conditions::default();
        narrow(&mut conditions, filter);
        let wanted = if conditions.sql.is_empty() { "1".to_owned() } else { conditions.sql.join(" AND ") };
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT call.id FROM call WHERE {wanted} ORDER BY utc_millis DESC, call.id DESC"
        );
        let mut statement = self.connection.prepare(&sql)?;
        let rows = statement.query_map(params_from_iter(conditions.values), |row| row.get(3))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn narrow(conditions: &mut Conditions, filter: &CallFilter) {
    if !filter.actions.is_empty() {
        let codes: Vec<String> = filter.actions.iter().map(|action| action.code().to_string()).collect();
        conditions.add(format!("action IN ({})", codes.join(", ")));
    }
    match filter.hidden {
        Some(true) => conditions.add("caller_kind BETWEEN 3 AND 5".to_owned()),
        Some(false) => conditions.add("caller_kind NOT BETWEEN 3 AND 5".to_owned()),
        None => {}
    }
    if let Some(list) = filter.list_id {
        let place = conditions.bind(list.to_string());
        conditions.add(format!("source_id IN (SELECT id FROM source WHERE kind = 3 AND reference = {place})"));
    }
    if let Some(reason) = filter.reason {
        conditions.add(format!("reason = {}", reason.code()));
    }
    if let Some(key) = filter.caller {
        let place = conditions.bind(key.as_i64());
        conditions.add(format!("number_key = {place}"));
    }
    if let Some(from) = filter.from_millis {
        let place = conditions.bind(from);
        conditions.add(format!("utc_millis >= {place}"));
    }
    if let Some(to) = filter.to_millis {
        let place = conditions.bind(to);
        conditions.add(format!("utc_millis < {place}"));
    }
    if let Some(search) = &filter.search {
        narrow_by_search(conditions, search);
    }
}

fn narrow_by_search(conditions: &mut Conditions, search: &Search) {
    let mut any = Vec::new();
    for range in &search.numbers {
        let (first, last) = (conditions.bind(range.first.as_i64()), conditions.bind(range.last.as_i64()));
        any.push(format!("number_key BETWEEN {first} AND {last}"));
    }
    if let Some(digits) = &search.last_digits {
        // A key is its digits left-justified to 15 places, times 16, plus their count (`NumberKey`).
        let ending = conditions.bind(format!("%{digits}"));
        any.push(format!("substr(printf('%015d', number_key / 16), 1, number_key % 16) LIKE {ending}"));
    }
    for reason in &search.reasons {
        any.push(format!("reason = {}", reason.code()));
    }
    if !search.text.is_empty() {
        let escaped = search.text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = conditions.bind(format!("%{escaped}%"));
        any.push(format!("source_id IN (SELECT id FROM source WHERE label LIKE {like} ESCAPE '\\')"));
        any.push(format!("(note <> '' AND note LIKE {like} ESCAPE '\\')"));
        any.push(format!("other_text LIKE {like} ESCAPE '\\'"));
    }
    conditions.add(format!("({})", if any.is_empty() { "0".to_owned() } else { any.join(" OR ") }));
}
