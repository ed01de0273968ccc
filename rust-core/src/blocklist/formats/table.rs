//! How a table lies: what parts its columns, and which of them hold what. Headers drift between releases of the same list,
//! so columns are found by name, and without a header by what stands in the first rows.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::decode::decode_line;

/// Columns of a row.
pub(super) const MAX_COLUMNS: usize = 256;
/// Rows that are looked at.
const SAMPLE: usize = 50;
const SEPARATORS: [u8; 4] = *b",;\t|";

/// In the order of trust: a column of patterns beats one that merely counts calls.
const NUMBER_NAMES: [&str; 26] = [
    "number",
    "pattern",
    "phone",
    "company_phone_number",
    "phone_number",
    "phonenumber",
    "telephone_number",
    "telephone",
    "mobile",
    "msisdn",
    "telefono",
    "numero",
    "numero_di_telefono",
    "numero_telefonico",
    "numero_de_telefono",
    "numero_de_telephone",
    "telefonnummer",
    "rufnummer",
    "telefon",
    "nummer",
    "tel",
    "caller",
    "caller_id",
    "callerid",
    "cid",
    "calling_number",
];
const LABEL_NAMES: [&str; 11] = [
    "name",
    "description",
    "label",
    "subject",
    "nome",
    "descrizione",
    "nombre",
    "descripcion",
    "bezeichnung",
    "comment",
    "note",
];
const CATEGORY_NAMES: [&str; 3] = ["category", "rating", "categoria"];
const SCORE_NAMES: [&str; 5] = ["votes", "score", "numberofcalls", "number_of_calls", "count"];
const BLOCKING_NAMES: [&str; 2] = ["isblacklist", "is_blacklist"];

/// Where things stand in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) separator: u8,
    /// Lines above the first row: a header, or Excel's `sep=;`.
    pub(super) head_lines: usize,
    pub(super) number: usize,
    pub(super) label: Option<usize>,
    pub(super) score: Option<usize>,
    pub(super) category: Option<usize>,
    /// Whether the row blocks or allows.
    pub(super) blocks: Option<usize>,
}

/// A row taken apart.
pub(super) struct CsvRow {
    text: Vec<u8>,
    ends: Vec<usize>,
    columns: usize,
}

impl Default for Layout {
    /// One column of numbers.
    fn default() -> Self {
        Self { separator: b',', head_lines: 0, number: 0, label: None, score: None, category: None, blocks: None }
    }
}

impl Layout {
    /// The layout of a file that begins so; `None` for what is no table.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let is_line = |line: &&[u8]| !line.trim_ascii().is_empty() && !is_comment(line);
        let mut lines: Vec<&[u8]> = head.split(|byte| matches!(byte, b'\n' | b'\r')).collect();
        // The last line may be cut.
        if lines.len() > 1 {
            lines.pop();
        }
        let mut lines = lines.into_iter().filter(is_line).take(SAMPLE).peekable();
        let mut told = None;
        if let Some([b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator]) =
            lines.peek().map(|line| line.trim_ascii())
        {
            told = Some(*separator);
            lines.next();
        }
        let lines: Vec<&[u8]> = lines.collect();
        let separators = told.map_or(SEPARATORS.to_vec(), |told| vec![told]);
        let head_lines = usize::from(told.is_some());
        let first = lines.first()?;
        // Of equals the last is taken: the comma.
        let named = separators.iter().rev().filter_map(|separator| by_name(first, *separator, head_lines + 1));
        named.max_by_key(|(columns, _)| *columns).map(|(_, layout)| layout).or_else(|| {
            let tables = separators.iter().rev().filter_map(|separator| by_content(&lines, *separator, head_lines));
            tables.max_by_key(|(columns, _)| *columns).map(|(_, layout)| layout)
        })
    }
}

/// `# words`, above a table or in it.
pub(super) fn is_comment(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"#")
}

impl CsvRow {
    /// With room for so many bytes.
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
fn fields(line: &[u8], reader: &mut Reader) -> Vec<String> {
    let mut row = CsvRow::new(line.len() + 1);
    let line = [line, b"\n"].concat();
    reader.reset();
    row.read(reader, &mut (0, 0), &line);
    (0..row.columns).filter_map(|column| row.field(column).map(|field| field.trim().to_owned())).collect()
}

fn by_name(line: &[u8], separator: u8, head_lines: usize) -> Option<(usize, Layout)> {
    let names: Vec<String> = fields(line, &mut reader(separator)).iter().map(|name| normal(name)).collect();
    let find = |known: &[&str]| known.iter().find_map(|known| names.iter().position(|name| name == known));
    let number = find(&NUMBER_NAMES)?;
    let layout = Layout {
        separator,
        head_lines,
        number,
        label: find(&LABEL_NAMES).filter(|label| *label != number),
        score: find(&SCORE_NAMES),
        category: find(&CATEGORY_NAMES),
        blocks: find(&BLOCKING_NAMES),
    };
    Some((names.len(), layout))
}

/// A name in small letters without accents, and what parts its words as `_`.
fn normal(name: &str) -> String {
    let plain = |c: char| match c {
        '\u{e0}'..='\u{e5}' => Some('a'),
        '\u{e8}'..='\u{eb}' => Some('e'),
        '\u{ec}'..='\u{ef}' => Some('i'),
        '\u{f2}'..='\u{f6}' => Some('o'),
        '\u{f9}'..='\u{fc}' => Some('u'),
        ' ' | '-' | '.' => Some('_'),
        '\u{feff}' | '"' | '\'' => None,
        other => Some(other),
    };
    name.trim().to_lowercase().chars().filter_map(plain).collect()
}

/// Without a header: a table has as many columns on every line, and most of them hold no numbers.
fn by_content(lines: &[&[u8]], separator: u8, head_lines: usize) -> Option<(usize, Layout)> {
    let mut reader = reader(separator);
    let rows: Vec<Vec<String>> = lines.iter().map(|line| fields(line, &mut reader)).collect();
    let columns = rows.first().map_or(0, Vec::len);
    let alike = rows.iter().filter(|row| row.len() == columns).count();
    if columns < 2 || alike * 5 < rows.len() * 4 {
        return None;
    }
    let in_column = |column: usize| rows.iter().filter_map(move |row| row.get(column)).map(String::as_str);
    let trust = |column: usize| in_column(column).map(phone_likeness).sum::<usize>();
    let holds_numbers = |column: &usize| {
        let alike = in_column(*column).filter(|field| phone_likeness(field) > 0).count();
        alike * 2 > rows.len()
    };
    // `max_by_key` takes the last of equals: the first column is meant.
    let number = (0..columns).rev().max_by_key(|column| trust(*column)).filter(|column| trust(*column) > 0)?;
    // As many numbers on a line as there are fields: that is a line of numbers, not a row.
    if (0..columns).filter(holds_numbers).count() * 2 > columns {
        return None;
    }
    let words = |column: &usize| *column != number && in_column(*column).any(has_words);
    Some((columns, Layout { separator, head_lines, number, label: (0..columns).find(words), ..Layout::default() }))
}

/// How much a field looks like a telephone number: not at all, as digits do, or as only numbers do.
fn phone_likeness(field: &str) -> usize {
    let text = field.trim_end_matches(['*', '#']);
    let is_written = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '(' | ')' | '/' | '-' | '.' | '\u{a0}');
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_date = text.get(4..5).is_some_and(|mark| matches!(mark, "-" | "/" | ".")) && digits <= 8;
    let is_international = text.starts_with('+') || text.starts_with("00");
    match text.chars().all(is_written) && !is_date {
        true if is_international && digits >= 5 => 3,
        true if (6..=15).contains(&digits) => 2,
        _ => 0,
    }
}

fn has_words(field: &str) -> bool {
    field.chars().filter(|c| c.is_alphabetic()).count() >= 2
}
