//! What every stage saw of one call. Stored with the call, shown as the answer to "why".

use serde::{Deserialize, Serialize};

use super::verdict::{Action, Reason, Verdict};

/// The stages in the order they are asked. The first decisive finding wins; all are traced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// An emergency number was dialled a short time ago.
    EmergencyWindow,
    /// Emergency and essential services.
    NeverBlock,
    /// The user's allow rules.
    UserAllow,
    /// The user's block rules.
    UserBlock,
    /// The address book.
    Contacts,
    /// Numbers the user has dialled.
    Dialled,
    /// "I am waiting for a call".
    Waiting,
    /// The same caller again within minutes.
    RepeatedCall,
    /// National packs.
    Pack,
    /// Subscribed lists.
    Lists,
    /// Hidden callers.
    Hidden,
    /// Failed verification.
    FailedVerification,
    /// Foreign countries.
    Foreign,
    /// Not in the address book.
    NotInContacts,
    /// Quiet hours.
    QuietHours,
}

/// What one stage saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saw {
    /// Switched off.
    Off,
    /// Asked, and it has nothing to say about this call.
    Nothing,
    /// Could not tell (no permission, a damaged list): counts as nothing.
    Unknown,
    /// It speaks about this call: `Finding::action` says what for.
    Match,
}

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

impl StageName {
    /// Every stage, in the order they are asked.
    pub const ALL: [Self; 15] = [
        Self::EmergencyWindow,
        Self::NeverBlock,
        Self::UserAllow,
        Self::UserBlock,
        Self::Contacts,
        Self::Dialled,
        Self::Waiting,
        Self::RepeatedCall,
        Self::Pack,
        Self::Lists,
        Self::Hidden,
        Self::FailedVerification,
        Self::Foreign,
        Self::NotInContacts,
        Self::QuietHours,
    ];
}

impl Finding {
    /// The stage is switched off.
    #[must_use]
    pub fn off(stage: StageName) -> Self {
        Self { stage, saw: Saw::Off, action: None, reason: None, source: None }
    }

    /// Asked, nothing to say.
    #[must_use]
    pub fn nothing(stage: StageName) -> Self {
        Self { stage, saw: Saw::Nothing, action: None, reason: None, source: None }
    }

    /// Could not tell.
    #[must_use]
    pub fn unknown(stage: StageName) -> Self {
        Self { stage, saw: Saw::Unknown, action: None, reason: None, source: None }
    }

    /// It speaks about this call and would answer so.
    #[must_use]
    pub fn decides(stage: StageName, action: Action, reason: Reason, source: Option<Source>) -> Self {
        Self { stage, saw: Saw::Match, action: Some(action), reason: Some(reason), source }
    }

    /// It matches the call but a more specific rule outranks it: seen, without a say.
    #[must_use]
    pub fn outranked(stage: StageName, source: Source) -> Self {
        Self { stage, saw: Saw::Match, action: None, reason: None, source: Some(source) }
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
