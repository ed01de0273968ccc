//! The record as CSV or JSON, a page at a time, so that a large history never stands in memory whole.

use serde_json::Value;

use super::asked::Asked;
use super::shape::object;
use super::table::Table;
use super::view::call_view;
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::engine::snapshot::home_region;
use crate::number::Region;
use crate::policy::{CallOutcome, CallRecord};
use crate::store::user::CallFilter;

const PAGE: u32 = 2_000;
const COLUMNS: [&str; 11] =
    ["id", "local_time", "utc_millis", "number", "caller", "action", "reason", "source", "contact", "outcome", "note"];

pub(super) fn page(core: &Core, request: &Asked) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let home = home_region(&desk.settings()?, core.phone_region);
    let before = request.text("before")?.map(str::parse).transpose()?;
    let (calls, next) = desk.calls(&CallFilter::default(), before, PAGE)?;
    let text = match request.text("form")? {
        Some("csv") => csv_of(&calls, home, before.is_none()),
        Some("json") => lines_of(&calls, home),
        _ => return Err(ApiError::new(ErrorCode::BadRequest, "the history is exported as csv or json")),
    };
    Ok(object!("text" = text, "next" = next.map(|cursor| cursor.to_string())))
}

/// One JSON object a line: pages can simply be joined.
fn lines_of(calls: &[CallRecord], home: Region) -> String {
    let mut text = String::new();
    for call in calls {
        text.push_str(&call_view(call, home).to_string());
        text.push('\n');
    }
    text
}

fn csv_of(calls: &[CallRecord], home: Region, with_header: bool) -> String {
    let mut table = Table::default();
    if with_header {
        table.head(COLUMNS);
    }
    for call in calls {
        let row = call_view(call, home);
        let text = |pointer: &str| row.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let outcome = call.outcome.map(CallOutcome::name).unwrap_or_default();
        let fields = [
            call.id.to_string(),
            call.call.at.civil().to_string(),
            call.call.at.utc_millis.to_string(),
            text("/caller/number"),
            text("/caller/kind"),
            text("/action"),
            text("/reason"),
            text("/source/label"),
            text("/contact"),
            outcome.to_owned(),
            call.note.clone(),
        ];
        table.row(&fields);
    }
    table.into_text()
}
