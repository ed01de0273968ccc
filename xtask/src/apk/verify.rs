//! The package is asked what a phone and a careful user would ask, before anybody installs it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use zip::{CompressionMethod, ZipArchive};

use super::Package;
use crate::android::Packaged;
use crate::native::{self, Abi};
use crate::process::{command, output, root, say};
use crate::version;

/// The most bytes of a library (docs/adr/0008-plain-code-first.md): with the other parts 4 MiB a package for one processor of
/// phones. LLVM outlines nothing on `x86_64`, which emulators and some Chromebooks have: its package may have 4.6 MiB.
const MAX_LIBRARY: u64 = 3_470_000;
const MAX_LIBRARY_X86_64: u64 = 4_100_000;
/// The most bytes of everything else in a package.
const MAX_OTHER_PARTS: u64 = 720_000;

fn max_library(abi: Abi) -> u64 {
    if abi == native::X86_64 { MAX_LIBRARY_X86_64 } else { MAX_LIBRARY }
}

/// Everything but the signature, so that an unsigned package can be asked too.
pub(crate) fn verify(apk: &Path, package: &Package, packaged: &Packaged) -> Result<()> {
    let path = apk.to_str().context("the package's path is not UTF-8")?;
    output(&mut command("zipalign", &["-c", "-p", "4", path])).context("zipalign finds an entry out of place")?;
    let size = std::fs::metadata(apk)?.len();
    let allowed = MAX_OTHER_PARTS + package.abis.iter().map(|abi| max_library(*abi)).sum::<u64>();
    ensure!(size <= allowed, "the package has {size} bytes of {allowed}");
    let mut archive = ZipArchive::new(File::open(apk)?)?;
    for abi in &package.abis {
        library(&mut archive, *abi)?;
    }
    ensure!(
        archive.by_name("resources.arsc")?.compression() == CompressionMethod::Stored,
        "resources.arsc is compressed"
    );
    manifest(path, package, packaged)?;
    is_mapped(path, packaged)?;
    dex(&mut archive)?;
    say(&format!(
        "verified: {} ({}), library mapped from 16 KB pages, imports of API 29, permissions, dex",
        package.name(),
        package.code()?
    ));
    Ok(())
}

/// apksigner stops at the newest scheme it finds: v2 is seen only when asked as an older phone would.
pub(crate) fn signatures(apk: &Path) -> Result<()> {
    for (name, sdk) in [("v3", ["29", "36"]), ("v2", ["24", "27"])] {
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

/// The library is mapped from the package: stored, on a 16 KB page, its segments on such pages.
fn library(archive: &mut ZipArchive<File>, abi: Abi) -> Result<()> {
    let name = format!("lib/{}/libstufo.so", abi.name);
    let mut entry = archive.by_name(&name)?;
    ensure!(entry.compression() == CompressionMethod::Stored, "{name} is compressed");
    let start = entry.data_start().context("an entry without data")?;
    ensure!(start % 0x4000 == 0, "{name} does not begin on a 16 KB page");
    let (size, allowed) = (entry.size(), max_library(abi));
    ensure!(size <= allowed, "{name} has {size} bytes of {allowed}");
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes)?;
    ensure!(native::load_alignment(&bytes)? >= 0x4000, "{name} is linked for smaller pages");
    Ok(())
}

/// The installer is told not to unpack the library.
fn is_mapped(apk: &str, packaged: &Packaged) -> Result<()> {
    let aapt2 = packaged.aapt2.to_str().context("aapt2's path is not UTF-8")?;
    let tree = output(&mut command(aapt2, &["dump", "xmltree", "--file", "AndroidManifest.xml", apk]))?;
    let line =
        tree.lines().find(|line| line.contains("extractNativeLibs")).context("the manifest says nothing of it")?;
    ensure!(line.trim_end().ends_with("=false"), "extractNativeLibs should be false: {line}");
    Ok(())
}

/// The version, its code, permissions and SDK levels, as aapt2 tells them: `android/permissions.txt`, or that of the build
/// without the network, names all. A new one shows up in a diff.
fn manifest(apk: &str, package: &Package, packaged: &Packaged) -> Result<()> {
    let aapt2 = packaged.aapt2.to_str().context("aapt2's path is not UTF-8")?;
    let badging = output(&mut command(aapt2, &["dump", "badging", apk]))?;
    let version = format!("versionCode='{}' versionName='{}'", package.code()?, version::VERSION);
    ensure!(badging.lines().next().is_some_and(|line| line.contains(&version)), "the manifest does not say {version}");
    let kept = |line: &&str| {
        ["uses-permission:", "minSdkVersion:", "sdkVersion:", "targetSdkVersion:"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let mut found: Vec<&str> = badging.lines().filter(kept).collect();
    found.sort_unstable();
    let golden = package.permissions();
    let wanted = std::fs::read_to_string(&golden).with_context(|| format!("cannot read {}", golden.display()))?;
    let mut wanted: Vec<&str> = wanted.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    wanted.sort_unstable();
    if found != wanted {
        bail!(
            "permissions or SDK levels differ from {}:\nfound:\n{}\nwanted:\n{}",
            golden.display(),
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
