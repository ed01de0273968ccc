//! `cargo xtask test`: every test, Rust and Kotlin, with totals at the end; then the fuzz targets and the proof.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::kotlin::{self, Totals};
use crate::process::{self, command, root};
use crate::{fuzz, jdk, proof, screens, tools};

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
    fuzz::run_where_it_can()?;
    proof::run_where_it_can()
}

/// Every Kotlin test; the screens that one of them renders are those of `docs/screens`.
fn kotlin() -> Result<(Totals, Result<()>)> {
    let folder = screens::clean_folder()?;
    let native = root().join("target/debug");
    let (mut totals, mut end) = kotlin::run_counted(&native, &[&screens::option(&folder)])?;
    // A run of its own: Java's own formats of dates differ between versions, and pictures are compared.
    if let Some(options) = jdk::options_for_api_36()? {
        let (newest, newest_end) = kotlin::run_counted(&native, &options.each_ref().map(String::as_str))?;
        newest.say("Kotlin on API 36");
        totals.add(&newest);
        end = end.and(newest_end).and_then(|()| newest.check("API 36"));
    }
    Ok((totals, end.and_then(|()| screens::compare(&folder))))
}

/// Gives proptest its seed. Properties are drawn from one, so that a change and not chance turns the tests red; set another
/// to search on.
pub(crate) fn seed(cargo: &mut Command) {
    const SEED: &str = "PROPTEST_RNG_SEED";
    if std::env::var_os(SEED).is_none() {
        cargo.env(SEED, "20261124");
    }
}

/// Every Rust test, shown as it runs and counted.
fn rust() -> Result<(Totals, Result<()>)> {
    let mut cargo = command("cargo", &["test", "--locked", "--workspace", "--no-fail-fast"]);
    seed(&mut cargo);
    let mut totals = Totals::default();
    let end = process::run_reading(&mut cargo, |line| totals.add_libtest(line))?;
    Ok((totals, end))
}
