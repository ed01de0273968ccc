//! `stufo lists add|show|filter|sync|log|update|remove`: subscribed lists, from files, addresses and signed repositories.

mod filter;
mod sync;

use std::fs::File;
use std::io::Write;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use stufo_core::api::{Core, Imported};
use stufo_core::contract::common::Done;
use stufo_core::contract::list::{ListDraft, ListRemoveRequest, ListRow, ListsView};
use stufo_core::policy::Action;
use stufo_core::sync::is_web_address;

use crate::{Place, db, publish};

/// What to do with the lists.
#[derive(Subcommand)]
pub(crate) enum ListsCommand {
    /// Subscribe to a list or a signed repository and put its numbers in force
    Add(AddListArgs),
    /// Bring the subscribed lists up to date
    Sync(sync::SyncArgs),
    /// Show what came of the last attempts to bring a list up to date
    Log(OneListArgs),
    /// Show the subscribed lists
    Show(ShowArgs),
    /// Say which entries of a list count: a threshold of votes, an action for each category
    Filter(filter::FilterArgs),
    /// Read a list's file again; the numbers before stay when it cannot be read
    Update(OneListArgs),
    /// Unsubscribe
    Remove(OneListArgs),
}

#[derive(Args)]
pub(crate) struct AddListArgs {
    /// URL or file of a list in any known form (text, CSV, JSON, XML, vCard; also compressed), or with --key the
    /// folder of a signed repository
    #[arg(value_name = "URL|FILE")]
    origin: String,
    /// The publisher's public key, or the file that holds it: the origin is a signed repository
    #[arg(long, value_name = "PUBLIC")]
    key: Option<String>,
    /// A name to show; without it, the last part of the origin
    #[arg(long)]
    name: Option<String>,
    /// What happens to callers the list holds
    #[arg(long, value_enum, default_value_t = ListAction::Reject)]
    action: ListAction,
    /// Form of the list, when its content does not tell: plain, csv, json, xml, vcard, stufo; phoneblock also asks the
    /// server for changes only
    #[arg(long)]
    form: Option<String>,
    /// Hours between two looks at the list by `lists sync`
    #[arg(long, default_value_t = 24)]
    interval: u32,
    #[command(flatten)]
    timeout: sync::Timeout,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListAction {
    Silence,
    Reject,
}

#[derive(Args)]
pub(crate) struct ShowArgs {
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Args)]
pub(crate) struct OneListArgs {
    /// The list's id, as `lists show` tells it
    id: i64,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(command: &ListsCommand) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match command {
        ListsCommand::Add(args) => add(&mut out, args),
        ListsCommand::Show(args) => show(&mut out, args),
        ListsCommand::Filter(args) => filter::run(&mut out, args),
        ListsCommand::Sync(args) => sync::run(&mut out, args),
        ListsCommand::Log(args) => sync::log(&mut out, args),
        ListsCommand::Update(args) => update(&mut out, args),
        ListsCommand::Remove(args) => {
            remove(&db::open(&args.place)?, args.id)?;
            Ok(writeln!(out, "list {} removed", args.id)?)
        }
    }
}

fn add(out: &mut impl Write, args: &AddListArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    let is_remote = is_web_address(&args.origin);
    if !is_remote && args.origin.contains("://") {
        bail!("only https is fetched: what comes over a plain connection can be changed on its way");
    }
    let origin = if is_remote {
        args.origin.clone()
    } else {
        let path = std::path::absolute(&args.origin)?;
        // A wrong name leaves nothing behind.
        anyhow::ensure!(path.exists(), "cannot read {}", path.display());
        path.display().to_string()
    };
    let last_part = origin.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let draft = ListDraft {
        region: Some(args.place.region.to_string()),
        form: args.form.clone(),
        action: if args.action == ListAction::Silence { Action::Silence } else { Action::Reject },
        public_key: args.key.as_deref().map(publish::public_key).transpose()?,
        interval_hours: args.interval,
        ..ListDraft::new(args.name.as_deref().unwrap_or(&last_part), &origin)
    };
    let id = core.add_list(&draft, db::now())?;
    let added = if is_remote || args.key.is_some() {
        sync::first(out, &core, id, args)
    } else {
        let mut file = File::open(&origin).with_context(|| format!("cannot read {origin}"))?;
        core.import_list(id, &mut file, db::now())
            .map_err(Into::into)
            .and_then(|imported| report(out, id, &imported, args.json))
    };
    if added.is_err() {
        remove(&core, id)?;
    }
    added
}

fn update(out: &mut impl Write, args: &OneListArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    let origin = row(&core, args.id)?.origin;
    let mut file = File::open(&origin).with_context(|| format!("cannot read {origin}"))?;
    let imported = core.import_list(args.id, &mut file, db::now())?;
    report(out, args.id, &imported, false)
}

fn remove(core: &Core, id: i64) -> Result<()> {
    let Done {} = db::send_command(core, "list_remove", ListRemoveRequest { id })?;
    Ok(())
}

fn rows(core: &Core) -> Result<Vec<ListRow>> {
    let view: ListsView = db::send_query(core, "lists", json!({}))?;
    Ok(view.lists)
}

fn row(core: &Core, id: i64) -> Result<ListRow> {
    let row = rows(core)?.into_iter().find(|list| list.id == id);
    row.with_context(|| format!("no list {id}: see stufo lists show"))
}

fn report(out: &mut impl Write, id: i64, imported: &Imported, as_json: bool) -> Result<()> {
    let Imported { before, now, report } = imported;
    let problems = report.problems.iter();
    if as_json {
        let problems: Vec<Value> =
            problems.map(|problem| json!({ "line": problem.line, "why": problem.fault.to_string() })).collect();
        let object = json!({
            "id": id, "before": before, "numbers": now, "taken": report.taken, "left_out": report.left_out,
            "withdrawn": report.withdrawn, "repaired": report.repaired, "problems": problems,
        });
        return Ok(writeln!(out, "{object}")?);
    }
    writeln!(out, "list {id}: {now} numbers in force (before: {before}), {} lines left out", report.left_out)?;
    if report.repaired > 0 {
        writeln!(out, "{} Italian numbers got back the zero they had lost", report.repaired)?;
    }
    for problem in problems {
        writeln!(out, "  line {}: {}", problem.line, problem.fault)?;
    }
    Ok(())
}

fn show(out: &mut impl Write, args: &ShowArgs) -> Result<()> {
    let lists = rows(&db::open(&args.place)?)?;
    if args.json {
        return Ok(writeln!(out, "{}", serde_json::to_string(&lists)?)?);
    }
    if lists.is_empty() {
        return Ok(writeln!(out, "no lists yet: stufo lists add URL|FILE")?);
    }
    for ListRow { id, name, region, action, enabled, numbers, .. } in lists {
        let (on, action) = (if enabled { "on" } else { "off" }, <&str>::from(action));
        writeln!(out, "{id:>4}  {on:<3}  {action:<8} {numbers:>10} numbers  {region}  {name}")?;
    }
    Ok(())
}
