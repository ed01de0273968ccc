//! `cargo xtask proof`: the library as it is built for Android, under the Kotlin tests. What only that build has (our
//! headers of Android's libc, its unwinder, its SQLite, its compiler's flags) is then run, not only linked. It is the
//! phone's x86_64 library but for two things: relocations have the form that glibc reads, and what Android's libraries
//! have and glibc lacks is linked in. One feature is of this build alone: the request for a panic (`jni/src/lib.rs`).

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::native::{self, Purpose, X86_64};
use crate::process::{root, say};
use crate::{files, kotlin, tools};

/// What glibc lacks of `native/symbols.txt`, names otherwise (`sysconf`: bionic's numbers of page size and processors)
/// or does otherwise under the same name (`strerror_r`: GNU's gives a text). No log is kept.
const BRIDGE: &str = r"
#define glibc extern __attribute__((weak)) /* found when the library is loaded */
glibc int *__errno_location(void);
glibc long __sysconf(int);
glibc int __xpg_strerror_r(int, char *, unsigned long);
int *__errno(void) { return __errno_location(); }
int strerror_r(int error, char *text, unsigned long size) { return __xpg_strerror_r(error, text, size); }
long sysconf(int name) { return name == 39 ? __sysconf(30) : name == 97 ? __sysconf(84) : -1; }
int __system_property_get(const char *name, char *value) { return *value = 0; }
int __android_log_write(int priority, const char *tag, const char *text) { return 1; }
int __android_log_buf_write(int buffer, int priority, const char *tag, const char *text) { return 1; }
";

/// Whether a library for x86_64 Android can run on this machine.
const IS_HERE: bool = cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"));

/// Tests that load the library to fill a screen and look at the screen: what they ask of it others ask as well.
const OF_LOOKS: [&str; 5] = ["AccessibilityTest", "PaperScreensTest", "PaperTest", "ScreensTest", "WindowTest"];

/// As part of all tests: left out, and said, where there is no compiler for Android and none can be installed.
pub(crate) fn run_where_it_can() -> Result<()> {
    if IS_HERE && let Err(error) = tools::ensure(&[tools::LLVM, tools::STD_FROM_SOURCE]) {
        say(&format!("Proof: left out, the compiler for Android cannot be had: {error:#}"));
        return Ok(());
    }
    run()
}

pub(crate) fn run() -> Result<()> {
    if !IS_HERE {
        say("Proof: left out, a library for x86_64 Android runs on x86_64 Linux with glibc only");
        return Ok(());
    }
    tools::ensure(&[tools::C, tools::JVM, tools::LLVM, tools::STD_FROM_SOURCE])?;
    let folder = library()?;
    let chosen = format!("-Dtest={}", tests()?.join(","));
    let (totals, end) = kotlin::run_counted(&folder, &[&chosen])?;
    totals.say("Proof, Kotlin with Android's library");
    end?;
    totals.check("proof's")
}

/// Builds the library and lays beside it what it asks for by Android's names; gives the folder.
fn library() -> Result<PathBuf> {
    let folder = root().join("target/proof");
    fs::create_dir_all(&folder)?;
    // A name of its own for each content: cargo looks at no object.
    let object = folder.join(format!("bridge-{:08x}.o", crc32fast::hash(BRIDGE.as_bytes())));
    native::compile(X86_64, BRIDGE, &object)?;
    native::empty_libraries(X86_64, &folder)?;
    let built = native::build(X86_64, Purpose::Proof(&object))?;
    fs::copy(&built, folder.join("libstufo.so")).with_context(|| format!("cannot copy {}", built.display()))?;
    Ok(folder)
}

/// The names of the test classes that load the library, without those of looks.
fn tests() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for path in files::below(&root().join("android/src/test/kotlin"))? {
        if fs::read_to_string(&path)?.contains("@RunWith(StufoRunner::class)") {
            names.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
        }
    }
    for name in OF_LOOKS {
        let place = names.iter().position(|found| found == name);
        names.swap_remove(place.with_context(|| format!("{name} does not load the library, or is no more"))?);
    }
    names.sort_unstable();
    ensure!(names.len() >= 12, "only {names:?} load the library: has their runner another name?");
    Ok(names)
}
