//! `stufo evidence`, `stufo complaint`, `stufo recontact`: the facts that the record supports, a complaint drafted
//! from them, and what followed each kind of end.

use std::io::Write;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value, json};

use crate::history::line;
use crate::{Place, db};

/// Which facts to show.
#[derive(Args)]
pub(crate) struct EvidenceArgs {
    /// Only these calls, by id; without ids every call with a fact
    ids: Vec<i64>,
    /// Print a CSV with a line a fact
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    /// Only calls of this number
    #[arg(long, value_name = "NUMBER")]
    caller: Option<String>,
    /// Only calls with this fact, e.g. `after_objection`
    #[arg(long)]
    code: Option<String>,
    /// Only calls since then: RFC 3339, or local time
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only calls before then
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// What the complaint is about.
#[derive(Args)]
pub(crate) struct ComplaintArgs {
    /// The calls, by id: one controller, several calls
    #[arg(required = true)]
    calls: Vec<i64>,
    /// Print one JSON object: what is missing, what to look at, and the records behind each paragraph
    #[arg(long, conflicts_with = "text")]
    json: bool,
    /// Print the draft (the usual output); what is missing goes to standard error
    #[arg(long)]
    text: bool,
    /// In whose interest they called
    #[arg(long, default_value = "")]
    company: String,
    /// Its address
    #[arg(long, default_value = "")]
    company_address: String,
    /// What they offered
    #[arg(long, default_value = "")]
    content: String,
    /// The number that was called
    #[arg(long, default_value = "")]
    called_number: String,
    /// Your name
    #[arg(long, default_value = "")]
    name: String,
    /// Your tax code
    #[arg(long, default_value = "")]
    tax_code: String,
    /// Where to reach you
    #[arg(long, default_value = "")]
    contact: String,
    /// Whether you gave the company a consent
    #[arg(long)]
    consent: Option<bool>,
    /// Whether you have a contract with it
    #[arg(long)]
    contract: Option<bool>,
    #[command(flatten)]
    place: Place,
}

/// How far to look back.
#[derive(Args)]
pub(crate) struct RecontactArgs {
    /// Days to look back
    #[arg(long, default_value_t = 180)]
    days: u32,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn evidence(args: &EvidenceArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    let time = |text: &Option<String>| -> Result<Option<i64>> {
        let at = text.as_deref().map(db::moment_of).transpose().context("the time does not read")?;
        Ok(at.map(|at| at.utc_millis))
    };
    let ids = (!args.ids.is_empty()).then_some(&args.ids);
    let fields = json!({
        "ids": ids, "caller": args.caller, "code": args.code, "from_millis": time(&args.from)?,
        "to_millis": time(&args.to)?, "limit": 200,
    });
    let mut out = std::io::stdout().lock();
    let ask = if args.csv { "evidence_export" } else { "evidence" };
    let mut rows: Vec<Value> = Vec::new();
    let mut before = Value::Null;
    loop {
        let mut request = fields.clone();
        if let Some(object) = request.as_object_mut() {
            object.insert("before".to_owned(), before);
        }
        let page = db::query(&core, ask, request)?;
        out.write_all(page.get("text").and_then(Value::as_str).unwrap_or_default().as_bytes())?;
        rows.extend(page.get("rows").and_then(Value::as_array).cloned().unwrap_or_default());
        before = page.get("next").cloned().unwrap_or_default();
        if before.is_null() {
            break;
        }
    }
    if args.csv {
        return Ok(());
    }
    if args.json {
        return Ok(writeln!(out, "{}", Value::Array(rows))?);
    }
    if rows.is_empty() {
        return Ok(writeln!(out, "the record supports nothing yet")?);
    }
    for row in rows {
        let call = row.get("call").unwrap_or(&Value::Null);
        writeln!(out, "#{}  {}", call.get("id").and_then(Value::as_i64).unwrap_or_default(), line(call))?;
        if row.get("wanted").and_then(Value::as_bool).unwrap_or_default() {
            writeln!(out, "    a caller you want to hear: nothing is claimed")?;
        }
        for fact in row.get("facts").and_then(Value::as_array).into_iter().flatten() {
            let text = |pointer: &str| fact.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            writeln!(
                out,
                "    {} ({}): {} [{}, {}]",
                text("/label/en"),
                text("/basis"),
                text("/detail/en"),
                text("/source/law"),
                text("/source/certainty")
            )?;
        }
    }
    Ok(())
}

pub(crate) fn complaint(args: &ComplaintArgs) -> Result<()> {
    let fields = json!({
        "company": args.company, "company_address": args.company_address, "content": args.content,
        "called_number": args.called_number, "name": args.name, "tax_code": args.tax_code, "contact": args.contact,
        "consent": args.consent, "contract": args.contract,
    });
    let answer = db::query(&db::open(&args.place)?, "complaint", json!({ "calls": args.calls, "fields": fields }))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{answer}")?);
    }
    let Some(text) = answer.get("text").and_then(Value::as_str) else {
        bail!("{}", answer.pointer("/refused/text/en").and_then(Value::as_str).unwrap_or("no draft"));
    };
    writeln!(out, "{text}")?;
    let mut err = std::io::stderr().lock();
    for missing in answer.get("missing").and_then(Value::as_array).into_iter().flatten() {
        let field = missing.get("field").and_then(Value::as_str).unwrap_or_default().replace('_', "-");
        let required = missing.get("required").and_then(Value::as_bool).unwrap_or_default();
        let what = missing.pointer("/text/en").and_then(Value::as_str).unwrap_or_default();
        let option = if field == "register" { "stufo register --enrolled".to_owned() } else { format!("--{field}") };
        writeln!(err, "{}: {what} ({option})", if required { "missing" } else { "not said" })?;
    }
    for warning in answer.get("warnings").and_then(Value::as_array).into_iter().flatten() {
        writeln!(err, "note: {}", warning.pointer("/text/en").and_then(Value::as_str).unwrap_or_default())?;
    }
    Ok(())
}

pub(crate) fn recontact(args: &RecontactArgs) -> Result<()> {
    let answer = db::query(&db::open(&args.place)?, "recontact", json!({ "days": args.days }))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{answer}")?);
    }
    let rows = answer.get("rows").and_then(Value::as_array).cloned().unwrap_or_default();
    if rows.is_empty() {
        return Ok(writeln!(out, "no calls to follow yet")?);
    }
    writeln!(
        out,
        "{:<10} {:>8} {:>6} {:>8} {:>6} {:>16} {:>11}",
        "end", "callers", "again", "waiting", "share", "median", "calls after"
    )?;
    for row in rows {
        let number = |name: &str| row.get(name).and_then(Value::as_i64);
        let share = number("share").map_or_else(|| "-".to_owned(), |share| format!("{share} %"));
        let median = number("median_minutes").map_or_else(|| "-".to_owned(), |minutes| format!("{minutes} min"));
        writeln!(
            out,
            "{:<10} {:>8} {:>6} {:>8} {share:>6} {median:>16} {:>11}",
            row.get("end").and_then(Value::as_str).unwrap_or_default(),
            number("callers").unwrap_or_default(),
            number("again").unwrap_or_default(),
            number("waiting").unwrap_or_default(),
            number("calls_after").unwrap_or_default()
        )?;
    }
    for campaign in answer.get("campaigns").and_then(Value::as_array).into_iter().flatten() {
        let number = |name: &str| campaign.get(name).and_then(Value::as_u64).unwrap_or_default();
        let pattern = campaign.get("pattern").and_then(Value::as_str).unwrap_or_default();
        let active = campaign.get("active").and_then(Value::as_bool).unwrap_or_default();
        let state = if active { "going on" } else { "over" };
        writeln!(out, "campaign {pattern:<18} {} numbers, {} calls, {state}", number("numbers"), number("calls"))?;
    }
    let text = |pointer: &str| answer.pointer(pointer).and_then(Value::as_str);
    match (text("/suggestion/reason/en"), text("/suggestion/value"), text("/suggestion_missing/en")) {
        (Some(reason), Some(value), _) => writeln!(out, "suggested for packs: {value}. {reason}")?,
        (_, _, Some(why)) => writeln!(out, "nothing is suggested: {why}")?,
        (_, _, None) => {}
    }
    Ok(())
}
