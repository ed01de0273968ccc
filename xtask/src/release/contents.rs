//! Hashes of a release: of every file, and of each package without its signing block, which is the same whoever signs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::apk::signing_block;
use crate::files;
use crate::process::say;

/// The hash of a package's content: all but the signing block.
pub(super) fn hash(apk: &Path) -> Result<String> {
    Ok(files::sha256(&signing_block::without(&read(apk)?)?))
}

/// Fails unless signing changed nothing but the signature.
pub(super) fn same(signed: &Path, unsigned: &Path) -> Result<()> {
    let bare = signing_block::without(&read(signed)?)?;
    ensure!(bare == read(unsigned)?, "signing changed more than the signature of {}", signed.display());
    Ok(())
}

/// Writes `SHA256SUMS` over every file of the folder, as `sha256sum --check` reads it, and says it.
pub(super) fn checksums(folder: &Path) -> Result<()> {
    let mut sums = String::new();
    for file in files::below(folder)? {
        let bytes = read(&file)?;
        let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
        say(&format!("{:>10}  {name}", bytes.len()));
        sums.push_str(&format!("{}  {name}\n", files::sha256(&bytes)));
    }
    say(&sums);
    Ok(fs::write(folder.join("SHA256SUMS"), sums)?)
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
