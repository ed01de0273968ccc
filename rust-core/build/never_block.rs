//! Protected numbers as a table: ours (`data/never_block.json`), and for every region those of libphonenumber's short-number
//! metadata (`data/short_numbers/short_numbers.json`) that ours do not name.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Entry {
    /// ISO 3166-1 code, `EU` for every member state, `*` for everywhere.
    pub(crate) region: String,
    /// Digits as dialled at home, or `+` and digits. A trailing `*` makes a range.
    pub(crate) numbers: Vec<String>,
    pub(crate) kind: Kind,
    pub(crate) what: String,
    pub(crate) source: String,
}

/// As `Protection` in `src/number/never_block.rs`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Emergency,
    Essential,
    Care,
}

/// `data/short_numbers/short_numbers.json`.
#[derive(Deserialize)]
struct ShortNumbers {
    source: String,
    regions: BTreeMap<String, ShortNumbersOfRegion>,
}

#[derive(Deserialize)]
struct ShortNumbersOfRegion {
    emergency: Vec<String>,
    essential: Vec<String>,
}

pub(crate) fn read() -> Vec<Entry> {
    let text = std::fs::read_to_string("data/never_block.json").expect("data/never_block.json is there");
    let mut entries: Vec<Entry> = serde_json::from_str(&text).expect("data/never_block.json reads");
    let text = std::fs::read_to_string("data/short_numbers/short_numbers.json").expect("short_numbers.json is there");
    let metadata: ShortNumbers = serde_json::from_str(&text).expect("short_numbers.json reads");
    let ours: HashSet<(String, String)> = entries
        .iter()
        .flat_map(|entry| entry.numbers.iter().map(|number| (entry.region.clone(), number.clone())))
        .collect();
    for (region, numbers) in metadata.regions {
        let kinds = [
            (Kind::Emergency, "emergency", numbers.emergency),
            (Kind::Essential, "essential service, free of charge", numbers.essential),
        ];
        for (kind, what, numbers) in kinds {
            let numbers =
                numbers.into_iter().filter(|number| !ours.contains(&(region.clone(), number.clone()))).collect();
            let (what, source) = (what.to_owned(), metadata.source.clone());
            entries.push(Entry { region: region.clone(), numbers, kind, what, source });
        }
    }
    entries
}

pub(crate) fn generate(entries: &[Entry]) -> String {
    let mut text = String::from(
        "/// Protected numbers, see `build/never_block.rs`.\npub(super) static ENTRIES: &[NeverBlock] = &[\n",
    );
    for entry in entries.iter().filter(|entry| !entry.numbers.is_empty()) {
        for number in &entry.numbers {
            let bare = number.trim_start_matches('+').trim_end_matches('*');
            let is_digits = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit());
            assert!(is_digits, "a never-block number is not digits");
        }
        let Entry { region, kind, what, source, .. } = entry;
        let numbers = entry.numbers.join(" ");
        writeln!(
            text,
            "    NeverBlock {{ region: {region:?}, numbers: {numbers:?}, kind: Protection::{kind:?}, what: {what:?}, source: {source:?} }},"
        )
        .expect("a string takes any text");
    }
    text.push_str("];\n");
    text
}
