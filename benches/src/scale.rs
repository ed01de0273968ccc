//! What a published list costs at a hundred million phones: sizes measured on lists really built, requests simulated with
//! the planner that phones run. Deterministic: the same figures on every machine (docs/scale.md).

use std::fmt::Write as _;
use std::io::Write;

use anyhow::Result;
use stufo_core::blocklist::packed::{encode_delta, encode_entries};
use stufo_core::blocklist::repository::{
    DeltaContent, DeltaRef, FileIndex, FileRef, Manifest, NewestDelta, SignedFile,
};
use stufo_core::sync::{Jitter, SyncOutcome, SyncReason, SyncState};

use crate::data::{Numbers, clustered, entry, random};
use crate::setup::per;

/// Phones that follow the list.
const PHONES: f64 = 100e6;
/// Phones simulated for them.
const SIMULATED: u64 = 1_000_000;
/// Places from which a content network serves, and seconds for which it keeps what may change.
const EDGES: f64 = 300.0;
const FRESH_SECONDS: f64 = 300.0;
/// Days back for which there are deltas in `stufo publish build` unless told otherwise.
const DELTAS: usize = 7;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Bytes up to which `stufo publish build` puts the newest delta into the manifest.
const MAX_INLINE: u64 = 4 * 1024;
/// A manifest as `stufo publish build` signs it.
const SIGNED: &[u8] = include_bytes!("../../tests/vectors/repository/latest");

/// Sizes of one list, in bytes.
struct Sizes {
    numbers: usize,
    /// The manifest with its signature, and with the day's delta where that is small.
    manifest: u64,
    index: u64,
    snapshot: u64,
    /// From so many days ago to now.
    deltas: Vec<(usize, u64)>,
    changes: usize,
}

impl Sizes {
    /// Bytes of a phone that asks once and was here so many days ago.
    fn after(&self, days: usize) -> u64 {
        let delta = self.deltas.iter().find(|(before, _)| *before == days).map(|(_, size)| *size);
        match delta {
            Some(_) if days == 1 && self.is_inline() => self.manifest,
            Some(delta) if days == 1 => self.manifest + delta,
            _ => self.manifest + self.index + delta.map_or(self.snapshot, |delta| delta.min(self.snapshot)),
        }
    }

    /// Bytes of the delta of a day.
    fn day(&self) -> u64 {
        self.deltas.first().map_or(0, |(_, size)| *size)
    }

    /// Whether the manifest holds the delta of a day.
    fn is_inline(&self) -> bool {
        self.day() <= MAX_INLINE
    }
}

/// Measures and simulates; says on `progress` what it is at.
///
/// # Errors
/// When a list cannot be coded.
pub fn run(progress: &mut dyn Write) -> Result<String> {
    let mut text = String::new();
    let kinds = [("random", random as fn(usize, u64) -> Vec<u64>), ("clustered", clustered)];
    writeln!(
        text,
        "| list | snapshot | changes of a day | delta of a day | bytes a change | signed manifest | a phone and day |"
    )?;
    writeln!(text, "|---|---:|---:|---:|---:|---:|---:|")?;
    let mut kept = Vec::new();
    for (numbers, half) in [(10_000_000, 50_000), (1_000_000, 5_000), (100_000, 500), (20_000, 6)] {
        for (kind, make) in kinds {
            writeln!(progress, "{numbers} {kind} numbers")?;
            let days: &[usize] = if numbers == 10_000_000 { &[1, 2, 3, 4, 5, 6, 7, 14, 30] } else { &[1] };
            let sizes = measure(make(numbers, 1), half, days)?;
            let (day, changes) = (sizes.day(), sizes.changes);
            let (manifest, each) = (sizes.manifest, per(day, changes));
            let (snapshot, phone) = (kilo(sizes.snapshot), kilo(sizes.after(1)));
            let list = count(sizes.numbers);
            writeln!(
                text,
                "| {list} {kind} | {snapshot} | {changes} | {} | {each:.2} | {manifest} B | {phone} |",
                kilo(day)
            )?;
            if kind == "random" && numbers >= 100_000 {
                kept.push(sizes);
            }
        }
    }
    if let Some(whole) = kept.first() {
        absent(&mut text, whole)?;
    }
    writeln!(progress, "requests")?;
    let asks = requests(&mut text)?;
    network(&mut text, &kept, asks)?;
    Ok(text)
}

/// A list, and what it was so many days ago: each day `half` go and as many come.
fn measure(newest: Vec<u64>, half: usize, days: &[usize]) -> Result<Sizes> {
    let numbers = newest.len();
    let snapshot = FileRef::of(&encode_entries(newest.iter().copied().map(entry))?);
    let mut draw = Numbers::seeded(17);
    let (mut older, mut deltas, mut changes) = (newest.clone(), Vec::new(), 0);
    for day in 1..=days.iter().copied().max().unwrap_or(0) {
        older = day_before(&older, half, &mut draw);
        if days.contains(&day) {
            let (size, changed) = delta(&older, &newest)?;
            changes = if day == 1 { changed } else { changes };
            deltas.push((day, size));
        }
    }
    let day = deltas.first().map_or(0, |(_, size)| *size);
    let (manifest, index) = manifest(numbers, snapshot, day);
    Ok(Sizes { numbers, manifest, index, snapshot: snapshot.size, deltas, changes })
}

/// The list before `half` came and as many went.
pub(crate) fn day_before(list: &[u64], half: usize, draw: &mut Numbers) -> Vec<u64> {
    let mut ranks: Vec<usize> =
        (0..half).filter_map(|_| usize::try_from(draw.draw() % list.len() as u64).ok()).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let mut ranks = ranks.into_iter().peekable();
    let kept = list.iter().enumerate().filter(|(rank, _)| ranks.next_if_eq(rank).is_none()).map(|(_, value)| *value);
    let mut before: Vec<u64> = kept.collect();
    // What goes lies as the others do: beside one of them.
    let gone: Vec<u64> = (0..half).filter_map(|_| neighbour(list, draw)).collect();
    before.extend(gone);
    before.sort_unstable();
    before.dedup();
    before
}

/// A number as far from one of the list as the list's own are from each other.
fn neighbour(list: &[u64], draw: &mut Numbers) -> Option<u64> {
    let at = usize::try_from(draw.draw() % list.len().checked_sub(1)? as u64).ok()?;
    let (here, next) = (list.get(at)?, list.get(at + 1)?);
    Some(here + 1 + draw.draw() % (next - here))
}

/// Bytes and changes of the delta between two lists.
fn delta(before: &[u64], after: &[u64]) -> Result<(u64, usize)> {
    let delta = encode_delta(before.iter().copied().map(entry), after.iter().copied().map(entry))?;
    Ok((delta.bytes.len() as u64, usize::try_from(delta.changes)?))
}

/// Bytes of a signed manifest, and of its index with deltas from as many versions as are usual.
fn manifest(numbers: usize, snapshot: FileRef, day: u64) -> (u64, u64) {
    let version = 1_000;
    let delta = |back: u64| DeltaRef { from: version - back, file: FileRef { size: day * back, ..snapshot } };
    let index = FileIndex { snapshot, deltas: (1..=DELTAS as u64).rev().map(delta).collect() }.encode();
    let content = match usize::try_from(day) {
        Ok(bytes) if day <= MAX_INLINE => DeltaContent::Inline(vec![0; bytes]),
        _ => DeltaContent::File(delta(1).file),
    };
    let manifest = Manifest {
        version,
        created_seconds: 1_795_518_000,
        valid_days: 30,
        numbers: numbers as u64,
        index: FileRef::of(&index),
        delta: Some(NewestDelta { from: version - 1, content }),
        next_key: None,
    };
    let signature = SignedFile::split(SIGNED).map_or(0, |signed| signed.signature.len());
    ((signature + manifest.encode().len()) as u64, index.len() as u64)
}

fn absent(text: &mut String, sizes: &Sizes) -> Result<()> {
    writeln!(text, "\n| away for | delta | snapshot | fetched |\n|---|---:|---:|---:|")?;
    for (days, delta) in &sizes.deltas {
        let fetched = if *days <= DELTAS { sizes.after(*days) } else { sizes.after(usize::MAX) };
        let day = if *days == 1 { "day" } else { "days" };
        writeln!(text, "| {days} {day} | {} | {} | {} |", kilo(*delta), kilo(sizes.snapshot), kilo(fetched))?;
    }
    Ok(())
}

/// A phone: its list's record, and when its job runs.
struct Phone {
    state: SyncState,
    jitter: Jitter,
    /// Jobs run once in each six hours counted from here, in their last three.
    phase: i64,
    draw: Numbers,
}

impl Phone {
    /// The first time from `due` on at which its job runs.
    fn job_after(&mut self, due: i64) -> i64 {
        let window = 6 * HOUR;
        let mut begin = (due - self.phase).div_euclid(window) * window + self.phase;
        loop {
            let part = i64::try_from(self.draw.draw() % (window / 2).cast_unsigned()).unwrap_or(0);
            let at = begin + window / 2 + part;
            if at >= due {
                return at;
            }
            begin += window;
        }
    }
}

/// How phones begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begin {
    /// Over a day, as people install.
    OverADay,
    /// All within one hour, and their jobs with them.
    InOneHour,
}

/// Simulates a month; gives how often a phone asks in a day.
fn requests(text: &mut String) -> Result<f64> {
    writeln!(
        text,
        "\n| phones | asks a phone and day | mean asks a second | most in a minute | most in an hour | most over mean |\n|---|---:|---:|---:|---:|---:|"
    )?;
    let mut usual = 0.0;
    for (what, begin, outage) in [
        ("began over a day", Begin::OverADay, false),
        ("all began in one hour, 30 days later", Begin::InOneHour, false),
        ("and the server was down for six hours", Begin::OverADay, true),
    ] {
        let minutes = month(begin, outage);
        let scale = PHONES / float(SIMULATED);
        let all: u64 = minutes.iter().sum();
        let hour = minutes.chunks(60).map(|hour| hour.iter().sum::<u64>()).max().unwrap_or(0);
        let most = minutes.iter().max().copied().unwrap_or(0);
        let (asks, mean) = (float(all) / float(SIMULATED), float(all) * scale / 86_400.0);
        let (minute, hour) = (float(most) * scale / 60.0, float(hour) * scale / 3_600.0);
        writeln!(text, "| {what} | {asks:.2} | {mean:.0} | {minute:.0} | {hour:.0} | {:.2} |", minute / mean)?;
        if usual == 0.0 {
            usual = asks;
        }
    }
    Ok(usual)
}

/// Asks in each minute of the thirty-first day.
fn month(begin: Begin, outage: bool) -> Vec<u64> {
    let (start, end) = (30 * DAY, 31 * DAY);
    let down = if outage { start - 6 * HOUR..start } else { 0..0 };
    let mut minutes = vec![0; 24 * 60];
    let mut draw = Numbers::seeded(23);
    for phone in 0..SIMULATED {
        let span = if begin == Begin::OverADay { DAY } else { HOUR };
        let born = i64::try_from(draw.draw() % span.cast_unsigned()).unwrap_or(0);
        let mut phone = Phone {
            state: SyncState::default(),
            jitter: Jitter::new(1, 1_795_518_000_000 + born),
            phase: born,
            draw: Numbers::seeded(phone),
        };
        let mut at = born;
        while at < end {
            if down.contains(&at) {
                phone.state.record_failure(at, SyncOutcome::Failed, SyncReason::NoConnection, None, phone.jitter);
            } else {
                phone.state.record_success(at, SyncOutcome::Updated, 24, phone.jitter);
            }
            let minute = usize::try_from((at - start).div_euclid(MINUTE)).ok();
            if let Some(count) = minute.and_then(|minute| minutes.get_mut(minute)) {
                *count += 1;
            }
            at = phone.job_after(phone.state.next_millis);
        }
    }
    minutes
}

/// What a content network carries for all phones, and what reaches the publisher's own host, when each phone follows a list of
/// one of these sizes.
fn network(text: &mut String, lists: &[Sizes], asks: f64) -> Result<()> {
    let head = lists.iter().map(|sizes| format!(" {} |", count(sizes.numbers))).collect::<String>();
    writeln!(text, "\n| 100 million phones, each with a list of |{head}\n|---|{}", "---:|".repeat(lists.len()))?;
    let mut row = |what: &str, figure: &dyn Fn(&Sizes) -> String| {
        let figures: String = lists.iter().map(|sizes| format!(" {} |", figure(sizes))).collect();
        writeln!(text, "| {what} |{figures}")
    };
    let named = |sizes: &Sizes| float(sizes.manifest);
    let day = |sizes: &Sizes| float(sizes.day());
    // The manifest, and one delta where that is a file; whoever asks less than once a day fetches the changes of all the days.
    let requests = |sizes: &Sizes| PHONES * asks * if sizes.is_inline() { 1.0 } else { 2.0 };
    let bytes = |sizes: &Sizes| PHONES * (asks * named(sizes) + if sizes.is_inline() { 0.0 } else { day(sizes) });
    // Each place asks for the manifest when its copy is old, and once a day for each file of the new version: the snapshot,
    // the index, the deltas.
    let renewed = 86_400.0 / FRESH_SECONDS;
    let from_host = EDGES * (renewed + 2.0 + float(DELTAS as u64));
    let files = |sizes: &Sizes| {
        // Deltas from more days ago, where they were not measured, as if nothing came back.
        let deltas = (1..=DELTAS).map(|days| {
            sizes
                .deltas
                .iter()
                .find(|(known, _)| *known == days)
                .map_or_else(|| day(sizes) * float(days as u64), |(_, size)| float(*size))
        });
        float(sizes.snapshot + sizes.index) + deltas.sum::<f64>()
    };
    row("bytes a day", &|sizes| format!("{:.2} TB", bytes(sizes) / 1e12))?;
    row("on average", &|sizes| format!("{:.2} Gbit/s", bytes(sizes) * 8.0 / 86_400.0 / 1e9))?;
    row("requests a day", &|sizes| format!("{:.0} million", requests(sizes) / 1e6))?;
    row("requests a second", &|sizes| format!("{:.0}", requests(sizes) / 86_400.0))?;
    row("requests a second at the publisher's host", &|_| format!("{:.1}", from_host / 86_400.0))?;
    row("bytes a day at the publisher's host", &|sizes| {
        format!("{:.2} GB", EDGES * (renewed * named(sizes) + files(sizes)) / 1e9)
    })?;
    row("answered by copies", &|sizes| format!("{:.3} %", 100.0 * (1.0 - from_host / requests(sizes))))?;
    row("kept by each place", &|sizes| format!("{:.1} MB", (files(sizes) + named(sizes)) / 1e6))?;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}

fn kilo(bytes: u64) -> String {
    if bytes < 10_000_000 { format!("{:.1} kB", float(bytes) / 1e3) } else { format!("{:.1} MB", float(bytes) / 1e6) }
}

fn count(numbers: usize) -> String {
    if numbers >= 1_000_000 {
        format!("{} million", numbers / 1_000_000)
    } else {
        format!("{} thousand", numbers / 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_days_delta_leads_from_the_day_before() {
        let newest = random(20_000, 1);
        let before = day_before(&newest, 100, &mut Numbers::seeded(3));
        let (bytes, changes) = delta(&before, &newest).unwrap();
        assert!((190..=200).contains(&changes), "{changes}");
        assert!(bytes < 3 * changes as u64, "{bytes}");
    }

    #[test]
    fn a_phone_asks_when_its_job_runs_and_never_before_it_is_due() {
        let mut phone = Phone {
            state: SyncState::default(),
            jitter: Jitter::new(1, 2),
            phase: 5 * MINUTE,
            draw: Numbers::seeded(9),
        };
        for due in (0..100).map(|index| index * 37 * MINUTE) {
            let at = phone.job_after(due);
            assert!((due..due + 9 * HOUR).contains(&at));
            assert!((at - phone.phase).rem_euclid(6 * HOUR) >= 3 * HOUR);
        }
    }
}
