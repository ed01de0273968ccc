//! Asking the lists. Every answer is one consistent view; a reader never waits for a writer.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{OptionalExtension, params};

use super::{Known, ListHit, ListId, ListInfo, ListStore, StoredList, place};
use crate::blocklist::packed::{Block, Item, KeyClass, PackedError, StringTable};
use crate::blocklist::{Category, Entry, Tail};
use crate::number::ListKey;
use crate::store::StoreError;

/// The block that may hold a value, and how many commits there were: one statement is one view of the file.
const SEEK: &str = "SELECT (SELECT value FROM commits WHERE id = 1), place, items \
                    FROM block WHERE place <= ?1 ORDER BY place DESC LIMIT 1";
const LONG: &str = "SELECT place, items FROM block WHERE place BETWEEN ?1 AND ?2";
const COMMITS: &str = "SELECT value FROM commits WHERE id = 1";
const WORD: &str = "SELECT (SELECT value FROM commits WHERE id = 1), \
                    (SELECT text FROM word WHERE list_id = ?1 AND id = ?2)";
/// Seeks that cost less one by one than in a transaction of their own.
const FEW: usize = 2;

/// What a seek found.
enum Sought {
    /// The look-up's result: the item, or that the list has none.
    Answer(Option<Item>),
    /// Somebody committed since the lists were read: they must be read again.
    OutOfDate,
}

/// The entries of a list at one moment; a damaged block ends them.
pub struct HeldEntries {
    words: StringTable,
    blocks: std::vec::IntoIter<(KeyClass, u64, Vec<u8>)>,
    class: KeyClass,
    items: std::vec::IntoIter<Item>,
}

impl Iterator for HeldEntries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(item) = self.items.next() {
                return self.words.entry(self.class, &item);
            }
            let (class, first, bytes) = self.blocks.next()?;
            self.class = class;
            self.items = open(class, first, &bytes).ok()?.items().ok()?.into_iter();
        }
    }
}

impl ListStore {
    /// The lists among `enabled` that hold the number, each with its most specific entry, in the order given.
    ///
    /// # Errors
    /// `Damaged`: the lists must be dropped (`drop_and_open`). Whatever the error, the call rings.
    pub fn find(&self, key: impl Into<ListKey>, enabled: &[ListId]) -> Result<Vec<ListHit>, StoreError> {
        let key = key.into();
        let known = self.known.borrow().as_ref().and_then(|known| {
            let seeks = || enabled.iter().filter_map(|list_id| known.lists.get(list_id));
            let few = seeks().map(|held| held.classes_of(key).count()).sum::<usize>() <= FEW;
            few.then(|| self.find_known(known, key, enabled))
        });
        match known.transpose()?.flatten() {
            Some(hits) => Ok(hits),
            None if enabled.is_empty() => Ok(Vec::new()),
            None => self.in_one_view(|store| {
                store.learn()?;
                let known = store.known.borrow();
                let known = known.as_ref().ok_or(StoreError::Damaged)?;
                // One read transaction sees one commit: only a damaged file can be out of date here.
                store.find_known(known, key, enabled)?.ok_or(StoreError::Damaged)
            }),
        }
    }

    /// What is held, in the order of list ids.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn lists(&self) -> Result<Vec<ListInfo>, StoreError> {
        let sql = "SELECT list_id, revision, numbers, prefixes FROM list ORDER BY list_id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(ListInfo { list_id: row.get(0)?, revision: row.get(1)?, numbers: row.get(2)?, prefixes: row.get(3)? })
        });
        rows.and_then(Iterator::collect).map_err(StoreError::from)
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

    /// The entries of a list as they are now, in its order, to be read while the list is being replaced.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn held_entries(&self, list_id: ListId) -> Result<HeldEntries, StoreError> {
        self.in_one_view(|store| {
            let (words, blocks) = (store.words(list_id)?, store.blocks(list_id)?);
            Ok(HeldEntries {
                words,
                blocks,
                class: KeyClass { length: 1, is_prefix: false },
                items: Vec::new().into_iter(),
            })
        })
    }

    /// How many of these, in list order, a list has.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn count_held(&self, list_id: ListId, entries: &[Entry]) -> Result<u64, StoreError> {
        let mut wanted = entries.iter().peekable();
        let mut count = 0;
        for held in self.held_entries(list_id)? {
            while wanted.next_if(|entry| entry.compare_places(&held).is_lt()).is_some() {}
            count += u64::from(wanted.next_if(|entry| entry.compare_places(&held).is_eq()).is_some());
        }
        Ok(count)
    }

    /// Reads every block of every list; slow for large lists, so for maintenance only.
    ///
    /// # Errors
    /// `Damaged` for pages that do not fit together, a wrong checksum, order or count.
    pub fn check(&self) -> Result<(), StoreError> {
        self.in_one_view(|store| {
            let pages: String = store.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            if pages != "ok" {
                return Err(StoreError::Damaged);
            }
            store.commits()?;
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
        for (class, first, bytes) in self.blocks(list_id)? {
            for item in open(class, first, &bytes)?.items().map_err(damaged)? {
                let entry = words.entry(class, &item).ok_or(StoreError::Damaged)?;
                if !take(entry) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// One read transaction: everything in it sees the same commit.
    pub(super) fn in_one_view<T>(&self, work: impl FnOnce(&Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let run = |sql: &str| {
            self.connection.prepare_cached(sql).and_then(|mut all| all.execute([])).map_err(StoreError::from)
        };
        run("BEGIN")?;
        let answer = work(self);
        let ended = run("COMMIT");
        let answer = answer?;
        ended.map(|_| answer)
    }

    /// Reads which lists there are.
    pub(super) fn learn(&self) -> Result<(), StoreError> {
        let commits = self.commits()?;
        if self.known.borrow().as_ref().is_some_and(|known| known.commits == commits) {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached("SELECT list_id, slot, strata FROM list")?;
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, StoredList { slot: row.get(1)?, key_classes: row.get(2)? })));
        let lists: BTreeMap<ListId, StoredList> = rows.and_then(Iterator::collect)?;
        *self.known.borrow_mut() = Some(Known { commits, lists });
        Ok(())
    }

    /// `None` when what is known is out of date.
    fn find_known(&self, known: &Known, key: ListKey, enabled: &[ListId]) -> Result<Option<Vec<ListHit>>, StoreError> {
        let (mut hits, mut asked) = (Vec::new(), false);
        for list_id in enabled {
            let Some(held) = known.lists.get(list_id) else { continue };
            for class in held.classes_of(key) {
                asked = true;
                let value = key.value() / 10_u64.pow(u32::from(key.length() - class.length));
                match self.seek(known.commits, held.slot, class, value)? {
                    Sought::OutOfDate => return Ok(None),
                    Sought::Answer(None) => {}
                    Sought::Answer(Some(item)) if !takes(&item, key, class) => {}
                    Sought::Answer(Some(item)) => {
                        let Some(label) = self.word(known.commits, *list_id, item.label)? else { return Ok(None) };
                        hits.push(ListHit {
                            list_id: *list_id,
                            matched_digits: class.length - u8::from(key.is_short_code()),
                            category: Category::from_code(item.category),
                            score: item.score.checked_sub(1).and_then(|score| u32::try_from(score).ok()),
                            label,
                        });
                        break;
                    }
                }
            }
        }
        Ok((asked || self.commits()? == known.commits).then_some(hits))
    }

    fn seek(&self, commits: i64, slot: u8, class: KeyClass, value: u64) -> Result<Sought, StoreError> {
        if place::is_long(class) {
            return self.seek_long(commits, slot, class, value);
        }
        let mut statement = self.connection.prepare_cached(SEEK)?;
        let mut rows = statement.query([place::of(slot, class, value)])?;
        // No block at or before the place: nothing says how many commits there were.
        let Some(row) = rows.next()? else {
            return Ok(if self.commits()? == commits { Sought::Answer(None) } else { Sought::OutOfDate });
        };
        if row.get::<_, i64>(0)? != commits {
            return Ok(Sought::OutOfDate);
        }
        let found = place::read(row.get(1)?).filter(|(found, in_class, _)| (*found, *in_class) == (slot, class));
        let Some((_, _, first)) = found else { return Ok(Sought::Answer(None)) };
        let bytes = row.get_ref(2)?.as_blob().map_err(|_| StoreError::Damaged)?;
        open(class, first, bytes)?.find(value).map(Sought::Answer).map_err(damaged)
    }

    fn seek_long(&self, commits: i64, slot: u8, class: KeyClass, value: u64) -> Result<Sought, StoreError> {
        let (from, to) = place::of_long(slot);
        let mut statement = self.connection.prepare_cached(LONG)?;
        let mut rows = statement.query([from, to])?;
        let mut last: Option<(u64, Vec<u8>)> = None;
        while let Some(row) = rows.next()? {
            let stored = row.get_ref(1)?.as_blob().map_err(|_| StoreError::Damaged)?;
            let (found, first, bytes) = place::block(row.get(0)?, stored).ok_or(StoreError::Damaged)?;
            if found == class && first <= value && last.as_ref().is_none_or(|(other, _)| *other < first) {
                last = Some((first, bytes.to_vec()));
            }
        }
        if self.commits()? != commits {
            return Ok(Sought::OutOfDate);
        }
        let Some((first, bytes)) = last else { return Ok(Sought::Answer(None)) };
        open(class, first, &bytes)?.find(value).map(Sought::Answer).map_err(damaged)
    }

    fn commits(&self) -> Result<i64, StoreError> {
        let mut statement = self.connection.prepare_cached(COMMITS)?;
        // The schema creates this row: a file without it is damaged.
        statement.query_row([], |row| row.get(0)).optional()?.ok_or(StoreError::Damaged)
    }

    /// The label with this number; the outer `None` when somebody committed meanwhile.
    fn word(&self, commits: i64, list_id: ListId, id: u32) -> Result<Option<Option<Arc<str>>>, StoreError> {
        if id == 0 {
            return Ok(Some(None));
        }
        let mut statement = self.connection.prepare_cached(WORD)?;
        let (now, word): (i64, Option<Arc<str>>) =
            statement.query_row(params![list_id, id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((now == commits).then_some(word))
    }
}

impl StoredList {
    /// Where an entry for this number may stand: the number itself, then prefixes from the longest on.
    fn classes_of(self, key: ListKey) -> impl Iterator<Item = KeyClass> {
        let number = KeyClass { length: key.length(), is_prefix: false };
        let prefixes = (1..=key.length()).rev().map(|length| KeyClass { length, is_prefix: true });
        let all = std::iter::once(number).chain(prefixes);
        all.filter(move |class| self.key_classes & (1 << class.code()) != 0)
    }
}

/// Whether a prefix takes as many digits as the number has behind it.
fn takes(item: &Item, key: ListKey, class: KeyClass) -> bool {
    Tail::from_bits(item.tail).is_some_and(|tail| tail.takes(key.length() - class.length))
}

pub(super) fn open(class: KeyClass, first: u64, bytes: &[u8]) -> Result<Block<'_>, StoreError> {
    Block::open(class, first, bytes).map_err(damaged)
}

pub(super) fn damaged(_: PackedError) -> StoreError {
    StoreError::Damaged
}
