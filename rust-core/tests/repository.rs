//! Signed repositories under attack: whatever does not fit is refused by name, and deltas lead where they say.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use minisign::KeyPair;
use proptest::prelude::*;
use std::io::Cursor;
use stufo_core::blocklist::Entry;
use stufo_core::blocklist::packed::encode_entries;
use stufo_core::blocklist::repository::{
    Delta, DeltaRef, FileRef, HeldVersion, Manifest, Refused, Signed, changes_between, decode_delta, encode_delta,
    file_ref,
};
use stufo_core::number::NumberKey;

const NOW: i64 = 1_795_518_000_000;

fn manifest(version: u64) -> Manifest {
    let snapshot = file_ref(b"snapshot");
    let deltas = if version > 1 { vec![DeltaRef { from: version - 1, file: file_ref(b"d") }] } else { vec![] };
    Manifest {
        format: 1,
        version,
        created_millis: NOW,
        expires_millis: NOW + 1_000,
        numbers: 1,
        snapshot,
        deltas,
        next_key: None,
    }
}

fn sign(pair: &KeyPair, bytes: &[u8]) -> String {
    minisign::sign(None, &pair.sk, Cursor::new(bytes), None, None).unwrap().into_string()
}

fn open(manifest: &Manifest, held: u64, now: i64) -> Result<Manifest, Refused> {
    let pair = KeyPair::generate_unencrypted_keypair().unwrap();
    let bytes = serde_json::to_vec(manifest).unwrap();
    open_bytes(&bytes, &sign(&pair, &bytes), &pair.pk.to_base64(), held, now)
}

fn open_bytes(manifest: &[u8], signature: &str, key: &str, held: u64, now: i64) -> Result<Manifest, Refused> {
    Manifest::open(&Signed { manifest, signature, next_signature: None }, key, HeldVersion { version: held }, now)
}

#[test]
fn a_good_manifest_opens_and_names_the_shorter_way() {
    let newest = manifest(5);
    let opened = open(&newest, 4, NOW).unwrap();
    assert_eq!(opened, newest);
    assert_eq!(opened.delta_from(4).map(|delta| delta.from), Some(4));
    assert_eq!(opened.delta_from(3), None);
    assert_eq!(open(&newest, 5, NOW), Ok(newest), "the same version again is no rollback");
}

#[test]
fn rollback_freeze_and_strange_manifests_are_refused() {
    assert_eq!(open(&manifest(5), 6, NOW), Err(Refused::Rollback));
    assert_eq!(open(&manifest(5), 4, NOW + 1_000), Err(Refused::Expired));
    assert_eq!(open(&Manifest { format: 2, ..manifest(5) }, 4, NOW), Err(Refused::NewerFormat));
    assert_eq!(open(&Manifest { format: 0, ..manifest(5) }, 4, NOW), Err(Refused::BadManifest));
    let named = |name: &str, size| FileRef { sha256: name.to_owned(), size };
    for file in [
        named("../../etc/passwd", 1),
        named("", 1),
        named(&"A".repeat(64), 1),
        named(&"a".repeat(64), 0),
        named(&"a".repeat(64), u64::MAX),
    ] {
        assert_eq!(open(&Manifest { snapshot: file, ..manifest(5) }, 4, NOW), Err(Refused::BadManifest));
    }
    let many = vec![DeltaRef { from: 1, file: file_ref(b"d") }; 1_000];
    assert_eq!(open(&Manifest { deltas: many, ..manifest(5) }, 4, NOW), Err(Refused::BadManifest));
    let ahead = vec![DeltaRef { from: 5, file: file_ref(b"d") }];
    assert_eq!(open(&Manifest { deltas: ahead, ..manifest(5) }, 4, NOW), Err(Refused::BadManifest));
}

#[test]
fn wrong_keys_changed_bytes_and_mixed_parts_are_refused() {
    let (pair, other) =
        (KeyPair::generate_unencrypted_keypair().unwrap(), KeyPair::generate_unencrypted_keypair().unwrap());
    let (old, new) = (serde_json::to_vec(&manifest(4)).unwrap(), serde_json::to_vec(&manifest(5)).unwrap());
    let signature = sign(&pair, &new);
    let key = pair.pk.to_base64();
    let open = |bytes: &[u8], signature: &str, key: &str| open_bytes(bytes, signature, key, 0, NOW);
    assert!(open(&new, &signature, &key).is_ok());
    assert_eq!(open(&old, &signature, &key), Err(Refused::BadSignature), "the old manifest with the new signature");
    assert_eq!(open(&new, &signature, &other.pk.to_base64()), Err(Refused::BadSignature));
    assert_eq!(open(&new, &sign(&other, &new), &key), Err(Refused::BadSignature));
    for position in 0..new.len() {
        let mut changed = new.clone();
        changed.iter_mut().skip(position).take(1).for_each(|byte| *byte ^= 1);
        assert_eq!(open(&changed, &signature, &key), Err(Refused::BadSignature), "byte {position}");
    }
    assert_eq!(open(new.get(..new.len() - 1).unwrap(), &signature, &key), Err(Refused::BadSignature));
    assert_eq!(open(&new, "", &key), Err(Refused::BadSignature));
    assert_eq!(open(&new, &signature, "no key"), Err(Refused::BadKey));
    assert_eq!(open(&vec![b' '; 1 << 20], &signature, &key), Err(Refused::BadManifest));
}

#[test]
fn a_key_changes_only_when_both_have_signed() {
    let pairs: Vec<KeyPair> = (0..3).map(|_| KeyPair::generate_unencrypted_keypair().unwrap()).collect();
    let [old, new, other] = pairs.as_slice() else { unreachable!() };
    let (old_key, new_key) = (old.pk.to_base64(), new.pk.to_base64());
    let changing = Manifest { next_key: Some(new_key.clone()), ..manifest(5) };
    let bytes = serde_json::to_vec(&changing).unwrap();
    let open = |first: &KeyPair, second: Option<&KeyPair>, key: &str| {
        let second = second.map(|pair| sign(pair, &bytes));
        let signed = Signed { manifest: &bytes, signature: &sign(first, &bytes), next_signature: second.as_deref() };
        Manifest::open(&signed, key, HeldVersion { version: 4 }, NOW)
    };
    assert!(Manifest::names_next_key(&bytes) && !Manifest::names_next_key(b"{}"));
    assert_eq!(open(old, Some(new), &old_key), Ok(changing.clone()), "who has the old key");
    assert_eq!(open(old, Some(new), &new_key), Ok(changing.clone()), "who has the new key already");
    assert_eq!(open(old, None, &old_key), Err(Refused::BadSignature), "the new key has not signed");
    assert_eq!(open(old, Some(other), &old_key), Err(Refused::BadSignature), "somebody else has signed");
    assert_eq!(open(other, Some(new), &old_key), Err(Refused::BadSignature), "the old key has not signed");
    assert_eq!(open(other, Some(new), &other.pk.to_base64()).map(|opened| opened.version), Ok(5), "its own subscriber");
    let no_key = Manifest { next_key: Some("no key".to_owned()), ..manifest(5) };
    let bytes = serde_json::to_vec(&no_key).unwrap();
    let signature = sign(old, &bytes);
    let signed = Signed { manifest: &bytes, signature: &signature, next_signature: Some(&signature) };
    assert_eq!(Manifest::open(&signed, &old_key, HeldVersion { version: 4 }, NOW), Err(Refused::BadKey));
}

#[test]
fn a_file_is_what_its_name_says() {
    let named = file_ref(b"content");
    assert_eq!(named.check(b"content"), Ok(()));
    assert_eq!(named.check(b"conten"), Err(Refused::WrongSize));
    assert_eq!(named.check(b"contenT"), Err(Refused::WrongContent));
}

fn entries(values: &[u64]) -> Vec<Entry> {
    values.iter().map(|value| Entry::number(NumberKey::from_digits(*value, 12).unwrap())).collect()
}

fn apply(before: &[Entry], delta: &Delta) -> Vec<Entry> {
    let kept = before.iter().zip(0_u64..).filter(|(_, rank)| delta.removed.binary_search(rank).is_err());
    let mut after: Vec<Entry> = kept.map(|(entry, _)| entry.clone()).collect();
    for added in &delta.added {
        after.retain(|entry| !entry.same_place(added));
        after.push(added.clone());
    }
    after.sort_by(Entry::compare_places);
    after
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
        let delta = changes_between(&before, &after);
        let read = decode_delta(&encode_delta(&delta).unwrap(), 1_000).unwrap();
        prop_assert_eq!(&read, &delta);
        prop_assert_eq!(apply(&before, &read), after.clone());
        prop_assert!(changes_between(&after, &after).is_empty());
    }

    #[test]
    fn hostile_bytes_are_no_delta_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..100) {
        let _outcome = decode_delta(&bytes, 1_000);
        let with_magic = [b"STUFO-DELTA-1\n".as_slice(), &bytes].concat();
        let _outcome = decode_delta(&with_magic, 1_000);
        let good = encode_delta(&changes_between(&entries(&[390_000_000_001]), &entries(&[390_000_000_002]))).unwrap();
        let truncated = good.get(..cut.min(good.len() - 1)).unwrap();
        prop_assert!(decode_delta(truncated, 1_000).is_err());
    }
}

#[test]
fn a_delta_larger_than_allowed_is_refused() {
    let many: Vec<u64> = (0..2_000).map(|index| 390_000_000_000 + index).collect();
    let delta = changes_between(&[], &entries(&many));
    assert!(decode_delta(&encode_delta(&delta).unwrap(), 1_000).is_err());
    assert!(decode_delta(&encode_delta(&delta).unwrap(), 2_000).is_ok());
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
    let delta = changes_between(&entries(&sorted), &entries(&with_new));
    let bytes = encode_delta(&delta).unwrap().len();
    assert!(bytes <= delta.len() * 3, "{bytes} bytes for {} changes", delta.len());
    assert!(encode_entries(entries(&with_new)).unwrap().len() > bytes * 50);
}
