//! A list as one immutable file, read in place: header and index are in memory, a look-up reads one block. The layout is in
//! `layout.rs`. Files that are open go on being read when their name is gone.

use std::fs::File;
use std::marker::PhantomData;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::block::Block;
use super::filter::KeyFilter;
use super::item::Item;
use super::layout::{HEADER_BYTES, Header, ListFileError, ListFileInfo, ROW_BYTES, take, take_place};
use super::strings::StringTable;
use super::{KeyClass, ListFileWriter};
use crate::blocklist::{Category, Entry, Tail};
use crate::number::ListKey;

/// Blocks up to this length are read onto the stack.
const STACK_BYTES: usize = 768;
/// What is read at once by whoever reads every entry.
const READ_AHEAD: u64 = 1 << 16;

/// An open list file. Every method reads the file as it was written: it never changes.
pub struct ListFile {
    file: File,
    header: Header,
    /// The place of every block, rising.
    places: Vec<(KeyClass, u64)>,
    /// Where each block begins; one more for the end of the last.
    offsets: Vec<u64>,
    /// Read when the first label is asked for.
    labels: OnceLock<StringTable>,
    /// Made once many lists are asked.
    filter: OnceLock<KeyFilter>,
}

/// A list's most specific entry for a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Digits of the entry: all of the number's, or those of a prefix.
    pub matched_digits: u8,
    /// What the list holds it for.
    pub category: Option<Category>,
    /// How strongly.
    pub score: Option<u32>,
    /// The entry's label, for `ListFile::label`.
    pub label_id: u32,
}

impl Found {
    fn of(item: &Item, matched_digits: u8) -> Self {
        Self {
            matched_digits,
            category: Category::from_code(item.category),
            score: item.entry_score(),
            label_id: item.label,
        }
    }
}

/// The entries of a file in its order, one block in memory; after an error it ends.
pub struct FileEntries<'f, E = ListFileError> {
    file: &'f ListFile,
    next_block: usize,
    /// Bytes of the file, and where in it they begin.
    ahead: (u64, Vec<u8>),
    class: KeyClass,
    items: Vec<Item>,
    next_item: usize,
    done: bool,
    error: PhantomData<fn() -> E>,
}

impl ListFile {
    /// Opens a file: reads and checks its header and index.
    ///
    /// # Errors
    /// `Damaged` also for a file that is missing.
    pub fn open(path: &Path) -> Result<Self, ListFileError> {
        let file = File::open(path)?;
        let mut bytes = [0; HEADER_BYTES];
        file.read_exact_at(&mut bytes, 0)?;
        let header = Header::decode(&bytes, file.metadata()?.len())?;
        let index_bytes = usize::try_from(header.index_bytes()).map_err(|_| ListFileError::Damaged)?;
        let mut index = vec![0; index_bytes];
        file.read_exact_at(&mut index, header.index_offset().ok_or(ListFileError::Damaged)?)?;
        if crc32fast::hash(&index) != header.index_sum {
            return Err(ListFileError::Damaged);
        }
        let (mut places, mut offsets) = (Vec::new(), Vec::new());
        let mut offset = HEADER_BYTES as u64;
        offsets.push(offset);
        for mut row in index.chunks_exact(ROW_BYTES) {
            places.push(take_place(&mut row)?);
            offset += u64::from(u16::from_le_bytes(take(&mut row)?));
            offsets.push(offset);
        }
        if offset != header.labels_offset || !places.is_sorted_by(|a, b| a < b) {
            return Err(ListFileError::Damaged);
        }
        Ok(Self { file, header, places, offsets, labels: OnceLock::new(), filter: OnceLock::new() })
    }

    /// What the file says of itself.
    #[must_use]
    pub fn info(&self) -> ListFileInfo {
        self.header.info
    }

    /// The most specific entry that holds the number.
    ///
    /// # Errors
    /// `Damaged` when the block that may hold it is; `Io` when it cannot be read.
    pub fn find(&self, key: ListKey) -> Result<Option<Found>, ListFileError> {
        for class in self.classes_of(key) {
            let value = key.value() / 10_u64.pow(u32::from(key.length() - class.length));
            if self.filter.get().is_some_and(|filter| !filter.may_hold(class, value)) {
                continue;
            }
            if let Some(item) = self.item(class, value)?.filter(|item| takes(item, key, class)) {
                return Ok(Some(Found::of(&item, class.length - u8::from(key.is_short_code()))));
            }
        }
        Ok(None)
    }

    /// The entries for single numbers that share all digits but the last two with the number: at most a hundred, of at most
    /// two blocks in a list that is not made of tiny ones.
    ///
    /// # Errors
    /// As `find`.
    pub fn find_hundred(&self, key: ListKey) -> Result<Vec<Found>, ListFileError> {
        let class = KeyClass { length: key.length(), is_prefix: false };
        let first = key.value() / 100 * 100;
        let last = first + 99;
        let begin = self.places.partition_point(|place| *place <= (class, first)).saturating_sub(1);
        let end = self.places.partition_point(|place| *place <= (class, last));
        let mut found = Vec::new();
        for index in begin..end {
            let (block_class, block_first, range) = self.block(index).ok_or(ListFileError::Damaged)?;
            if block_class == class {
                let bytes = self.read(range.start, range.end - range.start)?;
                let items = Block::open(class, block_first, &bytes)?.items()?;
                let near = items.iter().filter(|item| (first..=last).contains(&item.value));
                found.extend(near.map(|item| Found::of(item, key.length())));
            }
        }
        Ok(found)
    }

    /// The label of an entry that was found.
    ///
    /// # Errors
    /// As `find`.
    pub fn label(&self, found: &Found) -> Result<Option<Arc<str>>, ListFileError> {
        match found.label_id {
            0 => Ok(None),
            id => self.labels()?.get(id).cloned().map(Some).ok_or(ListFileError::Damaged),
        }
    }

    /// Whether `build_filter` has made its filter.
    #[must_use]
    pub fn has_filter(&self) -> bool {
        self.filter.get().is_some()
    }

    /// Reads the whole list once, so that from then on most look-ups of keys that it does not hold need no read.
    ///
    /// # Errors
    /// `Damaged` and `Io`: look-ups go on as before.
    pub fn build_filter(&self) -> Result<(), ListFileError> {
        let Some(mut filter) = KeyFilter::for_keys(self.info().entries()) else { return Ok(()) };
        let mut entries = self.entries();
        while let (class, items @ [_, ..]) = entries.block()? {
            items.iter().for_each(|item| filter.insert(class, item.value));
        }
        // Whoever was first has made the same one.
        let _same = self.filter.set(filter);
        Ok(())
    }

    /// Every entry, in order.
    #[must_use]
    pub fn entries(&self) -> FileEntries<'_> {
        self.entries_or()
    }

    /// As `entries`, with errors of the caller's type.
    #[must_use]
    pub fn entries_or<E: From<ListFileError>>(&self) -> FileEntries<'_, E> {
        let class = KeyClass { length: 1, is_prefix: false };
        FileEntries {
            file: self,
            next_block: 0,
            ahead: (0, Vec::new()),
            class,
            items: Vec::new(),
            next_item: 0,
            done: false,
            error: PhantomData,
        }
    }

    /// Reads the whole file.
    ///
    /// # Errors
    /// `Damaged` for a wrong checksum, order or count.
    pub fn check(&self) -> Result<(), ListFileError> {
        let (mut numbers, mut prefixes, mut last) = (0, 0, None);
        for entry in self.entries() {
            let entry = entry?;
            if last.is_some_and(|last| last >= entry.place()) {
                return Err(ListFileError::Damaged);
            }
            last = Some(entry.place());
            *(if entry.is_prefix { &mut prefixes } else { &mut numbers }) += 1;
        }
        let info = self.info();
        if (numbers, prefixes) == (info.numbers, info.prefixes) { Ok(()) } else { Err(ListFileError::Damaged) }
    }

    /// Where an entry for this number may stand: the number itself, then prefixes from the longest on.
    fn classes_of(&self, key: ListKey) -> impl Iterator<Item = KeyClass> {
        let number = KeyClass { length: key.length(), is_prefix: false };
        let prefixes = (1..=key.length()).rev().map(|length| KeyClass { length, is_prefix: true });
        let key_classes = self.header.key_classes;
        std::iter::once(number).chain(prefixes).filter(move |class| key_classes & (1 << class.code()) != 0)
    }

    fn item(&self, class: KeyClass, value: u64) -> Result<Option<Item>, ListFileError> {
        let Some(index) = self.places.partition_point(|place| *place <= (class, value)).checked_sub(1) else {
            return Ok(None);
        };
        let (found_class, first, range) = self.block(index).ok_or(ListFileError::Damaged)?;
        if found_class != class {
            return Ok(None);
        }
        let (mut on_stack, mut on_heap) = ([0; STACK_BYTES], Vec::new());
        let length = usize::try_from(range.end - range.start).map_err(|_| ListFileError::Damaged)?;
        let bytes = match on_stack.get_mut(..length) {
            Some(bytes) => bytes,
            None => {
                on_heap.resize(length, 0);
                &mut on_heap[..]
            }
        };
        self.file.read_exact_at(bytes, range.start)?;
        Ok(Block::open(class, first, bytes)?.find(value)?)
    }

    /// Class, first value and bytes of a block.
    fn block(&self, index: usize) -> Option<(KeyClass, u64, Range<u64>)> {
        let (class, first) = *self.places.get(index)?;
        Some((class, first, *self.offsets.get(index)?..*self.offsets.get(index + 1)?))
    }

    fn labels(&self) -> Result<&StringTable, ListFileError> {
        if let Some(labels) = self.labels.get() {
            return Ok(labels);
        }
        let bytes = self.read(self.header.labels_offset, self.header.labels_bytes)?;
        if crc32fast::hash(&bytes) != self.header.labels_sum {
            return Err(ListFileError::Damaged);
        }
        let labels = StringTable::decode(&mut &bytes[..])?;
        Ok(self.labels.get_or_init(|| labels))
    }

    fn read(&self, offset: u64, length: u64) -> Result<Vec<u8>, ListFileError> {
        let mut bytes = vec![0; usize::try_from(length).map_err(|_| ListFileError::Damaged)?];
        self.file.read_exact_at(&mut bytes, offset)?;
        Ok(bytes)
    }
}

/// Whether a prefix takes as many digits as the number has behind it.
fn takes(item: &Item, key: ListKey, class: KeyClass) -> bool {
    Tail::from_bits(item.tail).is_some_and(|tail| tail.takes(key.length() - class.length))
}

impl<E> FileEntries<'_, E> {
    fn step(&mut self) -> Result<Option<Entry>, ListFileError> {
        let labels = self.file.labels()?;
        let class = self.class_of_next()?;
        let Some(item) = self.items.get(self.next_item) else { return Ok(None) };
        self.next_item += 1;
        labels.entry(class, item).map(Some).ok_or(ListFileError::Damaged)
    }

    /// What is left of a block, without labels; nothing only behind the last.
    fn block(&mut self) -> Result<(KeyClass, &[Item]), ListFileError> {
        let class = self.class_of_next()?;
        let start = std::mem::replace(&mut self.next_item, self.items.len());
        Ok((class, self.items.get(start..).unwrap_or_default()))
    }

    /// Moves up to `most` entries of one block to a new file as they are, without making an `Entry` of each. Gives how
    /// many: none only behind the last.
    pub(super) fn move_to(&mut self, writer: &mut ListFileWriter, most: u64) -> Result<u64, ListFileError> {
        let labels = self.file.labels()?;
        let class = self.class_of_next()?;
        let rest = self.items.get_mut(self.next_item..).unwrap_or_default();
        let count = usize::try_from(most).unwrap_or(usize::MAX).min(rest.len());
        writer.push_items(class, rest.get_mut(..count).unwrap_or_default(), labels)?;
        self.next_item += count;
        Ok(count as u64)
    }

    /// The class of the next item; decodes its block when those before are read.
    fn class_of_next(&mut self) -> Result<KeyClass, ListFileError> {
        while self.next_item == self.items.len() && self.next_block < self.file.places.len() {
            let (class, first, range) = self.file.block(self.next_block).ok_or(ListFileError::Damaged)?;
            self.items = Block::open(class, first, self.bytes(&range)?)?.items()?;
            (self.class, self.next_item) = (class, 0);
            self.next_block += 1;
        }
        Ok(self.class)
    }

    /// The bytes of a block, read with those behind it.
    fn bytes(&mut self, range: &Range<u64>) -> Result<&[u8], ListFileError> {
        let (start, bytes) = &mut self.ahead;
        if range.end > *start + bytes.len() as u64 {
            let most = (self.file.header.labels_offset - range.start).min(READ_AHEAD).max(range.end - range.start);
            (*start, *bytes) = (range.start, self.file.read(range.start, most)?);
        }
        let at = |offset: u64| usize::try_from(offset - *start).map_err(|_| ListFileError::Damaged);
        bytes.get(at(range.start)?..at(range.end)?).ok_or(ListFileError::Damaged)
    }
}

impl<E: From<ListFileError>> Iterator for FileEntries<'_, E> {
    type Item = Result<Entry, E>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.step().transpose();
        self.done = !matches!(next, Some(Ok(_)));
        next.map(|entry| entry.map_err(E::from))
    }
}
