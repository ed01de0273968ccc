//! `stufo publish keygen|build|verify|prune`: signed repositories that any web server can hold.

mod build;
mod keys;
mod lists;
mod state;
mod verify;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use stufo_core::number::Region;

pub(crate) use build::BuildArgs;
pub(crate) use keys::public as public_key;

/// What to do with a repository.
#[derive(Subcommand)]
pub(crate) enum PublishCommand {
    /// Make a key pair: KEY (secret) and KEY.pub
    Keygen(KeygenArgs),
    /// Add the next version of a repository from lists in any form
    Build(BuildArgs),
    /// Check a repository as a subscriber would: signature, hashes, where each delta leads
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
    /// Country whose national numbers the lists hold
    #[arg(long, default_value = "IT")]
    region: Region,
    /// UTC milliseconds at which to check, instead of now
    #[arg(long)]
    at_millis: Option<i64>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
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
        PublishCommand::Verify(args) => verify::run(args, &mut out),
        PublishCommand::Prune(args) => {
            let removed = state::prune(&args.repo)?;
            Ok(writeln!(out, "{removed} files deleted")?)
        }
    }
}
