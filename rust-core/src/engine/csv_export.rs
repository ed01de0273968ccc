//! CSV as the app gives it out: cells that a spreadsheet would run as a formula are disarmed.

/// Lines of CSV: RFC 4180's quotes, ends of lines as on Unix.
pub(crate) struct CsvExport(csv::Writer<Vec<u8>>);

impl Default for CsvExport {
    fn default() -> Self {
        Self(csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()))
    }
}

impl CsvExport {
    /// Adds the names of the columns.
    pub(crate) fn header<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        self.0.write_record(names).expect(IN_MEMORY);
    }

    /// Adds a line; none of its fields can become a formula.
    pub(crate) fn row(&mut self, fields: impl IntoIterator<Item: AsRef<str>>) {
        self.0.write_record(fields.into_iter().map(|field| harmless(field.as_ref()))).expect(IN_MEMORY);
    }

    /// The lines so far.
    pub(crate) fn into_text(self) -> String {
        let bytes = self.0.into_inner().expect(IN_MEMORY);
        String::from_utf8(bytes).expect("texts were written")
    }
}

/// Why writing cannot fail.
const IN_MEMORY: &str = "memory takes lines of any length";

/// A spreadsheet runs a cell that begins like a formula; a number's `+` is followed by digits and harmless.
fn harmless(field: &str) -> String {
    let formula = field.starts_with(['=', '@', '-', '\t', '\r'])
        || (field.starts_with('+') && !field.chars().skip(1).all(|c| c.is_ascii_digit()));
    if formula { format!("'{field}") } else { field.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_line_reads_back(rows in prop::collection::vec(prop::array::uniform3("[a-z,\"\n\r;= +'à\\-]{0,8}"), 0..6)) {
            let mut csv = CsvExport::default();
            csv.header(["one", "t,wo", "three"]);
            for row in &rows {
                csv.row(row);
            }
            let text = csv.into_text();
            let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
            prop_assert_eq!(reader.headers().unwrap(), vec!["one", "t,wo", "three"]);
            let read: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            let written: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|field| harmless(field)).collect()).collect();
            prop_assert_eq!(read, written);
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (field, cell) in
            [("=1+1", "'=1+1"), ("+39 02", "'+39 02"), ("+3902", "+3902"), ("-", "'-"), ("a=b", "a=b"), ("", "")]
        {
            assert_eq!(harmless(field), cell);
        }
    }
}
