//! `cargo xtask release`: everything that is published of a version, in `target/dist`, the same bytes from the same commit.
//! What each file is for: docs/releasing.md.

mod bundle;
mod contents;
mod guards;
pub(crate) mod reproduce;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::android::{self, Packaged};
use crate::apk::sign::{self, Signer};
use crate::apk::{self, Package};
use crate::native::Abi;
use crate::process::{root, say};
use crate::version::VERSION;
use crate::{maven, sbom, tools};

/// How far to go.
#[derive(Args)]
pub(crate) struct ReleaseArgs {
    /// Everything but the tag and the signatures: what a build of this commit would publish
    #[arg(long)]
    dry_run: bool,
    /// These processors alone (a dry run)
    #[arg(long, value_name = "ABI", value_delimiter = ',', requires = "dry_run")]
    abi: Vec<String>,
}

pub(crate) fn run(args: &ReleaseArgs) -> Result<()> {
    guards::clean_tree()?;
    let abis = apk::chosen(&args.abi)?;
    let signer = if args.dry_run {
        say("dry run: no tag is asked for, nothing is signed");
        None
    } else {
        guards::tag()?;
        Some(Signer::release()?.context("a release is signed with its own key: docs/releasing.md, \"Keys\"")?)
    };
    let changes = guards::changes(args.dry_run)?;
    tools::ensure(&[tools::C, tools::JVM, tools::SIGNING, tools::PACKING, tools::LLVM, tools::STD_FROM_SOURCE])?;
    tools::are_pinned()?;
    guards::no_ndk()?;
    maven::refuse_unlisted();
    let folder = root().join("target/dist");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder.join("unsigned"))?;
    let libraries = apk::libraries(&abis)?;
    let everything = Package { abis: abis.clone(), offline: false };
    let packaged = keep(&android::package(everything.code()?, false)?, &folder)?;
    let mut hashes = Vec::new();
    for package in packages(&abis) {
        hashes.push(one(&package, &packaged, &libraries, signer.as_ref(), &folder)?);
    }
    bundle::build(&everything, &packaged, &libraries, &folder)?;
    sbom::write(&folder)?;
    fs::write(folder.join(name("changes.md")), changes)?;
    fs::write(folder.join(name("contents.sha256")), hashes.concat())?;
    fs::remove_dir_all(folder.join("work"))?;
    contents::checksums(&folder)?;
    if signer.is_some() {
        say("signed with the release key. The bundle is for Play: sign it with the upload key (docs/releasing.md)");
    }
    guards::clean_tree().context("the build changed the tree")
}

/// The packages of a version: for every processor together and for each alone, with the network and without.
fn packages(abis: &[Abi]) -> Vec<Package> {
    let mut processors: Vec<Vec<Abi>> = abis.iter().map(|abi| vec![*abi]).collect();
    if abis.len() > 1 {
        processors.push(abis.to_vec());
    }
    let both = |abis: Vec<Abi>| [false, true].map(|offline| Package { abis: abis.clone(), offline });
    processors.into_iter().flat_map(both).collect()
}

/// A file's name in the release.
fn name(what: &str) -> String {
    format!("stufo-{VERSION}-{what}")
}

/// Puts aside what Maven left: linking again writes into the same folder.
fn keep(packaged: &Packaged, folder: &Path) -> Result<Packaged> {
    let work = folder.join("work");
    fs::create_dir_all(&work)?;
    let copy = |from: &PathBuf, to: PathBuf| -> Result<PathBuf> {
        fs::copy(from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
        Ok(to)
    };
    Ok(Packaged {
        dex: copy(&packaged.dex, work.join("classes.dex"))?,
        mapping: copy(&packaged.mapping, folder.join(name("mapping.txt")))?,
        resources: copy(&packaged.resources, work.join("resources.ap_"))?,
        aapt2: packaged.aapt2.clone(),
    })
}

/// Packs, checks and signs one package; gives the line that tells its content's hash.
fn one(
    package: &Package,
    packaged: &Packaged,
    libraries: &[(Abi, PathBuf)],
    signer: Option<&Signer>,
    folder: &Path,
) -> Result<String> {
    let mut packaged = packaged.clone();
    packaged.resources = folder.join("work").join(format!("{}.ap_", package.name()));
    android::link_resources(package.code()?, package.offline, &packaged.resources)?;
    let unsigned = folder.join("unsigned").join(name(&format!("{}-unsigned.apk", package.name())));
    apk::assemble(package, &packaged, libraries, &unsigned)?;
    apk::verify(&unsigned, package, &packaged)?;
    let hash = contents::hash(&unsigned)?;
    let file = name(&format!("{}.apk", package.name()));
    if let Some(signer) = signer {
        let signed = folder.join(&file);
        signer.sign(&unsigned, &signed)?;
        apk::signatures(&signed)?;
        sign::refuse_debug_key(&signed)?;
        guards::key_is_published(&sign::certificate(&signed)?)?;
        contents::same(&signed, &unsigned)?;
    }
    Ok(format!("{hash}  {file}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::ABIS;

    #[test]
    fn each_processor_has_its_package_and_its_code() {
        let packages = packages(&ABIS);
        let names: Vec<String> = packages.iter().map(Package::name).collect();
        assert_eq!(names.len(), 2 * (ABIS.len() + 1));
        assert!(
            names.contains(&"arm64-v8a".to_owned()) && names.contains(&"universal-offline".to_owned()),
            "{names:?}"
        );
        let codes: std::collections::BTreeSet<u32> = packages.iter().map(|package| package.code().unwrap()).collect();
        assert_eq!(codes.len(), ABIS.len() + 1, "with and without the network, a phone can change between both");
    }
}
