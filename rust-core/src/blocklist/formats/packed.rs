//! Our own form: the packed entries, streamed. They were read as numbers when they were packed; the guards are asked again.

use std::io::{self, Read};

use super::bounded::io;
use super::{EntrySink, FormatError};
use crate::blocklist::packed::{EntryReader, PackedError};

/// A source that keeps its error: the decoder only says that bytes are missing.
struct Recording<'s> {
    source: &'s mut dyn Read,
    failed: Option<io::Error>,
}

impl Read for Recording<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.source.read(buffer).map_err(|error| {
            let kind = error.kind();
            self.failed = Some(error);
            kind.into()
        })
    }
}

pub(super) fn read(source: &mut dyn Read, sink: &mut EntrySink<'_>) -> Result<(), FormatError> {
    let mut source = Recording { source, failed: None };
    let mut line = 0;
    let read = entries(&mut source, sink, &mut line);
    match (read, source.failed) {
        (Err(FormatError::Damaged { .. }), Some(error)) => Err(io(error)),
        (read, _) => read,
    }
}

fn entries(source: &mut impl Read, sink: &mut EntrySink<'_>, line: &mut u64) -> Result<(), FormatError> {
    let failed = |error, line| match error {
        PackedError::TooLarge => FormatError::TooManyEntries,
        PackedError::Damaged | PackedError::Unsorted => FormatError::Damaged { line },
    };
    let entries = EntryReader::new(source, sink.max_entries()).map_err(|error| failed(error, 1))?;
    for entry in entries {
        *line += 1;
        let entry = entry.map_err(|error| failed(error, *line))?;
        sink.count_line()?;
        sink.push_entry(*line, entry)?;
    }
    Ok(())
}
