//! Lists: every form, packed entries, manifests and deltas.

use std::collections::BTreeMap;

use minisign::KeyPair;
use stufo_core::blocklist::Entry;
use stufo_core::blocklist::formats::{self, Form, guard};
use stufo_core::blocklist::packed::{AppliedDelta, DeltaError, EntryReader, Sorter, encode_delta, encode_entries};
use stufo_core::blocklist::repository::{FileIndex, Known, Manifest, SignedFile};
use stufo_core::number::PhoneNumber;

use crate::region_of;

const MOST: u64 = 100_000;

/// The forms that every list can be written in; FRITZ!Box's has `00` for `+`, which is so in most countries only.
const FORMS: [Form; 5] = [Form::Stufo, Form::Plain, Form::Csv, Form::Json, Form::Vcard];

/// What was read passes the guards; written in any form it reads as the same list.
pub fn lists(data: &[u8]) {
    let (home, rest) = region_of(data);
    let mut sorter = Sorter::default();
    let mut count = 0_u64;
    let read = formats::read(rest, None, home, &mut |entry| {
        assert!(guard(&entry, home).is_ok(), "a list takes no entry that its guards refuse");
        count += 1;
        sorter.push(&entry);
    });
    let Ok(report) = read else { return };
    assert_eq!(report.taken, count);
    let entries: Vec<Entry> = sorter.finish().collect();
    let form = FORMS[rest.len() % FORMS.len()];
    let mut file = Vec::new();
    formats::write(form, entries.iter().cloned(), &mut file).expect("every list is written");
    let mut again = Sorter::default();
    formats::read(file.as_slice(), Some(form), home, &mut |entry| again.push(&entry)).expect("and read");
    let again = places(again.finish().collect());
    // The one rest: a bare number of an Italian list, outside the plan, is written behind +39 in text, where its zero is put back
    // (docs/known-issues.md).
    let is_settled = form == Form::Stufo || entries.iter().all(|entry| !would_be_repaired(entry));
    assert!(again == places(entries) || !is_settled);
}

fn would_be_repaired(entry: &Entry) -> bool {
    let number = entry.key.number_key().and_then(PhoneNumber::from_key).filter(|_| !entry.is_prefix);
    number.is_some_and(|number| number.with_lost_zero().is_some())
}

fn places(entries: Vec<Entry>) -> BTreeMap<(u8, bool, u64), u16> {
    entries.into_iter().map(|entry| (entry.place(), entry.tail.bits())).collect()
}

/// Packed entries that read are in order, and pack to a file that reads as the same.
pub fn packed(data: &[u8]) {
    let Ok(reader) = EntryReader::new(data, MOST) else { return };
    let Ok(entries) = reader.collect::<Result<Vec<Entry>, _>>() else { return };
    assert!(entries.is_sorted_by(|one, other| one.place() < other.place()));
    let bytes = encode_entries(entries.iter().cloned()).expect("entries in order are packed");
    let again: Vec<Entry> = EntryReader::new(bytes.as_slice(), MOST).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(again, entries);
}

/// What reads is written as it was read; and nothing without the right signature is believed.
pub fn manifest(data: &[u8]) {
    if let Ok(index) = FileIndex::read(data) {
        assert_eq!(FileIndex::read(&index.encode()).as_ref(), Ok(&index));
    }
    if let Ok(manifest) = Manifest::read(data) {
        assert_eq!(Manifest::read(&manifest.encode()).as_ref(), Ok(&manifest));
    }
    thread_local! {
        static KEYS: KeyPair = KeyPair::generate_unencrypted_keypair().expect("a key");
    }
    KEYS.with(|keys| {
        let public = keys.pk.to_base64();
        let known = Known { version: 7, clock_millis: 1_795_518_000_000, latest_millis: None };
        assert!(Manifest::open(data, &public, known).is_err(), "nobody else signs");
        // Signed as it is: whatever it says, an older version is never taken.
        let signature = minisign::sign(None, &keys.sk, data, None, None).expect("signed").into_string();
        let file = SignedFile { signature: &signature, next_signature: None, content: data }.join();
        if let Ok(manifest) = Manifest::open(&file, &public, known) {
            assert!(manifest.version >= known.version && manifest.expires_millis() > known.clock_millis);
        }
    });
}

/// A delta that applies to a list leads to one in order; and one made of both leads there again. More changes than allowed are none.
pub fn delta(data: &[u8]) {
    let base: Vec<Entry> = "+39021234567\n+39021234568\n+39061234567\n+3906555*\n+3906556##\n+39061234568\n"
        .lines()
        .fold(Sorter::default(), |mut sorter, line| {
            let mut take = |entry: Entry| sorter.push(&entry);
            formats::read(line.as_bytes(), None, "IT".parse().expect("a region"), &mut take).expect("a list");
            sorter
        })
        .finish()
        .collect();
    let applied = |bytes: &[u8]| -> Option<Vec<Entry>> {
        let base = base.iter().cloned().map(Ok::<Entry, DeltaError>);
        AppliedDelta::new(bytes, base, 10_000).ok()?.collect::<Result<_, _>>().ok()
    };
    let Some(after) = applied(data) else { return };
    assert!(after.len() <= base.len() + 10_000);
    assert!(after.is_sorted_by(|one, other| one.place() < other.place()));
    let again = encode_delta(base.iter(), after.iter()).expect("both are in order");
    assert_eq!(applied(&again.bytes), Some(after));
}
