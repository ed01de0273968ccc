//! A delta: what goes, as positions in the previous list (a byte or so each), and what comes, coded as in a snapshot.

use std::cmp::Ordering;

use crate::blocklist::Entry;
use crate::blocklist::packed::{EntryReader, PackedError, decode_set, encode_entries, encode_set};

const MAGIC: &[u8] = b"STUFO-DELTA-1\n";

/// What changes between two versions of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delta {
    /// Positions in the previous list that go, counted from 0, rising.
    pub removed: Vec<u64>,
    /// Entries that come, in list order; one whose place stands already replaces it.
    pub added: Vec<Entry>,
}

/// Why a delta cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeltaError {
    /// Not a delta, or damaged.
    #[error("the delta is damaged")]
    Damaged,
    /// Larger than allowed.
    #[error("the delta is larger than allowed")]
    TooLarge,
}

impl From<PackedError> for DeltaError {
    fn from(error: PackedError) -> Self {
        match error {
            PackedError::TooLarge => Self::TooLarge,
            PackedError::Damaged | PackedError::Unsorted => Self::Damaged,
        }
    }
}

impl Delta {
    /// Entries that go, come or change.
    #[must_use]
    pub fn len(&self) -> usize {
        self.removed.len() + self.added.len()
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty()
    }
}

/// What leads from one list to another, both in list order.
#[must_use]
pub fn changes_between(before: &[Entry], after: &[Entry]) -> Delta {
    let mut delta = Delta::default();
    let (mut old, mut new) = (before.iter().zip(0_u64..).peekable(), after.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (Some((a, _)), Some(b)) => a.compare_places(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return delta,
        };
        let gone = if order == Ordering::Greater { None } else { old.next() };
        let come = if order == Ordering::Less { None } else { new.next() };
        match (gone, come) {
            (Some((_, rank)), None) => delta.removed.push(rank),
            (Some((before, _)), Some(after)) if before == after => {}
            (_, Some(after)) => delta.added.push(after.clone()),
            (None, None) => return delta,
        }
    }
}

/// The bytes of a delta.
///
/// # Errors
/// `Damaged` for one whose parts are not in order.
pub fn encode_delta(delta: &Delta) -> Result<Vec<u8>, DeltaError> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(encode_set(&delta.removed)?);
    bytes.extend(encode_entries(delta.added.iter().cloned())?);
    Ok(bytes)
}

/// Reads a delta of at most `most` changes of each kind.
///
/// # Errors
/// `Damaged` or `TooLarge`; never panics on hostile bytes.
pub fn decode_delta(bytes: &[u8], most: u32) -> Result<Delta, DeltaError> {
    let mut rest = bytes.strip_prefix(MAGIC).ok_or(DeltaError::Damaged)?;
    let removed = decode_set(&mut rest, usize::try_from(most).unwrap_or(usize::MAX))?;
    let mut reader = EntryReader::new(rest, u64::from(most))?;
    let added = reader.by_ref().collect::<Result<Vec<Entry>, _>>()?;
    if !reader.is_at_end() {
        return Err(DeltaError::Damaged);
    }
    Ok(Delta { removed, added })
}
