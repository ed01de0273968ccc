//! What goes in comes out, in as few bytes as promised; what an attacker or a bad flash cell writes is an
//! error and never a panic.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::bits::{BitReader, BitWriter, MAX_K};
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
fn rice_codes_hold_any_integer() {
    for k in 0..=MAX_K {
        let values = [0, 1, 2, 23, 24, 1 << 20, (1 << 40) - 1, 10_u64.pow(15), u64::MAX];
        let mut writer = BitWriter::default();
        values.iter().for_each(|value| writer.push_rice(*value, k));
        let bytes = writer.finish();
        let mut reader = BitReader::new(&bytes);
        assert_eq!(values.map(|_| reader.rice(k).unwrap()), values, "k {k}");
    }
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
    assert!(bytes * 100 < entries.len() * 154, "{bytes} bytes for {} numbers", entries.len());
    assert_eq!(unpack(&strings, &blocks), entries);
    // Every block but the last of the list is full: three to a page.
    assert!(blocks.iter().rev().skip(1).all(|block| (1280..=1340).contains(&block.bytes.len())));
}

#[test]
fn columns_cost_nothing_where_they_are_absent_and_little_where_they_are_alike() {
    let values = || (0..1000_u64).map(|n| 390_600_000_000 + n * 37);
    let class = KeyClass { length: 12, is_prefix: false };
    let bare = encode_block(class, &plain(values())).unwrap();
    let alike: Vec<Item> = values().map(|value| Item { value, category: 5, score: 11, label: 1, tail: 0 }).collect();
    let alike = encode_block(class, &alike).unwrap();
    assert_eq!(alike.len() - bare.len(), 6, "a marker and a value for each of three columns");
    let mut one = plain(values());
    one[500].score = 1 + u64::from(u32::MAX);
    let one = encode_block(class, &one).unwrap();
    assert!(one.len() - bare.len() < 1000 / 8 + 16);
}

#[test]
fn a_block_finds_what_it_holds_and_nothing_else() {
    for class in (2..=39).map(|code| KeyClass::from_code(code).unwrap()) {
        // A packer begins a new block where values differ in more bits.
        let end = 10_u64.pow(u32::from(class.length)).min(1 << MAX_K);
        let mut draw = Draw(u64::from(class.code()));
        let mut items: Vec<Item> = (0..700)
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
    assert_eq!(encode_block(class, &plain(0..1025)), Err(PackedError::Unsorted));
    assert_eq!(encode_set(&[3, 3]), Err(PackedError::Unsorted));
    assert_eq!(encode_set(&[u64::MAX]), Err(PackedError::Unsorted));
    let number = |value, length| Entry::number(ListKey::from_digits(value, length).unwrap());
    for wrong in [[number(20, 8), number(10, 8)], [number(10, 8), number(10, 8)], [number(10, 9), number(10, 8)]] {
        assert_eq!(encode_entries(wrong), Err(PackedError::Unsorted));
    }
}

#[test]
fn readers_stop_at_their_bounds() {
    let set = encode_set(&(0..5_000).collect::<Vec<u64>>()).unwrap();
    assert_eq!(decode_set(&mut &set[..], 4_999), Err(PackedError::TooLarge));
    assert_eq!(decode_set(&mut &set[..], 5_000).unwrap().len(), 5_000);
    let entries: Vec<Entry> = (0..5_000).map(|n| Entry::number(TEN_DIGITS.key(n * 3).unwrap())).collect();
    let bytes = encode_entries(entries.iter().cloned()).unwrap();
    let read = |most| EntryReader::new(&bytes[..], most).unwrap().collect::<Result<Vec<_>, _>>();
    assert_eq!(read(5_000).unwrap(), entries);
    assert_eq!(read(4_999), Err(PackedError::TooLarge));
    // A count that promises more than there is costs no memory.
    let mut boast = Vec::new();
    super::bits::push_varint(&mut boast, u64::MAX >> 2);
    assert_eq!(decode_set(&mut &boast[..], usize::MAX), Err(PackedError::Damaged));
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
        prop_assert!(blocks.iter().all(|block| block.bytes.len() <= 1340 || block.count == 1));
        let bytes = encode_entries(sorted).unwrap();
        let read: Result<Vec<Entry>, _> = EntryReader::new(&bytes[..], u64::MAX).unwrap().collect();
        prop_assert_eq!(read.unwrap(), expected);
    }

    #[test]
    fn sets_come_back(values in prop::collection::btree_set(prop_oneof![0_u64..5_000, any::<u64>()], 0..1500)) {
        let mut values: Vec<u64> = values.into_iter().collect();
        values.retain(|value| *value != u64::MAX);
        let mut bytes = encode_set(&values).unwrap();
        bytes.push(0xab);
        let mut rest = &bytes[..];
        prop_assert_eq!(decode_set(&mut rest, values.len()).unwrap(), values);
        prop_assert_eq!(rest, [0xab]);
    }

    #[test]
    fn hostile_bytes_never_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        changed in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let _set = decode_set(&mut &bytes[..], 10_000);
        if let Ok(reader) = EntryReader::new(&bytes[..], 10_000) {
            prop_assert!(reader.count() <= 10_000);
        }
        // A good file with one byte changed and the checksum made right again.
        let entries = (0..600).map(|n| Entry { score: Some(7 * n), ..Entry::number(TEN_DIGITS.key(u64::from(n * n)).unwrap()) });
        let mut good = encode_entries(entries).unwrap();
        let index = changed.index(good.len());
        good[index] = byte;
        repair(&mut good);
        if let Ok(reader) = EntryReader::new(&good[..], 10_000) {
            let places: Vec<_> = reader.map_while(Result::ok).map(|entry| entry.place()).collect();
            prop_assert!(places.is_sorted());
        }
    }
}

/// Writes the checksum that the changed first block of the list above should have.
fn repair(bytes: &mut [u8]) {
    let (class, first, start) = (bytes[1], u64::from(bytes[2]), 5);
    if bytes[0] != 0 || bytes[2] >= 0x80 || bytes[3] < 0x80 || bytes[4] >= 0x80 {
        return;
    }
    let length = usize::from(bytes[3] & 0x7f) | usize::from(bytes[4]) << 7;
    let Some(block) = bytes.get_mut(start..start + length).filter(|block| block.len() > 4) else { return };
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&[class]);
    hasher.update(&first.to_le_bytes());
    hasher.update(&block[4..]);
    let sum = hasher.finalize().to_le_bytes();
    block[..4].copy_from_slice(&sum);
}
