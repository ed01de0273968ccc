//! The changes from one version of a list to the next, coded beside the version before, which whoever decodes them must
//! have: an entry that goes is a place among those, and one that comes lies between two of them.
//!
//! Bytes: `FORMAT`; CRC-32 (4, little-endian) of everything after it, combined (exclusive or) with that of the places of all
//! changes; entries of the version before and changes (varints); the string table; then range-coded: the columns present, and
//! each change.

use super::item::Item;
use super::models::{ColumnModels, MAX_LENGTH};
use super::range_coder::{Bit, Coder, RangeDecoder};
use super::rice::take_varint;
use super::strings::StringTable;
use super::{FileEntries, KeyClass, ListFileError, ListFileWriter, PackedError};
use crate::blocklist::{DiffStats, Entry};

/// The first byte of a delta.
pub(super) const FORMAT: u8 = 1;
/// Key class code and value of an entry; the order of lists.
pub(super) type Place = (u8, u64);
/// Before every entry, and after.
const START: Place = (2, 0);
pub(super) const END: Place = (39, 10_u64.pow(19));

/// Why a delta cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeltaError {
    /// Not a delta, or damaged.
    #[error("the delta is damaged")]
    Damaged,
    /// More changes than allowed.
    #[error("the delta is larger than allowed")]
    TooLarge,
    /// The entries are not those from which the delta leads.
    #[error("the delta is for another version of the list")]
    WrongBase,
}

impl From<PackedError> for DeltaError {
    fn from(error: PackedError) -> Self {
        match error {
            PackedError::TooLarge => Self::TooLarge,
            PackedError::Damaged | PackedError::Unsorted => Self::Damaged,
        }
    }
}

/// What becomes of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// It comes.
    Added,
    /// It goes.
    Removed,
    /// It stays, and other things are said of it.
    Altered,
}

#[derive(Debug)]
pub(super) struct DeltaModels {
    /// Entries of the version before.
    before: u64,
    /// Half of the entries between two changes, were they evenly spread.
    span: u64,
    pub(super) present: u32,
    follows: Bit,
    spans: [Bit; 64],
    is_added: Bit,
    is_altered: Bit,
    /// Whether an entry that comes shares all digits but so many with the entry before it.
    shares: [Bit; MAX_LENGTH + 1],
    pub(super) columns: ColumnModels,
    /// Of the places of all changes.
    pub(super) sum: crc32fast::Hasher,
}

impl DeltaModels {
    pub(super) fn new(before: u64, changes: u64) -> Self {
        Self {
            before,
            span: (before / changes.saturating_mul(2).max(1)).max(1),
            present: 0,
            follows: Bit::default(),
            spans: [Bit::default(); 64],
            is_added: Bit::default(),
            is_altered: Bit::default(),
            shares: [Bit::default(); MAX_LENGTH + 1],
            columns: ColumnModels::default(),
            sum: crc32fast::Hasher::new(),
        }
    }

    /// Codes how many entries stand unchanged before the next change.
    pub(super) fn unchanged(&mut self, coder: &mut impl Coder, count: u64) -> Result<u64, PackedError> {
        if coder.bit(&mut self.follows, count == 0)? {
            return Ok(0);
        }
        let rest = count.saturating_sub(1);
        let mut spans = 0;
        // The last model serves any further span.
        while coder
            .bit(self.spans.get_mut(spans.min(63)).ok_or(PackedError::Damaged)?, (spans as u64) < rest / self.span)?
        {
            spans += 1;
            if spans as u64 > self.before / self.span {
                return Err(PackedError::Damaged);
            }
        }
        Ok(spans as u64 * self.span + coder.uniform(rest % self.span, self.span)? + 1)
    }

    pub(super) fn change(&mut self, coder: &mut impl Coder, change: Change) -> Result<Change, PackedError> {
        if coder.bit(&mut self.is_added, change == Change::Added)? {
            return Ok(Change::Added);
        }
        let is_altered = coder.bit(&mut self.is_altered, change == Change::Altered)?;
        Ok(if is_altered { Change::Altered } else { Change::Removed })
    }

    /// Codes a place after `after`, if there is an entry before it, and before `before`.
    pub(super) fn between(
        &mut self,
        coder: &mut impl Coder,
        after: Option<Place>,
        before: Place,
        place: Place,
    ) -> Result<Place, PackedError> {
        let first = after.unwrap_or(START);
        let classes = u64::from(before.0.checked_sub(first.0).ok_or(PackedError::Damaged)?) + 1;
        let step = coder.uniform(u64::from(place.0.saturating_sub(first.0)), classes)?;
        let code = u8::try_from(step).ok().and_then(|step| first.0.checked_add(step)).ok_or(PackedError::Damaged)?;
        let class = KeyClass::from_code(code).ok_or(PackedError::Damaged)?;
        let end = if code == before.0 { before.1 } else { 10_u64.pow(class.length.into()) };
        let value = match after.filter(|after| after.0 == code) {
            Some((_, anchor)) => self.beyond(coder, anchor, end, place.1)?,
            None => coder.uniform(place.1, end)?,
        };
        Ok((code, value))
    }

    /// Codes a value above `anchor` and below `end`: the fewer of its last digits differ from those of `anchor`, the
    /// sooner it is said.
    fn beyond(&mut self, coder: &mut impl Coder, anchor: u64, end: u64, value: u64) -> Result<u64, PackedError> {
        let mut low = anchor + 1;
        for (digits, shares) in (1..).zip(self.shares.iter_mut().skip(1)) {
            let unit = 10_u64.pow(digits);
            let high = (anchor / unit)
                .checked_add(1)
                .and_then(|next| next.checked_mul(unit))
                .map_or(end, |high| high.min(end));
            if low < high {
                if high == end || coder.bit(shares, value < high)? {
                    return Ok(low + coder.uniform(value.saturating_sub(low), high - low)?);
                }
                low = high;
            }
        }
        Err(PackedError::Damaged)
    }

    pub(super) fn add_to_sum(&mut self, place: Place) {
        self.sum.update(&[place.0]);
        self.sum.update(&place.1.to_le_bytes());
    }
}

pub(super) fn place_of(entry: &Entry) -> Place {
    (KeyClass::of(entry).code(), entry.key.value())
}

/// The entries of the next version, from those of the version before. Whatever the bytes promise, one entry and the
/// labels are in memory. Whether the delta fits is known, and checked, only behind the last entry. After an error it ends.
pub struct AppliedDelta<'d, B> {
    base: B,
    /// The next of `base`, when it had to be looked at.
    ahead: Option<Entry>,
    decoder: Option<RangeDecoder<'d>>,
    models: DeltaModels,
    strings: StringTable,
    sum: u32,
    /// Changes after the next one.
    changes_left: u64,
    /// Entries before the next change.
    to_pass: u64,
    /// `None` when all are done.
    next_change: Option<Change>,
    /// The last place that was passed, came or went.
    last: Option<Place>,
    stats: DiffStats,
    /// Whether the last entry came with the delta, or other things are said of it now.
    is_new: bool,
}

impl<'d, B: Iterator<Item = Result<Entry, E>>, E: From<DeltaError>> AppliedDelta<'d, B> {
    /// Reads the head. More than `most` changes are `TooLarge`.
    ///
    /// # Errors
    /// `Damaged` or `TooLarge`.
    pub fn new(bytes: &'d [u8], base: B, most: u64) -> Result<Self, DeltaError> {
        let (format, rest) = bytes.split_first().ok_or(DeltaError::Damaged)?;
        let (sum, rest) = rest.split_first_chunk().ok_or(DeltaError::Damaged)?;
        if *format != FORMAT {
            return Err(DeltaError::Damaged);
        }
        let mut decoder = RangeDecoder::new(Box::new(rest));
        let (before, changes) = (take_varint(&mut decoder)?, take_varint(&mut decoder)?);
        if changes > most {
            return Err(DeltaError::TooLarge);
        }
        let strings = StringTable::decode(&mut decoder)?;
        decoder.start()?;
        let mut models = DeltaModels::new(before, changes);
        models.present = ColumnModels::code_present(&mut decoder, 0)?;
        let mut applied = Self {
            base,
            ahead: None,
            decoder: None,
            models,
            strings,
            sum: u32::from_le_bytes(*sum),
            changes_left: changes,
            to_pass: 0,
            next_change: None,
            last: None,
            stats: DiffStats::default(),
            is_new: false,
        };
        applied.read_change(&mut decoder)?;
        applied.decoder = Some(decoder);
        Ok(applied)
    }

    /// The counts, complete once every entry has passed.
    #[must_use]
    pub fn stats(&self) -> DiffStats {
        self.stats
    }

    fn read_change(&mut self, decoder: &mut RangeDecoder<'_>) -> Result<(), PackedError> {
        if self.changes_left == 0 {
            (self.to_pass, self.next_change) = (u64::MAX, None);
            return Ok(());
        }
        self.changes_left -= 1;
        self.to_pass = self.models.unchanged(decoder, 0)?;
        self.next_change = Some(self.models.change(decoder, Change::Added)?);
        Ok(())
    }

    fn next_of_base(&mut self) -> Result<Option<Entry>, E> {
        match self.ahead.take() {
            None => self.base.next().transpose(),
            ahead => Ok(ahead),
        }
    }

    fn step(&mut self, decoder: &mut RangeDecoder<'_>) -> Result<Option<Entry>, E> {
        loop {
            if self.to_pass > 0 {
                let Some(entry) = self.next_of_base()? else { break };
                self.to_pass -= 1;
                self.stats.unchanged += 1;
                if self.to_pass == 0 {
                    self.last = Some(place_of(&entry));
                }
                self.is_new = false;
                return Ok(Some(entry));
            }
            let Some(change) = self.next_change else { break };
            let entry = if change == Change::Added { self.added(decoder)? } else { self.changed(decoder, change)? };
            self.read_change(decoder).map_err(DeltaError::from)?;
            if entry.is_some() {
                self.is_new = true;
                return Ok(entry);
            }
        }
        let is_whole = self.next_change.is_none() && self.stats.before() == self.models.before;
        if is_whole { Ok(None) } else { Err(DeltaError::WrongBase.into()) }
    }

    fn added(&mut self, decoder: &mut RangeDecoder<'_>) -> Result<Option<Entry>, E> {
        self.ahead = self.next_of_base()?;
        let before = self.ahead.as_ref().map_or(END, place_of);
        let place = self.models.between(decoder, self.last, before, START).map_err(|_| DeltaError::WrongBase)?;
        self.stats.added += 1;
        self.entry(decoder, place)
    }

    fn changed(&mut self, decoder: &mut RangeDecoder<'_>, change: Change) -> Result<Option<Entry>, E> {
        let place = place_of(&self.next_of_base()?.ok_or(DeltaError::WrongBase)?);
        if change == Change::Altered {
            self.stats.unchanged += 1;
            return self.entry(decoder, place);
        }
        self.stats.removed += 1;
        self.models.add_to_sum(place);
        self.last = Some(place);
        Ok(None)
    }

    /// The entry that is in this place now.
    fn entry(&mut self, decoder: &mut RangeDecoder<'_>, place: Place) -> Result<Option<Entry>, E> {
        self.models.add_to_sum(place);
        self.last = Some(place);
        let item = self.models.columns.code(decoder, self.models.present, Item { value: place.1, ..Item::default() });
        let class = KeyClass::from_code(place.0).ok_or(DeltaError::Damaged)?;
        let entry = self.strings.entry(class, &item.map_err(DeltaError::from)?);
        Ok(Some(entry.ok_or(DeltaError::Damaged)?))
    }

    fn finish(&mut self, decoder: RangeDecoder<'_>) -> Result<(), DeltaError> {
        let sum = decoder.finish()? ^ std::mem::take(&mut self.models.sum).finalize();
        if sum == self.sum { Ok(()) } else { Err(DeltaError::WrongBase) }
    }
}

impl<E: From<DeltaError> + From<ListFileError>> AppliedDelta<'_, FileEntries<'_, E>> {
    /// Writes all entries to a new file; of those that come or change only what `lets_in` takes. Runs of entries that
    /// stand unchanged are moved as they are.
    ///
    /// # Errors
    /// Those of the file in force, of the new one and of the delta.
    pub fn write_to(&mut self, writer: &mut ListFileWriter, mut lets_in: impl FnMut(&Entry) -> bool) -> Result<(), E> {
        loop {
            // The last before a change is looked at: the change is coded beside it.
            while self.ahead.is_none() && self.to_pass > 1 {
                let moved = self.base.move_to(writer, self.to_pass - 1)?;
                if moved == 0 {
                    break;
                }
                self.to_pass -= moved;
                self.stats.unchanged += moved;
            }
            let Some(entry) = self.next().transpose()? else { return Ok(()) };
            if !self.is_new || lets_in(&entry) {
                writer.push(&entry)?;
            }
        }
    }
}

impl<B: Iterator<Item = Result<Entry, E>>, E: From<DeltaError>> Iterator for AppliedDelta<'_, B> {
    type Item = Result<Entry, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut decoder = self.decoder.take()?;
        match self.step(&mut decoder) {
            Ok(Some(entry)) => {
                self.decoder = Some(decoder);
                Some(Ok(entry))
            }
            Ok(None) => self.finish(decoder).err().map(|error| Err(error.into())),
            Err(error) => Some(Err(error)),
        }
    }
}
