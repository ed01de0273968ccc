//! The commands: what each changes. A change that a decision depends on makes screening read anew.

use serde_json::Value;

use super::asked::Asked;
use super::lists;
use super::objection;
use super::query::{Handler, MAX_REQUEST_BYTES, handler, moment_of, respond, typed};
use super::shape::object;
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::engine::snapshot::home_region;
use crate::engine::{backup, call, history, home, rules, settings};
use crate::moment::{DAY_MILLIS, Moment};
use crate::store::StoreError;

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
    ("rule_save", |core, asked, at| typed(asked, |request| rules::save(core, request, at))),
    ("rule_delete", |core, asked, _| typed(asked, |request| rules::delete(core, request))),
    ("rule_enable", |core, asked, _| typed(asked, |request| rules::enable(core, request))),
    ("settings_patch", |core, asked, _| typed(asked, |request| settings::patch(core, request))),
    ("waiting", |core, asked, _| typed(asked, |request| settings::wait_for_call(core, request))),
    ("call_note", |core, asked, _| typed(asked, |request| call::note(core, request))),
    ("call_contact", |core, asked, _| typed(asked, |request| call::note_contact(core, request))),
    ("call_wanted", |core, asked, at| typed(asked, |request| call::wanted(core, request, at))),
    ("call_rang", |core, asked, _| typed(asked, |request| call::rang(core, request))),
    ("call_delete", |core, asked, _| typed(asked, |request| call::delete(core, request))),
    ("history_clear", |core, _, _| respond(history::clear(core))),
    ("notice_dismiss", |core, asked, _| typed(asked, |request| home::dismiss_notice(core, request))),
    ("restore", |core, asked, _| typed(asked, |request| backup::restore(core, request))),
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
