//! The queries: which part of the engine responds to each.

use super::request::{Fields, respond, time_of};
use crate::contract::request::{Query, QueryKind};
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::engine::{
    backup, complaint, countries, evidence, explain, export, history, home, lists, objections, packs, protection,
    recontact, report, rules, settings, sync, version,
};
use crate::moment::Moment;

impl Core {
    /// Responds to a query: JSON in, JSON out (docs/formats/api.md).
    ///
    /// # Errors
    /// `BadRequest` for one that cannot be read; else what the responding part says.
    pub fn query(&self, request: &str) -> Result<String, ApiError> {
        match self.try_query(request) {
            Err(error) if self.recover_after(&error, time_of(request)) => self.try_query(request),
            response => response,
        }
    }

    fn try_query(&self, request: &str) -> Result<String, ApiError> {
        let fields = Fields::of(request)?;
        let at = fields.time()?;
        handle(self, read(fields)?, at)
    }
}

fn read(fields: Fields) -> Result<Query, ApiError> {
    Ok(match fields.kind("ask")? {
        QueryKind::Home => Query::Home,
        QueryKind::History => Query::History(fields.read()?),
        QueryKind::HistoryGroups => Query::HistoryGroups(fields.read()?),
        QueryKind::Call => Query::Call(fields.read()?),
        QueryKind::Explain => Query::Explain(fields.read()?),
        QueryKind::Rules => Query::Rules,
        QueryKind::Preview => Query::Preview(fields.read()?),
        QueryKind::Suggestions => Query::Suggestions,
        QueryKind::Counts => Query::Counts(fields.read()?),
        QueryKind::Settings => Query::Settings,
        QueryKind::Levels => Query::Levels,
        QueryKind::Countries => Query::Countries(fields.read()?),
        QueryKind::Packs => Query::Packs,
        QueryKind::Export => Query::Export(fields.read()?),
        QueryKind::Backup => Query::Backup,
        QueryKind::BackupPreview => Query::BackupPreview(fields.read()?),
        QueryKind::Objection => Query::Objection,
        QueryKind::Objections => Query::Objections(fields.read()?),
        QueryKind::Recontact => Query::Recontact(fields.read()?),
        QueryKind::Evidence => Query::Evidence(fields.read()?),
        QueryKind::EvidenceExport => Query::EvidenceExport(fields.read()?),
        QueryKind::Complaint => Query::Complaint(fields.read()?),
        QueryKind::Letter => Query::Letter(fields.read()?),
        QueryKind::Reports => Query::Reports(fields.read()?),
        QueryKind::Sender => Query::Sender,
        QueryKind::Lists => Query::Lists,
        QueryKind::SyncLog => Query::SyncLog(fields.read()?),
        QueryKind::Version => Query::Version,
    })
}

fn handle(core: &Core, query: Query, at: Moment) -> Result<String, ApiError> {
    match query {
        Query::Home => respond(home::view(core, at)),
        Query::History(request) => respond(history::page(core, request)),
        Query::HistoryGroups(request) => respond(history::groups(core, request)),
        Query::Call(request) => respond(history::details(core, request, at)),
        Query::Explain(request) => respond(explain::explain(core, request, at)),
        Query::Rules => respond(rules::all(core)),
        Query::Preview(request) => respond(rules::preview(core, request)),
        Query::Suggestions => respond(rules::suggestions(core)),
        Query::Counts(request) => respond(history::counts(core, request)),
        Query::Settings => respond(settings::view(core)),
        Query::Levels => respond(protection::levels(core, at)),
        Query::Countries(request) => respond(countries::all(core, &request, at)),
        Query::Packs => respond(packs::all(core)),
        Query::Export(request) => respond(export::page(core, request)),
        Query::Backup => respond(backup::make(core, at)),
        Query::BackupPreview(request) => respond(backup::preview(core, request)),
        Query::Objection => respond(objections::overview(core, at)),
        Query::Objections(request) => respond(objections::page(core, request)),
        Query::Recontact(request) => respond(recontact::view(core, request, at)),
        Query::Evidence(request) => respond(evidence::page(core, &request)),
        Query::EvidenceExport(request) => respond(evidence::export(core, request)),
        Query::Complaint(request) => respond(complaint::complaint(core, request, at)),
        Query::Letter(request) => respond(complaint::letter(core, request, at)),
        Query::Reports(request) => respond(report::page(core, request, at)),
        Query::Sender => respond(report::sender(core)),
        Query::Lists => respond(lists::all(core)),
        Query::SyncLog(request) => respond(sync::log(core, request)),
        Query::Version => respond(version::version(core)),
    }
}
