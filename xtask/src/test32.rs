//! `cargo xtask test32`: the core's tests where a pointer has 32 bits. `usize`, file offsets and the C library's times are
//! narrower there, as on the phones that `armeabi-v7a` is for. An x86 desktop runs i686 itself; ARM is emulated by qemu. The
//! standard library is built from source, as it is for Android.

use anyhow::Result;
use clap::Args;

use crate::kotlin::Totals;
use crate::process::{self, command, root, say};
use crate::test;
use crate::tools::{self, Need};

/// Which processor, and which tests.
#[derive(Args)]
pub(crate) struct Test32Args {
    /// 32-bit ARM under qemu instead of i686: the phones' processor, many times slower
    #[arg(long)]
    arm: bool,
    /// Only the tests whose names hold this
    filter: Option<String>,
}

/// A 32-bit Linux, and what builds and runs programs for it on Debian.
struct Target {
    name: &'static str,
    linker: &'static str,
    runner: Option<&'static str>,
    needs: &'static [Need],
}

const I686: Target = Target {
    name: "i686-unknown-linux-gnu",
    linker: "i686-linux-gnu-gcc",
    runner: None,
    needs: &[Need { sign: "i686-linux-gnu-gcc", packages: &["gcc-i686-linux-gnu", "libc6-dev-i386-cross"] }],
};
const ARM: Target = Target {
    name: "armv7-unknown-linux-gnueabihf",
    linker: "arm-linux-gnueabihf-gcc",
    runner: Some("qemu-arm"),
    needs: &[
        Need { sign: "arm-linux-gnueabihf-gcc", packages: &["gcc-arm-linux-gnueabihf", "libc6-dev-armhf-cross"] },
        Need { sign: "qemu-arm", packages: &["qemu-user"] },
    ],
};

pub(crate) fn run(args: &Test32Args) -> Result<()> {
    let target = if args.arm { ARM } else { I686 };
    if !args.arm && !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        say("test32: left out, i686 programs run on x86 Linux only (--arm emulates)");
        return Ok(());
    }
    tools::ensure(&[tools::C, tools::STD_FROM_SOURCE, target.needs])?;
    let upper = target.name.replace('-', "_").to_uppercase();
    let mut cargo = command("cargo", &["test", "--locked", "--no-fail-fast", "--package", "stufo-core"]);
    cargo
        .args(["--target", target.name, "-Zbuild-std=std,panic_unwind,test"])
        .args(&args.filter)
        .env("CARGO_TARGET_DIR", root().join("target/test32"))
        .env("RUSTC", tools::DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env(format!("CARGO_TARGET_{upper}_LINKER"), target.linker)
        // Static: the machine's own loader knows no 32-bit library.
        .env(format!("CARGO_TARGET_{upper}_RUSTFLAGS"), "-Ctarget-feature=+crt-static")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    test::seed(&mut cargo);
    if let Some(runner) = target.runner {
        cargo.env(format!("CARGO_TARGET_{upper}_RUNNER"), runner);
    }
    let mut totals = Totals::default();
    let end = process::run_reading(&mut cargo, |line| totals.add_libtest(line))?;
    totals.say(&format!("Core, 32 bits ({})", target.name));
    end?;
    totals.check("32-bit")
}
