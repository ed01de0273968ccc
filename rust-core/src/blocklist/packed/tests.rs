//! What goes in comes out, in as few bytes as promised; what an attacker or a bad flash cell writes is an
//! error and never a panic.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::models::IntegerModel;
use super::range_coder::{Bit, Coder, RangeDecoder, RangeEncoder};
use super::rice::{Rice, push_rice};
use super::*;
use crate::blocklist::{Category, Entry, Tail};
use crate::number::ListKey;

const TEN_DIGITS: KeyClass = KeyClass { length: 11, is_prefix: false }; // +1 and ten

/// A pseudo-random sequence (splitmix64), the same in every run.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

fn small(value: u64) -> u16 {
    u16::try_from(value).unwrap()
}

fn plain(values: impl IntoIterator<Item = u64>) -> Vec<Item> {
    values.into_iter().map(|value| Item { value, ..Item::default() }).collect()
}

fn pack(entries: &[Entry]) -> (StringTable, Vec<PackedBlock>) {
    let mut blocks = Vec::new();
    let mut sink = |block| {
        blocks.push(block);
        Ok::<(), PackedError>(())
    };
    let mut packer = Packer::new(StringTable::default());
    for entry in entries {
        packer.push(entry, &mut sink).unwrap();
    }
    let (strings, count) = packer.finish(&mut sink).unwrap();
    assert_eq!(count, entries.len() as u64);
    (strings, blocks)
}

fn unpack(strings: &StringTable, blocks: &[PackedBlock]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for packed in blocks {
        let block = Block::open(packed.class, packed.first, &packed.bytes).unwrap();
        entries.extend(block.items().unwrap().iter().map(|item| strings.entry(packed.class, item).unwrap()));
    }
    entries
}

#[test]
fn rice_codes_hold_integers_of_any_size() {
    let lists: [&[u64]; 6] =
        [&[], &[0], &[7; 300], &[0, 1, 2, 1 << 20, 3, 10_u64.pow(19), 5], &[0; 130], &[10_u64.pow(19); 3]];
    for values in lists {
        let mut bytes = Vec::new();
        push_rice(&mut bytes, values);
        let alone = bytes.clone();
        let alone = Rice::last(&alone, values.len()).unwrap();
        bytes.push(0xab);
        let mut rest = &bytes[..];
        let taken = Rice::take(&mut rest, values.len()).unwrap();
        assert_eq!(rest, [0xab]);
        for sequence in [alone, taken] {
            let mut read = Vec::new();
            sequence
                .each(|value| {
                    read.push(value);
                    false
                })
                .unwrap();
            assert_eq!(read, values);
            let each: Vec<u64> = (0..values.len()).map(|index| sequence.get(index).unwrap()).collect();
            assert_eq!(each, values);
        }
    }
}

/// Some of everything that a coder codes.
fn code_some(coder: &mut impl Coder, values: &[u64]) -> Result<Vec<u64>, PackedError> {
    let (mut model, mut bit) = (IntegerModel::default(), Bit::default());
    let mut coded = Vec::new();
    for value in values {
        let is_odd = coder.bit(&mut bit, value % 2 == 1)?;
        let integer = model.code(coder, *value)?;
        let uniform = coder.uniform(value % 10_u64.pow(19), 10_u64.pow(19))?;
        let few = coder.uniform(value % 70_000, 70_000)?;
        coded.extend([u64::from(is_odd), integer, uniform, few]);
    }
    Ok(coded)
}

#[test]
fn the_range_coder_gives_back_what_it_took_and_ends_where_the_bytes_do() {
    let mut draw = Draw(7);
    let values: Vec<u64> = (0..5_000).map(|index| draw.next() >> (index % 64)).chain([0, u64::MAX, 0, 0]).collect();
    for end in [0, 1, 2, 100, values.len()] {
        let mut encoder = RangeEncoder::default();
        let coded = code_some(&mut encoder, &values[..end]).unwrap();
        let mut bytes = encoder.finish();
        let decode = |bytes: &[u8]| {
            let mut decoder = RangeDecoder::new(Box::new(bytes));
            decoder.start()?;
            let decoded = code_some(&mut decoder, &vec![0; end])?;
            decoder.finish().map(|sum| (decoded, sum))
        };
        assert_eq!(decode(&bytes), Ok((coded, crc32fast::hash(&bytes))), "{end}");
        bytes.push(0);
        assert_eq!(decode(&bytes), Err(PackedError::Damaged), "a byte more");
        bytes.truncate(bytes.len() - 2);
        assert!(decode(&bytes).is_err(), "a byte less");
    }
}

#[test]
fn what_every_item_has_costs_next_to_nothing_on_the_wire() {
    let entries = |category, score, label: Option<&str>| -> Vec<Entry> {
        let numbers =
            (0..20_000_u64).map(|n| Entry::number(ListKey::from_digits(390_600_000_000 + n * 37, 12).unwrap()));
        let label = label.map(Arc::<str>::from);
        numbers.map(|entry| Entry { category, score, label: label.clone(), ..entry }).collect()
    };
    let bare = encode_entries(entries(None, None, None)).unwrap().len();
    let alike = encode_entries(entries(Some(Category::Fraud), Some(10), Some("Firm"))).unwrap().len();
    assert!(alike - bare < 40, "{} bytes for three columns", alike - bare);
}

#[test]
fn random_ten_digit_numbers_take_less_than_a_byte_and_a_half() {
    // As dense as ten million among ten to the ten.
    let mut draw = Draw(1);
    let mut values: Vec<u64> = (0..100_000).map(|_| 10_000_000_000 + draw.next() % 100_000_000).collect();
    values.sort_unstable();
    values.dedup();
    let entries: Vec<Entry> = values.iter().map(|value| Entry::number(TEN_DIGITS.key(*value).unwrap())).collect();
    let (strings, blocks) = pack(&entries);
    let bytes: usize = blocks.iter().map(|block| block.bytes.len()).sum();
    assert!(bytes * 100 < entries.len() * 147, "{bytes} bytes for {} numbers", entries.len());
    assert_eq!(unpack(&strings, &blocks), entries);
    let wire = encode_entries(entries.iter().cloned()).unwrap();
    assert!(wire.len() * 100 < entries.len() * 144, "{} bytes on the wire", wire.len());
}

#[test]
fn columns_cost_nothing_where_they_are_absent_and_little_where_they_are_alike() {
    let values = || (0..380_u64).map(|n| 390_600_000_000 + n * 37);
    let class = KeyClass { length: 12, is_prefix: false };
    let bare = encode_block(class, &plain(values())).unwrap();
    let alike: Vec<Item> = values().map(|value| Item { value, category: 5, score: 11, label: 1, tail: 0 }).collect();
    let alike = encode_block(class, &alike).unwrap();
    assert_eq!(alike.len() - bare.len(), 6, "a marker and a value for each of three columns");
    let mut one = plain(values());
    one[200].score = 1 + u64::from(u32::MAX);
    let one = encode_block(class, &one).unwrap();
    assert!(one.len() - bare.len() < 380 / 8 + 16);
}

#[test]
fn a_block_finds_what_it_holds_and_nothing_else() {
    for class in (2..=39).map(|code| KeyClass::from_code(code).unwrap()) {
        let end = 10_u64.pow(u32::from(class.length));
        let mut draw = Draw(u64::from(class.code()));
        let mut items: Vec<Item> = (0..380)
            .map(|_| draw.next() % end)
            .chain([0, end - 1])
            .map(|value| Item {
                value,
                category: small(value % 9),
                score: value % 7,
                label: small(value % 2).into(),
                tail: 0,
            })
            .collect();
        items.sort_unstable_by_key(|item| item.value);
        items.dedup_by_key(|item| item.value);
        let bytes = encode_block(class, &items).unwrap();
        let block = Block::open(class, items[0].value, &bytes).unwrap();
        assert_eq!(block.count(), items.len());
        assert_eq!(block.items().unwrap(), items);
        for item in &items {
            assert_eq!(block.find(item.value).unwrap(), Some(*item));
            for near in [item.value.wrapping_sub(1), item.value + 1] {
                let expected = items.iter().find(|item| item.value == near).copied();
                assert_eq!(block.find(near).unwrap(), expected);
            }
        }
    }
}

#[test]
fn every_flipped_bit_and_every_cut_is_damage() {
    let items: Vec<Item> = (0..64)
        .map(|n| Item { value: 1_000 + n * n, category: small(n % 3), score: 0, label: small(n).into(), tail: 0 })
        .collect();
    let class = KeyClass { length: 6, is_prefix: true };
    let bytes = encode_block(class, &items).unwrap();
    let opens = |class, first, bytes: &[u8]| Block::open(class, first, bytes).is_ok();
    assert!(opens(class, 1_000, &bytes));
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(!opens(class, 1_000, &flipped), "bit {bit}");
    }
    assert!((0..bytes.len()).all(|end| !opens(class, 1_000, &bytes[..end])));
    assert!(!opens(class, 1_001, &bytes), "another place in the list");
    assert!(!opens(KeyClass { is_prefix: false, ..class }, 1_000, &bytes), "another class");
}

#[test]
fn what_is_not_sorted_is_refused() {
    let class = TEN_DIGITS;
    assert_eq!(encode_block(class, &[]), Err(PackedError::Unsorted));
    assert_eq!(encode_block(class, &plain([2, 1])), Err(PackedError::Unsorted));
    assert_eq!(encode_block(class, &plain([1, 1])), Err(PackedError::Unsorted));
    assert_eq!(encode_block(class, &plain(0..385)), Err(PackedError::Unsorted));
    let number = |value, length| Entry::number(ListKey::from_digits(value, length).unwrap());
    for wrong in [[number(20, 8), number(10, 8)], [number(10, 8), number(10, 8)], [number(10, 9), number(10, 8)]] {
        assert_eq!(encode_entries(wrong), Err(PackedError::Unsorted));
    }
}

#[test]
fn a_block_by_hundreds_finds_what_it_holds_and_nothing_else() {
    let class = TEN_DIGITS;
    let values = (0..380_u64).map(|n| 10_000_000_001 + n / 40 * 100_000 + n % 40 * 2);
    let items: Vec<Item> = values.map(|value| Item { value, score: value % 5, ..Item::default() }).collect();
    let bytes = encode_block(class, &items).unwrap();
    assert!(bytes.len() < 400, "{} bytes", bytes.len());
    let block = Block::open(class, items[0].value, &bytes).unwrap();
    assert_eq!(block.items().unwrap(), items);
    for value in 10_000_000_000..10_001_000_000 {
        assert_eq!(block.find(value).unwrap(), items.iter().find(|item| item.value == value).copied());
    }
}

#[test]
fn readers_stop_at_their_bounds() {
    let entries: Vec<Entry> = (0..5_000).map(|n| Entry::number(TEN_DIGITS.key(n * 3).unwrap())).collect();
    let bytes = encode_entries(entries.iter().cloned()).unwrap();
    let read = |most| EntryReader::new(&bytes[..], most).unwrap().collect::<Result<Vec<_>, _>>();
    assert_eq!(read(5_000).unwrap(), entries);
    assert_eq!(read(4_999), Err(PackedError::TooLarge));
    let delta = encode_delta(&[], &entries).unwrap();
    assert_eq!(delta.changes, 5_000);
    assert_eq!(apply(&delta.bytes, &[], 5_000).unwrap(), entries);
    assert_eq!(apply(&delta.bytes, &[], 4_999), Err(DeltaError::TooLarge));
    // A count that promises more than there is costs no memory and no time.
    let mut boast = vec![1, 0, 0, 0, 0];
    super::rice::push_varint(&mut boast, u64::MAX);
    super::rice::push_varint(&mut boast, u64::MAX);
    boast.extend([0; 100]);
    assert!(apply(&boast, &entries, u64::MAX).is_err());
}

fn apply(delta: &[u8], base: &[Entry], most: u64) -> Result<Vec<Entry>, DeltaError> {
    AppliedDelta::new(delta, base.iter().cloned().map(Ok), most)?.collect()
}

#[test]
fn a_delta_for_another_version_is_refused_by_name() {
    let entry = |n: u64| Entry::number(TEN_DIGITS.key(10_000_000_000 + n * 1_000).unwrap());
    let before: Vec<Entry> = (0..3_000).map(entry).collect();
    let mut after = before.clone();
    after.retain(|entry| entry.key.value() % 7 != 0);
    after[50].score = Some(3);
    after.insert(90, Entry::number(TEN_DIGITS.key(after[89].key.value() + 1).unwrap()));
    let EncodedDelta { bytes, changes } = encode_delta(&before, &after).unwrap();
    assert_eq!(changes, 428 + 2);
    assert_eq!(apply(&bytes, &before, changes).unwrap(), after);
    for (what, other) in [
        ("an entry less", before[1..].to_vec()),
        ("an entry more", before.iter().cloned().chain([entry(9_000)]).collect()),
        ("another entry", before[1..].iter().cloned().chain([entry(9_000)]).collect()),
        ("none", Vec::new()),
    ] {
        assert_eq!(apply(&bytes, &other, changes), Err(DeltaError::WrongBase), "{what}");
    }
    let mut applied = AppliedDelta::new(&bytes, before.iter().cloned().map(Ok::<_, DeltaError>), changes).unwrap();
    assert_eq!(applied.by_ref().count(), after.len());
    let stats = applied.stats();
    assert_eq!((stats.added, stats.removed, stats.before(), stats.now()), (1, 428, 3_000, after.len() as u64));
}

#[test]
fn a_delta_costs_what_its_changes_are_worth() {
    let mut draw = Draw(3);
    let mut values: Vec<u64> = (0..100_000).map(|_| draw.next() % 10_000_000_000).collect();
    values.sort_unstable();
    values.dedup();
    let entry = |value: &u64| Entry::number(TEN_DIGITS.key(*value).unwrap());
    let before: Vec<Entry> = values.iter().map(entry).collect();
    let mut after = values.clone();
    after.retain(|_| !draw.next().is_multiple_of(200));
    after.extend((0..500).map(|_| draw.next() % 10_000_000_000));
    after.sort_unstable();
    after.dedup();
    let delta = encode_delta(before.iter().cloned(), after.iter().map(entry)).unwrap();
    // One in two hundred goes (9.1 bits), and as many come (26.9 bits: the entropy is 18.0 a change).
    assert!(delta.bytes.len() as u64 * 100 < delta.changes * 236, "{} for {}", delta.bytes.len(), delta.changes);
    assert_eq!(encode_delta(&before, &before).unwrap().bytes.len(), 11, "nothing changes");
}

#[test]
fn labels_are_kept_once_and_bounded() {
    let mut strings = StringTable::default();
    assert_eq!((strings.id("Pyramid"), strings.id("Pyramid"), strings.id("Other"), strings.id("")), (1, 1, 2, 0));
    let long = strings.id(&"è".repeat(40));
    assert_eq!(strings.get(long).unwrap().len(), 64);
    for n in 0..70_000 {
        strings.id(&n.to_string());
    }
    assert_eq!(strings.iter().len(), StringTable::MAX_STRINGS);
    assert_eq!(strings.id("one more"), 0);
    assert_eq!(strings.get(0), None);
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let key = (1_u8..20, any::<u64>(), 0_u64..3).prop_map(|(length, value, few)| {
        let end = 10_u64.pow(u32::from(length));
        ListKey::from_digits(if few == 0 { value % end.min(50) } else { value % end }, length).unwrap()
    });
    let columns = (
        prop::option::weighted(0.2, prop::sample::select(Category::ALL)),
        prop::option::weighted(0.2, any::<u32>()),
        prop::option::weighted(0.2, "[a-c]{1,2}"),
    );
    let tail = prop_oneof![Just(Tail::ANY), (1_u16..0x4000).prop_map(|bits| Tail::from_bits(bits << 1).unwrap())];
    (key, any::<bool>(), tail, columns).prop_map(|(key, is_prefix, tail, (category, score, label))| Entry {
        key,
        is_prefix,
        tail: if is_prefix { tail } else { Tail::ANY },
        category,
        score,
        label: label.map(Arc::from),
    })
}

proptest! {
    #[test]
    fn entries_come_back_sorted_and_once(
        entries in prop::collection::vec(any_entry(), 0..700),
        buffer in 1_usize..400,
    ) {
        let mut sorter = Sorter::with_buffer(buffer);
        let mut expected = BTreeMap::new();
        for entry in &entries {
            sorter.push(entry);
            let tail = expected.get(&entry.place()).map_or(entry.tail, |other: &Entry| entry.tail.or(other.tail));
            expected.insert(entry.place(), Entry { tail, ..entry.clone() });
        }
        let sorted: Vec<Entry> = sorter.finish().collect();
        let expected: Vec<Entry> = expected.into_values().collect();
        prop_assert_eq!(&sorted, &expected);
        let (strings, blocks) = pack(&sorted);
        prop_assert_eq!(&unpack(&strings, &blocks), &expected);
        let bytes = encode_entries(sorted).unwrap();
        let read: Result<Vec<Entry>, _> = EntryReader::new(&bytes[..], u64::MAX).unwrap().collect();
        prop_assert_eq!(read.unwrap(), expected);
    }

    #[test]
    fn a_delta_leads_from_any_list_to_any_other(
        lists in prop::collection::vec(prop::collection::vec(any_entry(), 0..200), 2),
        kept in prop::collection::vec(any_entry(), 0..200),
    ) {
        let sorted = |list: &[Entry]| {
            let mut sorter = Sorter::default();
            kept.iter().chain(list).for_each(|entry| sorter.push(entry));
            sorter.finish().collect::<Vec<Entry>>()
        };
        let (before, after) = (sorted(&lists[0]), sorted(&lists[1]));
        let EncodedDelta { bytes, changes } = encode_delta(&before, &after).unwrap();
        prop_assert_eq!(apply(&bytes, &before, changes).unwrap(), after);
    }

    #[test]
    fn hostile_bytes_never_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        changed in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        for magic in [&b""[..], MAGIC] {
            if let Ok(reader) = EntryReader::new(&[magic, &bytes].concat()[..], 10_000) {
                prop_assert!(reader.count() <= 10_001);
            }
        }
        // Good bytes with one changed and the checksum made right again.
        let entry = |n: u32| Entry { score: Some(7 * n), ..Entry::number(TEN_DIGITS.key(u64::from(n * n)).unwrap()) };
        let entries: Vec<Entry> = (0..600).map(entry).collect();
        let mut good = encode_entries(entries.clone()).unwrap();
        let head = MAGIC.len() + 4;
        let index = head + changed.index(good.len() - head);
        good[index] = byte;
        let sum = crc32fast::hash(&good[head..]).to_le_bytes();
        good[MAGIC.len()..head].copy_from_slice(&sum);
        if let Ok(reader) = EntryReader::new(&good[..], 10_000) {
            let places: Vec<_> = reader.map_while(Result::ok).map(|entry| entry.place()).collect();
            prop_assert!(places.is_sorted_by(|a, b| a < b));
        }
        // A delta is decoded as far as it goes before its checksum is known.
        let base: Vec<Entry> = (0..200).map(|n| entry(n * 4)).collect();
        let mut delta = encode_delta(&base, &entries).unwrap().bytes;
        let index = changed.index(delta.len());
        let is_changed = delta[index] != byte;
        delta[index] = byte;
        let mut applied = Vec::new();
        let read = AppliedDelta::new(&delta, base.iter().cloned().map(Ok::<_, DeltaError>), 10_000);
        let ended = read.map(|read| read.map(|entry| entry.map(|entry| applied.push(entry.place()))).find(Result::is_err));
        prop_assert_eq!(matches!(ended, Ok(None)), !is_changed);
        prop_assert!(applied.is_sorted_by(|a, b| a < b));
        let random = [&[1], &bytes[..]].concat();
        if let Ok(read) = AppliedDelta::new(&random, base.iter().cloned().map(Ok::<_, DeltaError>), 10_000) {
            prop_assert!(read.count() <= 10_700);
        }
    }

    #[test]
    fn a_hostile_block_never_panics(changed in any::<prop::sample::Index>(), byte in any::<u8>(), dense in any::<bool>()) {
        let values = (0..300).map(|n| if dense { n * 2 } else { n * n * n });
        let items: Vec<Item> = values.map(|value| Item { value, label: u32::from(small(value % 9)), ..Item::default() }).collect();
        let mut bytes = encode_block(TEN_DIGITS, &items).unwrap();
        let index = 4 + changed.index(bytes.len() - 4);
        bytes[index] = byte;
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&[TEN_DIGITS.code()]);
        hasher.update(&0_u64.to_le_bytes());
        hasher.update(&bytes[4..]);
        bytes[..4].copy_from_slice(&hasher.finalize().to_le_bytes());
        if let Ok(block) = Block::open(TEN_DIGITS, 0, &bytes) {
            for value in [0, 1, 599, 12_167, 26_730_899, u64::MAX] {
                let _found = block.find(value);
            }
            if let Ok(items) = block.items() {
                prop_assert!(items.is_sorted_by(|a, b| a.value < b.value));
            }
        }
    }
}
