//! What leads from one version of a list to the next, as `delta.rs` reads it.

use std::borrow::Borrow;
use std::cmp::Ordering;

use super::delta::{Change, DeltaError, DeltaModels, END, FORMAT, Place, place_of};
use super::models::ColumnModels;
use super::range_coder::RangeEncoder;
use super::rice::push_varint;
use super::strings::StringTable;
use crate::blocklist::Entry;

/// A delta, and what it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodedDelta {
    /// As `AppliedDelta` reads it.
    pub bytes: Vec<u8>,
    /// Entries that come, go or change.
    pub changes: u64,
}

/// One change, as an encoder needs it.
struct Step {
    change: Change,
    /// Entries of the version before that stand before it.
    rank: u64,
    /// What comes, goes or stands there now.
    entry: Entry,
    /// The entries of the version before around it.
    after: Option<Place>,
    before: Place,
}

/// What leads from one list to another, both in list order.
///
/// # Errors
/// `Damaged` for lists that are not in order.
pub fn encode_delta<E: Borrow<Entry>>(
    before: impl IntoIterator<Item = E>,
    after: impl IntoIterator<Item = E>,
) -> Result<EncodedDelta, DeltaError> {
    let (steps, before) = changes_between(before.into_iter(), after.into_iter());
    let changes = steps.len() as u64;
    let (mut models, mut coder) = (DeltaModels::new(before, changes), RangeEncoder::default());
    let mut strings = StringTable::default();
    let mut items = Vec::with_capacity(steps.len());
    for step in &steps {
        // Of what goes, only the place is said.
        let gone = Entry { is_prefix: step.entry.is_prefix, ..Entry::number(step.entry.key) };
        let (_, item) = strings.item(if step.change == Change::Removed { &gone } else { &step.entry });
        models.present |= item.columns_present();
        items.push(item);
    }
    ColumnModels::code_present(&mut coder, models.present)?;
    let (mut passed, mut last_added) = (0, None);
    for (step, item) in steps.iter().zip(items) {
        let place = place_of(&step.entry);
        models.unchanged(&mut coder, step.rank.checked_sub(passed).ok_or(DeltaError::Damaged)?)?;
        models.change(&mut coder, step.change)?;
        models.add_to_sum(place);
        passed = step.rank + u64::from(step.change != Change::Added);
        if step.change == Change::Added {
            models.between(&mut coder, step.after.max(last_added), step.before, place)?;
            last_added = Some(place);
        }
        if step.change != Change::Removed {
            models.columns.code(&mut coder, models.present, item)?;
        }
    }
    let mut rest = Vec::new();
    push_varint(&mut rest, before);
    push_varint(&mut rest, changes);
    rest.extend(strings.encode());
    rest.extend(coder.finish());
    let sum = crc32fast::hash(&rest) ^ models.sum.finalize();
    Ok(EncodedDelta { bytes: [&[FORMAT], &sum.to_le_bytes()[..], &rest].concat(), changes })
}

/// Every change, and how many entries there were before.
fn changes_between<E: Borrow<Entry>>(old: impl Iterator<Item = E>, new: impl Iterator<Item = E>) -> (Vec<Step>, u64) {
    let (mut old, mut new) = (old.peekable(), new.peekable());
    let (mut steps, mut rank, mut after) = (Vec::new(), 0, None);
    loop {
        let order = match (old.peek(), new.peek()) {
            (Some(old), Some(new)) => old.borrow().compare_places(new.borrow()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return (steps, rank),
        };
        let before = old.peek().map_or(END, |entry| place_of(entry.borrow()));
        let gone = if order == Ordering::Greater { None } else { old.next() };
        let come = if order == Ordering::Less { None } else { new.next() };
        let mut push = |change, entry: &Entry| steps.push(Step { change, rank, entry: entry.clone(), after, before });
        match (&gone, &come) {
            (Some(gone), None) => push(Change::Removed, gone.borrow()),
            (None, Some(come)) => push(Change::Added, come.borrow()),
            (Some(gone), Some(come)) if gone.borrow() != come.borrow() => push(Change::Altered, come.borrow()),
            _ => {}
        }
        if gone.is_some() {
            (rank, after) = (rank + 1, Some(before));
        }
    }
}
