//! The bytes of a JSON list on their way to the parser: counted against the budget of one item, without a comma before a
//! closing bracket, blanks as one, and with a look at what comes next, so that a long text which nobody needs is passed
//! over without being kept.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Read};

use super::bounded::BoundError;

/// Bytes taken from the source at once.
const CHUNK: usize = 8 * 1024;

/// A source that the parser reads and its visitors ask.
pub(super) struct JsonSource<'s> {
    state: RefCell<ScanState<'s>>,
}

struct ScanState<'s> {
    source: &'s mut dyn Read,
    /// Bytes taken from the source at once, and how many of them are used.
    chunk: Vec<u8>,
    used: usize,
    /// Bytes that the item at hand may still have.
    left: usize,
    /// Bytes read and not yet handed on.
    ready: VecDeque<u8>,
    /// The byte behind blanks or a comma.
    behind: Option<u8>,
    is_in_text: bool,
    is_escaped: bool,
}

impl<'s> JsonSource<'s> {
    pub(super) fn new(source: &'s mut dyn Read) -> Self {
        let (ready, behind, chunk) = (VecDeque::new(), None, Vec::new());
        let state = ScanState { source, chunk, used: 0, left: 0, ready, behind, is_in_text: false, is_escaped: false };
        Self { state: RefCell::new(state) }
    }

    /// What the next item may have.
    pub(super) fn set_budget(&self, bytes: usize) {
        self.state.borrow_mut().left = bytes;
    }

    /// The first byte of the value behind a name that was just read.
    pub(super) fn next_value(&self) -> Option<u8> {
        let mut state = self.state.borrow_mut();
        let mut index = 0;
        loop {
            while index >= state.ready.len() {
                // An error is met again when the parser gets there.
                if !state.advance().ok()? {
                    return None;
                }
            }
            match state.ready.get(index) {
                Some(b' ' | b':') => index += 1,
                other => return other.copied(),
            }
        }
    }
}

impl Read for &JsonSource<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(first) = buffer.first_mut() else { return Ok(0) };
        let mut state = self.state.borrow_mut();
        if state.ready.is_empty() {
            // Most bytes stand within a text.
            if state.is_in_text {
                let Some(byte) = state.next_byte()? else { return Ok(0) };
                state.note_text(byte);
                *first = byte;
                return Ok(1);
            }
            if !state.advance()? {
                return Ok(0);
            }
        }
        *first = state.ready.pop_front().unwrap_or_default();
        Ok(1)
    }
}

impl ScanState<'_> {
    /// Reads one token's byte, or blanks as one; false at the end.
    fn advance(&mut self) -> io::Result<bool> {
        let Some(byte) = self.next_byte()? else { return Ok(false) };
        if self.is_in_text {
            self.note_text(byte);
            self.ready.push_back(byte);
            return Ok(true);
        }
        match byte {
            b'"' => {
                self.is_in_text = true;
                self.ready.push_back(byte);
            }
            b' ' | b'\t' | b'\r' | b'\n' => {
                self.behind = self.next_visible()?;
                self.ready.push_back(b' ');
            }
            b',' => {
                self.behind = self.next_visible()?;
                // The comma behind the last item of hand-written lists.
                let is_last = matches!(self.behind, Some(b']' | b'}'));
                self.ready.push_back(if is_last { b' ' } else { byte });
            }
            _ => self.ready.push_back(byte),
        }
        Ok(true)
    }

    /// Keeps track of where a text ends.
    fn note_text(&mut self, byte: u8) {
        self.is_in_text = self.is_escaped || byte != b'"';
        self.is_escaped = byte == b'\\' && !self.is_escaped;
    }

    fn next_visible(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.next_byte()? {
                Some(b' ' | b'\t' | b'\r' | b'\n') => {}
                other => return Ok(other),
            }
        }
    }

    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        if let Some(byte) = self.behind.take() {
            return Ok(Some(byte));
        }
        let left = self.left.checked_sub(1).ok_or(BoundError::TooLong)?;
        if self.used == self.chunk.len() {
            self.chunk.resize(CHUNK, 0);
            let count = loop {
                match self.source.read(&mut self.chunk) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other?,
                }
            };
            self.chunk.truncate(count);
            self.used = 0;
        }
        let byte = self.chunk.get(self.used).copied();
        if byte.is_some() {
            self.used += 1;
            self.left = left;
        }
        Ok(byte)
    }
}
