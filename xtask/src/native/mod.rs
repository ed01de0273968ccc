//! libstufo.so for Android. Where an NDK is set (`ANDROID_NDK_HOME`) its clang and sysroot are used with rustup's
//! targets; elsewhere Debian's clang with a small sysroot of our own and a std built from source.

mod elf;
mod ndk;
pub(crate) mod ndk_shape;
mod sysroot;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{command, root, run};
use crate::tools;

use ndk::Ndk;

pub(crate) use elf::{check as check_elf, load_alignment};
pub(crate) use sysroot::{compile, empty_libraries};

/// A processor that phones have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Abi {
    /// Android's name, as in `lib/<name>/`.
    pub(crate) name: &'static str,
    /// LLVM's name.
    pub(crate) arch: &'static str,
}

/// Emulators, some Chromebooks, and the desktop that proves the build.
pub(crate) const X86_64: Abi = Abi { name: "x86_64", arch: "x86_64" };

/// The ABIs that are built unless `--abi` chooses. 32-bit x86 is not among them: no phone of API 29 has it (docs/adr/0015).
pub(crate) const ABIS: [Abi; 3] =
    [Abi { name: "arm64-v8a", arch: "aarch64" }, Abi { name: "armeabi-v7a", arch: "arm" }, X86_64];

/// The fewest bytes that LLVM must save by moving instructions into a function of their own, as it does at `opt-level = "z"`. Its
/// reckoning leaves out the unwinding table of that function and the entries for cleaning up that its calls cut in two: with
/// 1, its default, the library of arm64 is 100 KB larger (docs/adr/0008-plain-code-first.md).
const OUTLINING_THRESHOLD: u32 = 64;
/// What the build of SQLite reads its options from.
const SQLITE_FLAGS: &str = "LIBSQLITE3_FLAGS";

/// Lowest Android that is supported.
pub(crate) const API: u32 = 29;

impl Abi {
    /// Rust's target.
    pub(crate) fn target(self) -> String {
        if self.is_arm32() { "armv7-linux-androideabi".to_owned() } else { format!("{}-linux-android", self.arch) }
    }

    /// clang's name of it, as in the programs of an NDK.
    pub(crate) fn clang_name(self) -> String {
        if self.is_arm32() { "armv7a-linux-androideabi".to_owned() } else { self.target() }
    }

    /// clang's option for it.
    pub(crate) fn clang_target(self) -> String {
        format!("--target={}{API}", self.clang_name())
    }

    /// The folder of its libraries in a sysroot.
    pub(crate) fn library_folder(self) -> String {
        if self.is_arm32() { "arm-linux-androideabi".to_owned() } else { self.target() }
    }

    /// Whether it is the processor of older phones. Its unwinding tables have a form of their own (ARM EHABI), which the
    /// `unwinding` crate does not read; its libc brings the unwinder for them in every version of Android.
    pub(crate) fn is_arm32(self) -> bool {
        self.arch == "arm"
    }
}

/// What a library is built for.
#[derive(Clone, Copy)]
pub(crate) enum Purpose<'a> {
    Phone,
    /// To be loaded by the desktop's JVM (proof.rs): linked with this object, relocated as glibc reads it.
    Proof(&'a Path),
}

/// Builds and checks the library of one ABI; gives its path.
pub(crate) fn build(abi: Abi, purpose: Purpose<'_>) -> Result<PathBuf> {
    match (purpose, Ndk::named()?) {
        (Purpose::Phone, Some(ndk)) => build_with_ndk(abi, &ndk),
        // An NDK's names carry versions that only Android's linker knows.
        (Purpose::Phone, None) | (Purpose::Proof(_), _) => {
            tools::ensure(&[tools::LLVM, tools::STD_FROM_SOURCE])?;
            let folder = root().join("target/android");
            build_in(&folder, &sysroot::toolchain(abi, &folder)?, abi, purpose)
        }
    }
}

/// The library for a phone, by an NDK. In a folder of its own: other flags would have everything built again.
fn build_with_ndk(abi: Abi, ndk: &Ndk) -> Result<PathBuf> {
    build_in(&root().join("target/android-ndk"), &ndk.toolchain(abi)?, abi, Purpose::Phone)
}

fn build_in(folder: &Path, toolchain: &Toolchain, abi: Abi, purpose: Purpose<'_>) -> Result<PathBuf> {
    let profile = match purpose {
        Purpose::Phone => "phone",
        Purpose::Proof(_) => "proof",
    };
    let target = abi.target();
    let (lower, upper) = (target.replace('-', "_"), target.replace('-', "_").to_uppercase());
    // One crate type alone: beside an rlib, cargo leaves link-time optimisation out without a word.
    let mut cargo = command("cargo", &["rustc", "--locked", "--package", "stufo-jni", "--lib"]);
    cargo
        .args(["--crate-type", "cdylib", "--profile", profile, "--target", &target])
        .args(&toolchain.cargo_args)
        .env("CARGO_TARGET_DIR", folder)
        .env(format!("CC_{lower}"), &toolchain.clang)
        .env(format!("AR_{lower}"), &toolchain.ar)
        .env(format!("CFLAGS_{lower}"), toolchain.cflags.join(" "))
        .env(SQLITE_FLAGS, sqlite_flags(toolchain)?)
        .env(format!("CARGO_TARGET_{upper}_LINKER"), &toolchain.clang)
        .env(format!("CARGO_TARGET_{upper}_RUSTFLAGS"), rustflags(abi, toolchain, purpose)?)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    for (name, value) in &toolchain.environment {
        cargo.env(name, value);
    }
    if matches!(purpose, Purpose::Phone) {
        cargo.arg("--").arg(format!("-Cllvm-args=-outliner-benefit-threshold={OUTLINING_THRESHOLD}"));
    }
    if let Purpose::Proof(object) = purpose {
        // For the last crate alone: what it is made of is not built again when the object changes.
        cargo.arg("--").arg(format!("-Clink-arg={}", object.display())).arg("-Clink-arg=-Wl,-rpath,$ORIGIN");
    }
    run(&mut cargo)?;
    let library = folder.join(&target).join(profile).join("libstufo.so");
    if matches!(purpose, Purpose::Phone) {
        // An NDK's linker knows itself what each version of Android has.
        let names = toolchain.own_sysroot.then(|| sysroot::symbols(abi)).transpose()?;
        check_elf(&library, abi, names.as_ref())
            .with_context(|| format!("{} is not fit for a phone", library.display()))?;
    }
    Ok(library)
}

/// A C compiler, an archiver and what cargo must be told of them.
pub(crate) struct Toolchain {
    clang: String,
    ar: String,
    cflags: Vec<String>,
    link_args: Vec<String>,
    cargo_args: Vec<String>,
    environment: Vec<(String, String)>,
    own_sysroot: bool,
}

/// SQLite as it is built everywhere (`.cargo/config.toml`, which cargo hands to xtask too); with our own headers without
/// the one call that they do not declare.
fn sqlite_flags(toolchain: &Toolchain) -> Result<String> {
    let everywhere =
        std::env::var(SQLITE_FLAGS).with_context(|| format!("{SQLITE_FLAGS} is not set: run cargo xtask"))?;
    let own = if toolchain.own_sysroot { " -DHAVE_MREMAP=0" } else { "" };
    Ok(format!("{everywhere}{own}"))
}

/// Flags of the compiler: linked for 16 KB pages, relocations packed as API 29 reads them (a row in docs/performance.md),
/// and no path of the building machine inside.
fn rustflags(abi: Abi, toolchain: &Toolchain, purpose: Purpose<'_>) -> Result<String> {
    let mut flags: Vec<String> = toolchain.link_args.iter().map(|argument| format!("-Clink-arg={argument}")).collect();
    flags.push("-Clink-arg=-Wl,--no-undefined,-Bsymbolic,-z,max-page-size=16384".to_owned());
    if matches!(purpose, Purpose::Phone) {
        flags.push("-Clink-arg=-Wl,--pack-dyn-relocs=android+relr,--use-android-relr-tags".to_owned());
    }
    for (path, name) in [(cargo_home()?, "/cargo"), (root(), "/stufo")] {
        let path = path.to_str().context("a folder's name is not UTF-8")?.to_owned();
        if path.contains(' ') {
            bail!("the {} library cannot be built in a folder with blanks in its name", abi.name);
        }
        flags.push(format!("--remap-path-prefix={path}={name}"));
    }
    Ok(flags.join(" "))
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = std::env::var_os("CARGO_HOME") {
        return Ok(PathBuf::from(home));
    }
    let home = std::env::var_os("HOME").context("HOME is not set")?;
    Ok(Path::new(&home).join(".cargo"))
}
