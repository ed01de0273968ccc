//! One request to a server: what to ask for, with which headers, how much to take.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Record;
use crate::blocklist::repository::FileRef;

/// Bytes of one list; larger ones come compressed, or as signed repositories.
const MAX_LIST_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes of a manifest.
const MAX_MANIFEST_BYTES: u64 = 64 * 1024;
/// Bytes of a signature: two comments and two lines of base64.
const MAX_SIGNATURE_BYTES: u64 = 4 * 1024;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// A whole plain list.
    #[default]
    List,
    /// What changed in a plain list since the version held.
    Changes,
    /// A signed repository's manifest.
    Manifest,
    /// Its signature.
    Signature,
    /// Its second signature, with the key that signs from then on.
    NextSignature,
    /// A snapshot or a delta, named by its content.
    File,
}

/// Where a list comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'s> {
    /// Row id of the subscription.
    pub list_id: i64,
    /// Address of the list, or of the folder of a signed repository.
    pub origin: &'s str,
    /// Whether it is a signed repository.
    pub is_signed: bool,
    /// Whether the server tells what changed since a version (PhoneBlock's `since`).
    pub tells_changes: bool,
}

/// What to fetch next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The list it is for.
    pub list_id: i64,
    /// What is asked for; to be said again with the answer.
    pub step: StepKind,
    /// To be asked for with GET.
    pub url: String,
    /// To be sent along.
    pub headers: BTreeMap<&'static str, String>,
    /// To be taken at most, what is there already counted in.
    pub max_bytes: u64,
    /// Bytes that are there already: ask for the rest with `Range`. 0 for none.
    pub resume_from: u64,
    /// Name for the file that takes the answer: the same when it is resumed, and no other list's.
    pub file: String,
}

impl Source<'_> {
    /// Whether it can be fetched: over https, from this machine itself, or (`files`) from a path.
    #[must_use]
    pub fn is_fetchable(&self, files: bool) -> bool {
        is_web_address(self.origin) || (files && std::path::Path::new(self.origin).is_absolute())
    }

    /// What to ask for first.
    #[must_use]
    pub fn first_step(&self, record: &Record) -> Step {
        // Held numbers were not taken: the server must send them again.
        let conditions = if record.accept { BTreeMap::new() } else { record.conditions() };
        if self.is_signed {
            return Step { headers: conditions, ..self.step(StepKind::Manifest, self.within("manifest.json")) };
        }
        match record.since.filter(|_| self.tells_changes && !record.accept) {
            Some(since) => {
                let mark = if self.origin.contains('?') { '&' } else { '?' };
                self.step(StepKind::Changes, format!("{}{mark}since={since}", self.origin))
            }
            None => {
                let step = self.step(StepKind::List, self.origin.to_owned());
                Step { headers: conditions, ..step }.resumed(record)
            }
        }
    }

    /// The signature of a manifest.
    #[must_use]
    pub fn signature(&self) -> Step {
        self.step(StepKind::Signature, self.within("manifest.json.minisig"))
    }

    /// The second signature, while a repository changes its key.
    #[must_use]
    pub fn next_signature(&self) -> Step {
        self.step(StepKind::NextSignature, self.within("manifest.json.next.minisig"))
    }

    /// A snapshot or delta.
    #[must_use]
    pub fn file(&self, file: &FileRef, record: &Record) -> Step {
        let step = self.step(StepKind::File, self.within(&format!("files/{}", file.sha256)));
        Step { max_bytes: file.size, ..step }.resumed(record)
    }

    /// An address in the repository's folder; that of its manifest is taken for the folder's.
    fn within(&self, name: &str) -> String {
        let folder = self.origin.strip_suffix("manifest.json").unwrap_or(self.origin);
        format!("{}/{name}", folder.trim_end_matches('/'))
    }

    fn step(&self, step: StepKind, url: String) -> Step {
        let max_bytes = match step {
            StepKind::Manifest => MAX_MANIFEST_BYTES,
            StepKind::Signature | StepKind::NextSignature => MAX_SIGNATURE_BYTES,
            StepKind::List | StepKind::Changes | StepKind::File => MAX_LIST_BYTES,
        };
        let file = match step {
            StepKind::List | StepKind::Changes | StepKind::File => body_file(self.list_id),
            StepKind::Manifest | StepKind::Signature | StepKind::NextSignature => format!("list-{}.head", self.list_id),
        };
        Step { list_id: self.list_id, step, url, headers: BTreeMap::new(), max_bytes, resume_from: 0, file }
    }
}

impl Step {
    /// Goes on where the last transfer of the same content broke off.
    fn resumed(mut self, record: &Record) -> Self {
        if let Some(part) = record.part.as_ref().filter(|part| part.url == self.url && part.bytes < self.max_bytes) {
            self.resume_from = part.bytes;
            if let Some(etag) = &part.etag {
                self.headers.insert("If-Range", etag.clone());
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

/// Whether an address is one that nobody on the way can read or change: https, or http on this machine itself.
#[must_use]
pub fn is_web_address(origin: &str) -> bool {
    let starts = |with: &str| origin.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let own = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let is_own = |own: &str| {
        let authority = origin.split('/').nth(2).unwrap_or_default();
        let host_ends = origin.as_bytes().get(own.len()).is_none_or(|byte| matches!(byte, b':' | b'/'));
        starts(own) && host_ends && !authority.contains('@')
    };
    starts("https://") || own.into_iter().any(is_own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(origin: &str) -> Source<'_> {
        Source { list_id: 3, origin, is_signed: false, tells_changes: false }
    }

    #[test]
    fn only_what_cannot_be_changed_on_its_way_is_fetched() {
        for (origin, fetched) in [
            ("https://example.org/a", true),
            ("HTTPS://example.org/a", true),
            ("http://example.org/a", false),
            ("http://127.0.0.1:8080/a", true),
            ("http://[::1]/a", true),
            ("http://localhost", true),
            ("http://localhost.example.org/a", false),
            ("http://127.0.0.1.example.org/a", false),
            ("http://127.0.0.1@example.org/a", false),
            ("http://127.0.0.1:80@example.org/a", false),
            ("ftp://example.org/a", false),
            ("/home/list.txt", false),
            ("", false),
        ] {
            assert_eq!(source(origin).is_fetchable(false), fetched, "{origin}");
        }
        assert!(source("/home/list.txt").is_fetchable(true));
        assert!(!source("list.txt").is_fetchable(true));
    }

    #[test]
    fn a_repository_is_a_folder_however_its_address_is_written() {
        for origin in ["https://a.example/x", "https://a.example/x/", "https://a.example/x/manifest.json"] {
            let step = Source { is_signed: true, ..source(origin) }.first_step(&Record::default());
            assert_eq!((step.url.as_str(), step.max_bytes), ("https://a.example/x/manifest.json", 65_536));
        }
    }

    #[test]
    fn changes_are_asked_for_once_a_version_is_held() {
        let source = Source { tells_changes: true, ..source("https://a.example/api?min=4") };
        let mut record = Record::default();
        assert_eq!(source.first_step(&record).step, StepKind::List);
        record.since = Some(42);
        let step = source.first_step(&record);
        assert_eq!((step.step, step.url.as_str()), (StepKind::Changes, "https://a.example/api?min=4&since=42"));
        record.accept = true;
        assert_eq!(source.first_step(&record).step, StepKind::List, "what was held is asked for whole");
    }

    #[test]
    fn a_broken_transfer_is_resumed_only_for_the_same_content() {
        let part =
            |url: &str| Some(super::super::Part { url: url.to_owned(), etag: Some("\"a\"".to_owned()), bytes: 7 });
        let mut record = Record { part: part("https://a.example/l"), ..Record::default() };
        let step = source("https://a.example/l").first_step(&record);
        assert_eq!((step.resume_from, step.headers.get("If-Range").map(String::as_str)), (7, Some("\"a\"")));
        record.part = part("https://a.example/other");
        assert_eq!(source("https://a.example/l").first_step(&record).resume_from, 0);
    }
}
