//! Sorted sets of integers on the wire, e.g. the places of deleted entries in the previous list.
//!
//! Bytes: count (varint); then for each run of up to 1,024: `k`, length in bytes (varint), and the bits of
//! the gaps less one. The first gap counts from -1.

use super::PackedError;
use super::bits::{BitReader, BitWriter, MAX_K, best_k, push_varint, take_byte, take_varint};
use super::block::MAX_ITEMS;

/// Encodes values that rise strictly.
///
/// # Errors
/// `Unsorted`; also for `u64::MAX`, which no set holds.
pub fn encode_set(values: &[u64]) -> Result<Vec<u8>, PackedError> {
    if !values.is_sorted_by(|a, b| a < b) || values.last() == Some(&u64::MAX) {
        return Err(PackedError::Unsorted);
    }
    let mut bytes = Vec::new();
    push_varint(&mut bytes, values.len() as u64);
    let mut next = 0;
    for run in values.chunks(MAX_ITEMS) {
        let mut gaps = Vec::with_capacity(run.len());
        for value in run {
            gaps.push(value - next);
            next = value + 1;
        }
        let k = best_k(gaps.iter().copied());
        let mut bits = BitWriter::default();
        gaps.iter().for_each(|gap| bits.push_rice(*gap, k));
        let bits = bits.finish();
        bytes.push(k);
        push_varint(&mut bytes, bits.len() as u64);
        bytes.extend(bits);
    }
    Ok(bytes)
}

/// Takes a set off the front of `bytes`.
///
/// # Errors
/// `TooLarge` for more than `most` values, `Damaged` for bytes that no encoder writes.
pub fn decode_set(bytes: &mut &[u8], most: usize) -> Result<Vec<u64>, PackedError> {
    let count = usize::try_from(take_varint(bytes)?).map_err(|_| PackedError::TooLarge)?;
    if count > most {
        return Err(PackedError::TooLarge);
    }
    let mut values = Vec::new();
    let mut next = 0_u64;
    while values.len() < count {
        let k = take_byte(bytes)?;
        let length = usize::try_from(take_varint(bytes)?).map_err(|_| PackedError::Damaged)?;
        if k > MAX_K || length > bytes.len() {
            return Err(PackedError::Damaged);
        }
        let (bits, rest) = bytes.split_at(length);
        *bytes = rest;
        let mut reader = BitReader::new(bits);
        for _ in 0..(count - values.len()).min(MAX_ITEMS) {
            let value = reader.rice(k)?.checked_add(next).ok_or(PackedError::Damaged)?;
            next = value.checked_add(1).ok_or(PackedError::Damaged)?;
            values.push(value);
        }
    }
    Ok(values)
}
