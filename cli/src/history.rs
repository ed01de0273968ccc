//! `stufo history`: recorded calls, newest first.

use std::io::Write;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

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

const PAGE: usize = 500;

pub(crate) fn run(args: &HistoryArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    let mut rows: Vec<Value> = Vec::new();
    let mut before = Value::Null;
    while rows.len() < args.limit {
        let limit = PAGE.min(args.limit - rows.len());
        let request = json!({ "limit": limit, "before": before, "search": args.search });
        let page = db::query(&core, "history", request)?;
        rows.extend(page.get("rows").and_then(Value::as_array).cloned().unwrap_or_default());
        before = page.get("next").cloned().unwrap_or_default();
        if before.is_null() {
            break;
        }
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{}", Value::Array(rows))?);
    }
    if rows.is_empty() {
        return Ok(writeln!(out, "no calls recorded")?);
    }
    for row in rows {
        writeln!(out, "{}", line(&row))?;
    }
    Ok(())
}

/// One call as a line: time, action, caller, reason, what decided.
pub(crate) fn line(row: &Value) -> String {
    let text = |pointer: &str| row.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let at = serde_json::from_value::<stufo_core::moment::Moment>(row.get("at").cloned().unwrap_or_default());
    let time = at.map(|at| at.civil().strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default();
    let who = [text("/caller/display"), text("/caller/hidden"), text("/caller/kind")];
    let who = who.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    format!("{time}  {:<8} {who:<20} {:<16} {}", text("/action"), text("/reason"), text("/source/label"))
        .trim_end()
        .to_owned()
}
