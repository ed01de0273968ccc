//! The JVM half: Maven in `android/`. What it leaves, and where its tools come from.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{command, root, run, say};

/// How a package keeps its libraries. The manifest says it to the installer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// As they are, on a page of their own: mapped from the package.
    Mapped,
    /// Compressed: the installer unpacks them.
    Compressed,
}

/// What `package` leaves for an APK.
pub(crate) struct Packaged {
    pub(crate) dex: PathBuf,
    /// Linked and shortened by aapt2: manifest, resources.arsc, res/.
    pub(crate) resources: PathBuf,
    /// aapt2, unpacked by the build.
    pub(crate) aapt2: PathBuf,
}

/// Builds dex and resources from a clean output folder: stale classes survive a change of flags.
pub(crate) fn package(keeping: Keeping) -> Result<Packaged> {
    let version = env!("CARGO_PKG_VERSION");
    let version = format!("-Dapp.version.name={version}");
    let extract = format!("-Dapp.extract.libraries={}", keeping == Keeping::Compressed);
    maven(&["-DskipTests", &version, &extract, "clean", "package"])?;
    let target = root().join("android/target");
    let (linked, resources) = (target.join("apk/resources.ap_"), target.join("apk/resources-small.ap_"));
    let packaged = Packaged { dex: target.join("apk/classes.dex"), resources, aapt2: target.join("tools/aapt2") };
    for path in [&packaged.dex, &linked, &packaged.aapt2] {
        if !path.exists() {
            bail!("Maven left no {}", path.display());
        }
    }
    shorten(&packaged, &linked)?;
    Ok(packaged)
}

/// Names of resources and of their files are for the build and the tests: at run time they are numbers.
fn shorten(packaged: &Packaged, linked: &Path) -> Result<()> {
    let mut aapt2 = command(packaged.aapt2.to_str().context("aapt2's path is not UTF-8")?, &["optimize"]);
    aapt2.args(["--collapse-resource-names", "--shorten-resource-paths", "-o"]);
    run(aapt2.arg(&packaged.resources).arg(linked))
}

/// Runs Maven. `com.android.tools` and `androidx.test` may be only in Google's repository: then once more with it.
pub(crate) fn maven(goals: &[&str]) -> Result<()> {
    let build = |extra: &[&str]| -> Command {
        let mut arguments = vec!["-B", "-q", "-f", "android/pom.xml"];
        arguments.extend_from_slice(extra);
        arguments.extend_from_slice(goals);
        command("mvn", &arguments)
    };
    let Err(first) = run(&mut build(&[])) else { return Ok(()) };
    if resolves() {
        return Err(first);
    }
    say("Maven's default repository lacks a part: trying again with Google's (-Pgoogle)");
    run(&mut build(&["-Pgoogle"])).context("neither Maven's default repository nor Google's has every part")
}

/// Whether every part is there: then a failure is the build's own.
fn resolves() -> bool {
    let mut command =
        command("mvn", &["-B", "-q", "-f", "android/pom.xml", "dependency:resolve", "dependency:resolve-plugins"]);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
