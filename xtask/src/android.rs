//! The JVM half: Maven in `android/`. What it leaves, and where its tools come from.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{command, root, run, say};

/// What `package` leaves for an APK.
pub(crate) struct Packaged {
    pub(crate) dex: PathBuf,
    /// Linked by aapt2: manifest, resources.arsc, res/.
    pub(crate) resources: PathBuf,
    /// aapt2, unpacked by the build.
    pub(crate) aapt2: PathBuf,
}

/// Builds dex and resources from a clean output folder: stale classes survive a change of flags.
pub(crate) fn package() -> Result<Packaged> {
    let version = env!("CARGO_PKG_VERSION");
    let version = format!("-Dapp.version.name={version}");
    maven(&["-DskipTests", &version, "clean", "package"])?;
    let target = root().join("android/target");
    let apk = target.join("apk");
    let packaged = Packaged {
        dex: apk.join("classes.dex"),
        resources: apk.join("resources.ap_"),
        aapt2: target.join("tools/aapt2"),
    };
    for path in [&packaged.dex, &packaged.resources, &packaged.aapt2] {
        if !path.exists() {
            bail!("Maven left no {}", path.display());
        }
    }
    Ok(packaged)
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
