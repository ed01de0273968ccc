//! The zip: aapt2's entries, the dex, the libraries; aligned as phones ask and the same from the same input.

use std::fs::File;
use std::io::{Cursor, Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::order::before_a_page;
use crate::android::{Keeping, Packaged};
use crate::native::Abi;

/// 16 KB pages map libraries straight from the package.
const LIBRARY_ALIGNMENT: u16 = 16384;

/// Above 9 the zip crate searches longer for a shorter stream (Zopfli); what comes out is DEFLATE like any other.
const ZOPFLI: i64 = 24;

/// Bytes of a local header without its name, and of the least filling that the zip crate writes.
const HEADER: usize = 30;
const FILLING: usize = 6;

/// What goes into the package.
struct Entry {
    name: String,
    content: Vec<u8>,
    options: SimpleFileOptions,
}

pub(super) fn assemble(packaged: &Packaged, libraries: &[(Abi, PathBuf)], keeping: Keeping, apk: &Path) -> Result<()> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    let stored = options.compression_method(CompressionMethod::Stored);
    let deflated = options.compression_method(CompressionMethod::Deflated).compression_level(Some(ZOPFLI));

    let mut resources = ZipArchive::new(File::open(&packaged.resources)?)?;
    let mut names: Vec<String> = resources.file_names().map(|name| Ok(name?.into_owned())).collect::<Result<_>>()?;
    names.sort();
    let (mut entries, mut mapped) = (Vec::new(), Vec::new());
    for name in names {
        let mut content = Vec::new();
        resources.by_name(&name)?.read_to_end(&mut content)?;
        // Android 11 and later map resources.arsc; pictures are compressed already.
        let keep = name == "resources.arsc" || name.ends_with(".png") || name.ends_with(".webp");
        let (entries, options) = if keep { (&mut mapped, stored.with_alignment(4)) } else { (&mut entries, deflated) };
        entries.push(Entry { name, content, options });
    }
    entries.push(Entry { name: "classes.dex".to_owned(), content: std::fs::read(&packaged.dex)?, options: deflated });
    let mut files = Vec::new();
    for (abi, library) in libraries {
        let options = match keeping {
            Keeping::Mapped => stored.with_alignment(LIBRARY_ALIGNMENT),
            Keeping::Compressed => deflated,
        };
        let name = format!("lib/{}/libstufo.so", abi.name);
        files.push(Entry { name, content: std::fs::read(library)?, options });
    }
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for entry in &entries {
        add(&mut packed, entry)?;
    }
    let mut packed = ZipArchive::new(packed.finish()?)?;
    let header = files.first().map_or(0, |file| HEADER + file.name.len());
    let before = before_a_page(&sizes(&mut packed)?, header, LIBRARY_ALIGNMENT.into(), FILLING);

    let mut writer = ZipWriter::new(File::create(apk).with_context(|| format!("cannot write {}", apk.display()))?);
    let (first, last): (Vec<usize>, Vec<usize>) = (0..packed.len()).partition(|index| before.contains(index));
    for index in first {
        writer.raw_copy_file(packed.by_index_raw(index)?)?;
    }
    for file in &files {
        add(&mut writer, file)?;
    }
    for index in last {
        writer.raw_copy_file(packed.by_index_raw(index)?)?;
    }
    for entry in &mapped {
        add(&mut writer, entry)?;
    }
    writer.finish()?;
    Ok(())
}

/// What each entry takes in a package, with its header.
fn sizes(packed: &mut ZipArchive<Cursor<Vec<u8>>>) -> Result<Vec<usize>> {
    let count = packed.len();
    let size = |index| {
        let entry = packed.by_index_raw(index)?;
        let start = entry.data_start().context("an entry without data")?;
        Ok(usize::try_from(start - entry.header_start() + entry.compressed_size())?)
    };
    (0..count).map(size).collect()
}

fn add<W: Write + Seek>(writer: &mut ZipWriter<W>, entry: &Entry) -> Result<()> {
    writer.start_file(&*entry.name, entry.options).with_context(|| format!("cannot add {}", entry.name))?;
    Ok(writer.write_all(&entry.content)?)
}
