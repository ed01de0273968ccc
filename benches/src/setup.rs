//! What the measurements share: their constants, a folder with rules and a list, and a decision on one call.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use stufo_core::api::{Core, Incoming, ListDraft};
use stufo_core::blocklist::Entry;
use stufo_core::engine::Screening;
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller, Region};
use stufo_core::policy::{Contact, Verdict, Verification};
use stufo_core::store::UserStore;
use stufo_core::store::lists::{ListError, ListFolder, NewList};

use crate::data::{entry, rules};

pub(crate) const BUSY: Duration = Duration::from_secs(5);
pub(crate) const LIST: i64 = 1;
/// The time of every call.
pub const NOON: Moment = Moment { utc_millis: 1_795_521_600_000, offset_minutes: 60 };
pub(crate) const RULES: usize = 200;
/// Where the cold process, the import and the delta are measured.
pub(crate) const MILLION: usize = 1_000_000;

/// How much to measure.
#[derive(Debug, Clone)]
pub struct Options {
    /// Counts of numbers.
    pub sizes: Vec<usize>,
    /// Whether to count instructions when valgrind is there.
    pub instructions: bool,
    /// Runs of which the median counts, for whole processes.
    pub runs: usize,
    /// A list as people publish it: Spanish national numbers, one a line.
    pub real_list: Option<PathBuf>,
    /// Only what lists cost in bytes and to read.
    pub lists_only: bool,
}

impl Options {
    /// Ten thousand to a million.
    #[must_use]
    pub fn usual() -> Self {
        Self { sizes: vec![10_000, 100_000, MILLION], instructions: true, runs: 25, real_list: None, lists_only: false }
    }

    /// Ten thousand to ten million.
    #[must_use]
    pub fn full() -> Self {
        Self { sizes: vec![10_000, 100_000, MILLION, 10 * MILLION], ..Self::usual() }
    }

    /// Seconds only.
    #[must_use]
    pub fn quick() -> Self {
        Self { sizes: vec![10_000, 100_000], instructions: false, runs: 5, real_list: None, lists_only: false }
    }
}

/// Subscribes a folder's database to the list measured, and saves the rules.
///
/// # Errors
/// When the store cannot be written.
pub fn prepare(folder: &Path) -> Result<()> {
    let core = open(folder)?;
    ensure!(add_list(&core)? == LIST, "the list is the first one");
    for rule in rules(RULES) {
        let request = serde_json::json!({ "at": NOON, "do": "rule_save", "rule": rule });
        core.command(&request.to_string()).map_err(|error| anyhow!("{error}"))?;
    }
    Ok(())
}

/// Writes a list and puts it in force in a folder that was prepared; gives its bytes.
///
/// # Errors
/// When a store cannot be written.
pub fn install(folder: &Path, numbers: &[u64]) -> Result<u64> {
    install_new(folder, list_folder(folder).write(None, 1, entries(numbers))?)
}

/// Puts a new list in force.
pub(crate) fn install_new(folder: &Path, new: NewList) -> Result<u64> {
    let mut store = UserStore::open(&folder.join("stufo.db"), BUSY)?;
    store.write(|store| store.install_list(LIST, store.list_in_force(LIST)?.as_ref(), &new))?;
    let bytes = new.info().bytes;
    new.keep();
    Ok(bytes)
}

pub(crate) fn list_folder(folder: &Path) -> ListFolder {
    ListFolder::beside(&folder.join("stufo.db"))
}

/// Screening as a phone runs it, on a folder that was prepared.
///
/// # Errors
/// When the store does not open.
pub fn screening(folder: &Path) -> Result<Screening> {
    Ok(Screening::open(&folder.join("stufo.db"), Region::ITALY, BUSY)?)
}

/// One decision, which is not recorded.
///
/// # Errors
/// When the store cannot be read.
pub fn decide(screening: &mut Screening, address: &str) -> Result<Verdict> {
    let call = screening.identify(&incoming(address));
    Ok(screening.judge(&call, Contact::NotFound)?.verdict())
}

pub(crate) fn open(folder: &Path) -> Result<Core> {
    Core::open(folder, Region::ITALY, NOON).map_err(|error| anyhow!("{error}"))
}

/// Subscribes to the list measured; gives its id.
pub(crate) fn add_list(core: &Core) -> Result<i64> {
    let draft = ListDraft::new("bench", "bench.txt");
    core.add_list(&draft, NOON).map_err(|error| anyhow!("{error}"))
}

/// A call from `address`, judged and recorded.
pub(crate) fn screen(core: &Core, address: &str) -> Result<()> {
    core.screen(&incoming(address)).map_err(|error| anyhow!("{error}"))?;
    Ok(())
}

pub(crate) fn plain_file(folder: &Path) -> PathBuf {
    folder.join("plain.db")
}

fn incoming(address: &str) -> Incoming<'_> {
    let raw = RawCaller { scheme: Some("tel"), address: Some(address), presentation: Presentation::Allowed };
    Incoming { raw, verification: Verification::NotVerified, at: NOON, sim: None }
}

/// The entries of a list file of the bench, sorted.
pub(crate) fn entries(numbers: &[u64]) -> impl Iterator<Item = Result<Entry, ListError>> {
    numbers.iter().map(|value| Ok(entry(*value)))
}

/// So much for each of `count`.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) fn per(total: u64, count: usize) -> f64 {
    total as f64 / count as f64
}

/// The middle one of some figures.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
