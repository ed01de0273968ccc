//! `stufo suggest`: ranges that several unwanted callers of the history share.

use std::io::Write;

use anyhow::Result;
use clap::Args;
use serde_json::json;
use stufo_core::contract::rule::{RuleSuggestion, SuggestionList};

use crate::{Place, db};

/// Where to look.
#[derive(Args)]
pub(crate) struct SuggestArgs {
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(args: &SuggestArgs) -> Result<()> {
    let SuggestionList { suggestions } = db::send_query(&db::open(&args.place)?, "suggestions", json!({}))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_string(&suggestions)?)?);
    }
    if suggestions.is_empty() {
        return Ok(writeln!(out, "nothing to suggest: no range holds several unwanted callers and no wanted one")?);
    }
    for suggestion in suggestions {
        let RuleSuggestion { pattern, callers, calls, covers, .. } = suggestion;
        writeln!(out, "{pattern:<24} {callers} callers, {calls} calls, covers {covers}")?;
    }
    Ok(())
}
