//! The built-in national packs: ranges reserved for marketing, from data files (`data/packs/`) with source and
//! certainty, made into a table at build time.

use crate::certainty::Certainty;
use crate::number::{NumberKey, Region};

include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// One reserved range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReservedRange {
    /// Stable id, e.g. `IT-0843`.
    pub id: &'static str,
    /// The country that reserved it, ISO 3166-1.
    pub region: &'static str,
    /// Regions with calling codes of their own that belong to that country.
    more_regions: &'static [&'static str],
    /// The range as a rule's pattern.
    pub pattern: &'static str,
    /// As dialled at home.
    pub national: &'static str,
    /// What it is for, in Italian.
    pub label_it: &'static str,
    /// What it is for, in English.
    pub label_en: &'static str,
    /// How sure the source is; only what is certain is on by default.
    pub certainty: Certainty,
    /// Who says so, in Italian and in English.
    pub source: [&'static str; 2],
    default: bool,
    prefix: u64,
    prefix_length: u8,
    length: u8,
}

impl ReservedRange {
    /// Whether the row is on until the user says otherwise: only what is certain, and only at home. Abroad the
    /// same digits may reach a phone by roaming, and the country's own rows speak for it.
    #[must_use]
    pub fn is_default_for(&self, home: Region) -> bool {
        self.default && (self.region == home.as_str() || self.more_regions.contains(&home.as_str()))
    }

    fn holds(&self, key: NumberKey) -> bool {
        let fits = self.length == 0 || self.length == key.length();
        fits && NumberKey::prefix_range(self.prefix, self.prefix_length).is_some_and(|range| range.contains(key))
    }
}

/// Every row of every country.
#[must_use]
pub fn rows() -> &'static [ReservedRange] {
    ROWS
}

/// The first row that is on and holds the number.
#[must_use]
pub fn find(key: NumberKey, enabled: impl Fn(&ReservedRange) -> bool) -> Option<&'static ReservedRange> {
    ROWS.iter().find(|row| row.holds(key) && enabled(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::{Caller, Presentation, RawCaller};

    #[track_caller]
    fn check(home: &str, number: &str, row: Option<&str>) {
        let home: Region = home.parse().unwrap();
        let raw = RawCaller { scheme: Some("tel"), address: Some(number), presentation: Presentation::Allowed };
        let key = Caller::identify(&raw, home).key().unwrap();
        let found = find(key, |row| row.is_default_for(home)).map(|row| row.id);
        assert_eq!(found, row, "{number} in {home}");
    }

    #[test]
    fn reserved_ranges_are_found_and_their_neighbours_are_not() {
        check("IT", "0843 123456", None); // statistics: off
        check("IT", "0844 123456", Some("IT-0844"));
        check("IT", "+390844999999", Some("IT-0844"));
        check("IT", "0845123456", None);
        check("IT", "143", None); // medium: off
        check("FR", "0162123456", Some("FR-0162"));
        check("FR", "0937123456", None);
        check("FR", "0947512345", Some("FR-09475"));
        check("FR", "0947412345", None);
        check("SK", "0888123456", Some("SK-0888"));
        check("CL", "809123456", Some("CL-809"));
        check("CL", "600123456", None); // existing relationship: off
        check("IN", "1401234567", Some("IN-140"));
        check("IN", "1600123456", None);
        check("BR", "03031234567", Some("BR-0303"));
        check("ES", "400123456", Some("ES-400"));
        check("ES", "+34400123456", Some("ES-400"));
        check("ES", "+34912345678", None);
        check("RE", "+262947912345", Some("FR-262-09479"));
        check("RE", "0947912345", Some("FR-262-09479"));
        check("YT", "0947812345", Some("FR-262-09478"));
        check("GP", "0947512345", Some("FR-590-09475"));
        check("GF", "0947612345", Some("FR-594-09476"));
        check("MQ", "0947712345", Some("FR-596-09477"));
        check("FR", "+262947912345", Some("FR-262-09479"));
        check("RE", "+262262123456", None);
        check("PE", "500123456", None);
        check("TR", "08501234567", None);
        check("IT", "+33162123456", None); // another country's range
    }

    #[test]
    fn a_row_that_is_off_can_be_switched_on() {
        let code = crate::number::ShortCode::from_digits("143").unwrap();
        assert_eq!(find(code.key(), |row| row.id == "IT-14x").map(|row| row.id), Some("IT-14x"));
        let longer = crate::number::ShortCode::from_digits("1430").unwrap();
        assert_eq!(find(longer.key(), |_| true), None);
    }

    #[test]
    fn every_row_says_where_it_comes_from() {
        assert!(rows().len() >= 26);
        for row in rows() {
            assert!(
                row.source.iter().all(|source| !source.is_empty())
                    && !row.label_it.is_empty()
                    && !row.label_en.is_empty(),
                "{}",
                row.id
            );
            assert!(row.certainty == Certainty::High || !row.default, "{}", row.id);
        }
    }
}
