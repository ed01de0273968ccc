//! `stufo register`, `stufo objections`, `stufo note`: the enrolment, the register of objections with who called
//! again, and what the user says of a call.

use std::io::Write;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::json;
use stufo_core::contract::common::Done;
use stufo_core::contract::complaint::{Letter, LetterKind, LetterRequest};
use stufo_core::contract::objection::{
    ObjectionDeleteRequest, ObjectionDraft, ObjectionOverview, ObjectionPage, ObjectionRow, ObjectionSaveRequest,
    ObjectionSaved, ObjectionsRequest, RpoSaved, RpoSetRequest,
};
use stufo_core::recontact::draft::LetterFields;

use crate::history::call_line;
use crate::{Place, db};

/// The enrolment in the opposition register.
#[derive(Args)]
pub(crate) struct RegisterArgs {
    /// The day of enrolment, e.g. 2026-03-01
    #[arg(long, value_name = "DAY")]
    enrolled: Option<Date>,
    /// The day of the last renewal
    #[arg(long, value_name = "DAY", requires = "enrolled")]
    renewed: Option<Date>,
    /// Forget the enrolment
    #[arg(long, conflicts_with = "enrolled")]
    clear: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// The register of objections.
#[derive(Subcommand)]
pub(crate) enum ObjectionsCommand {
    /// Show the objections, newest first, and who called again after them
    List {
        /// Print one JSON array
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Note an objection; prints its id
    Add(AddObjectionArgs),
    /// Forget the objection with this id
    Remove {
        /// Its id
        id: i64,
        #[command(flatten)]
        place: Place,
    },
    /// Write the letter of objection (GDPR art. 21), of an objection or to a company
    Letter(LetterArgs),
}

/// An objection.
#[derive(Args)]
pub(crate) struct AddObjectionArgs {
    /// A number it is about, as written at home or with + and country code; may be given several times
    #[arg(long = "number", value_name = "NUMBER")]
    numbers: Vec<String>,
    /// The company it was made to
    #[arg(long, default_value = "")]
    company: String,
    /// The call it was made in, by its id
    #[arg(long, value_name = "ID")]
    call: Option<i64>,
    /// When: RFC 3339, or local time; without it, the time of the call or now
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// How it was made
    #[arg(long, default_value = "phone", value_parser = ["phone", "web", "email", "certified", "registered", "letter"])]
    how: String,
    /// A note
    #[arg(long, default_value = "")]
    note: String,
    #[command(flatten)]
    place: Place,
}

/// A letter.
#[derive(Args)]
pub(crate) struct LetterArgs {
    /// The objection it is about, by its id
    id: Option<i64>,
    /// Say that a contract is void which was proposed in this call, by its id (where the country has such a rule)
    #[arg(long, value_name = "CALL", conflicts_with = "id")]
    void: Option<i64>,
    /// Its language, where the country has several, e.g. fr
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Whom it is to; without it, the objection's company
    #[arg(long, default_value = "")]
    company: String,
    /// The number that must not be called
    #[arg(long, default_value = "")]
    called_number: String,
    /// Your name
    #[arg(long, default_value = "")]
    name: String,
    /// Where to reach you
    #[arg(long, default_value = "")]
    contact: String,
    /// Print one JSON object: the paragraphs and the records behind them
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// What to say of a call.
#[derive(Args)]
pub(crate) struct NoteArgs {
    /// The call, by its id (`stufo history --json`, `stufo evidence`)
    id: i64,
    /// How it ended
    #[arg(long, value_parser = ["answered", "rang_out", "silent", "hung_up", "objected"])]
    outcome: Option<String>,
    /// What it was about
    #[arg(long)]
    note: Option<String>,
    /// What was offered; `nothing` says that it was no advertising
    #[arg(long, value_parser = ["energy", "telephone", "investments", "insurance", "renovation", "training", "other", "nothing"])]
    offer: Option<String>,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn register(args: &RegisterArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    if args.enrolled.is_some() || args.clear {
        let request = RpoSetRequest { enrolled_on: args.enrolled, renewed_on: args.renewed };
        let _saved: RpoSaved = db::send_command(&core, "rpo_set", request)?;
    }
    let overview: ObjectionOverview = db::send_query(&core, "objection", json!({}))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_value(overview)?)?);
    }
    let Some(register) = overview.register else { bail!("no register is known for {}", args.place.region) };
    writeln!(out, "{} ({})", register.name.en, register.short)?;
    match (register.enrolled_on, register.in_force_on) {
        (Some(enrolled), Some(since)) => {
            match (register.in_force, register.days_left.unwrap_or_default()) {
                (true, _) => writeln!(out, "enrolled {enrolled}: in force since {since}")?,
                (false, 0) => writeln!(out, "enrolled {enrolled}: no longer in force")?,
                (false, days) => writeln!(out, "enrolled {enrolled}: in force in {days} days, on {since}")?,
            }
            if let Some(due) = register.renewal_due_on {
                writeln!(out, "renewal advised on {due}")?;
            }
        }
        (_, _) => writeln!(out, "no enrolment entered: stufo register --enrolled DAY")?,
    }
    writeln!(out, "\n{}\n{}\n{}", register.what.en, register.ready.en, register.limits.en)?;
    for step in register.steps {
        writeln!(out, "  {}: {}", step.title.en, step.text.en)?;
    }
    writeln!(out, "{}", register.renew.en)?;
    let source = register.source;
    writeln!(out, "Source: {} ({}), looked up {}", source.law, source.url, source.as_of)?;
    Ok(())
}

pub(crate) fn objections(command: &ObjectionsCommand) -> Result<()> {
    match command {
        ObjectionsCommand::List { json, place } => list(*json, place),
        ObjectionsCommand::Add(args) => add(args),
        ObjectionsCommand::Remove { id, place } => {
            let request = ObjectionDeleteRequest { id: *id };
            let Done {} = db::send_command(&db::open(place)?, "objection_delete", request)?;
            Ok(())
        }
        ObjectionsCommand::Letter(args) => letter(args),
    }
}

fn list(json: bool, place: &Place) -> Result<()> {
    let page: ObjectionPage = db::send_query(&db::open(place)?, "objections", ObjectionsRequest::default())?;
    let mut out = std::io::stdout().lock();
    if json {
        return Ok(writeln!(out, "{}", serde_json::to_value(page.objections)?)?);
    }
    if page.objections.is_empty() {
        return Ok(writeln!(out, "no objections noted: stufo objections add")?);
    }
    for row in &page.objections {
        write_objection(&mut out, row)?;
    }
    Ok(())
}

fn write_objection(out: &mut impl Write, row: &ObjectionRow) -> Result<()> {
    let numbers: Vec<&str> = row.numbers.iter().map(|number| number.display.as_str()).collect();
    let id = row.id.map_or_else(|| "call".to_owned(), |id| id.to_string());
    let at = row.at.civil().strftime("%Y-%m-%d %H:%M");
    writeln!(out, "{id:>5}  {at}  {:<9} {}  {}", row.how.name(), row.company, numbers.join(", "))?;
    let after = &row.after;
    if after.count > 0 {
        writeln!(
            out,
            "       {} calls after it: {} same number, {} neighbours, {} other numbers",
            after.count, after.same_number, after.range_neighbour, after.company
        )?;
    }
    for later in &after.calls {
        writeln!(out, "       {}", call_line(&later.call))?;
    }
    Ok(())
}

fn add(args: &AddObjectionArgs) -> Result<()> {
    let at = args.at.as_deref().map(db::moment_of).transpose().context("the time does not read")?;
    let objection = ObjectionDraft {
        id: None,
        call_id: args.call,
        company: Some(args.company.clone()),
        numbers: Some(args.numbers.clone()),
        at,
        how: Some(args.how.parse().context("no such way to object")?),
        note: Some(args.note.clone()),
    };
    let request = ObjectionSaveRequest { objection };
    let saved: ObjectionSaved = db::send_command(&db::open(&args.place)?, "objection_save", request)?;
    writeln!(std::io::stdout(), "{}", saved.id)?;
    Ok(())
}

fn letter(args: &LetterArgs) -> Result<()> {
    let fields = LetterFields {
        company: Some(args.company.clone()),
        called_number: Some(args.called_number.clone()),
        name: Some(args.name.clone()),
        contact: Some(args.contact.clone()),
        ..LetterFields::default()
    };
    let kind = args.void.map(|_| LetterKind::Void);
    let language = args.language.clone();
    let request = LetterRequest { objection: args.id, call_id: args.void, fields: Some(fields), kind, language };
    let letter: Letter = db::send_query(&db::open(&args.place)?, "letter", request)?;
    let mut out = std::io::stdout().lock();
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_value(letter)?)?);
    }
    for warning in &letter.warnings {
        writeln!(std::io::stderr(), "note: {}", warning.text.en)?;
    }
    match letter.text {
        Some(text) => Ok(writeln!(out, "{text}")?),
        None => bail!("whom is the letter to? --company NAME"),
    }
}

pub(crate) fn note(args: &NoteArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    if args.outcome.is_some() || args.note.is_some() || args.offer.is_none() {
        db::command(&core, "call_note", json!({ "id": args.id, "outcome": args.outcome, "note": args.note }))?;
    }
    if args.offer.is_some() {
        db::command(&core, "call_offer", json!({ "id": args.id, "offer": args.offer }))?;
    }
    Ok(())
}
