//! `cargo xtask test`: every test, Rust and Kotlin, with totals at the end.

use anyhow::{Context, Result, bail};

use crate::process::{self, command, root, say};
use crate::{android, tools};

pub(crate) fn run() -> Result<()> {
    tools::ensure(&[tools::C, tools::JVM])?;
    // The library first: the Kotlin tests load it.
    run_cargo(&["build", "--locked", "--package", "stufo-jni", "--package", "stufo"])?;
    run_cargo(&["test", "--locked", "--workspace"])?;
    kotlin(&[])?;
    let totals = totals()?;
    say(&format!(
        "Rust: every test passed. Kotlin: {} tests, {} failed, {} skipped.",
        totals.tests, totals.failed, totals.skipped
    ));
    if totals.tests == 0 || totals.failed > 0 {
        bail!("the Kotlin tests did not pass");
    }
    Ok(())
}

/// Runs the Kotlin tests against the host library; `more` are further Maven options.
pub(crate) fn kotlin(more: &[&str]) -> Result<()> {
    let native = root().join("target/debug");
    let native = format!("-Dstufo.native.dir={}", native.display());
    let mut goals = vec![native.as_str()];
    goals.extend_from_slice(more);
    goals.push("test");
    android::maven(&goals)
}

fn run_cargo(args: &[&str]) -> Result<()> {
    process::run(&mut command("cargo", args))
}

#[derive(Default)]
struct Totals {
    tests: u64,
    failed: u64,
    skipped: u64,
}

/// Sums Surefire's reports: Maven is run quietly.
fn totals() -> Result<Totals> {
    let folder = root().join("android/target/surefire-reports");
    let mut totals = Totals::default();
    for entry in std::fs::read_dir(&folder).with_context(|| format!("no test reports in {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "xml") {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        let head =
            text.split_once("<testsuite ").map_or("", |(_, rest)| rest.split_once('>').map_or("", |(head, _)| head));
        let count = |name: &str| -> u64 {
            let value = head.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
            value.and_then(|(number, _)| number.parse().ok()).unwrap_or(0)
        };
        totals.tests += count("tests");
        totals.failed += count("failures") + count("errors");
        totals.skipped += count("skipped");
    }
    Ok(totals)
}
