//! The queries: what each asks for, and who answers.

use serde::Deserialize;
use serde_json::{Value, json};

use super::asked::Asked;
use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::explain::ExplainRequest;
use super::export::ExportRequest;
use super::history::{CountsRequest, HistoryRequest};
use super::rules::PreviewRequest;
use super::{backup, draft, evidence, explain, export, history, home, lists, objection, recontact, rules, sync};
use crate::moment::Moment;

#[derive(Deserialize)]
struct Envelope {
    at: Moment,
    #[serde(flatten)]
    ask: Ask,
}

#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
enum Ask {
    Home,
    History(HistoryRequest),
    Call { id: i64 },
    Explain(ExplainRequest),
    Rules,
    Preview(PreviewRequest),
    Suggestions,
    Counts(CountsRequest),
    Settings,
    Packs,
    Export(ExportRequest),
    Backup,
    BackupPreview { text: String },
    Lists,
    Objection,
    Objections(Asked),
    Recontact(Asked),
    Evidence(Asked),
    EvidenceExport(Asked),
    Complaint(Asked),
    Letter(Asked),
    SyncLog { id: i64 },
    Version,
}

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
        let Envelope { at, ask } = serde_json::from_str(request).map_err(|error| ApiError::bad_json(&error))?;
        let answer = match ask {
            Ask::Home => home::answer(self, at)?,
            Ask::History(request) => history::page(self, &request)?,
            Ask::Call { id } => history::details(self, id)?,
            Ask::Explain(request) => explain::answer(self, &request, at)?,
            Ask::Rules => rules::all(self)?,
            Ask::Preview(request) => rules::preview(self, &request)?,
            Ask::Suggestions => rules::suggestions(self)?,
            Ask::Counts(request) => history::counts(self, &request)?,
            Ask::Settings => settings(self)?,
            Ask::Packs => explain::packs(self)?,
            Ask::Export(request) => export::page(self, &request)?,
            Ask::Backup => backup::make(self, at)?,
            Ask::BackupPreview { text } => backup::preview(self, &text)?,
            Ask::Objection => objection::overview(self, at)?,
            Ask::Objections(request) => objection::all(self, &request)?,
            Ask::Recontact(request) => recontact::answer(self, &request, at)?,
            Ask::Evidence(request) => evidence::page(self, &request)?,
            Ask::EvidenceExport(request) => evidence::export(self, &request)?,
            Ask::Complaint(request) => draft::complaint(self, &request)?,
            Ask::Letter(request) => draft::letter(self, &request)?,
            Ask::Lists => lists::all(self)?,
            Ask::SyncLog { id } => sync::log(self, id)?,
            Ask::Version => version(self)?,
        };
        Ok(answer.to_string())
    }
}

/// The time of a request that has been read before.
pub(super) fn moment_of(request: &str) -> Moment {
    #[derive(Deserialize)]
    struct Timed {
        at: Moment,
    }
    serde_json::from_str::<Timed>(request).map_or(Moment { utc_millis: 0, offset_minutes: 0 }, |timed| timed.at)
}

fn settings(core: &Core) -> Result<Value, ApiError> {
    let settings = core.desk()?.settings()?;
    let region = super::snapshot::home_region(&settings, core.phone_region);
    Ok(json!({ "settings": settings, "region": region.as_str() }))
}

fn version(core: &Core) -> Result<Value, ApiError> {
    Ok(json!({ "version": env!("CARGO_PKG_VERSION"), "schema": core.desk()?.schema_version()? }))
}
