//! The commands: what each changes. A change that a decision depends on makes screening read anew.

use super::asked::Asked;
use super::query::{Handler, MAX_REQUEST_BYTES, handler, moment_of, respond, typed};
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::engine::{backup, call, history, home, lists, maintenance, objections, register, rules, settings};

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
    ("settings_patch", |core, asked, at| typed(asked, |request| settings::patch(core, request, at))),
    ("waiting", |core, asked, at| typed(asked, |request| settings::wait_for_call(core, request, at))),
    ("call_note", |core, asked, _| typed(asked, |request| call::note(core, request))),
    ("call_contact", |core, asked, _| typed(asked, |request| call::note_contact(core, request))),
    ("call_wanted", |core, asked, at| typed(asked, |request| call::wanted(core, request, at))),
    ("call_rang", |core, asked, _| typed(asked, |request| call::rang(core, request))),
    ("call_delete", |core, asked, _| typed(asked, |request| call::delete(core, request))),
    ("history_clear", |core, _, _| respond(history::clear(core))),
    ("notice_dismiss", |core, asked, _| typed(asked, |request| home::dismiss_notice(core, request))),
    ("restore", |core, asked, _| typed(asked, |request| backup::restore(core, request))),
    ("list_add", |core, asked, at| typed(asked, |request| lists::add(core, request, at))),
    ("list_update", |core, asked, _| typed(asked, |request| lists::update(core, request))),
    ("list_remove", |core, asked, _| typed(asked, |request| lists::remove(core, request))),
    ("rpo_set", |core, asked, at| typed(asked, |request| register::enrol(core, request, at))),
    ("objection_save", |core, asked, at| typed(asked, |request| objections::save(core, request, at))),
    ("objection_delete", |core, asked, _| typed(asked, |request| objections::delete(core, request))),
    ("maintain", |core, _, at| respond(maintenance::run(core, at))),
];
