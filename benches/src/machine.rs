//! What ran the measurements, and how much memory a process took.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;

/// Processor, cores and system in one line.
pub(crate) fn describe() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':').map(|(_, name)| name.trim()));
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!(
        "{}, {cores} cores, {} {}",
        model.unwrap_or("unknown processor"),
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}

/// A short name for a folder.
pub(crate) fn short_name() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}

/// Most memory this process ever held, in kilobytes; `None` where the system does not say.
pub(crate) fn peak_memory_kb() -> Option<f64> {
    status("VmHWM:")
}

/// Seconds for which this thread was on a processor; `None` where the system does not say. Other programs' work is not in
/// it, nor is waiting for the disk.
pub(crate) fn busy_seconds() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse::<f64>().ok().map(|nanos| nanos / 1e9)
}

/// Seconds that the work took.
pub(crate) fn timed(work: impl FnOnce() -> Result<()>) -> Result<f64> {
    let started = Instant::now();
    work()?;
    Ok(started.elapsed().as_secs_f64())
}

/// Seconds, and those of them on a processor.
pub(crate) fn busy_timed(work: impl FnOnce() -> Result<()>) -> Result<(f64, f64)> {
    let before = busy_seconds();
    let whole = timed(work)?;
    let busy = busy_seconds().zip(before).map_or(whole, |(after, before)| after - before);
    Ok((whole, busy))
}

fn status(field: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix(field)?.split_whitespace().next()?.parse().ok())
}

/// Bytes of a database with its log.
pub(crate) fn bytes_of(path: &Path) -> u64 {
    ["", "-wal"]
        .into_iter()
        .map(|suffix| {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            std::fs::metadata(name).map_or(0, |metadata| metadata.len())
        })
        .sum()
}
