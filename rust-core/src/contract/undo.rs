//! Taking back what one tap did.

use serde::{Deserialize, Serialize};

/// The response of a command that can be taken back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undoable {
    /// What was there before, for `undo`.
    pub undo: String,
}

/// The request of `undo`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoRequest {
    /// As the command gave it.
    pub undo: String,
}

redacted_debug!(Undoable, UndoRequest);
