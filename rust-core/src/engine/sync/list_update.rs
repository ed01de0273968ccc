//! One step of one list's update: the response is judged, and what is now known is written in one transaction.

use std::path::Path;

use crate::blocklist::DiffStats;
use crate::blocklist::formats::ListReading;
use crate::contract::sync::{StepFailure, StepResponse, StepResult, SyncApplied};
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::engine::install::PreparedList;
use crate::engine::lists::kept_state;
use crate::engine::sum_guard::{self, SumFault};
use crate::moment::Moment;
use crate::notice::NoticeKind;
use crate::number::{NumberKey, Region};
use crate::store::{StoreError, UserStore};
use crate::sync::{
    FetchFailure, Jitter, ListSource, PartialTransfer, ResponseHeaders, StepKind, Subscription, SyncAttempt,
    SyncOutcome, SyncReason, SyncState, SyncStep, body_file, etag, matches_content_range, retry_after_millis,
};

/// The update of one list, in one of its steps.
pub(super) struct ListUpdate<'a> {
    pub(super) core: &'a Core,
    pub(super) list: &'a Subscription,
    /// What is known of the list's fetches; written when the step ends.
    pub(super) state: SyncState,
    pub(super) at: Moment,
    /// The version that this step has written; installed when the step ends.
    pub(super) new: Option<PreparedList>,
    /// What reading the list gave besides its numbers; written when the step ends.
    pub(super) reading: Option<ListReading>,
    /// The revision in force that this step confirmed; written when the step ends.
    pub(super) revision: Option<i64>,
    /// The key that signs the repository from now on; written when the step ends.
    pub(super) next_key: Option<String>,
    /// Callers whom a version that is held would stop; `None`: as before.
    held_callers: Option<Vec<NumberKey>>,
}

/// What became of a response.
pub(super) enum StepOutcome {
    /// More is to be fetched.
    Next(Box<SyncStep>),
    /// The list is good.
    Success(SyncOutcome, Option<DiffStats>),
    /// It stays as it was.
    Rejected(Rejected),
}

/// Why a list stays as it was.
pub(super) struct Rejected {
    outcome: SyncOutcome,
    reason: SyncReason,
    /// Milliseconds that the server asks to be left alone.
    retry_after: Option<i64>,
}

impl StepOutcome {
    pub(super) fn next(step: SyncStep) -> Self {
        Self::Next(Box::new(step))
    }

    /// What came is not the list it should be.
    pub(super) fn refused(reason: impl Into<SyncReason>) -> Self {
        Self::Rejected(Rejected { outcome: SyncOutcome::Refused, reason: reason.into(), retry_after: None })
    }

    /// A guard of the whole list stopped it.
    pub(super) fn held(reason: SyncReason) -> Self {
        Self::Rejected(Rejected { outcome: SyncOutcome::Held, reason, retry_after: None })
    }

    /// Nothing whole came.
    pub(super) fn failed(reason: impl Into<SyncReason>) -> Self {
        Self::Rejected(Rejected { outcome: SyncOutcome::Failed, reason: reason.into(), retry_after: None })
    }
}

impl<'a> ListUpdate<'a> {
    pub(super) fn new(core: &'a Core, list: &'a Subscription, state: SyncState, at: Moment) -> Self {
        let (new, reading) = (None, None);
        Self { core, list, state, at, new, reading, revision: None, next_key: None, held_callers: None }
    }

    /// Takes the server's response.
    pub(super) fn apply_response(mut self, response: &StepResponse) -> Result<SyncApplied, ApiError> {
        let before = self.state.clone();
        let outcome = match self.judge(response)? {
            StepOutcome::Success(outcome, stats) => match self.sum_fault(before)? {
                None => StepOutcome::Success(outcome, stats),
                Some(rejected) => rejected,
            },
            other @ (StepOutcome::Next(_) | StepOutcome::Rejected(_)) => other,
        };
        self.finish(outcome, response.bytes)
    }

    /// The guards of the whole list. One that is stopped leaves everything as it was `before`, but for what its callers are told of.
    fn sum_fault(&mut self, before: SyncState) -> Result<Option<StepOutcome>, ApiError> {
        let Some(new) = &self.new else { return Ok(None) };
        let fault = sum_guard::fault(self.core, new, self.region(), before.accept)?;
        let rejected = match fault {
            None => {
                self.held_callers = Some(vec![]);
                return Ok(None);
            }
            Some(SumFault::TooWide) => StepOutcome::refused(SyncReason::TooWide),
            Some(SumFault::Suspicious(reason, callers)) => {
                self.held_callers = Some(callers);
                StepOutcome::held(reason)
            }
        };
        (self.new, self.revision, self.next_key) = (None, None, None);
        self.reading = None;
        self.state = SyncState { part: None, manifest_millis: self.state.manifest_millis, ..before };
        Ok(Some(rejected))
    }

    /// Takes a step without a whole response.
    pub(super) fn apply_failure(mut self, failure: &StepFailure) -> Result<SyncApplied, ApiError> {
        if let Some(part) = self.resumable_part(failure) {
            self.state.part = Some(part);
        }
        if failure.failure == FetchFailure::Cancelled {
            return self.cancel();
        }
        self.finish(StepOutcome::failed(failure.failure), failure.bytes)
    }

    pub(super) fn source(&self) -> ListSource<'a> {
        ListSource::of(self.list)
    }

    /// Whose national numbers the list holds.
    pub(super) fn region(&self) -> Region {
        self.list.region.parse().unwrap_or(self.core.phone_region)
    }

    fn judge(&mut self, response: &StepResponse) -> Result<StepOutcome, ApiError> {
        let part = self.state.part.take_if(|part| response.url == part.url);
        match (response.status, &response.file) {
            (200, Some(file)) => self.apply_body(response, file),
            (206, Some(file)) if part.is_some_and(|part| is_rest_of(&part, file, &response.headers)) => {
                self.apply_body(response, file)
            }
            (206, _) => Ok(StepOutcome::failed(SyncReason::WrongRange)),
            (304, _) if !self.state.conditional_headers().is_empty() => Ok(self.not_modified()),
            (status, _) => Ok(StepOutcome::Rejected(Rejected {
                outcome: SyncOutcome::Failed,
                reason: SyncReason::HttpStatus(status),
                retry_after: retry_after_millis(&response.headers),
            })),
        }
    }

    fn not_modified(&mut self) -> StepOutcome {
        let expired = self.state.expires_millis.is_some_and(|expires| self.known().now() >= expires);
        if self.list.public_key.is_some() && expired {
            // A server that answers "not modified" for ever would freeze the list.
            self.state.clear_validators();
            return StepOutcome::refused(SyncReason::Expired);
        }
        StepOutcome::Success(SyncOutcome::Unchanged, None)
    }

    fn apply_body(&mut self, response: &StepResponse, file: &str) -> Result<StepOutcome, ApiError> {
        match response.step {
            StepKind::List => self.apply_list(response, file),
            StepKind::Changes => self.apply_changes(file),
            StepKind::Manifest => self.apply_manifest(response, file),
            StepKind::Index => self.apply_index(file),
            StepKind::File => self.apply_file(file),
        }
    }

    /// Cancelled by the user or the phone: neither an attempt nor a failure, due as before. The transfer can be resumed.
    fn cancel(self) -> Result<SyncApplied, ApiError> {
        self.core.pending_updates().count(self.list.id, 0, false);
        self.core.background()?.write(|store| self.save(store))?;
        Ok(SyncApplied { why: Some(SyncReason::Cancelled), keep: self.file_to_keep(), ..applied(StepResult::Failed) })
    }

    /// Writes what is now known, and gives the response.
    fn finish(mut self, outcome: StepOutcome, bytes: u64) -> Result<SyncApplied, ApiError> {
        let has_more = matches!(outcome, StepOutcome::Next(_));
        let bytes = self.core.pending_updates().count(self.list.id, bytes, has_more);
        let at = self.at.utc_millis;
        let jitter = Jitter::new(self.list.id, self.list.created_millis);
        let (outcome, stats) = match outcome {
            StepOutcome::Next(step) => {
                self.core.background()?.write(|store| self.save(store))?;
                return Ok(SyncApplied { next: Some(*step), ..applied(StepResult::Next) });
            }
            StepOutcome::Success(outcome, stats) => {
                self.state.record_success(at, outcome, self.list.fetch_interval_hours(), jitter);
                (outcome, stats)
            }
            StepOutcome::Rejected(Rejected { outcome, reason, retry_after }) => {
                self.state.record_failure(at, outcome, reason, retry_after, jitter);
                (outcome, None)
            }
        };
        let attempt = SyncAttempt {
            at_millis: at,
            result: outcome,
            why: self.state.why,
            added: stats.map(|stats| stats.added),
            removed: stats.map(|stats| stats.removed),
            unchanged: stats.map(|stats| stats.unchanged),
            bytes,
        };
        self.core.background()?.write_through(|store| {
            self.save(store)?;
            store.add_attempt(self.list.id, &attempt)?;
            self.update_notices(store, outcome)
        })?;
        if let Some(new) = self.new.take() {
            new.settle(self.core);
        }
        Ok(SyncApplied {
            result: outcome.into(),
            why: attempt.why,
            next: None,
            keep: self.file_to_keep(),
            added: attempt.added,
            removed: attempt.removed,
            unchanged: attempt.unchanged,
        })
    }

    /// Writes the version, the key and the sync state; not the sync state when the user has given the list another
    /// address meanwhile.
    fn save(&self, store: &UserStore) -> Result<(), StoreError> {
        let list = store.subscription(self.list.id)?;
        if let Some(key) = &self.next_key {
            store.note_public_key(list.id, key)?;
        }
        if let Some(callers) = &self.held_callers {
            store.save_held_callers(list.id, callers)?;
        }
        if let Some(reading) = &self.reading {
            store.note_reading(list.id, reading)?;
        }
        if let Some(new) = &self.new {
            new.install(store, self.at.utc_millis)?;
        } else if let Some(revision) = self.revision {
            store.note_revision(list.id, revision, self.at.utc_millis)?;
        }
        if list.has_source_of(self.list) { store.save_sync_state(list.id, &self.state) } else { Ok(()) }
    }

    /// Raises and withdraws the notices about the list.
    fn update_notices(&self, store: &UserStore, outcome: SyncOutcome) -> Result<(), StoreError> {
        let (id, at) = (self.list.id, self.at.utc_millis);
        let is_untrusted = self.state.why.is_some_and(SyncReason::is_untrusted);
        let is_stale = self.state.is_stale(at, self.list.created_millis);
        match outcome {
            SyncOutcome::Updated | SyncOutcome::Unchanged => {
                store.forget_state(&kept_state(id))?;
                let kinds = [NoticeKind::ListHeld, NoticeKind::ListStale, NoticeKind::ListUntrusted];
                kinds.into_iter().try_for_each(|kind| store.clear_notices(kind, Some(id)))
            }
            SyncOutcome::Held if store.state(&kept_state(id))?.is_some() => Ok(()),
            SyncOutcome::Held => store.add_notice(NoticeKind::ListHeld, Some(id), at),
            SyncOutcome::Refused if is_untrusted => store.add_notice(NoticeKind::ListUntrusted, Some(id), at),
            SyncOutcome::Refused | SyncOutcome::Failed if is_stale => {
                store.add_notice(NoticeKind::ListStale, Some(id), at)
            }
            SyncOutcome::Refused | SyncOutcome::Failed => Ok(()),
        }
    }

    fn file_to_keep(&self) -> Option<String> {
        self.state.part.as_ref().map(|_| body_file(self.list.id))
    }

    /// What the next attempt can resume: only what is sure to be the beginning of the same content.
    fn resumable_part(&self, failure: &StepFailure) -> Option<PartialTransfer> {
        let already = self.state.part.as_ref().filter(|part| part.url == failure.url);
        let etag = etag(&failure.headers).or_else(|| already?.etag.clone()).filter(|etag| !etag.starts_with("W/"));
        let is_named_by_content = failure.step == StepKind::File && self.list.public_key.is_some();
        let is_identified = is_named_by_content || (failure.step == StepKind::List && etag.is_some());
        (failure.failure.is_resumable() && failure.there > 0 && is_identified).then(|| PartialTransfer {
            url: failure.url.clone(),
            etag: etag.filter(|_| !is_named_by_content),
            bytes: failure.there,
        })
    }
}

/// Whether the rest that came starts where the part ended, and the whole is there.
fn is_rest_of(part: &PartialTransfer, file: &str, headers: &ResponseHeaders) -> bool {
    let file_bytes = Path::new(file).metadata().map_or(0, |file| file.len());
    matches_content_range(headers, part.bytes, file_bytes)
}

/// A response without anything but its result.
fn applied(result: StepResult) -> SyncApplied {
    SyncApplied { result, why: None, next: None, keep: None, added: None, removed: None, unchanged: None }
}
