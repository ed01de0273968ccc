//! National packs beside the metadata in use: which reserved ranges the plans know, and which a newer version of the metadata adds
//! (`data/metadata/newer.json`, made by the `make.py` beside it).

use std::collections::BTreeMap;

use serde::Deserialize;
use stufo_core::number::{Caller, PhoneNumber, Presentation, RawCaller, Region};
use stufo_core::pack;

#[derive(Deserialize)]
struct Newer {
    in_use: String,
    newer: String,
    added: BTreeMap<String, Vec<String>>,
}

fn newer() -> Newer {
    serde_json::from_str(include_str!("../data/metadata/newer.json")).expect("make.py wrote it")
}

/// Numbers of a range, of every length a plan may have.
fn is_in_plan(range: &pack::ReservedRange) -> bool {
    let prefix = range.pattern.trim_start_matches('+').trim_end_matches('*');
    let fillings = ["00000000000", "12345678901", "55555555555", "98765432109"];
    (prefix.len() + 1..=15).any(|length| {
        fillings.iter().any(|filling| {
            let digits: String = format!("{prefix}{filling}").chars().take(length).collect();
            PhoneNumber::from_e164_digits(&digits).is_ok_and(PhoneNumber::is_in_plan)
        })
    })
}

/// Pinned: a range that the metadata comes to know, or forgets, is looked at before it ships.
#[test]
fn the_plans_know_these_reserved_ranges() {
    let ranges = || pack::rows().iter().filter(|range| range.pattern.starts_with('+'));
    let unknown: Vec<&str> = ranges().filter(|range| !is_in_plan(range)).map(|range| range.id).collect();
    assert_eq!(unknown, ["ES-400"]);
    assert!(ranges().count() > 20);
}

#[test]
fn every_range_is_read_as_a_number_of_its_country() {
    for range in pack::rows() {
        let home: Region = range.region.parse().expect("a region");
        let address = if range.pattern.starts_with('+') {
            range.pattern.replace('*', "123456")
        } else {
            range.pattern.replace('#', "3")
        };
        let raw = RawCaller { scheme: Some("tel"), address: Some(&address), presentation: Presentation::Allowed };
        let key = Caller::identify(&raw, home).key().expect("a number");
        assert!(pack::find(key, |row| row.id == range.id).is_some(), "{}", range.id);
    }
}

#[test]
fn what_a_newer_version_adds_is_unknown_to_the_one_in_use() {
    let newer = newer();
    assert!(
        include_str!("../../Cargo.lock").contains(&format!("+{}\"", newer.in_use)),
        "run data/metadata/make.py again"
    );
    assert!(newer.newer >= newer.in_use);
    for (region, added) in &newer.added {
        let home: Region = region.parse().expect("a region");
        for range in added.iter().filter(|range| !range.ends_with("short")) {
            let (digits, length) = range.split_once('/').expect("digits/length");
            let length: usize = length.parse().expect("a length");
            let national: String = format!("{digits}12345678901").chars().take(length).collect();
            let number = PhoneNumber::from_e164_digits(&format!("{}{national}", home.calling_code()));
            assert!(!number.is_ok_and(PhoneNumber::is_in_plan), "{region} {range}: run data/metadata/make.py again");
        }
    }
}
