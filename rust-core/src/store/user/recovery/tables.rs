//! The tables of stufo.db and what each of their columns may hold. SQLite lets a column hold anything; the app reads numbers
//! of certain sizes and valid text, and anything else is damage.

use std::ops::RangeInclusive;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row};

use crate::store::user::SCHEMA;
use crate::store::{StoreError, db};

/// The largest id that a row keeps. SQLite gives no id after the largest one there is, so a damaged id must not be near that.
pub(super) const MAX_ID: i64 = (1 << 46) - 1;

/// A table of today's schema.
pub(super) struct Table {
    pub(super) name: String,
    /// The whole number by which its rows are ordered; `None` where text does.
    pub(super) key: Option<String>,
    /// Whether rows lie in leaf pages of a tree of row ids.
    pub(super) has_rowid: bool,
    pub(super) columns: Vec<Column>,
}

pub(super) struct Column {
    pub(super) name: String,
    /// Whether it is the row id under another name, which no record repeats.
    pub(super) is_rowid: bool,
    is_text: bool,
    may_be_null: bool,
    range: RangeInclusive<i64>,
}

/// Every table, in the order in which rows may refer to each other.
pub(super) fn all(connection: &Connection) -> Result<Vec<Table>, StoreError> {
    let sql =
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut statement = connection.prepare(sql)?;
    let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let names: Vec<(String, bool)> = names.collect::<Result<_, _>>()?;
    names.into_iter().map(|(name, is_without_rowid)| table(connection, name, !is_without_rowid)).collect()
}

fn table(connection: &Connection, name: String, has_rowid: bool) -> Result<Table, StoreError> {
    let mut statement = connection.prepare("SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1)")?;
    let mut key = has_rowid.then(|| "rowid".to_owned());
    let columns = statement.query_map([&name], |row| {
        let (column, kind, is_required, place): (String, String, bool, u32) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let is_text = kind == "TEXT";
        let is_rowid = has_rowid && place == 1 && !is_text;
        if place == 1 && !is_text && !has_rowid {
            key = Some(column.clone());
        }
        Ok(Column {
            is_rowid,
            is_text,
            may_be_null: !is_required && place == 0,
            range: if is_rowid { 1..=MAX_ID } else { range(&name, &column) },
            name: column,
        })
    })?;
    let columns = columns.collect::<Result<_, _>>()?;
    Ok(Table { name, key, has_rowid, columns })
}

/// The numbers that the app reads from a column. A rule's are looked at when it is read: one with a part that does not read is off, and kept.
fn range(table: &str, column: &str) -> RangeInclusive<i64> {
    match column {
        _ if table == "rule" => i64::MIN..=i64::MAX,
        "kind" | "caller_kind" | "verification" | "sim" | "action" | "reason" | "contact" | "outcome" | "how"
        | "offer" => 0..=255,
        "offset_minutes" => i32::MIN.into()..=i32::MAX.into(),
        "interval_hours" | "failures" => 0..=u32::MAX.into(),
        "added" | "removed" | "unchanged" | "bytes" | "since" | "part_bytes" => 0..=i64::MAX,
        _ => i64::MIN..=i64::MAX,
    }
}

impl Column {
    fn reads(&self, value: ValueRef<'_>) -> bool {
        match value {
            ValueRef::Null => self.may_be_null || self.is_rowid,
            ValueRef::Integer(number) => !self.is_text && self.range.contains(&number),
            ValueRef::Text(text) => self.is_text && std::str::from_utf8(text).is_ok(),
            ValueRef::Real(_) | ValueRef::Blob(_) => false,
        }
    }

    /// The value as the app can read it: text with its invalid bytes replaced, nothing where nothing is allowed.
    fn mended(&self, value: ValueRef<'_>) -> Option<Value> {
        match value {
            ValueRef::Text(text) if self.is_text => Some(Value::Text(String::from_utf8_lossy(text).into_owned())),
            read if self.reads(read) => Some(read.try_into().ok()?),
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_) => {
                self.may_be_null.then_some(Value::Null)
            }
        }
    }
}

impl Table {
    /// Values in the order of `columns` as the app can read them; `None` for a row that it cannot.
    pub(super) fn mended<'v>(
        &self,
        columns: &[&Column],
        mut value: impl FnMut(usize) -> Option<ValueRef<'v>>,
    ) -> Option<Vec<Value>> {
        let is_rule = self.name == "rule";
        columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let value = value(index)?;
                let as_it_is = || value.try_into().ok().filter(|_| is_rule && !column.is_rowid);
                column.mended(value).or_else(as_it_is)
            })
            .collect()
    }

    /// Whether a record of a leaf page can be one of this table's.
    pub(super) fn fits(&self, record: &[Value]) -> bool {
        self.has_rowid
            && record.len() == self.columns.len()
            && self.columns.iter().zip(record).all(|(column, value)| match column.is_rowid {
                true => *value == Value::Null,
                false => column.reads(ValueRef::from(value)),
            })
    }

    fn reads(&self, row: &Row<'_>) -> bool {
        let mut columns = self.columns.iter().enumerate();
        columns.all(|(index, column)| {
            let value = row.get_ref(index);
            value.is_ok_and(|value| column.reads(value) || (self.name == "rule" && !column.is_rowid))
        })
    }
}

/// How many rows hold a value that the app cannot read.
///
/// # Errors
/// `Damaged` when a page cannot be read, or a table or column of the schema is not there.
pub(in super::super) fn unreadable_rows(connection: &Connection) -> Result<u64, StoreError> {
    let fresh = Connection::open_in_memory()?;
    db::fill(&fresh, &SCHEMA)?;
    let mut count = 0;
    for table in all(&fresh)? {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let mut statement = connection.prepare(&format!("SELECT {} FROM {}", columns.join(", "), table.name))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            count += u64::from(!table.reads(row));
        }
    }
    Ok(count)
}
