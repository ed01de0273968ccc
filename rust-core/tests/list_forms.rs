//! Every public form of facts about lists, in one or two real-looking files each, and the traps seen in the wild.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;

use strum::VariantArray;
use stufo_core::blocklist::Entry;
use stufo_core::blocklist::formats::{self, Fault, Form, FormatError, Limits, MAX_PROBLEMS, Report};
use stufo_core::blocklist::packed::Sorter;
use stufo_core::number::{PhoneNumber, Region};

fn read(bytes: &[u8], region: &str) -> (Vec<Entry>, Report) {
    let mut entries = Vec::new();
    let report = formats::read(bytes, None, region.parse().unwrap(), &mut |entry| entries.push(entry)).unwrap();
    (entries, report)
}

/// A number as digits, a prefix with `*` behind, or with a `#` for each digit that follows it.
fn shown(entry: &Entry) -> String {
    let tails: Vec<String> = entry.tail.counts().map(|count| "#".repeat(count.into())).collect();
    let tail = if entry.is_prefix && tails.is_empty() { "*".to_owned() } else { tails.join("|") };
    entry.key.digits() + &tail
}

#[track_caller]
fn check(form: Form, text: &str, region: &str, expected: &str) {
    assert_eq!(Form::detect(text.as_bytes(), region.parse().unwrap()), form, "the form of {text}");
    let (entries, _) = read(text.as_bytes(), region);
    let shown: Vec<String> = entries.iter().map(shown).collect();
    assert_eq!(shown.join(" "), expected, "{text}");
}

#[test]
fn plain_text() {
    check(
        Form::Plain,
        "# unwanted\n+902127053327\n00390612345678\n06 1234 5679\n\n",
        "IT",
        "902127053327 390612345678 390612345679",
    );
    check(Form::Plain, "+902127053327,+902127065148", "IT", "902127053327 902127065148");
    check(Form::Plain, "998777112\n", "ES", "34998777112");
    check(Form::Plain, "+39 02 55551*: Luce e gas\n", "IT", "390255551*");
}

#[test]
fn tables() {
    check(Form::Csv, "number,description\n+902127053327,x\n", "IT", "902127053327");
    check(
        Form::Csv,
        "pattern,description,priority,isBlacklist\n+902127053327,\"a \"\"b\"\" c\",1,true\n",
        "IT",
        "902127053327",
    );
    check(Form::Csv, "pattern\n4692576503\n4692576503\n", "US", "14692576503 14692576503");
    let ftc = "Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,Consumer_Area_Code,Subject,Recorded_Message_Or_Robocall\n\
               4692576503,2026-01-02,2026-01-01,Dallas,Texas,469,\"Warranties, all\",Y\n";
    check(Form::Csv, ftc, "US", "14692576503");
    let yacb = "ID,name,pattern,creationTimestamp,numberOfCalls,lastCallTimestamp\n1,\"x\",+3902555512##,0,3,0\n2,y,+390612345678,0,0,\n";
    check(Form::Csv, yacb, "IT", "3902555512## 390612345678");
    check(Form::Csv, "Rossi SRL,0612345678\nBianchi,0612345679\n", "IT", "390612345678 390612345679");
}

#[test]
fn json() {
    let phone_block = r#"{"numbers":[{"phone":"+4930123456","votes":10,"rating":"G_FRAUD","lastActivity":1},{"phone":"+4930123457","votes":0}],"version":42}"#;
    check(Form::Json, phone_block, "DE", "4930123456");
    let (entries, report) = read(phone_block.as_bytes(), "DE");
    assert_eq!((entries[0].score, entries[0].category.unwrap().name(), report.withdrawn), (Some(10), "fraud", 1));
    let daemon = r#"{"name":"main","entries":[{"name":"Test range 1","number":"+4144888777","date_modified":"2016-8-21 14:54:2 +0000"}]}"#;
    check(Form::Json, daemon, "CH", "4144888777*");
    check(Form::Json, r#"[{"operator":"ARCEP","prefix":"+3316212","pattern":"+3316212####"}]"#, "FR", "3316212####");
    check(Form::Json, r#"["+390612345678", "0612345679"]"#, "IT", "390612345678 390612345679");
}

#[test]
fn xml() {
    check(
        Form::Xml,
        r#"<?xml version="1.0"?><blocklist version="42"><phone-info phone="+4930123456" votes="10" rating="G_FRAUD"/></blocklist>"#,
        "DE",
        "4930123456",
    );
    let fritz = r#"<?xml version="1.0" encoding="utf-8"?><phonebooks><phonebook><contact><person><realName>Spam &amp; Co</realName></person>
        <telephony><number type="home" prio="1" id="0">0014029357733</number></telephony></contact></phonebook></phonebooks>"#;
    check(Form::Xml, fritz, "DE", "14029357733");
}

#[test]
fn contacts() {
    check(
        Form::Vcard,
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Spam\r\nTEL;TYPE=CELL:+39 06 1234 5678\r\nitem1.TEL:0612345679\r\nEND:VCARD\r\n",
        "IT",
        "390612345678 390612345679",
    );
}

#[test]
fn marks_codings_and_compression_do_not_matter() {
    let plain = "# list\r\n+390612345678\r\n+390612345679\r\n";
    let (expected, _) = read(plain.as_bytes(), "IT");
    assert_eq!(expected.len(), 2);
    let bom = [&[0xef, 0xbb, 0xbf], plain.as_bytes()].concat();
    let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(plain.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(plain.as_bytes()).unwrap();
    for bytes in [bom, little, big, gzip.finish().unwrap()] {
        assert_eq!(read(&bytes, "IT").0, expected);
    }
}

#[test]
fn a_list_cannot_reach_what_it_must_not() {
    let (entries, report) =
        read(b"112\n191\n+39112\n+39*\n*\n+3902*\n/.*/\n+39 02 5# 1234\njunk\n07453775817\n0843*\n", "IT");
    assert_eq!(entries.len(), 2, "an odd number and a narrow range: {}", report.left_out);
    let faults: Vec<Fault> = report.problems.iter().map(|problem| problem.fault).collect();
    assert!(
        faults.contains(&Fault::NeverBlock) && faults.contains(&Fault::TooWide) && faults.contains(&Fault::NotANumber)
    );
    assert_eq!(report.problems[0].line, 1);
}

#[test]
fn bad_lines_are_counted_and_the_first_ones_told() {
    let text = "junk\n".repeat(1_000) + "+390612345678\n";
    let (entries, report) = read(text.as_bytes(), "IT");
    assert_eq!((entries.len(), report.left_out, report.problems.len()), (1, 1_000, MAX_PROBLEMS));
    assert!(report.problems.iter().all(|problem| !problem.fault.to_string().contains("junk")));
}

#[test]
fn hostile_files_end_in_an_error_or_in_nothing() {
    let home = Region::ITALY;
    let refuse = |bytes: &[u8]| formats::read(bytes, None, home, &mut |_| {}).err();
    assert!(matches!(refuse(b"{\"numbers\":[{\"phone\":"), Some(FormatError::Damaged { .. })));
    assert!(matches!(refuse("[".repeat(100_000).as_bytes()), Some(FormatError::Damaged { .. })));
    assert!(matches!(refuse(b"<blocklist><phone-info phone=\"1\" <"), Some(FormatError::Damaged { .. }) | None));
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b'\n'; 4 << 20]).unwrap();
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 10_000);
    let unpacked =
        formats::read_lines(Limits { bytes: 1 << 20, ..Limits::default() }, bomb.as_slice(), None, home, &mut |_| {});
    assert!(matches!(unpacked, Err(FormatError::TooLarge)));
    for bytes in [&b"\0\0\0\0"[..], b"\xff\xff\xff", b"\x1f\x8b\x00", b"", b"\xff\xfe\x00"] {
        let _outcome = refuse(bytes);
    }
}

/// What is written in any form reads back as the same list.
#[test]
fn every_writable_form_round_trips() {
    let text = "number,name,category,score\n+390612345678,Luce & gas,fraud,12\n+390612345679,,,\n+3902555512*,Serie,advertising,\n1477,,,\n+14029357733,\"a, \"\"b\"\"\",,3\n";
    let (entries, report) = read(text.as_bytes(), "IT");
    assert_eq!((entries.len(), report.left_out), (5, 0));
    let mut sorted = entries;
    sorted.sort_by(Entry::compare_places);
    for form in Form::VARIANTS.iter().copied() {
        let mut written = Vec::new();
        formats::write(form, sorted.iter().cloned(), &mut written).unwrap();
        assert_eq!(Form::detect(&written, Region::ITALY), form, "{form:?}");
        let (mut again, report) = read(&written, "IT");
        again.sort_by(Entry::compare_places);
        assert_eq!(report.left_out, 0, "{form:?}");
        let places = |entries: &[Entry]| entries.iter().map(Entry::place).collect::<Vec<_>>();
        assert_eq!(places(&again), places(&sorted), "{form:?}");
        if matches!(form, Form::Csv | Form::Json | Form::Stufo) {
            assert_eq!(again, sorted, "{form:?}: labels, categories and scores too");
        }
    }
}

/// Numbers outside their plans, as fuzzing found them: trunk prefixes that were doubled, a zero that was lost.
#[test]
fn numbers_outside_their_plan_are_the_same_list_again() {
    for (region, text) in [
        ("FR", "00 0600 065567"),
        ("FR", "0 0600*\n0 0612345##\n"),
        ("CU", "00123456"),
        ("AU", "099098"),
        ("DE", "+83370;1234562"),
        ("IT", ",6  06 4352167\n0041\n+390020092\n"),
        ("GB", "+44 0 0 20 7946 0958\n+44 (0)020 7946*\n"),
        ("AR", "0 11 15 1234 5678\n15 1234 5678\n"),
        ("IL", "(1203*"),
    ] {
        let (entries, report) = read(text.as_bytes(), region);
        assert_eq!(report.taken, u64::try_from(entries.len()).unwrap(), "{region} {text}");
        for form in [Form::Stufo, Form::Plain, Form::Csv, Form::Json, Form::Vcard] {
            let mut sorter = Sorter::default();
            entries.iter().for_each(|entry| sorter.push(entry));
            let sorted: Vec<Entry> = sorter.finish().collect();
            let is_bare = |entry: &Entry| {
                let number = entry.key.number_key().and_then(PhoneNumber::from_key);
                number.is_some_and(|number| number.with_lost_zero().is_some())
            };
            // Text says `+39` before such a number, and so gives it its zero back (docs/known-issues.md).
            let sorted: Vec<Entry> =
                sorted.into_iter().filter(|entry| form == Form::Stufo || !is_bare(entry)).collect();
            let mut file = Vec::new();
            formats::write(form, sorted.iter().cloned(), &mut file).unwrap();
            let mut again = Sorter::default();
            let home = region.parse().unwrap();
            formats::read(file.as_slice(), Some(form), home, &mut |entry| again.push(&entry)).unwrap();
            let again: Vec<Entry> = again.finish().collect();
            let places = |entries: &[Entry]| entries.iter().map(Entry::place).collect::<Vec<_>>();
            assert_eq!(places(&again), places(&sorted), "{region} {text} {form:?}");
        }
    }
}

#[test]
fn contacts_stay_small() {
    let entries: Vec<Entry> =
        (0..1_234).map(|index| read(format!("+39061{index:07}").as_bytes(), "IT").0.remove(0)).collect();
    let mut written = Vec::new();
    formats::write(Form::Vcard, entries.into_iter(), &mut written).unwrap();
    let text = String::from_utf8(written).unwrap();
    let most = text.split("BEGIN:VCARD").map(|contact| contact.matches("TEL").count()).max();
    assert_eq!(most, Some(formats::MAX_PER_CONTACT));
}
