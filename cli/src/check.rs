//! `stufo check NUMBER`: the verdict it would get now, and what every stage sees.

use std::io::Write;

use anyhow::Result;
use clap::Args;
use serde::Serialize;
use stufo_core::contract::call::{CallerKind, CallerView, DecisionSource, TraceRow, TraceSource};
use stufo_core::contract::explain::{ExplainRequest, Explanation};
use stufo_core::policy::{Action, Contact, Reason};

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

/// `TelecomManager.PRESENTATION_RESTRICTED`.
const PRESENTATION_RESTRICTED: i32 = 2;

pub(crate) fn run(args: &CheckArgs) -> Result<()> {
    let opening = std::time::Instant::now();
    let core = db::open(&args.place)?;
    let open_micros = micros(opening);
    let hidden = args.number == "hidden";
    let request = ExplainRequest {
        address: (!hidden).then(|| args.number.clone()),
        presentation: hidden.then_some(PRESENTATION_RESTRICTED),
        contact: Some(if args.contact { Contact::Found } else { Contact::NotFound }),
        ..ExplainRequest::default()
    };
    let started = std::time::Instant::now();
    let explanation: Explanation = db::send_query(&core, "explain", request)?;
    let timings = Timings { open_micros, decide_micros: micros(started) };
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&Checked::new(explanation, timings))?)?;
    } else {
        write_text(&mut out, &explanation)?;
    }
    Ok(())
}

fn micros(since: std::time::Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// The JSON of `stufo check`.
#[derive(Serialize)]
struct Checked {
    action: Action,
    reason: Reason,
    /// E.164, or null for a caller that has none.
    number: Option<String>,
    source: Option<DecisionSource>,
    trace: Vec<TraceRow>,
    caller: CallerView,
    never_block: bool,
    timings: Timings,
}

/// How long it took.
#[derive(Serialize)]
struct Timings {
    open_micros: u64,
    decide_micros: u64,
}

impl Checked {
    fn new(explanation: Explanation, timings: Timings) -> Self {
        let Explanation { caller, action, reason, source, trace, never_block } = explanation;
        let number = caller.number.clone().filter(|_| caller.kind == CallerKind::Number);
        Self { action, reason, number, source, trace, caller, never_block, timings }
    }
}

fn write_text(out: &mut impl Write, explanation: &Explanation) -> Result<()> {
    let Explanation { caller, action, reason, source, trace, .. } = explanation;
    let who = caller.display.as_deref().unwrap_or(caller.kind.into());
    let from = caller.place.as_ref().map(|place| format!(" ({})", place.en)).unwrap_or_default();
    let because = source.as_ref().map(|source| format!(" ({})", source.label())).unwrap_or_default();
    writeln!(out, "{who}{from}: {}, {}{because}", action.name(), reason.name())?;
    for row in trace {
        let (stage, saw): (&str, &str) = (row.stage.into(), row.saw.into());
        let action = row.action.map_or("", Action::name);
        let label = row.source.as_ref().map_or("", label);
        writeln!(out, "  {stage:<20} {saw:<8} {action:<8} {label}")?;
    }
    Ok(())
}

fn label(source: &TraceSource) -> &str {
    match source {
        TraceSource::Rule { label, .. } | TraceSource::Pack { label, .. } | TraceSource::List { label, .. } => label,
        TraceSource::Country { .. } => "",
    }
}
