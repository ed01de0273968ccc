//! `stufo history`: recorded calls, newest first.

use std::io::Write;

use anyhow::Result;
use clap::Args;
use stufo_core::contract::call::{CallRow, DecisionSource};
use stufo_core::contract::history::{HistoryPage, HistoryRequest};

use crate::{Place, db};

/// What to show.
#[derive(Args)]
pub(crate) struct HistoryArgs {
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    /// Only calls whose number, rule, list, reason or note fits this text
    #[arg(long)]
    search: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 100)]
    limit: usize,
    #[command(flatten)]
    place: Place,
}

const PAGE: u32 = 500;

pub(crate) fn run(args: &HistoryArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    let mut rows: Vec<CallRow> = Vec::new();
    let mut before = None;
    while rows.len() < args.limit {
        let limit = u32::try_from(args.limit - rows.len()).map_or(PAGE, |left| left.min(PAGE));
        let request = HistoryRequest { limit, before, search: args.search.clone(), ..HistoryRequest::default() };
        let page: HistoryPage = db::send_query(&core, "history", request)?;
        rows.extend(page.rows);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_string(&rows)?)?);
    }
    if rows.is_empty() {
        return Ok(writeln!(out, "no calls recorded")?);
    }
    for row in rows {
        writeln!(out, "{}", call_line(&row))?;
    }
    Ok(())
}

/// One call as a line: time, action, caller, reason, what decided.
pub(crate) fn call_line(row: &CallRow) -> String {
    let time = row.at.civil().strftime("%Y-%m-%d %H:%M:%S");
    let hidden = row.caller.hidden.map(<&str>::from);
    let who = row.caller.display.as_deref().or(hidden).unwrap_or(row.caller.kind.into());
    let (action, reason) = (row.action.name(), row.reason.name());
    let source = row.source.as_ref().map_or("", DecisionSource::label);
    format!("{time}  {action:<8} {who:<20} {reason:<16} {source}").trim_end().to_owned()
}
