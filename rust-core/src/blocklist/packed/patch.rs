//! A changed list: a merge of the file in force with what came and went, streamed into a new file.

use super::{ListFile, ListFileError, ListFileWriter};
use crate::blocklist::Entry;

/// Writes `base` without `removed` and with `added`, which replaces entries of the same place; both are in list order.
/// What is removed that the list does not have is passed over. Gives how many entries of the list were removed.
///
/// # Errors
/// `Unsorted`; `Damaged` is said of the base.
pub fn patch(
    base: &ListFile,
    added: &[Entry],
    removed: &[Entry],
    writer: &mut ListFileWriter,
) -> Result<u64, ListFileError> {
    let is_sorted = |entries: &[Entry]| entries.is_sorted_by(|a, b| a.place() < b.place());
    if !is_sorted(added) || !is_sorted(removed) {
        return Err(ListFileError::Unsorted);
    }
    let (mut added, mut removed, mut gone) = (added.iter().peekable(), removed.iter().peekable(), 0);
    for entry in base.entries() {
        let entry = entry?;
        while removed.next_if(|removed| removed.place() < entry.place()).is_some() {}
        let is_removed = removed.next_if(|removed| removed.same_place(&entry)).is_some();
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
    added.try_for_each(|new| writer.push(new))?;
    Ok(gone)
}
