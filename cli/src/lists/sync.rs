//! `stufo lists sync|log`: doing what the core plans, until nothing is next. One list's trouble stops no other.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use indicatif::ProgressBar;
use serde::Serialize;
use serde_json::json;
use stufo_core::api::Core;
use stufo_core::contract::sync::{
    StepResult, SyncApplied, SyncApplyRequest, SyncLog, SyncLogRequest, SyncPlan, SyncPlanRequest,
};
use stufo_core::moment::Moment;
use stufo_core::sync::{SyncAttempt, SyncOutcome, SyncReason, SyncStep};

use super::{AddListArgs, OneListArgs};
use crate::fetch::Fetcher;
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
    timeout: Timeout,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// How long one response may take.
#[derive(Args)]
pub(crate) struct Timeout {
    /// Seconds that one response may take in all
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    timeout: u64,
}

/// What came of one list.
#[derive(Serialize)]
struct ListResult {
    id: i64,
    name: String,
    result: SyncOutcome,
    why: Option<SyncReason>,
    added: Option<u64>,
    removed: Option<u64>,
    unchanged: Option<u64>,
    bytes: u64,
}

impl ListResult {
    fn text(&self) -> String {
        let Self { result, why, added, removed, unchanged, bytes, .. } = self;
        outcome_text(*result, *why, [*added, *removed, *unchanged], *bytes)
    }
}

fn outcome_text(result: SyncOutcome, why: Option<SyncReason>, counts: [Option<u64>; 3], bytes: u64) -> String {
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    let counts = match counts {
        [Some(added), Some(removed), Some(unchanged)] => {
            format!(", {added} came, {removed} went, {unchanged} stayed")
        }
        _ => String::new(),
    };
    format!("{}{why}{counts} ({bytes} bytes)", <&str>::from(result))
}

pub(super) fn run(out: &mut impl Write, args: &SyncArgs) -> Result<()> {
    let core = db::open(&args.place)?;
    let now = args.now || args.id.is_some();
    let plan =
        SyncPlanRequest { list_id: args.id, now, accept: args.accept, files: true, ..SyncPlanRequest::default() };
    let done = sync_all(&core, plan, &args.timeout, &args.place)?;
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&done)?)?;
    } else if done.is_empty() {
        writeln!(out, "no list is due (--now asks for all)")?;
    } else {
        for list in &done {
            writeln!(out, "list {} {}: {}", list.id, list.name, list.text())?;
        }
    }
    match done.iter().filter(|list| !list.result.is_success()).count() {
        0 => Ok(()),
        bad => bail!("{bad} of {} lists stay as they were", done.len()),
    }
}

/// The first fetch of a list that was just added.
pub(super) fn first(out: &mut impl Write, core: &Core, id: i64, args: &AddListArgs) -> Result<()> {
    let plan = SyncPlanRequest { list_id: Some(id), now: true, files: true, ..SyncPlanRequest::default() };
    let done = sync_all(core, plan, &args.timeout, &args.place)?.pop().context("the list cannot be fetched")?;
    if !done.result.is_success() {
        bail!("the list is not added, {}", done.text());
    }
    let numbers = super::row(core, id)?.numbers;
    if args.json {
        let object = json!({ "id": id, "before": 0, "numbers": numbers, "bytes": done.bytes });
        return Ok(writeln!(out, "{object}")?);
    }
    Ok(writeln!(out, "list {id}: {numbers} numbers in force ({} bytes)", done.bytes)?)
}

pub(super) fn log(out: &mut impl Write, args: &OneListArgs) -> Result<()> {
    let log: SyncLog = db::send_query(&db::open(&args.place)?, "sync_log", SyncLogRequest { id: args.id })?;
    if log.attempts.is_empty() {
        return Ok(writeln!(out, "list {} was not asked for yet", args.id)?);
    }
    for SyncAttempt { at_millis, result, why, added, removed, unchanged, bytes } in log.attempts {
        let when = Moment { utc_millis: at_millis, ..db::now() }.civil();
        let text = outcome_text(result, why, [added, removed, unchanged], bytes);
        writeln!(out, "{}  {text}", when.strftime("%Y-%m-%d %H:%M"))?;
    }
    Ok(())
}

fn sync_all(core: &Core, plan: SyncPlanRequest, timeout: &Timeout, place: &Place) -> Result<Vec<ListResult>> {
    let plan: SyncPlan = serde_json::from_str(&core.sync_plan(&dated(plan)?)?)?;
    let folder = folder(place)?;
    let fetcher = Fetcher::new(Duration::from_secs(timeout.timeout));
    let mut done = Vec::new();
    for step in plan.steps {
        let (id, name) = (step.list_id, super::row(core, step.list_id)?.name);
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let bar = ProgressBar::new_spinner().with_message(name.clone());
        let (applied, bytes) = sync_list(core, &fetcher, step, &folder, &bar)?;
        bar.finish_and_clear();
        let SyncApplied { why, added, removed, unchanged, .. } = applied;
        let result = outcome_of(applied.result);
        done.push(ListResult { id, name, result, why, added, removed, unchanged, bytes });
    }
    // Stays only while a broken transfer waits in it.
    if let Err(error) = std::fs::remove_dir(&folder)
        && !matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::DirectoryNotEmpty)
    {
        return Err(error).with_context(|| format!("cannot remove {}", folder.display()));
    }
    Ok(done)
}

/// Every step of one list: how it ended, and the bytes that came over the wire.
fn sync_list(
    core: &Core,
    fetcher: &Fetcher,
    first: SyncStep,
    folder: &Path,
    bar: &ProgressBar,
) -> Result<(SyncApplied, u64)> {
    let (mut bytes, mut files) = (0, BTreeSet::new());
    let mut step = first;
    loop {
        let request = fetcher.fetch(&step, &folder.join(&step.file), bar);
        bytes += match &request {
            SyncApplyRequest::Response(response) => response.bytes,
            SyncApplyRequest::Failure(failure) => failure.bytes,
        };
        files.insert(step.file);
        let applied: SyncApplied = serde_json::from_str(&core.sync_apply(&dated(request)?)?)?;
        if let Some(next) = applied.next {
            step = next;
            continue;
        }
        for file in files.iter().filter(|file| applied.keep.as_ref() != Some(*file)).map(|file| folder.join(file)) {
            if file.exists() {
                std::fs::remove_file(&file)?;
            }
        }
        return Ok((applied, bytes));
    }
}

/// The outcome of the last step; one that asks for more without a step to do has failed.
fn outcome_of(result: StepResult) -> SyncOutcome {
    match result {
        StepResult::Updated => SyncOutcome::Updated,
        StepResult::Unchanged => SyncOutcome::Unchanged,
        StepResult::Held => SyncOutcome::Held,
        StepResult::Refused => SyncOutcome::Refused,
        StepResult::Failed | StepResult::Next => SyncOutcome::Failed,
    }
}

/// Beside the database: a transfer that broke off is resumed next time.
fn folder(place: &Place) -> Result<PathBuf> {
    let mut name = db::path(place)?.into_os_string();
    name.push("-sync");
    Ok(name.into())
}

fn dated(request: impl Serialize) -> Result<String> {
    let mut request = serde_json::to_value(request)?;
    if let Some(fields) = request.as_object_mut() {
        fields.insert("at".to_owned(), json!(db::now()));
    }
    Ok(request.to_string())
}
