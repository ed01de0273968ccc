//! The package is asked what a phone and a careful person would ask, before anybody installs it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use zip::{CompressionMethod, ZipArchive};

use crate::android::{Keeping, Packaged};
use crate::native::{self, Abi};
use crate::process::{command, output, root, say};

pub(super) fn verify(apk: &Path, packaged: &Packaged, libraries: &[(Abi, PathBuf)], keeping: Keeping) -> Result<()> {
    signatures(apk)?;
    let path = apk.to_str().context("the package's path is not UTF-8")?;
    output(&mut command("zipalign", &["-c", "-p", "4", path])).context("zipalign finds an entry out of place")?;
    let mut archive = ZipArchive::new(File::open(apk)?)?;
    for (abi, _) in libraries {
        library(&mut archive, *abi, keeping)?;
    }
    ensure!(
        archive.by_name("resources.arsc")?.compression() == CompressionMethod::Stored,
        "resources.arsc is compressed"
    );
    manifest(apk, packaged)?;
    unpacking(path, packaged, keeping)?;
    dex(&mut archive)?;
    let library = match keeping {
        Keeping::Mapped => "mapped from 16 KB pages",
        Keeping::Compressed => "unpacked by the installer",
    };
    say(&format!("verified: signatures v2 and v3, library {library}, imports of API 29, permissions, dex"));
    Ok(())
}

/// apksigner stops at the newest scheme it finds: v2 is seen only when asked as an older phone would.
fn signatures(apk: &Path) -> Result<()> {
    for (name, sdk) in [("v3", ["29", "35"]), ("v2", ["24", "27"])] {
        let mut apksigner =
            command("apksigner", &["verify", "-v", "--min-sdk-version", sdk[0], "--max-sdk-version", sdk[1]]);
        let words = output(apksigner.arg(apk))?;
        let scheme = words.lines().find(|line| line.contains(&format!("using {name} scheme")));
        ensure!(
            scheme.is_some_and(|line| line.trim_end().ends_with("true")),
            "signature scheme {name} is missing:\n{words}"
        );
    }
    Ok(())
}

/// Mapped: stored, on a 16 KB page. In any case its segments on such pages, for it is mapped from somewhere.
fn library(archive: &mut ZipArchive<File>, abi: Abi, keeping: Keeping) -> Result<()> {
    let name = format!("lib/{}/libstufo.so", abi.name);
    let mut entry = archive.by_name(&name)?;
    if keeping == Keeping::Mapped {
        ensure!(entry.compression() == CompressionMethod::Stored, "{name} is compressed");
        let start = entry.data_start().context("an entry without data")?;
        ensure!(start % 0x4000 == 0, "{name} does not begin on a 16 KB page");
    }
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes)?;
    ensure!(native::load_alignment(&bytes)? >= 0x4000, "{name} is linked for smaller pages");
    Ok(())
}

/// The installer is told to unpack the library exactly when it is compressed: else it is not found.
fn unpacking(apk: &str, packaged: &Packaged, keeping: Keeping) -> Result<()> {
    let aapt2 = packaged.aapt2.to_str().context("aapt2's path is not UTF-8")?;
    let tree = output(&mut command(aapt2, &["dump", "xmltree", "--file", "AndroidManifest.xml", apk]))?;
    let line =
        tree.lines().find(|line| line.contains("extractNativeLibs")).context("the manifest says nothing of it")?;
    let wanted = if keeping == Keeping::Compressed { "=true" } else { "=false" };
    ensure!(line.trim_end().ends_with(wanted), "extractNativeLibs should be {wanted}: {line}");
    Ok(())
}

/// Permissions and SDK levels are those of `android/permissions.txt`: a new one shows up in a diff.
fn manifest(apk: &Path, packaged: &Packaged) -> Result<()> {
    let aapt2 = packaged.aapt2.to_str().context("aapt2's path is not UTF-8")?;
    let apk = apk.to_str().context("the package's path is not UTF-8")?;
    let badging = output(&mut command(aapt2, &["dump", "badging", apk]))?;
    let kept = |line: &&str| {
        ["uses-permission:", "minSdkVersion:", "sdkVersion:", "targetSdkVersion:"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let mut found: Vec<&str> = badging.lines().filter(kept).collect();
    found.sort_unstable();
    let golden = root().join("android/permissions.txt");
    let wanted = std::fs::read_to_string(&golden).with_context(|| format!("cannot read {}", golden.display()))?;
    let mut wanted: Vec<&str> = wanted.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    wanted.sort_unstable();
    if found != wanted {
        bail!(
            "permissions or SDK levels differ from android/permissions.txt:\nfound:\n{}\nwanted:\n{}",
            found.join("\n"),
            wanted.join("\n")
        );
    }
    Ok(())
}

/// ART's own structural verifier reads the dex.
fn dex(archive: &mut ZipArchive<File>) -> Result<()> {
    let mut bytes = Vec::new();
    archive.by_name("classes.dex")?.read_to_end(&mut bytes)?;
    let path = root().join("target/classes.dex");
    std::fs::write(&path, bytes)?;
    let path = path.to_str().context("the target folder is not UTF-8")?;
    output(&mut command("dexdump", &["-c", path])).context("dexdump finds the dex damaged")?;
    Ok(())
}
