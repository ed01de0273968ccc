//! The difference between a list and the one that replaces it: a merge of both in their common order, which counts what
//! comes and goes while the new entries pass through.

use std::cmp::Ordering;
use std::iter::Peekable;

use super::Entry;

/// How many entries of a list changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DiffStats {
    /// Entries that came.
    pub added: u64,
    /// Entries that went.
    pub removed: u64,
    /// Entries that stayed, whatever else is now said of them.
    pub unchanged: u64,
}

/// A merge-diff iterator: passes the new entries on and counts how they differ from the old ones; both are in the order
/// of lists.
pub struct MergeDiff<O: Iterator<Item = Entry>, N> {
    old: Peekable<O>,
    new: N,
    stats: DiffStats,
    differs: bool,
}

impl DiffStats {
    /// Entries before.
    #[must_use]
    pub fn before(&self) -> u64 {
        self.removed + self.unchanged
    }

    /// Entries now.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.added + self.unchanged
    }
}

impl<O: Iterator<Item = Entry>, N: Iterator<Item = Entry>> MergeDiff<O, N> {
    /// Compares `new` with `old`.
    pub fn new(old: O, new: N) -> Self {
        Self { old: old.peekable(), new, stats: DiffStats::default(), differs: false }
    }

    /// The counts, complete once every new entry has passed.
    #[must_use]
    pub fn stats(&self) -> DiffStats {
        self.stats
    }

    /// Whether anything differs, also what is said of an entry that stayed.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.differs
    }

    fn gone_before(&mut self, new: Option<&Entry>) -> Option<Entry> {
        loop {
            let order = match (self.old.peek(), new) {
                (Some(old), Some(new)) => old.compare_places(new),
                (Some(_), None) => Ordering::Less,
                (None, _) => Ordering::Greater,
            };
            match order {
                Ordering::Less => {
                    self.old.next();
                    self.stats.removed += 1;
                    self.differs = true;
                }
                Ordering::Equal => return self.old.next(),
                Ordering::Greater => return None,
            }
        }
    }
}

impl<O: Iterator<Item = Entry>, N: Iterator<Item = Entry>> Iterator for MergeDiff<O, N> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let new = self.new.next();
        let old = self.gone_before(new.as_ref());
        let new = new?;
        match old {
            Some(old) => {
                self.stats.unchanged += 1;
                self.differs |= old != new;
            }
            None => {
                self.stats.added += 1;
                self.differs = true;
            }
        }
        Some(new)
    }
}
