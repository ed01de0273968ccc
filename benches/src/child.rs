//! Measurements that need a process of their own: a cold decision, peak memory, counted instructions. The
//! program runs itself again with a variable set; `main` asks here first.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::baseline::Baseline;
use crate::data::spread;
use crate::machine;
use crate::setup::{NOON, add_list, decide, open, plain_file, screen, screening};
use anyhow::{Context as _, Result, bail, ensure};

const VARIABLE: &str = "STUFO_BENCH_CHILD";

/// What a child is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// Ends at once: what a process costs.
    Nothing,
    /// One recorded decision from a cold open.
    Cold,
    /// The same in the obvious build.
    PlainCold,
    /// `count` warm decisions; instructions are counted from outside.
    Warm,
    /// The same in the obvious build.
    PlainWarm,
    /// Imports a text file.
    Import,
    /// The same in the obvious build.
    PlainImport,
}

const TASKS: [(Task, &str); 7] = [
    (Task::Nothing, "nothing"),
    (Task::Cold, "cold"),
    (Task::PlainCold, "plain-cold"),
    (Task::Warm, "warm"),
    (Task::PlainWarm, "plain-warm"),
    (Task::Import, "import"),
    (Task::PlainImport, "plain-import"),
];

/// What a child said: seconds, those on a processor, and its peak memory in kilobytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    pub(crate) seconds: f64,
    pub(crate) busy_seconds: f64,
    pub(crate) peak_kb: f64,
}

/// When this process is a child: does its task and gives what to print. Call it first in `main`.
///
/// # Errors
/// Those of the task.
pub fn answer() -> Result<Option<String>> {
    let Ok(order) = std::env::var(VARIABLE) else { return Ok(None) };
    let started = Instant::now();
    let [name, folder, argument] = order.splitn(3, '|').collect::<Vec<_>>()[..] else { bail!("a broken order") };
    let task = TASKS.into_iter().find(|(_, known)| *known == name).context("an unknown task")?.0;
    let answered = perform(task, Path::new(folder), argument)?;
    let seconds = answered.duration_since(started).as_secs_f64();
    let (busy, peak) = (machine::busy_seconds().unwrap_or(0.0), machine::peak_memory_kb().unwrap_or(0.0));
    Ok(Some(format!("{seconds} {busy} {peak}")))
}

/// Runs a child and reads its answer.
pub(crate) fn run(task: Task, folder: &Path, argument: &str) -> Result<Answer> {
    let output = command(None, task, folder, argument)?.output()?;
    ensure!(output.status.success(), "a child failed: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    let [seconds, busy, peak] = text.split_whitespace().collect::<Vec<_>>()[..] else {
        bail!("a child that says nothing")
    };
    Ok(Answer { seconds: seconds.parse()?, busy_seconds: busy.parse()?, peak_kb: peak.parse()? })
}

/// Instructions that a child runs, as callgrind counts them; `None` without valgrind.
pub(crate) fn instructions(task: Task, folder: &Path, argument: &str) -> Result<Option<u64>> {
    let Ok(mut valgrind) = command(Some("valgrind"), task, folder, argument) else { return Ok(None) };
    let Ok(output) = valgrind.output() else { return Ok(None) };
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let collected = text.lines().find_map(|line| line.split_once("Collected :").map(|(_, count)| count.trim()));
    Ok(collected.and_then(|count| count.parse().ok()))
}

fn command(wrapper: Option<&str>, task: Task, folder: &Path, argument: &str) -> Result<Command> {
    let program = std::env::current_exe()?;
    let mut command = match wrapper {
        None => Command::new(program),
        Some(wrapper) => {
            let mut command = Command::new(wrapper);
            command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
            command
        }
    };
    let name = TASKS.into_iter().find(|(known, _)| *known == task).map_or("", |(_, name)| name);
    command.env(VARIABLE, format!("{name}|{}|{argument}", folder.display()));
    Ok(command)
}

/// Gives when the task was done.
fn perform(task: Task, folder: &Path, argument: &str) -> Result<Instant> {
    match task {
        Task::Nothing => Ok(Instant::now()),
        Task::Cold => {
            let core = open(folder)?;
            screen(&core, argument)?;
            Ok(killed(core))
        }
        Task::PlainCold => {
            let plain = Baseline::open(&plain_file(folder))?;
            plain.screen(argument, NOON.utc_millis)?;
            Ok(killed(plain))
        }
        Task::Warm => {
            let mut screening = screening(folder)?;
            let calls = spread(&[], argument.parse()?, 5);
            calls.iter().try_for_each(|address| decide(&mut screening, address).map(|_| ()))?;
            Ok(Instant::now())
        }
        Task::PlainWarm => {
            let plain = Baseline::open(&plain_file(folder))?;
            spread(&[], argument.parse()?, 5).iter().try_for_each(|address| plain.decide(address).map(|_| ()))?;
            Ok(Instant::now())
        }
        Task::Import => {
            let folder = folder.join("import");
            std::fs::create_dir_all(&folder)?;
            let core = open(&folder)?;
            let list = add_list(&core)?;
            let done = core.import_list(list, &mut std::fs::File::open(argument)?, NOON);
            let done = done.map_err(|error| anyhow::anyhow!("{error}"))?;
            ensure!(done.now > 0, "nothing was imported");
            Ok(Instant::now())
        }
        Task::PlainImport => {
            let mut plain = Baseline::open(&folder.join("plain-import.db"))?;
            let numbers = lines(argument)?.map_while(Result::ok).filter_map(|line| Baseline::parse(&line));
            plain.insert(numbers)?;
            Ok(Instant::now())
        }
    }
}

/// The answer is out. A phone's process then stays, and one day is killed: it never closes its databases, and the
/// next one finds their logs as they are.
fn killed<T>(stores: T) -> Instant {
    let answered = Instant::now();
    std::mem::forget(stores);
    answered
}

fn lines(path: &str) -> Result<impl Iterator<Item = std::io::Result<String>>> {
    Ok(BufReader::new(std::fs::File::open(path)?).lines())
}
