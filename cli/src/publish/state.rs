//! The repository's files, and what the publisher keeps beside them: snapshot and index of each of the last versions.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use stufo_core::blocklist::repository::{FileIndex, FileRef};

const FILE: &str = "publisher.json";
pub(super) const MANIFEST: &str = "latest";
/// Versions whose files are kept: the newest, and the one that a subscriber may have read about a moment ago.
const SERVED: usize = 2;

/// A version that was published. Files by their path.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Version {
    pub(super) version: u64,
    pub(super) snapshot: String,
    pub(super) index: String,
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

/// Puts a content under its hash; the same content is written once.
pub(super) fn add_file(repo: &Path, content: &[u8]) -> Result<FileRef> {
    let named = FileRef::of(content);
    if !repo.join(named.path()).exists() {
        put(repo, &named.path(), content)?;
    }
    Ok(named)
}

/// Deletes files that no kept version needs.
pub(super) fn prune(repo: &Path) -> Result<usize> {
    let versions = read(repo)?.versions;
    let mut needed: BTreeSet<String> = versions.iter().map(|version| version.snapshot.clone()).collect();
    for version in versions.iter().rev().take(SERVED) {
        let content = std::fs::read(repo.join(&version.index))
            .with_context(|| format!("the index of version {} is missing", version.version))?;
        let index = FileIndex::read(&content)?;
        needed.insert(version.index.clone());
        needed.insert(index.snapshot.path());
        needed.extend(index.deltas.iter().map(|delta| delta.file.path()));
    }
    let mut removed = 0;
    for entry in std::fs::read_dir(repo.join("files"))? {
        let entry = entry?;
        if !needed.contains(&format!("files/{}", entry.file_name().to_string_lossy())) {
            std::fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}
