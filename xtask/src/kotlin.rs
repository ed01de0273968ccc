//! Runs of the Kotlin tests: Maven with a library in a folder, and what Surefire reports.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::android;
use crate::process::{root, say};

/// Runs the Kotlin tests with the library in a folder; `more` are further Maven options.
pub(crate) fn run(native: &Path, more: &[&str]) -> Result<()> {
    let native = format!("-Dstufo.native.dir={}", native.display());
    let mut goals = vec![native.as_str()];
    goals.extend_from_slice(more);
    goals.push("test");
    android::maven(&goals)
}

/// The same, counted. The inner result is how it ended.
pub(crate) fn run_counted(native: &Path, more: &[&str]) -> Result<(Totals, Result<()>)> {
    // Reports of an earlier run, of tests renamed since, would be counted.
    let reports = root().join("android/target/surefire-reports");
    if reports.exists() {
        std::fs::remove_dir_all(&reports).with_context(|| format!("cannot remove {}", reports.display()))?;
    }
    let end = run(native, more);
    Ok((surefire(&reports).unwrap_or_default(), end))
}

/// Numbers of tests that ran.
#[derive(Default)]
pub(crate) struct Totals {
    pub(crate) tests: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Totals {
    pub(crate) fn say(&self, name: &str) {
        say(&format!("{name}: {} tests, {} failed, {} skipped", self.tests, self.failed, self.skipped));
    }

    /// Adds those of another run.
    pub(crate) fn add(&mut self, other: &Self) {
        self.tests += other.tests;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Fails unless there were tests and all passed.
    pub(crate) fn check(&self, name: &str) -> Result<()> {
        ensure!(self.tests > 0 && self.failed == 0, "the {name} tests did not pass");
        Ok(())
    }

    /// Adds what one Rust test binary says at its end; other lines change nothing.
    pub(crate) fn add_libtest(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else { return };
        let count = |what: &str| -> u64 {
            let words = result.split([';', '.']).map(str::trim);
            words.filter_map(|part| part.strip_suffix(what)).find_map(|number| number.trim().parse().ok()).unwrap_or(0)
        };
        let failed = count(" failed");
        self.tests += count(" passed") + failed;
        self.failed += failed;
        self.skipped += count(" ignored");
    }

    /// Adds one of Surefire's reports.
    fn add_surefire(&mut self, report: &str) {
        let head =
            report.split_once("<testsuite ").map_or("", |(_, rest)| rest.split_once('>').map_or("", |(head, _)| head));
        let count = |name: &str| -> u64 {
            let value = head.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
            value.and_then(|(number, _)| number.parse().ok()).unwrap_or(0)
        };
        self.tests += count("tests");
        self.failed += count("failures") + count("errors");
        self.skipped += count("skipped");
    }
}

/// Sums Surefire's reports: Maven is run quietly.
fn surefire(folder: &Path) -> Result<Totals> {
    let mut totals = Totals::default();
    for entry in std::fs::read_dir(folder).with_context(|| format!("no test reports in {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "xml") {
            totals.add_surefire(&std::fs::read_to_string(&path)?);
        }
    }
    Ok(totals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_cargo_are_counted() {
        let mut totals = Totals::default();
        totals.add_libtest("running 3 tests");
        totals.add_libtest(
            "test result: ok. 41 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.51s",
        );
        totals.add_libtest("test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!((totals.tests, totals.failed, totals.skipped), (44, 1, 1));
    }

    #[test]
    fn reports_of_surefire_are_counted() {
        let mut totals = Totals { tests: 44, failed: 1, skipped: 1 };
        totals.add_surefire("<testsuite name=\"X\" time=\"1\" tests=\"5\" errors=\"1\" skipped=\"2\" failures=\"1\">");
        assert_eq!((totals.tests, totals.failed, totals.skipped), (49, 3, 3));
    }
}
