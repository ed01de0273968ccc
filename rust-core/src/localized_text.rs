//! Texts that the core says to the user, in both languages of the screens.

use serde::{Deserialize, Serialize};

/// A text in the two languages of the screens; a screen shows that of the phone's language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LocalizedText {
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
}

impl LocalizedText {
    /// A text from both of its languages.
    #[must_use]
    pub fn new(it: impl Into<String>, en: impl Into<String>) -> Self {
        Self { it: it.into(), en: en.into() }
    }
}
