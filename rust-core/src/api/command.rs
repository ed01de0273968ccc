//! The commands: what each changes. A change that a decision depends on makes screening read anew.

use serde_json::{Map, Value};

use super::asked::{Asked, needed};
use super::backup;
use super::lists;
use super::objection;
use super::query::{Handler, MAX_REQUEST_BYTES, handler, moment_of};
use super::rules;
use super::shape::{object, value};
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::engine::snapshot::home_region;
use crate::moment::Moment;
use crate::number::{Caller, Region};
use crate::policy::{Action, CallOutcome, Rule, RuleKind, Settings};
use crate::store::StoreError;

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
            Err(error) if self.recover_after(&error, moment_of(request)) => self.act(request),
            acted => acted,
        }
    }

    fn act(&self, request: &str) -> Result<String, ApiError> {
        let mut asked = Asked::of(request)?;
        let at = asked.at()?;
        let answer = handler("do", COMMANDS, &asked)?(self, &mut asked, at)?;
        self.changed();
        Ok(answer.to_string())
    }
}

const COMMANDS: &[(&str, Handler)] = &[
    ("rule_save", |core, asked, at| rules::save(core, asked.take("rule")?, at)),
    ("rule_delete", |core, asked, _| nothing(core.desk()?.delete_rule(asked.id()?))),
    ("rule_enable", |core, asked, _| {
        nothing(core.desk()?.enable_rule(asked.id()?, needed("enabled", asked.flag("enabled")?)?))
    }),
    ("settings_patch", |core, asked, _| patch_settings(core, asked.object("patch")?)),
    ("waiting", |core, asked, _| {
        let until = asked.int("until_millis")?.map_or(Value::Null, Value::from);
        patch_settings(core, Map::from_iter([("waiting_until_millis".to_owned(), until)]))
    }),
    ("call_note", |core, asked, _| note_call(core, asked.id()?, asked.get("outcome")?, asked.text("note")?)),
    ("call_contact", |core, asked, _| nothing(core.desk()?.note_contact(asked.id()?, asked.take("contact")?))),
    ("call_wanted", |core, asked, at| wanted(core, asked.id()?, at)),
    ("call_rang", |core, asked, _| rang(core, asked.id()?)),
    ("call_delete", |core, asked, _| nothing(core.desk()?.delete_call(asked.id()?))),
    ("history_clear", |core, _, _| nothing(core.desk()?.clear_calls())),
    ("notice_dismiss", |core, asked, _| nothing(core.desk()?.dismiss_notice(asked.id()?))),
    ("restore", |core, asked, _| {
        let mode = asked.take("mode")?;
        backup::restore(core, needed("text", asked.text("text")?)?, mode)
    }),
    ("list_add", |core, asked, at| lists::add(core, &asked.take("list")?, at)),
    ("list_update", |core, asked, _| lists::change(core, asked.whole()?)),
    ("list_remove", |core, asked, _| lists::remove(core, asked.id()?)),
    ("rpo_set", |core, asked, at| objection::enrol(core, asked.text("enrolled_on")?, asked.text("renewed_on")?, at)),
    ("objection_save", |core, asked, at| objection::save(core, &asked.inner("objection")?, at)),
    ("objection_delete", |core, asked, _| {
        let id = asked.id()?;
        nothing(core.desk()?.write(|store| store.delete_objection(id)))
    }),
    ("maintain", |core, _, at| maintain(core, at)),
];

fn nothing(done: Result<(), StoreError>) -> Result<Value, ApiError> {
    Ok(done.map(|()| object!())?)
}

fn patch_settings(core: &Core, patch: Map<String, Value>) -> Result<Value, ApiError> {
    let mut desk = core.desk()?;
    desk.write(|store| {
        let settings = merged(&store.settings()?, patch)?;
        store.save_settings(&settings)?;
        Ok(object!("settings" = value(&settings)))
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

fn note_call(core: &Core, id: i64, outcome: Option<CallOutcome>, note: Option<&str>) -> Result<Value, ApiError> {
    if note.is_some_and(|note| note.len() > MAX_NOTE_BYTES) {
        return Err(ApiError::new(ErrorCode::BadRequest, "the note is too long"));
    }
    let desk = core.desk()?;
    if outcome.is_some() {
        let call = desk.call(id)?;
        // What an earlier version took stays as it is.
        if call.verdict.action == Action::Reject && call.outcome != outcome {
            return Err(ApiError::new(ErrorCode::Refused, "a rejected call was ended before anybody could answer"));
        }
    }
    nothing(desk.note_call(id, outcome, note))
}

/// "This call was wanted": from now on the caller rings.
fn wanted(core: &Core, id: i64, at: Moment) -> Result<Value, ApiError> {
    let mut desk = core.desk()?;
    let pattern = match desk.call(id)?.call.caller {
        Caller::Number(number) => number.to_string(),
        Caller::ShortCode(code) => code.digits(),
        Caller::Hidden(_) | Caller::Other(_) => {
            return Err(ApiError::new(ErrorCode::BadRequest, "a caller without a number cannot be allowed by a rule"));
        }
    };
    let rule = Rule {
        id: 0,
        kind: RuleKind::Allow,
        pattern,
        label: String::new(),
        action: Action::Allow,
        enabled: true,
        schedule: None,
        sim: None,
        created_millis: at.utc_millis,
    };
    let home = home_region(&desk.settings()?, core.phone_region);
    let id = desk.write(|store| rules::put(store, rule, home))?;
    Ok(object!("rule_id" = id))
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
        let before =
            (settings.keep_days > 0).then(|| at.utc_millis.saturating_sub(i64::from(settings.keep_days) * DAY_MILLIS));
        store.forget_calls(before, (settings.keep_calls > 0).then_some(settings.keep_calls))
    })?;
    // A phone kills the process instead of closing the file: a long log would slow the next call's start.
    desk.checkpoint()?;
    Ok(object!("forgotten" = forgotten))
}
