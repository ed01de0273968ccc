//! CSV as the app gives it out. Written here because the `csv` crate's writer brings a reader of floating-point numbers
//! along, 16 KB of the phone's library; that crate reads every line back in the tests.

/// Lines of CSV: RFC 4180's quotes, ends of lines as on Unix.
#[derive(Default)]
pub(super) struct Table(String);

impl Table {
    /// The names of the columns.
    pub(super) fn head<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        for (column, name) in names.into_iter().enumerate() {
            self.cell(column, name);
        }
        self.0.push('\n');
    }

    /// A line; no cell of it can become a formula.
    pub(super) fn row(&mut self, fields: &[String]) {
        for (column, field) in fields.iter().enumerate() {
            self.cell(column, &harmless(field));
        }
        self.0.push('\n');
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }

    fn cell(&mut self, column: usize, text: &str) {
        if column > 0 {
            self.0.push(',');
        }
        if text.contains(['"', ',', '\n', '\r']) {
            self.0.push('"');
            self.0.push_str(&text.replace('"', "\"\""));
            self.0.push('"');
        } else {
            self.0.push_str(text);
        }
    }
}

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
            let mut table = Table::default();
            table.head(["one", "t,wo", "three"]);
            for row in &rows {
                table.row(row);
            }
            let text = table.into_text();
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
