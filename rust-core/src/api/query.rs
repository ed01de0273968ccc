//! The queries: what each asks for, and who answers.

use serde_json::Value;

use super::asked::{Asked, needed};
use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::shape::{object, value};
use super::{backup, draft, evidence, explain, export, history, home, lists, objection, recontact, rules, sync};
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
            Err(error) if self.mends(&error, moment_of(request)) => self.answer(request),
            answered => answered,
        }
    }

    fn answer(&self, request: &str) -> Result<String, ApiError> {
        let mut asked = Asked::of(request)?;
        let at = asked.at()?;
        let answer = match asked.words("ask")?.as_str() {
            "home" => home::answer(self, at)?,
            "history" => history::page(self, &mut asked)?,
            "call" => history::details(self, asked.id()?)?,
            "explain" => explain::answer(self, &mut asked, at)?,
            "rules" => rules::all(self)?,
            "preview" => rules::preview(self, &mut asked)?,
            "suggestions" => rules::suggestions(self)?,
            "counts" => history::counts(self, &mut asked)?,
            "settings" => settings(self)?,
            "packs" => explain::packs(self)?,
            "export" => export::page(self, &asked)?,
            "backup" => backup::make(self, at)?,
            "backup_preview" => backup::preview(self, needed("text", asked.text("text")?)?)?,
            "objection" => objection::overview(self, at)?,
            "objections" => objection::all(self)?,
            "recontact" => recontact::answer(self, &asked, at)?,
            "evidence" => evidence::page(self, &asked)?,
            "evidence_export" => evidence::export(self, &asked)?,
            "complaint" => draft::complaint(self, &asked)?,
            "letter" => draft::letter(self, &asked)?,
            "lists" => lists::all(self)?,
            "sync_log" => sync::log(self, asked.id()?)?,
            "version" => version(self)?,
            _ => return Err(unknown("ask")),
        };
        Ok(answer.to_string())
    }
}

/// The time of a request that has been read before.
pub(super) fn moment_of(request: &str) -> Moment {
    let at = Asked::of(request).and_then(|asked| asked.at());
    at.unwrap_or(Moment { utc_millis: 0, offset_minutes: 0 })
}

/// There is no query or command of this name.
pub(super) fn unknown(kind: &str) -> ApiError {
    ApiError::new(ErrorCode::BadRequest, format!("the request's {kind} is not known"))
}

fn settings(core: &Core) -> Result<Value, ApiError> {
    let settings = core.desk()?.settings()?;
    let region = super::snapshot::home_region(&settings, core.phone_region);
    Ok(object(&mut [("settings", value(&settings)), ("region", region.as_str().into())]))
}

fn version(core: &Core) -> Result<Value, ApiError> {
    let schema = core.desk()?.schema_version()?;
    Ok(object(&mut [("version", env!("CARGO_PKG_VERSION").into()), ("schema", schema.into())]))
}
