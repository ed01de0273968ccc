//! The texts of every country's law file: one DEFLATE stream in the library, inflated when a screen first shows one of
//! them. No call is ever decided with them.

use std::fmt;
use std::io::Read;
use std::ops::Deref;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;
use serde_json::Value;

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
    ALL.get_or_init(|| {
        let mut all = String::new();
        // The stream is the library's own, and a test reads every text: an error here cannot happen.
        match DeflateDecoder::new(TEXTS).read_to_string(&mut all) {
            Ok(_) => all,
            Err(_) => String::new(),
        }
    })
}
