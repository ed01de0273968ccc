//! The queries: what each asks for, and who answers.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::asked::{Asked, needed};
use super::shape::{object, value};
use super::{backup, draft, evidence, explain, export, history, home, lists, objection, recontact, rules, sync};
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
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
    ("home", |core, _, at| home::answer(core, at)),
    ("history", |core, asked, _| history::page(core, asked)),
    ("call", |core, asked, _| history::details(core, asked.id()?)),
    ("explain", explain::answer),
    ("rules", |core, _, _| rules::all(core)),
    ("preview", |core, asked, _| rules::preview(core, asked)),
    ("suggestions", |core, _, _| rules::suggestions(core)),
    ("counts", |core, asked, _| history::counts(core, asked)),
    ("settings", |core, _, _| settings(core)),
    ("packs", |core, _, _| explain::packs(core)),
    ("export", |core, asked, _| export::page(core, asked)),
    ("backup", |core, _, at| backup::make(core, at)),
    ("backup_preview", |core, asked, _| backup::preview(core, needed("text", asked.text("text")?)?)),
    ("objection", |core, _, at| objection::overview(core, at)),
    ("objections", |core, asked, _| objection::all(core, asked)),
    ("recontact", |core, asked, at| recontact::answer(core, asked, at)),
    ("evidence", |core, asked, _| evidence::page(core, asked)),
    ("evidence_export", |core, asked, _| evidence::export(core, asked)),
    ("complaint", |core, asked, _| draft::complaint(core, asked)),
    ("letter", |core, asked, _| draft::letter(core, asked)),
    ("lists", |core, _, _| lists::all(core)),
    ("sync_log", |core, asked, _| sync::log(core, asked.id()?)),
    ("version", |core, _, _| version(core)),
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
    Ok(value(handle(asked.whole()?)?))
}

/// The time of a request that has been read before.
pub(super) fn moment_of(request: &str) -> Moment {
    let at = Asked::of(request).and_then(|asked| asked.at());
    at.unwrap_or(Moment { utc_millis: 0, offset_minutes: 0 })
}

fn settings(core: &Core) -> Result<Value, ApiError> {
    let settings = core.desk()?.settings()?;
    let region = crate::engine::snapshot::home_region(&settings, core.phone_region);
    Ok(object!("settings" = value(&settings), "region" = region.as_str()))
}

fn version(core: &Core) -> Result<Value, ApiError> {
    let schema = core.desk()?.schema_version()?;
    Ok(object!("version" = env!("CARGO_PKG_VERSION"), "schema" = schema))
}
