//! Entries in any order to sorted ones, in bounded memory: full buffers are sorted and packed, so that a
//! number waiting to be merged takes two bytes and not forty.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::block::Block;
use super::item::Item;
use super::packer::{PackedBlock, Packer};
use super::strings::StringTable;
use super::{KeyClass, PackedError};
use crate::blocklist::{Entry, Tail};

/// Rows of a buffer: 5 MB, and as much again while it is sorted.
const BUFFER: usize = 1 << 17;

type KeyedItem = (KeyClass, Item);

/// Takes entries in any order. Of two for the same number or prefix the later one stays; a prefix takes the tails of both.
pub struct Sorter {
    strings: StringTable,
    buffer: Vec<KeyedItem>,
    most: usize,
    runs: Vec<Vec<PackedBlock>>,
}

/// The sorted entries, each place once.
pub struct SortedEntries {
    strings: StringTable,
    runs: Vec<Run>,
    /// The next row of each run; of equal places the latest run comes first.
    heads: BinaryHeap<Reverse<(KeyClass, u64, Reverse<usize>)>>,
}

struct Run {
    blocks: std::vec::IntoIter<PackedBlock>,
    rows: std::vec::IntoIter<Item>,
    class: KeyClass,
    head: Option<Item>,
}

impl Default for Sorter {
    fn default() -> Self {
        Self::with_buffer(BUFFER)
    }
}

impl Sorter {
    pub(super) fn with_buffer(most: usize) -> Self {
        Self { strings: StringTable::default(), buffer: Vec::new(), most, runs: Vec::new() }
    }

    /// Takes one entry.
    pub fn push(&mut self, entry: &Entry) {
        let row = self.strings.item(entry);
        self.buffer.push(row);
        if self.buffer.len() >= self.most {
            self.pack_buffer();
        }
    }

    /// Ends taking and begins giving.
    #[must_use]
    pub fn finish(mut self) -> SortedEntries {
        self.pack_buffer();
        let runs: Vec<Run> = self.runs.into_iter().map(Run::new).collect();
        let mut sorted = SortedEntries { strings: self.strings, runs, heads: BinaryHeap::new() };
        for index in 0..sorted.runs.len() {
            sorted.advance(index);
        }
        sorted
    }

    fn pack_buffer(&mut self) {
        // Stable: of equal places the later one stays last, and is the one taken.
        self.buffer.sort_by_key(|(class, item)| (*class, item.value));
        let mut packer = Packer::new(StringTable::default());
        let mut run = Vec::new();
        let mut sink = |block| {
            run.push(block);
            Ok::<(), PackedError>(())
        };
        for same in self.buffer.chunk_by(|a, b| (a.0, a.1.value) == (b.0, b.1.value)) {
            if let Some((class, item)) = same.last() {
                let item = same.iter().fold(*item, |item, (_, other)| with_tail_of(item, other));
                packer.push_item(*class, item, &mut sink).expect("the rows were just sorted");
            }
        }
        packer.finish(&mut sink).expect("the sink does not fail");
        self.buffer.clear();
        self.runs.push(run);
    }
}

/// `+39025555##` and `+39025555###` are one prefix with two lengths. For numbers both tails are the same nothing.
fn with_tail_of(item: Item, other: &Item) -> Item {
    let tail = |bits| Tail::from_bits(bits).unwrap_or_default();
    Item { tail: tail(item.tail).or(tail(other.tail)).bits(), ..item }
}

impl Run {
    fn new(blocks: Vec<PackedBlock>) -> Self {
        let class = KeyClass { length: 1, is_prefix: false };
        Self { blocks: blocks.into_iter(), rows: Vec::new().into_iter(), class, head: None }
    }

    fn advance(&mut self) -> Option<(KeyClass, u64)> {
        self.head = self.rows.next().or_else(|| {
            let packed = self.blocks.next()?;
            let block = Block::open(packed.class, packed.first, &packed.bytes);
            let items = block.and_then(|block| block.items()).expect("the block was packed a moment ago");
            self.class = packed.class;
            self.rows = items.into_iter();
            self.rows.next()
        });
        self.head.map(|item| (self.class, item.value))
    }
}

impl SortedEntries {
    fn advance(&mut self, index: usize) {
        if let Some((class, value)) = self.runs.get_mut(index).and_then(Run::advance) {
            self.heads.push(Reverse((class, value, Reverse(index))));
        }
    }
}

impl Iterator for SortedEntries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let Reverse((class, value, Reverse(index))) = self.heads.pop()?;
        let mut item = self.runs.get(index)?.head?;
        self.advance(index);
        // Items of earlier runs for the same key are superseded.
        while let Some(Reverse((other, same, Reverse(older)))) = self.heads.peek().copied() {
            if (other, same) != (class, value) {
                break;
            }
            self.heads.pop();
            if let Some(other) = self.runs.get(older).and_then(|run| run.head) {
                item = with_tail_of(item, &other);
            }
            self.advance(older);
        }
        self.strings.entry(class, &item)
    }
}
