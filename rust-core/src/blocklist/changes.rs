//! Counts how a list changes while it is being replaced, and stops a change that takes too much away.

use std::cmp::Ordering;
use std::iter::Peekable;

use super::Entry;

/// How a list changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Entries that came.
    pub added: u64,
    /// Entries that went.
    pub removed: u64,
    /// Entries that stayed, whatever else is now said of them.
    pub unchanged: u64,
}

/// The new entries, passed on and compared with the old ones; both in the order of lists.
pub struct Comparing<O: Iterator<Item = Entry>, N> {
    old: Peekable<O>,
    new: N,
    changes: Changes,
    differs: bool,
}

impl Changes {
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

impl<O: Iterator<Item = Entry>, N: Iterator<Item = Entry>> Comparing<O, N> {
    /// Compares `new` with `old`.
    pub fn new(old: O, new: N) -> Self {
        Self { old: old.peekable(), new, changes: Changes::default(), differs: false }
    }

    /// The count, whole once every new entry has been taken.
    #[must_use]
    pub fn changes(&self) -> Changes {
        self.changes
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
                    self.changes.removed += 1;
                    self.differs = true;
                }
                Ordering::Equal => return self.old.next(),
                Ordering::Greater => return None,
            }
        }
    }
}

impl<O: Iterator<Item = Entry>, N: Iterator<Item = Entry>> Iterator for Comparing<O, N> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let new = self.new.next();
        let old = self.gone_before(new.as_ref());
        let new = new?;
        match old {
            Some(old) => {
                self.changes.unchanged += 1;
                self.differs |= old != new;
            }
            None => {
                self.changes.added += 1;
                self.differs = true;
            }
        }
        Some(new)
    }
}
