//! Taking back what one tap did: what was there before, and what must still be there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::rules::checked_or_kept;
use super::snapshot::home_region;
use crate::contract::common::Done;
use crate::contract::undo::{UndoRequest, Undoable};
use crate::moment::Moment;
use crate::policy::{ForeignOption, Rule, RuleId};
use crate::store::UserStore;

/// One change: the way back, and the state from which it leads.
#[derive(Serialize, Deserialize)]
#[serde(tag = "changed", rename_all = "snake_case")]
pub(super) enum Undo {
    /// Rules that were changed or went, and those that came instead.
    Rules { before: Vec<Rule>, after: Vec<Rule> },
    /// The option for foreign callers.
    Foreign { before: ForeignOption, after: ForeignOption },
}

impl Undo {
    /// What lies between two states of the rules.
    pub(super) fn of_rules(before: Vec<Rule>, after: Vec<Rule>) -> Self {
        let by_id =
            |rules: &[Rule]| rules.iter().map(|rule| (rule.id, rule.clone())).collect::<BTreeMap<RuleId, Rule>>();
        let (old, new) = (by_id(&before), by_id(&after));
        let differing = |rules: Vec<Rule>, others: &BTreeMap<RuleId, Rule>| {
            rules.into_iter().filter(|rule| others.get(&rule.id) != Some(rule)).collect()
        };
        Self::Rules { before: differing(before, &new), after: differing(after, &old) }
    }

    /// The change as a response that the app keeps and gives back.
    pub(super) fn into_response(self) -> Result<Undoable, ApiError> {
        Ok(Undoable { undo: self.into_text()? })
    }

    pub(super) fn into_text(self) -> Result<String, ApiError> {
        serde_json::to_string(&self).map_err(|_| ApiError::new(ErrorCode::Internal, "a change cannot be written down"))
    }
}

/// Takes a change back. Where the user has changed it again since, nothing is done.
pub(crate) fn undo(core: &Core, request: &UndoRequest, at: Moment) -> Result<Done, ApiError> {
    let unreadable = |_| ApiError::new(ErrorCode::BadRequest, "this is no change to take back");
    let change: Undo = serde_json::from_str(&request.undo).map_err(unreadable)?;
    core.background()?.write(|store| match change {
        Undo::Rules { before, after } => undo_rules(core, store, before, &after, at),
        Undo::Foreign { before, after } => {
            let mut settings = store.settings()?;
            if settings.foreign != after {
                return Err(changed_since());
            }
            settings.foreign = before;
            Ok(store.save_settings(&settings)?)
        }
    })?;
    Ok(Done {})
}

fn undo_rules(core: &Core, store: &UserStore, before: Vec<Rule>, after: &[Rule], at: Moment) -> Result<(), ApiError> {
    let home = home_region(&store.settings()?, core.phone_region);
    for rule in after {
        if store.rule(rule.id).ok().as_ref() != Some(rule) {
            return Err(changed_since());
        }
        store.delete_rule(rule.id)?;
    }
    for rule in before {
        store.restore_rule(&checked_or_kept(rule, home, at)?)?;
    }
    Ok(())
}

fn changed_since() -> ApiError {
    ApiError::new(ErrorCode::Refused, "what was done has been changed since")
}
