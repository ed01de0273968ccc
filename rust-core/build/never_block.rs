//! `data/never_block.json` as a table: numbers that no rule, pack or list may end.

use std::fmt::Write;

use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Entry {
    /// ISO 3166-1 code, `EU` for every member state, `*` for everywhere.
    pub(crate) region: String,
    /// Digits as dialled at home, or `+` and digits. A trailing `*` makes a range.
    pub(crate) numbers: Vec<String>,
    /// Opens the window in which everybody gets through.
    #[serde(default)]
    pub(crate) emergency: bool,
    pub(crate) what: String,
    pub(crate) source: String,
}

pub(crate) fn read() -> Vec<Entry> {
    let text = std::fs::read_to_string("data/never_block.json").expect("data/never_block.json is there");
    serde_json::from_str(&text).expect("data/never_block.json reads")
}

pub(crate) fn generate(entries: &[Entry]) -> String {
    let mut text =
        String::from("/// The table of `data/never_block.json`.\npub(super) static ENTRIES: &[NeverBlock] = &[\n");
    for entry in entries {
        for number in &entry.numbers {
            let bare = number.trim_start_matches('+').trim_end_matches('*');
            assert!(
                !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit()),
                "a never-block number is not digits"
            );
            let Entry { region, emergency, what, source, .. } = entry;
            writeln!(
                text,
                "    NeverBlock {{ region: {region:?}, number: {number:?}, emergency: {emergency}, what: {what:?}, source: {source:?} }},"
            )
            .expect("a string takes any text");
        }
    }
    text.push_str("];\n");
    text
}
