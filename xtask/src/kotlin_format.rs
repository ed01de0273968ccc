//! `cargo xtask format`, and its part of `check`: rustfmt and ktlint, the formatters their fields trust. ktlint's version
//! is in `android/pom.xml`, its rules are in `.editorconfig`.

use anyhow::{Context, Result};

use crate::process::{self, command};
use crate::{android, tools};

/// A plugin's goal without its version is run in the version that the build names.
const KTLINT: &str = "com.github.gantsign.maven:ktlint-maven-plugin";

/// Formats every Rust and Kotlin source in place.
pub(crate) fn run() -> Result<()> {
    tools::ensure(&[tools::JVM])?;
    process::run(&mut command("cargo", &["fmt", "--all"]))?;
    android::maven(&[&format!("{KTLINT}:format")])
}

/// Fails where a Kotlin source is not as ktlint would write it.
pub(crate) fn check() -> Result<()> {
    tools::ensure(&[tools::JVM])?;
    android::maven(&[&format!("{KTLINT}:check")]).context("Kotlin is not formatted: cargo xtask format")
}
