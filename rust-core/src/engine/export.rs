//! The history as CSV or as lines of JSON, a page at a time, so that a large history never stands in memory whole.

use super::core::Core;
use super::csv_export::CsvExport;
use super::error::{ApiError, ErrorCode};
use super::snapshot::home_region;
use super::view::call_rows;
use crate::contract::call::{CallRow, DecisionSource};
use crate::contract::export::{ExportForm, ExportPage, ExportRequest};
use crate::policy::CallOutcome;
use crate::store::user::CallFilter;

/// Calls on a page.
const PAGE: u32 = 2_000;
const COLUMNS: [&str; 11] =
    ["id", "local_time", "utc_millis", "number", "caller", "action", "reason", "source", "contact", "outcome", "note"];

/// A page of the exported history.
pub(crate) fn page(core: &Core, request: ExportRequest) -> Result<ExportPage, ApiError> {
    let store = core.background()?;
    let home = home_region(&store.settings()?, core.phone_region);
    let before = request.before.as_deref().map(str::parse).transpose()?;
    let (calls, next) = store.calls(&CallFilter::default(), before, PAGE)?;
    let rows = call_rows(&calls, home);
    let text = match request.form {
        ExportForm::Csv => csv_of(rows, before.is_none()),
        ExportForm::Json => lines_of(&rows)?,
    };
    Ok(ExportPage { text, next: next.map(|cursor| cursor.to_string()) })
}

/// One JSON object a line: pages can simply be joined.
fn lines_of(rows: &[CallRow]) -> Result<String, ApiError> {
    let mut text = String::new();
    for row in rows {
        let line = serde_json::to_string(row)
            .map_err(|_| ApiError::new(ErrorCode::Internal, "the history cannot be written"))?;
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}

fn csv_of(rows: Vec<CallRow>, with_header: bool) -> String {
    let mut csv = CsvExport::default();
    if with_header {
        csv.header(COLUMNS);
    }
    for row in rows {
        let fields: [&str; 11] = [
            &row.id.to_string(),
            &row.at.civil().to_string(),
            &row.at.utc_millis.to_string(),
            row.caller.number.as_deref().unwrap_or_default(),
            row.caller.kind.into(),
            row.action.name(),
            row.reason.name(),
            row.source.as_ref().map_or("", DecisionSource::label),
            row.contact.into(),
            row.outcome.map_or("", CallOutcome::name),
            &row.note,
        ];
        csv.row(fields);
    }
    csv.into_text()
}
