//! The queries: what each asks for, and who answers.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::asked::Asked;
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::engine::{
    backup, complaint, evidence, explain, export, history, home, lists, objections, packs, recontact, rules, settings,
    sync, version,
};
use crate::moment::Moment;

/// Requests are small; a larger one is refused before it is read. A backup is the largest.
pub(super) const MAX_REQUEST_BYTES: usize = 64 * 1024 * 1024;

impl Core {
    /// Answers a query: JSON in, JSON out (docs/formats/api.md).
    ///
    /// # Errors
    /// `BadRequest` for one that does not read; else what the answering part says.
    pub fn query(&self, request: &str) -> Result<String, ApiError> {
        if request.len() > MAX_REQUEST_BYTES {
            return Err(ApiError::new(ErrorCode::BadRequest, "the request is too long"));
        }
        match self.answer(request) {
            Err(error) if self.recover_after(&error, moment_of(request)) => self.answer(request),
            answered => answered,
        }
    }

    fn answer(&self, request: &str) -> Result<String, ApiError> {
        let mut asked = Asked::of(request)?;
        let at = asked.at()?;
        let answer = handler("ask", QUERIES, &asked)?(self, &mut asked, at)?;
        Ok(answer.to_string())
    }
}

/// Who answers a request: the core, the request's fields, its time.
pub(super) type Handler = fn(&Core, &mut Asked, Moment) -> Result<Value, ApiError>;

/// Called through pointers: in one function of them all, half of the code would be ways to find the stack.
const QUERIES: &[(&str, Handler)] = &[
    ("home", |core, _, at| respond(home::view(core, at))),
    ("history", |core, asked, _| typed(asked, |request| history::page(core, request))),
    ("call", |core, asked, _| typed(asked, |request| history::details(core, request))),
    ("explain", |core, asked, at| typed(asked, |request| explain::explain(core, request, at))),
    ("rules", |core, _, _| respond(rules::all(core))),
    ("preview", |core, asked, _| typed(asked, |request| rules::preview(core, request))),
    ("suggestions", |core, _, _| respond(rules::suggestions(core))),
    ("counts", |core, asked, _| typed(asked, |request| history::counts(core, request))),
    ("settings", |core, _, _| respond(settings::view(core))),
    ("packs", |core, _, _| respond(packs::all(core))),
    ("export", |core, asked, _| typed(asked, |request| export::page(core, request))),
    ("backup", |core, _, at| respond(backup::make(core, at))),
    ("backup_preview", |core, asked, _| typed(asked, |request| backup::preview(core, request))),
    ("objection", |core, _, at| respond(objections::overview(core, at))),
    ("objections", |core, asked, _| typed(asked, |request| objections::page(core, request))),
    ("recontact", |core, asked, at| typed(asked, |request| recontact::view(core, request, at))),
    ("evidence", |core, asked, _| typed(asked, |request| evidence::page(core, &request))),
    ("evidence_export", |core, asked, _| typed(asked, |request| evidence::export(core, request))),
    ("complaint", |core, asked, _| typed(asked, |request| complaint::complaint(core, request))),
    ("letter", |core, asked, _| typed(asked, |request| complaint::letter(core, request))),
    ("lists", |core, _, _| respond(lists::all(core))),
    ("sync_log", |core, asked, _| typed(asked, |request| sync::log(core, request))),
    ("version", |core, _, _| respond(version::version(core))),
];

/// The handler that a request names in its field `kind`.
pub(super) fn handler(kind: &str, known: &[(&str, Handler)], asked: &Asked) -> Result<Handler, ApiError> {
    let wanted = asked.text(kind)?;
    let found = known.iter().find(|(name, _)| wanted == Some(*name));
    let unknown = || ApiError::new(ErrorCode::BadRequest, format!("the request's {kind} is not known"));
    found.map(|(_, handler)| *handler).ok_or_else(unknown)
}

/// A handler of a typed request: the fields become `Request`, the response becomes JSON.
pub(super) fn typed<Request: DeserializeOwned, Response: Serialize>(
    asked: &mut Asked,
    handle: impl FnOnce(Request) -> Result<Response, ApiError>,
) -> Result<Value, ApiError> {
    respond(handle(asked.whole()?))
}

/// The JSON of a typed response.
pub(super) fn respond<Response: Serialize>(response: Result<Response, ApiError>) -> Result<Value, ApiError> {
    let unwritable = |_| ApiError::new(ErrorCode::Internal, "the response cannot be written");
    serde_json::to_value(response?).map_err(unwritable)
}

/// The time of a request that has been read before.
pub(super) fn moment_of(request: &str) -> Moment {
    let at = Asked::of(request).and_then(|asked| asked.at());
    at.unwrap_or(Moment { utc_millis: 0, offset_minutes: 0 })
}
