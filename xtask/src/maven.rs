//! The Maven that builds: 3.9, because its resolver compares each artifact with `android/.mvn/checksums/checksums.sha256` before
//! anything uses it. Debian's own Maven fetches it, once; its hash stands here. `cargo xtask checksums` writes the list.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, ensure};
use zip::ZipArchive;

use crate::process::{command, root, run, say};
use crate::{files, tools};

const VERSION: &str = "3.9.11";
/// Of `apache-maven-3.9.11-bin.zip`.
const SHA256: &str = "0d7125e8c91097b36edb990ea5934e6c68b4440eef4ea96510a0f6815e7eeadb";
/// What fetches it: a plugin that the build uses too.
const COPY: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";

/// What is done about an artifact that is not in the list. One with another hash than the list's is always refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unlisted {
    /// A build while versions change: the list is written afterwards.
    Allow,
    /// A release.
    Refuse,
    /// `cargo xtask checksums`.
    Record,
}

/// Whether this run refuses artifacts that are not in the list.
static REFUSES_UNLISTED: AtomicBool = AtomicBool::new(false);

/// From now on artifacts that are not in the list are refused.
pub(crate) fn refuse_unlisted() {
    REFUSES_UNLISTED.store(true, Ordering::Relaxed);
}

/// Maven with the options that every build has.
pub(crate) fn build() -> Result<Command> {
    with(if REFUSES_UNLISTED.load(Ordering::Relaxed) { Unlisted::Refuse } else { Unlisted::Allow })
}

fn with(unlisted: Unlisted) -> Result<Command> {
    let program = program()?;
    let mut maven = command(program.to_str().context("the project's folder is not UTF-8")?, &["-B", "-q", "-f"]);
    maven.arg("android/pom.xml").args(options(unlisted));
    Ok(maven)
}

fn options(unlisted: Unlisted) -> Vec<String> {
    let processor = "-Daether.artifactResolver.postProcessor.trustedChecksums";
    let source = "-Daether.trustedChecksumsSource.summaryFile";
    let mut options = vec![
        format!("{processor}=true"),
        format!("{processor}.checksumAlgorithms=SHA-256"),
        format!("{source}=true"),
        format!("{source}.basedir={}", folder().display()),
        format!("{source}.originAware=false"),
    ];
    match unlisted {
        Unlisted::Allow => {}
        Unlisted::Refuse => options.push(format!("{processor}.failIfMissing=true")),
        Unlisted::Record => options.push(format!("{processor}.record=true")),
    }
    options
}

/// Where the list lies.
fn folder() -> PathBuf {
    root().join("android/.mvn/checksums")
}

/// Where Maven 3.9 lies; fetched when it is not there yet.
fn program() -> Result<PathBuf> {
    let folder = root().join("target/tools");
    let program = folder.join(format!("apache-maven-{VERSION}/bin/mvn"));
    if program.exists() {
        return Ok(program);
    }
    tools::ensure(&[tools::JVM])?;
    fs::create_dir_all(&folder)?;
    let mut copy = command("mvn", &["-B", "-q", COPY]);
    copy.arg(format!("-Dartifact=org.apache.maven:apache-maven:{VERSION}:zip:bin"));
    run(copy.arg(format!("-DoutputDirectory={}", folder.display())))?;
    let archive = folder.join(format!("apache-maven-{VERSION}-bin.zip"));
    let bytes = fs::read(&archive).with_context(|| format!("Maven left no {}", archive.display()))?;
    let hash = files::sha256(&bytes);
    ensure!(hash == SHA256, "{} has SHA-256 {hash}, not {SHA256}", archive.display());
    ZipArchive::new(std::io::Cursor::new(bytes))?.extract(&folder)?;
    ensure!(program.exists(), "the archive holds no {}", program.display());
    Ok(program)
}

/// Writes the list anew: every artifact that a build, its tests, formatter, list of parts and bundle resolve.
pub(crate) fn record() -> Result<()> {
    let list = folder().join("checksums.sha256");
    fs::create_dir_all(folder())?;
    let before = fs::read_to_string(&list).unwrap_or_default();
    if list.exists() {
        fs::remove_file(&list)?;
    }
    let goals: [&[&str]; 4] = [
        // One test that needs no library: what runs tests is resolved by then.
        &["-Dtest=ContrastTest", "-Dsurefire.failIfNoSpecifiedTests=false", "clean", "package"],
        &["com.github.gantsign.maven:ktlint-maven-plugin:check"],
        &["-Dproject.build.outputTimestamp=2026-01-01T00:00:00Z", "org.cyclonedx:cyclonedx-maven-plugin:makeBom"],
        &["-Pbundle", "dependency:resolve-plugins"],
    ];
    for goals in goals {
        run(with(Unlisted::Record)?.args(goals))?;
    }
    let after = fs::read_to_string(&list).context("Maven recorded nothing")?;
    let mut lines: Vec<&str> = after.lines().collect();
    lines.sort_by_key(|line| line.split_once("  ").map(|(_, path)| path));
    fs::write(&list, lines.join("\n") + "\n")?;
    // Maven's own copy of the list before.
    let copy = folder().join("checksums.sha256.bak");
    if copy.exists() {
        fs::remove_file(copy)?;
    }
    let known: std::collections::BTreeSet<&str> = before.lines().collect();
    let new = lines.iter().filter(|line| !known.contains(**line)).count();
    say(&format!("{}: {} artifacts, {new} of them new or changed", list.display(), lines.len()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_refuses_and_only_the_command_records() {
        let ends = |unlisted, end: &str| options(unlisted).iter().any(|option| option.ends_with(end));
        assert!(ends(Unlisted::Refuse, "failIfMissing=true") && !ends(Unlisted::Refuse, "record=true"));
        assert!(!ends(Unlisted::Allow, "failIfMissing=true") && !ends(Unlisted::Allow, "record=true"));
        assert!(ends(Unlisted::Record, "record=true"));
    }

    /// The tools that make the package are in the list, each with a hash of its own.
    #[test]
    fn the_list_names_the_compilers() {
        let list = fs::read_to_string(folder().join("checksums.sha256")).unwrap();
        for part in
            ["kotlin-compiler-embeddable", "com/android/tools/r8", "apktool-lib", "robolectric/android-all", "ktlint"]
        {
            assert!(list.lines().any(|line| line.contains(part)), "{part}");
        }
        assert!(list.lines().count() > 200);
        let is_right =
            |line: &str| line.split_once("  ").is_some_and(|(hash, path)| hash.len() == 64 && path.contains('/'));
        assert!(list.lines().all(is_right));
    }
}
