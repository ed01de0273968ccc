//! What a build needs beside cargo: installed from Debian's packages when root, or named with the command to run.

use anyhow::{Result, bail, ensure};

use crate::process::{command, exists, output, run, say};

/// Programs and the Debian packages that hold them.
pub(crate) struct Need {
    /// A program, or an absolute path, that tells whether the packages are there.
    pub(crate) sign: &'static str,
    /// The packages.
    pub(crate) packages: &'static [&'static str],
}

/// Java, Maven: the JVM half.
pub(crate) const JVM: &[Need] =
    &[Need { sign: "javac", packages: &["openjdk-17-jdk-headless"] }, Need { sign: "mvn", packages: &["maven"] }];

/// A compiler for SQLite's C.
pub(crate) const C: &[Need] = &[Need { sign: "cc", packages: &["gcc", "libc6-dev"] }];

/// A compiler for libFuzzer's C++.
pub(crate) const CPP: &[Need] = &[Need { sign: "c++", packages: &["g++"] }];

/// Signing an APK.
pub(crate) const SIGNING: &[Need] = &[
    Need { sign: "keytool", packages: &["openjdk-17-jdk-headless"] },
    Need { sign: "apksigner", packages: &["apksigner"] },
];

/// Checking an APK.
pub(crate) const PACKING: &[Need] =
    &[Need { sign: "zipalign", packages: &["zipalign"] }, Need { sign: "dexdump", packages: &["dexdump"] }];

/// Debian's compiler: the one whose standard library's source Debian packages too.
pub(crate) const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// A standard library built from source, for targets that nothing here is installed for.
pub(crate) const STD_FROM_SOURCE: &[Need] = &[
    Need { sign: DEBIAN_RUSTC, packages: &["rustc-web"] },
    Need { sign: "/usr/lib/rustlib/src/rust/library/std/Cargo.toml", packages: &["rust-web-src"] },
];

/// The Android library's C half and linker, without an NDK (rust-core/jni/native).
pub(crate) const LLVM: &[Need] = &[
    Need { sign: "clang-19", packages: &["clang-19"] },
    Need { sign: "ld.lld-19", packages: &["lld-19"] },
    Need { sign: "llvm-ar-19", packages: &["llvm-19"] },
];

/// What a release is built with: other versions give other bytes.
const PINNED: [(&str, &[&str], &str); 4] = [
    ("cargo", &["--version"], "cargo 1.95.0 "),
    (DEBIAN_RUSTC, &["--version"], "rustc 1.96.0 "),
    ("clang-19", &["--version"], "clang version 19.1.7 "),
    ("ld.lld-19", &["--version"], "LLD 19.1.7 "),
];

/// Fails where a compiler is not the one that releases are built with.
pub(crate) fn are_pinned() -> Result<()> {
    for (program, args, wanted) in PINNED {
        let words = output(&mut command(program, args))?;
        let first = words.lines().next().unwrap_or_default();
        ensure!(format!("{first} ").contains(wanted), "a release is built with {wanted}, here is: {first}");
    }
    Ok(())
}

/// Makes sure that everything needed is there.
pub(crate) fn ensure(needs: &[&[Need]]) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().copied().flatten().filter(|need| !is_there(need.sign)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut packages: Vec<&str> = missing.iter().flat_map(|need| need.packages.iter().copied()).collect();
    packages.sort_unstable();
    packages.dedup();
    let install = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    if !exists("apt-get") || !is_root() {
        let names: Vec<&str> = missing.iter().map(|need| need.sign).collect();
        bail!("missing on this machine: {}\nOn Debian, as root: apt-get update && {install}", names.join(", "));
    }
    say(&format!("installing what is missing: {}", packages.join(" ")));
    run(&mut command("apt-get", &["update", "-q"]))?;
    let mut apt = command("apt-get", &["install", "-y", "-q", "--no-install-recommends"]);
    run(apt.args(&packages).env("DEBIAN_FRONTEND", "noninteractive"))?;
    match missing.iter().find(|need| !is_there(need.sign)) {
        Some(need) => bail!("{} is still missing after {install}", need.sign),
        None => Ok(()),
    }
}

/// Makes sure that a cargo command is there; it is built once.
pub(crate) fn ensure_cargo(program: &str, version: &str) -> Result<()> {
    if exists(program) {
        return Ok(());
    }
    say(&format!("installing {program}: a few minutes, once"));
    run(&mut command("cargo", &["install", "--locked", program, "--version", version]))
}

fn is_there(sign: &str) -> bool {
    if sign.starts_with('/') { std::path::Path::new(sign).exists() } else { exists(sign) }
}

fn is_root() -> bool {
    output(&mut command("id", &["-u"])).is_ok_and(|id| id.trim() == "0")
}
