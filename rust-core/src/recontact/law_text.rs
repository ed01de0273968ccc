//! The texts of every country's law file: one DEFLATE stream in the library, inflated when a screen first shows one of
//! them. No call is ever decided with them.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use serde_json::Value;

use crate::packed_text::inflated;

/// All texts in a row, as `build/law.rs` compresses them.
static TEXTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/law-texts.deflate"));

/// One of them: where it begins and how long it is, in bytes. Equal texts lie in the same place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text {
    start: u16,
    length: u16,
}

impl Text {
    /// For the generated table.
    pub(super) const fn at(start: u16, length: u16) -> Self {
        Self { start, length }
    }

    /// The words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let start = usize::from(self.start);
        texts().get(start..start + usize::from(self.length)).unwrap_or_default()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.as_str().to_owned()
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        text.as_str().into()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

fn texts() -> &'static str {
    static ALL: OnceLock<String> = OnceLock::new();
    ALL.get_or_init(|| inflated(TEXTS))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::recontact::law::laws;

    fn words(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| words(item, found)),
            Value::Object(fields) => fields.values().for_each(|field| words(field, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    #[test]
    fn the_words_of_a_law_file_are_read_back() {
        for law in laws() {
            let path = format!("{}/data/law/{}.json", env!("CARGO_MANIFEST_DIR"), law.region);
            let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
            let mut texts = Vec::new();
            for part in ["say", "letter", "complaint", "relations", "how", "outcomes", "and", "hidden", "weekdays"] {
                words(&file[part], &mut texts);
            }
            assert!(texts.len() > 60, "{} texts of {}", texts.len(), law.region);
            let table = format!("{law:?}");
            for text in texts {
                assert!(table.contains(&format!("{text:?}")), "{text:?} of {} is not in the table", law.region);
            }
        }
    }
}
