//! A sysroot in the NDK's shape made from three files of `rust-core/jni/native`: the part of bionic's headers that
//! SQLite needs, and stub libraries that name every symbol the library may import. Files are written only when
//! they change, so that a second build does nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use super::{API, Abi, Toolchain};
use crate::process::{command, root};
use crate::tools::DEBIAN_RUSTC;

/// Every header that SQLite includes; each leads to bionic.h.
const HEADERS: [&str; 16] = [
    "assert",
    "ctype",
    "errno",
    "fcntl",
    "math",
    "pthread",
    "stdio",
    "stdlib",
    "string",
    "time",
    "unistd",
    "sys/ioctl",
    "sys/mman",
    "sys/stat",
    "sys/time",
    "sys/types",
];

/// Turns the rows of layout.rs into C assertions.
const LAYOUT_MACROS: &str = r"#include <bionic.h>
#define ty(t,n) _Static_assert(sizeof(t)==n, #t)
#define st(t,n) _Static_assert(sizeof(struct t)==n, #t)
#define at(t,f,n) _Static_assert(__builtin_offsetof(struct t,f)==n, #t #f)
#define is(c,n) _Static_assert((c)==n, #c)
#define flock64 flock
#define no(...)
#ifdef __aarch64__
#define a64(m,...) m(__VA_ARGS__)
#else
#define a64 no
#endif
#ifdef __x86_64__
#define x64(m,...) m(__VA_ARGS__)
#else
#define x64 no
#endif
#ifdef __arm__
#define a32(m,...) m(__VA_ARGS__)
#else
#define a32 no
#endif
#ifdef __LP64__
#define l64(m,...) m(__VA_ARGS__)
#define l32 no
#else
#define l64 no
#define l32(m,...) m(__VA_ARGS__)
#endif
";

/// The symbols that Android's own libraries give at API 29: names by library. `libc (arm):` adds what only that processor's
/// has.
pub(super) fn symbols(abi: Abi) -> Result<BTreeMap<String, Vec<String>>> {
    let text = std::fs::read_to_string(native().join("symbols.txt"))?;
    let mut symbols: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (library, names) = line.split_once(':').context("symbols.txt does not read")?;
        let (library, processor) = library.split_once(" (").unwrap_or((library, ""));
        if processor.is_empty() || processor.trim_end_matches(')') == abi.arch {
            symbols.entry(library.to_owned()).or_default().extend(names.split_whitespace().map(str::to_owned));
        }
    }
    Ok(symbols)
}

/// Makes the sysroot and says how to build with it.
pub(super) fn toolchain(abi: Abi, folder: &Path) -> Result<Toolchain> {
    let sysroot = folder.join("sysroot");
    let header = write(abi, &sysroot)?;
    let (target, sysroot_flag) = (abi.clang_target(), format!("--sysroot={}", sysroot.display()));
    let mut cflags = vec![target.clone(), sysroot_flag.clone()];
    cflags.extend(c_flags(abi));
    // The hash makes cargo build SQLite again when the header changes: it tracks no header.
    cflags.push(format!("-DBIONIC_H_HASH={header}"));
    let (cargo_args, environment) = standard_library_from_source();
    Ok(Toolchain {
        clang: "clang-19".to_owned(),
        ar: "llvm-ar-19".to_owned(),
        cflags,
        link_args: vec![target, sysroot_flag, "-nostartfiles".to_owned()],
        cargo_args,
        environment,
        own_sysroot: true,
    })
}

/// Writes headers and stub libraries of one processor and checks their layout; gives the header's hash.
pub(super) fn write(abi: Abi, sysroot: &Path) -> Result<u32> {
    let include = sysroot.join("usr/include");
    let header = std::fs::read_to_string(native().join("bionic.h"))?;
    put(&include.join("bionic.h"), header.as_bytes())?;
    for name in HEADERS {
        put(&include.join(format!("{name}.h")), b"#include <bionic.h>\n")?;
    }
    let target = abi.clang_target();
    check_layout(&target, &format!("--sysroot={}", sysroot.display()))?;
    let libraries = sysroot.join(format!("usr/lib/{}/{API}", abi.library_folder()));
    for (library, names) in symbols(abi)? {
        stub(&libraries, &library, &names, &target)?;
    }
    // std asks for libunwind; the `unwinding` crate, or ARM's libc, has its symbols.
    put(&libraries.join("libunwind.a"), b"!<arch>\n")?;
    Ok(crc32fast::hash(header.as_bytes()))
}

/// Cargo's arguments, and its environment, for a standard library built with the rest.
pub(super) fn standard_library_from_source() -> (Vec<String>, Vec<(String, String)>) {
    let arguments = ["-Zbuild-std=std,panic_unwind", "-Zbuild-std-features=panic-unwind,optimize_for_size"];
    let environment = [("RUSTC", DEBIAN_RUSTC), ("RUSTC_BOOTSTRAP", "1")];
    (
        arguments.map(str::to_owned).to_vec(),
        environment.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
    )
}

/// How SQLite is compiled, whoever's the compiler is.
pub(super) fn c_flags(abi: Abi) -> Vec<String> {
    let mut flags = hardening(abi);
    flags.push("-Werror=implicit-function-declaration");
    // No panic passes through C: it needs no tables for unwinding (docs/performance.md, "Tricks that stay").
    flags.extend(["-fno-unwind-tables", "-fno-asynchronous-unwind-tables"]);
    flags.into_iter().map(str::to_owned).collect()
}

/// What an NDK's build system (not its compiler) gives to C by itself, and branch protection where the processor has it.
fn hardening(abi: Abi) -> Vec<&'static str> {
    let mut flags = vec!["-fstack-protector-strong", "-D_FORTIFY_SOURCE=2"];
    match abi.arch {
        "aarch64" => flags.push("-mbranch-protection=standard"),
        "arm" => flags.push("-mthumb"),
        _ => {}
    }
    flags
}

fn native() -> PathBuf {
    root().join("rust-core/jni/native")
}

/// Writes a file only when its content changed.
pub(super) fn put(path: &Path, content: &[u8]) -> Result<bool> {
    if std::fs::read(path).is_ok_and(|old| old == content) {
        return Ok(false);
    }
    std::fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
    std::fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(true)
}

/// clang's half of the layout check: the header agrees with the table that rustc checks against the libc crate.
fn check_layout(target: &str, sysroot: &str) -> Result<()> {
    let table = std::fs::read_to_string(root().join("rust-core/jni/src/layout.rs"))?;
    let mut source = LAYOUT_MACROS.to_owned();
    let mut rows = 0;
    for line in table.lines() {
        if let Some((name, rest)) = line
            .split_once('!')
            .filter(|(name, _)| ["ty", "st", "at", "is", "a64", "x64", "a32", "l64", "l32"].contains(name))
        {
            writeln!(source, "{name}{rest}")?;
            rows += 1;
        }
    }
    if rows < 80 {
        bail!("layout.rs has only {rows} rows: its shape has changed");
    }
    clang(&[target, sysroot, "-fsyntax-only", "-xc", "-"], &source).context("bionic.h and the libc crate disagree")
}

/// A library that defines the names at address 0: all that a linker asks.
fn stub(folder: &Path, library: &str, names: &[String], target: &str) -> Result<()> {
    let source = names.iter().fold(String::new(), |mut text, name| {
        text.push_str(&format!(".globl {name}\n{name}:\n"));
        text
    });
    let path = folder.join(format!("{library}.so"));
    if !put(&folder.join(format!("{library}.s")), source.as_bytes())? && path.exists() {
        return Ok(());
    }
    let (soname, path) = (format!("-Wl,-soname,{library}.so"), path.display().to_string());
    clang(&[target, "-nostdlib", "-shared", &soname, "-o", &path, "-xassembler", "-"], &source)
}

/// Libraries of Android's names with nothing in them, for a machine whose own have other names.
pub(crate) fn empty_libraries(abi: Abi, folder: &Path) -> Result<()> {
    let target = abi.clang_target();
    symbols(abi)?.iter().try_for_each(|(library, _)| stub(folder, library, &[], &target))
}

/// Compiles C that includes no header, as Android's code.
pub(crate) fn compile(abi: Abi, source: &str, object: &Path) -> Result<()> {
    let (target, object) = (abi.clang_target(), object.display().to_string());
    clang(&[&target, "-O2", "-fPIC", "-Wall", "-Werror", "-c", "-o", &object, "-xc", "-"], source)
}

pub(super) fn clang(args: &[&str], source: &str) -> Result<()> {
    let mut child = command("clang-19", args).stdin(Stdio::piped()).spawn().context("cannot start clang-19")?;
    child.stdin.take().context("clang-19 takes no input")?.write_all(source.as_bytes())?;
    let status = child.wait()?;
    if status.success() { Ok(()) } else { bail!("clang-19 {} failed", args.join(" ")) }
}
