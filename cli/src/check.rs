//! `stufo check NUMBER`: the verdict it would get now, and what every stage sees.

use std::io::Write;

use anyhow::Result;
use clap::Args;
use serde_json::{Map, Value, json};

use crate::{Place, db};

/// What to check.
#[derive(Args)]
pub(crate) struct CheckArgs {
    /// The number as it might be shown, in any form; "hidden" for a hidden caller
    number: String,
    /// Judge as if the caller were in the address book
    #[arg(long)]
    contact: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(args: &CheckArgs) -> Result<()> {
    let opening = std::time::Instant::now();
    let core = db::open(&args.place)?;
    let open_micros = micros(opening);
    let hidden = args.number == "hidden";
    let request = json!({
        "address": if hidden { Value::Null } else { json!(args.number) },
        "presentation": if hidden { 2 } else { 1 },
        "contact": if args.contact { "found" } else { "not_found" },
    });
    let started = std::time::Instant::now();
    let answer = db::query(&core, "explain", request)?;
    let timings = json!({ "open_micros": open_micros, "decide_micros": micros(started) });
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", object(&answer, timings))?;
    } else {
        write_text(&mut out, &answer)?;
    }
    Ok(())
}

fn micros(since: std::time::Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// `action`, `reason`, `number`, `source`, `trace`, `caller`, `timings`.
fn object(answer: &Value, timings: Value) -> Value {
    let mut object = Map::new();
    for field in ["action", "reason", "source", "trace", "caller", "never_block"] {
        object.insert(field.to_owned(), answer.get(field).cloned().unwrap_or_default());
    }
    object.insert("number".to_owned(), e164(answer));
    object.insert("timings".to_owned(), timings);
    Value::Object(object)
}

/// E.164, or null for a caller that has none.
fn e164(answer: &Value) -> Value {
    let is_number = answer.pointer("/caller/kind").and_then(Value::as_str) == Some("number");
    if is_number { answer.pointer("/caller/number").cloned().unwrap_or_default() } else { Value::Null }
}

fn write_text(out: &mut impl Write, answer: &Value) -> Result<()> {
    let text = |pointer: &str| answer.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let who = if text("/caller/display").is_empty() { text("/caller/kind") } else { text("/caller/display") };
    let place = text("/caller/place/en");
    let from = if place.is_empty() { String::new() } else { format!(" ({place})") };
    let label = text("/source/label");
    let because = if label.is_empty() { String::new() } else { format!(" ({label})") };
    writeln!(out, "{who}{from}: {}, {}{because}", text("/action"), text("/reason"))?;
    for finding in answer.get("trace").and_then(Value::as_array).into_iter().flatten() {
        let field = |name: &str| finding.get(name).and_then(Value::as_str).unwrap_or_default();
        let label = finding.pointer("/source/label").and_then(Value::as_str).unwrap_or_default();
        writeln!(out, "  {:<20} {:<8} {:<8} {label}", field("stage"), field("saw"), field("action"))?;
    }
    Ok(())
}
