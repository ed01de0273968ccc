//! Asking the lists. Every answer is one consistent view; a reader never waits for a writer.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{OptionalExtension, params};

use super::{Held, Known, ListHit, ListId, ListInfo, ListStore, fault, place};
use crate::blocklist::Entry;
use crate::blocklist::packed::{Block, Item, PackedError, Stratum};
use crate::number::NumberKey;
use crate::store::StoreError;

const FIND: &str = "SELECT place, items FROM block WHERE place <= ?1 ORDER BY place DESC LIMIT 1";

impl ListStore {
    /// The lists among `enabled` that hold the number, each with its most specific entry, in the order given.
    ///
    /// # Errors
    /// `Damaged`: the lists must be dropped (`drop_and_open`). Whatever the error, the call rings.
    pub fn find(&self, key: NumberKey, enabled: &[ListId]) -> Result<Vec<ListHit>, StoreError> {
        if enabled.is_empty() {
            return Ok(Vec::new());
        }
        self.in_one_view(|store| {
            store.refresh()?;
            let known = store.known.borrow();
            let lists = known.as_ref().map(|known| &known.lists);
            let mut hits = Vec::new();
            for list_id in enabled {
                let Some(held) = lists.and_then(|lists| lists.get(list_id)) else { continue };
                hits.extend(store.find_in(*list_id, *held, key)?);
            }
            Ok(hits)
        })
    }

    /// What is held, in the order of list ids.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn lists(&self) -> Result<Vec<ListInfo>, StoreError> {
        let sql = "SELECT list_id, revision, numbers, prefixes FROM list ORDER BY list_id";
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        let rows = statement.query_map([], |row| {
            Ok(ListInfo { list_id: row.get(0)?, revision: row.get(1)?, numbers: row.get(2)?, prefixes: row.get(3)? })
        });
        rows.and_then(Iterator::collect).map_err(fault)
    }

    /// What is held of one list.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn list(&self, list_id: ListId) -> Result<Option<ListInfo>, StoreError> {
        Ok(self.lists()?.into_iter().find(|list| list.list_id == list_id))
    }

    /// Hands over every entry of a list in its order, until `take` says false. Nothing for a list not held.
    ///
    /// # Errors
    /// `Damaged`: the lists must be dropped.
    pub fn each_entry(&self, list_id: ListId, take: impl FnMut(Entry) -> bool) -> Result<(), StoreError> {
        self.in_one_view(|store| store.each_in_view(list_id, take))
    }

    /// Reads every block of every list; slow for large lists, so for maintenance only.
    ///
    /// # Errors
    /// `Damaged` for a wrong checksum, order or count.
    pub fn check(&self) -> Result<(), StoreError> {
        self.in_one_view(|store| {
            for list in store.lists()? {
                let (mut numbers, mut prefixes, mut last) = (0, 0, None);
                store.each_in_view(list.list_id, |entry| {
                    let sorted = last.is_none_or(|last| last < entry.place());
                    last = Some(entry.place());
                    if entry.is_prefix {
                        prefixes += 1;
                    } else {
                        numbers += 1;
                    }
                    sorted
                })?;
                if (numbers, prefixes) != (list.numbers, list.prefixes) {
                    return Err(StoreError::Damaged);
                }
            }
            Ok(())
        })
    }

    fn each_in_view(&self, list_id: ListId, mut take: impl FnMut(Entry) -> bool) -> Result<(), StoreError> {
        let words = self.words(list_id)?;
        for (stratum, first, bytes) in self.blocks(list_id)? {
            for item in open(stratum, first, &bytes)?.items().map_err(damaged)? {
                let entry = words.entry(stratum, &item).ok_or(StoreError::Damaged)?;
                if !take(entry) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// One read transaction: everything in it sees the same commit.
    pub(super) fn in_one_view<T>(&self, work: impl FnOnce(&Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let run = |sql: &str| self.connection.prepare_cached(sql).and_then(|mut all| all.execute([])).map_err(fault);
        run("BEGIN")?;
        let answer = work(self);
        let ended = run("COMMIT");
        let answer = answer?;
        ended.map(|_| answer)
    }

    /// Reads again which lists there are, when a commit happened since.
    pub(super) fn refresh(&self) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached("PRAGMA data_version").map_err(fault)?;
        let data_version: i64 = statement.query_row([], |row| row.get(0)).map_err(fault)?;
        if self.known.borrow().as_ref().is_some_and(|known| known.data_version == data_version) {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached("SELECT list_id, slot, strata FROM list").map_err(fault)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, Held { slot: row.get(1)?, strata: row.get(2)? })));
        let lists: BTreeMap<ListId, Held> = rows.and_then(Iterator::collect).map_err(fault)?;
        *self.known.borrow_mut() = Some(Known { data_version, lists });
        Ok(())
    }

    /// The most specific entry: the number itself, then prefixes from the longest on.
    fn find_in(&self, list_id: ListId, held: Held, key: NumberKey) -> Result<Option<ListHit>, StoreError> {
        let number = Stratum { length: key.length(), is_prefix: false };
        let prefixes = (1..=key.length()).rev().map(|length| Stratum { length, is_prefix: true });
        for stratum in std::iter::once(number).chain(prefixes) {
            if held.strata & (1 << stratum.code()) == 0 {
                continue;
            }
            let value = key.value() / 10_u64.pow(u32::from(key.length() - stratum.length));
            if let Some(item) = self.seek(held.slot, stratum, value)? {
                return Ok(Some(ListHit {
                    list_id,
                    matched_digits: stratum.length - u8::from(key.is_short_code()),
                    category: crate::blocklist::Category::from_code(item.category),
                    score: item.score.checked_sub(1).and_then(|score| u32::try_from(score).ok()),
                    label: self.word(list_id, item.label)?,
                }));
            }
        }
        Ok(None)
    }

    fn seek(&self, slot: u8, stratum: Stratum, value: u64) -> Result<Option<Item>, StoreError> {
        let mut statement = self.connection.prepare_cached(FIND).map_err(fault)?;
        let mut rows = statement.query([place::of(slot, stratum, value)]).map_err(fault)?;
        let Some(row) = rows.next().map_err(fault)? else { return Ok(None) };
        let (found_slot, found_stratum, first) = place::read(row.get(0).map_err(fault)?).ok_or(StoreError::Damaged)?;
        if (found_slot, found_stratum) != (slot, stratum) {
            return Ok(None);
        }
        let bytes = row.get_ref(1).map_err(fault)?.as_blob().map_err(|_| StoreError::Damaged)?;
        open(stratum, first, bytes)?.find(value).map_err(damaged)
    }

    fn word(&self, list_id: ListId, id: u64) -> Result<Option<Arc<str>>, StoreError> {
        if id == 0 {
            return Ok(None);
        }
        let mut statement =
            self.connection.prepare_cached("SELECT text FROM word WHERE list_id = ?1 AND id = ?2").map_err(fault)?;
        let id = i64::try_from(id).map_err(|_| StoreError::Damaged)?;
        statement.query_row(params![list_id, id], |row| row.get(0)).optional().map_err(fault)
    }
}

pub(super) fn open(stratum: Stratum, first: u64, bytes: &[u8]) -> Result<Block<'_>, StoreError> {
    Block::open(stratum, first, bytes).map_err(damaged)
}

pub(super) fn damaged(_: PackedError) -> StoreError {
    StoreError::Damaged
}
