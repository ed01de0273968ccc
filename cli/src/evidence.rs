//! `stufo evidence`, `stufo complaint`, `stufo recontact`: the facts that the record supports, a complaint drafted
//! from them, and the re-contact rate.

use std::io::Write;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::{Value, json};
use stufo_core::contract::complaint::Complaint;
use stufo_core::contract::evidence::EvidenceRow;
use stufo_core::contract::recontact::RecontactView;
use stufo_core::recontact::draft::{DraftField, FormField};

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
        let row: EvidenceRow = serde_json::from_value(row)?;
        writeln!(out, "#{}  {}", row.call.id, line(&serde_json::to_value(&row.call)?))?;
        if row.wanted {
            writeln!(out, "    a caller you want to hear: nothing is claimed")?;
        }
        for fact in &row.facts {
            let certainty: &str = fact.source.certainty.into();
            writeln!(
                out,
                "    {} ({}): {} [{}, {certainty}]",
                fact.label.en,
                fact.basis.name(),
                fact.detail.en,
                fact.source.law
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
    let complaint: Complaint = serde_json::from_value(answer)?;
    let Some(text) = complaint.text else {
        bail!("{}", complaint.refused.map_or_else(|| "no draft".to_owned(), |refused| refused.text.en));
    };
    writeln!(out, "{text}")?;
    let mut err = std::io::stderr().lock();
    for FormField { field, required, text } in complaint.missing {
        let what = if required { "missing" } else { "not said" };
        writeln!(err, "{what}: {} ({})", text.en, option_of(field))?;
    }
    for warning in complaint.warnings {
        writeln!(err, "note: {}", warning.text.en)?;
    }
    Ok(())
}

/// The option that fills in a field.
fn option_of(field: DraftField) -> String {
    match field {
        DraftField::Register => "stufo register --enrolled".to_owned(),
        field => format!("--{}", field.name().replace('_', "-")),
    }
}

pub(crate) fn recontact(args: &RecontactArgs) -> Result<()> {
    let answer = db::query(&db::open(&args.place)?, "recontact", json!({ "days": args.days }))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{answer}")?);
    }
    let view: RecontactView = serde_json::from_value(answer)?;
    if view.rows.is_empty() {
        return Ok(writeln!(out, "no calls to follow yet")?);
    }
    writeln!(
        out,
        "{:<10} {:>8} {:>6} {:>8} {:>6} {:>16} {:>11}",
        "end", "callers", "again", "waiting", "share", "median", "calls after"
    )?;
    for row in view.rows {
        let share = row.share.map_or_else(|| "-".to_owned(), |share| format!("{share} %"));
        let median = row.median_minutes.map_or_else(|| "-".to_owned(), |minutes| format!("{minutes} min"));
        writeln!(
            out,
            "{:<10} {:>8} {:>6} {:>8} {share:>6} {median:>16} {:>11}",
            row.end.name(),
            row.callers,
            row.again,
            row.waiting,
            row.calls_after
        )?;
    }
    for campaign in view.campaigns {
        let state = if campaign.active { "going on" } else { "over" };
        let (pattern, numbers, calls) = (campaign.pattern, campaign.numbers, campaign.calls);
        writeln!(out, "campaign {pattern:<18} {numbers} numbers, {calls} calls, {state}")?;
    }
    match (view.suggestion, view.suggestion_missing) {
        (Some(found), _) => writeln!(out, "suggested for packs: {}. {}", found.value.name(), found.reason.en)?,
        (None, Some(why)) => writeln!(out, "nothing is suggested: {}", why.en)?,
        (None, None) => {}
    }
    Ok(())
}
