//! A row of a table taken apart, in buffers of fixed size.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::decode::decode_line;

/// Columns of a row.
pub(super) const MAX_COLUMNS: usize = 256;

/// A row taken apart.
pub(super) struct CsvRow {
    text: Vec<u8>,
    ends: Vec<usize>,
    columns: usize,
}

impl CsvRow {
    /// With room for this many bytes.
    pub(super) fn new(room: usize) -> Self {
        Self { text: vec![0; room], ends: vec![0; MAX_COLUMNS], columns: 0 }
    }

    /// Takes apart a line with its end; says what came of it and how many bytes it took.
    pub(super) fn read(
        &mut self,
        reader: &mut Reader,
        state: &mut (usize, usize),
        line: &[u8],
    ) -> (ReadRecordResult, usize) {
        let (text, ends) = (self.text.get_mut(state.0..), self.ends.get_mut(state.1..));
        let (Some(text), Some(ends)) = (text, ends) else { return (ReadRecordResult::OutputFull, 0) };
        let (result, used, wrote, ended) = reader.read_record(line, text, ends);
        *state = (state.0 + wrote, state.1 + ended);
        self.columns = state.1;
        (result, used)
    }

    /// Whether it is the rule under a header: `---` in each field.
    pub(super) fn is_rule(&self) -> bool {
        let mut fields =
            (0..self.columns).filter_map(|column| self.field(column)).filter(|field| !field.is_empty()).peekable();
        fields.peek().is_some_and(|first| first.starts_with([' ', '-', ':', '=']))
            && fields.all(|field| is_rule(&field))
    }

    /// The fields as text.
    pub(super) fn field(&self, column: usize) -> Option<std::borrow::Cow<'_, str>> {
        let end = *self.ends.get(..self.columns)?.get(column)?;
        let start = column.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..end).map(decode_line)
    }
}

pub(super) fn reader(separator: u8) -> Reader {
    ReaderBuilder::new().delimiter(separator).build()
}

/// The fields of one line, trimmed.
pub(super) fn fields(line: &[u8], reader: &mut Reader) -> Vec<String> {
    let mut row = CsvRow::new(line.len() + 1);
    let line = [line, b"\n"].concat();
    reader.reset();
    row.read(reader, &mut (0, 0), &line);
    (0..row.columns).filter_map(|column| row.field(column).map(|field| field.trim().to_owned())).collect()
}

/// `# words`, above a table or in it.
pub(super) fn is_comment(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"#")
}

/// `---` and `:--:`, under the header of a Markdown table.
pub(super) fn is_rule(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty() && cell.bytes().all(|byte| matches!(byte, b'-' | b':' | b'='))
}
