//! Protected numbers of every region. Emergency and essential services ring whatever a rule, pack or list says; operators' own
//! numbers are only out of the reach of packs and lists. Ours, with their sources, are in `data/never_block.json`; the rest is
//! libphonenumber's short-number metadata (`data/short_numbers`).

use std::sync::{LazyLock, OnceLock};

use super::{Caller, KeyRange, NumberKey, Region};

include!(concat!(env!("OUT_DIR"), "/never_block.rs"));

/// Numbers of one region that are protected for one reason.
#[derive(Debug)]
pub struct NeverBlock {
    /// ISO 3166-1 code, `EU`, or `*`.
    pub region: &'static str,
    /// Digits as dialled at home, or `+` and digits, parted by blanks; a trailing `*` makes a range.
    numbers: &'static str,
    /// How far the protection goes.
    pub kind: Protection,
    /// What it is.
    pub what: &'static str,
    /// Who says so.
    pub source: &'static str,
}

/// How far a number is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Always rings, and dialling it opens the window in which everybody gets through.
    Emergency,
    /// As `Emergency`: a public service that calls back.
    Essential,
    /// An operator's own number: packs and lists never stop it, a rule of the user's does.
    Care,
}

impl Protection {
    /// Whether the number rings whatever the user's rules say.
    fn is_absolute(self) -> bool {
        match self {
            Self::Emergency | Self::Essential => true,
            Self::Care => false,
        }
    }
}

/// Member states of the European Union (2026), for the harmonised 116 numbers.
const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

impl NeverBlock {
    fn is_of(&self, home: Region) -> bool {
        match self.region {
            "*" => true,
            "EU" => EU.contains(&home.as_str()),
            region => region == home.as_str(),
        }
    }

    /// The keys under which it may call: as a short code, and behind the home calling code.
    fn ranges(&self, home_code: u16) -> impl Iterator<Item = KeyRange> {
        self.numbers.split(' ').flat_map(move |number| Self::ranges_of(number, home_code))
    }

    fn ranges_of(number: &str, home_code: u16) -> impl Iterator<Item = KeyRange> {
        let open = number.ends_with('*');
        let digits = number.trim_end_matches('*');
        let beginnings = match digits.strip_prefix('+') {
            Some(full) => [beginning(0, 0, full), None],
            None => {
                let code_length = if home_code == 0 { 0 } else { home_code.ilog10() + 1 };
                [beginning(0, 1, digits), beginning(u64::from(home_code), code_length, digits)]
            }
        };
        beginnings.into_iter().flatten().filter_map(move |(value, length)| {
            if open {
                return NumberKey::prefix_range(value, length);
            }
            NumberKey::from_digits(value, length).map(|key| KeyRange { first: key, last: key })
        })
    }
}

/// Value and length of `digits` behind `lead`, a number of `lead_length` digits.
fn beginning(lead: u64, lead_length: u32, digits: &str) -> Option<(u64, u8)> {
    let length = u32::try_from(digits.len()).ok()?;
    let value = lead.checked_mul(10_u64.checked_pow(length)?)?.checked_add(digits.parse().ok()?)?;
    Some((value, u8::try_from(lead_length + length).ok()?))
}

/// The entry by which this caller always rings on a phone at home in `home`.
#[must_use]
pub fn never_block(caller: &Caller, home: Region) -> Option<&'static NeverBlock> {
    entries_of(caller, home).find(|entry| entry.kind.is_absolute())
}

/// Whether no pack and no list may stop this caller on a phone at home in `home`.
#[must_use]
pub fn is_out_of_reach_of_lists(caller: &Caller, home: Region) -> bool {
    entries_of(caller, home).next().is_some()
}

/// Whether dialling this opens the emergency window.
#[must_use]
pub fn is_emergency(caller: &Caller, home: Region) -> bool {
    entries_of(caller, home).any(|entry| entry.kind.is_absolute())
}

/// Whether a range holds any number that no pack and no list may stop on a phone at home in `home`.
#[must_use]
pub fn never_block_overlaps(range: KeyRange, home: Region) -> bool {
    overlapping(range, ranges_of(home)).next().is_some()
}

/// Whether a range holds any number that rings whatever the user's rules say.
#[must_use]
pub fn always_rings_overlaps(range: KeyRange, home: Region) -> bool {
    overlapping(range, ranges_of(home)).any(|entry| entry.kind.is_absolute())
}

fn entries_of(caller: &Caller, home: Region) -> impl Iterator<Item = &'static NeverBlock> {
    let key = caller.key();
    key.into_iter().flat_map(move |key| overlapping(KeyRange { first: key, last: key }, ranges_of(home)))
}

/// A protected range; `reach` is the highest key of it and of all that stand before it.
#[derive(Clone, Copy)]
struct Protected {
    range: KeyRange,
    reach: NumberKey,
    entry: &'static NeverBlock,
}

/// The entries that overlap a range: a binary search, then only those whose reach still covers it, since this runs for every
/// call and every list entry.
fn overlapping(range: KeyRange, all: &'static [Protected]) -> impl Iterator<Item = &'static NeverBlock> {
    let before = all.get(..all.partition_point(|one| one.range.first <= range.last)).unwrap_or_default();
    let near = before.iter().rev().take_while(move |one| one.reach >= range.first);
    near.filter(move |one| one.range.last >= range.first).map(|one| one.entry)
}

/// The protected ranges of a phone at home in `home`, by first key; made at first use and kept.
fn ranges_of(home: Region) -> &'static [Protected] {
    static OF_REGION: LazyLock<Vec<OnceLock<Box<[Protected]>>>> =
        LazyLock::new(|| (0..Region::PLACES).map(|_| OnceLock::new()).collect());
    let read = || -> Box<[Protected]> {
        let code = home.calling_code();
        let entries = ENTRIES.iter().filter(|entry| entry.is_of(home));
        let mut all: Vec<Protected> = entries
            .flat_map(|entry| entry.ranges(code).map(move |range| Protected { range, reach: range.last, entry }))
            .collect();
        all.sort_by_key(|one| one.range.first);
        let mut reach = None;
        for one in &mut all {
            one.reach = reach.map_or(one.reach, |reach| one.reach.max(reach));
            reach = Some(one.reach);
        }
        all.into()
    };
    OF_REGION.get(home.place()).map_or(&[], |ranges| ranges.get_or_init(read))
}

#[cfg(test)]
mod tests {
    use super::super::{Presentation, RawCaller};
    use super::*;

    fn caller(number: &str, home: &str) -> (Caller, Region) {
        let home = home.parse().unwrap();
        let raw = RawCaller { scheme: Some("tel"), address: Some(number), presentation: Presentation::Allowed };
        (Caller::identify(&raw, home), home)
    }

    #[track_caller]
    fn check(home: &str, number: &str, protected: bool) {
        let (caller, home) = caller(number, home);
        assert_eq!(never_block(&caller, home).is_some(), protected, "{number} in {home}");
    }

    #[test]
    fn every_number_of_italys_list_rings_in_each_form() {
        let list =
            "112 113 114 115 118 1530 117 1500 1510 1515 1518 1522 1525 19696 116000 116006 116111 116117 116123";
        for number in list.split(' ') {
            check("IT", number, true);
            check("IT", &format!("+39{number}"), true);
            check("IT", &format!("0039{number}"), true);
        }
        check("IT", "1120", false);
        check("IT", "0612345678", false);
        check("IT", "147", false);
    }

    #[test]
    fn a_search_finds_what_asking_every_entry_finds() {
        let mut found = 0;
        for home in super::super::regions() {
            let code = home.calling_code();
            let all: Vec<KeyRange> =
                ENTRIES.iter().filter(|entry| entry.is_of(home)).flat_map(|entry| entry.ranges(code)).collect();
            let keys = all.iter().flat_map(|range| {
                let (value, length) = (range.first.value(), range.first.length());
                [value.wrapping_sub(1), value, value + 1].into_iter().flat_map(move |value| {
                    let longer = (0..2).filter_map(move |more| {
                        NumberKey::from_digits(value.checked_mul(10_u64.pow(more))?, length + u8::try_from(more).ok()?)
                    });
                    longer.chain(NumberKey::from_digits(value / 10, length - 1))
                })
            });
            for key in keys {
                let expected = all.iter().any(|range| range.contains(key));
                let one = KeyRange { first: key, last: key };
                assert_eq!(never_block_overlaps(one, home), expected, "{home}: {}", key.digits());
                found += usize::from(expected);
                let wide = NumberKey::prefix_range(key.value(), key.length()).unwrap();
                let expected = all.iter().any(|range| range.first <= wide.last && wide.first <= range.last);
                assert_eq!(never_block_overlaps(wide, home), expected, "{home}: {}*", key.digits());
            }
        }
        assert!(found > 1_000, "{found}");
    }

    #[test]
    fn other_countries_have_their_own() {
        check("US", "911", true);
        check("US", "118", false);
        check("IN", "1600123456", true);
        check("IN", "1401234567", false);
        check("US", "116117", false);
        check("CH", "116117", true);
        check("DE", "116117", true);
    }

    #[test]
    fn operators_numbers_are_out_of_reach_of_lists_only() {
        let (emergency, home) = caller("112", "IT");
        assert!(is_emergency(&emergency, home));
        for number in ["119", "187", "190", "155", "159", "133", "191"] {
            let (care, home) = caller(number, "IT");
            assert!(!is_emergency(&care, home) && never_block(&care, home).is_none(), "{number}");
            assert!(is_out_of_reach_of_lists(&care, home), "{number}");
            let key = care.key().unwrap();
            let range = KeyRange { first: key, last: key };
            assert!(never_block_overlaps(range, home) && !always_rings_overlaps(range, home), "{number}");
        }
    }

    /// Every region's emergency numbers, as the metadata has them.
    #[test]
    fn emergency_numbers_of_every_region_ring_and_open_the_window() {
        let text = include_str!("../../data/short_numbers/short_numbers.json");
        let document: serde_json::Value = serde_json::from_str(text).unwrap();
        let mut checked = 0;
        for (region, numbers) in document["regions"].as_object().unwrap() {
            if region.parse::<Region>().is_err() {
                continue;
            }
            for number in numbers["emergency"].as_array().unwrap() {
                let (caller, home) = caller(number.as_str().unwrap(), region);
                assert!(never_block(&caller, home).is_some(), "{number} in {region}");
                assert!(is_emergency(&caller, home), "{number} in {region}");
                checked += 1;
            }
        }
        assert!(checked > 800, "{checked}");
    }

    #[test]
    fn britains_police_and_health_lines_are_essential() {
        for (number, kind) in
            [("999", Protection::Emergency), ("101", Protection::Essential), ("111", Protection::Essential)]
        {
            let (caller, home) = caller(number, "GB");
            assert_eq!(never_block(&caller, home).map(|entry| entry.kind), Some(kind), "{number}");
        }
    }

    #[test]
    fn a_range_that_reaches_a_protected_number_is_told() {
        let home = Region::ITALY;
        assert!(never_block_overlaps(NumberKey::prefix_range(3911, 4).unwrap(), home));
        assert!(!never_block_overlaps(NumberKey::prefix_range(390_843, 6).unwrap(), home));
    }
}
