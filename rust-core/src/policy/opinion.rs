//! `Opinion`: what one stage says about a call. The trace keeps it beside the stage's name.

use super::source::Source;
use super::verdict::{Action, Reason};

/// The answer of one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opinion {
    /// The stage is switched off.
    Off,
    /// Asked, nothing to say about this call.
    Nothing,
    /// Could not tell: counts as nothing.
    Unknown,
    /// Matches the call, but a more specific rule outranks it: recorded, but it does not decide.
    Outranked(Source),
    /// Speaks about the call.
    Decides {
        /// What it answers.
        action: Action,
        /// Why.
        reason: Reason,
        /// What exactly spoke.
        source: Option<Source>,
    },
}

impl Opinion {
    /// An answer that needs no source: the reason says it all.
    pub(super) fn decides(action: Action, reason: Reason) -> Self {
        Self::Decides { action, reason, source: None }
    }

    /// An answer with what exactly spoke.
    pub(super) fn decides_by(action: Action, reason: Reason, source: Source) -> Self {
        Self::Decides { action, reason, source: Some(source) }
    }
}
