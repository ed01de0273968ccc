//! `cargo xtask apk`: from sources to an installable app, then its own verification.

mod pack;
pub(crate) mod sign;
pub(crate) mod signing_block;
mod verify;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;

use crate::android::{self, Packaged};
use crate::native::{ABIS, Abi, Purpose};
use crate::process::{root, say};
use crate::version;
use crate::{native, tools};

pub(crate) use verify::{signatures, verify};

use sign::Signer;

/// What to build.
#[derive(Args)]
pub(crate) struct ApkArgs {
    /// Processors to build for: arm64-v8a (phones), armeabi-v7a (older phones), x86_64 (emulators, some Chromebooks); all
    /// when absent
    #[arg(long, value_name = "ABI", value_delimiter = ',')]
    abi: Vec<String>,
    /// Without the permission to use the network: lists come from files. The same code
    #[arg(long)]
    offline: bool,
}

/// A package: for which processors, and whether it may use the network.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Package {
    pub(crate) abis: Vec<Abi>,
    pub(crate) offline: bool,
}

impl Package {
    /// The code that orders it among this version's packages.
    pub(crate) fn code(&self) -> Result<u32> {
        version::code(&self.abis)
    }

    /// What it is called in a file name.
    pub(crate) fn name(&self) -> String {
        let processor = if let [only] = self.abis.as_slice() { only.name } else { "universal" };
        format!("{processor}{}", if self.offline { "-offline" } else { "" })
    }

    /// The file that says what it may ask of a phone.
    fn permissions(&self) -> PathBuf {
        root().join(if self.offline { "android/permissions-offline.txt" } else { "android/permissions.txt" })
    }
}

pub(crate) fn run(args: &ApkArgs) -> Result<()> {
    let package = Package { abis: chosen(&args.abi)?, offline: args.offline };
    tools::ensure(&[tools::C, tools::JVM, tools::SIGNING, tools::PACKING])?;
    let libraries = libraries(&package.abis)?;
    let packaged = android::package(package.code()?, package.offline)?;
    let name = if package.offline { "stufo-offline" } else { "stufo" };
    let unsigned = root().join(format!("target/{name}-unsigned.apk"));
    let apk = root().join(format!("target/{name}.apk"));
    pack::assemble(&packaged, &libraries, &unsigned)?;
    let signer = match Signer::release()? {
        Some(signer) => signer,
        None => Signer::debug()?,
    };
    signer.sign(&unsigned, &apk)?;
    signatures(&apk)?;
    verify(&apk, &package, &packaged)?;
    report(&apk)
}

/// Builds the library of each processor.
pub(crate) fn libraries(abis: &[Abi]) -> Result<Vec<(Abi, PathBuf)>> {
    abis.iter().map(|abi| Ok((*abi, native::build(*abi, Purpose::Phone)?))).collect()
}

/// Packs one package, unsigned.
pub(crate) fn assemble(
    package: &Package,
    packaged: &Packaged,
    libraries: &[(Abi, PathBuf)],
    unsigned: &Path,
) -> Result<()> {
    let own: Vec<(Abi, PathBuf)> = libraries.iter().filter(|(abi, _)| package.abis.contains(abi)).cloned().collect();
    pack::assemble(packaged, &own, unsigned)
}

/// The processors that an option names; all when it names none.
pub(crate) fn chosen(names: &[String]) -> Result<Vec<Abi>> {
    if names.is_empty() {
        return Ok(ABIS.to_vec());
    }
    let known = |name: &String| ABIS.into_iter().find(|abi| abi.name == name || abi.arch == name);
    names
        .iter()
        .map(|name| match known(name) {
            Some(abi) => Ok(abi),
            None => bail!("unknown ABI {name}: there are {}", ABIS.map(|abi| abi.name).join(", ")),
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
    let name = apk.file_name().unwrap_or_default().to_string_lossy();
    say("");
    for (name, size) in parts {
        say(&format!("{size:>10}  {name}"));
    }
    say(&format!("{:>10}  alignment, directory, signature", total.saturating_sub(known)));
    say(&format!("{total:>10}  target/{name}"));
    say("");
    say(&format!("Install it on a phone with USB debugging: adb install target/{name}"));
    Ok(())
}
