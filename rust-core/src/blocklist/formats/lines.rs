//! Lines and items in bounded memory, whatever the source holds.

use std::cell::Cell;
use std::io::{self, BufRead, Read};

use super::bounded::{self, BoundError};
use super::{FormatError, MAX_LINE};

/// Lines of a source, without their ends.
pub(super) struct Lines<B> {
    source: B,
    line: Vec<u8>,
    /// Of the line read last, from 1.
    pub(super) number: u64,
    is_inside: bool,
}

/// What was read into `Lines::line`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// A whole line, or its last piece.
    Last,
    /// `MAX_LINE` bytes, with more to come.
    Open,
}

impl<B: BufRead> Lines<B> {
    pub(super) fn new(source: B) -> Self {
        Self { source, line: Vec::new(), number: 0, is_inside: false }
    }

    /// What was read last.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.line
    }

    /// Reads the next line or, of a longer one, the next `MAX_LINE` bytes; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, FormatError> {
        self.line.clear();
        if !self.is_inside {
            self.number += 1;
        }
        let mut is_any = false;
        loop {
            let bytes = self.source.fill_buf().map_err(bounded::io)?;
            if bytes.is_empty() {
                self.is_inside = false;
                return Ok(is_any.then_some(Piece::Last));
            }
            is_any = true;
            let room = bytes.get(..MAX_LINE - self.line.len()).unwrap_or(bytes);
            let end = room.iter().position(|byte| *byte == b'\n');
            self.line.extend_from_slice(room.get(..end.unwrap_or(room.len())).unwrap_or_default());
            let used = end.map_or(room.len(), |end| end + 1);
            self.source.consume(used);
            self.is_inside = end.is_none();
            if end.is_some() {
                return Ok(Some(Piece::Last));
            }
            if self.line.len() == MAX_LINE {
                return Ok(Some(Piece::Open));
            }
        }
    }

    /// Passes over what is left of a line that is too long.
    pub(super) fn skip(&mut self) -> Result<(), FormatError> {
        while self.is_inside && self.next()? == Some(Piece::Open) {}
        Ok(())
    }
}

/// A reader with a budget of bytes for each item: what a parser keeps of one item stays bounded.
pub(super) struct Budgeted<'b, R> {
    source: R,
    left: &'b Cell<usize>,
}

impl<'b, R> Budgeted<'b, R> {
    pub(super) fn new(source: R, left: &'b Cell<usize>) -> Self {
        Self { source, left }
    }

    fn spend(&self, count: usize) -> io::Result<()> {
        let left = self.left.get().checked_sub(count).ok_or(BoundError::TooLong)?;
        self.left.set(left);
        Ok(())
    }
}

impl<R: Read> Read for Budgeted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.spend(count)?;
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Budgeted<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        // Before the parser takes it: what a buffer holds at most is beyond the budget by one buffer.
        if self.left.get() == 0 {
            return Err(BoundError::TooLong.into());
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.left.set(self.left.get().saturating_sub(count));
        self.source.consume(count);
    }
}
