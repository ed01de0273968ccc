//! Shapes that several subjects share.

use serde::{Deserialize, Serialize};

/// A text in the two languages of the screens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// The response of a command that has nothing to tell: `{}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Done {}
