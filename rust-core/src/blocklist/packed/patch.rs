//! A changed list: a merge of the file in force with what came and went, streamed into a new file.

use super::{ListFile, ListFileError, ListFileWriter};
use crate::blocklist::Entry;

/// What a delta takes out.
#[derive(Debug, Clone, Copy)]
pub enum Removed<'r> {
    /// Numbers and prefixes, in list order; what the list does not have is passed over.
    Entries(&'r [Entry]),
    /// Positions in the previous list, counted from 0, rising.
    Ranks(&'r [u64]),
}

/// A delta that was not applied.
#[derive(Debug, thiserror::Error)]
pub enum PatchError {
    /// The file in force or the new one.
    #[error(transparent)]
    File(#[from] ListFileError),
    /// It removes an entry that the list does not have.
    #[error("the change does not fit the list")]
    NoSuchEntry,
}

/// Writes `base` without `removed` and with `added` (in list order), which replaces entries of the same place. Gives how
/// many entries of the list were removed.
///
/// # Errors
/// `Damaged` is said of the base. `Unsorted`, also for ranks that do not rise.
pub fn patch(
    base: &ListFile,
    added: &[Entry],
    removed: Removed<'_>,
    writer: &mut ListFileWriter,
) -> Result<u64, PatchError> {
    if !added.is_sorted_by(|a, b| a.place() < b.place()) {
        return Err(ListFileError::Unsorted.into());
    }
    let (entries, ranks) = match removed {
        Removed::Entries(entries) => (entries, &[][..]),
        Removed::Ranks(ranks) => (&[][..], ranks),
    };
    if !ranks.is_sorted_by(|a, b| a < b) {
        return Err(ListFileError::Unsorted.into());
    }
    let (mut added, mut entries, mut ranks) =
        (added.iter().peekable(), entries.iter().peekable(), ranks.iter().peekable());
    let mut gone = 0;
    for (rank, entry) in (0_u64..).zip(base.entries()) {
        let entry = entry?;
        while entries.next_if(|removed| removed.place() < entry.place()).is_some() {}
        let is_removed = entries.next_if(|removed| removed.same_place(&entry)).is_some()
            || ranks.next_if(|removed| **removed == rank).is_some();
        gone += u64::from(is_removed);
        while let Some(new) = added.next_if(|new| new.place() < entry.place()) {
            writer.push(new)?;
        }
        if let Some(new) = added.next_if(|new| new.same_place(&entry)) {
            writer.push(new)?;
        } else if !is_removed {
            writer.push(&entry)?;
        }
    }
    if ranks.next().is_some() {
        return Err(PatchError::NoSuchEntry);
    }
    added.try_for_each(|new| writer.push(new))?;
    Ok(gone)
}
