//! The parts of a package as CycloneDX lists: crates by cargo-cyclonedx, the JVM's by its Maven plugin. Times and paths are
//! the commit's, so that the same commit gives the same lists.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::process::{command, output, root, run};
use crate::version::VERSION;
use crate::{android, tools};

/// Pinned like every other tool.
const CARGO_CYCLONEDX: &str = "0.5.9";
/// The plugin's version and options stand in the pom.
const MAVEN_CYCLONEDX: &str = "org.cyclonedx:cyclonedx-maven-plugin:makeBom";

/// Writes `stufo-<version>-rust.cdx.json` and `stufo-<version>-jvm.cdx.json`.
pub(crate) fn write(folder: &Path) -> Result<()> {
    let commit_time = output(&mut command("git", &["log", "-1", "--format=%ct"]))?;
    let rust = crates(commit_time.trim())?;
    fs::write(folder.join(format!("stufo-{VERSION}-rust.cdx.json")), rust)?;
    let iso = output(
        command("git", &["log", "-1", "--date=format-local:%Y-%m-%dT%H:%M:%SZ", "--format=%cd"]).env("TZ", "UTC"),
    )?;
    let time = format!("-Dproject.build.outputTimestamp={}", iso.trim());
    android::maven(&[&time, MAVEN_CYCLONEDX])?;
    let jvm = root().join("android/target/bom.json");
    let text = fs::read_to_string(&jvm).with_context(|| format!("cannot read {}", jvm.display()))?;
    ensure!(text.contains("kotlin-stdlib"), "the list of the JVM's parts lacks Kotlin's library");
    Ok(fs::write(folder.join(format!("stufo-{VERSION}-jvm.cdx.json")), text)?)
}

/// What libstufo.so is made of.
fn crates(commit_time: &str) -> Result<String> {
    tools::ensure_cargo("cargo-cyclonedx", CARGO_CYCLONEDX)?;
    // It writes one list beside the manifest of every package of the workspace: the phone's is kept.
    let name = "stufo-parts";
    let mut cyclonedx = command("cargo", &["cyclonedx", "--quiet", "--manifest-path", "rust-core/jni/Cargo.toml"]);
    cyclonedx.args(["--format", "json", "--target", "aarch64-linux-android", "--no-build-deps"]);
    run(cyclonedx.args(["--override-filename", name]).env("SOURCE_DATE_EPOCH", commit_time))?;
    let place = |package: &str| root().join(package).join(format!("{name}.json"));
    let text = fs::read_to_string(place("rust-core/jni")).context("cargo cyclonedx left no list")?;
    for package in ["rust-core", "rust-core/jni", "cli", "xtask", "tests", "benches"] {
        if place(package).exists() {
            fs::remove_file(place(package))?;
        }
    }
    ensure!(text.contains("rusqlite"), "the list of the library's parts lacks SQLite");
    let root = root();
    Ok(text.replace(root.to_str().context("the project's folder is not UTF-8")?, "/stufo"))
}
