//! `stufo suggest`: ranges that several unwanted callers of the history share.

use std::io::Write;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

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
    let answer = db::query(&db::open(&args.place)?, "suggestions", json!({}))?;
    let suggestions = answer.get("suggestions").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{}", Value::Array(suggestions))?);
    }
    if suggestions.is_empty() {
        return Ok(writeln!(out, "nothing to suggest: no range holds several unwanted callers and no wanted one")?);
    }
    for suggestion in suggestions {
        let number = |name: &str| suggestion.get(name).and_then(Value::as_u64).unwrap_or_default();
        let pattern = suggestion.get("pattern").and_then(Value::as_str).unwrap_or_default();
        writeln!(
            out,
            "{pattern:<24} {} callers, {} calls, covers {}",
            number("callers"),
            number("calls"),
            number("covers")
        )?;
    }
    Ok(())
}
