//! The national packs: ranges reserved for marketing, and which of them are on.

use serde::{Deserialize, Serialize};

use super::common::LocalizedText;
use crate::certainty::Certainty;

/// The response of `packs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackList {
    /// Rows of all countries, those of the region in force first.
    pub packs: Vec<PackRow>,
}

/// A range that a country has reserved for marketing, and whether it is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackRow {
    /// Stable id, e.g. `IT-0843`.
    pub id: String,
    /// The country, ISO 3166-1.
    pub region: String,
    /// The range as a rule's pattern.
    pub pattern: String,
    /// As dialled at home.
    pub display: String,
    /// What it is for.
    pub label: LocalizedText,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Who says so.
    pub source: LocalizedText,
    /// Whether it is on.
    pub enabled: bool,
    /// Whether it is on until the user says otherwise.
    pub default: bool,
}
