//! The first decision of a process, as a phone asks for it after a restart: open, judge, record.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;

use crate::baseline::Baseline;
use crate::child::{self, Task};
use crate::data::spread;
use crate::report::Report;
use crate::setup::{self, MILLION, Options, median, plain_file};

/// Milliseconds of Stufo and of the obvious build, from the first line of `main` to the recorded answer, and whole.
struct Cold {
    inside: [Vec<f64>; 2],
    whole: [Vec<f64>; 3],
}

/// A phone on the day of installing: no rule and no list.
pub(crate) fn as_installed(report: &mut Report, options: &Options) -> Result<()> {
    let folder = tempfile::tempdir()?;
    drop((setup::open(folder.path())?, Baseline::open(&plain_file(folder.path()))?));
    let [ours, theirs] = processes(folder.path(), &spread(&[], options.runs, 9))?.inside.map(median_millis);
    report.add("cold decision, recorded, as installed", 0, "ms", ours, theirs, None);
    Ok(())
}

/// With 200 rules and a list of a million numbers.
pub(crate) fn with_a_million(report: &mut Report, options: &Options, folder: &Path, numbers: &[u64]) -> Result<()> {
    let Cold { inside, whole } = processes(folder, &spread(numbers, options.runs, 9))?;
    let fastest = inside.each_ref().map(|seconds| seconds.iter().copied().fold(f64::MAX, f64::min) * 1e3);
    let [ours, theirs] = inside.map(median_millis);
    report.add("cold decision, recorded, 200 rules", MILLION as u64, "ms", ours, theirs, 1.0);
    report.add("the same, the fastest of all runs", MILLION as u64, "ms", fastest[0], fastest[1], 1.0);
    let [ours, theirs, nothing] = whole.map(median_millis);
    report.add("the same as a whole process", MILLION as u64, "ms", ours, theirs, None);
    report.add("a process that does nothing", MILLION as u64, "ms", nothing, None, None);
    Ok(())
}

fn median_millis(seconds: Vec<f64>) -> f64 {
    median(seconds) * 1e3
}

/// A process for each call and each build, in turns, and one that does nothing.
fn processes(folder: &Path, calls: &[String]) -> Result<Cold> {
    let mut cold = Cold { inside: Default::default(), whole: Default::default() };
    for address in calls {
        for (index, task) in [Task::Cold, Task::PlainCold].into_iter().enumerate() {
            let started = Instant::now();
            let answer = child::run(task, folder, address)?;
            if let (Some(inside), Some(whole)) = (cold.inside.get_mut(index), cold.whole.get_mut(index)) {
                whole.push(started.elapsed().as_secs_f64());
                inside.push(answer.seconds);
            }
        }
        let started = Instant::now();
        child::run(Task::Nothing, folder, address)?;
        let [.., nothing] = &mut cold.whole;
        nothing.push(started.elapsed().as_secs_f64());
    }
    Ok(cold)
}
