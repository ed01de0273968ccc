//! An NDK that is already on the machine.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::sysroot::hardening;
use super::{API, Abi, Toolchain};
use crate::process::{command, output, run};

/// The prebuilt LLVM of an NDK.
pub(super) struct Ndk {
    bin: PathBuf,
}

/// The NDK that `ANDROID_NDK_HOME` or `ANDROID_NDK_ROOT` names.
pub(super) fn find() -> Result<Option<Ndk>> {
    let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT"].into_iter().find_map(std::env::var_os);
    let Some(home) = named.filter(|home| !home.is_empty()) else { return Ok(None) };
    let prebuilt = Path::new(&home).join("toolchains/llvm/prebuilt");
    let mut hosts = std::fs::read_dir(&prebuilt).with_context(|| format!("no NDK at {}", prebuilt.display()))?;
    let host = hosts.next().context("the NDK holds no prebuilt LLVM")??.path();
    Ok(Some(Ndk { bin: host.join("bin") }))
}

impl Ndk {
    /// Its compiler for one ABI, with the target installed through rustup.
    pub(super) fn toolchain(&self, abi: Abi) -> Result<Toolchain> {
        let target = abi.target();
        let installed = output(&mut command("rustup", &["target", "list", "--installed"]))?;
        if !installed.lines().any(|line| line == target) {
            run(&mut command("rustup", &["target", "add", &target]))?;
        }
        let clang = self.bin.join(format!("{target}{API}-clang"));
        if !clang.exists() {
            bail!("this NDK has no compiler for {target} at API {API}");
        }
        Ok(Toolchain {
            clang: clang.display().to_string(),
            ar: self.bin.join("llvm-ar").display().to_string(),
            cflags: hardening(abi).into_iter().map(str::to_owned).collect(),
            link_args: vec![],
            cargo_args: vec![],
            environment: vec![],
            own_sysroot: false,
        })
    }
}
