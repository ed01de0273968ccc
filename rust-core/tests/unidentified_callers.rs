//! Callers that are no E.164 number: which of them hold one, and which rules reach the others.

use stufo_core::number::{Caller, OtherCaller, Presentation, RawCaller, Region};
use stufo_core::pattern::Pattern;

fn deliver(scheme: Option<&str>, address: &str, home: &str) -> Caller {
    let raw = RawCaller { scheme, address: Some(address), presentation: Presentation::Allowed };
    Caller::identify(&raw, home.parse().expect("a region"))
}

#[test]
fn a_sip_address_or_a_forwarded_call_that_holds_a_number_is_that_number() {
    for (scheme, address, number) in [
        (Some("sip"), "+390612345678@example.org", "+390612345678"),
        (Some("SIPS"), "0612345678@192.0.2.7;transport=tls", "+390612345678"),
        (Some("sip"), "%2B390612345678;user=phone@example.org", "+390612345678"),
        (Some("sip"), "+39-06-12345678:secret@example.org", "+390612345678"),
        (Some("tel"), "sip:+390612345678@example.org", "+390612345678"),
        (None, "sip:+442079460000@example.org", "+442079460000"),
        (Some("tel"), "+390612345678&+390298765432", "+390612345678"),
        (Some("tel"), "0612345678&222", "+390612345678"),
    ] {
        let Caller::Number(read) = deliver(scheme, address, "IT") else { panic!("{address}") };
        assert_eq!(read.to_string(), number, "{address}");
    }
    for (scheme, address, code) in [(Some("tel"), "111&222", "111"), (Some("sip"), "112@example.org", "112")] {
        let Caller::ShortCode(read) = deliver(scheme, address, "IT") else { panic!("{address}") };
        assert_eq!(read.digits(), code, "{address}");
    }
    assert!(matches!(deliver(Some("sip"), "anna@example.org", "IT"), Caller::Other(OtherCaller::Scheme(_))));
    assert!(matches!(deliver(Some("voicemail"), "0612345678", "IT"), Caller::Other(OtherCaller::Scheme(_))));
}

/// Scheme, address, home, pattern, whether the pattern matches the caller.
const RULES: [(&str, &str, &str, &str, bool); 24] = [
    ("tel", "+4921163558629824", "DE", "+492116355862*", true),
    ("tel", "+4921163558629824", "DE", "+4921163558629824", true),
    ("tel", "+4921163558629824", "DE", "+49 211 6355 8629 ###", true),
    ("tel", "+4921163558629824", "DE", "0211 6355*", true),
    ("tel", "021163558629824001", "DE", "+49211635*", true),
    ("tel", "+4921163558629824", "DE", "/^\\+49211/", true),
    ("tel", "+4921163558629824", "DE", "+492117*", false),
    ("tel", "+4921163558629824", "DE", "*9824", true),
    ("tel", "+2101234567", "IT", "+2101234567", true),
    ("tel", "+2101234567", "IT", "+210*", true),
    ("tel", "+2101234567", "IT", "+211*", false),
    ("tel", "+2101234567", "IT", "*4567", true),
    ("tel", "+012345678", "IT", "+0123*", true),
    ("tel", "+012345678", "IT", "+012345678", true),
    ("tel", "+012345678", "IT", "+0124*", false),
    ("tel", "234567890", "US", "234567890", true),
    ("tel", "234567890", "US", "2345*", true),
    ("tel", "AMAZON", "IT", "amazon", true),
    ("tel", "AMAZON", "IT", "ama*", true),
    ("tel", "AMAZON", "IT", "/^AMA/", true),
    ("sip", "anna@spam.example", "IT", "sip:*@spam.example", true),
    ("sip", "anna@spam.example", "IT", "sip:anna@spam.example", true),
    ("sip", "anna@spam.example", "IT", "sip:*@other.example", false),
    ("tel", "+390612345678", "IT", "amazon", false),
];

#[test]
fn rules_reach_what_is_no_number() {
    for (scheme, address, home, text, expected) in RULES {
        let region: Region = home.parse().expect("a region");
        let pattern = Pattern::parse(text, region).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(pattern.matches(&deliver(Some(scheme), address, home)), expected, "{text} of {address}");
    }
}

#[test]
fn what_was_dialled_is_read_without_codes_pauses_and_extensions() {
    for (home, dialled, number) in [
        ("IT", "+390612345678,,12#", "+390612345678"),
        ("IT", "0612345678,1", "+390612345678"),
        ("IT", "0612345678p12", "+390612345678"),
        ("IT", "0612345678;12", "+390612345678"),
        ("IT", "#31#0612345678", "+390612345678"),
        ("IT", "*31#+390612345678", "+390612345678"),
        ("IT", "*67#0612345678", "+390612345678"),
        ("US", "*67 202 555 0123", "+12025550123"),
        ("US", "*822025550123", "+12025550123"),
        ("GB", "141 020 7946 0000", "+442079460000"),
        ("GB", "1470 02079460000", "+442079460000"),
        ("JP", "184-03-1234-5678", "+81312345678"),
        ("BR", "0 15 11 96123 4567", "+5511961234567"),
        ("BR", "021 11 2345 6789", "+551123456789"),
        ("CO", "03 601 2345678", "+576012345678"),
    ] {
        let raw = RawCaller { scheme: Some("tel"), address: Some(dialled), presentation: Presentation::Allowed };
        let caller = Caller::of_dialled(&raw, home.parse().expect("a region"));
        let Caller::Number(read) = caller else { panic!("{dialled}: {caller:?}") };
        assert_eq!(read.to_string(), number, "{dialled}");
    }
    let raw = RawCaller { scheme: Some("tel"), address: Some("112"), presentation: Presentation::Allowed };
    assert!(matches!(Caller::of_dialled(&raw, Region::ITALY), Caller::ShortCode(_)));
}

#[test]
fn addresses_are_compared_without_scheme_port_and_parameters_and_their_numbers_as_numbers() {
    for (scheme, address, pattern, expected) in [
        ("sip", "anna@spam.example", "anna@spam.example", true),
        ("sip", "anna@spam.example:5060;transport=udp", "sip:anna@spam.example", true),
        ("sips", "anna@spam.example?subject=x", "sip:anna@spam.example", true),
        ("sip", "anna@spam.example", "*@spam.example", true),
        ("sip", "anna@spam.example", "sip:an?a@spam.example:5061", true),
        ("sip", "anna@spam.example", "*@other.example", false),
        ("sip", "anna@spam.example.org", "*@spam.example", false),
        ("tel", "+390612345678", "sip:+390612345678@spam.example", true),
        ("sip", "+390612345678@other.example", "sip:+390612345678@spam.example", true),
        ("tel", "+390612345678", "sip:+39 06 12*@spam.example", true),
        ("tel", "+390712345678", "sip:+39 06 12*@spam.example", false),
    ] {
        let read = Pattern::parse(pattern, Region::ITALY).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        assert_eq!(read.matches(&deliver(Some(scheme), address, "IT")), expected, "{pattern} {address}");
    }
    for pattern in ["sip:", "@", "sips:@"] {
        assert!(Pattern::parse(pattern, Region::ITALY).is_err(), "{pattern}");
    }
}

#[test]
fn a_pattern_of_fixed_length_matches_the_codes_that_are_written_so() {
    for (home, pattern, address) in [
        ("US", "202####", "2021234"),
        ("US", "555-####", "5551234"),
        ("GB", "118###", "118123"),
        ("DE", "11####", "115123"),
    ] {
        let pattern = Pattern::parse(pattern, home.parse().expect("a region")).expect("it reads");
        assert!(pattern.matches(&deliver(Some("tel"), address, home)), "{home} {address}");
    }
}

#[test]
fn codes_before_short_numbers_and_names_before_addresses_are_no_part_of_the_number() {
    for (dialled, home, code) in
        [("*31#112", "IT", "112"), ("#31#112", "DE", "112"), ("*67911", "US", "911"), ("*31#118", "IT", "118")]
    {
        let raw = RawCaller { scheme: Some("tel"), address: Some(dialled), presentation: Presentation::Allowed };
        let caller = Caller::of_dialled(&raw, home.parse().expect("a region"));
        assert!(matches!(&caller, Caller::ShortCode(read) if read.digits() == code), "{dialled} {caller:?}");
    }
    for dialled in ["*21*112#", "*100*112#", "*#06#", "**21*0612345678#", "*123#"] {
        let raw = RawCaller { scheme: Some("tel"), address: Some(dialled), presentation: Presentation::Allowed };
        let caller = Caller::of_dialled(&raw, Region::ITALY);
        assert!(matches!(caller, Caller::Other(_)), "{dialled} {caller:?}");
    }
    for address in ["<sip:+390612345678@example.org>", "\"Anna\" <sip:0612345678@example.org;transport=tls>"] {
        let caller = deliver(Some("tel"), address, "IT");
        assert!(matches!(&caller, Caller::Number(read) if read.to_string() == "+390612345678"), "{address} {caller:?}");
    }
}
