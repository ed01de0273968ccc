//! `stufo report`, `stufo sender`: reports to the authority and letters with their states, and the user's own data.

use std::io::Write;

use anyhow::Result;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::json;
use stufo_core::contract::common::Done;
use stufo_core::contract::report::{
    ReportDeleteRequest, ReportPage, ReportSaveRequest, ReportSaved, ReportStateRequest, ReportsRequest,
    SenderSaveRequest, SenderView,
};
use stufo_core::recontact::draft::ComplaintFields;
use stufo_core::recontact::objection::ObjectionMethod;
use stufo_core::recontact::report::{ReportKind, ReportState};
use stufo_core::recontact::sender::SenderData;

use crate::{Place, db};

/// Where the user lives and signs, as papers say it.
#[derive(Args)]
pub(crate) struct SenderAddress {
    /// Your postal address
    #[arg(long)]
    pub(crate) address: Option<String>,
    /// Your postcode
    #[arg(long)]
    pub(crate) postcode: Option<String>,
    /// Where you sign
    #[arg(long)]
    pub(crate) place_of_signature: Option<String>,
}

/// Reports and letters.
#[derive(Subcommand)]
pub(crate) enum ReportCommand {
    /// Show them, newest first, with their states
    List {
        /// Print one JSON array
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Keep a report about these calls as a draft; prints its id
    Draft(DraftArgs),
    /// Note that it was sent
    Sent(SentArgs),
    /// Note that it was answered
    Answered {
        /// Its id
        id: i64,
        /// The day; without it, today
        #[arg(long, value_name = "DAY")]
        on: Option<Date>,
        /// What the answer says
        #[arg(long)]
        note: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Note that it was not sent after all
    Reopen {
        /// Its id
        id: i64,
        #[command(flatten)]
        place: Place,
    },
    /// Delete it
    Remove {
        /// Its id
        id: i64,
        #[command(flatten)]
        place: Place,
    },
}

/// A draft.
#[derive(Args)]
pub(crate) struct DraftArgs {
    /// The calls, by id
    calls: Vec<i64>,
    /// The company it is about
    #[arg(long, default_value = "")]
    company: String,
    /// A letter to the company instead of a report to the authority
    #[arg(long)]
    letter: bool,
    /// The objection that the letter repeats, by its id
    #[arg(long, value_name = "ID")]
    objection: Option<i64>,
    #[command(flatten)]
    place: Place,
}

/// What was sent.
#[derive(Args)]
pub(crate) struct SentArgs {
    /// Its id
    id: i64,
    /// The number that the authority gave it
    #[arg(long, value_name = "NUMBER")]
    protocol: Option<String>,
    /// The day; without it, today
    #[arg(long, value_name = "DAY")]
    on: Option<Date>,
    /// How a letter was sent: then it is an objection of that day
    #[arg(long, value_parser = ["web", "email", "certified", "registered", "letter"])]
    how: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// The user's own data.
#[derive(Args)]
pub(crate) struct SenderArgs {
    /// Remember what the other options say; what they leave out stays
    #[arg(long)]
    remember: bool,
    /// Forget all of it
    #[arg(long, conflicts_with = "remember")]
    forget: bool,
    /// Put it into backups as well
    #[arg(long, requires = "remember")]
    in_backup: bool,
    /// Your name
    #[arg(long)]
    name: Option<String>,
    /// Your tax code
    #[arg(long)]
    tax_code: Option<String>,
    /// Where to reach you
    #[arg(long)]
    contact: Option<String>,
    /// The number that is called
    #[arg(long)]
    called_number: Option<String>,
    #[command(flatten)]
    sender: SenderAddress,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn report(command: &ReportCommand) -> Result<()> {
    match command {
        ReportCommand::List { json, place } => list(*json, place),
        ReportCommand::Draft(args) => draft(args),
        ReportCommand::Sent(args) => {
            let how = args.how.as_deref().map(str::parse::<ObjectionMethod>).transpose()?;
            let protocol = args.protocol.clone();
            let sent = ReportStateRequest { on: args.on, protocol, how, ..state(args.id, ReportState::Sent) };
            set(&args.place, &sent)
        }
        ReportCommand::Answered { id, on, note, place } => {
            let answer = note.clone();
            set(place, &ReportStateRequest { on: *on, answer, ..state(*id, ReportState::Answered) })
        }
        ReportCommand::Reopen { id, place } => set(place, &state(*id, ReportState::Draft)),
        ReportCommand::Remove { id, place } => {
            let Done {} = db::send_command(&db::open(place)?, "report_delete", ReportDeleteRequest { id: *id })?;
            Ok(())
        }
    }
}

fn state(id: i64, state: ReportState) -> ReportStateRequest {
    ReportStateRequest { id, state, on: None, protocol: None, answer: None, how: None }
}

fn set(place: &Place, request: &ReportStateRequest) -> Result<()> {
    let Done {} = db::send_command(&db::open(place)?, "report_state", request)?;
    Ok(())
}

fn list(json: bool, place: &Place) -> Result<()> {
    let page: ReportPage = db::send_query(&db::open(place)?, "reports", ReportsRequest::default())?;
    let mut out = std::io::stdout().lock();
    if json {
        return Ok(writeln!(out, "{}", serde_json::to_value(page.reports)?)?);
    }
    if page.reports.is_empty() {
        return Ok(writeln!(out, "no reports kept: stufo report draft CALLS")?);
    }
    for row in page.reports {
        let what = if row.kind == ReportKind::Letter { "letter" } else { "report" };
        let calls = row.calls.len();
        write!(out, "{:>5}  {what}  {:<8}  {}  {calls} calls", row.id, row.state.name(), row.company)?;
        for (name, day) in [("sent", row.sent_on), ("answer due", row.answer_due_on), ("answered", row.answered_on)] {
            if let Some(day) = day {
                write!(out, ", {name} {day}")?;
            }
        }
        if !row.protocol.is_empty() {
            write!(out, ", no. {}", row.protocol)?;
        }
        writeln!(out, "{}", if row.overdue { ", OVERDUE" } else { "" })?;
    }
    Ok(())
}

fn draft(args: &DraftArgs) -> Result<()> {
    let request = ReportSaveRequest {
        id: None,
        kind: args.letter.then_some(ReportKind::Letter),
        calls: Some(args.calls.clone()),
        fields: Some(ComplaintFields { company: Some(args.company.clone()), ..ComplaintFields::default() }),
        language: None,
        objection: args.objection,
    };
    let saved: ReportSaved = db::send_command(&db::open(&args.place)?, "report_save", request)?;
    Ok(writeln!(std::io::stdout(), "{}", saved.id)?)
}

pub(crate) fn sender(args: &SenderArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    if args.forget {
        let Done {} = db::send_command(&core, "sender_save", SenderSaveRequest::default())?;
    }
    if args.remember {
        let SenderView { sender: old, .. } = db::send_query(&core, "sender", json!({}))?;
        let of = |new: &Option<String>, old: Option<String>| new.clone().or(old);
        let sender = SenderData {
            name: of(&args.name, old.name),
            tax_code: of(&args.tax_code, old.tax_code),
            contact: of(&args.contact, old.contact),
            called_number: of(&args.called_number, old.called_number),
            address: of(&args.sender.address, old.address),
            postcode: of(&args.sender.postcode, old.postcode),
            place: of(&args.sender.place_of_signature, old.place),
        };
        let request = SenderSaveRequest { sender: Some(sender), in_backup: Some(args.in_backup) };
        let Done {} = db::send_command(&core, "sender_save", request)?;
    }
    let view: SenderView = db::send_query(&core, "sender", json!({}))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_value(view)?)?);
    }
    if !view.remembered {
        return Ok(writeln!(out, "nothing is remembered: stufo sender --remember --name NAME …")?);
    }
    let values = serde_json::to_value(&view.sender)?;
    for (name, value) in values.as_object().into_iter().flatten() {
        if let Some(value) = value.as_str() {
            writeln!(out, "{name}: {value}")?;
        }
    }
    let backup = if view.in_backup { "goes into backups" } else { "is left out of backups" };
    Ok(writeln!(out, "it {backup}")?)
}
