//! Decisions with twenty lists beside decisions with one.

use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use stufo_core::api::ListDraft;
use stufo_core::store::UserStore;

use crate::data::{random, spread};
use crate::report::Report;
use crate::setup::{BUSY, NOON, decide, entries, list_folder, median, open, screening};

/// Numbers of each list.
const NUMBERS: usize = 20_000;
const LISTS: usize = 20;

/// Medians of warm decisions, half of them about numbers of one of the lists.
pub(crate) fn run(report: &mut Report) -> Result<()> {
    let (one, many) = (decision(1)?, decision(LISTS)?);
    report.add("warm decision, one list of 20,000", NUMBERS as u64, "us", one, None, None);
    report.add("warm decision, twenty such lists", (NUMBERS * LISTS) as u64, "us", many, None, 2.0 * one);
    Ok(())
}

fn decision(count: usize) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let core = open(folder.path())?;
    let mut store = UserStore::open(&folder.path().join("stufo.db"), BUSY)?;
    let mut first = Vec::new();
    for seed in 0..count as u64 {
        let draft = ListDraft::new("bench", &format!("bench-{seed}.txt"));
        let id = core.add_list(&draft, NOON).map_err(|error| anyhow!("{error}"))?;
        let numbers = random(NUMBERS, 100 + seed);
        let new = list_folder(folder.path()).write(None, 1, entries(&numbers))?;
        store.write(|store| store.install_list(id, None, &new))?;
        new.keep();
        first = numbers;
    }
    let mut screening = screening(folder.path())?;
    let calls = spread(&first, 20_000, 7);
    for address in calls.iter().take(2_000) {
        decide(&mut screening, address)?;
    }
    // Filters are made in a thread of their own.
    std::thread::sleep(Duration::from_secs(1));
    let mut times = Vec::new();
    for address in calls.iter().skip(2_000) {
        let started = Instant::now();
        decide(&mut screening, address)?;
        times.push(started.elapsed().as_secs_f64() * 1e6);
    }
    Ok(median(times))
}
