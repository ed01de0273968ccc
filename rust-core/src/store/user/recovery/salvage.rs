//! Salvage: every row of a damaged copy that still reads goes into a new store. Each table is read from both ends and, past
//! pages that do not read, by its key; what the tree no longer reaches is looked for page by page.

use std::collections::VecDeque;
use std::fmt;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Statement, ToSql, params_from_iter};

use super::pages::Pages;
use super::tables::{self, Column, MAX_ID, Table};
use crate::store::user::UserStore;
use crate::store::{StoreError, db};

/// Ranges of keys of a table that are looked into for rows past unreadable pages.
const MAX_RANGES: u32 = 4_000;
/// Tables of the first version; a file in which fewer are found has lost its schema.
const FIRST_TABLES: usize = 7;

/// What a salvage brought.
#[derive(Debug, Default)]
pub(super) struct Salvaged {
    rows: u64,
    unreadable_rows: u64,
    broken_tables: u32,
}

impl fmt::Display for Salvaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, unreadable_rows, broken_tables } = self;
        write!(f, "{rows} rows kept, {unreadable_rows} that do not read, {broken_tables} tables with unreadable pages")
    }
}

/// Carries rows from the copy at `reading` into `store`, inside its transaction. A fault of the copy costs rows, a fault of the
/// store ends the salvage.
pub(super) fn salvage(reading: &Path, store: &UserStore) -> Result<Salvaged, StoreError> {
    let tables = tables::all(&store.connection)?;
    let mut salvaged = Salvaged::default();
    let mut broken = Vec::new();
    let copy = open_copy(reading, &tables);
    for table in &tables {
        let is_whole = match &copy {
            Some(copy) => copy_table(copy, store, table, &mut salvaged)?,
            None => false,
        };
        if !is_whole {
            broken.push(table);
        }
    }
    if let Some(copy) = &copy {
        keep_used_ids(copy, store)?;
    }
    // Closing writes the log into the file, so that its pages are the newest.
    drop(copy);
    salvaged.broken_tables = u32::try_from(broken.len()).unwrap_or(u32::MAX);
    if !broken.is_empty() {
        copy_leaf_pages(reading, store, &broken, &mut salvaged)?;
    }
    Ok(salvaged)
}

/// Opens the copy; one without a readable schema gets another first page. `None` where SQLite reads neither.
fn open_copy(reading: &Path, tables: &[Table]) -> Option<Connection> {
    let found = |copy: &Connection| tables.iter().filter(|table| !known_columns(copy, table).is_empty()).count();
    let as_it_is = connect(reading).ok();
    if as_it_is.as_ref().is_some_and(|copy| found(copy) >= FIRST_TABLES) {
        return as_it_is;
    }
    drop(as_it_is);
    let mut pages = Pages::open(reading).ok()?;
    let page = pages.first_page_anew()?;
    pages.write_first(&page).ok()?;
    drop(pages);
    connect(reading).ok()
}

/// A connection that goes on where the schema or the file's size is not right (`writable_schema`), which is why it is for a copy
/// alone.
fn connect(reading: &Path) -> Result<Connection, StoreError> {
    let copy = Connection::open_with_flags(reading, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    db::distrust(&copy)?;
    copy.pragma_update(None, "writable_schema", true)?;
    Ok(copy)
}

/// The columns of a table that the copy has, too.
fn known_columns<'t>(copy: &Connection, table: &'t Table) -> Vec<&'t Column> {
    let is_known =
        |column: &&Column| copy.prepare(&format!("SELECT {} FROM {} LIMIT 0", column.name, table.name)).is_ok();
    table.columns.iter().filter(is_known).collect()
}

fn insert_sql(table: &Table, columns: &[&Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let places = vec!["?"; names.len()].join(", ");
    format!("INSERT OR IGNORE INTO {} ({}) VALUES ({places})", table.name, names.join(", "))
}

fn copy_table(
    copy: &Connection,
    store: &UserStore,
    table: &Table,
    salvaged: &mut Salvaged,
) -> Result<bool, StoreError> {
    let columns = known_columns(copy, table);
    if columns.is_empty() {
        return Ok(false);
    }
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let names = names.join(", ");
    let (name, key) = (&table.name, table.key.as_deref());
    let select = |direction: &str| match key {
        Some(key) => {
            format!("SELECT {names}, {key} FROM {name} WHERE {key} BETWEEN ?1 AND ?2 ORDER BY {key} {direction}")
        }
        None => format!("SELECT {names}, 0 FROM {name} WHERE ?1 < ?2 ORDER BY {} {direction}", first_name(&columns)),
    };
    let (Ok(up), Ok(down)) = (copy.prepare(&select("ASC")), copy.prepare(&select("DESC"))) else { return Ok(false) };
    let insert = insert_sql(table, &columns);
    let mut reader = Reader { up, down, table, columns, insert, store, salvaged };
    let mut ranges = VecDeque::from([(i64::MIN, i64::MAX)]);
    // Of a schema whose text has changed, rows are found page by page.
    let mut is_whole = reader.columns.len() == table.columns.len();
    // The widest ranges first: each row past a gap is found before any gap is looked into closely.
    for _ in 0..MAX_RANGES {
        let Some((first, last)) = ranges.pop_front() else { break };
        let Some((first, last)) = reader.read(first, last)? else { continue };
        is_whole = false;
        if key.is_some() && first < last {
            let middle = first.midpoint(last);
            ranges.extend([(first, middle), (middle + 1, last)]);
        }
    }
    Ok(is_whole)
}

fn first_name<'c>(columns: &[&'c Column]) -> &'c str {
    columns.first().map_or("1", |column| column.name.as_str())
}

/// Reads ranges of one table.
struct Reader<'c, 's> {
    up: Statement<'c>,
    down: Statement<'c>,
    table: &'s Table,
    columns: Vec<&'s Column>,
    insert: String,
    store: &'s UserStore,
    salvaged: &'s mut Salvaged,
}

impl Reader<'_, '_> {
    /// Copies a range from both ends up to the pages that do not read; gives the keys between.
    fn read(&mut self, first: i64, last: i64) -> Result<Option<(i64, i64)>, StoreError> {
        let Self { up, down, table, columns, insert, store, salvaged } = self;
        let from_start = copy_rows(up, (first, last), table, columns, insert, store, salvaged)?;
        let (reached, is_end) = from_start;
        if is_end {
            return Ok(None);
        }
        let first = reached.map_or(first, |key| key.saturating_add(1));
        let (reached, _) = copy_rows(down, (first, last), table, columns, insert, store, salvaged)?;
        let last = reached.map_or(last, |key| key.saturating_sub(1));
        Ok(Some((first, last)))
    }
}

/// Copies rows until the range ends or a page does not read: the last key that was read, and whether the range ended.
fn copy_rows(
    select: &mut Statement<'_>,
    (first, last): (i64, i64),
    table: &Table,
    columns: &[&Column],
    insert: &str,
    store: &UserStore,
    salvaged: &mut Salvaged,
) -> Result<(Option<i64>, bool), StoreError> {
    let mut reached = None;
    let Ok(mut rows) = select.query([first, last]) else { return Ok((reached, false)) };
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok((reached, true)),
            Err(_) => return Ok((reached, false)),
        };
        if let Ok(key) = row.get(columns.len()) {
            reached = Some(key);
        }
        match table.mended(columns, |index| row.get_ref(index).ok()) {
            Some(values) => salvaged.rows += insert_row(store, insert, &values)?,
            None => salvaged.unreadable_rows += 1,
        }
    }
}

fn insert_row(store: &UserStore, insert: &str, values: &[Value]) -> Result<u64, StoreError> {
    let changed = store.connection.prepare_cached(insert)?.execute(params_from_iter(values))?;
    Ok(u64::try_from(changed).unwrap_or(0))
}

/// Looks for rows of the broken tables in every leaf page that is in use. A row whose id is there already stays as it was read.
fn copy_leaf_pages(
    reading: &Path,
    store: &UserStore,
    broken: &[&Table],
    salvaged: &mut Salvaged,
) -> Result<(), StoreError> {
    let Ok(mut pages) = Pages::open(reading) else { return Ok(()) };
    let free = pages.free();
    let broken = broken.iter().map(|table| (*table, insert_sql(table, &table.columns.iter().collect::<Vec<_>>())));
    let broken: Vec<(&Table, String)> = broken.collect();
    for number in (2..=pages.count).filter(|number| !free.contains(number)) {
        let Ok(page) = pages.read(number) else { continue };
        for (id, record) in super::pages::leaf_rows(&page) {
            let Some((table, insert)) = broken.iter().find(|(table, _)| table.fits(&record)) else { continue };
            if !(1..=MAX_ID).contains(&id) {
                continue;
            }
            let values = table.columns.iter().zip(record);
            let values: Vec<Value> =
                values.map(|(column, value)| if column.is_rowid { Value::Integer(id) } else { value }).collect();
            salvaged.rows += insert_row(store, insert, &values)?;
        }
    }
    Ok(())
}

/// Ids that were given once are not given again.
fn keep_used_ids(copy: &Connection, store: &UserStore) -> Result<(), StoreError> {
    let Ok(mut statement) = copy.prepare("SELECT name, seq FROM sqlite_sequence") else { return Ok(()) };
    let Ok(mut rows) = statement.query([]) else { return Ok(()) };
    while let Ok(Some(row)) = rows.next() {
        let (Ok(name), Ok(last)) = (row.get::<_, String>(0), row.get::<_, i64>(1)) else { continue };
        if !(0..=MAX_ID).contains(&last) {
            continue;
        }
        let values: [&dyn ToSql; 2] = [&name, &last];
        let update = "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1";
        if store.connection.prepare_cached(update)?.execute(values)? == 0 {
            let insert = "INSERT INTO sqlite_sequence (name, seq) SELECT ?1, ?2 \
                          WHERE ?1 IN (SELECT name FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%')";
            store.connection.prepare_cached(insert)?.execute(values)?;
        }
    }
    Ok(())
}
