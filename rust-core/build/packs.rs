//! `data/packs/*.json` as a table: ranges that a country has reserved for marketing calls.

use std::fmt::Write;

use serde::Deserialize;

use crate::never_block::Entry;

#[derive(Deserialize)]
pub(crate) struct Pack {
    region: String,
    calling_code: String,
    /// Calling codes of the country's parts that have their own.
    #[serde(default)]
    more_calling_codes: Vec<String>,
    /// The regions of these parts: the pack is theirs as well.
    #[serde(default)]
    more_regions: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    /// As dialled at home.
    national: String,
    /// Digits after `+`: every number that begins with them.
    prefix: String,
    /// Digits of the whole number; 0: any.
    #[serde(default)]
    length: u8,
    /// The range is one of short codes: `prefix` and `length` count the 0 that marks their key space.
    #[serde(default)]
    short_code: bool,
    label: Label,
    /// `high` or `medium`.
    certainty: String,
    source: Source,
    /// On by default in its own country.
    enabled: bool,
}

/// A title is the same in every language; what is said in words is said in both.
#[derive(Deserialize)]
#[serde(untagged)]
enum Source {
    Title(String),
    Words(Label),
}

impl Source {
    fn both(&self) -> [&str; 2] {
        match self {
            Self::Title(title) => [title, title],
            Self::Words(words) => [&words.it, &words.en],
        }
    }
}

#[derive(Deserialize)]
struct Label {
    it: String,
    en: String,
}

impl Pack {
    fn is_of(&self, region: &str) -> bool {
        self.region == region || self.more_regions.iter().any(|more| more == region)
    }
}

pub(crate) fn read() -> Vec<Pack> {
    let folder = std::fs::read_dir("data/packs").expect("data/packs is there");
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("data/packs can be listed").path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a pack can be read");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    paths.iter().map(read).collect()
}

/// A pack that reaches a never-block number must not be built.
pub(crate) fn refuse_overlap(packs: &[Pack], never_block: &[Entry]) {
    for pack in packs {
        for row in &pack.rows {
            let mut codes = std::iter::once(&pack.calling_code).chain(&pack.more_calling_codes);
            let code = codes.find(|code| row.prefix.starts_with(code.as_str()));
            let space = if row.short_code { "0" } else { code.map_or("?", String::as_str) };
            assert!(row.prefix.starts_with(space), "{} is not of its country", row.id);
            assert!(matches!(row.certainty.as_str(), "high" | "medium"), "{}: certainty is high or medium", row.id);
            assert!(row.certainty == "high" || !row.enabled, "{}: only what is certain is on", row.id);
            for entry in never_block
                .iter()
                .filter(|entry| pack.is_of(&entry.region) || ["EU", "*"].contains(&entry.region.as_str()))
            {
                for number in &entry.numbers {
                    let digits = number.trim_end_matches('*');
                    let full = digits.strip_prefix('+').map_or_else(|| format!("{space}{digits}"), str::to_owned);
                    if row.length != 0 && full.len() != usize::from(row.length) {
                        continue;
                    }
                    let apart =
                        !(full.starts_with(&row.prefix) || number.ends_with('*') && row.prefix.starts_with(&full));
                    assert!(apart, "{} reaches a never-block number", row.id);
                }
            }
        }
    }
}

pub(crate) fn generate(packs: &[Pack]) -> String {
    let mut text = String::from("/// The table of `data/packs/`.\npub(super) static ROWS: &[ReservedRange] = &[\n");
    for pack in packs {
        for row in &pack.rows {
            let (value, length) = (row.prefix.trim_start_matches('0'), row.prefix.len());
            let pattern = if row.short_code { row.national.replace('x', "#") } else { format!("+{}*", row.prefix) };
            writeln!(
                text,
                "    ReservedRange {{ id: {:?}, region: {:?}, more_regions: &{:?}, pattern: {:?}, national: {:?}, label_it: {:?}, label_en: {:?}, \
                 certainty: Certainty::{}, source: {:?}, default: {}, prefix: {value}, prefix_length: {length}, length: {} }},",
                row.id,
                pack.region,
                pack.more_regions,
                pattern,
                row.national,
                row.label.it,
                row.label.en,
                if row.certainty == "high" { "High" } else { "Medium" },
                row.source.both(),
                row.enabled,
                row.length
            )
            .expect("a string takes any text");
        }
    }
    text.push_str("];\n");
    text
}
