//! `stufo replay CALLS.csv`: judges and records every call of a file, as if it came in now.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::{Timestamp, ZonedDateTime, civil, tz::TimeZone};
use stufo_core::api::{Core, Incoming};
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller};
use stufo_core::policy::{Contact, Verification};

use crate::{Place, db};

/// What to replay.
#[derive(Args)]
pub(crate) struct ReplayArgs {
    /// CSV with a call a line: time (RFC 3339, or local `2026-11-24 10:30:00`), number, presentation
    /// (allowed, restricted, unknown, payphone; empty: allowed)
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
        let at = moment(field(0)).with_context(|| format!("line {line}: the time does not read"))?;
        let presentation = presentation(field(2)).with_context(|| format!("line {line}"))?;
        let action = judge(&core, field(1), presentation, at, &mut out)?;
        *totals.entry(action).or_default() += 1;
    }
    let total: u64 = totals.values().sum();
    let of = |name: &str| totals.get(name).copied().unwrap_or(0);
    let (rejected, silenced, allowed) = (of("reject"), of("silence"), of("allow"));
    writeln!(out, "{total} calls: {rejected} rejected, {silenced} silenced, {allowed} rang")?;
    Ok(())
}

/// Screens one call as the phone would: the address book of a replay holds nobody.
fn judge(
    core: &Core,
    number: &str,
    presentation: Presentation,
    at: Moment,
    out: &mut impl Write,
) -> Result<&'static str> {
    let shown = presentation == Presentation::Allowed;
    let raw = RawCaller { scheme: shown.then_some("tel"), address: shown.then_some(number), presentation };
    let incoming = Incoming { raw, verification: Verification::NotVerified, at, sim: None };
    let mut screened = core.screen(&incoming)?;
    if screened.verdict.action.code() != 0 {
        screened = core.overrule(screened.call_id, Contact::NotFound)?;
    }
    let verdict = screened.verdict;
    let time = at.civil().strftime("%Y-%m-%d %H:%M:%S");
    let who = if shown { number } else { "hidden" };
    writeln!(out, "{time}  {:<8} {:<18} {who}", verdict.action.name(), verdict.reason.name())?;
    Ok(verdict.action.name())
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

/// RFC 3339 keeps its own offset; a time without one is the machine's local time.
fn moment(text: &str) -> Result<Moment> {
    if let Ok(time) = text.parse::<ZonedDateTime>() {
        return Ok(db::moment(&time));
    }
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Ok(Moment { utc_millis: timestamp.as_millisecond(), offset_minutes: offset_of(text).unwrap_or(0) });
    }
    let local: civil::DateTime = text.parse()?;
    Ok(db::moment(&local.to_zoned_datetime(TimeZone::system())?))
}

/// The minutes of a trailing `+01:00`; `Z` is 0.
fn offset_of(text: &str) -> Option<i32> {
    let at = text.len().checked_sub(6)?;
    let (sign, rest) = text.get(at..)?.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let minutes = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    match sign {
        "+" => Some(minutes),
        "-" => Some(-minutes),
        _ => None,
    }
}
