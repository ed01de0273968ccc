//! An NDK that is already on the machine. Its compilers, headers and stub libraries take the place of our sysroot's; the
//! standard library is rustup's for the target or, where rustup has none, built from source as without an NDK.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{API, Abi, Toolchain, sysroot};
use crate::process::{command, exists, output, run, say};
use crate::tools;

/// The prebuilt LLVM of an NDK.
pub(super) struct Ndk {
    bin: PathBuf,
    /// Whether rustup is asked for the standard library; else it is built from source.
    asks_rustup: bool,
}

impl Ndk {
    /// The NDK that `ANDROID_NDK_HOME` or `ANDROID_NDK_ROOT` names.
    pub(super) fn named() -> Result<Option<Self>> {
        let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT"].into_iter().find_map(std::env::var_os);
        named.filter(|home| !home.is_empty()).map(|home| Self::at(Path::new(&home), true)).transpose()
    }

    /// Looks into the folder as every build tool does.
    pub(super) fn at(home: &Path, asks_rustup: bool) -> Result<Self> {
        let prebuilt = home.join("toolchains/llvm/prebuilt");
        let hosts = std::fs::read_dir(&prebuilt).with_context(|| format!("no NDK at {}", home.display()))?;
        let mut folders = hosts.flatten().map(|host| host.path().join("bin")).filter(|bin| bin.is_dir());
        let bin = folders.next().with_context(|| format!("the NDK at {} holds no prebuilt LLVM", home.display()))?;
        Ok(Self { bin: std::path::absolute(bin)?, asks_rustup })
    }

    /// Its compiler for one ABI.
    pub(super) fn toolchain(&self, abi: Abi) -> Result<Toolchain> {
        let clang = self.bin.join(format!("{}{API}-clang", abi.clang_name()));
        if !clang.exists() {
            bail!("this NDK has no compiler for {} at API {API}: {}", abi.name, clang.display());
        }
        let (cargo_args, environment) = if self.asks_rustup && has_standard_library(abi)? {
            (vec![], vec![])
        } else {
            tools::ensure(&[tools::STD_FROM_SOURCE])?;
            sysroot::standard_library_from_source()
        };
        Ok(Toolchain {
            clang: clang.display().to_string(),
            ar: self.bin.join("llvm-ar").display().to_string(),
            cflags: sysroot::c_flags(abi),
            link_args: vec![],
            cargo_args,
            environment,
            own_sysroot: false,
        })
    }
}

/// Whether rustup has the target's standard library, or can fetch it.
fn has_standard_library(abi: Abi) -> Result<bool> {
    if !exists("rustup") {
        return Ok(false);
    }
    let target = abi.target();
    let installed = output(&mut command("rustup", &["target", "list", "--installed"]))?;
    if installed.lines().any(|line| line == target) {
        return Ok(true);
    }
    if run(&mut command("rustup", &["target", "add", &target])).is_ok() {
        return Ok(true);
    }
    say(&format!("rustup cannot fetch {target}: the standard library is built from source"));
    Ok(false)
}
