//! The Android App Bundle that Play takes for a new app, made and checked by Google's bundletool (profile `bundle` of the pom).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::name;
use crate::android::{self, Packaged};
use crate::apk::Package;
use crate::native::Abi;
use crate::process::{command, run};

/// Makes `stufo-<version>-universal.aab`, unsigned, and lets bundletool validate it and make the packages that Play would.
pub(super) fn build(package: &Package, packaged: &Packaged, libraries: &[(Abi, PathBuf)], folder: &Path) -> Result<()> {
    let work = folder.join("work");
    let proto = work.join("proto.ap_");
    let mut aapt2 = command(packaged.aapt2.to_str().context("aapt2's path is not UTF-8")?, &["convert"]);
    run(aapt2.args(["--output-format", "proto", "-o"]).arg(&proto).arg(&packaged.resources))?;
    let module = work.join("base.zip");
    write_module(&proto, packaged, libraries, &module)?;
    let bundle = folder.join(name(&format!("{}.aab", package.name())));
    let tool = |what: &str, more: &[String]| -> Result<()> {
        let mut goals = vec!["-Pbundle".to_owned(), format!("-Dbundle.file={}", bundle.display())];
        goals.extend_from_slice(more);
        goals.push(format!("antrun:run@{what}"));
        android::maven(&goals.iter().map(String::as_str).collect::<Vec<_>>())
    };
    tool("bundle", &[format!("-Dbundle.module={}", module.display())])?;
    tool("bundle-validate", &[])?;
    tool("bundle-apks", &[format!("-Dbundle.apks={}", work.join("play.apks").display())])
}

/// The bundle's one module: bundletool's folders of what is in a package, resources in aapt2's other form.
fn write_module(proto: &Path, packaged: &Packaged, libraries: &[(Abi, PathBuf)], module: &Path) -> Result<()> {
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(fs::File::create(module)?);
    let mut add = |name: &str, content: &[u8]| -> Result<()> {
        writer.start_file(name, options).with_context(|| format!("cannot add {name}"))?;
        Ok(std::io::Write::write_all(&mut writer, content)?)
    };
    let mut resources = ZipArchive::new(fs::File::open(proto)?)?;
    let mut names: Vec<String> = resources.file_names().map(|name| Ok(name?.into_owned())).collect::<Result<_>>()?;
    names.sort();
    for name in names {
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut resources.by_name(&name)?, &mut content)?;
        let place = if name == "AndroidManifest.xml" { "manifest/AndroidManifest.xml" } else { &name };
        add(place, &content)?;
    }
    add("dex/classes.dex", &fs::read(&packaged.dex)?)?;
    for (abi, library) in libraries {
        add(&format!("lib/{}/libstufo.so", abi.name), &fs::read(library)?)?;
    }
    writer.finish()?;
    Ok(())
}
