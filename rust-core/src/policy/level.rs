//! Levels of protection: one answer at first run that sets several options, each of which may be changed afterwards.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// How much is kept from ringing. A level names the options it sets; all others are the user's alone.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Level {
    /// Ranges reserved for selling are rejected, numbers that failed verification are silenced.
    Cautious,
    /// Also foreign callers, hidden ones and those that cannot be identified are silenced.
    Balanced,
    /// Only callers in the address book ring.
    Strict,
}

impl Level {
    /// Every level, the mildest first.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
