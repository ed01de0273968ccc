//! Our own form: the packed entries, streamed, and checked like any other list's.

use std::io::{self, Read};

use super::{FormatError, Raw, Reading, io, text, write};
use crate::blocklist::Entry;
use crate::blocklist::packed::{EntryReader, PackedError};

/// Remembers why reading stopped: the decoder only says that bytes are missing.
struct Noting<'s> {
    source: &'s mut dyn Read,
    failed: Option<io::Error>,
}

impl Read for Noting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.source.read(buffer).map_err(|error| {
            let kind = error.kind();
            self.failed = Some(error);
            kind.into()
        })
    }
}

pub(super) fn read(source: &mut dyn Read, reading: &mut Reading<'_>) -> Result<(), FormatError> {
    let mut source = Noting { source, failed: None };
    let magic = text::first_bytes(&mut source, write::MAGIC.len());
    if magic.is_ok_and(|magic| magic != write::MAGIC) || source.failed.is_some() {
        return Err(source.failed.map_or(FormatError::Damaged { line: 1 }, io));
    }
    let mut line = 0;
    let read = entries(&mut source, reading, &mut line);
    match (read, source.failed) {
        (Err(FormatError::Damaged { .. }), Some(error)) => Err(io(error)),
        (read, _) => read,
    }
}

fn entries(source: &mut impl Read, reading: &mut Reading<'_>, line: &mut u64) -> Result<(), FormatError> {
    let failed = |error, line| match error {
        PackedError::TooLarge => FormatError::TooManyEntries,
        PackedError::Damaged | PackedError::Unsorted => FormatError::Damaged { line },
    };
    let mut entries = EntryReader::new(source, reading.most_entries()).map_err(|error| failed(error, 1))?;
    for entry in entries.by_ref() {
        *line += 1;
        let entry = entry.map_err(|error| failed(error, *line))?;
        reading.step()?;
        for text in write::texts_of(&entry) {
            let Entry { category, score, ref label, .. } = entry;
            reading.raw(*line, &Raw { text: &text, category, score, label: label.as_deref(), ..Raw::default() })?;
        }
    }
    if entries.is_at_end() { Ok(()) } else { Err(FormatError::Damaged { line: *line + 1 }) }
}
