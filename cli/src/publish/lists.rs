//! The lists of a version as one: read, checked beyond what a subscriber checks, and split by country.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use stufo_core::blocklist::Entry;
use stufo_core::blocklist::formats::{self, LineProblem};
use stufo_core::blocklist::packed::Sorter;
use stufo_core::number::{LineType, PhoneNumber, Region};

/// What is published, and what is not.
pub(super) struct Read {
    /// In the order of lists.
    pub(super) entries: Vec<Entry>,
    /// Lines and numbers left out, by the name of the reason.
    pub(super) left_out: BTreeMap<&'static str, u64>,
    /// Numbers of other countries: another shard has them.
    pub(super) elsewhere: u64,
    /// Numbers that had lost their zero and got it back.
    pub(super) repaired: u64,
    pub(super) problems: Vec<LineProblem>,
}

/// Reads all lists. A number of which `check` says that its plan does not know it is left out: a publisher vouches for what
/// is in a list. A list without a single number stops the build, for it may have become an error page. With `only` the list
/// is that country's shard.
pub(super) fn read(lists: &[PathBuf], region: Region, only: Option<Region>) -> Result<Read> {
    let mut sorter = Sorter::default();
    let mut left_out = BTreeMap::<&'static str, u64>::new();
    let (mut elsewhere, mut repaired, mut problems) = (0, 0, Vec::new());
    for path in lists {
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        // Drawn only where somebody watches.
        let bar = ProgressBar::new(file.metadata().map_or(0, |file| file.len())).with_style(style()?);
        bar.set_message(path.display().to_string());
        let mut take = |entry: Entry| {
            if let Some(fault) = fault(&entry, region) {
                *left_out.entry(fault).or_default() += 1;
            } else if only.is_some_and(|only| !is_of(&entry, only, region)) {
                elsewhere += 1;
            } else {
                sorter.push(&entry);
            }
        };
        let report = formats::read(bar.wrap_read(file), None, region, &mut take)
            .with_context(|| format!("{} cannot be published", path.display()))?;
        bar.finish_and_clear();
        ensure!(report.taken > 0, "{} holds no number: nothing is published", path.display());
        repaired += report.repaired;
        for (fault, count) in report.faults {
            *left_out.entry(fault.name()).or_default() += count;
        }
        problems.extend(report.problems);
    }
    Ok(Read { entries: sorter.finish().collect(), left_out, elsewhere, repaired, problems })
}

/// Why an entry is not published, by name: the guards of subscribers, and `not_valid` for a number of which `check` says that
/// its plan does not know it.
pub(super) fn fault(entry: &Entry, region: Region) -> Option<&'static str> {
    let number = entry.key.number_key().and_then(PhoneNumber::from_key).filter(|_| !entry.is_prefix);
    match formats::guard(entry, region) {
        Err(fault) => Some(fault.name()),
        Ok(()) if number.is_some_and(|number| number.line_type() == LineType::Unknown) => Some("not_valid"),
        Ok(()) => None,
    }
}

/// Whether an entry belongs to a country's shard. A range under a calling code that countries share belongs to each of
/// them; a short code to the lists' own country.
fn is_of(entry: &Entry, only: Region, lists: Region) -> bool {
    if entry.key.is_short_code() {
        return only == lists;
    }
    match entry.key.number_key().and_then(PhoneNumber::from_key).filter(|_| !entry.is_prefix) {
        Some(number) => number.region() == Some(only),
        None => entry.key.digits().starts_with(&only.calling_code().to_string()),
    }
}

fn style() -> Result<ProgressStyle> {
    Ok(ProgressStyle::with_template("{msg} {wide_bar} {bytes} of {total_bytes}")?)
}
