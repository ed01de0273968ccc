//! `cargo xtask check`: everything that is not a test: format, lints, layering, dependency audit, docs.

use anyhow::{Context, Result, bail, ensure};

use crate::process::{self, command, output, root, say};
use crate::{codegen, commits, kotlin_format, licences, tidy, tools};

/// The audit's version, pinned like every other part.
const CARGO_DENY: &str = "0.20.2";

pub(crate) fn run() -> Result<()> {
    tools::ensure(&[tools::C])?;
    process::run(&mut command("cargo", &["fmt", "--all", "--check"]))?;
    kotlin_format::check()?;
    process::run(&mut command(
        "cargo",
        &["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"],
    ))?;
    layering()?;
    newer_ranges()?;
    tidy::run()?;
    codegen::check()?;
    commits::run()?;
    licences::run()?;
    audit()?;
    process::run(
        command("cargo", &["doc", "--locked", "--workspace", "--no-deps", "--quiet"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    say("check: all well");
    Ok(())
}

/// Who may depend on what. Each ban has a control: a package in which the crate is found, so that a mistyped name
/// cannot pass for ever.
const BANS: [(&str, &str, &str); 6] = [
    ("stufo-core", "jni", "stufo-jni"),
    ("stufo-core", "clap", "stufo"),
    ("stufo-core", "anyhow", "stufo"),
    ("stufo-core", "etcetera", "stufo"),
    ("stufo", "jni", "stufo-jni"),
    ("stufo-jni", "clap", "stufo"),
];

fn layering() -> Result<()> {
    for (package, banned, control) in BANS {
        ensure!(!depends(package, banned)?, "{package} must not depend on {banned}");
        ensure!(depends(control, banned)?, "the control failed: {control} should depend on {banned}");
    }
    // Only the core may name SQLite; the boundary and the command line see it through the core.
    for package in ["stufo-jni", "stufo", "stufo-tests"] {
        ensure!(!names_directly(package, "rusqlite")?, "{package} must not name rusqlite");
    }
    ensure!(names_directly("stufo-core", "rusqlite")?, "the control failed: stufo-core should name rusqlite");
    // The phone's library never links libphonenumber's metadata: the core has it at build time and in tests only.
    ensure!(!depends("stufo-jni", "phonenumber")?, "the phone's library must not link phonenumber");
    say("layering: as drawn");
    Ok(())
}

/// Ranges that a newer version of the numbers' metadata knows (`rust-core/data/metadata/newer.json`). They stop nothing: a pack may
/// need a row before the crate has them.
fn newer_ranges() -> Result<()> {
    let text = std::fs::read_to_string(root().join("rust-core/data/metadata/newer.json"))?;
    let newer: serde_json::Value = serde_json::from_str(&text).context("newer.json does not read")?;
    let part = |name: &str| newer.get(name).and_then(serde_json::Value::as_str).unwrap_or("?");
    let lock = std::fs::read_to_string(root().join("Cargo.lock"))?;
    let is_current = lock.contains(&format!("+{}\"", part("in_use")));
    ensure!(is_current, "the metadata in use has changed: run rust-core/data/metadata/make.py again");
    say(&format!("metadata {}; {} also knows:", part("in_use"), part("newer")));
    for (region, ranges) in newer.get("added").and_then(serde_json::Value::as_object).into_iter().flatten() {
        say(&format!("  {region} {ranges} (first digits/length)"));
    }
    Ok(())
}

fn tree(package: &str, more: &[&str]) -> Result<String> {
    let mut cargo = command(
        "cargo",
        &["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}", "-p", package],
    );
    output(cargo.args(more))
}

fn depends(package: &str, name: &str) -> Result<bool> {
    Ok(tree(package, &[])?.lines().any(|line| line.split_whitespace().next() == Some(name)))
}

fn names_directly(package: &str, name: &str) -> Result<bool> {
    Ok(tree(package, &["--depth", "1"])?.lines().any(|line| line.split_whitespace().next() == Some(name)))
}

/// Licences, bans and sources of every dependency. The advisory database is a repository on a code host: where it
/// cannot be reached that one part is left out, and said.
fn audit() -> Result<()> {
    tools::ensure_cargo("cargo-deny", CARGO_DENY)?;
    process::run(&mut command("cargo", &["deny", "--locked", "check", "bans", "licenses", "sources"]))?;
    let advisories =
        command("cargo", &["deny", "--locked", "check", "advisories"]).output().context("cannot start cargo deny")?;
    let words = String::from_utf8_lossy(&advisories.stderr);
    if advisories.status.success() {
        say("audit: no advisory against any dependency");
    } else if out_of_reach(&words) {
        say("audit: the advisory database cannot be reached from here; licences, bans and sources were checked");
    } else {
        bail!("cargo deny check advisories failed:\n{words}");
    }
    ensure!(root().join("deny.toml").exists(), "deny.toml is missing");
    Ok(())
}

/// Whether the advisories could not be had at all. A finding is never taken for that, whatever its text says.
fn out_of_reach(words: &str) -> bool {
    words.contains("failed to fetch advisory database") && !words.contains("error[")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_advisory_is_not_taken_for_a_missing_network() {
        assert!(out_of_reach("[ERROR] failed to fetch advisory database with cli: failed to clone"));
        assert!(!out_of_reach("error[vulnerability]: use after free in Handle::clone"));
        assert!(!out_of_reach("error[unsound]: x\nfailed to fetch advisory database"));
        assert!(!out_of_reach("error: deny.toml does not read"));
    }
}
