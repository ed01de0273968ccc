//! `PhoneNumber::parse` beside the `phonenumber` crate, whose metadata it is made from: every region's example
//! numbers of every kind, in every written form. Where the two differ, the difference is listed and explained.

use std::collections::BTreeMap;
use std::panic::catch_unwind;

use phonenumber::metadata::{DATABASE, Metadata};
use phonenumber::{Mode, Type};
use proptest::prelude::*;
use stufo_core::number::{PhoneNumber, Region, decimal_digit, regions};
use stufo_core::pattern::Pattern;

const KINDS: [Type; 9] = [
    Type::FixedLine,
    Type::Mobile,
    Type::TollFree,
    Type::PremiumRate,
    Type::SharedCost,
    Type::PersonalNumber,
    Type::Voip,
    Type::Uan,
    Type::Pager,
];

/// What the crate makes of a text: E.164, `None` for an error or a panic (it has known ones).
fn oracle(region: &str, text: &str) -> Option<String> {
    let (region, text) = (region.parse().ok()?, text.to_owned());
    let parsed = catch_unwind(move || phonenumber::parse(Some(region), text)).ok()?.ok()?;
    Some(parsed.format().mode(Mode::E164).to_string())
}

fn ours(region: &str, text: &str) -> Option<String> {
    PhoneNumber::parse(text, region.parse().ok()?).ok().map(|number| number.to_string())
}

fn metadata(region: &str) -> &'static Metadata {
    DATABASE.by_id(region).expect("a region of the table")
}

/// The region's example numbers, as national significant numbers.
fn examples(meta: &Metadata) -> Vec<String> {
    let kinds = KINDS.into_iter().filter_map(|kind| meta.descriptors().get(kind)?.example().map(str::to_owned));
    let mut examples: Vec<String> = kinds.collect();
    examples.dedup();
    examples
}

/// An international prefix that is dialled from the region: the shortest known one that its pattern takes whole.
fn dialled_prefix(meta: &Metadata) -> Option<String> {
    let pattern = meta.international_prefix()?;
    let known = [
        "00", "011", "0011", "810", "119", "001", "010", "008", "0015", "00700", "009", "19", "000", "0", "1900",
        "00414", "990",
    ];
    let whole =
        |prefix: &&str| pattern.find(prefix).is_some_and(|found| found.start() == 0 && found.end() == prefix.len());
    let prefix = known.into_iter().find(whole);
    Some(prefix.unwrap_or_else(|| panic!("{}: no prefix known for {}", meta.id(), pattern.as_str())).to_owned())
}

fn spaced(digits: &str) -> String {
    digits.as_bytes().chunks(3).map(|chunk| String::from_utf8_lossy(chunk).into_owned()).collect::<Vec<_>>().join(" ")
}

/// The written forms of a national number, by name.
fn forms(meta: &Metadata, national: &str) -> Vec<(&'static str, String)> {
    let code = meta.country_code();
    let trunk = meta.national_prefix().unwrap_or_default();
    let mut forms = vec![
        ("e164", format!("+{code}{national}")),
        ("spaced", format!("+{code} {}", spaced(national))),
        ("rfc3966", format!("tel:+{code}-{}", spaced(national).replace(' ', "-"))),
        ("national", national.to_owned()),
    ];
    if !trunk.is_empty() {
        forms.push(("trunk", format!("{trunk}{national}")));
    }
    if let Some(prefix) = dialled_prefix(meta) {
        forms.push(("idd", format!("{prefix}{code}{national}")));
    }
    forms
}

/// The crate takes the home calling code off a national number that begins with the same digits, although what is
/// left is no number of the plan (its test asks only whether the whole one is). Ours asks what is left.
const OWN_CODE: &str = "a national number that begins with its own calling code keeps its digits";
/// After the trunk rule the crate strips the trunk prefix once more as plain text, and so takes the 8 off `8 800 …`
/// and off every toll-free number of plans whose trunk prefix is 8.
const TRUNK_TWICE: &str = "a number that begins with the trunk prefix's digit is not stripped of it";
/// In Colombia `03` is a trunk prefix with a carrier; mobiles are dialled without one, so `0 3xx …` is not written.
/// The crate makes nine digits of it; ours, like libphonenumber, keeps what no rule explains.
const CARRIER: &str = "a trunk prefix before a mobile number is none of the plan's";

/// Regions, forms and the reason why ours differs from the crate there.
const EXPLAINED: &[(&[&str], &[&str], &str)] = &[
    (&["BL", "GF", "GP", "MF", "MQ", "RE", "RW", "TR"], &["national"], OWN_CODE),
    (&["RU", "KZ", "BY"], &["e164", "idd", "national", "rfc3966", "spaced", "trunk"], TRUNK_TWICE),
    (&["LT"], &["e164", "idd", "national", "rfc3966", "spaced"], TRUNK_TWICE),
    (&["CO"], &["trunk"], CARRIER),
];

#[test]
fn examples_of_every_region_parse_as_in_the_crate() {
    let mut compared = 0;
    let mut different: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
    for region in regions() {
        let meta = metadata(region.as_str());
        for national in examples(meta) {
            for (form, text) in forms(meta, &national) {
                let (mine, theirs) = (ours(region.as_str(), &text), oracle(region.as_str(), &text));
                compared += 1;
                if mine != theirs {
                    let line = format!("{text}: ours {mine:?}, the crate's {theirs:?}");
                    different.entry((region.to_string(), form)).or_default().push(line);
                }
            }
        }
    }
    assert!(compared > 6_000, "only {compared} comparisons");
    for (regions, forms, reason) in EXPLAINED {
        for (region, form) in regions.iter().flat_map(|region| forms.iter().map(move |form| (region, form))) {
            let found = different.remove(&((*region).to_owned(), *form));
            assert!(found.is_some(), "{region} {form} no longer differs: {reason}");
        }
    }
    assert!(different.is_empty(), "of {compared}: {different:#?}");
}

/// The calling codes that no country has share one region in the metadata: they are looked up by code.
#[test]
fn examples_of_calling_codes_of_no_country_parse_as_in_the_crate() {
    let codes = (1..=999_u16).filter_map(|code| DATABASE.by_code(&code)).flatten();
    let global: Vec<&Metadata> = codes.filter(|meta| meta.id() == "001").collect();
    assert_eq!(global.len(), 9);
    for meta in global {
        let national = meta.descriptors().toll_free().or(meta.descriptors().voip()).and_then(|kind| kind.example());
        let examples = national.map(str::to_owned).into_iter().chain(examples(meta));
        for national in examples {
            for text in [format!("+{}{national}", meta.country_code()), format!("00{} {national}", meta.country_code())]
            {
                let mine = ours("IT", &text);
                assert_eq!(mine, oracle("IT", &text), "{text}");
                assert_eq!(mine, Some(format!("+{}{national}", meta.country_code())));
            }
        }
    }
}

/// A number in the digits of any script is the number in ASCII digits.
#[test]
fn numbers_in_every_script_of_digits_parse_as_in_ascii() {
    let zeros = ('\u{0}'..=char::MAX).filter(|c| decimal_digit(*c) == Some(0));
    let mut scripts = 0;
    for zero in zeros {
        scripts += 1;
        let script = |text: &str| -> String {
            let digit = |c: char| c.to_digit(10).and_then(|value| char::from_u32(u32::from(zero) + value)).unwrap_or(c);
            text.chars().map(digit).collect()
        };
        for region in regions().into_iter().step_by(7) {
            for national in examples(metadata(region.as_str())).into_iter().take(2) {
                for (form, text) in forms(metadata(region.as_str()), &national) {
                    let (ascii, other) = (ours(region.as_str(), &text), ours(region.as_str(), &script(&text)));
                    assert_eq!(ascii, other, "{region} {form} in the script of U+{:X}", u32::from(zero));
                }
            }
        }
    }
    assert!(scripts >= 76, "{scripts}");
}

#[test]
fn every_unambiguous_form_of_an_example_is_one_number() {
    for region in regions() {
        let meta = metadata(region.as_str());
        for national in examples(meta) {
            let expected = format!("+{}{national}", meta.country_code());
            for (form, text) in forms(meta, &national) {
                // Trunk and international prefixes can be ambiguous in a plan; there the crate is the judge, above.
                if matches!(form, "trunk" | "idd") {
                    continue;
                }
                assert_eq!(ours(region.as_str(), &text).as_ref(), Some(&expected), "{region} {form} {text}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 800, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text, any region: an answer without a panic, and a number that reads back as itself.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}", index in 0_usize..245) {
        let all = regions();
        let home: Region = all[index % all.len()];
        if let Ok(number) = PhoneNumber::parse(&text, home) {
            prop_assert_eq!(PhoneNumber::parse(&number.to_string(), home), Ok(number));
            prop_assert_eq!(PhoneNumber::from_key(number.key()), Some(number));
        }
    }

    /// What is read of digits, in or out of a plan, is written and shown as what reads as itself; so is a pattern.
    #[test]
    fn what_is_written_and_shown_reads_as_itself(text in "(|\\+|00|011|0|8|1)[0-9]{3,16}", tail in "(|\\*|#|##|#*|0\\*9)", index in 0_usize..245) {
        let all = regions();
        let home: Region = all[index % all.len()];
        if let Ok(number) = PhoneNumber::parse(&text, home) {
            prop_assert_eq!(PhoneNumber::parse(&number.to_string(), home), Ok(number));
            prop_assert_eq!(PhoneNumber::parse(&number.display(home), home), Ok(number));
        }
        if let Ok(pattern) = Pattern::parse(&format!("{text}{tail}"), home) {
            let again = Pattern::parse(&pattern.display(home), home);
            prop_assert!(again.is_ok_and(|again| again.is_same(&pattern)), "{} {}{}", home, text, tail);
        }
    }

    /// A number that the crate reads and finds valid is the same number to us, from anywhere.
    #[test]
    fn what_the_crate_finds_valid_is_the_same_number(text in "(|\\+|00|011|0|8|1)[0-9]{4,13}", index in 0_usize..245) {
        let all = regions();
        let home: Region = all[index % all.len()];
        let region = home.as_str().parse().expect("a region of the crate");
        let theirs = catch_unwind(|| phonenumber::parse(Some(region), &text)).ok().and_then(Result::ok);
        let Some(theirs) = theirs.filter(|number| number.country().code() == home.calling_code()) else { return Ok(()) };
        let e164 = theirs.format().mode(Mode::E164).to_string();
        // Only where the crate's own E.164 form reads back as the same valid number (TRUNK_TWICE, OWN_CODE).
        let again = catch_unwind(|| phonenumber::parse(Some(region), &e164)).ok().and_then(Result::ok);
        let stable = again.is_some_and(|again| again.is_valid() && again.format().mode(Mode::E164).to_string() == e164);
        let national = e164.get(1 + home.calling_code().to_string().len()..).unwrap_or_default().to_owned();
        let known = forms(metadata(home.as_str()), &national).into_iter().any(|(_, form)| form == text);
        // The crate's patterns for some toll-free ranges (Germany's 80…) reach over the 15 digits of E.164: no such number.
        let fits = e164.len() <= 1 + PhoneNumber::MAX_DIGITS;
        if stable && theirs.is_valid() && known && fits {
            prop_assert_eq!(ours(home.as_str(), &text), Some(e164));
        }
    }
}
