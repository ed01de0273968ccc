//! `cargo xtask reproduce APK`: builds a published package again, from this commit, and tells what differs.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use zip::ZipArchive;

use super::contents::read;
use crate::android;
use crate::apk::{self, Package, signing_block};
use crate::native::ABIS;
use crate::process::{command, output, root, say};
use crate::{files, tools};

/// Which package.
#[derive(Args)]
pub(crate) struct ReproduceArgs {
    /// A package that somebody published, signed or not; check out its version's tag first
    apk: PathBuf,
}

pub(crate) fn run(args: &ReproduceArgs) -> Result<()> {
    tools::ensure(&[tools::C, tools::JVM, tools::PACKING])?;
    let published = read(&std::path::absolute(&args.apk)?)?;
    let theirs = signing_block::without(&published).context("the package does not read")?;
    let package = kind(&theirs)?;
    say(&format!("it is the {} package; building it again", package.name()));
    let libraries = apk::libraries(&package.abis)?;
    let packaged = android::package(package.code()?, package.offline)?;
    let unsigned = root().join("target/reproduced-unsigned.apk");
    apk::assemble(&package, &packaged, &libraries, &unsigned)?;
    let ours = read(&unsigned)?;
    if ours == theirs {
        let signed = if published == theirs { "identical" } else { "identical but for the signature" };
        say(&format!("{signed}: {} without its signing block", files::sha256(&ours)));
        return Ok(());
    }
    // Their manifest tells which version it is of: most differences are a commit that is not the tag's.
    let aapt2 = packaged.aapt2.to_str().context("aapt2's path is not UTF-8")?;
    let badging = output(command(aapt2, &["dump", "badging"]).arg(&args.apk)).unwrap_or_default();
    let what = differences(&entries(&theirs)?, &entries(&ours)?);
    bail!(
        "it differs from what this commit gives ({}):\n{}\ntheirs: {}",
        unsigned.display(),
        what.join("\n"),
        badging.lines().next().unwrap_or("no manifest that reads")
    )
}

/// Which of a version's packages it is: its libraries and its permissions tell.
fn kind(apk: &[u8]) -> Result<Package> {
    let entries = entries(apk)?;
    let has = |name: &str| entries.contains_key(name);
    let abis = ABIS.into_iter().filter(|abi| has(&format!("lib/{}/libstufo.so", abi.name))).collect::<Vec<_>>();
    if abis.is_empty() {
        bail!("it holds no library of Stufo's");
    }
    let manifest = entries.get("AndroidManifest.xml").context("it has no manifest")?;
    Ok(Package { abis, offline: !holds(manifest, "android.permission.INTERNET") })
}

/// Whether a manifest's strings hold a text, in either of their forms.
fn holds(manifest: &[u8], text: &str) -> bool {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [text.as_bytes(), &wide].into_iter().any(|form| manifest.windows(form.len()).any(|part| part == form))
}

type Entries = BTreeMap<String, Vec<u8>>;

fn entries(apk: &[u8]) -> Result<Entries> {
    let mut archive = ZipArchive::new(Cursor::new(apk))?;
    let mut entries = Entries::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        entries.insert(name, content);
    }
    Ok(entries)
}

fn differences(theirs: &Entries, ours: &Entries) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (name, content) in theirs {
        match ours.get(name) {
            None => found.push(format!("  {name}: only in theirs")),
            Some(other) if other != content => {
                let at = content.iter().zip(other).position(|(a, b)| a != b).unwrap_or(content.len().min(other.len()));
                found.push(format!("  {name}: {} bytes, ours {}; from byte {at} on", content.len(), other.len()));
            }
            Some(_) => {}
        }
    }
    found.extend(ours.keys().filter(|name| !theirs.contains_key(*name)).map(|name| format!("  {name}: only in ours")));
    if found.is_empty() {
        found.push("  the same files, packed in another way (order, compression, times or alignment)".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(files: &[(&str, &str)]) -> Entries {
        files.iter().map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec())).collect()
    }

    #[test]
    fn each_difference_is_told() {
        let theirs = entries(&[("a", "same"), ("b", "their words"), ("c", "more")]);
        let ours = entries(&[("a", "same"), ("b", "their wars"), ("d", "new")]);
        assert_eq!(
            differences(&theirs, &ours),
            ["  b: 11 bytes, ours 10; from byte 7 on", "  c: only in theirs", "  d: only in ours"]
        );
        assert_eq!(differences(&ours, &ours).len(), 1, "packed in another way");
    }

    #[test]
    fn a_manifests_permission_is_found_in_both_forms() {
        let wide: Vec<u8> = "x android.permission.INTERNET".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(holds(&wide, "android.permission.INTERNET"));
        assert!(holds(b"\0android.permission.INTERNET\0", "android.permission.INTERNET"));
        assert!(!holds(b"android.permission.READ_CONTACTS", "android.permission.INTERNET"));
    }
}
