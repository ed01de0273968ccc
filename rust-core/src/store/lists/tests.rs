//! A list is written whole or not at all; a delta gives what a replacement would; a sweep spares what is in force or being
//! written.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::blocklist::Category;
use crate::number::ListKey;

struct Bench {
    folder: TempDir,
    lists: ListFolder,
    in_force: BTreeMap<ListId, ListInForce>,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lists = ListFolder::beside(&folder.path().join("stufo.db"));
        Self { folder, lists, in_force: BTreeMap::new() }
    }

    fn keep(&mut self, list_id: ListId, new: NewList) -> ListFileInfo {
        let (file, info) = (new.file().to_owned(), new.info());
        new.keep();
        if let Some(old) = self.in_force.insert(list_id, ListInForce { list_id, file, info }) {
            self.lists.delete(&old.file);
        }
        info
    }

    fn put(&mut self, list_id: ListId, revision: i64, entries: &[Entry]) -> ListFileInfo {
        let new = self.lists.write(None, revision, entries.iter().cloned().map(Ok::<_, ListError>)).unwrap();
        self.keep(list_id, new)
    }

    fn patch(&mut self, revision: i64, added: &[Entry], removed: &[Entry]) -> Result<ListFileInfo, ListError> {
        let base = self.open(1);
        let (new, _) = self.lists.patch(&base, revision, added, removed)?;
        Ok(self.keep(1, new))
    }

    fn open(&self, list_id: ListId) -> ListFile {
        self.lists.open(&self.in_force[&list_id]).unwrap()
    }

    fn all(&self, list_id: ListId) -> Vec<Entry> {
        self.open(list_id).entries().map(Result::unwrap).collect()
    }

    fn hits(&self, digits: u64, length: u8) -> Vec<(ListId, u8)> {
        let found = |list_id: &ListId| self.open(*list_id).find(key(digits, length)).unwrap();
        self.in_force.keys().filter_map(|list_id| Some((*list_id, found(list_id)?.matched_digits))).collect()
    }

    fn files(&self) -> usize {
        fs::read_dir(self.folder.path().join("stufo.db.lists")).unwrap().count()
    }

    fn names(&self) -> BTreeSet<String> {
        self.in_force.values().map(|list| list.file.clone()).collect()
    }
}

fn key(digits: u64, length: u8) -> ListKey {
    ListKey::from_digits(digits, length).unwrap()
}

fn number(digits: u64, length: u8) -> Entry {
    Entry::number(key(digits, length))
}

fn prefix(digits: u64, length: u8) -> Entry {
    Entry::prefix(key(digits, length))
}

/// As many numbers as fill several blocks.
fn many() -> Vec<Entry> {
    (0..5_000).map(|n| number(390_600_000_000 + n * 977, 12)).collect()
}

#[test]
fn callers_of_more_digits_than_a_number_has_are_found() {
    let mut bench = Bench::new();
    let long = 4_921_163_558_629_824;
    bench.put(1, 1, &[prefix(49_211_635, 8), number(long, 16), number(9_999_999_999_999_999_999, 19)]);
    bench.put(2, 1, &[prefix(49_211, 5), prefix(long, 16)]);
    for (digits, length, expected) in [
        (long, 16, vec![(1, 16), (2, 16)]),
        (long * 10 + 3, 17, vec![(1, 8), (2, 16)]),
        (long + 1, 16, vec![(1, 8), (2, 5)]),
        (9_999_999_999_999_999_999, 19, vec![(1, 19)]),
        (9_999_999_999_999_999_998, 19, vec![]),
    ] {
        assert_eq!(bench.hits(digits, length), expected, "{digits}");
    }
    for list_id in [1, 2] {
        bench.open(list_id).check().unwrap();
    }
}

#[test]
fn lists_are_found_by_number_and_by_their_longest_prefix() {
    let mut bench = Bench::new();
    assert_eq!(bench.hits(390_612_345_678, 12), []);
    bench.put(1, 1, &[prefix(3906, 4), prefix(39_061, 5), number(390_612_345_678, 12)]);
    bench.put(2, 1, &[prefix(39_061, 5), prefix(390_612_345_678, 12)]);
    bench.put(3, 1, &[prefix(4, 2), number(112, 4), number(999_999_999_999_999, 15)]);
    for (digits, length, expected) in [
        (390_612_345_678, 12, vec![(1, 12), (2, 12)]),
        (390_612_345_679, 12, vec![(1, 5), (2, 5)]),
        (3_906_123_456_780, 13, vec![(1, 5), (2, 12)]),
        (39_060, 5, vec![(1, 4)]),
        (39_061, 5, vec![(1, 5), (2, 5)]),
        (3906, 4, vec![(1, 4)]),
        (390, 3, vec![]),
        (390_700_000_000, 12, vec![]),
        (112, 4, vec![(3, 3)]),
        (112, 3, vec![]),
        (48_123, 6, vec![(3, 1)]),
        (999_999_999_999_999, 15, vec![(3, 15)]),
        (999_999_999_999_998, 15, vec![]),
    ] {
        assert_eq!(bench.hits(digits, length), expected, "{digits}");
    }
    let gone = bench.in_force.remove(&1).unwrap();
    bench.lists.delete(&gone.file);
    assert_eq!(bench.hits(390_612_345_678, 12), [(2, 12)]);
    assert!(matches!(bench.lists.open(&gone), Err(ListFileError::Damaged)), "a file that is gone is damage");
}

#[test]
fn columns_come_with_the_hit() {
    let mut bench = Bench::new();
    let plain = number(390_600_000_001, 12);
    let full = Entry {
        category: Some(Category::Fraud),
        score: Some(0),
        label: Some("Truffa".into()),
        ..number(390_600_000_002, 12)
    };
    let info = bench.put(1, 7, &[plain.clone(), full.clone()]);
    assert_eq!((info.revision, info.numbers, info.prefixes), (7, 2, 0));
    let file = bench.open(1);
    assert_eq!(file.info(), info);
    for entry in [&plain, &full] {
        let found = file.find(entry.key).unwrap().unwrap();
        assert_eq!((found.matched_digits, found.category, found.score), (12, entry.category, entry.score));
        assert_eq!(file.label(&found).unwrap(), entry.label);
    }
    assert_eq!(bench.all(1), [plain, full]);
}

#[test]
fn a_list_that_fails_leaves_nothing_behind() {
    let mut bench = Bench::new();
    let before = many();
    bench.put(1, 1, &before);
    let wrong = [number(390_600_000_005, 12), number(390_600_000_005, 12)];
    let refused = bench.lists.write(None, 2, wrong.into_iter().map(Ok::<_, ListError>));
    assert!(matches!(refused, Err(ListError::File(ListFileError::Unsorted))));
    let cut = many().into_iter().map(Ok).take(3_000).chain([Err(ListFileError::Damaged.into())]);
    let cut: Result<_, ListError> = bench.lists.write(None, 2, cut);
    assert!(matches!(cut, Err(ListError::File(ListFileError::Damaged))));
    drop(bench.lists.write(None, 2, many().into_iter().map(Ok::<_, ListError>)).unwrap());
    let falling = [number(2, 12), number(1, 12)];
    let twice = [before[1].clone(), before[1].clone()];
    for (added, removed) in [(&falling[..], &[][..]), (&twice, &[]), (&[], &falling), (&[], &twice)] {
        let unsorted = bench.patch(6, added, removed);
        assert!(matches!(unsorted, Err(ListError::File(ListFileError::Unsorted))));
    }
    assert_eq!((bench.all(1), bench.files()), (before, 1));
}

#[test]
fn a_delta_takes_out_and_puts_in() {
    let mut bench = Bench::new();
    let base = bench.put(1, 5, &many());
    let info = bench.patch(6, &[number(1, 12)], &[many()[0].clone(), many()[4_999].clone()]).unwrap();
    assert_eq!((info.revision, info.numbers, info.prefixes), (6, 4_999, 0));
    assert_eq!(info.identity, base.identity, "the list stays the same one");
    let all = bench.all(1);
    assert_eq!((all[0].clone(), &all[1..]), (number(1, 12), &many()[1..4_999]));
}

#[test]
fn a_list_that_is_changed_by_many_deltas_stays_compact() {
    let mut bench = Bench::new();
    bench.put(1, 0, &many());
    for revision in 0..300 {
        let round = u64::try_from(revision).unwrap();
        let added: Vec<Entry> = (0..2).map(|n| number(390_600_000_001 + (round * 2 + n) * 4_003, 12)).collect();
        bench.patch(revision + 1, &added, &[]).unwrap();
    }
    let info = bench.open(1).info();
    assert_eq!(info.numbers, 5_600);
    let whole = bench.all(1);
    assert_eq!(bench.put(1, 300, &whole).bytes, info.bytes, "as if written whole");
}

#[test]
fn a_reader_never_waits_and_reads_the_list_before() {
    let mut bench = Bench::new();
    bench.put(1, 1, &many());
    let (reader, old) = (bench.open(1), many()[0].key);
    let new = (0..3_000).map(|n| number(440_000_000_000 + n * 31, 12)).inspect(|_| {
        assert!(reader.find(old).unwrap().is_some());
    });
    let new = bench.lists.write(None, 2, new.map(Ok::<_, ListError>)).unwrap();
    bench.keep(1, new);
    assert!(reader.find(old).unwrap().is_some(), "whoever has it open reads on");
    reader.check().unwrap();
    assert_eq!(bench.hits(old.value(), 12), []);
    assert_eq!(bench.hits(440_000_000_031, 12), [(1, 12)]);
}

#[test]
fn a_file_of_another_list_or_version_is_not_taken() {
    let mut bench = Bench::new();
    let info = bench.put(1, 1, &many());
    let row = bench.in_force[&1].clone();
    bench.lists.open(&row).unwrap();
    for other in [
        ListFileInfo { identity: ListIdentity([1; 16]), ..info },
        ListFileInfo { revision: 2, ..info },
        ListFileInfo { numbers: 1, ..info },
        ListFileInfo { bytes: 1, ..info },
    ] {
        let row = ListInForce { info: other, ..row.clone() };
        assert!(matches!(bench.lists.open(&row), Err(ListFileError::Damaged)));
    }
}

#[test]
fn hundreds_of_lists_fit() {
    let mut bench = Bench::new();
    for list_id in 0..300 {
        bench.put(list_id, 1, &[number(390_600_000_000 + u64::try_from(list_id).unwrap(), 12)]);
    }
    assert_eq!(bench.hits(390_600_000_299, 12), [(299, 12)]);
    assert_eq!(bench.files(), 300);
}

#[test]
fn a_sweep_spares_what_is_in_force_and_what_is_being_written() {
    let mut bench = Bench::new();
    assert_eq!(bench.lists.sweep(|| Ok::<_, StoreError>(BTreeSet::new())).unwrap(), 0, "no folder yet");
    bench.put(1, 1, &many());
    bench.put(2, 1, &many());
    let sweep = |bench: &Bench, lists: &ListFolder| lists.sweep(|| Ok::<_, StoreError>(bench.names())).unwrap();
    assert_eq!((sweep(&bench, &bench.lists), bench.files()), (0, 2));
    bench.in_force.remove(&2);
    // Another process has its own folder: it knows of the writing by the lock alone.
    let elsewhere = ListFolder::beside(&bench.folder.path().join("stufo.db"));
    let new = bench.lists.write(None, 1, many().into_iter().map(Ok::<_, ListError>)).unwrap();
    for lists in [&bench.lists, &elsewhere] {
        assert_eq!((sweep(&bench, lists), bench.files()), (0, 3));
    }
    bench.keep(3, new);
    assert_eq!((sweep(&bench, &elsewhere), bench.files()), (1, 2));
    assert_eq!(bench.hits(390_600_000_000, 12), [(1, 12), (3, 12)]);
}

fn any_entries(most: usize) -> impl Strategy<Value = Vec<Entry>> {
    let entry = (0_u64..6, 0_u64..20_000, any::<bool>(), prop::option::weighted(0.2, 0_u32..9)).prop_map(
        |(space, value, is_prefix, score)| {
            let (base, length) = [
                (390_600_000_000, 12),
                (44_200_000, 8),
                (1_000, 5),
                (999_999_999_900_000, 15),
                (4_921_163_558_620_000, 16),
                (9_999_999_999_999_900_000, 19),
            ][usize::try_from(space).unwrap()];
            let is_prefix = is_prefix && value % 4 == 0;
            Entry { is_prefix, score, ..number(base + value, length) }
        },
    );
    prop::collection::vec(entry, 0..most).prop_map(|entries| {
        let sorted: BTreeMap<_, Entry> = entries.into_iter().map(|entry| (entry.place(), entry)).collect();
        sorted.into_values().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_delta_gives_what_a_replacement_would(
        base in any_entries(2_500),
        changes in prop::collection::vec((any_entries(40), prop::collection::vec(any::<prop::sample::Index>(), 0..20)), 1..4),
    ) {
        let mut bench = Bench::new();
        bench.put(1, 0, &base);
        let mut model: BTreeMap<_, Entry> = base.into_iter().map(|entry| (entry.place(), entry)).collect();
        for (revision, (added, removed)) in changes.into_iter().enumerate() {
            let mut ranks: Vec<usize> =
                if model.is_empty() { vec![] } else { removed.iter().map(|index| index.index(model.len())).collect() };
            ranks.sort_unstable();
            ranks.dedup();
            let gone: Vec<Entry> = ranks.iter().map(|rank| model.values().nth(*rank).unwrap().clone()).collect();
            let revision = i64::try_from(revision).unwrap();
            let info = bench.patch(revision + 1, &added, &gone).unwrap();
            for entry in gone {
                model.remove(&entry.place());
            }
            model.extend(added.into_iter().map(|entry| (entry.place(), entry)));
            prop_assert_eq!(info.entries(), model.len() as u64);
            prop_assert_eq!(bench.all(1), model.values().cloned().collect::<Vec<_>>());
            bench.open(1).check().unwrap();
        }
        let file = bench.open(1);
        for entry in model.values() {
            let found = file.find(entry.key).unwrap().unwrap();
            prop_assert_eq!(usize::from(found.matched_digits), entry.key.digits().len());
        }
    }
}
