//! A country by its ISO 3166-1 code: the numbering plan in which national numbers are read.

use std::fmt;
use std::str::FromStr;

include!(concat!(env!("OUT_DIR"), "/regions.rs"));

/// ISO 3166-1 alpha-2 code in upper case, e.g. `IT`. Only regions whose numbering plan is known can be made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region([u8; 2]);

/// Why a text names no region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    /// Not two ASCII letters.
    #[error("a region is two letters, such as IT")]
    NotTwoLetters,
    /// Two letters, but no numbering plan is known for them.
    #[error("no numbering plan is known for this region")]
    Unknown,
}

impl Region {
    /// Italy, the home market.
    pub const ITALY: Self = Self(*b"IT");

    /// How many places `place` tells apart: two letters each.
    pub(crate) const PLACES: usize = 26 * 26;

    /// The region's place in a table of all pairs of letters, below `PLACES`.
    pub(crate) fn place(self) -> usize {
        let [first, second] = self.0.map(|letter| usize::from(letter.wrapping_sub(b'A')));
        first * 26 + second
    }

    /// Whether numbers of this region are dialled as national ones at home in `home`: its own, and on an Italian phone those of
    /// San Marino and the Vatican (`0549 …`, `06 698…`).
    #[must_use]
    pub fn is_dialled_nationally_from(self, home: Self) -> bool {
        self == home || (home == Self::ITALY && matches!(self.as_str(), "SM" | "VA"))
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("ZZ")
    }
}

impl FromStr for Region {
    type Err = RegionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match *text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                let region = Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]);
                if REGIONS.binary_search(&region.0).is_ok() { Ok(region) } else { Err(RegionError::Unknown) }
            }
            _ => Err(RegionError::NotTwoLetters),
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
