//! Writing lists: a whole list or a delta, each in one transaction. Whatever fails, the previous list stays.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::read::{damaged, open};
use super::{ListError, ListId, ListInfo, ListStore, place};
use crate::blocklist::Entry;
use crate::blocklist::packed::{Item, KeyClass, PackedBlock, PackedError, Packer, StringTable};
use crate::store::StoreError;

/// Slots are the upper 8 bits of a place.
const SLOTS: u16 = 256;

/// What a delta takes out.
#[derive(Debug, Clone, Copy)]
pub enum Removed<'r> {
    /// Numbers and prefixes, in list order; what the list does not have is passed over.
    Entries(&'r [Entry]),
    /// Positions in the previous list, counted from 0, rising.
    Ranks(&'r [u64]),
}

type EntryKey = (KeyClass, u64);
type StoredBlock = (KeyClass, u64, Vec<u8>);
/// The new entry at each changed key; `None` removes the entry.
type BlockChanges = BTreeMap<EntryKey, Option<Item>>;

/// Counts what is written.
struct Tally {
    numbers: u64,
    prefixes: u64,
    key_classes: u64,
    blocks: u64,
}

impl ListStore {
    /// Puts these entries, in list order, in place of all that the list held.
    ///
    /// # Errors
    /// The previous list stays.
    pub fn replace<E: From<ListError>>(
        &mut self,
        list_id: ListId,
        revision: i64,
        entries: impl IntoIterator<Item = Result<Entry, E>>,
    ) -> Result<ListInfo, E> {
        self.write(|store| {
            let slot = store.clear(list_id)?;
            let mut tally = Tally::new();
            let mut sink = |block: PackedBlock| store.insert(slot, &block, &mut tally);
            let mut packer = Packer::new(StringTable::default());
            for entry in entries {
                packer.push(&entry?, &mut sink)?;
            }
            let (words, _) = packer.finish(&mut sink)?;
            store.insert_words(list_id, &words, 0)?;
            Ok(store.insert_list(list_id, slot, revision, &tally)?)
        })
    }

    /// Changes a list from `base` to `revision`: takes `removed` out, then puts `added` (in list order)
    /// in; an added entry that the list has already replaces it. `expected`: how many entries that must leave.
    ///
    /// # Errors
    /// `BaseMoved` when the list is at another revision, `WrongCount`. The previous list stays.
    pub fn apply_delta(
        &mut self,
        list_id: ListId,
        base: i64,
        revision: i64,
        added: &[Entry],
        removed: Removed<'_>,
        expected: Option<u64>,
    ) -> Result<ListInfo, ListError> {
        if !added.is_sorted_by(|a, b| a.place() < b.place()) {
            return Err(PackedError::Unsorted.into());
        }
        self.write(|store| {
            let found = store.list(list_id)?.map(|list| list.revision);
            if found != Some(base) {
                return Err(ListError::BaseMoved { found });
            }
            let blocks: Vec<StoredBlock> = store.blocks(list_id)?.collect();
            let mut changes = removals(&blocks, removed)?;
            let mut words = store.words(list_id)?;
            let known_words = words.iter().len();
            for entry in added {
                let (class, item) = words.item(entry);
                changes.insert((class, item.value), Some(item));
            }
            store.insert_words(list_id, &words, known_words)?;
            let info = if store.is_worth_rewriting(list_id, &blocks, &changes)? {
                store.rewrite(list_id, revision, blocks, changes)?
            } else {
                store.patch(list_id, revision, &blocks, changes)?
            };
            match expected {
                Some(expected) if expected != info.numbers + info.prefixes => Err(ListError::WrongCount),
                _ => Ok(info),
            }
        })
    }

    /// Forgets a list.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove(&mut self, list_id: ListId) -> Result<(), ListError> {
        self.write(|store| store.clear(list_id).map(|_| ()))
    }

    /// Every block of a list, in order.
    pub(super) fn blocks(&self, list_id: ListId) -> Result<std::vec::IntoIter<StoredBlock>, StoreError> {
        let Some(slot) = self.slot(list_id)? else { return Ok(Vec::new().into_iter()) };
        let (first, last) = place::of_list(slot);
        let sql = "SELECT place, items FROM block WHERE place BETWEEN ?1 AND ?2 ORDER BY place";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([first, last])?;
        let mut blocks = Vec::new();
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(1)?.as_blob().map_err(|_| StoreError::Damaged)?;
            let (class, value, bytes) = place::block(row.get(0)?, bytes).ok_or(StoreError::Damaged)?;
            blocks.push((class, value, bytes.to_vec()));
        }
        blocks.sort_by_key(|(class, first, _)| (*class, *first));
        Ok(blocks.into_iter())
    }

    pub(super) fn words(&self, list_id: ListId) -> Result<StringTable, StoreError> {
        let sql = "SELECT id, text FROM word WHERE list_id = ?1 ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([list_id])?;
        let mut words = StringTable::default();
        while let Some(row) = rows.next()? {
            let (id, text): (u32, String) = (row.get(0)?, row.get(1)?);
            if words.id(&text) != id {
                return Err(StoreError::Damaged);
            }
        }
        Ok(words)
    }

    fn write<T, E: From<ListError>>(&mut self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate).map_err(ListError::from)?;
        let value = work(self)?;
        self.connection.execute("UPDATE commits SET value = value + 1 WHERE id = 1", []).map_err(ListError::from)?;
        transaction.commit().map_err(ListError::from)?;
        // Best effort: while a reader is in a look-up, the log is checkpointed the next time.
        let shrunk: Result<i64, _> = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        if shrunk.is_err() {
            log::debug!("lists.db: the log is not folded in yet");
        }
        Ok(value)
    }

    fn slot(&self, list_id: ListId) -> Result<Option<u8>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT slot FROM list WHERE list_id = ?1")?;
        statement.query_row([list_id], |row| row.get(0)).optional().map_err(StoreError::from)
    }

    /// Takes a list out and gives the slot for what comes in its place: after all others while there is one, so
    /// that pages fill in order.
    fn clear(&self, list_id: ListId) -> Result<u8, ListError> {
        let old = self.slot(list_id)?;
        if let Some(slot) = old {
            let (first, last) = place::of_list(slot);
            self.connection.execute("DELETE FROM block WHERE place BETWEEN ?1 AND ?2", [first, last])?;
        }
        self.connection.execute("DELETE FROM word WHERE list_id = ?1", [list_id])?;
        self.connection.execute("DELETE FROM list WHERE list_id = ?1", [list_id])?;
        let mut statement = self.connection.prepare_cached("SELECT slot FROM list ORDER BY slot")?;
        let taken: Vec<u16> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let next = taken.last().map_or(0, |last| last + 1);
        let free = (next..SLOTS).chain(0..SLOTS).find(|slot| !taken.contains(slot));
        free.and_then(|slot| u8::try_from(slot).ok()).ok_or(ListError::TooMany)
    }

    fn insert(&self, slot: u8, block: &PackedBlock, tally: &mut Tally) -> Result<(), ListError> {
        let place = place::of(slot, block.class, block.first);
        let mut statement = self.connection.prepare_cached("INSERT INTO block (place, items) VALUES (?1, ?2)")?;
        if place::is_long(block.class) {
            let head = place::long_head(block.class, block.first);
            statement.execute(params![place, [head.as_slice(), &block.bytes].concat()])?;
        } else {
            statement.execute(params![place, block.bytes])?;
        }
        tally.add(block.class, block.count as u64);
        Ok(())
    }

    fn insert_words(&self, list_id: ListId, words: &StringTable, known: usize) -> Result<(), ListError> {
        let mut statement =
            self.connection.prepare_cached("INSERT INTO word (list_id, id, text) VALUES (?1, ?2, ?3)")?;
        for (index, word) in words.iter().enumerate().skip(known) {
            statement.execute(params![list_id, index + 1, word])?;
        }
        Ok(())
    }

    fn insert_list(&self, list_id: ListId, slot: u8, revision: i64, tally: &Tally) -> Result<ListInfo, ListError> {
        let sql = "INSERT INTO list (list_id, slot, revision, numbers, prefixes, strata, blocks) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let Tally { numbers, prefixes, key_classes, blocks } = *tally;
        self.connection.execute(sql, params![list_id, slot, revision, numbers, prefixes, key_classes, blocks])?;
        Ok(ListInfo { list_id, revision, numbers, prefixes })
    }

    /// Many changes, or many half-empty blocks left by earlier ones: the whole list is packed again.
    fn is_worth_rewriting(
        &self,
        list_id: ListId,
        blocks: &[StoredBlock],
        changes: &BlockChanges,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT blocks FROM list WHERE list_id = ?1";
        let packed: usize = self.connection.query_row(sql, [list_id], |row| row.get(0))?;
        Ok(changes.len() * 4 > blocks.len() || blocks.len() > 2 * packed + 8)
    }

    fn rewrite(
        &self,
        list_id: ListId,
        revision: i64,
        blocks: Vec<StoredBlock>,
        changes: BlockChanges,
    ) -> Result<ListInfo, ListError> {
        let words = self.words(list_id)?;
        let slot = self.clear(list_id)?;
        self.insert_words(list_id, &words, 0)?;
        let mut tally = Tally::new();
        let mut sink = |block: PackedBlock| self.insert(slot, &block, &mut tally);
        let mut packer = Packer::new(StringTable::default());
        let mut changes = changes.into_iter();
        let mut change = changes.next();
        for (class, first, bytes) in blocks {
            for item in open(class, first, &bytes)?.items().map_err(damaged)? {
                let here = (class, item.value);
                let mut kept = Some(item);
                // Nearly every item lies before the next change.
                while let Some((place, changed)) = change.filter(|(place, _)| *place <= here) {
                    if place == here {
                        kept = changed;
                    } else if let Some(item) = changed {
                        packer.push_item(place.0, item, &mut sink)?;
                    }
                    // An entry to remove that is not there is skipped.
                    change = changes.next();
                }
                if let Some(item) = kept {
                    packer.push_item(class, item, &mut sink)?;
                }
            }
        }
        for ((class, _), item) in change.into_iter().chain(changes) {
            item.map_or(Ok(()), |item| packer.push_item(class, item, &mut sink))?;
        }
        packer.finish(&mut sink)?;
        self.insert_list(list_id, slot, revision, &tally)
    }

    /// Packs again only the blocks that change.
    fn patch(
        &self,
        list_id: ListId,
        revision: i64,
        blocks: &[StoredBlock],
        mut changes: BlockChanges,
    ) -> Result<ListInfo, ListError> {
        let slot = self.slot(list_id)?.ok_or(StoreError::NotFound)?;
        let mut tally = Tally::new();
        let mut delete = self.connection.prepare_cached("DELETE FROM block WHERE place = ?1")?;
        let mut repack =
            |old: Option<&StoredBlock>, changed: BlockChanges, tally: &mut Tally| -> Result<(), ListError> {
                let mut items = BlockChanges::new();
                if let Some((class, first, bytes)) = old {
                    delete.execute([place::of(slot, *class, *first)])?;
                    let all = open(*class, *first, bytes)?.items().map_err(damaged)?;
                    items.extend(all.into_iter().map(|item| ((*class, item.value), Some(item))));
                }
                items.extend(changed);
                let mut sink = |block: PackedBlock| self.insert(slot, &block, tally);
                let mut packer = Packer::new(StringTable::default());
                for ((class, _), item) in items {
                    item.map_or(Ok(()), |item| packer.push_item(class, item, &mut sink))?;
                }
                packer.finish(&mut sink).map(|_| ())
            };
        for (index, block) in blocks.iter().enumerate() {
            let (class, first, bytes) = block;
            // The first block of all also takes what comes before it; a new class gets blocks of its own.
            let next = blocks.get(index + 1).map(|(class, first, _)| (*class, *first));
            let after = next.map_or_else(BlockChanges::new, |next| changes.split_off(&next));
            let here = std::mem::replace(&mut changes, after);
            if here.is_empty() {
                tally.add(*class, open(*class, *first, bytes)?.count() as u64);
            } else {
                repack(Some(block), here, &mut tally)?;
            }
        }
        repack(None, changes, &mut tally)?;
        let sql = "UPDATE list SET revision = ?2, numbers = ?3, prefixes = ?4, strata = ?5 WHERE list_id = ?1";
        let Tally { numbers, prefixes, key_classes, .. } = tally;
        self.connection.execute(sql, params![list_id, revision, numbers, prefixes, key_classes])?;
        Ok(ListInfo { list_id, revision, numbers, prefixes })
    }
}

impl Tally {
    fn new() -> Self {
        Self { numbers: 0, prefixes: 0, key_classes: 0, blocks: 0 }
    }

    fn add(&mut self, class: KeyClass, count: u64) {
        if class.is_prefix {
            self.prefixes += count;
        } else {
            self.numbers += count;
        }
        self.key_classes |= 1 << class.code();
        self.blocks += 1;
    }
}

fn removals(blocks: &[StoredBlock], removed: Removed<'_>) -> Result<BlockChanges, ListError> {
    let mut changes = BlockChanges::new();
    match removed {
        Removed::Entries(entries) => {
            for entry in entries {
                let class = KeyClass { length: entry.key.length(), is_prefix: entry.is_prefix };
                changes.insert((class, entry.key.value()), None);
            }
        }
        Removed::Ranks(ranks) => {
            if !ranks.is_sorted_by(|a, b| a < b) {
                return Err(PackedError::Unsorted.into());
            }
            let (mut ranks, mut start) = (ranks.iter().peekable(), 0_u64);
            for (class, first, bytes) in blocks {
                let block = open(*class, *first, bytes)?;
                let end = start + block.count() as u64;
                let items = if ranks.peek().is_some_and(|rank| **rank < end) {
                    block.items().map_err(damaged)?
                } else {
                    Vec::new()
                };
                while let Some(rank) = ranks.next_if(|rank| **rank < end) {
                    let index = usize::try_from(rank - start).map_err(|_| ListError::NoSuchEntry)?;
                    let item = items.get(index).ok_or(ListError::NoSuchEntry)?;
                    changes.insert((*class, item.value), None);
                }
                start = end;
            }
            if ranks.next().is_some() {
                return Err(ListError::NoSuchEntry);
            }
        }
    }
    Ok(changes)
}
