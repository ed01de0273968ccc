//! Versions of the core.

use serde::{Deserialize, Serialize};

/// The response of `version`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoreVersion {
    /// Version of the program.
    pub version: String,
    /// Schema version of the database.
    pub schema: i64,
}
