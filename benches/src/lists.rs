//! Lists on the wire, in their files and from day to day, each beside what no code of its kind can go below.

use std::io::Write;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use stufo_core::blocklist::formats::{self, MAX_ENTRIES};
use stufo_core::blocklist::packed::{
    AppliedDelta, EncodedDelta, EntryReader, ListFile, ListFileWriter, ListIdentity, Sorter, encode_delta,
    encode_entries,
};
use stufo_core::number::{ListKey, Region};

use crate::baseline::Baseline;
use crate::bounds;
use crate::data::{Numbers, clustered, entry, random};
use crate::machine::{self, busy_timed, timed};
use crate::report::{Report, Row};
use crate::scale::day_before;
use crate::setup::{MILLION, Options, median, per};

/// Changes of the real list that are measured, and look-ups that are compared with a sorted vector.
const REAL_CHANGES: usize = 200;
const LOOK_UPS: usize = 1_000_000;

/// A list of numbers, sorted, and what is expected of it.
struct Subject<'n> {
    name: &'n str,
    numbers: &'n [u64],
    /// Bits of the whole list.
    bound_bits: f64,
    wire_target: Option<f64>,
    stored_target: Option<f64>,
}

/// A day of a list.
struct Day<'n> {
    name: &'n str,
    before: &'n [u64],
    after: &'n [u64],
    bound_bits: Option<f64>,
    target: Option<f64>,
}

/// Measures generated lists up to the largest size asked for, and the real one where there is one.
pub(crate) fn measure(report: &mut Report, options: &Options, progress: &mut dyn Write) -> Result<()> {
    if let Some(path) = &options.real_list {
        writeln!(progress, "the real list")?;
        real(report, path)?;
    }
    for size in options.sizes.iter().copied() {
        writeln!(progress, "{size} numbers, coded")?;
        let (largest, smallest) = (size >= 10 * MILLION, size <= 10_000);
        let numbers = random(size, 1);
        let stored_target = if largest { Some(1.5) } else { smallest.then_some(2.9) };
        let bound_bits = bounds::subset(1e10, float(size));
        sizes(report, &Subject { name: "random", numbers: &numbers, bound_bits, wire_target: None, stored_target })?;
        if size >= MILLION {
            let before = day_before(&numbers, size / 200, &mut Numbers::seeded(17));
            let bound_bits = Some(bounds::changes(&before, &numbers, 1e10 - float(before.len())));
            day(
                report,
                &Day { name: "random", before: &before, after: &numbers, bound_bits, target: largest.then_some(1.9) },
            )?;
            let numbers = clustered(size, 2);
            let (bound_bits, stored_target) = (bounds::clustered(&numbers), largest.then_some(0.6));
            let subject =
                Subject { name: "clustered", numbers: &numbers, bound_bits, wire_target: None, stored_target };
            sizes(report, &subject)?;
            let before = day_before(&numbers, size / 200, &mut Numbers::seeded(17));
            let bound_bits = Some(bounds::changes(&before, &numbers, bounds::free_neighbours(&before)));
            day(report, &Day { name: "clustered", before: &before, after: &numbers, bound_bits, target: Some(1.4) })?;
        }
    }
    Ok(())
}

/// A list as people publish it: sizes, its last two hundred lines as changes, and any two hundred.
fn real(report: &mut Report, path: &Path) -> Result<()> {
    let mut sorter = Sorter::default();
    let home: Region = "ES".parse()?;
    let file = std::fs::File::open(path).context("the real list cannot be read")?;
    formats::read(file, None, home, &mut |entry| sorter.push(&entry))?;
    let numbers: Vec<u64> = sorter.finish().map(|entry| entry.key.value()).collect();
    ensure!(numbers.len() > 2 * REAL_CHANGES, "the real list is too short");
    let bound_bits = bounds::trie(&numbers);
    let (wire_target, stored_target) = (Some(1.6), Some(2.1));
    sizes(report, &Subject { name: "real", numbers: &numbers, bound_bits, wire_target, stored_target })?;
    let last = numbers.get(..numbers.len() - REAL_CHANGES).unwrap_or_default();
    let target = Some(2.9);
    day(report, &Day { name: "real, its last 200 lines", before: last, after: &numbers, bound_bits: None, target })?;
    let (mut any, mut draw) = (numbers.clone(), Numbers::seeded(3));
    for _ in 0..REAL_CHANGES {
        any.remove(usize::try_from(draw.draw() % any.len() as u64)?);
    }
    // What any of the list's numbers cost beside the others.
    let bound_bits = bound_bits - bounds::trie(&any) + bounds::subset(float(numbers.len()), float(REAL_CHANGES));
    let bound_bits = Some(bound_bits);
    day(report, &Day { name: "real, any 200 lines", before: &any, after: &numbers, bound_bits, target })
}

fn sizes(report: &mut Report, list: &Subject<'_>) -> Result<()> {
    let (numbers, count) = (list.numbers, list.numbers.len());
    let bound = Some(list.bound_bits / 8.0 / float(count));
    let wire = encode_entries(numbers.iter().copied().map(entry))?;
    let mut row = |what: &str, ours: f64, baseline: f64, target| {
        let what = format!("{what}, {}", list.name);
        let (size, baseline) = (count as u64, Some(baseline));
        report.rows.push(Row { what, size, unit: "bytes a number", ours, bound, baseline, target });
    };
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    numbers.iter().try_for_each(|value| writeln!(packed, "+{value}"))?;
    let baseline = per(packed.finish()?.len() as u64, count);
    row("on the wire", per(wire.len() as u64, count), baseline, list.wire_target);
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.list");
    write(&path, numbers)?;
    let plain = folder.path().join("plain.db");
    Baseline::open(&plain)?.insert(numbers.iter().map(|value| format!("+{value}")))?;
    let baseline = per(machine::bytes_of(&plain), count);
    row("stored", per(std::fs::metadata(&path)?.len(), count), baseline, list.stored_target);
    let (read, busy) = busy_timed(|| {
        let entries = EntryReader::new(&wire[..], MAX_ENTRIES.max(count as u64))?;
        let mut rest = numbers.iter();
        for entry in entries {
            ensure!(rest.next() == Some(&entry?.key.value()), "the snapshot holds something else");
        }
        ensure!(rest.next().is_none(), "the snapshot holds less");
        Ok(())
    })?;
    let size = count as u64;
    report.add(&format!("read from the wire, {}", list.name), size, "ms", read.min(busy) * 1e3, None, None);
    look_ups(report, list, &path)
}

/// Half of them are in the list. Each is compared with a sorted vector.
fn look_ups(report: &mut Report, list: &Subject<'_>, path: &Path) -> Result<()> {
    let file = ListFile::open(path)?;
    let mut draw = Numbers::seeded(5);
    let digits = list.numbers.first().map_or(11, |value| value.max(&1).ilog10() + 1);
    let asked: Vec<u64> = (0..LOOK_UPS)
        .map(|index| match list.numbers.get(usize::try_from(draw.draw() % list.numbers.len() as u64).unwrap_or(0)) {
            Some(held) if index % 2 == 0 => *held,
            Some(held) if index % 4 == 1 => held + 1,
            _ => 10_u64.pow(digits - 1) + draw.draw() % 10_u64.pow(digits - 1),
        })
        .collect();
    let keys = || asked.iter().filter_map(|value| ListKey::from_digits(*value, u8::try_from(digits).ok()?));
    let mut found = Vec::with_capacity(LOOK_UPS);
    let seconds = timed(|| {
        for key in keys() {
            found.push(file.find(key)?.is_some());
        }
        Ok(())
    })?;
    let differs = asked.iter().zip(&found).find(|(value, found)| list.numbers.binary_search(value).is_ok() != **found);
    ensure!(found.len() == LOOK_UPS && differs.is_none(), "a look-up differs from a sorted vector");
    let what = format!("a look-up of a million, as a sorted vector's, {}", list.name);
    report.add(&what, list.numbers.len() as u64, "us", seconds, None, None);
    Ok(())
}

fn day(report: &mut Report, day: &Day<'_>) -> Result<()> {
    let delta = encode_delta(day.before.iter().copied().map(entry), day.after.iter().copied().map(entry))?;
    let EncodedDelta { ref bytes, changes } = delta;
    let changed = usize::try_from(changes)?;
    let bound = day.bound_bits.map(|bits| bits / 8.0 / float(changed));
    let (what, ours) = (format!("changes, {}", day.name), per(bytes.len() as u64, changed));
    report.rows.push(Row {
        what,
        size: changes,
        unit: "bytes a change",
        ours,
        bound,
        baseline: None,
        target: day.target,
    });
    let folder = tempfile::tempdir()?;
    let (before, after) = (folder.path().join("before.list"), folder.path().join("after.list"));
    write(&before, day.before)?;
    let mut times = Vec::new();
    for _ in 0..9 {
        let (_, busy) = busy_timed(|| {
            let base = ListFile::open(&before)?;
            let mut applied = AppliedDelta::new(bytes, base.entries_or::<anyhow::Error>(), MAX_ENTRIES)?;
            let mut writer = ListFileWriter::create(&after)?;
            applied.write_to(&mut writer, |_| true)?;
            writer.finish(ListIdentity([1; 16]), 1)?;
            Ok(())
        })?;
        times.push(busy * 1e3);
        let written = ListFile::open(&after)?;
        let values = written.entries().map(|entry| entry.map(|entry| entry.key.value()));
        ensure!(values.collect::<Result<Vec<u64>, _>>()? == day.after, "the delta leads elsewhere");
        std::fs::remove_file(&after)?;
    }
    let size = day.after.len() as u64;
    let target = (size == MILLION as u64).then_some(15.0);
    report.add(&format!("changes applied, processor time, {}", day.name), size, "ms", median(times), None, target);
    Ok(())
}

fn write(path: &Path, numbers: &[u64]) -> Result<()> {
    let mut writer = ListFileWriter::create(path)?;
    for value in numbers {
        writer.push(&entry(*value))?;
    }
    writer.finish(ListIdentity([1; 16]), 1)?;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn float(count: usize) -> f64 {
    count as f64
}
