//! The commands: what each changes. A change that a decision depends on makes screening read anew.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::asked::Asked;
use super::backup::{self, RestoreMode};
use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::lists::{self, ListChange, ListDraft};
use super::objection;
use super::query::{MAX_REQUEST_BYTES, moment_of};
use super::rules;
use super::snapshot::home_region;
use crate::moment::Moment;
use crate::number::{Caller, Region};
use crate::policy::{Action, Contact, Rule, RuleKind, Settings};
use crate::store::StoreError;
use crate::store::user::Outcome;

#[derive(Deserialize)]
struct Envelope {
    at: Moment,
    #[serde(flatten)]
    act: Act,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Act {
    RuleSave { rule: Rule },
    RuleDelete { id: i64 },
    RuleEnable { id: i64, enabled: bool },
    SettingsPatch { patch: Map<String, Value> },
    Waiting { until_millis: Option<i64> },
    CallNote { id: i64, outcome: Option<Outcome>, note: Option<String> },
    CallContact { id: i64, contact: Contact },
    CallWanted { id: i64 },
    CallRang { id: i64 },
    CallDelete { id: i64 },
    HistoryClear,
    NoticeDismiss { id: i64 },
    Restore { text: String, mode: RestoreMode },
    ListAdd { list: ListDraft },
    ListUpdate(ListChange),
    ListRemove { id: i64 },
    RpoSet(Asked),
    ObjectionSave { objection: Asked },
    ObjectionDelete { id: i64 },
    Maintain,
}

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// A note is a sentence or two.
const MAX_NOTE_BYTES: usize = 4096;

impl Core {
    /// Carries out a command: JSON in, JSON out (docs/formats/api.md).
    ///
    /// # Errors
    /// `BadRequest` for one that does not read; else what the acting part says. Nothing is changed then.
    pub fn command(&self, request: &str) -> Result<String, ApiError> {
        if request.len() > MAX_REQUEST_BYTES {
            return Err(ApiError::new(ErrorCode::BadRequest, "the request is too long"));
        }
        match self.act(request) {
            Err(error) if self.mends(&error, moment_of(request)) => self.act(request),
            acted => acted,
        }
    }

    fn act(&self, request: &str) -> Result<String, ApiError> {
        let Envelope { at, act } = serde_json::from_str(request).map_err(|error| ApiError::bad_json(&error))?;
        let answer = match act {
            Act::RuleSave { rule } => rules::save(self, rule, at)?,
            Act::RuleDelete { id } => nothing(self.desk()?.delete_rule(id))?,
            Act::RuleEnable { id, enabled } => nothing(self.desk()?.enable_rule(id, enabled))?,
            Act::SettingsPatch { patch } => patch_settings(self, patch)?,
            Act::Waiting { until_millis } => {
                let until = until_millis.map_or(Value::Null, Value::from);
                patch_settings(self, Map::from_iter([("waiting_until_millis".to_owned(), until)]))?
            }
            Act::CallNote { id, outcome, note } => note_call(self, id, outcome, note.as_deref())?,
            Act::CallContact { id, contact } => nothing(self.desk()?.note_contact(id, contact))?,
            Act::CallWanted { id } => wanted(self, id, at)?,
            Act::CallRang { id } => rang(self, id)?,
            Act::CallDelete { id } => nothing(self.desk()?.delete_call(id))?,
            Act::HistoryClear => nothing(self.desk()?.clear_calls())?,
            Act::NoticeDismiss { id } => nothing(self.desk()?.dismiss_notice(id))?,
            Act::Restore { text, mode } => backup::restore(self, &text, mode)?,
            Act::ListAdd { list } => lists::add(self, &list, at)?,
            Act::ListUpdate(change) => lists::change(self, change)?,
            Act::ListRemove { id } => lists::remove(self, id)?,
            Act::RpoSet(dates) => objection::enrol(self, dates.text("enrolled_on")?, dates.text("renewed_on")?, at)?,
            Act::ObjectionSave { objection } => objection::save(self, &objection, at)?,
            Act::ObjectionDelete { id } => nothing(self.desk()?.write(|store| store.delete_objection(id)))?,
            Act::Maintain => maintain(self, at)?,
        };
        self.changed();
        Ok(answer.to_string())
    }
}

fn nothing(done: Result<(), StoreError>) -> Result<Value, ApiError> {
    Ok(done.map(|()| json!({}))?)
}

fn patch_settings(core: &Core, patch: Map<String, Value>) -> Result<Value, ApiError> {
    let mut desk = core.desk()?;
    desk.write(|store| {
        let settings = merged(&store.settings()?, patch)?;
        store.save_settings(&settings)?;
        Ok(json!({ "settings": settings }))
    })
}

/// The settings with a patch laid over them; every value is checked before any is kept.
pub(super) fn merged(settings: &Settings, patch: Map<String, Value>) -> Result<Settings, ApiError> {
    let bad = |what: &str| ApiError::new(ErrorCode::BadRequest, format!("these settings do not fit: {what}"));
    let Ok(Value::Object(mut document)) = serde_json::to_value(settings) else { return Err(bad("stored")) };
    document.extend(patch);
    let merged: Settings =
        serde_json::from_value(Value::Object(document)).map_err(|_| bad("a value has a wrong type"))?;
    if merged.region.as_deref().is_some_and(|region| region.parse::<Region>().is_err()) {
        return Err(bad("unknown region"));
    }
    let windows = &merged.quiet_hours.schedule.0;
    if !windows.iter().all(rules::window_is_valid) {
        return Err(bad("a window of the quiet hours"));
    }
    Ok(merged)
}

fn note_call(core: &Core, id: i64, outcome: Option<Outcome>, note: Option<&str>) -> Result<Value, ApiError> {
    if note.is_some_and(|note| note.len() > MAX_NOTE_BYTES) {
        return Err(ApiError::new(ErrorCode::BadRequest, "the note is too long"));
    }
    nothing(core.desk()?.note_call(id, outcome, note))
}

/// "This call was wanted": from now on the caller rings.
fn wanted(core: &Core, id: i64, at: Moment) -> Result<Value, ApiError> {
    let caller = core.desk()?.call(id)?.call.caller;
    let pattern = match caller {
        Caller::Number(number) => number.to_string(),
        Caller::ShortCode(code) => code.digits(),
        Caller::Hidden(_) | Caller::Other(_) => {
            return Err(ApiError::new(ErrorCode::BadRequest, "a caller without a number cannot be allowed by a rule"));
        }
    };
    let rule = Rule {
        id: 0,
        kind: RuleKind::Allow,
        pattern: pattern.clone(),
        label: String::new(),
        action: Action::Allow,
        enabled: true,
        schedule: None,
        sim: None,
        created_millis: at.utc_millis,
    };
    let mut desk = core.desk()?;
    desk.write(|store| {
        let same = |known: &&Rule| known.kind == RuleKind::Allow && known.pattern == pattern && known.sim.is_none();
        let id = match store.rules()?.iter().find(same) {
            Some(known) => store.save_rule(&Rule { id: known.id, label: known.label.clone(), ..rule })?,
            None => store.save_rule(&rule)?,
        };
        Ok::<_, ApiError>(json!({ "rule_id": id }))
    })
}

/// The verdict was not given in time: the phone rang. What the stages saw stays, without a say.
fn rang(core: &Core, id: i64) -> Result<Value, ApiError> {
    nothing(core.desk()?.write(|store| {
        let contact = store.call(id)?.contact;
        let mut trace = store.trace(id)?;
        for finding in &mut trace.0 {
            (finding.action, finding.reason) = (None, None);
        }
        store.overrule(id, contact, &trace)
    }))
}

/// Once a day: old calls are forgotten as the settings say, and the register reminds of its days.
fn maintain(core: &Core, at: Moment) -> Result<Value, ApiError> {
    let mut desk = core.desk()?;
    let forgotten = desk.write(|store| {
        let settings = store.settings()?;
        objection::remind(store, home_region(&settings, core.phone_region), at)?;
        let before = (settings.keep_days > 0).then(|| at.utc_millis - i64::from(settings.keep_days) * DAY_MILLIS);
        store.forget_calls(before, (settings.keep_calls > 0).then_some(settings.keep_calls))
    })?;
    // A phone kills the process instead of closing the file: a long log would slow the next call's start.
    desk.fold_log()?;
    Ok(json!({ "forgotten": forgotten }))
}
