//! A list file holds what was written and nothing else; every changed byte and every cut is damage, never another answer.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::blocklist::{Category, Entry, Tail};

const IDENTITY: ListIdentity = ListIdentity([7; 16]);

fn key(digits: u64, length: u8) -> ListKey {
    ListKey::from_digits(digits, length).unwrap()
}

fn write(path: &Path, entries: &[Entry]) -> ListFileInfo {
    let mut writer = ListFileWriter::create(path).unwrap();
    entries.iter().for_each(|entry| writer.push(entry).unwrap());
    writer.finish(IDENTITY, 3).unwrap()
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.list");
    (folder, path)
}

/// Numbers of ten digits in clusters, prefixes with and without tails, labels.
fn entries() -> Vec<Entry> {
    let prefixes = [
        Entry { tail: Tail::exactly(2).unwrap(), ..Entry::prefix(key(39_02, 4)) },
        Entry { label: Some(Arc::from("Firm")), ..Entry::prefix(key(39_0255, 6)) },
    ];
    let numbers = (0..5_000).map(|n| Entry {
        category: (n % 3 == 0).then_some(Category::Fraud),
        score: (n % 5 == 0).then_some(n),
        label: (n % 7 == 0).then(|| Arc::from(format!("Firm {}", n % 4))),
        ..Entry::number(key(3_902_000_000_u64 + u64::from(n * n % 1_000_003), 10))
    });
    let mut all: Vec<Entry> = prefixes.into_iter().chain(numbers).collect();
    all.sort_by(Entry::compare_places);
    all.dedup_by(|a, b| a.same_place(b));
    all
}

#[test]
fn what_is_written_is_found_and_listed() {
    let (_folder, path) = folder();
    let all = entries();
    let info = write(&path, &all);
    let file = ListFile::open(&path).unwrap();
    assert_eq!(file.info(), info);
    assert_eq!((info.entries(), info.prefixes), (all.len() as u64, 2));
    assert_eq!((info.identity, info.revision, info.bytes), (IDENTITY, 3, std::fs::metadata(&path).unwrap().len()));
    assert_eq!(file.entries().map(Result::unwrap).collect::<Vec<_>>(), all);
    file.check().unwrap();
    for entry in all.iter().filter(|entry| !entry.is_prefix) {
        let found = file.find(entry.key).unwrap().unwrap();
        assert_eq!((found.matched_digits, found.category, found.score), (10, entry.category, entry.score));
        assert_eq!(file.label(&found).unwrap(), entry.label);
        let next = key(entry.key.value() + 1, 10);
        let is_listed = all.iter().any(|other| other.key == next);
        assert_eq!(file.find(next).unwrap().is_some_and(|found| found.matched_digits == 10), is_listed);
    }
    assert_eq!(file.find(key(39_025_512_345, 11)).unwrap().map(|found| found.matched_digits), Some(6));
    assert_eq!(file.find(key(390_212, 6)).unwrap().map(|found| found.matched_digits), Some(4), "two more digits");
    assert_eq!(file.find(key(3_902_123, 7)).unwrap(), None, "three more digits");
}

#[test]
fn callers_of_more_digits_than_a_number_has_are_found() {
    let (_folder, path) = folder();
    let long = 4_921_163_558_629_824;
    let all = [
        Entry::prefix(key(49_211, 5)),
        Entry::number(key(long, 16)),
        Entry::prefix(key(long, 16)),
        Entry::number(key(9_999_999_999_999_999_999, 19)),
    ];
    write(&path, &all);
    let file = ListFile::open(&path).unwrap();
    file.check().unwrap();
    assert_eq!(file.entries().map(Result::unwrap).collect::<Vec<_>>(), all);
    for (digits, length, expected) in [
        (long, 16, Some(16)),
        (long * 10 + 3, 17, Some(16)),
        (long + 1, 16, Some(5)),
        (9_999_999_999_999_999_999, 19, Some(19)),
        (9_999_999_999_999_999_998, 19, None),
    ] {
        assert_eq!(file.find(key(digits, length)).unwrap().map(|found| found.matched_digits), expected, "{digits}");
    }
}

/// The benchmark does the same a million times for each of its lists.
#[test]
fn look_ups_are_those_of_a_sorted_vector() {
    let (_folder, path) = folder();
    let mut state = 1_u64;
    let mut draw = |end: u64| {
        // splitmix64
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    };
    let mut all: Vec<Entry> = (0..300).map(|_| Entry::prefix(key(390_000 + draw(10_000), 6))).collect();
    for _ in 0..10_000 {
        all.push(Entry::number(key(39_000_000_000 + draw(100_000_000), 11)));
    }
    for _ in 0..250 {
        let hundred = 39_000_000_000 + draw(1_000_000) * 100;
        all.extend((0..60).map(|_| Entry::number(key(hundred + draw(100), 11))));
    }
    all.sort_by(Entry::compare_places);
    all.dedup_by(|a, b| a.same_place(b));
    write(&path, &all);
    let file = ListFile::open(&path).unwrap();
    let places: Vec<_> = all.iter().map(Entry::place).collect();
    let mut hits = 0;
    for index in 0..100_000 {
        let number = match index % 3 {
            0 => all[usize::try_from(draw(all.len() as u64)).unwrap()].key,
            1 => key(39_000_000_000 + draw(100_000_000), 11),
            _ => key(places[usize::try_from(draw(places.len() as u64)).unwrap()].2 * 2 % 100_000_000_000, 11),
        };
        let holds = |length: u8, is_prefix: bool| {
            let more = number.length().checked_sub(length)?;
            let place = (length, is_prefix, number.value() / 10_u64.pow(more.into()));
            places.binary_search(&place).is_ok().then_some(length)
        };
        let expected = if number.length() == 11 { holds(11, false).or_else(|| holds(6, true)) } else { holds(6, true) };
        assert_eq!(file.find(number).unwrap().map(|found| found.matched_digits), expected, "look-up {index}");
        hits += u32::from(expected.is_some());
    }
    assert!((20_000..90_000).contains(&hits), "{hits}");
}

#[test]
fn a_list_without_entries_is_a_file() {
    let (_folder, path) = folder();
    assert_eq!(write(&path, &[]).entries(), 0);
    let file = ListFile::open(&path).unwrap();
    file.check().unwrap();
    assert_eq!((file.find(key(1, 1)).unwrap(), file.entries().count()), (None, 0));
}

#[test]
fn a_file_that_is_not_finished_is_deleted() {
    let (_folder, path) = folder();
    let mut writer = ListFileWriter::create(&path).unwrap();
    writer.push(&entries()[0]).unwrap();
    assert!(matches!(ListFile::open(&path), Err(ListFileError::Damaged)), "no header yet");
    assert!(matches!(writer.push(&entries()[0]), Err(ListFileError::Unsorted)));
    drop(writer);
    assert!(!path.exists());
    write(&path, &[]);
    assert!(matches!(ListFileWriter::create(&path), Err(ListFileError::Io(_))), "a name is never used twice");
    assert!(path.exists());
}

#[test]
fn an_open_file_is_read_on_when_its_name_is_gone() {
    let (_folder, path) = folder();
    write(&path, &entries());
    let file = ListFile::open(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    file.check().unwrap();
    assert!(matches!(ListFile::open(&path), Err(ListFileError::Damaged)), "missing");
}

#[test]
fn every_changed_byte_and_every_cut_is_damage() {
    let (_folder, path) = folder();
    let all: Vec<Entry> = entries().into_iter().take(300).collect();
    write(&path, &all);
    let good = std::fs::read(&path).unwrap();
    let is_whole = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        match ListFile::open(&path).and_then(|file| file.check()) {
            Ok(()) => true,
            Err(ListFileError::Damaged) => false,
            Err(other) => panic!("{other}"),
        }
    };
    assert!(is_whole(&good));
    for index in 0..good.len() {
        let mut changed = good.clone();
        changed[index] ^= 1 << (index % 8);
        assert!(!is_whole(&changed), "byte {index}");
    }
    for end in 0..good.len() {
        assert!(!is_whole(&good[..end]), "cut at {end}");
    }
    assert!(!is_whole(&[&good[..], &[0]].concat()), "a byte more");
}

#[test]
fn a_filter_changes_no_answer() {
    let (_folder, path) = folder();
    let all = entries();
    write(&path, &all);
    let (plain, filtered) = (ListFile::open(&path).unwrap(), ListFile::open(&path).unwrap());
    filtered.build_filter().unwrap();
    assert!(filtered.has_filter() && !plain.has_filter());
    let keys = all.iter().flat_map(|entry| (0..40).map(|more| key(entry.key.value() + more * 7, entry.key.length())));
    let (mut held, mut asked) = (0, 0);
    for key in keys {
        let found = filtered.find(key).unwrap();
        assert_eq!(found, plain.find(key).unwrap());
        held += usize::from(found.is_some());
        asked += 1;
    }
    assert!(held > 4_000 && asked - held > 100_000, "{held} of {asked}");
}

#[test]
fn a_filter_spares_the_reads_of_most_keys_that_are_not_held() {
    let mut filter = super::filter::KeyFilter::for_keys(10_000).unwrap();
    let class = KeyClass { length: 11, is_prefix: false };
    (0..10_000).for_each(|value| filter.insert(class, value * 3));
    assert!((0..10_000).all(|value| filter.may_hold(class, value * 3)));
    let taken = (0..100_000).filter(|value| filter.may_hold(class, 1_000_000 + value)).count();
    assert!(taken < 4_000, "{taken} of 100,000 are read for nothing");
}

#[test]
fn a_delta_writes_what_pushing_every_entry_would() {
    type Error = Box<dyn std::error::Error>;
    let (folder, path) = folder();
    let before = entries();
    let mut after = before.clone();
    after.retain(|entry| entry.key.value() % 97 != 5);
    after.iter_mut().step_by(501).for_each(|entry| entry.label = Some(Arc::from("Another")));
    after.extend((0..40).map(|n| Entry::number(key(3_902_000_000 + n * 71_993, 10))));
    after.push(Entry::number(key(49, 2)));
    after.sort_by(Entry::compare_places);
    after.dedup_by(|a, b| a.same_place(b));
    write(&path, &before);
    let base = ListFile::open(&path).unwrap();
    let apply = |base: &ListFile, target: &[Entry], name: &str| -> Result<Vec<u8>, Error> {
        let delta = encode_delta(&before, target)?;
        let mut applied = AppliedDelta::new(&delta.bytes, base.entries_or::<Error>(), delta.changes)?;
        let path = folder.path().join(name);
        let mut writer = ListFileWriter::create(&path)?;
        applied.write_to(&mut writer, |_| true)?;
        assert_eq!((applied.stats().before(), applied.stats().now()), (before.len() as u64, target.len() as u64));
        writer.finish(IDENTITY, 3)?;
        Ok(std::fs::read(path)?)
    };
    for (name, target) in [("changed", &after[..]), ("same", &before[..]), ("empty", &[])] {
        let pushed = folder.path().join(format!("{name} pushed"));
        write(&pushed, target);
        assert_eq!(apply(&base, target, name).unwrap(), std::fs::read(pushed).unwrap(), "{name}");
    }
    let other = folder.path().join("other");
    write(&other, &before[1..]);
    let error = apply(&ListFile::open(&other).unwrap(), &after, "of another").unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(DeltaError::WrongBase)), "{error}");
    assert!(!folder.path().join("of another").exists());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[2_000] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let error = apply(&ListFile::open(&path).unwrap(), &after, "of damaged").unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(ListFileError::Damaged)), "{error}");
    assert!(!folder.path().join("of damaged").exists());
}
