//! What the publisher keeps beside the repository: which snapshot each of the last versions is, for the deltas.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use stufo_core::blocklist::repository::Manifest;

const FILE: &str = "publisher.json";
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SIGNATURE: &str = "manifest.json.minisig";
/// There while the repository changes its key.
pub(super) const NEXT_SIGNATURE: &str = "manifest.json.next.minisig";

/// A version that was published.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Version {
    pub(super) version: u64,
    pub(super) snapshot: String,
}

/// The last versions, oldest first.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) versions: Vec<Version>,
}

pub(super) fn read(repo: &Path) -> Result<State> {
    match std::fs::read(repo.join(FILE)) {
        Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| format!("{FILE} does not read")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(State::default()),
        Err(error) => Err(error).with_context(|| format!("cannot read {FILE}")),
    }
}

pub(super) fn write(repo: &Path, state: &State) -> Result<()> {
    put(repo, FILE, serde_json::to_string_pretty(state)?.as_bytes())
}

/// Writes a file whole or not at all.
pub(super) fn put(repo: &Path, name: &str, content: &[u8]) -> Result<()> {
    let (path, beside) = (repo.join(name), repo.join(format!("{name}.part")));
    std::fs::write(&beside, content).with_context(|| format!("cannot write {}", beside.display()))?;
    std::fs::rename(&beside, &path).with_context(|| format!("cannot write {}", path.display()))
}

/// Deletes a file that may not be there.
pub(super) fn take_away(repo: &Path, name: &str) -> Result<()> {
    match std::fs::remove_file(repo.join(name)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot delete {name}"))
        }
        _ => Ok(()),
    }
}

/// Deletes files that neither the manifest nor a kept version names.
pub(super) fn prune(repo: &Path) -> Result<usize> {
    let state = read(repo)?;
    let manifest: Manifest = serde_json::from_slice(&std::fs::read(repo.join(MANIFEST))?)?;
    let mut needed: BTreeSet<String> = state.versions.into_iter().map(|version| version.snapshot).collect();
    needed.insert(manifest.snapshot.sha256);
    needed.extend(manifest.deltas.into_iter().map(|delta| delta.file.sha256));
    let mut removed = 0;
    for entry in std::fs::read_dir(repo.join("files"))? {
        let entry = entry?;
        if !needed.contains(&*entry.file_name().to_string_lossy()) {
            std::fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}
