//! What a phone's linker will ask of libstufo.so, asked here first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use object::elf::{self, FileHeader32, FileHeader64};
use object::read::elf::{Dyn, ElfFile, FileHeader, ProgramHeader};
use object::{Endianness, FileKind, Object, ObjectSymbol};

use super::Abi;

/// 16 KB pages.
const PAGE: u64 = 0x4000;

/// Fails unless the library can be loaded by every phone from API 29 on. `names` are all that it may import, by library.
pub(crate) fn check(library: &Path, abi: Abi, names: Option<&BTreeMap<String, Vec<String>>>) -> Result<()> {
    let bytes = std::fs::read(library).with_context(|| format!("cannot read {}", library.display()))?;
    if abi.is_arm32() {
        check_class::<FileHeader32<Endianness>>(&bytes, abi, names)
    } else {
        check_class::<FileHeader64<Endianness>>(&bytes, abi, names)
    }
}

/// The same for files of 32 and of 64 bits.
fn check_class<Header: FileHeader<Endian = Endianness>>(
    bytes: &[u8],
    abi: Abi,
    names: Option<&BTreeMap<String, Vec<String>>>,
) -> Result<()> {
    let file = ElfFile::<Header>::parse(bytes)?;
    ensure!(machine(abi) == file.elf_header().e_machine(Endianness::Little), "it is built for another processor");
    let alignment = load_alignment(bytes)?;
    ensure!(alignment >= PAGE, "a LOAD segment is aligned to {alignment:#x}, not to {PAGE:#x}");
    if let Some(names) = names {
        let allowed: BTreeSet<&str> = names.values().flatten().map(String::as_str).collect();
        let strange: Vec<&str> = file
            .dynamic_symbols()
            .filter(|symbol| symbol.is_undefined())
            .filter_map(|symbol| symbol.name().ok())
            .filter(|name| !name.is_empty() && !allowed.contains(name))
            .collect();
        ensure!(strange.is_empty(), "it imports what Android 10 does not have: {}", strange.join(", "));
    }
    check_dynamic::<Header>(bytes)?;
    let exported: Vec<&str> = file
        .dynamic_symbols()
        .filter(|symbol| symbol.is_definition())
        .filter_map(|symbol| symbol.name().ok())
        .collect();
    ensure!(exported.contains(&"JNI_OnLoad"), "it does not export JNI_OnLoad");
    let foreign: Vec<&&str> =
        exported.iter().filter(|name| **name != "JNI_OnLoad" && !name.starts_with("_Unwind_")).collect();
    ensure!(foreign.is_empty(), "it exports more than its entry point: {foreign:?}");
    Ok(())
}

/// The smallest alignment of any LOAD segment.
pub(crate) fn load_alignment(bytes: &[u8]) -> Result<u64> {
    if FileKind::parse(bytes)? == FileKind::Elf32 {
        smallest_alignment::<FileHeader32<Endianness>>(bytes)
    } else {
        smallest_alignment::<FileHeader64<Endianness>>(bytes)
    }
}

fn smallest_alignment<Header: FileHeader<Endian = Endianness>>(bytes: &[u8]) -> Result<u64> {
    let header = Header::parse(bytes)?;
    let segments = header.program_headers(Endianness::Little, bytes)?;
    let loads = segments.iter().filter(|segment| segment.p_type(Endianness::Little) == elf::PT_LOAD);
    loads.map(|segment| segment.p_align(Endianness::Little).into()).min().context("it has no LOAD segment")
}

fn machine(abi: Abi) -> elf::Machine {
    match abi.arch {
        "aarch64" => elf::EM_AARCH64,
        "arm" => elf::EM_ARM,
        _ => elf::EM_X86_64,
    }
}

/// Only Android's own libraries are asked for, code needs no relocation, relocations are in the form of API 29.
fn check_dynamic<Header: FileHeader<Endian = Endianness>>(bytes: &[u8]) -> Result<()> {
    let endian = Endianness::Little;
    let header = Header::parse(bytes)?;
    let sections = header.sections(endian, bytes)?;
    let (entries, strings) = sections.dynamic(endian, bytes)?.context("it has no dynamic section")?;
    let strings = sections.strings(endian, bytes, strings)?;
    let mut packed = false;
    for entry in entries {
        let (tag, value): (_, u64) = (entry.d_tag(endian), entry.d_val(endian).into());
        if tag == elf::DT_NEEDED {
            let name =
                strings.get(u32::try_from(value)?).ok().and_then(|name| std::str::from_utf8(name).ok()).unwrap_or("?");
            ensure!(["libc.so", "libm.so", "libdl.so", "liblog.so"].contains(&name), "it needs {name}");
        }
        if tag == elf::DT_TEXTREL {
            bail!("its code needs relocation (TEXTREL)");
        }
        if tag == elf::DT_RELR {
            bail!("its relocations are packed in a form that Android 10 does not read (DT_RELR)");
        }
        // From API 28 this is read; the standard DT_RELR only from API 30.
        packed |= tag == elf::DT_ANDROID_RELR;
    }
    ensure!(packed, "its relocations are not packed");
    Ok(())
}
