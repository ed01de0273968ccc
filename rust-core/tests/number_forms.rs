//! How one number is written and how it is delivered: every pair must meet. And what hostile text gets.

use stufo_core::number::{Caller, OtherCaller, ParseError, PhoneNumber, Presentation, RawCaller, Region};

fn region(text: &str) -> Region {
    text.parse().expect("a region")
}

fn deliver(address: &str, home: &str) -> Caller {
    let raw = RawCaller { scheme: Some("tel"), address: Some(address), presentation: Presentation::Allowed };
    Caller::identify(&raw, region(home))
}

/// Home, international prefix, trunk form, national significant number, calling code.
const NUMBERS: [(&str, &str, &str, &str, &str); 7] = [
    ("IT", "00", "0612345678", "0612345678", "39"),
    ("IT", "00", "3491234567", "3491234567", "39"),
    ("FR", "00", "0162123456", "162123456", "33"),
    ("ES", "00", "910123456", "910123456", "34"),
    ("DE", "00", "030123456", "30123456", "49"),
    ("GB", "00", "02079460958", "2079460958", "44"),
    ("US", "011", "12025550123", "2025550123", "1"),
];

/// Five written forms (lists, people) by five delivered forms (networks): 25 of 25 match.
#[test]
fn every_written_form_meets_every_delivered_form() {
    for (home, prefix, trunk, national, code) in NUMBERS {
        let (front, back) = national.split_at(national.len() / 2);
        let (trunk_front, trunk_back) = trunk.split_at(trunk.len() / 2);
        let spaced = format!("{trunk_front} {trunk_back}");
        let written = [
            format!("+{code}{national}"),
            format!("{prefix}{code}{national}"),
            trunk.to_owned(),
            spaced,
            format!("tel:+{code}-{front}-{back}"),
        ];
        let delivered = [
            format!("+{code}{national}"),
            format!("{prefix}{code}{national}"),
            trunk.to_owned(),
            national.to_owned(),
            format!("{code}{national}"),
        ];
        let mut met = 0;
        for list in &written {
            let wanted = PhoneNumber::parse(list, region(home)).expect("a number");
            for network in &delivered {
                met += usize::from(deliver(network, home) == Caller::Number(wanted));
            }
        }
        assert_eq!(met, 25, "{home} {national}");
    }
}

#[test]
fn a_foreign_number_is_not_taken_for_one_at_home() {
    let us = PhoneNumber::parse("4722345678", region("US")).expect("a number");
    let norway = PhoneNumber::parse("+4722345678", region("US")).expect("a number");
    assert_eq!((us.to_string(), norway.to_string()), ("+14722345678".into(), "+4722345678".into()));
    assert_ne!(us.key(), norway.key());
}

#[test]
fn italys_leading_zero_is_kept_from_everywhere() {
    for home in ["IT", "FR", "US", "RU"] {
        assert_eq!(
            PhoneNumber::parse("+39 06 1234 5678", region(home)).expect("a number").to_string(),
            "+390612345678"
        );
    }
}

#[track_caller]
fn refused(text: &str, home: &str, why: ParseError) {
    assert_eq!(PhoneNumber::parse(text, region(home)), Err(why));
}

#[test]
fn hostile_text_gets_a_clear_error() {
    refused("", "IT", ParseError::NotANumber);
    refused("\0", "IT", ParseError::NotANumber);
    refused("06\u{0}1234567", "IT", ParseError::NotANumber);
    refused(&"9".repeat(10_000), "IT", ParseError::TextTooLong);
    refused(&"9".repeat(30), "IT", ParseError::TooLong { digits: 30 });
    refused("+999123456789", "IT", ParseError::UnknownCallingCode);
    refused("chiamami", "IT", ParseError::NotANumber);
    refused("7", "IT", ParseError::TooShort { digits: 1 });
    refused("'; DROP TABLE call; --", "IT", ParseError::NotANumber);
    assert!("XX".parse::<Region>().is_err() && "Italia".parse::<Region>().is_err() && "".parse::<Region>().is_err());
}

#[test]
fn digits_of_other_scripts_and_invisible_marks_are_read() {
    let rome = PhoneNumber::parse("0612345678", Region::ITALY).expect("a number");
    for text in [
        "０６１２３４５６７８",
        "٠٦١٢٣٤٥٦٧٨",
        "\u{202A}06 1234 5678\u{202C}",
        "\u{200F}+39 06-1234-5678",
        "＋39 0612345678",
    ] {
        assert_eq!(PhoneNumber::parse(text, Region::ITALY), Ok(rome), "{text:?}");
    }
    for text in
        ["06 12345678 int. 12", "tel:06-1234-5678;phone-context=+39", "tel:+39-06-12345678;ext=12", "06 12345678 x9"]
    {
        assert_eq!(PhoneNumber::parse(text, Region::ITALY), Ok(rome), "{text}");
    }
}

#[test]
fn callers_are_told_apart() {
    let hidden = |presentation| {
        let raw = RawCaller { scheme: None, address: None, presentation };
        matches!(Caller::identify(&raw, Region::ITALY), Caller::Hidden(_))
    };
    assert!(
        [Presentation::Allowed, Presentation::Restricted, Presentation::Unknown, Presentation::Payphone]
            .map(hidden)
            .iter()
            .all(|is| *is)
    );
    assert!(matches!(deliver("112", "IT"), Caller::ShortCode(_)));
    assert!(matches!(deliver("*#06#", "IT"), Caller::Other(OtherCaller::Malformed { .. })));
    assert_eq!(deliver("", "IT"), Caller::Other(OtherCaller::Empty));
    let sip = RawCaller {
        scheme: Some("sip"),
        address: Some("+390843123456@example.org"),
        presentation: Presentation::Allowed,
    };
    assert!(matches!(Caller::identify(&sip, Region::ITALY), Caller::Number(_)));
}

#[test]
fn a_malformed_caller_keeps_a_bounded_text() {
    let Caller::Other(OtherCaller::Malformed { text, .. }) = deliver(&"è\u{0}x".repeat(5_000), "IT") else {
        panic!("not malformed")
    };
    assert!(text.len() <= OtherCaller::MAX_TEXT && !text.contains('\u{0}') && !text.is_empty());
}

#[test]
fn nothing_that_may_be_logged_shows_a_number() {
    let number = PhoneNumber::parse("0612345678", Region::ITALY).expect("a number");
    let shown = format!(
        "{number:?} {:?} {:?} {:?} {:?}",
        number.key(),
        deliver("1530", "IT"),
        deliver("06x12345678y", "IT"),
        deliver("0612345678", "IT")
    );
    for part in ["12345", "0612", "1530", "345678"] {
        assert!(!shown.contains(part), "{shown}");
    }
}

/// Calling codes of no country: satellite and international networks (ITU-T E.164, list of assigned codes).
#[test]
fn every_calling_code_of_no_country_is_read() {
    for number in [
        "+80012345678",
        "+80812345678",
        "+870773111111",
        "+878101234567890",
        "+8816123456789",
        "+88213300000",
        "+883510012345",
        "+88812345678901",
        "+979123456789",
    ] {
        for home in ["IT", "US", "JP"] {
            let Caller::Number(read) = deliver(number, home) else { panic!("{number} at home in {home}") };
            assert_eq!((read.to_string().as_str(), read.region()), (number, None));
            let written = PhoneNumber::parse(&format!("00{}", number.trim_start_matches('+')), region("IT"));
            assert_eq!(written, Ok(read), "{number} with the international prefix");
        }
    }
}

#[test]
fn san_marinos_line_is_one_number_however_it_is_dialled() {
    let line = PhoneNumber::parse("+378 0549 886377", Region::ITALY).expect("a number");
    assert_eq!(line.to_string(), "+3780549886377");
    for (home, text) in [
        ("IT", "+378 886377"),
        ("IT", "+39 0549 886377"),
        ("IT", "0549 886377"),
        ("IT", "00378 0549 886377"),
        ("SM", "0549 886377"),
        ("SM", "886377"),
        ("DE", "0039 0549 886377"),
    ] {
        assert_eq!(PhoneNumber::parse(text, region(home)), Ok(line), "{text} at home in {home}");
    }
    // Bologna's 051 and numbers of other lengths stay Italian.
    assert_eq!(PhoneNumber::parse("051 654321", Region::ITALY).expect("a number").to_string(), "+39051654321");
}

#[test]
fn italian_numbers_get_their_lost_zero_back_where_nothing_else_can_be_meant() {
    for (written, repaired) in [
        ("+39266307129", Some("+390266307129")),
        ("+39612345678", Some("+390612345678")),
        ("+39112345678", Some("+390112345678")),
        ("+39957123456", Some("+390957123456")),
        ("+393471234567", None),
        ("+390266307129", None),
        ("+39800123456", None),
        ("+39892424", None),
        ("+39199123456", None),
        ("+442071838750", None),
    ] {
        let number: PhoneNumber = written.parse().expect("a number");
        assert_eq!(number.with_lost_zero().map(|number| number.to_string()).as_deref(), repaired, "{written}");
    }
}
