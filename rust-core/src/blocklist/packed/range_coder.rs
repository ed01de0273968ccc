//! An adaptive binary range coder (that of LZMA, without its leading zero): integers only, so that every processor codes
//! alike. Models are written once for both directions: a coder takes the value to be coded and gives the value coded, and
//! the decoder takes no notice of what it is given.

use std::io::Read;

use super::PackedError;

/// Below this range a byte is moved.
const LEAST_RANGE: u32 = 1 << 24;
/// Probabilities are parts of this.
const ONE: u32 = 1 << 16;
/// The least probability of a bit.
const LEAST: u32 = 32;
/// After as many bits a model learns no slower.
const MOST_SEEN: u32 = 126;
/// What `uniform` codes at once.
const MOST_AT_ONCE: u64 = 1 << 16;
/// Bytes of zero that an encoder leaves out at the end.
const OMITTED: u8 = 3;
const BUFFER: usize = 4096;

/// The probability of a bit, learnt from those before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bit {
    /// Of a one.
    probability: u32,
    seen: u32,
}

/// Either direction.
pub(super) trait Coder {
    /// Codes one bit.
    fn bit(&mut self, model: &mut Bit, bit: bool) -> Result<bool, PackedError>;

    /// Codes one of `count` equally likely values, at most 65,536.
    fn one_of(&mut self, value: u32, count: u32) -> Result<u32, PackedError>;

    /// Codes one of any count of equally likely values.
    fn uniform(&mut self, value: u64, count: u64) -> Result<u64, PackedError> {
        let last = count.checked_sub(1).ok_or(PackedError::Damaged)?;
        let mut low_bits = (64 - last.leading_zeros()).saturating_sub(16);
        let part = |value: u64| u32::try_from(value % MOST_AT_ONCE).unwrap_or(0);
        let mut coded = self.one_of(part(value >> low_bits), part(last >> low_bits) + 1)?.into();
        while low_bits > 0 {
            let width = low_bits.min(16);
            low_bits -= width;
            let low = part(value >> low_bits) & ((1 << width) - 1);
            coded = coded << width | u64::from(self.one_of(low, 1 << width)?);
        }
        if coded <= last { Ok(coded) } else { Err(PackedError::Damaged) }
    }
}

#[derive(Debug)]
pub(super) struct RangeEncoder {
    low: u32,
    range: u32,
    bytes: Vec<u8>,
}

/// Reads what it needs, and takes a CRC-32 of all that it reads.
pub(super) struct RangeDecoder<'s> {
    code: u32,
    range: u32,
    source: Box<dyn Read + 's>,
    buffer: Vec<u8>,
    next: usize,
    sum: crc32fast::Hasher,
    omitted: u8,
}

impl Default for Bit {
    fn default() -> Self {
        Self { probability: ONE / 2, seen: 0 }
    }
}

impl Bit {
    fn bound(self, range: u32) -> u32 {
        u32::try_from(u64::from(range) * u64::from(self.probability) / u64::from(ONE)).unwrap_or(range)
    }

    /// Quickly at first, then by a part of 1/128 of what is missing.
    fn learn(&mut self, bit: bool) {
        let weight = self.seen * 2 + 3;
        if bit {
            self.probability += (ONE - LEAST - self.probability) * 2 / weight;
        } else {
            self.probability -= (self.probability - LEAST) * 2 / weight;
        }
        self.seen = (self.seen + 1).min(MOST_SEEN);
    }
}

impl Default for RangeEncoder {
    fn default() -> Self {
        Self { low: 0, range: u32::MAX, bytes: Vec::new() }
    }
}

impl RangeEncoder {
    /// The bytes; the decoder supplies the zeros that are missing.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.raise(LEAST_RANGE - 1);
        self.bytes.push(self.low.to_be_bytes()[0]);
        self.bytes
    }

    fn narrow(&mut self, from: u32, range: u32) {
        self.raise(from);
        self.range = range;
        while self.range < LEAST_RANGE {
            self.bytes.push(self.low.to_be_bytes()[0]);
            self.low <<= 8;
            self.range <<= 8;
        }
    }

    fn raise(&mut self, by: u32) {
        let (low, carries) = self.low.overflowing_add(by);
        self.low = low;
        if carries {
            for byte in self.bytes.iter_mut().rev() {
                *byte = byte.wrapping_add(1);
                if *byte != 0 {
                    break;
                }
            }
        }
    }
}

impl Coder for RangeEncoder {
    fn bit(&mut self, model: &mut Bit, bit: bool) -> Result<bool, PackedError> {
        let bound = model.bound(self.range);
        if bit {
            self.narrow(0, bound)
        } else {
            self.narrow(bound, self.range - bound)
        }
        model.learn(bit);
        Ok(bit)
    }

    fn one_of(&mut self, value: u32, count: u32) -> Result<u32, PackedError> {
        let each = self.range / count.max(1);
        self.narrow(value.min(count) * each, each);
        Ok(value)
    }
}

impl<'s> RangeDecoder<'s> {
    /// Begins with the bytes that a CRC-32 covers: the head before the coded ones is read with `bytes`.
    pub(super) fn new(source: Box<dyn Read + 's>) -> Self {
        Self { code: 0, range: 0, source, buffer: Vec::new(), next: 0, sum: crc32fast::Hasher::new(), omitted: 0 }
    }

    /// Where the coded bytes begin.
    pub(super) fn start(&mut self) -> Result<(), PackedError> {
        self.range = u32::MAX;
        for _ in 0..4 {
            self.code = self.code << 8 | u32::from(self.next_byte()?);
        }
        Ok(())
    }

    /// The CRC-32 of everything read; `Damaged` unless the bytes end here.
    pub(super) fn finish(mut self) -> Result<u32, PackedError> {
        if self.omitted == OMITTED && self.stored_byte().is_none() {
            Ok(self.sum.finalize())
        } else {
            Err(PackedError::Damaged)
        }
    }

    fn stored_byte(&mut self) -> Option<u8> {
        if self.next >= self.buffer.len() {
            self.buffer.resize(BUFFER, 0);
            let mut length = 0;
            // What cannot be read ends the bytes, and is missed by whoever needs it.
            while let Some(room) = self.buffer.get_mut(length..).filter(|room| !room.is_empty()) {
                match self.source.read(room) {
                    Ok(read) if read > 0 => length += read,
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    Ok(_) | Err(_) => break,
                }
            }
            self.buffer.truncate(length);
            self.sum.update(&self.buffer);
            self.next = 0;
        }
        let byte = self.buffer.get(self.next).copied()?;
        self.next += 1;
        Some(byte)
    }

    fn next_byte(&mut self) -> Result<u8, PackedError> {
        if let Some(byte) = self.stored_byte() {
            return Ok(byte);
        }
        self.omitted += 1;
        if self.omitted <= OMITTED { Ok(0) } else { Err(PackedError::Damaged) }
    }

    fn narrow(&mut self, from: u32, range: u32) -> Result<(), PackedError> {
        self.code = self.code.wrapping_sub(from);
        self.range = range;
        while self.range < LEAST_RANGE {
            self.code = self.code << 8 | u32::from(self.next_byte()?);
            self.range <<= 8;
        }
        Ok(())
    }
}

/// The bytes of a head, before the coded ones.
impl Read for RangeDecoder<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut read = 0;
        for place in buffer {
            let Some(byte) = self.stored_byte() else { break };
            *place = byte;
            read += 1;
        }
        Ok(read)
    }
}

impl Coder for RangeDecoder<'_> {
    fn bit(&mut self, model: &mut Bit, _: bool) -> Result<bool, PackedError> {
        let bound = model.bound(self.range);
        let bit = self.code < bound;
        if bit {
            self.narrow(0, bound)?
        } else {
            self.narrow(bound, self.range - bound)?
        }
        model.learn(bit);
        Ok(bit)
    }

    fn one_of(&mut self, _: u32, count: u32) -> Result<u32, PackedError> {
        let each = self.range / count.max(1);
        let value = self.code / each.max(1);
        if value >= count {
            return Err(PackedError::Damaged);
        }
        self.narrow(value * each, each)?;
        Ok(value)
    }
}
