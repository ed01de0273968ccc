//! `stufo lists sync|log`: doing what the core plans, until nothing is next. One list's trouble stops no other.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use indicatif::ProgressBar;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::moment::Moment;

use super::{AddArgs, OneArgs};
use crate::fetch::{Fetcher, Step};
use crate::{Place, db};

#[derive(Args)]
pub(crate) struct SyncArgs {
    /// Only this list, as `lists show` tells its id
    id: Option<i64>,
    /// Ask also for lists that are not due yet
    #[arg(long)]
    now: bool,
    /// Take the list ID however much it has shrunk
    #[arg(long, requires = "id")]
    accept: bool,
    #[command(flatten)]
    patience: Patience,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// How long one answer may take.
#[derive(Args)]
pub(crate) struct Patience {
    /// Seconds that one answer may take in all
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    timeout: u64,
}

/// What came of one list.
#[derive(Serialize)]
struct Done {
    id: i64,
    name: String,
    #[serde(flatten)]
    outcome: Outcome,
}

#[derive(Serialize, Deserialize)]
struct Outcome {
    result: String,
    why: Option<String>,
    added: Option<u64>,
    removed: Option<u64>,
    unchanged: Option<u64>,
    #[serde(skip_serializing)]
    next: Option<Step>,
    #[serde(skip_serializing, default)]
    keep: Option<String>,
    #[serde(default)]
    bytes: u64,
}

impl Outcome {
    fn is_good(&self) -> bool {
        matches!(self.result.as_str(), "updated" | "unchanged")
    }

    fn told(&self) -> String {
        let why = self.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        let changes = match (self.added, self.removed, self.unchanged) {
            (Some(added), Some(removed), Some(unchanged)) => {
                format!(", {added} came, {removed} went, {unchanged} stayed")
            }
            _ => String::new(),
        };
        format!("{}{why}{changes} ({} bytes)", self.result, self.bytes)
    }
}

pub(super) fn run(out: &mut impl Write, args: &SyncArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    let now = args.now || args.id.is_some();
    let plan = json!({ "list_id": args.id, "now": now, "accept": args.accept, "files": true });
    let done = carry_out(&core, &plan, &args.patience, &args.place)?;
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&done)?)?;
    } else if done.is_empty() {
        writeln!(out, "no list is due (--now asks for all)")?;
    } else {
        for list in &done {
            writeln!(out, "list {} {}: {}", list.id, list.name, list.outcome.told())?;
        }
    }
    match done.iter().filter(|list| !list.outcome.is_good()).count() {
        0 => Ok(()),
        bad => bail!("{bad} of {} lists stay as they were", done.len()),
    }
}

/// The first fetch of a list that was just added.
pub(super) fn first(out: &mut impl Write, core: &Core, id: i64, args: &AddArgs) -> Result<()> {
    let plan = json!({ "list_id": id, "now": true, "files": true });
    let done = carry_out(core, &plan, &args.patience, &args.place)?.pop().context("the list cannot be fetched")?;
    if !done.outcome.is_good() {
        bail!("the list is not added, {}", done.outcome.told());
    }
    let answer = db::query(core, "lists", json!({}))?;
    let list = answer.get("lists").and_then(Value::as_array).into_iter().flatten();
    let numbers = list
        .filter(|list| list.get("id").and_then(Value::as_i64) == Some(id))
        .find_map(|list| list.get("numbers").and_then(Value::as_u64))
        .unwrap_or(0);
    if args.json {
        let object = json!({ "id": id, "before": 0, "numbers": numbers, "bytes": done.outcome.bytes });
        return Ok(writeln!(out, "{object}")?);
    }
    Ok(writeln!(out, "list {id}: {numbers} numbers in force ({} bytes)", done.outcome.bytes)?)
}

pub(super) fn log(out: &mut impl Write, args: &OneArgs) -> Result<()> {
    let answer = db::query(&db::open(&args.place)?, "sync_log", json!({ "id": args.id }))?;
    let attempts = answer.get("attempts").and_then(Value::as_array).cloned().unwrap_or_default();
    if attempts.is_empty() {
        return Ok(writeln!(out, "list {} was not asked for yet", args.id)?);
    }
    for attempt in attempts {
        let millis = attempt.get("at_millis").and_then(Value::as_i64).unwrap_or_default();
        let when = Moment { utc_millis: millis, ..db::now() }.civil();
        let outcome: Outcome = serde_json::from_value(attempt)?;
        writeln!(out, "{}  {}", when.strftime("%Y-%m-%d %H:%M"), outcome.told())?;
    }
    Ok(())
}

fn carry_out(core: &Core, plan: &Value, patience: &Patience, place: &Place) -> Result<Vec<Done>> {
    let steps: Value = serde_json::from_str(&core.sync_plan(&dated(plan))?)?;
    let steps: Vec<Step> = serde_json::from_value(steps.get("steps").cloned().unwrap_or_default())?;
    let folder = folder(place)?;
    let fetcher = Fetcher::new(Duration::from_secs(patience.timeout));
    let mut done = Vec::new();
    for step in steps {
        let (id, name) = (step.list_id, name_of(core, step.list_id)?);
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let bar = ProgressBar::new_spinner().with_message(name.clone());
        let outcome = one(core, &fetcher, step, &folder, &bar)?;
        bar.finish_and_clear();
        done.push(Done { id, name, outcome });
    }
    // Stays only while a broken transfer waits in it.
    if let Err(error) = std::fs::remove_dir(&folder)
        && !matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::DirectoryNotEmpty)
    {
        return Err(error).with_context(|| format!("cannot remove {}", folder.display()));
    }
    Ok(done)
}

/// Every step of one list.
fn one(core: &Core, fetcher: &Fetcher, first: Step, folder: &std::path::Path, bar: &ProgressBar) -> Result<Outcome> {
    let (mut bytes, mut files) = (0, std::collections::BTreeSet::new());
    let mut step = first;
    loop {
        let file = folder.join(&step.file);
        let answer = fetcher.fetch(&step, &file, bar);
        bytes += answer.get("bytes").and_then(Value::as_u64).unwrap_or(0);
        files.insert(step.file);
        let outcome: Outcome = serde_json::from_str(&core.sync_apply(&dated(&answer))?)?;
        if let Some(next) = outcome.next {
            step = next;
            continue;
        }
        for file in files.iter().filter(|file| outcome.keep.as_ref() != Some(*file)).map(|file| folder.join(file)) {
            if file.exists() {
                std::fs::remove_file(&file)?;
            }
        }
        return Ok(Outcome { bytes, ..outcome });
    }
}

/// Beside the database: a transfer that broke off is gone on with next time.
fn folder(place: &Place) -> Result<PathBuf> {
    let mut name = db::path(place)?.into_os_string();
    name.push("-sync");
    Ok(name.into())
}

fn name_of(core: &Core, id: i64) -> Result<String> {
    let answer = db::query(core, "lists", json!({}))?;
    let lists = answer.get("lists").and_then(Value::as_array).cloned().unwrap_or_default();
    let list = lists.into_iter().find(|list| list.get("id").and_then(Value::as_i64) == Some(id));
    Ok(list.as_ref().and_then(|list| list.get("name")).and_then(Value::as_str).unwrap_or_default().to_owned())
}

fn dated(request: &Value) -> String {
    let mut request = request.clone();
    if let Some(fields) = request.as_object_mut() {
        fields.insert("at".to_owned(), json!(db::now()));
    }
    request.to_string()
}
