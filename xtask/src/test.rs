//! `cargo xtask test`: every test, Rust and Kotlin, with totals at the end.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::{self, command, root, say};
use crate::{android, proof, tools};

pub(crate) fn run() -> Result<()> {
    tools::ensure(&[tools::C, tools::JVM])?;
    // The library first: the Kotlin tests load it.
    process::run(&mut command("cargo", &["build", "--locked", "--package", "stufo-jni", "--package", "stufo"]))?;
    // Both parts run to their end: one that fails does not hide the other.
    let (rust, rust_end) = rust()?;
    let (kotlin, kotlin_end) = kotlin_counted(&root().join("target/debug"), &[])?;
    rust.say("Rust");
    kotlin.say("Kotlin");
    rust_end.and(kotlin_end)?;
    rust.check("Rust")?;
    kotlin.check("Kotlin")?;
    proof::run_where_it_can()
}

/// What proptest reads its seed from.
const SEED: &str = "PROPTEST_RNG_SEED";

/// Every Rust test, shown as it runs and counted.
fn rust() -> Result<(Totals, Result<()>)> {
    let mut cargo = command("cargo", &["test", "--locked", "--workspace", "--no-fail-fast"]);
    // Properties are drawn from one seed, so that a change and not chance turns the tests red; set another to search on.
    if std::env::var_os(SEED).is_none() {
        cargo.env(SEED, "20261124");
    }
    let mut totals = Totals::default();
    let end = process::run_reading(&mut cargo, |line| totals.add_libtest(line))?;
    Ok((totals, end))
}

/// Runs the Kotlin tests with the library in a folder; `more` are further Maven options.
pub(crate) fn kotlin(native: &Path, more: &[&str]) -> Result<()> {
    let native = format!("-Dstufo.native.dir={}", native.display());
    let mut goals = vec![native.as_str()];
    goals.extend_from_slice(more);
    goals.push("test");
    android::maven(&goals)
}

/// The same, counted. The inner result is how it ended.
pub(crate) fn kotlin_counted(native: &Path, more: &[&str]) -> Result<(Totals, Result<()>)> {
    // Reports of an earlier run, of tests renamed since, would be counted.
    let reports = root().join("android/target/surefire-reports");
    if reports.exists() {
        std::fs::remove_dir_all(&reports).with_context(|| format!("cannot remove {}", reports.display()))?;
    }
    let end = kotlin(native, more);
    Ok((surefire(&reports).unwrap_or_default(), end))
}

/// What was run.
#[derive(Default)]
pub(crate) struct Totals {
    tests: u64,
    failed: u64,
    skipped: u64,
}

impl Totals {
    pub(crate) fn say(&self, name: &str) {
        say(&format!("{name}: {} tests, {} failed, {} skipped", self.tests, self.failed, self.skipped));
    }

    /// Fails unless there were tests and all passed.
    pub(crate) fn check(&self, name: &str) -> Result<()> {
        ensure!(self.tests > 0 && self.failed == 0, "the {name} tests did not pass");
        Ok(())
    }

    /// Adds what one test binary says at its end; other lines change nothing.
    fn add_libtest(&mut self, line: &str) {
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
    fn both_kinds_of_report_are_counted() {
        let mut totals = Totals::default();
        totals.add_libtest("running 3 tests");
        totals.add_libtest(
            "test result: ok. 41 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.51s",
        );
        totals.add_libtest("test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!((totals.tests, totals.failed, totals.skipped), (44, 1, 1));
        totals.add_surefire("<testsuite name=\"X\" time=\"1\" tests=\"5\" errors=\"1\" skipped=\"2\" failures=\"1\">");
        assert_eq!((totals.tests, totals.failed, totals.skipped), (49, 3, 3));
    }
}
