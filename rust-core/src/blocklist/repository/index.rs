//! The file index: the snapshot of the newest version, and the deltas to it from older ones. The manifest names it by its
//! hash; it is fetched only by a subscriber whom the manifest's own delta does not serve.

use std::fmt::Write as _;

use super::file_ref::{FileRef, number};
use super::refused::Refused;

const MAGIC: &str = "STUFO-INDEX-1";
/// Bytes of an index: a line a delta.
pub const MAX_INDEX_BYTES: u64 = 64 * 1024;
/// Deltas that an index may name.
pub const MAX_DELTAS: usize = 400;

/// Where the files of the newest version are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileIndex {
    /// The whole version.
    pub snapshot: FileRef,
    /// Shorter ways from older versions.
    pub deltas: Vec<DeltaRef>,
}

/// A delta from an older version to the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeltaRef {
    /// The version it applies to.
    pub from: u64,
    /// Its file.
    pub file: FileRef,
}

impl FileIndex {
    /// Reads an index whose hash is the manifest's.
    ///
    /// # Errors
    /// `BadManifest` for anything that no publisher writes.
    pub fn read(content: &[u8]) -> Result<Self, Refused> {
        Self::of_text(content).ok_or(Refused::BadManifest)
    }

    fn of_text(content: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(content).ok()?.strip_suffix('\n')?;
        let mut lines = text.split('\n');
        lines.next().filter(|first| *first == MAGIC)?;
        let snapshot = FileRef::parse(lines.next()?.strip_prefix("snapshot ")?)?;
        let deltas: Vec<DeltaRef> = lines.map(DeltaRef::parse).collect::<Option<_>>()?;
        (deltas.len() <= MAX_DELTAS).then_some(Self { snapshot, deltas })
    }

    /// The bytes of the index.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut text = format!("{MAGIC}\nsnapshot {}\n", self.snapshot);
        for DeltaRef { from, file } in &self.deltas {
            let _written = writeln!(text, "delta {from} {file}");
        }
        text.into_bytes()
    }

    /// The delta from a version, where it is shorter than the snapshot.
    #[must_use]
    pub fn delta_from(&self, version: u64) -> Option<&DeltaRef> {
        self.deltas.iter().find(|delta| delta.from == version && delta.file.size < self.snapshot.size)
    }
}

impl DeltaRef {
    fn parse(line: &str) -> Option<Self> {
        let (from, file) = line.strip_prefix("delta ")?.split_once(' ')?;
        Some(Self { from: number(from)?, file: FileRef::parse(file)? })
    }
}
