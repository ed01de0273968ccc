//! The JVM half: Maven in `android/`. What it leaves, and where its tools come from.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::maven;
use crate::process::{root, run, say};
use crate::version::VERSION;

/// What `package` leaves for an APK.
#[derive(Clone)]
pub(crate) struct Packaged {
    pub(crate) dex: PathBuf,
    /// Where R8's names and lines came from.
    pub(crate) mapping: PathBuf,
    /// Linked by aapt2: manifest, resources.arsc, res/.
    pub(crate) resources: PathBuf,
    /// aapt2, unpacked by the build.
    pub(crate) aapt2: PathBuf,
}

/// Builds dex and resources from a clean output folder: stale classes survive a change of flags.
pub(crate) fn package(code: u32, offline: bool) -> Result<Packaged> {
    let options = options(code, offline);
    maven(&options.iter().map(String::as_str).chain(["-DskipTests", "clean", "package"]).collect::<Vec<_>>())?;
    let target = root().join("android/target");
    let apk = target.join("apk");
    let packaged = Packaged {
        dex: apk.join("classes.dex"),
        mapping: apk.join("mapping.txt"),
        resources: apk.join("resources.ap_"),
        aapt2: target.join("tools/aapt2"),
    };
    for path in [&packaged.dex, &packaged.mapping, &packaged.resources, &packaged.aapt2] {
        if !path.exists() {
            bail!("Maven left no {}", path.display());
        }
    }
    Ok(packaged)
}

/// Links the resources once more, with another code or other permissions, into a file.
pub(crate) fn link_resources(code: u32, offline: bool, to: &Path) -> Result<()> {
    let options = options(code, offline);
    maven(&options.iter().map(String::as_str).chain(["generate-sources"]).collect::<Vec<_>>())?;
    let from = root().join("android/target/apk/resources.ap_");
    std::fs::copy(&from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    Ok(())
}

/// What tells the build its version, and whether the app may use the network (a profile of the pom).
fn options(code: u32, offline: bool) -> Vec<String> {
    let mut options = vec![format!("-Dapp.version.name={VERSION}"), format!("-Dapp.version.code={code}")];
    if offline {
        options.push("-Poffline".to_owned());
    }
    options
}

/// Runs Maven. `com.android.tools` and `androidx.test` may be only in Google's repository: then once more with it.
pub(crate) fn maven(goals: &[&str]) -> Result<()> {
    let build = |extra: &[&str]| -> Result<Command> {
        let mut maven = maven::build()?;
        maven.args(extra).args(goals);
        Ok(maven)
    };
    let Err(first) = run(&mut build(&[])?) else { return Ok(()) };
    if resolves()? {
        return Err(first);
    }
    say("Maven's default repository lacks a part: trying again with Google's (-Pgoogle)");
    run(&mut build(&["-Pgoogle"])?).context("neither Maven's default repository nor Google's has every part")
}

/// Whether every part is there: then a failure is the build's own.
fn resolves() -> Result<bool> {
    let mut maven = maven::build()?;
    maven.args(["dependency:resolve", "dependency:resolve-plugins"]);
    maven.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    Ok(maven.status().is_ok_and(|status| status.success()))
}
