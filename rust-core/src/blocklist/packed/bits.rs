//! Bits, lowest first, and Rice codes: a quotient in ones, a zero, then `k` bits of remainder.

use std::io::Read;

use super::PackedError;

/// A quotient of this many ones is an escape: the value follows in 64 bits. Bounds the bits of any value.
const ESCAPE: u32 = 24;
/// Largest parameter: an escape and a remainder still fit what is read at once.
pub(super) const MAX_K: u8 = 56;

#[derive(Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    pending: u64,
    /// Bits of `pending`, fewer than 64.
    used: u32,
}

/// Reads from a slice; running past its end is `Damaged`.
#[derive(Clone)]
pub(super) struct BitReader<'b> {
    bytes: &'b [u8],
    position: usize,
}

impl BitWriter {
    /// At most 64 bits at once; `value` has no higher ones.
    fn push(&mut self, value: u64, width: u32) {
        self.pending |= value << self.used;
        if self.used + width < 64 {
            self.used += width;
            return;
        }
        self.bytes.extend(self.pending.to_le_bytes());
        self.pending = value.checked_shr(64 - self.used).unwrap_or(0);
        self.used = self.used + width - 64;
    }

    pub(super) fn push_rice(&mut self, value: u64, k: u8) {
        let k = u32::from(k.min(MAX_K));
        let quotient = value >> k;
        if quotient >= u64::from(ESCAPE) {
            self.push((1 << ESCAPE) - 1, ESCAPE);
            self.push(value, 64);
        } else {
            let ones = (1_u64 << quotient) - 1;
            let width = u32::try_from(quotient).unwrap_or(ESCAPE) + 1;
            if width + k < 64 {
                self.push(ones | ((value & low_bits(k)) << width), width + k);
            } else {
                self.push(ones, width);
                self.push(value & low_bits(k), k);
            }
        }
    }

    /// Any width up to 64.
    pub(super) fn push_plain(&mut self, value: u64, width: u8) {
        self.push(value & low_bits(u32::from(width)), u32::from(width));
    }

    /// Bits written so far.
    pub(super) fn position(&self) -> u64 {
        self.bytes.len() as u64 * 8 + u64::from(self.used)
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        let rest = self.pending.to_le_bytes();
        self.bytes.extend(rest.into_iter().take(self.used.div_ceil(8) as usize));
        self.bytes
    }
}

impl<'b> BitReader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, position: 0 }
    }

    #[inline]
    pub(super) fn rice(&mut self, k: u8) -> Result<u64, PackedError> {
        let k = u32::from(k);
        let word = self.peek()?;
        let quotient = word.trailing_ones();
        if quotient >= ESCAPE {
            self.position += ESCAPE as usize;
            return self.take(32).and_then(|low| Ok(low | (self.take(32)? << 32)));
        }
        let used = quotient + 1;
        if used + k <= 56 {
            self.advance(used + k)?;
            return Ok((u64::from(quotient) << k) | ((word >> used) & low_bits(k)));
        }
        self.advance(used)?;
        Ok((u64::from(quotient) << k) | self.take(k)?)
    }

    /// Adds gaps (stored less one) to `current` until it is at least `target` or `most` were read; returns the value
    /// reached and the count of gaps. The hot loop of a look-up.
    pub(super) fn walk(&mut self, k: u8, current: u64, target: u64, most: usize) -> Result<(u64, usize), PackedError> {
        let (width, mask) = (u32::from(k), low_bits(u32::from(k)));
        let (mut current, mut read) = (current, 0);
        while current < target && read < most {
            let word = self.peek()?;
            let quotient = word.trailing_ones();
            let used = quotient + 1 + width;
            let gap = if quotient < ESCAPE && used <= 56 {
                self.position += used as usize;
                (u64::from(quotient) << width) | ((word >> (quotient + 1)) & mask)
            } else {
                self.rice(k)?
            };
            current = current.checked_add(gap).and_then(|sum| sum.checked_add(1)).ok_or(PackedError::Damaged)?;
            read += 1;
        }
        self.advance(0)?;
        Ok((current, read))
    }

    /// At most `MAX_K` bits.
    pub(super) fn plain(&mut self, width: u8) -> Result<u64, PackedError> {
        self.take(u32::from(width))
    }

    /// Goes to a bit; reading past the end is found when it happens.
    pub(super) fn go_to(&mut self, bit: u64) -> Result<(), PackedError> {
        self.position = usize::try_from(bit).map_err(|_| PackedError::Damaged)?;
        self.advance(0)
    }

    /// At most 56 bits.
    #[inline]
    fn take(&mut self, width: u32) -> Result<u64, PackedError> {
        let value = self.peek()? & low_bits(width);
        self.advance(width)?;
        Ok(value)
    }

    #[inline]
    fn advance(&mut self, width: u32) -> Result<(), PackedError> {
        self.position += width as usize;
        if self.position <= self.bytes.len() * 8 { Ok(()) } else { Err(PackedError::Damaged) }
    }

    /// The next 57 bits at least; zeros past the end.
    #[inline]
    fn peek(&self) -> Result<u64, PackedError> {
        let (byte, shift) = (self.position / 8, self.position % 8);
        let word = match self.bytes.get(byte..byte + 8) {
            Some(eight) => eight.try_into().map(u64::from_le_bytes).map_err(|_| PackedError::Damaged)?,
            None => {
                let rest = self.bytes.get(byte..).ok_or(PackedError::Damaged)?;
                rest.iter().rev().fold(0, |word, next| (word << 8) | u64::from(*next))
            }
        };
        Ok(word >> shift)
    }
}

fn low_bits(width: u32) -> u64 {
    if width >= 64 { u64::MAX } else { (1 << width) - 1 }
}

/// The parameter that codes these values in the fewest bits: downhill from the one near their mean, which a
/// few far values may have pulled up.
pub(super) fn best_k(values: impl ExactSizeIterator<Item = u64> + Clone) -> u8 {
    let count = values.len();
    if count == 0 {
        return 0;
    }
    let sum: u128 = values.clone().map(u128::from).sum();
    let mean = u64::try_from(sum / count as u128).unwrap_or(u64::MAX);
    let near = u8::try_from(mean.max(1).ilog2()).unwrap_or(0);
    let (mut best, mut least, mut worse) = (0, u64::MAX, 0);
    for k in (0..=(near + 1).min(MAX_K)).rev() {
        let bits = values.clone().map(|value| cost(value, k)).sum::<u64>();
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

fn cost(value: u64, k: u8) -> u64 {
    let quotient = value >> k;
    if quotient >= u64::from(ESCAPE) { u64::from(ESCAPE) + 64 } else { quotient + 1 + u64::from(k) }
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

/// How many bits hold the value.
pub(super) fn width_of(value: u64) -> u8 {
    u8::try_from(64 - value.leading_zeros()).unwrap_or(64)
}
