//! `cargo xtask apk`: from sources to an installable app, then its own verification.

mod pack;
mod sign;
mod verify;

use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::android;
use crate::process::{root, say};
use crate::{native, tools};

/// What to build.
#[derive(Args)]
pub(crate) struct ApkArgs {
    /// Processors to build for: arm64-v8a (phones), x86_64 (emulators, some Chromebooks); all when absent
    #[arg(long, value_name = "ABI", value_delimiter = ',')]
    abi: Vec<String>,
}

pub(crate) fn run(args: &ApkArgs) -> Result<()> {
    let abis = chosen(&args.abi)?;
    tools::ensure(&[tools::C, tools::JVM, tools::PACKING])?;
    let mut libraries = Vec::new();
    for abi in abis {
        libraries.push((abi, native::build(abi, native::Purpose::Phone)?));
    }
    let packaged = android::package()?;
    let unsigned = root().join("target/stufo-unsigned.apk");
    let apk = root().join("target/stufo.apk");
    pack::assemble(&packaged, &libraries, &unsigned)?;
    sign::sign(&unsigned, &apk)?;
    std::fs::remove_file(&unsigned).context("cannot remove the unsigned package")?;
    verify::verify(&apk, &packaged, &libraries)?;
    report(&apk)
}

fn chosen(names: &[String]) -> Result<Vec<native::Abi>> {
    if names.is_empty() {
        return Ok(native::ABIS.to_vec());
    }
    let known = |name: &String| native::ABIS.into_iter().find(|abi| abi.name == name || abi.arch == name);
    names
        .iter()
        .map(|name| match known(name) {
            Some(abi) => Ok(abi),
            None => bail!("unknown ABI {name}: there are {}", native::ABIS.map(|abi| abi.name).join(" and ")),
        })
        .collect()
}

/// The size of each part as it lies in the package, and how to install it.
fn report(apk: &Path) -> Result<()> {
    let total = std::fs::metadata(apk)?.len();
    let mut archive = zip::ZipArchive::new(std::fs::File::open(apk)?)?;
    let mut parts: Vec<(String, u64)> = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index)?;
        let name = entry.name()?;
        let part = if name.starts_with("res/") { "res/*" } else { &*name };
        match parts.iter_mut().find(|(name, _)| name == part) {
            Some((_, size)) => *size += entry.compressed_size(),
            None => parts.push((part.to_owned(), entry.compressed_size())),
        }
    }
    let known: u64 = parts.iter().map(|(_, size)| size).sum();
    say("");
    for (name, size) in parts {
        say(&format!("{size:>10}  {name}"));
    }
    say(&format!("{:>10}  alignment, directory, signature", total.saturating_sub(known)));
    say(&format!("{total:>10}  target/stufo.apk"));
    say("");
    say("Install it on a phone with USB debugging: adb install target/stufo.apk");
    Ok(())
}
