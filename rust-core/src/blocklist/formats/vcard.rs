//! vCard: the `TEL` lines of every contact. Blocklists come as one contact with twenty thousand numbers.

use std::io::BufRead;

use super::plain::read_line;
use super::{Fault, FormatError, Raw, Reading};

pub(super) fn read(source: &mut impl BufRead, reading: &mut Reading<'_>) -> Result<(), FormatError> {
    let mut bytes = Vec::new();
    let mut number = 0;
    let mut name = String::new();
    while read_line(source, &mut bytes)? {
        number += 1;
        let Ok(line) = std::str::from_utf8(&bytes) else {
            reading.problem(number, Fault::NotANumber);
            continue;
        };
        let Some((property, value)) = line.trim_end().split_once(':') else { continue };
        // `item1.TEL;TYPE=CELL`: a group before, parameters behind.
        let property = property.split(';').next().unwrap_or_default();
        let property = property.rsplit('.').next().unwrap_or_default();
        if property.eq_ignore_ascii_case("FN") {
            name = value.to_owned();
        } else if property.eq_ignore_ascii_case("TEL") {
            reading.raw(number, &Raw { text: value, label: Some(&name), ..Raw::default() })?;
        }
    }
    Ok(())
}
