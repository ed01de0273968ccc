//! Pending updates: what has been fetched of signed repositories of which more is to come. It is kept in memory: when the
//! process ends, the next attempt starts again from the manifest.

use std::collections::HashMap;

use crate::blocklist::repository::{FileIndex, FileRef, Manifest};

/// The pending update of each list, by list id.
#[derive(Debug, Default)]
pub struct PendingUpdates(HashMap<i64, PendingUpdate>);

/// What has been fetched of one repository.
#[derive(Debug, Default)]
pub struct PendingUpdate {
    /// Bytes that came over the wire for this attempt so far.
    pub bytes: u64,
    /// The manifest, verified.
    pub manifest: Option<Manifest>,
    /// The manifest's `ETag`.
    pub etag: Option<String>,
    /// The manifest's `Last-Modified`.
    pub last_modified: Option<String>,
    /// The file index, once it was fetched.
    pub index: Option<FileIndex>,
    /// Whether a delta did not apply: only the snapshot will do.
    pub needs_snapshot: bool,
    /// The file that is being fetched.
    pub file: Option<PendingFile>,
}

/// A file that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PendingFile {
    /// The file.
    pub file: FileRef,
    /// The version that a delta applies to; `None`: the file is the snapshot.
    pub base: Option<i64>,
}

impl PendingUpdates {
    /// Keeps what a list's update has so far; its count of bytes stays.
    pub fn keep(&mut self, list_id: i64, update: PendingUpdate) {
        let bytes = self.0.get(&list_id).map_or(0, |update| update.bytes);
        self.0.insert(list_id, PendingUpdate { bytes, ..update });
    }

    /// Takes what a list's update has so far; only its count of bytes stays.
    pub fn take(&mut self, list_id: i64) -> PendingUpdate {
        let Some(update) = self.0.get_mut(&list_id) else { return PendingUpdate::default() };
        std::mem::replace(update, PendingUpdate { bytes: update.bytes, ..PendingUpdate::default() })
    }

    /// Counts bytes that came over the wire and gives all of the attempt. When the attempt has no more steps
    /// (`has_more` false), what was pending is dropped.
    pub fn count(&mut self, list_id: i64, bytes: u64, has_more: bool) -> u64 {
        let total = self.0.get(&list_id).map_or(0, |update| update.bytes).saturating_add(bytes);
        if has_more {
            self.0.entry(list_id).or_default().bytes = total;
        } else {
            self.0.remove(&list_id);
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_an_attempt_add_up_until_its_last_step() {
        let mut pending = PendingUpdates::default();
        assert_eq!(pending.count(1, 10, true), 10);
        assert_eq!(pending.count(2, 1, false), 1);
        assert_eq!(pending.count(1, 5, true), 15);
        assert_eq!(pending.count(1, 5, false), 20);
        assert_eq!(pending.take(1).bytes, 0);
        assert_eq!(pending.count(1, u64::MAX, true), u64::MAX);
        assert_eq!(pending.count(1, 5, true), u64::MAX);
    }
}
