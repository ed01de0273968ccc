//! Sequences of integers as Rice codes, and varints.
//!
//! Bytes: `k`; how many integers are large, and each of them (varints); the low `k` bits of all, padded to a byte; the rest of
//! each, as many zeros and a one, padded to a byte. A rest of `LARGE` stands for the next large one. So the ends of the codes are
//! found without reading what lies between, and a code is found by counting ones.

use std::io::Read;

use super::PackedError;

/// Largest `k`: that many bits are read at once, wherever they begin.
const MAX_K: u8 = 56;
/// Zeros of an integer that is written out. Bounds the bits of any.
const LARGE: u64 = 24;
/// About what it takes to write one out.
const WRITTEN_OUT_BITS: u64 = 32;

/// Appends a sequence.
pub(super) fn push_rice(bytes: &mut Vec<u8>, values: &[u64]) {
    let k = best_k(values);
    bytes.push(k);
    let large = || values.iter().copied().filter(|value| value >> k >= LARGE);
    push_varint(bytes, large().count() as u64);
    large().for_each(|value| push_varint(bytes, value));
    let low_at = bytes.len();
    // Eight more, for words are written whole.
    bytes.resize(low_at + (values.len() * usize::from(k)).div_ceil(8) + 8, 0);
    let (mut pending, mut used, mut at, mut rest_bits) = (0, 0, low_at, 0);
    for value in values {
        // Fewer than 8 bits are pending and at most `MAX_K` come.
        pending |= (value & low_bits(k)) << used;
        used += usize::from(k);
        if let Some(word) = bytes.get_mut(at..).and_then(|rest| rest.first_chunk_mut()) {
            *word = pending.to_le_bytes();
        }
        pending >>= used / 8 * 8;
        at += used / 8;
        used %= 8;
        rest_bits += zeros(*value, k) + 1;
    }
    bytes.truncate(bytes.len() - 8);
    let rest_at = bytes.len();
    bytes.resize(rest_at + rest_bits.div_ceil(8), 0);
    let (rest, mut bit) = (bytes.get_mut(rest_at..).unwrap_or_default(), 0);
    for value in values {
        bit += zeros(*value, k);
        if let Some(byte) = rest.get_mut(bit / 8) {
            *byte |= 1 << (bit % 8);
        }
        bit += 1;
    }
}

/// How many zeros stand for an integer.
fn zeros(value: u64, k: u8) -> usize {
    usize::try_from((value >> k).min(LARGE)).unwrap_or(0)
}

/// Such a sequence.
#[derive(Clone, Copy)]
pub(super) struct Rice<'b> {
    k: u8,
    count: usize,
    large: &'b [u8],
    low: &'b [u8],
    rest: &'b [u8],
}

impl<'b> Rice<'b> {
    /// The sequence of `count` integers at the front, to which all the bytes belong.
    pub(super) fn last(bytes: &'b [u8], count: usize) -> Result<Self, PackedError> {
        let (k, mut large) = bytes.split_first().filter(|(k, _)| **k <= MAX_K).ok_or(PackedError::Damaged)?;
        let written_out = take_varint(&mut large)?;
        let mut bytes = large;
        for _ in 0..written_out {
            take_varint(&mut bytes)?;
        }
        let (low, rest) = bytes.split_at_checked((count * usize::from(*k)).div_ceil(8)).ok_or(PackedError::Damaged)?;
        Ok(Self { k: *k, count, large, low, rest })
    }

    /// Takes a sequence off the front.
    pub(super) fn take(bytes: &mut &'b [u8], count: usize) -> Result<Self, PackedError> {
        let mut sequence = Self::last(bytes, count)?;
        let mut ones = 0;
        let is_last = |byte: &u8| {
            ones += byte.count_ones() as usize;
            ones >= count
        };
        let end = if count == 0 { 0 } else { sequence.rest.iter().position(is_last).ok_or(PackedError::Damaged)? + 1 };
        (sequence.rest, *bytes) = sequence.rest.split_at_checked(end).ok_or(PackedError::Damaged)?;
        Ok(sequence)
    }

    /// Hands over one integer after the other until `take` says that it has enough, or all are read.
    #[inline]
    pub(super) fn each(&self, mut take: impl FnMut(u64) -> bool) -> Result<(), PackedError> {
        let (mut index, mut begin, mut before, mut large) = (0, 0, 0_u64, self.large);
        while index < self.count {
            let word = self.rest.get(begin..).filter(|rest| !rest.is_empty()).ok_or(PackedError::Damaged)?;
            let mut ones = load(word);
            while ones != 0 && index < self.count {
                let end = begin as u64 * 8 + u64::from(ones.trailing_zeros());
                ones &= ones - 1;
                let zeros = end - before;
                let value =
                    if zeros < LARGE { (zeros << self.k) | self.low_bits_of(index) } else { take_varint(&mut large)? };
                before = end + 1;
                index += 1;
                if take(value) {
                    return Ok(());
                }
            }
            begin += 8;
        }
        Ok(())
    }

    /// One of them.
    pub(super) fn get(&self, index: usize) -> Result<u64, PackedError> {
        let (mut at, mut found) = (0, None);
        self.each(|value| {
            found = Some(value);
            at += 1;
            at > index
        })?;
        found.filter(|_| at > index).ok_or(PackedError::Damaged)
    }

    #[inline]
    fn low_bits_of(&self, index: usize) -> u64 {
        let bit = index * usize::from(self.k);
        load(self.low.get(bit / 8..).unwrap_or_default()) >> (bit % 8) & low_bits(self.k)
    }
}

/// Up to eight bytes, the lowest first.
#[inline]
pub(super) fn load(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes.iter().rev().fold(0, |word, next| word << 8 | u64::from(*next)),
    }
}

fn low_bits(k: u8) -> u64 {
    (1 << k) - 1
}

/// The parameter that codes these values in the fewest bits: downhill from above their mean, which a few far values may
/// have pulled up.
fn best_k(values: &[u64]) -> u8 {
    let mean = values.iter().copied().map(u128::from).sum::<u128>() / (values.len() as u128).max(1);
    let highest = u8::try_from(mean.max(1).ilog2() + 1).unwrap_or(MAX_K).min(MAX_K);
    let (mut best, mut least, mut worse) = (highest, u64::MAX, 0);
    for k in (0..=highest).rev() {
        let rest = |value: &u64| if value >> k < LARGE { value >> k } else { LARGE + WRITTEN_OUT_BITS };
        let bits = values.iter().map(rest).sum::<u64>() + values.len() as u64 * u64::from(k);
        if bits < least {
            (best, least, worse) = (k, bits, 0);
        } else {
            worse += 1;
        }
        if worse == 2 {
            break;
        }
    }
    best
}

/// A number in as few bytes as it needs, seven bits each.
pub(super) fn push_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
}

/// Takes such a number off the front.
pub(super) fn take_varint(source: &mut impl Read) -> Result<u64, PackedError> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = take_byte(source)?;
        if shift == 63 && byte > 1 {
            break;
        }
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(PackedError::Damaged)
}

/// Takes one byte off the front.
pub(super) fn take_byte(source: &mut impl Read) -> Result<u8, PackedError> {
    let mut byte = [0];
    source.read_exact(&mut byte).map_err(|_| PackedError::Damaged)?;
    let [byte] = byte;
    Ok(byte)
}
