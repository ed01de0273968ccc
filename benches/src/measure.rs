//! What is measured, in order, each beside its baseline.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use stufo_core::blocklist::Entry;
use stufo_core::blocklist::formats::MAX_ENTRIES;
use stufo_core::blocklist::packed::{AppliedDelta, EncodedDelta, EntryReader, encode_delta, encode_entries};
use stufo_core::number::{Caller, PhoneNumber, Region};
use stufo_core::policy::RuleSet;
use stufo_core::store::UserStore;
use stufo_core::store::lists::ListError;

use crate::baseline::Baseline;
use crate::child::{self, Task};
use crate::cold;
use crate::data::{Numbers, entry, random, rules, spread};
use crate::lists;
use crate::machine::{busy_timed, timed};
use crate::report::Report;
use crate::setup::{BUSY, LIST, MILLION, NOON, Options, RULES, plain_file};
use crate::setup::{decide, install, install_new, list_folder, per, prepare, screening};

pub(crate) const WARM_MEDIAN: &str = "warm decision, median";
pub(crate) const WARM_P99: &str = "warm decision, 99 of 100";

/// Measures everything; says on `progress` what it is at.
///
/// # Errors
/// When a store or a child process fails.
pub fn run(options: &Options, progress: &mut dyn Write) -> Result<Report> {
    let mut report = Report::default();
    lists::measure(&mut report, options, progress)?;
    if options.lists_only {
        return Ok(report);
    }
    parse(&mut report, progress)?;
    cold::as_installed(&mut report, options)?;
    for size in &options.sizes {
        let folder = tempfile::tempdir()?;
        writeln!(progress, "{size} numbers")?;
        sized(&mut report, options, folder.path(), *size)?;
    }
    many_rules(&mut report, progress)?;
    writeln!(progress, "many lists")?;
    crate::many_lists::run(&mut report)?;
    Ok(report)
}

fn parse(report: &mut Report, progress: &mut dyn Write) -> Result<()> {
    writeln!(progress, "parsing")?;
    let mut draw = Numbers::seeded(3);
    let texts: Vec<String> = (0..50_000)
        .map(|index| match index % 3 {
            0 => format!("06 {:08}", draw.draw() % 100_000_000),
            1 => format!("+39 3{:09}", draw.draw() % 1_000_000_000),
            _ => format!("0044 20 {:08}", draw.draw() % 100_000_000),
        })
        .collect();
    let ours = timed(|| {
        let found = texts.iter().filter(|text| PhoneNumber::parse(text, Region::ITALY).is_ok()).count();
        anyhow::ensure!(found * 10 > texts.len() * 9, "most texts are numbers");
        Ok(())
    })?;
    let few = texts.get(..10_000).unwrap_or(&texts);
    let plain = timed(|| {
        anyhow::ensure!(few.iter().filter_map(|text| Baseline::parse(text)).count() > 5_000, "most texts are numbers");
        Ok(())
    })?;
    report.add("read a written number", 0, "us", ours * 1e6 / 50_000.0, plain * 1e6 / 10_000.0, None);
    Ok(())
}

fn sized(report: &mut Report, options: &Options, folder: &Path, size: usize) -> Result<()> {
    let label = size as u64;
    let numbers = random(size, 1);
    let plain_path = plain_file(folder);
    prepare(folder)?;
    let ours = timed(|| install(folder, &numbers).map(|_| ()))?;
    let mut plain = Baseline::open(&plain_path)?;
    let theirs = timed(|| plain.insert(numbers.iter().map(|value| format!("+{value}"))))?;
    report.add("write a sorted list", label, "ms", ours * 1e3, theirs * 1e3, None);
    plain.insert_rules(&rules(RULES))?;
    drop(plain);
    warm(report, folder, &numbers, label)?;
    if options.instructions {
        let each = |task| -> Result<Option<f64>> {
            let count = |calls: &str| child::instructions(task, folder, calls);
            let (Some(few), Some(many)) = (count("100")?, count("600")?) else { return Ok(None) };
            Ok(Some(per(many.saturating_sub(few), 500)))
        };
        if let Some(ours) = each(Task::Warm)? {
            report.add("warm decision, instructions", label, "instructions", ours, each(Task::PlainWarm)?, None);
        }
    }
    if size == MILLION {
        cold::with_a_million(report, options, folder, &numbers)?;
        import(report, folder, &numbers)?;
        delta(report, folder, &numbers)?;
    }
    Ok(())
}

fn warm(report: &mut Report, folder: &Path, numbers: &[u64], size: u64) -> Result<()> {
    let (mut screening, plain) = (screening(folder)?, Baseline::open(&plain_file(folder))?);
    let calls = spread(numbers, 60_000, 7);
    // The first calls warm the caches and are not counted.
    let ours = percentiles(&calls, 10_000, |address| decide(&mut screening, address).map(|_| ()))?;
    let few = calls.get(..8_000).unwrap_or(&calls);
    let theirs = percentiles(few, 2_000, |address| plain.decide(address).map(|_| ()))?;
    let largest = size >= 10_000_000;
    report.add(WARM_MEDIAN, size, "us", ours.0, theirs.0, largest.then_some(1.5));
    report.add(WARM_P99, size, "us", ours.1, theirs.1, largest.then_some(5.0));
    Ok(())
}

fn import(report: &mut Report, folder: &Path, numbers: &[u64]) -> Result<()> {
    let file = folder.join("import.txt");
    {
        // Out of order, as lists are found.
        let mut out = std::io::BufWriter::new(std::fs::File::create(&file)?);
        for start in 0..7 {
            for value in numbers.iter().skip(start).step_by(7) {
                writeln!(out, "+{value}")?;
            }
        }
        out.flush()?;
    }
    let path = file.display().to_string();
    let nothing = child::run(Task::Nothing, folder, &path)?.peak_kb / 1024.0;
    let (ours, theirs) = (child::run(Task::Import, folder, &path)?, child::run(Task::PlainImport, folder, &path)?);
    let size = MILLION as u64;
    report.add("import lines of text", size, "ms", ours.seconds * 1e3, theirs.seconds * 1e3, 500.0);
    let (busy, theirs_busy) = (ours.busy_seconds * 1e3, theirs.busy_seconds * 1e3);
    report.add("the same, processor time", size, "ms", busy, theirs_busy, None);
    report.add("peak memory of the import", size, "MB", ours.peak_kb / 1024.0, theirs.peak_kb / 1024.0, 64.0);
    report.add("peak memory of doing nothing", size, "MB", nothing, None, None);
    Ok(())
}

/// One in a hundred changes: half go, half come.
fn delta(report: &mut Report, folder: &Path, numbers: &[u64]) -> Result<()> {
    let half = numbers.len() / 200;
    let mut draw = Numbers::seeded(11);
    let mut ranks: Vec<u64> = (0..half * 2).map(|_| draw.draw() % numbers.len() as u64).collect();
    ranks.sort_unstable();
    ranks.dedup();
    while ranks.len() > half {
        let at = usize::try_from(draw.draw() % ranks.len() as u64)?;
        ranks.remove(at);
    }
    let added: Vec<Entry> =
        random(half, 12).into_iter().filter(|value| numbers.binary_search(value).is_err()).map(entry).collect();
    let changed = ranks.len() + added.len();
    let after = changed_list(numbers, &ranks, &added);
    let delta = encode_delta(numbers.iter().copied().map(entry), after.iter().cloned())?;
    let wire = per(delta.bytes.len() as u64, changed);
    report.add("delta of 1 % on the wire", changed as u64, "bytes a change", wire, None, 3.0);
    let (ours, busy) = busy_timed(|| apply(folder, 2, &delta))?;
    let text = |value: u64| format!("+{value}");
    let at = |rank: &u64| usize::try_from(*rank).ok().and_then(|rank| numbers.get(rank)).copied();
    let gone: Vec<String> = ranks.iter().filter_map(at).map(text).collect();
    let come: Vec<String> = added.iter().map(|entry| text(entry.key.value())).collect();
    let mut plain = Baseline::open(&plain_file(folder))?;
    let (theirs, theirs_busy) = busy_timed(|| plain.change(&gone, &come))?;
    report.add("delta of 1 % applied", MILLION as u64, "ms", ours * 1e3, theirs * 1e3, None);
    report.add("the same delta, processor time", MILLION as u64, "ms", busy * 1e3, theirs_busy * 1e3, 15.0);
    let snapshot = encode_entries(numbers.iter().copied().map(entry))?;
    let (whole, busy) = busy_timed(|| {
        // As a phone does it: read and checked first, then installed.
        anyhow::ensure!(EntryReader::new(snapshot.as_slice(), MAX_ENTRIES)?.all(|entry| entry.is_ok()), "it reads");
        let read = EntryReader::new(snapshot.as_slice(), MAX_ENTRIES)?.map(|entry| entry.map_err(ListError::from));
        list_folder(folder).write(None, 1, read)?;
        Ok(())
    })?;
    report.add("the same as a whole new list", MILLION as u64, "ms", whole * 1e3, None, None);
    report.add("whole new list, processor time", MILLION as u64, "ms", busy * 1e3, None, None);
    let held = UserStore::open(&folder.join("stufo.db"), BUSY)?.list_in_force(LIST)?;
    anyhow::ensure!(held.is_some_and(|held| held.info.revision == 2), "the delta was not applied");
    let two: Vec<Entry> = std::iter::once(entry(10_000_000_001)).chain(after.iter().skip(1).cloned()).collect();
    let delta = encode_delta(after, two)?;
    let ours = timed(|| apply(folder, 3, &delta))?;
    // The other way round, so that something changes.
    let theirs = timed(|| plain.change(come.get(..1).unwrap_or(&come), gone.get(..1).unwrap_or(&gone)))?;
    report.add("delta of two numbers applied", MILLION as u64, "ms", ours * 1e3, theirs * 1e3, None);
    Ok(())
}

/// Applies a delta as a sync does: a new file, then its row.
fn apply(folder: &Path, revision: i64, delta: &EncodedDelta) -> Result<()> {
    let held = UserStore::open(&folder.join("stufo.db"), BUSY)?.list_in_force(LIST)?;
    let (lists, held) = (list_folder(folder), held.ok_or_else(|| anyhow::anyhow!("no list is in force"))?);
    let base = lists.open(&held)?;
    let (new, ()) = lists.write_with(Some(held.info.identity), revision, |writer| {
        AppliedDelta::new(&delta.bytes, base.entries_or::<anyhow::Error>(), MAX_ENTRIES)?.write_to(writer, |_| true)
    })?;
    install_new(folder, new)?;
    lists.delete(&held.file);
    Ok(())
}

/// The list with some places taken out and others put in.
fn changed_list(numbers: &[u64], ranks: &[u64], added: &[Entry]) -> Vec<Entry> {
    let mut gone = ranks.iter().peekable();
    let kept = (0_u64..).zip(numbers).filter(|(rank, _)| gone.next_if_eq(&rank).is_none());
    let mut after: Vec<Entry> = kept.map(|(_, value)| entry(*value)).chain(added.iter().cloned()).collect();
    after.sort_by(Entry::compare_places);
    after
}

fn many_rules(report: &mut Report, progress: &mut dyn Write) -> Result<()> {
    writeln!(progress, "rules")?;
    let calls: Vec<Caller> = spread(&[], 20_000, 21)
        .iter()
        .filter_map(|text| text.parse::<PhoneNumber>().ok())
        .map(Caller::Number)
        .collect();
    for count in [10, 200, 10_000] {
        let all = rules(count);
        let (mut set, mut problems) = RuleSet::compile(Vec::new(), Region::ITALY);
        let compile = timed(|| {
            (set, problems) = RuleSet::compile(all, Region::ITALY);
            Ok(())
        })?;
        anyhow::ensure!(problems.is_empty() && set.len() == count, "every rule reads");
        let find = timed(|| {
            let found = calls.iter().filter(|caller| set.find_both(caller, NOON, None).winner().is_some()).count();
            anyhow::ensure!(found == 0, "the rules lie elsewhere");
            Ok(())
        })?;
        let folder = tempfile::tempdir()?;
        let mut plain = Baseline::open(&plain_file(folder.path()))?;
        plain.insert_rules(&rules(count))?;
        let few = spread(&[], 200, 21);
        let theirs = timed(|| few.iter().try_for_each(|address| plain.decide(address).map(|_| ())))?;
        let (size, calls) = (count as u64, calls.len() as u64);
        report.add("compile rules, once a change", size, "ms", compile * 1e3, None, None);
        report.add("rules asked for one call", size, "us", find * 1e6 / per(calls, 1), theirs * 1e6 / 200.0, None);
    }
    Ok(())
}

/// Median and 99th percentile in microseconds, the first `skip` calls not counted.
fn percentiles(calls: &[String], skip: usize, mut decide: impl FnMut(&str) -> Result<()>) -> Result<(f64, f64)> {
    let mut times = Vec::with_capacity(calls.len());
    for address in calls {
        let started = Instant::now();
        decide(address)?;
        times.push(started.elapsed().as_secs_f64() * 1e6);
    }
    let mut times = times.split_off(skip);
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or(0.0);
    Ok((at(50), at(99)))
}

#[cfg(test)]
mod tests {
    use stufo_core::policy::Action;

    use super::*;

    #[test]
    fn both_builds_decide_alike_about_numbers_and_rules() {
        let folder = tempfile::tempdir().unwrap();
        let numbers = random(3_000, 1);
        prepare(folder.path()).unwrap();
        install(folder.path(), &numbers).unwrap();
        let mut plain = Baseline::open(&plain_file(folder.path())).unwrap();
        plain.insert(numbers.iter().map(|value| format!("+{value}"))).unwrap();
        plain.insert_rules(&rules(RULES)).unwrap();
        let mut screening = screening(folder.path()).unwrap();
        let mut blocked = 0;
        for address in spread(&numbers, 400, 3).iter().map(String::as_str).chain(["+390200001123456", "+33050000312"]) {
            let verdict = decide(&mut screening, address).unwrap();
            assert_eq!(verdict.action != Action::Allow, plain.decide(address).unwrap(), "{address}");
            blocked += usize::from(verdict.action != Action::Allow);
        }
        assert!(blocked >= 200, "{blocked}");
    }
}
