//! Beginnings (`0162*`, `+44 (0)20 79*`, `011 15####`) mean the numbers that whole numbers written so are: for every region's
//! example numbers, in every written form.

use phonenumber::metadata::{DATABASE, Metadata};
use stufo_core::number::{Caller, PhoneNumber, Region, regions};
use stufo_core::pattern::{Pattern, PatternError};

fn metadata(region: Region) -> &'static Metadata {
    DATABASE.by_id(region.as_str()).expect("a region of the table")
}

fn examples(meta: &Metadata) -> Vec<String> {
    let kinds = meta.descriptors();
    let kinds = [kinds.fixed_line(), kinds.mobile(), kinds.toll_free()];
    kinds.into_iter().flatten().filter_map(|kind| kind.example().map(str::to_owned)).collect()
}

fn all_examples(meta: &Metadata) -> Vec<String> {
    let kinds = meta.descriptors();
    let kinds = [
        kinds.fixed_line(),
        kinds.mobile(),
        kinds.toll_free(),
        kinds.premium_rate(),
        kinds.shared_cost(),
        kinds.voip(),
        kinds.uan(),
    ];
    kinds.into_iter().flatten().filter_map(|kind| kind.example().map(str::to_owned)).collect()
}

#[track_caller]
fn check(pattern: &str, region: Region, caller: &str, expected: bool) {
    let pattern = Pattern::parse(pattern, region).unwrap_or_else(|error| panic!("{region} {pattern}: {error}"));
    let number = PhoneNumber::parse(caller, region).unwrap_or_else(|error| panic!("{region} {caller}: {error}"));
    assert_eq!(pattern.matches(&Caller::Number(number)), expected, "{region} {} of {caller}", pattern.display(region));
}

/// Each written form of an example with its last four digits left open is the example's own range.
#[test]
fn every_written_beginning_matches_the_numbers_that_are_written_so() {
    let (mut checked, mut missed) = (0, Vec::new());
    for region in regions() {
        let meta = metadata(region);
        let (code, trunk) = (meta.country_code(), meta.national_prefix().unwrap_or_default());
        for national in examples(meta).iter().filter(|national| national.len() > 7) {
            let open = national.len() - 4;
            let (front, _) = national.split_at(open);
            let number = format!("+{code}{national}");
            let mut forms = vec![format!("+{code}{front}"), format!("+{code} {front}")];
            if !trunk.is_empty()
                && PhoneNumber::parse(&format!("+{code} ({trunk}){national}"), region).map(|n| n.to_string())
                    == Ok(number.clone())
            {
                forms.push(format!("+{code} ({trunk}){front}"));
            }
            if !trunk.is_empty()
                && PhoneNumber::parse(&format!("{trunk}{national}"), region).map(|n| n.to_string())
                    == Ok(number.clone())
            {
                forms.push(format!("{trunk}{front}"));
            }
            for form in forms {
                for tail in ["*", "####", " ## ##"] {
                    checked += 1;
                    let text = format!("{form}{tail}");
                    let caller = Caller::Number(number.parse().expect("an example"));
                    let matches = Pattern::parse(&text, region).is_ok_and(|pattern| pattern.matches(&caller));
                    if !matches {
                        missed.push(format!("{region} {text} of {number}"));
                    }
                }
            }
        }
    }
    assert!(checked > 5_000, "{checked}");
    assert!(missed.is_empty(), "{} of {checked}: {:#?}", missed.len(), &missed[..missed.len().min(60)]);
}

/// What stands in brackets behind a calling code is the trunk prefix wherever whole numbers lose it there, however few digits
/// follow, in rules and in lists, on phones of every country.
#[test]
fn a_bracketed_trunk_prefix_is_dropped_from_every_beginning_as_from_whole_numbers() {
    let (mut checked, mut missed) = (0, Vec::new());
    for region in regions() {
        let meta = metadata(region);
        let (code, trunk) = (meta.country_code(), meta.national_prefix().unwrap_or_default());
        for home in [region, "IT".parse().expect("a region")] {
            for (trunk, national) in [trunk, "0", "8", "06"]
                .iter()
                .flat_map(|trunk| all_examples(meta).into_iter().map(move |n| (*trunk, n)))
            {
                let whole = format!("+{code} ({trunk}){national}");
                let number = format!("+{code}{national}");
                let is_dropped =
                    !trunk.is_empty() && PhoneNumber::parse(&whole, home).is_ok_and(|read| read.to_string() == number);
                if !is_dropped {
                    continue;
                }
                let caller = Caller::Number(number.parse().expect("an example"));
                for (front, _) in [1, 2, 4, 6].map(|end| national.split_at(end.min(national.len() - 1))) {
                    let mut forms = vec![format!("+{code} ({trunk}){front}*")];
                    if home != region {
                        forms.push(format!("00{code} ({trunk}) {front} *"));
                    }
                    for text in forms {
                        checked += 1;
                        if !Pattern::parse(&text, home).is_ok_and(|pattern| pattern.matches(&caller)) {
                            missed.push(format!("{home} {text} of {number}"));
                        }
                    }
                }
            }
        }
    }
    assert!(checked > 5_000, "{checked}");
    assert!(missed.is_empty(), "{} of {checked}: {:#?}", missed.len(), &missed[..missed.len().min(200)]);
}

#[test]
fn trunk_prefixes_and_transforms_in_beginnings_are_read_as_in_numbers() {
    let region = |text: &str| text.parse::<Region>().expect("a region");
    for (home, pattern, caller, expected) in [
        ("GB", "+44 (0)20 79*", "+44 20 7946 0000", true),
        ("GB", "+44 (0)20 79*", "020 7946 0000", true),
        ("GB", "+44 (0)20 79*", "+44 20 8946 0000", false),
        ("GB", "0044 (0)20 79*", "+44 20 7946 0000", true),
        ("FR", "+33 (0)1 77*", "+33 1 77 12 34 56", true),
        ("GB", "+44(0)207946####", "020 7946 0000", true),
        ("AR", "0351 15*", "0351 15 555 1234", true),
        ("AR", "011 15*", "011 15 5555 1234", true),
        ("BY", "8 029 222 ####", "8 029 222 1234", true),
        ("FR", "33162######", "0162123456", true),
        ("FR", "0162 ## ## ##", "+33 1 62 12 34 56", true),
        ("IT", "02\u{AD}5555*", "02 5555 1234", true),
        ("IT", "02\u{2212}5555*", "02 5555 1234", true),
        ("IT", "'025555*", "02 5555 1234", true),
        ("IT", "02_5555*", "02 5555 1234", true),
        ("IT", "٠٢٥٥٥٥*", "02 5555 1234", true),
        ("IT", "tel:025555*", "02 5555 1234", true),
        ("IT", "TEL:+39 02 5555*", "02 5555 1234", true),
        ("RU", "8 800 555*", "+7 800 555 12 34", true),
        ("HU", "0630*", "+36 30 123 4567", true),
        ("RU", "+7 800*", "+7 800 555 12 34", true),
    ] {
        check(pattern, region(home), caller, expected);
    }
}

#[test]
fn the_international_prefix_alone_is_refused_and_points_to_foreign_callers() {
    for (home, text) in [("IT", "00*"), ("GB", "00*"), ("DE", "00 *"), ("US", "011*"), ("JP", "010*"), ("AU", "0011*")]
    {
        let error = Pattern::parse(text, home.parse().expect("a region")).err();
        assert_eq!(error, Some(PatternError::OnlyInternationalPrefix), "{home} {text}");
    }
}

#[test]
fn a_rule_reads_a_number_as_every_other_place_does() {
    for text in [
        "tel:0255551234",
        "TEL:02 5555 1234",
        "02 5555 1234 int. 5",
        "\"0255551234\"",
        "- \"02 5555 1234\"",
        "«02 55551234»",
    ] {
        check(text, Region::ITALY, "+390255551234", true);
    }
}

#[test]
fn a_calling_code_without_plus_opens_a_beginning_that_no_national_number_has() {
    for (home, pattern, caller) in [
        ("GB", "4420*", "+442079460000"),
        ("ES", "3491*", "+34912345678"),
        ("RU", "7800*", "+78005551234"),
        ("BR", "5511*", "+5511961234567"),
        ("AC", "24762*", "+24762889"),
        ("AI", "264461*", "+12644612345"),
        ("AI", "(264) 461-2*", "+12644612345"),
        ("AI", "4612*", "+12644612345"),
        ("AG", "(500) 234*", "+15002345678"),
        ("AG", "4612*", "+12684612345"),
    ] {
        check(pattern, home.parse().expect("a region"), caller, true);
    }
    for (home, pattern, caller) in [
        ("IT", "39347*", "+393934712345"),
        ("IN", "9198*", "+919198123456"),
        ("IT", "+39 347*", "+393471234567"),
        ("IT", "+39 800*", "+39800123456"),
        ("IT", "+39 55*", "+395512345678"),
    ] {
        check(pattern, home.parse().expect("a region"), caller, true);
    }
}
