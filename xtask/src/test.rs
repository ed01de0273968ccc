//! `cargo xtask test`: every test, Rust and Kotlin, with totals at the end.

use anyhow::Result;
use clap::Args;

use crate::kotlin::{self, Totals};
use crate::process::{self, command, root};
use crate::{proof, screens, tools};

/// Which tests.
#[derive(Args)]
pub(crate) struct TestArgs {
    /// The Kotlin tests alone, without Android's library
    #[arg(long)]
    kotlin: bool,
}

pub(crate) fn run(args: &TestArgs) -> Result<()> {
    tools::ensure(&[tools::C, tools::JVM])?;
    // The library first: the Kotlin tests load it.
    process::run(&mut command("cargo", &["build", "--locked", "--package", "stufo-jni", "--package", "stufo"]))?;
    if args.kotlin {
        let (kotlin, end) = kotlin()?;
        kotlin.say("Kotlin");
        end?;
        return kotlin.check("Kotlin");
    }
    // Both parts run to their end: one that fails does not hide the other.
    let (rust, rust_end) = rust()?;
    let (kotlin, kotlin_end) = kotlin()?;
    rust.say("Rust");
    kotlin.say("Kotlin");
    rust_end.and(kotlin_end)?;
    rust.check("Rust")?;
    kotlin.check("Kotlin")?;
    proof::run_where_it_can()
}

/// Every Kotlin test; the screens that one of them renders are those of `docs/screens`.
fn kotlin() -> Result<(Totals, Result<()>)> {
    let folder = screens::clean_folder()?;
    let (totals, end) = kotlin::run_counted(&root().join("target/debug"), &[&screens::option(&folder)])?;
    Ok((totals, end.and_then(|()| screens::compare(&folder))))
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
    let end = process::run_reading(&mut cargo, |line| add_libtest(&mut totals, line))?;
    Ok((totals, end))
}

/// Adds what one test binary says at its end; other lines change nothing.
fn add_libtest(totals: &mut Totals, line: &str) {
    let Some(result) = line.strip_prefix("test result: ") else { return };
    let count = |what: &str| -> u64 {
        let words = result.split([';', '.']).map(str::trim);
        words.filter_map(|part| part.strip_suffix(what)).find_map(|number| number.trim().parse().ok()).unwrap_or(0)
    };
    let failed = count(" failed");
    totals.tests += count(" passed") + failed;
    totals.failed += failed;
    totals.skipped += count(" ignored");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_cargo_are_counted() {
        let mut totals = Totals::default();
        add_libtest(&mut totals, "running 3 tests");
        add_libtest(
            &mut totals,
            "test result: ok. 41 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.51s",
        );
        add_libtest(&mut totals, "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!((totals.tests, totals.failed, totals.skipped), (44, 1, 1));
    }
}
