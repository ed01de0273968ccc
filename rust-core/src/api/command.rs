//! The commands: what each changes. A change that a decision depends on makes screening read anew.

use serde_json::{Map, Value};

use super::asked::{Asked, needed};
use super::backup;
use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::lists;
use super::objection;
use super::query::{MAX_REQUEST_BYTES, moment_of, unknown};
use super::rules;
use super::shape::{object, value};
use super::snapshot::home_region;
use crate::moment::Moment;
use crate::number::{Caller, Region};
use crate::policy::{Action, Rule, RuleKind, Settings};
use crate::store::StoreError;
use crate::store::user::Outcome;

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
        let mut asked = Asked::of(request)?;
        let at = asked.at()?;
        let answer = match asked.words("do")?.as_str() {
            "rule_save" => rules::save(self, asked.take("rule")?, at)?,
            "rule_delete" => nothing(self.desk()?.delete_rule(asked.id()?))?,
            "rule_enable" => {
                nothing(self.desk()?.enable_rule(asked.id()?, needed("enabled", asked.flag("enabled")?)?))?
            }
            "settings_patch" => patch_settings(self, asked.object("patch")?)?,
            "waiting" => {
                let until = asked.int("until_millis")?.map_or(Value::Null, Value::from);
                patch_settings(self, Map::from_iter([("waiting_until_millis".to_owned(), until)]))?
            }
            "call_note" => note_call(self, asked.id()?, asked.get("outcome")?, asked.text("note")?)?,
            "call_contact" => nothing(self.desk()?.note_contact(asked.id()?, asked.take("contact")?))?,
            "call_wanted" => wanted(self, asked.id()?, at)?,
            "call_rang" => rang(self, asked.id()?)?,
            "call_delete" => nothing(self.desk()?.delete_call(asked.id()?))?,
            "history_clear" => nothing(self.desk()?.clear_calls())?,
            "notice_dismiss" => nothing(self.desk()?.dismiss_notice(asked.id()?))?,
            "restore" => {
                let mode = asked.take("mode")?;
                backup::restore(self, needed("text", asked.text("text")?)?, mode)?
            }
            "list_add" => lists::add(self, &asked.take("list")?, at)?,
            "list_update" => lists::change(self, asked.whole()?)?,
            "list_remove" => lists::remove(self, asked.id()?)?,
            "rpo_set" => objection::enrol(self, asked.text("enrolled_on")?, asked.text("renewed_on")?, at)?,
            "objection_save" => objection::save(self, &asked.inner("objection")?, at)?,
            "objection_delete" => {
                let id = asked.id()?;
                nothing(self.desk()?.write(|store| store.delete_objection(id)))?
            }
            "maintain" => maintain(self, at)?,
            _ => return Err(unknown("do")),
        };
        self.changed();
        Ok(answer.to_string())
    }
}

fn nothing(done: Result<(), StoreError>) -> Result<Value, ApiError> {
    Ok(done.map(|()| object(&mut []))?)
}

fn patch_settings(core: &Core, patch: Map<String, Value>) -> Result<Value, ApiError> {
    let mut desk = core.desk()?;
    desk.write(|store| {
        let settings = merged(&store.settings()?, patch)?;
        store.save_settings(&settings)?;
        Ok(object(&mut [("settings", value(&settings))]))
    })
}

/// The settings with a patch laid over them; every value is checked before any is kept.
pub(super) fn merged(settings: &Settings, patch: Map<String, Value>) -> Result<Settings, ApiError> {
    let bad = |what: &str| ApiError::new(ErrorCode::BadRequest, format!("these settings do not fit: {what}"));
    let Value::Object(mut document) = value(settings) else { return Err(bad("stored")) };
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
        Ok::<_, ApiError>(object(&mut [("rule_id", id.into())]))
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
    Ok(object(&mut [("forgotten", forgotten.into())]))
}
