//! The zip: aapt2's entries, the dex, the libraries; aligned as phones ask and the same from the same input.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::android::Packaged;
use crate::native::Abi;

/// 16 KB pages map libraries straight from the package.
const LIBRARY_ALIGNMENT: u16 = 16384;

pub(super) fn assemble(packaged: &Packaged, libraries: &[(Abi, PathBuf)], apk: &Path) -> Result<()> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    let stored = options.compression_method(CompressionMethod::Stored);
    let deflated = options.compression_method(CompressionMethod::Deflated).compression_level(Some(9));

    let mut writer = ZipWriter::new(File::create(apk).with_context(|| format!("cannot write {}", apk.display()))?);
    let mut resources = ZipArchive::new(File::open(&packaged.resources)?)?;
    let mut names: Vec<String> = resources.file_names().map(|name| Ok(name?.into_owned())).collect::<Result<_>>()?;
    names.sort();
    for name in names {
        let mut content = Vec::new();
        resources.by_name(&name)?.read_to_end(&mut content)?;
        // Android 11 and later map resources.arsc; pictures are compressed already.
        let is_stored = name == "resources.arsc" || name.ends_with(".png") || name.ends_with(".webp");
        add(&mut writer, &name, &content, if is_stored { stored.with_alignment(4) } else { deflated })?;
    }
    add(&mut writer, "classes.dex", &std::fs::read(&packaged.dex)?, deflated)?;
    for (abi, library) in libraries {
        let name = format!("lib/{}/libstufo.so", abi.name);
        add(&mut writer, &name, &std::fs::read(library)?, stored.with_alignment(LIBRARY_ALIGNMENT))?;
    }
    writer.finish()?;
    Ok(())
}

fn add<W: Write + Seek>(
    writer: &mut ZipWriter<W>,
    name: &str,
    content: &[u8],
    options: SimpleFileOptions,
) -> Result<()> {
    writer.start_file(name, options).with_context(|| format!("cannot add {name}"))?;
    Ok(writer.write_all(content)?)
}
