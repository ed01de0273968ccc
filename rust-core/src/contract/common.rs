//! Shapes that several subjects share.

use serde::{Deserialize, Serialize};

pub use crate::localized_text::LocalizedText;

/// The response of a command that has nothing to tell: `{}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Done {}
