//! Where a rule of law stands, when it was looked up, and how sure it is.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::certainty::Certainty;

/// A rule of law: where it stands, when it was looked up, and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawSource {
    /// Name of the law.
    pub law: String,
    /// Article; may be empty.
    pub article: String,
    /// Address of its text.
    pub url: String,
    /// Day on which it was looked up.
    pub as_of: Date,
    /// How sure it is.
    pub certainty: Certainty,
}

impl LawSource {
    /// "law, article" as a draft names it.
    #[must_use]
    pub fn name(&self) -> String {
        if self.article.is_empty() { self.law.clone() } else { format!("{}, {}", self.law, self.article) }
    }
}
