//! Signed repositories under attack: whatever does not fit is refused by name, and deltas lead where they say.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::io::Cursor;

use minisign::KeyPair;
use proptest::prelude::*;
use strum::VariantArray;
use stufo_core::blocklist::Entry;
use stufo_core::blocklist::packed::{AppliedDelta, DeltaError, encode_delta, encode_entries};
use stufo_core::blocklist::repository::{
    DeltaContent, DeltaRef, FileIndex, FileRef, Known, MAX_DELTAS, MAX_VALID_DAYS, Manifest, NewestDelta, Refused,
    SignedFile,
};
use stufo_core::number::NumberKey;

const NOW: i64 = 1_795_518_000_000;
const DAY: i64 = 86_400_000;

fn manifest(version: u64) -> Manifest {
    let delta = NewestDelta { from: version - 1, content: DeltaContent::Inline(b"delta\n\n\0".to_vec()) };
    Manifest {
        version,
        created_seconds: NOW / 1_000,
        valid_days: 30,
        numbers: 1,
        index: FileRef::of(b"index"),
        delta: Some(delta),
        next_key: None,
    }
}

fn pair() -> KeyPair {
    KeyPair::generate_unencrypted_keypair().unwrap()
}

/// A signature as `minisign -S` or `stufo publish build` writes it.
fn sign(pair: &KeyPair, content: &[u8]) -> String {
    let signature = minisign::sign(None, &pair.sk, Cursor::new(content), None, None).unwrap().into_string();
    format!("{}\n", signature.trim_end())
}

fn signed(content: &[u8], pairs: &[&KeyPair]) -> Vec<u8> {
    let signatures: Vec<String> = pairs.iter().map(|pair| sign(pair, content)).collect();
    let next_signature = signatures.get(1).map(String::as_str);
    SignedFile { signature: signatures.first().unwrap(), next_signature, content }.join()
}

fn holds(version: u64) -> Known {
    Known { version, clock_millis: NOW, latest_millis: None }
}

/// A content under a good signature.
fn open_content(content: &[u8], known: Known) -> Result<Manifest, Refused> {
    let pair = pair();
    Manifest::open(&signed(content, &[&pair]), &pair.pk.to_base64(), known)
}

fn open(manifest: &Manifest, known: Known) -> Result<Manifest, Refused> {
    open_content(&manifest.encode(), known)
}

#[test]
fn a_good_manifest_opens_and_holds_the_newest_delta() {
    let newest = manifest(5);
    assert_eq!(open(&newest, holds(4)), Ok(newest.clone()));
    assert_eq!(open(&newest, holds(5)), Ok(newest.clone()), "the same version again is no rollback");
    let file = NewestDelta { from: 3, content: DeltaContent::File(FileRef::of(b"d")) };
    for delta in [Some(file), None] {
        let other = Manifest { delta, ..newest.clone() };
        assert_eq!(open(&other, holds(4)), Ok(other));
    }
    assert_eq!(newest.expires_millis(), NOW + 30 * DAY);
}

#[test]
fn a_manifest_is_a_few_lines_of_text() {
    let index = "5 G8BLUpHCakbZGBOROLmS0t6XbWhR0Ik7BHa4W_vfxuY";
    let text = format!(
        "STUFO-MANIFEST-1\nversion 5\ncreated 1795518000\ndays 30\nnumbers 1\nindex {index}\ndelta 4\n\ndelta\n\n\0"
    );
    assert_eq!(String::from_utf8(manifest(5).encode()), Ok(text));
}

#[test]
fn rollback_version_jump_freeze_and_dates_far_ahead_are_refused() {
    let newest = manifest(5);
    let at = |clock_millis| Known { clock_millis, ..holds(4) };
    assert_eq!(open(&newest, holds(6)), Err(Refused::Rollback));
    for (version, held, outcome) in [
        (1_000_004, 4, Ok(1_000_004)),
        (1_000_005, 4, Err(Refused::VersionJump)),
        (1_000_000, 0, Ok(1_000_000)),
        (1_000_001, 0, Err(Refused::VersionJump)),
        (i64::MAX.cast_unsigned(), 4, Err(Refused::VersionJump)),
    ] {
        assert_eq!(open(&manifest(version), holds(held)).map(|opened| opened.version), outcome, "{version} on {held}");
    }
    assert!(open(&newest, at(NOW + 30 * DAY - 1)).is_ok());
    assert_eq!(open(&newest, at(NOW + 30 * DAY)), Err(Refused::Expired));
    assert!(open(&newest, at(NOW - 7 * DAY)).is_ok(), "clocks are not equal");
    assert_eq!(open(&newest, at(NOW - 7 * DAY - 1)), Err(Refused::FarAhead));
    for (valid_days, outcome) in [(MAX_VALID_DAYS, Ok(())), (MAX_VALID_DAYS + 1, Err(Refused::FarAhead))] {
        assert_eq!(open(&Manifest { valid_days, ..newest.clone() }, holds(4)).map(drop), outcome, "{valid_days}");
    }
    let endless = Manifest { created_seconds: i64::MAX / 1_000, valid_days: u32::MAX, ..newest };
    assert_eq!(open(&endless, holds(4)), Err(Refused::FarAhead));
}

/// The clock went back to before the manifest expired; a later one was believed meanwhile.
#[test]
fn an_expired_manifest_is_not_believed_again_when_the_clock_goes_back() {
    let newest = manifest(5);
    for (later_days, outcome) in [(29, Ok(5)), (30, Err(Refused::Expired))] {
        let known = Known { latest_millis: Some(NOW + later_days * DAY), ..holds(4) };
        assert_eq!(open(&newest, known).map(|opened| opened.version), outcome, "{later_days} days");
    }
    let known = Known { latest_millis: Some(NOW - 400 * DAY), clock_millis: NOW + 30 * DAY, ..holds(4) };
    assert_eq!(open(&newest, known), Err(Refused::Expired), "the clock counts where it is later");
}

#[test]
fn what_no_publisher_writes_is_refused() {
    let good = String::from_utf8(manifest(5).encode()).unwrap();
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        open_content(good.replacen(from, to, 1).as_bytes(), holds(4)).map(drop)
    };
    assert_eq!(with("numbers 1\n", "numbers 1\n"), Ok(()));
    assert_eq!(with("FEST-1\n", "FEST-2\n"), Err(Refused::NewerFormat));
    let index = FileRef::of(b"index").to_string();
    let long = format!("index {}", index.replacen("5 ", "65537 ", 1));
    let index = format!("index {index}");
    for (from, to) in [
        ("FEST-1\n", "FEST-0\n"),
        ("FEST-1\n", "FEST-+1\n"),
        ("STUFO-", "STUFA-"),
        ("version 5", "version 0"),
        ("version 5", "version -5"),
        ("version 5", "version +5"),
        ("version 5", "version 9223372036854775808"),
        ("version 5", "version 5 "),
        ("version 5\n", ""),
        ("version 5\n", "version 5\nversion 5\n"),
        ("version 5\ncreated 1795518000\n", "created 1795518000\nversion 5\n"),
        ("created 1795518000", "created 9223372036854775807"),
        ("created 1795518000", "created -1"),
        ("days 30", "days 0"),
        ("days 30", "days 4294967296"),
        ("numbers 1", "numbers "),
        (&index, "index 5 ../../etc/passwd"),
        (&index, "index 5 "),
        (&index, &index.replacen("5 ", "0 ", 1)),
        (&index, &long),
        (&index, &format!("{index}=")),
        (&index, index.get(..index.len() - 1).unwrap()),
        ("delta 4", "delta 5"),
        ("delta 4", "delta 4 3"),
        ("delta 4\n\n", "delta 4\nsurprise 1\n\n"),
        ("delta 4\n\ndelta\n\n\0", "delta 4\n\n"),
        ("delta 4\n\n", "\n"),
        ("\n\ndelta\n\n", "\n"),
    ] {
        assert_eq!(with(from, to), Err(Refused::BadManifest), "{from:?} as {to:?}");
    }
    let file = FileRef::of(b"d").to_string();
    let trailing = good.replace("delta 4\n", &format!("delta 4 {file}\n"));
    assert_eq!(open_content(trailing.as_bytes(), holds(4)), Err(Refused::BadManifest), "bytes that no line announces");
    assert_eq!(open_content(b"STUFO-MANIFEST-1\n\n", holds(4)), Err(Refused::BadManifest));
    assert_eq!(open_content(b"", holds(4)), Err(Refused::BadManifest));
    let huge = NewestDelta { from: 4, content: DeltaContent::Inline(vec![1; 64 * 1024]) };
    assert_eq!(open(&Manifest { delta: Some(huge), ..manifest(5) }, holds(4)), Err(Refused::BadManifest), "too large");
}

#[test]
fn wrong_keys_changed_bytes_and_mixed_parts_are_refused() {
    let (pair, other) = (pair(), self::pair());
    let (old, new) = (manifest(4).encode(), manifest(5).encode());
    let (signature, key) = (sign(&pair, &new), pair.pk.to_base64());
    let open = |file: &[u8], key: &str| Manifest::open(file, key, holds(0));
    let join = |signature: &str, content: &[u8]| SignedFile { signature, next_signature: None, content }.join();
    let good = join(&signature, &new);
    assert!(open(&good, &key).is_ok());
    let parts = SignedFile::split(&good).unwrap();
    assert_eq!((parts.signature, parts.next_signature, parts.content), (signature.as_str(), None, new.as_slice()));
    assert_eq!(open(&join(&signature, &old), &key), Err(Refused::BadSignature), "the old manifest, the new signature");
    assert_eq!(open(&good, &other.pk.to_base64()), Err(Refused::BadSignature));
    assert_eq!(open(&join(&sign(&other, &new), &new), &key), Err(Refused::BadSignature));
    // The untrusted comment is the only part that nobody vouches for.
    let comment = good.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for position in comment..good.len() {
        let mut changed = good.clone();
        changed.iter_mut().skip(position).take(1).for_each(|byte| *byte ^= 1);
        assert_eq!(open(&changed, &key), Err(Refused::BadSignature), "byte {position}");
    }
    for length in 0..good.len() {
        assert_eq!(open(good.get(..length).unwrap(), &key), Err(Refused::BadSignature), "cut after {length} bytes");
    }
    assert_eq!(open(&[good.as_slice(), b"\0"].concat(), &key), Err(Refused::BadSignature), "one byte more");
    assert_eq!(open(&new, &key), Err(Refused::BadSignature), "no signature");
    let long = format!("untrusted comment: {}\n{}", "x".repeat(5_000), signature.split_once('\n').unwrap().1);
    assert_eq!(open(&join(&long, &new), &key), Err(Refused::BadSignature), "a signature of 5,000 bytes");
    assert_eq!(open(&join("untrusted comment: \u{e9}\n\n\n\n", &new), &key), Err(Refused::BadSignature));
    assert_eq!(open(&good, "no key"), Err(Refused::BadKey));
    assert_eq!(open(&vec![b' '; 1 << 20], &key), Err(Refused::BadManifest));
}

#[test]
fn a_key_changes_only_when_both_have_signed() {
    let (old, new, other) = (pair(), pair(), pair());
    let (old_key, new_key) = (old.pk.to_base64(), new.pk.to_base64());
    let changing = Manifest { next_key: Some(new_key.clone()), ..manifest(5) };
    let content = changing.encode();
    let open = |pairs: &[&KeyPair], key: &str| Manifest::open(&signed(&content, pairs), key, holds(4));
    assert_eq!(open(&[&old, &new], &old_key), Ok(changing.clone()), "who has the old key");
    assert_eq!(open(&[&old, &new], &new_key), Ok(changing.clone()), "who has the new key already");
    assert_eq!(open(&[&old], &old_key), Err(Refused::BadSignature), "the new key has not signed");
    assert_eq!(open(&[&old, &other], &old_key), Err(Refused::BadSignature), "somebody else has signed");
    assert_eq!(open(&[&other, &new], &old_key), Err(Refused::BadSignature), "the old key has not signed");
    let own = open(&[&other, &new], &other.pk.to_base64());
    assert_eq!(own.map(|opened| opened.version), Ok(5), "its own subscriber");
    let no_key = Manifest { next_key: Some("no key".to_owned()), ..manifest(5) }.encode();
    assert_eq!(Manifest::open(&signed(&no_key, &[&old, &old]), &old_key, holds(4)), Err(Refused::BadKey));
}

#[test]
fn every_refusal_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = Refused::VARIANTS.iter().map(|refused| refused.name()).collect();
    assert_eq!(names.len(), Refused::VARIANTS.len());
    assert!(names.contains("version_jump") && names.contains("far_ahead"));
}

#[test]
fn an_index_names_the_shorter_way() {
    let file = |size| FileRef { size, ..FileRef::of(b"x") };
    let delta = |from, size| DeltaRef { from, file: file(size) };
    let index = FileIndex { snapshot: file(100), deltas: vec![delta(3, 99), delta(2, 100)] };
    assert_eq!(FileIndex::read(&index.encode()), Ok(index.clone()));
    assert_eq!(index.delta_from(3), Some(&delta(3, 99)));
    assert_eq!((index.delta_from(2), index.delta_from(1)), (None, None), "no shorter than the snapshot; none");
    let most = FileIndex { deltas: vec![delta(1, 1); MAX_DELTAS], ..index.clone() };
    assert!(FileIndex::read(&most.encode()).is_ok());
    let more = FileIndex { deltas: vec![delta(1, 1); MAX_DELTAS + 1], ..index.clone() };
    assert_eq!(FileIndex::read(&more.encode()), Err(Refused::BadManifest));
    let text = String::from_utf8(index.encode()).unwrap();
    let huge = text.replace("snapshot 100", "snapshot 268435457");
    let named = text.replace("snapshot ", "snapshots ");
    for bad in ["", "STUFO-INDEX-1\n", "STUFO-INDEX-2\n", text.trim_end(), &format!("{text}\n"), &huge, &named] {
        assert_eq!(FileIndex::read(bad.as_bytes()), Err(Refused::BadManifest), "{bad:?}");
    }
}

#[test]
fn a_file_is_what_its_name_says() {
    let named = FileRef::of(b"content");
    assert_eq!(named.path(), "files/ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73");
    assert_eq!(named.to_string(), "7 7XACtDnprIRfIjV9giusFERzD722AW0-yUMil7nsn3M");
    assert_eq!(named.check(b"content"), Ok(()));
    assert_eq!(named.check(b"conten"), Err(Refused::WrongSize));
    assert_eq!(named.check(b"contenT"), Err(Refused::WrongContent));
}

fn entries(values: &[u64]) -> Vec<Entry> {
    values.iter().map(|value| Entry::number(NumberKey::from_digits(*value, 12).unwrap())).collect()
}

fn apply(base: &[Entry], delta: &[u8], most: u64) -> Result<Vec<Entry>, DeltaError> {
    AppliedDelta::new(delta, base.iter().cloned().map(Ok), most)?.collect()
}

fn list() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::btree_set(390_000_000_000_u64..390_000_000_400, 0..120).prop_map(|set| {
        let mut entries = entries(&set.into_iter().collect::<Vec<_>>());
        entries.iter_mut().step_by(3).for_each(|entry| entry.score = Some(7));
        entries
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_delta_leads_from_any_list_to_any_other(before in list(), after in list()) {
        let delta = encode_delta(&before, &after).unwrap();
        prop_assert_eq!(apply(&before, &delta.bytes, 1_000), Ok(after.clone()));
        prop_assert_eq!(encode_delta(&after, &after).unwrap().changes, 0);
    }

    #[test]
    fn hostile_bytes_are_no_manifest_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0_usize..200) {
        let _outcome = Manifest::read(&bytes);
        let _outcome = FileIndex::read(&bytes);
        let _outcome = SignedFile::split(&bytes);
        let mut content = manifest(5).encode();
        content.splice(at.min(content.len()).., bytes);
        if let Ok(read) = Manifest::read(&content) {
            prop_assert_eq!(Manifest::read(&read.encode()), Ok(read));
        }
    }

    #[test]
    fn hostile_bytes_are_no_delta_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..100) {
        let base = entries(&[390_000_000_001]);
        let _outcome = apply(&base, &bytes, 1_000);
        let _outcome = apply(&base, &[b"\x01".as_slice(), &bytes].concat(), 1_000);
        let good = encode_delta(&base, &entries(&[390_000_000_002])).unwrap().bytes;
        let truncated = good.get(..cut.min(good.len() - 1)).unwrap();
        prop_assert!(apply(&base, truncated, 1_000).is_err());
    }
}

#[test]
fn a_delta_larger_than_allowed_is_refused() {
    let many: Vec<u64> = (0..2_000).map(|index| 390_000_000_000 + index).collect();
    let delta = encode_delta(&[], &entries(&many)).unwrap();
    assert_eq!(apply(&[], &delta.bytes, 1_000), Err(DeltaError::TooLarge));
    assert!(apply(&[], &delta.bytes, 2_000).is_ok());
}

#[test]
fn a_changed_number_costs_at_most_three_bytes() {
    let before: Vec<u64> = (0..100_000_u64).map(|index| 390_000_000_000 + index * 9_973 % 9_999_999_967).collect();
    let mut sorted = before.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let after: Vec<u64> =
        sorted.iter().enumerate().filter(|(index, _)| index % 200 != 0).map(|(_, value)| *value).collect();
    let mut with_new = after.clone();
    with_new.extend((0..500_u64).map(|index| 395_000_000_001 + index * 9_000_011));
    with_new.sort_unstable();
    with_new.dedup();
    let delta = encode_delta(&entries(&sorted), &entries(&with_new)).unwrap();
    let (bytes, changes) = (delta.bytes.len(), usize::try_from(delta.changes).unwrap());
    assert!(bytes <= changes * 3, "{bytes} bytes for {changes} changes");
    assert!(encode_entries(entries(&with_new)).unwrap().len() > bytes * 50);
}
