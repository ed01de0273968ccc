//! `cargo xtask ndk-shape`: a folder of an NDK's shape, made of Debian's clang and our small sysroot, and the library built
//! with it. So the path that an NDK takes is run on machines without one; what only a real NDK has (all of bionic's headers,
//! the compiler's run-time libraries, versions of symbols) is not.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use anyhow::{Context, Result};
use clap::Args;

use super::ndk::Ndk;
use super::{API, Abi, build_with_ndk, sysroot};
use crate::process::{root, say};
use crate::{apk, tools};

/// For which processors.
#[derive(Args)]
pub(crate) struct NdkShapeArgs {
    /// arm64-v8a, armeabi-v7a, x86_64; all when absent
    #[arg(long, value_name = "ABI", value_delimiter = ',')]
    abi: Vec<String>,
}

/// What clang puts before and after a library's code.
const CRT: [(&str, &str); 2] = [
    ("crtbegin_so.o", ".hidden __dso_handle\n.globl __dso_handle\n.data\n__dso_handle: .zero 8\n"),
    ("crtend_so.o", ""),
];

pub(crate) fn run(args: &NdkShapeArgs) -> Result<()> {
    tools::ensure(&[tools::C, tools::LLVM, tools::STD_FROM_SOURCE])?;
    let home = root().join("target/ndk");
    for abi in apk::chosen(&args.abi)? {
        make(abi, &home)?;
        let library = build_with_ndk(abi, &Ndk::at(&home, false)?)?;
        say(&format!("{}: {} bytes by the path of ANDROID_NDK_HOME", abi.name, fs::metadata(&library)?.len()));
    }
    Ok(())
}

/// Adds one processor to the folder.
fn make(abi: Abi, home: &Path) -> Result<()> {
    let llvm = home.join("toolchains/llvm/prebuilt/linux-x86_64");
    let bin = llvm.join("bin");
    fs::create_dir_all(&bin)?;
    // As an NDK's own: a script that names the target. SQLite would find mremap in all of bionic's headers.
    let script = format!(
        "#!/bin/sh\nexec clang-19 {} --sysroot=\"$(dirname \"$0\")/../sysroot\" -DHAVE_MREMAP=0 \"$@\"\n",
        abi.clang_target()
    );
    let wrapper = bin.join(format!("{}{API}-clang", abi.clang_name()));
    sysroot::put(&wrapper, script.as_bytes())?;
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755))?;
    if !bin.join("llvm-ar").exists() {
        symlink("/usr/bin/llvm-ar-19", bin.join("llvm-ar")).context("cannot link llvm-ar")?;
    }
    sysroot::write(abi, &llvm.join("sysroot"))?;
    let libraries = llvm.join("sysroot/usr/lib").join(abi.library_folder()).join(API.to_string());
    for (name, source) in CRT {
        let object = libraries.join(name).display().to_string();
        sysroot::clang(&[&abi.clang_target(), "-c", "-o", &object, "-xassembler", "-"], source)?;
    }
    Ok(())
}
