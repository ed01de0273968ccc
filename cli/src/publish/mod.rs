//! `stufo publish keygen|build|verify|prune`: signed repositories that any web server can hold.

mod build;
mod keys;
mod state;

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use stufo_core::blocklist::formats::MAX_ENTRIES;
use stufo_core::blocklist::packed::EntryReader;
use stufo_core::blocklist::repository::{Held, Manifest, Signed, decode_delta};

pub(crate) use build::BuildArgs;
pub(crate) use keys::public as public_key;

/// What to do with a repository.
#[derive(Subcommand)]
pub(crate) enum PublishCommand {
    /// Make a key pair: KEY (secret) and KEY.pub
    Keygen(KeygenArgs),
    /// Add the next version of a repository from lists in any form
    Build(BuildArgs),
    /// Check a repository as a subscriber would: signature, hashes, deltas
    Verify(VerifyArgs),
    /// Delete the files that no kept version needs
    Prune(PruneArgs),
}

#[derive(Args)]
pub(crate) struct KeygenArgs {
    /// Where to write the secret key
    key: PathBuf,
}

#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// The repository's folder
    #[arg(long)]
    repo: PathBuf,
    /// The public key, or the file that holds it
    #[arg(long)]
    key: String,
}

#[derive(Args)]
pub(crate) struct PruneArgs {
    /// The repository's folder
    #[arg(long)]
    repo: PathBuf,
}

pub(crate) fn run(command: &PublishCommand) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match command {
        PublishCommand::Keygen(args) => {
            let public = keys::generate(&args.key)?;
            writeln!(out, "secret key: {}  (keep it; whoever has it can publish)", args.key.display())?;
            Ok(writeln!(out, "public key: {public}")?)
        }
        PublishCommand::Build(args) => build::run(args, &mut out),
        PublishCommand::Verify(args) => verify(args, &mut out),
        PublishCommand::Prune(args) => {
            let removed = state::prune(&args.repo)?;
            Ok(writeln!(out, "{removed} files deleted")?)
        }
    }
}

fn verify(args: &VerifyArgs, out: &mut impl Write) -> Result<()> {
    let key = keys::public(&args.key)?;
    let read = |name: &str| std::fs::read(args.repo.join(name)).with_context(|| format!("cannot read {name}"));
    let text = |name: &str| String::from_utf8(read(name)?).with_context(|| format!("{name} is not text"));
    let (bytes, signature) = (read(state::MANIFEST)?, text(state::SIGNATURE)?);
    let next = args.repo.join(state::NEXT_SIGNATURE).exists().then(|| text(state::NEXT_SIGNATURE)).transpose()?;
    let signed = Signed { manifest: &bytes, signature: &signature, next_signature: next.as_deref() };
    let manifest = Manifest::open(&signed, &key, Held { version: 0 }, crate::db::now().utc_millis)?;
    let snapshot = read(&format!("files/{}", manifest.snapshot.sha256))?;
    manifest.snapshot.check(&snapshot)?;
    let count =
        EntryReader::new(snapshot.as_slice(), MAX_ENTRIES)?.try_fold(0_u64, |count, entry| entry.map(|_| count + 1))?;
    anyhow::ensure!(
        count == manifest.numbers,
        "the snapshot holds {count} entries, the manifest says {}",
        manifest.numbers
    );
    for delta in &manifest.deltas {
        let bytes = read(&format!("files/{}", delta.file.sha256))?;
        delta.file.check(&bytes)?;
        decode_delta(&bytes, u32::try_from(MAX_ENTRIES)?)?;
    }
    let (version, deltas) = (manifest.version, manifest.deltas.len());
    let changes_keys = if manifest.next_key.is_some() { "; the key changes, both have signed" } else { "" };
    Ok(writeln!(out, "version {version}: {count} numbers, {deltas} deltas, all as signed{changes_keys}")?)
}
