//! Tables: SpamBlocker, DNC snapshots, FTC complaints, YetAnotherCallBlocker, and whatever has a column of numbers.
//! Headers drift between releases of the same list, so columns are found by name, and without a header by content.

use std::io::Read;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::{Fault, FormatError, MAX_LINE, Raw, Reading, io};

const NUMBER_NAMES: [&str; 10] = [
    "number",
    "pattern",
    "phone",
    "company_phone_number",
    "phone_number",
    "phonenumber",
    "telefono",
    "numero",
    "tel",
    "caller",
];
const LABEL_NAMES: [&str; 6] = ["name", "description", "label", "subject", "nome", "descrizione"];
const CATEGORY_NAMES: [&str; 2] = ["category", "rating"];
const SCORE_NAMES: [&str; 4] = ["votes", "score", "numberofcalls", "count"];

/// Where things stand in a row.
#[derive(Default)]
struct Columns {
    number: usize,
    label: Option<usize>,
    score: Option<usize>,
    category: Option<usize>,
}

/// Whether a line names columns.
pub(super) fn is_header(line: &str) -> bool {
    line.split([',', ';', '\t']).any(|name| NUMBER_NAMES.contains(&normal(name).as_str()))
}

/// Whether a line is a table's row rather than numbers parted by commas: a field that is words beside one that is digits.
pub(super) fn looks_like_row(line: &str) -> bool {
    let fields: Vec<&str> = line.split(',').collect();
    let is_number = |field: &&str| field.chars().filter(char::is_ascii_digit).count() >= 3 && !has_words(field);
    fields.len() > 1 && fields.iter().any(|field| has_words(field)) && fields.iter().any(is_number)
}

fn has_words(field: &str) -> bool {
    field.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

fn normal(name: &str) -> String {
    name.trim().trim_matches('"').to_lowercase().replace([' ', '-'], "_")
}

pub(super) fn read(source: &mut impl Read, reading: &mut Reading<'_>) -> Result<(), FormatError> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(source);
    let mut record = StringRecord::new();
    let mut columns: Option<Columns> = None;
    let mut line = 0;
    loop {
        line += 1;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => {
                if let csv::ErrorKind::Io(error) = error.into_kind() {
                    return Err(io(error));
                }
                reading.problem(line, Fault::NotANumber);
                continue;
            }
        }
        if record.as_slice().len() > MAX_LINE {
            reading.problem(line, Fault::LineTooLong);
            continue;
        }
        let known = match &columns {
            Some(known) => known,
            None => {
                let named = by_name(&record);
                let is_header = named.is_some();
                columns = Some(named.unwrap_or_else(|| by_content(&record)));
                if is_header {
                    continue;
                }
                columns.get_or_insert_default()
            }
        };
        let text = record.get(known.number).unwrap_or_default();
        if text.is_empty() || text.starts_with('#') && !text.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let score = known.score.and_then(|column| record.get(column)?.parse().ok());
        let label = known.label.and_then(|column| record.get(column));
        let category = known.category.and_then(|column| super::json::category(record.get(column)?));
        reading.raw(line, &Raw { text, score, label, category, ..Raw::default() })?;
    }
}

fn by_name(header: &StringRecord) -> Option<Columns> {
    let find = |names: &[&str]| names.iter().find_map(|name| header.iter().position(|field| normal(field) == *name));
    // `pattern` beats a column that merely counts: names are in the order of trust.
    let number = find(&NUMBER_NAMES)?;
    Some(Columns {
        number,
        label: find(&LABEL_NAMES).filter(|label| *label != number),
        score: find(&SCORE_NAMES),
        category: find(&CATEGORY_NAMES),
    })
}

/// The field with the most digits and no words.
fn by_content(row: &StringRecord) -> Columns {
    let digits = |field: &str| if has_words(field) { 0 } else { field.chars().filter(char::is_ascii_digit).count() };
    let number = (0..row.len()).max_by_key(|column| digits(row.get(*column).unwrap_or_default())).unwrap_or(0);
    let label = (0..row.len()).find(|column| *column != number && row.get(*column).is_some_and(has_words));
    Columns { number, label, ..Columns::default() }
}
