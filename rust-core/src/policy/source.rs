//! What decides a call besides the stages themselves: a rule, a pack row, a list or a country.

use serde::Serialize;

use super::context::ListMatch;

/// The rule, pack row or list that spoke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// A rule of the user's.
    Rule {
        /// Its row id.
        id: i64,
        /// Its label, or its pattern when it has none.
        label: String,
    },
    /// A row of a national pack.
    Pack {
        /// Stable id, e.g. `IT-0843`.
        id: String,
        /// What the range is for.
        label: String,
    },
    /// A subscribed list.
    List {
        /// Its row id.
        id: i64,
        /// Its name.
        label: String,
        /// Digits of the entry that matched; fewer than the number's for a prefix entry.
        matched_digits: u8,
        /// The list's category for the entry.
        #[serde(skip_serializing_if = "Option::is_none")]
        category: Option<String>,
        /// The list's score, e.g. PhoneBlock's votes.
        #[serde(skip_serializing_if = "Option::is_none")]
        score: Option<u32>,
    },
    /// The country of a foreign caller, ISO 3166-1.
    Country {
        /// Two letters.
        region: String,
    },
}

impl Source {
    /// A list that holds the caller or a neighbour.
    pub(super) fn of_list(found: &ListMatch) -> Self {
        Self::List {
            id: found.id,
            label: found.name.clone(),
            matched_digits: found.matched_digits,
            category: found.category.clone(),
            score: found.score,
        }
    }
}

/// A reference to what decided a call. `kind` is that of `Source`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRef {
    /// `rule`, `pack`, `list` or `country`.
    pub kind: &'static str,
    /// Row id or stable name.
    pub reference: String,
    /// Its name at the time.
    pub label: String,
}
