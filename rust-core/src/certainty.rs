//! How sure a source is: said of the ranges of a national pack and of the texts of a country's law.

use serde::{Deserialize, Serialize};

/// How sure a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Certainty {
    /// An official source was read.
    High,
    /// Secondary sources agree.
    Medium,
}
