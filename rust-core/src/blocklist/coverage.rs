//! How many numbers a list covers in all: what the guard of a single entry (`MAX_COVERED`) cannot see. A thousand ranges of a million
//! numbers each are all mobile numbers of a country.

use super::Entry;
use super::entry::Tail;
use crate::number::Region;
use crate::pattern::Pattern;

/// A list covers no more than 25 million numbers. The widest honest one, France's ranges for telephone marketing, has 16 million;
/// Italy's mobile numbers alone are over 500 million, and no city of a million has less than ten million numbers in its area code.
pub const MAX_LIST_COVERED: u64 = 25_000_000;

/// Ranges that are kept to merge them; of a list with more the numbers are added up, as if none lay in another.
const MAX_RANGES: usize = 2_000_000;

/// Counts what the entries of a list cover, in any order: numbers by one each, ranges merged.
#[derive(Debug)]
pub struct Coverage {
    region: Region,
    numbers: u64,
    /// First and last key of a range, and how many numbers it covers.
    ranges: Vec<(i64, i64, u64)>,
    /// What is covered by ranges that are not kept.
    added_up: u64,
}

impl Coverage {
    /// Of no entry yet. `region` is whose national numbers the list holds.
    #[must_use]
    pub fn new(region: Region) -> Self {
        Self { region, numbers: 0, ranges: Vec::new(), added_up: 0 }
    }

    /// Of these entries.
    pub fn of(entries: impl IntoIterator<Item = Entry>, region: Region) -> Self {
        let mut coverage = Self::new(region);
        entries.into_iter().for_each(|entry| coverage.add(&entry));
        coverage
    }

    /// Adds an entry.
    pub fn add(&mut self, entry: &Entry) {
        if !entry.is_prefix {
            self.numbers += 1;
            return;
        }
        let covered = covered(entry, self.region);
        match entry.range().filter(|_| self.ranges.len() < MAX_RANGES) {
            Some(range) => self.ranges.push((range.first.as_i64(), range.last.as_i64(), covered)),
            None => self.added_up = self.added_up.saturating_add(covered),
        }
    }

    /// Numbers covered. A range within another counts once; of two that begin with the same digits the wider one counts.
    #[must_use]
    pub fn total(mut self) -> u64 {
        self.ranges.sort_unstable_by_key(|(first, last, covered)| (*first, std::cmp::Reverse((*last, *covered))));
        let (mut total, mut end) = (self.numbers.saturating_add(self.added_up), None);
        for (first, last, covered) in self.ranges {
            // Prefixes are disjoint or lie within each other.
            if end.is_none_or(|end| first > end) {
                total = total.saturating_add(covered);
                end = Some(last);
            }
        }
        total
    }
}

/// How many numbers a prefix holds; those of usual length where it is open.
pub(super) fn covered(entry: &Entry, region: Region) -> u64 {
    if entry.tail != Tail::ANY {
        return entry.tail.counts().fold(0, |sum, count| sum + 10_u64.pow(count.into()));
    }
    let text = format!("+{}*", entry.key.digits());
    Pattern::parse(&text, region).ok().and_then(|pattern| pattern.covers()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocklist::formats;

    fn total(text: &str) -> u64 {
        let mut coverage = Coverage::new(Region::ITALY);
        formats::read(text.as_bytes(), None, Region::ITALY, &mut |entry| coverage.add(&entry)).unwrap();
        coverage.total()
    }

    #[test]
    fn numbers_and_ranges_are_added_and_ranges_merged() {
        assert_eq!(total("+39061234567\n+39061234568\n"), 2);
        assert_eq!(total("+3906123456#\n"), 10);
        assert_eq!(total("+3906123456#\n+3906123457#\n"), 20);
        assert_eq!(total("+390612345##\n+3906123457#\n"), 100, "one within the other");
        assert_eq!(total("+3906123457#\n+390612345##\n"), 100, "in any order");
        assert_eq!(total("+393470*\n"), 1_000_000);
    }

    /// Ten thousand lines of which each alone is narrow enough.
    #[test]
    fn every_mobile_number_of_italy_is_far_above_the_ceiling() {
        let text: String = (0..1_000).map(|index| format!("+393{index:03}*\n")).collect();
        assert!(total(&text) > 20 * MAX_LIST_COVERED, "{}", total(&text));
        // The regulator's ranges of France are not.
        let ranges: String = (62..78).map(|area| format!("+331{area}######\n")).collect();
        assert!(total(&ranges) <= MAX_LIST_COVERED);
    }
}
