//! A sentence or name that the core says to the user, in both languages of the screens.

use serde::{Deserialize, Serialize};

/// A text in Italian and English; a screen shows the one of the phone's language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Wording {
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
}

impl Wording {
    /// The text from its two languages.
    #[must_use]
    pub fn new(it: impl Into<String>, en: impl Into<String>) -> Self {
        Self { it: it.into(), en: en.into() }
    }
}
