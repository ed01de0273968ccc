//! `stufo evidence`, `stufo complaint`, `stufo recontact`: the facts that the record supports, a complaint drafted
//! from them, and the re-contact rate.

use std::io::Write;

use anyhow::{Context, Result, bail};
use clap::Args;
use stufo_core::api::Core;
use stufo_core::contract::complaint::{Complaint, ComplaintRequest};
use stufo_core::contract::evidence::{
    EvidenceExportPage, EvidenceExportRequest, EvidencePage, EvidenceRequest, EvidenceRow,
};
use stufo_core::contract::recontact::{RecontactRequest, RecontactView};
use stufo_core::recontact::authority::Authority;
use stufo_core::recontact::draft::{ComplaintFields, FormField, FormRow};
use stufo_core::recontact::draft_field::DraftField;
use stufo_core::recontact::fact_code::FactCode;

use crate::history::call_line;
use crate::report::SenderAddress;
use crate::{Place, db};

/// Rows of a page.
const PAGE: u32 = 200;

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
    /// Print the fields of the authority's form in its own order, each with what to enter, and its address
    #[arg(long, conflicts_with_all = ["json", "text"])]
    form: bool,
    /// Language of the draft, where the country has several, e.g. fr
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
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
    #[command(flatten)]
    sender: SenderAddress,
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
    let (from_millis, to_millis) = (time(&args.from)?, time(&args.to)?);
    let ids = (!args.ids.is_empty()).then(|| args.ids.clone());
    let mut out = std::io::stdout().lock();
    if args.csv {
        let (caller, code) = (args.caller.clone(), fact_code(args)?);
        let mut request = EvidenceExportRequest { ids, caller, code, from_millis, to_millis, before: None };
        loop {
            let page: EvidenceExportPage = db::send_query(&core, "evidence_export", &request)?;
            out.write_all(page.text.as_bytes())?;
            if page.next.is_none() {
                return Ok(());
            }
            request.before = page.next;
        }
    }
    let rows = evidence_rows(&core, args, ids, (from_millis, to_millis))?;
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_value(rows)?)?);
    }
    if rows.is_empty() {
        return Ok(writeln!(out, "the record supports nothing yet")?);
    }
    for row in rows {
        writeln!(out, "#{}  {}", row.call.id, call_line(&row.call))?;
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

/// The fact that is asked for.
fn fact_code(args: &EvidenceArgs) -> Result<Option<FactCode>> {
    args.code.as_deref().map(str::parse).transpose().context("there is no such fact")
}

fn evidence_rows(
    core: &Core,
    args: &EvidenceArgs,
    ids: Option<Vec<i64>>,
    (from_millis, to_millis): (Option<i64>, Option<i64>),
) -> Result<Vec<EvidenceRow>> {
    let (caller, code) = (args.caller.clone(), fact_code(args)?);
    let limit = Some(PAGE);
    let mut request = EvidenceRequest { ids, caller, code, from_millis, to_millis, before: None, limit };
    let mut rows = Vec::new();
    loop {
        let page: EvidencePage = db::send_query(core, "evidence", &request)?;
        rows.extend(page.rows);
        if page.next.is_none() {
            return Ok(rows);
        }
        request.before = page.next;
    }
}

pub(crate) fn complaint(args: &ComplaintArgs) -> Result<()> {
    let fields = ComplaintFields {
        company: Some(args.company.clone()),
        company_address: Some(args.company_address.clone()),
        content: Some(args.content.clone()),
        called_number: Some(args.called_number.clone()),
        name: Some(args.name.clone()),
        tax_code: Some(args.tax_code.clone()),
        contact: Some(args.contact.clone()),
        consent: args.consent,
        contract: args.contract,
        address: args.sender.address.clone(),
        postcode: args.sender.postcode.clone(),
        place: args.sender.place_of_signature.clone(),
    };
    let language = args.language.clone();
    let request = ComplaintRequest { calls: Some(args.calls.clone()), fields: Some(fields), language };
    let complaint: Complaint = db::send_query(&db::open(&args.place)?, "complaint", request)?;
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_value(complaint)?)?);
    }
    let Some(text) = complaint.text else {
        bail!("{}", complaint.refused.map_or_else(|| "no draft".to_owned(), |refused| refused.text.en));
    };
    if args.form {
        write_form(&mut out, &complaint.rows, complaint.authority.as_ref())?;
    } else {
        writeln!(out, "{text}")?;
    }
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

/// The form, a row a field, those of a call together.
fn write_form(out: &mut impl Write, rows: &[FormRow], authority: Option<&Authority>) -> Result<()> {
    if let Some(authority) = authority {
        writeln!(out, "{}\n{}", authority.name, authority.report)?;
    }
    for group in rows.chunk_by(|one, other| one.call == other.call) {
        writeln!(out)?;
        for row in group {
            let value = match (&row.value, row.required) {
                (Some(value), _) => value.as_str(),
                (None, true) => "(missing)",
                (None, false) => "(not said)",
            };
            writeln!(out, "{}: {value}", row.label)?;
        }
    }
    Ok(())
}

/// The option that fills in a field.
fn option_of(field: DraftField) -> String {
    if field == DraftField::Register {
        return "stufo register --enrolled".to_owned();
    }
    if field == DraftField::Place {
        return "--place-of-signature".to_owned();
    }
    format!("--{}", field.name().replace('_', "-"))
}

pub(crate) fn recontact(args: &RecontactArgs) -> Result<()> {
    let request = RecontactRequest { days: Some(args.days) };
    let view: RecontactView = db::send_query(&db::open(&args.place)?, "recontact", request)?;
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_value(view)?)?);
    }
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
