//! Where a list comes from: which addresses are fetched, and the requests for it.

use std::collections::BTreeMap;

use super::state::SyncState;
use super::step::{StepKind, SyncStep};
use super::subscription::Subscription;
use crate::blocklist::repository::FileRef;

/// The file of a repository that changes.
const MANIFEST: &str = "latest";

/// Where a list comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListSource<'s> {
    /// Row id of the subscription.
    pub list_id: i64,
    /// Address of the list, or of the folder of a signed repository.
    pub origin: &'s str,
    /// Whether it is a signed repository.
    pub is_signed: bool,
    /// Whether the server tells what changed since a version (PhoneBlock's `since`).
    pub has_changes_since: bool,
}

impl<'s> ListSource<'s> {
    /// The source of a subscription.
    #[must_use]
    pub fn of(list: &'s Subscription) -> Self {
        Self {
            list_id: list.id,
            origin: &list.origin,
            is_signed: list.public_key.is_some(),
            has_changes_since: list.has_changes_since(),
        }
    }

    /// Whether it can be fetched: over https, from this machine itself, or (`files`) from a path.
    #[must_use]
    pub fn is_fetchable(&self, files: bool) -> bool {
        is_web_address(self.origin) || (files && std::path::Path::new(self.origin).is_absolute())
    }

    /// The first request of an attempt.
    #[must_use]
    pub fn first_step(&self, state: &SyncState) -> SyncStep {
        // Numbers that the shrink guard stopped were not taken: the server must send them again.
        let conditions = if state.accept { BTreeMap::new() } else { state.conditional_headers() };
        if self.is_signed {
            return SyncStep { headers: conditions, ..self.step(StepKind::Manifest, self.within(MANIFEST)) };
        }
        match state.since.filter(|_| self.has_changes_since && !state.accept) {
            Some(since) => {
                let separator = if self.origin.contains('?') { '&' } else { '?' };
                self.step(StepKind::Changes, format!("{}{separator}since={since}", self.origin))
            }
            None => {
                let step = self.step(StepKind::List, self.origin.to_owned());
                SyncStep { headers: conditions, ..step }.resumed(state)
            }
        }
    }

    /// The request for a file index.
    #[must_use]
    pub fn index(&self, index: &FileRef) -> SyncStep {
        SyncStep { max_bytes: index.size, ..self.step(StepKind::Index, self.within(&index.path())) }
    }

    /// The request for a snapshot or delta.
    #[must_use]
    pub fn file(&self, file: &FileRef, state: &SyncState) -> SyncStep {
        let step = self.step(StepKind::File, self.within(&file.path()));
        SyncStep { max_bytes: file.size, ..step }.resumed(state)
    }

    /// An address in the repository's folder; the address of its manifest is accepted for the folder's.
    fn within(&self, name: &str) -> String {
        let folder = self.origin.strip_suffix(&format!("/{MANIFEST}")).unwrap_or(self.origin);
        format!("{}/{name}", folder.trim_end_matches('/'))
    }

    fn step(&self, step: StepKind, url: String) -> SyncStep {
        SyncStep::new(self.list_id, step, url)
    }
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
    use crate::sync::PartialTransfer;

    fn source(origin: &str) -> ListSource<'_> {
        ListSource { list_id: 3, origin, is_signed: false, has_changes_since: false }
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
        for origin in ["https://a.example/x", "https://a.example/x/", "https://a.example/x/latest"] {
            let step = ListSource { is_signed: true, ..source(origin) }.first_step(&SyncState::default());
            assert_eq!((step.url.as_str(), step.max_bytes), ("https://a.example/x/latest", 65_536));
        }
    }

    #[test]
    fn changes_are_asked_for_once_a_version_is_held() {
        let source = ListSource { has_changes_since: true, ..source("https://a.example/api?min=4") };
        let mut state = SyncState::default();
        assert_eq!(source.first_step(&state).step, StepKind::List);
        state.since = Some(42);
        let step = source.first_step(&state);
        assert_eq!((step.step, step.url.as_str()), (StepKind::Changes, "https://a.example/api?min=4&since=42"));
        state.accept = true;
        assert_eq!(source.first_step(&state).step, StepKind::List, "what was held is asked for whole");
    }

    #[test]
    fn a_broken_transfer_is_resumed_only_for_the_same_content() {
        let part = |url: &str| Some(PartialTransfer { url: url.to_owned(), etag: Some("\"a\"".to_owned()), bytes: 7 });
        let mut state = SyncState { part: part("https://a.example/l"), ..SyncState::default() };
        let step = source("https://a.example/l").first_step(&state);
        assert_eq!((step.resume_from, step.headers.get("If-Range").map(String::as_str)), (7, Some("\"a\"")));
        state.part = part("https://a.example/other");
        assert_eq!(source("https://a.example/l").first_step(&state).resume_from, 0);
    }
}
