//! A list goes in and is found again; every kind of damage is found, dropped and marked; readers never wait.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::blocklist::Entry;
use crate::number::ListKey;

const BUSY: Duration = Duration::from_millis(100);

struct Bench {
    folder: TempDir,
    store: ListStore,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = ListStore::open(&folder.path().join(FILE_NAME), BUSY).unwrap();
        Self { folder, store }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(FILE_NAME)
    }

    fn put(&mut self, list_id: ListId, revision: i64, entries: &[Entry]) -> ListInfo {
        self.store.replace(list_id, revision, entries.iter().cloned().map(Ok::<_, ListError>)).unwrap()
    }

    fn all(&self, list_id: ListId) -> Vec<Entry> {
        let mut entries = Vec::new();
        let take = |entry| {
            entries.push(entry);
            true
        };
        self.store.each_entry(list_id, take).unwrap();
        entries
    }

    fn hits(&self, digits: u64, length: u8) -> Vec<(ListId, u8)> {
        let hits = self.store.find(key(digits, length), &[1, 2, 3]).unwrap();
        hits.into_iter().map(|hit| (hit.list_id, hit.matched_digits)).collect()
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
    bench.store.check().unwrap();
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
    assert_eq!(bench.store.find(key(390_612_345_678, 12), &[2]).unwrap().len(), 1, "list 1 is off");
    assert_eq!(bench.store.find(key(390_612_345_678, 12), &[]).unwrap(), []);
    assert_eq!(bench.store.find(key(390_612_345_678, 12), &[99]).unwrap(), []);
    bench.store.remove(1).unwrap();
    assert_eq!(bench.hits(390_612_345_678, 12), [(2, 12)]);
    assert_eq!(bench.store.list(1).unwrap(), None);
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
    assert_eq!(info, ListInfo { list_id: 1, revision: 7, numbers: 2, prefixes: 0 });
    assert_eq!(bench.store.lists().unwrap(), [info]);
    for entry in [&plain, &full] {
        let hits = bench.store.find(entry.key, &[1]).unwrap();
        let (category, score, label) = (entry.category, entry.score, entry.label.clone());
        assert_eq!(hits, [ListHit { list_id: 1, matched_digits: 12, category, score, label }]);
    }
    assert_eq!(bench.all(1), [plain, full]);
}

#[test]
fn a_replacement_that_fails_leaves_the_list_before() {
    let mut bench = Bench::new();
    let before = many();
    bench.put(1, 1, &before);
    let wrong = [number(390_600_000_005, 12), number(390_600_000_005, 12)];
    let refused = bench.store.replace(1, 2, wrong.into_iter().map(Ok::<_, ListError>));
    assert!(matches!(refused, Err(ListError::Packed(PackedError::Unsorted))));
    let cut = many().into_iter().map(Ok).take(3_000).chain([Err(ListError::NoSuchEntry)]);
    assert!(matches!(bench.store.replace(1, 2, cut), Err(ListError::NoSuchEntry)));
    assert_eq!(bench.store.list(1).unwrap().unwrap().revision, 1);
    assert_eq!(bench.all(1), before);
    bench.store.check().unwrap();
}

#[test]
fn a_delta_is_for_one_revision_only() {
    let mut bench = Bench::new();
    let none = Removed::Ranks(&[]);
    let missing = bench.store.apply_delta(1, 0, 1, &[], none, None);
    assert!(matches!(missing, Err(ListError::BaseMoved { found: None })));
    bench.put(1, 5, &many());
    let moved = bench.store.apply_delta(1, 4, 6, &[], none, None);
    assert!(matches!(moved, Err(ListError::BaseMoved { found: Some(5) })));
    let beyond = bench.store.apply_delta(1, 5, 6, &[], Removed::Ranks(&[5_000]), None);
    assert!(matches!(beyond, Err(ListError::NoSuchEntry)));
    let info = bench.store.apply_delta(1, 5, 6, &[number(1, 12)], Removed::Ranks(&[0, 4_999]), None).unwrap();
    assert_eq!(info, ListInfo { list_id: 1, revision: 6, numbers: 4_999, prefixes: 0 });
    let all = bench.all(1);
    assert_eq!((all[0].clone(), &all[1..]), (number(1, 12), &many()[1..4_999]));
}

#[test]
fn a_list_that_is_filled_and_emptied_by_deltas_stays_compact() {
    let mut bench = Bench::new();
    bench.put(1, 0, &many());
    for revision in 0..300 {
        let round = u64::try_from(revision).unwrap();
        let added: Vec<Entry> = (0..2).map(|n| number(390_600_000_001 + (round * 2 + n) * 4_003, 12)).collect();
        bench.store.apply_delta(1, revision, revision + 1, &added, Removed::Ranks(&[]), None).unwrap();
    }
    let blocks: u64 = bench.store.connection.query_row("SELECT count(*) FROM block", [], |row| row.get(0)).unwrap();
    assert!(blocks <= 24, "{blocks} blocks");
    assert_eq!(bench.store.list(1).unwrap().unwrap().numbers, 5_600);
    bench.store.check().unwrap();
}

#[test]
fn a_reader_never_waits_for_a_writer_and_sees_the_list_before_or_after() {
    let mut bench = Bench::new();
    bench.put(1, 1, &many());
    let reader = ListStore::open(&bench.path(), Duration::ZERO).unwrap();
    let old = many()[0].key;
    assert_eq!(reader.find(old, &[1]).unwrap().len(), 1);
    // In the middle of the writer's transaction; the reader is not allowed to wait at all.
    let new = (0..3_000).map(|n| number(440_000_000_000 + n * 31, 12)).inspect(|_| {
        assert_eq!(reader.find(old, &[1]).unwrap().len(), 1);
    });
    bench.store.replace(1, 2, new.map(Ok::<_, ListError>)).unwrap();
    assert_eq!(reader.find(old, &[1]).unwrap(), []);
    assert_eq!(reader.find(key(440_000_000_031, 12), &[1]).unwrap().len(), 1);
}

#[test]
fn a_damaged_block_is_found_dropped_and_marked() {
    for damage in [
        "UPDATE block SET items = substr(items, 1, 40) || x'00' || substr(items, 42)",
        "UPDATE block SET items = x''",
        "UPDATE block SET items = 'text'",
        "UPDATE block SET place = place + 1",
    ] {
        let mut bench = Bench::new();
        bench.put(1, 1, &many());
        assert!(!bench.store.is_dropped().unwrap());
        bench.store.connection.execute_batch(damage).unwrap();
        let found = many().iter().any(|entry| matches!(bench.store.find(entry.key, &[1]), Err(StoreError::Damaged)));
        assert!(found, "{damage}");
        assert!(matches!(bench.store.check(), Err(StoreError::Damaged)), "{damage}");
        let Bench { folder, store } = bench;
        let store = store.drop_and_open().unwrap();
        let bench = Bench { folder, store };
        assert!(bench.store.is_dropped().unwrap());
        assert_eq!((bench.store.lists().unwrap(), bench.hits(390_600_000_000, 12)), (vec![], vec![]));
        bench.store.forget_drop().unwrap();
        assert!(!bench.store.is_dropped().unwrap());
    }
}

#[test]
fn a_file_that_is_no_database_or_of_a_newer_version_is_dropped() {
    type Spoil = fn(&Path);
    let spoilers: [(&str, Spoil); 4] = [
        ("text", |path| std::fs::write(path, "not a database, but long enough to be looked at".repeat(100)).unwrap()),
        ("cut", |path| {
            let bytes = std::fs::read(path).unwrap();
            std::fs::write(path, &bytes[..bytes.len() / 2 + 100]).unwrap();
        }),
        ("zeros", |path| {
            let mut bytes = std::fs::read(path).unwrap();
            bytes.iter_mut().skip(100).for_each(|byte| *byte = 0);
            std::fs::write(path, bytes).unwrap();
        }),
        ("newer", |path| {
            let connection = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
            connection.pragma_update(None, "user_version", 99).unwrap();
        }),
    ];
    for (name, spoil) in spoilers {
        let mut bench = Bench::new();
        bench.put(1, 1, &many());
        let path = bench.path();
        let Bench { folder, store } = bench;
        drop(store);
        spoil(&path);
        let mut store = ListStore::open_or_drop(&path, BUSY).unwrap();
        if !store.is_dropped().unwrap() {
            // The head still reads: the damage shows when the lists are asked.
            let asked = many().iter().map(|entry| store.find(entry.key, &[1])).find(Result::is_err);
            assert!(matches!(asked, Some(Err(StoreError::Damaged))), "{name}");
            store = store.drop_and_open().unwrap();
        }
        assert!(store.is_dropped().unwrap(), "{name}");
        assert_eq!(store.lists().unwrap(), [], "{name}");
        store.replace(1, 1, many().into_iter().map(Ok::<_, ListError>)).unwrap();
        drop(store);
        let reopened = ListStore::open_or_drop(&path, BUSY).unwrap();
        assert!(reopened.is_dropped().unwrap(), "{name}: marked until forgotten");
        assert_eq!(reopened.list(1).unwrap().unwrap().numbers, 5_000);
        drop(folder);
    }
}

#[test]
fn two_hundred_and_fifty_six_lists_fit_and_one_more_is_refused() {
    let mut bench = Bench::new();
    for list_id in 0..256 {
        bench.put(list_id, 1, &[number(390_600_000_000 + u64::try_from(list_id).unwrap(), 12)]);
    }
    let more = bench.store.replace(256, 1, [Ok::<_, ListError>(number(1, 12))]);
    assert!(matches!(more, Err(ListError::TooMany)));
    bench.put(17, 2, &[number(390_700_000_000, 12)]);
    assert_eq!(bench.store.find(key(390_700_000_000, 12), &[16, 17, 18]).unwrap().len(), 1);
    assert_eq!(bench.store.find(key(390_600_000_255, 12), &[255]).unwrap().len(), 1);
    bench.store.check().unwrap();
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
        changes in prop::collection::vec((any_entries(40), prop::collection::vec(any::<prop::sample::Index>(), 0..20), any::<bool>()), 1..4),
    ) {
        let mut bench = Bench::new();
        bench.put(1, 0, &base);
        let mut model: BTreeMap<_, Entry> = base.into_iter().map(|entry| (entry.place(), entry)).collect();
        for (revision, (added, removed, by_rank)) in changes.into_iter().enumerate() {
            let mut ranks: Vec<usize> =
                if model.is_empty() { vec![] } else { removed.iter().map(|index| index.index(model.len())).collect() };
            ranks.sort_unstable();
            ranks.dedup();
            let gone: Vec<Entry> = ranks.iter().map(|rank| model.values().nth(*rank).unwrap().clone()).collect();
            let ranks: Vec<u64> = ranks.into_iter().map(|rank| rank as u64).collect();
            let removed = if by_rank { Removed::Ranks(&ranks) } else { Removed::Entries(&gone) };
            let base = i64::try_from(revision).unwrap();
            let info = bench.store.apply_delta(1, base, base + 1, &added, removed, None).unwrap();
            for entry in gone {
                model.remove(&entry.place());
            }
            model.extend(added.into_iter().map(|entry| (entry.place(), entry)));
            prop_assert_eq!(info.numbers + info.prefixes, model.len() as u64);
            prop_assert_eq!(bench.all(1), model.values().cloned().collect::<Vec<_>>());
            bench.store.check().unwrap();
        }
        for entry in model.values() {
            let hits = bench.store.find(entry.key, &[1]).unwrap();
            prop_assert_eq!(hits.len(), 1);
            prop_assert_eq!(usize::from(hits[0].matched_digits), entry.key.digits().len());
        }
    }
}
