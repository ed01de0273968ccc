//! How many values a JSON text holds, counted before it is parsed: a parser makes some dozens of bytes of memory of each, so two
//! bytes of text can cost a hundred.

/// The values of `text` that do not lie in a field of the outermost object named in `except`. Of a text that is no JSON, a number.
#[must_use]
pub(crate) fn count_values(text: &str, except: &[&str]) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut depth, mut at) = (0, 0_usize, 0);
    let mut last_string: &[u8] = &[];
    let mut is_counted = true;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at);
                last_string = bytes.get(at + 1..end).unwrap_or_default();
                at = end;
            }
            b':' if depth == 1 => is_counted = !except.iter().any(|name| name.as_bytes() == last_string),
            b'[' | b'{' => {
                count += usize::from(is_counted);
                depth += 1;
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' => count += usize::from(is_counted),
            _ => {}
        }
        at += 1;
    }
    count
}

/// The place of the quote that ends a string.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_and_strings_are_not_looked_into() {
        assert_eq!(count_values("[1,2,[3],{}]", &[]), 6);
        assert_eq!(count_values(r#"{"a":"[,,\"[[","b":[1,1]}"#, &[]), 4);
        assert_eq!(count_values(r#"{"calls":[{"x":1},{"x":2}],"b":[1]}"#, &["calls"]), 2);
        assert_eq!(count_values(r#"{"b":{"calls":[1,2,3]}}"#, &["calls"]), 5);
        assert_eq!(count_values("\"", &[]), 0);
        assert_eq!(count_values("\"\\", &[]), 0);
    }
}
