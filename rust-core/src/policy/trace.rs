//! What every stage saw of one call. Stored with the call, shown as the answer to "why".

use serde::{Deserialize, Serialize};

use super::opinion::Opinion;
use super::source::Source;
use super::stage_name::StageName;
use super::verdict::{Action, Reason, Verdict};

/// What one stage saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Saw {
    /// Switched off.
    Off,
    /// Asked, and it has nothing to say about this call.
    Nothing,
    /// Could not tell (no permission, a damaged list): counts as nothing.
    Unknown,
    /// It matches this call: `Finding::action` says what for.
    Match,
}

/// One line of the trace. `action` is set when `saw` is `Match`: what this stage would answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Who looked.
    pub stage: StageName,
    /// What it saw.
    pub saw: Saw,
    /// What it would answer; `None` when it has nothing to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// Why, as the verdict would say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What exactly spoke.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// All findings, in stage order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Trace(pub Vec<Finding>);

impl Finding {
    /// A stage and its opinion.
    #[must_use]
    pub fn new(stage: StageName, opinion: Opinion) -> Self {
        let without = |saw| Self { stage, saw, action: None, reason: None, source: None };
        match opinion {
            Opinion::Off => without(Saw::Off),
            Opinion::Nothing => without(Saw::Nothing),
            Opinion::Unknown => without(Saw::Unknown),
            Opinion::Outranked(source) => Self { source: Some(source), ..without(Saw::Match) },
            Opinion::Decides { action, reason, source } => {
                Self { action: Some(action), reason: Some(reason), source, ..without(Saw::Match) }
            }
        }
    }
}

impl Trace {
    /// The finding that decides: the first with an answer. `None`: the phone rings, nothing spoke.
    #[must_use]
    pub fn decisive(&self) -> Option<&Finding> {
        self.0.iter().find(|finding| finding.action.is_some())
    }

    /// The verdict of this trace.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let decisive = self.decisive().and_then(|finding| Some((finding.action?, finding.reason?)));
        let (action, reason) = decisive.unwrap_or((Action::Allow, Reason::NothingAgainst));
        Verdict { action, reason }
    }
}
