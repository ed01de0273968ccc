//! Bytes within bounds: how many are taken from a source, and the error that says which bound was reached.

use std::io::{self, Read};

use super::FormatError;

/// The bound that was reached, as the inner error of an `io::Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum BoundError {
    /// More bytes than `Limits::bytes`.
    #[error("too large")]
    TooLarge,
    /// An item of more than `MAX_LINE` bytes.
    #[error("too long")]
    TooLong,
}

impl BoundError {
    /// The bound behind an I/O error, if one is.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref::<Self>().copied()
    }
}

impl From<BoundError> for io::Error {
    fn from(error: BoundError) -> Self {
        Self::other(error)
    }
}

/// The error of a list whose source failed.
pub(super) fn io(error: io::Error) -> FormatError {
    match (BoundError::of(&error), error.kind()) {
        (Some(BoundError::TooLarge), _) => FormatError::TooLarge,
        (Some(BoundError::TooLong), _) => FormatError::TooLong { line: 1 },
        // Only a decompressor reports this kind of error.
        (None, io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof) => {
            FormatError::DamagedCompression
        }
        (None, kind) => FormatError::Io(kind),
    }
}

/// A reader that fails with `TooLarge` past its limit of bytes.
pub(super) struct Bounded<R> {
    source: R,
    left: u64,
}

impl<R> Bounded<R> {
    pub(super) fn new(source: R, bytes: u64) -> Self {
        Self { source, left: bytes }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or(BoundError::TooLarge)?;
        Ok(count)
    }
}

/// The first `most` bytes, or as many as there are.
pub(super) fn first_bytes(source: &mut dyn Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(most);
    source.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}
