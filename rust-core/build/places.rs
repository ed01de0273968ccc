//! `data/places/*.json` as a field of each region's plan: the area codes of geographic numbers and the places they are
//! named after. What the plan does not give to the region as fixed lines is not built.

use std::collections::BTreeMap;

use phonenumber::metadata::{DATABASE, Descriptor, Metadata};
use serde::Deserialize;

#[derive(Deserialize)]
struct Places {
    region: String,
    source: String,
    certainty: String,
    /// By the digits that follow the calling code.
    places: BTreeMap<String, Name>,
}

#[derive(Deserialize)]
struct Name {
    it: String,
    /// Only where it differs.
    en: Option<String>,
}

/// `prefix~Italian~English`, joined by `;`, of each region; the English name is empty where it is the same.
pub(crate) fn read() -> BTreeMap<String, String> {
    let folder = std::fs::read_dir("data/places").expect("data/places is there");
    let paths = folder.map(|entry| entry.expect("data/places can be listed").path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| field(&path))
        .collect()
}

fn field(path: &std::path::Path) -> (String, String) {
    let name = path.display();
    let text = std::fs::read_to_string(path).expect("a file of places can be read");
    let file: Places = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(path.file_stem().is_some_and(|stem| stem == file.region.as_str()), "{name} is not of {}", file.region);
    assert!(!file.source.is_empty(), "{name} does not say where it stands");
    assert!(matches!(file.certainty.as_str(), "high" | "medium"), "{name}: certainty is high or medium");
    let plan = DATABASE.by_id(&file.region).unwrap_or_else(|| panic!("{name}: no plan of {}", file.region));
    let entry = |(prefix, place): (&String, &Name)| {
        refuse_other_area(plan, prefix).unwrap_or_else(|what| panic!("{name}: {prefix} {what}"));
        let en = place.en.as_deref().unwrap_or_default();
        assert!(en != place.it, "{name}: {prefix} has one name twice");
        assert!(
            !place.it.is_empty() && !format!("{}{en}", place.it).contains(['~', ';', '\t', '\n']),
            "{name}: {prefix}"
        );
        format!("{prefix}~{}~{en}", place.it)
    };
    let entries: Vec<String> = file.places.iter().map(entry).collect();
    (file.region, entries.join(";"))
}

/// A prefix that no fixed line of the region begins with, or one of a region that shares the calling code.
fn refuse_other_area(plan: &Metadata, prefix: &str) -> Result<(), &'static str> {
    if prefix.is_empty() || !prefix.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("is no beginning of a number");
    }
    let others = DATABASE.by_code(&plan.country_code()).into_iter().flatten().filter(|other| other.id() != plan.id());
    let is_elsewhere = |other: &Metadata| {
        other.leading_digits().and_then(|digits| digits.find(prefix)).is_some_and(|found| found.start() == 0)
    };
    if others.into_iter().any(is_elsewhere) {
        return Err("is of another region with the same calling code");
    }
    // One number behind the prefix is enough: areas differ in the digits that may follow.
    let numbers =
        (5..=11).flat_map(|length| ('0'..='9').map(move |digit| (length, digit))).filter_map(|(length, digit)| {
            let more = length - prefix.len().min(length);
            (more > 0).then(|| prefix.chars().chain(std::iter::repeat_n(digit, more)).collect::<String>())
        });
    let kinds = plan.descriptors();
    let is_fixed = |number: &String| is_of(kinds.fixed_line(), number) && !is_of(kinds.mobile(), number);
    if numbers.into_iter().any(|number| is_fixed(&number)) { Ok(()) } else { Err("is not geographic") }
}

/// Whether the whole number is of a kind; the crate's own `is_match` asks for its beginning only.
fn is_of(kind: Option<&Descriptor>, number: &str) -> bool {
    let whole = |kind: &Descriptor| {
        kind.national_number().find(number).is_some_and(|found| found.start() == 0 && found.end() == number.len())
    };
    kind.is_some_and(|kind| {
        whole(kind)
            && (kind.possible_length().is_empty()
                || kind.possible_length().iter().any(|l| usize::from(*l) == number.len()))
    })
}
