//! `stufo replay CALLS.csv`: judges and records every call of a file, as if it came in now.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use stufo_core::api::{Core, Incoming};
use stufo_core::contract::call::CallNoteRequest;
use stufo_core::contract::common::Done;
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller};
use stufo_core::policy::{Action, CallOutcome, Contact, Verification};

use crate::{Place, db};

/// What to replay.
#[derive(Args)]
pub(crate) struct ReplayArgs {
    /// CSV with a call a line: time (RFC 3339, or local `2026-11-24 10:30:00`), number, and where they are known
    /// presentation (allowed, restricted, unknown, payphone), verification (passed, failed), contact (found), outcome
    /// (answered, rang_out, silent, hung_up, objected), note
    calls: PathBuf,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(args: &ReplayArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    let file = std::fs::File::open(&args.calls).with_context(|| format!("cannot read {}", args.calls.display()))?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(file);
    let mut out = std::io::stdout().lock();
    let mut totals: BTreeMap<&str, u64> = BTreeMap::new();
    for (index, row) in reader.records().enumerate() {
        let line = index + 1;
        let row = row.with_context(|| format!("line {line} is no CSV"))?;
        let field = |column: usize| row.get(column).unwrap_or_default();
        if line == 1 && field(0).eq_ignore_ascii_case("time") {
            continue;
        }
        let read = || -> Result<Row<'_>> {
            Ok(Row {
                number: field(1),
                presentation: presentation(field(2))?,
                verification: verification(field(3))?,
                contact: contact(field(4))?,
                outcome: outcome(field(5))?,
                note: field(6),
                at: db::moment_of(field(0)).context("the time does not read")?,
            })
        };
        let row = read().with_context(|| format!("line {line}"))?;
        let action = judge(&core, &row, &mut out).with_context(|| format!("line {line}"))?;
        *totals.entry(action).or_default() += 1;
    }
    let total: u64 = totals.values().sum();
    let of = |name: &str| totals.get(name).copied().unwrap_or(0);
    let (rejected, silenced, allowed) = (of("reject"), of("silence"), of("allow"));
    writeln!(out, "{total} calls: {rejected} rejected, {silenced} silenced, {allowed} rang")?;
    Ok(())
}

/// One call of the file.
struct Row<'r> {
    at: Moment,
    number: &'r str,
    presentation: Presentation,
    verification: Verification,
    contact: Contact,
    outcome: Option<CallOutcome>,
    note: &'r str,
}

/// Screens one call as the phone would, then says of it what the file says.
fn judge(core: &Core, row: &Row<'_>, out: &mut impl Write) -> Result<&'static str> {
    let shown = row.presentation == Presentation::Allowed;
    let raw = RawCaller {
        scheme: shown.then_some("tel"),
        address: shown.then_some(row.number),
        presentation: row.presentation,
    };
    let incoming = Incoming { raw, verification: row.verification, at: row.at, sim: None };
    let mut screened = core.screen(&incoming)?;
    if screened.verdict.action.code() != 0 || row.contact == Contact::Found {
        screened = core.overrule(screened.call_id, row.contact)?;
    }
    if row.outcome.is_some() || !row.note.is_empty() {
        // A call that these rules reject cannot have ended as one that rang.
        let rang = screened.verdict.action != Action::Reject;
        let outcome = row.outcome.filter(|_| rang);
        let note = (!row.note.is_empty()).then(|| row.note.to_owned());
        let request = CallNoteRequest { id: screened.call_id, outcome, note };
        let Done {} = db::send_command(core, "call_note", request)?;
    }
    let verdict = screened.verdict;
    let time = row.at.civil().strftime("%Y-%m-%d %H:%M:%S");
    let who = if shown { row.number } else { "hidden" };
    writeln!(out, "{time}  {:<8} {:<18} {who}", verdict.action.name(), verdict.reason.name())?;
    Ok(verdict.action.name())
}

fn verification(text: &str) -> Result<Verification> {
    Ok(match text.to_ascii_lowercase().as_str() {
        "" | "not_verified" | "0" => Verification::NotVerified,
        "passed" | "1" => Verification::Passed,
        "failed" | "2" => Verification::Failed,
        _ => bail!("the verification is none of passed, failed"),
    })
}

fn outcome(text: &str) -> Result<Option<CallOutcome>> {
    if text.is_empty() {
        return Ok(None);
    }
    let known = CallOutcome::ALL.iter().copied().find(|outcome| outcome.name() == text);
    known.map(Some).context("the outcome is none of answered, rang_out, silent, hung_up, objected")
}

/// The address book of a replay holds whom the file says.
fn contact(text: &str) -> Result<Contact> {
    Ok(match text.to_ascii_lowercase().as_str() {
        "" | "not_found" => Contact::NotFound,
        "found" => Contact::Found,
        _ => bail!("the contact is none of found, not_found"),
    })
}

fn presentation(text: &str) -> Result<Presentation> {
    Ok(match text.to_ascii_lowercase().as_str() {
        "" | "allowed" | "1" => Presentation::Allowed,
        "restricted" | "hidden" | "2" => Presentation::Restricted,
        "unknown" | "3" => Presentation::Unknown,
        "payphone" | "4" => Presentation::Payphone,
        _ => bail!("the presentation is none of allowed, restricted, unknown, payphone"),
    })
}
