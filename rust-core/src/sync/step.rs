//! One request to a server: what to ask for, with which headers, how much to take.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::state::SyncState;
use crate::blocklist::repository::{MAX_INDEX_BYTES, MAX_MANIFEST_BYTES};

/// Bytes of one list; larger ones come compressed, or as signed repositories.
const MAX_LIST_BYTES: u64 = 64 * 1024 * 1024;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// A whole plain list.
    List,
    /// What changed in a plain list since the version held.
    Changes,
    /// A signed repository's manifest, with its signature and the newest delta.
    Manifest,
    /// Its file index: where the snapshot and older deltas are.
    Index,
    /// A snapshot or a delta, named by its content.
    File,
}

/// What to fetch next for a list: one GET request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncStep {
    /// The list's row id.
    pub list_id: i64,
    /// What is asked for; to be repeated with the response.
    pub step: StepKind,
    /// Where to ask, with GET; to be repeated with the response.
    pub url: String,
    /// Request headers, by name.
    pub headers: BTreeMap<String, String>,
    /// The largest file that may come of it, in bytes; what is there already counts.
    pub max_bytes: u64,
    /// Bytes that are there already: ask for the rest with `Range`. 0 for none.
    pub resume_from: u64,
    /// Name of the file that takes the response: the same when it is resumed, and no other list's.
    pub file: String,
}

impl SyncStep {
    /// A request without headers, from the beginning.
    pub(super) fn new(list_id: i64, step: StepKind, url: String) -> Self {
        let max_bytes = match step {
            StepKind::Manifest => MAX_MANIFEST_BYTES,
            StepKind::Index => MAX_INDEX_BYTES,
            StepKind::List | StepKind::Changes | StepKind::File => MAX_LIST_BYTES,
        };
        let file = match step {
            StepKind::List | StepKind::Changes | StepKind::File => body_file(list_id),
            StepKind::Manifest | StepKind::Index => format!("list-{list_id}.head"),
        };
        Self { list_id, step, url, headers: BTreeMap::new(), max_bytes, resume_from: 0, file }
    }

    /// The same request, resumed where the last transfer of the same content broke off.
    pub(super) fn resumed(mut self, state: &SyncState) -> Self {
        if let Some(part) = state.part.as_ref().filter(|part| part.url == self.url && part.bytes < self.max_bytes) {
            self.resume_from = part.bytes;
            if let Some(etag) = &part.etag {
                self.headers.insert("If-Range".to_owned(), etag.clone());
            }
        }
        self
    }
}

/// Name of the file that takes a list's content, and keeps what came of it when a transfer breaks off.
#[must_use]
pub fn body_file(list_id: i64) -> String {
    format!("list-{list_id}")
}
