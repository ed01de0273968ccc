//! Steps of signed repositories: the manifest, whose own delta serves who holds the version before; for everybody else the
//! file index, then one file. Each is verified before the next is asked for.

use std::io::Read;

use super::list_update::{ListUpdate, StepOutcome};
use super::{open_fetched, unreadable_file};
use crate::blocklist::formats::{self, Fault, MAX_ENTRIES};
use crate::blocklist::packed::{AppliedDelta, DeltaError, EntryReader, ListFileError};
use crate::blocklist::repository::{DeltaContent, FileIndex, FileRef, Known, MAX_MANIFEST_BYTES, Manifest, Refused};
use crate::blocklist::{DiffStats, Entry};
use crate::contract::sync::StepResponse;
use crate::engine::error::ApiError;
use crate::engine::install::{PreparedList, prepare};
use crate::number::Region;
use crate::store::lists::ListError;
use crate::sync::{PendingFile, PendingUpdate, SyncOutcome, SyncReason, etag, last_modified};

/// Bytes of a snapshot or delta that a phone takes.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// Changes of a delta that are applied as such; more come as a snapshot.
const MAX_CHANGES: u64 = 200_000;

/// What became of a snapshot or delta.
enum FileOutcome {
    Applied {
        stats: DiffStats,
        left_out: u64,
    },
    Refused(SyncReason),
    /// The list held is not what the delta is for, or the delta is too large.
    DoesNotApply,
}

/// Why a delta was not applied; the list stays.
enum NotApplied {
    TooWide,
    /// It is damaged, or for another version.
    Delta,
    List(ListError),
}

impl From<DeltaError> for NotApplied {
    fn from(_: DeltaError) -> Self {
        Self::Delta
    }
}

impl From<ListError> for NotApplied {
    fn from(error: ListError) -> Self {
        Self::List(error)
    }
}

impl From<ListFileError> for NotApplied {
    fn from(error: ListFileError) -> Self {
        Self::List(error.into())
    }
}

impl ListUpdate<'_> {
    /// What a manifest is judged by.
    pub(super) fn known(&self) -> Known {
        let version = u64::try_from(self.list.revision).unwrap_or(0);
        Known { version, clock_millis: self.at.utc_millis, latest_millis: self.state.manifest_millis }
    }

    /// Verifies the manifest, and applies its own delta or says what to fetch.
    pub(super) fn apply_manifest(&mut self, response: &StepResponse, file: &str) -> Result<StepOutcome, ApiError> {
        let Some(content) = read_at_most(file, MAX_MANIFEST_BYTES)? else {
            return Ok(StepOutcome::refused(SyncReason::BadManifest));
        };
        let in_force = self.core.background()?.list_in_force(self.list.id)?.map(|list| list.info);
        // A damaged list is dropped; the version that it had counts against rollback all the same.
        let newest = in_force.map_or(0, |held| u64::try_from(held.revision).unwrap_or(0));
        let known = Known { version: newest.max(self.known().version), ..self.known() };
        let key = self.list.public_key.as_deref().unwrap_or_default();
        let manifest = match Manifest::open(&content, key, known) {
            Ok(manifest) => manifest,
            Err(refused) => return Ok(StepOutcome::refused(refused)),
        };
        self.state.manifest_millis = self.state.manifest_millis.max(Some(manifest.created_millis()));
        let (etag, last_modified) = (etag(&response.headers), last_modified(&response.headers));
        let update = PendingUpdate { etag, last_modified, ..PendingUpdate::default() };
        if in_force.is_some_and(|held| held.revision == version_of(&manifest)) {
            self.keep_manifest(&manifest, update);
            return Ok(StepOutcome::Success(SyncOutcome::Unchanged, None));
        }
        if manifest.numbers == 0 {
            return Ok(StepOutcome::refused(SyncReason::Empty));
        }
        if self.state.stops_shrink(in_force.map_or(0, |held| held.entries()), manifest.numbers) {
            return Ok(StepOutcome::held(SyncReason::Shrank));
        }
        let base = in_force.map(|held| held.revision).filter(|_| self.has_whole_version());
        let delta =
            manifest.delta.as_ref().filter(|delta| base.is_some_and(|base| i64::try_from(delta.from) == Ok(base)));
        match (delta.map(|delta| &delta.content), base) {
            (Some(DeltaContent::Inline(content)), Some(base)) => {
                let outcome = self.apply_delta(content, base, &manifest)?;
                self.conclude(outcome, manifest.clone(), update)
            }
            (Some(DeltaContent::File(file)), base) => {
                let file = PendingFile { file: *file, base };
                Ok(self.fetch(file, PendingUpdate { manifest: Some(manifest), ..update }))
            }
            _ => Ok(self.fetch_index(PendingUpdate { manifest: Some(manifest), ..update })),
        }
    }

    /// Says which file of the index to fetch.
    pub(super) fn apply_index(&mut self, file: &str) -> Result<StepOutcome, ApiError> {
        let mut update = self.core.pending_updates().take(self.list.id);
        let Some(manifest) = &update.manifest else { return Ok(restarted()) };
        let index = match read_file(file, &manifest.index)? {
            Ok(content) => FileIndex::read(&content),
            Err(refused) => Err(refused),
        };
        match index {
            Ok(index) => update.index = Some(index),
            Err(refused) => return Ok(StepOutcome::refused(refused)),
        }
        let in_force = self.core.background()?.list_in_force(self.list.id)?.map(|list| list.info);
        let base = in_force.map(|held| held.revision).filter(|_| self.has_whole_version() && !update.needs_snapshot);
        Ok(self.fetch_from_index(base, update))
    }

    /// Applies the pending file: a snapshot or a delta.
    pub(super) fn apply_file(&mut self, file: &str) -> Result<StepOutcome, ApiError> {
        let mut update = self.core.pending_updates().take(self.list.id);
        let (Some(pending), Some(manifest)) = (update.file.take(), update.manifest.take()) else {
            return Ok(restarted());
        };
        let content = match read_file(file, &pending.file)? {
            Ok(content) => content,
            Err(refused) => return Ok(StepOutcome::refused(refused)),
        };
        let outcome = match pending.base {
            Some(base) => self.apply_delta(&content, base, &manifest)?,
            None => self.apply_snapshot(&content, &manifest)?,
        };
        self.conclude(outcome, manifest, update)
    }

    /// Ends the attempt, or turns to the snapshot where a delta did not apply.
    fn conclude(
        &mut self,
        outcome: FileOutcome,
        manifest: Manifest,
        update: PendingUpdate,
    ) -> Result<StepOutcome, ApiError> {
        match outcome {
            FileOutcome::Applied { stats, left_out } => {
                if left_out > 0 {
                    log::warn!("sync: {left_out} entries of a signed list reach a number that always rings");
                }
                self.state.left_out = left_out;
                self.keep_manifest(&manifest, update);
                Ok(StepOutcome::Success(SyncOutcome::Updated, Some(stats)))
            }
            FileOutcome::Refused(reason) => Ok(StepOutcome::refused(reason)),
            FileOutcome::DoesNotApply => {
                let update = PendingUpdate { manifest: Some(manifest), needs_snapshot: true, ..update };
                Ok(self.fetch_from_index(None, update))
            }
        }
    }

    /// Asks for the delta from `base`, or the snapshot; first for the index where it is not there yet.
    fn fetch_from_index(&self, base: Option<i64>, update: PendingUpdate) -> StepOutcome {
        let Some(index) = &update.index else { return self.fetch_index(update) };
        let delta = base.and_then(|base| index.delta_from(base.try_into().ok()?));
        let file = match delta {
            Some(delta) => PendingFile { file: delta.file, base },
            None => PendingFile { file: index.snapshot, base: None },
        };
        self.fetch(file, update)
    }

    fn fetch_index(&self, update: PendingUpdate) -> StepOutcome {
        let Some(manifest) = &update.manifest else { return restarted() };
        let step = self.source().index(&manifest.index);
        self.core.pending_updates().keep(self.list.id, update);
        StepOutcome::next(step)
    }

    fn fetch(&self, file: PendingFile, update: PendingUpdate) -> StepOutcome {
        if file.file.size > MAX_FILE_BYTES {
            return StepOutcome::refused(SyncReason::TooLarge);
        }
        let step = self.source().file(&file.file, &self.state);
        self.core.pending_updates().keep(self.list.id, PendingUpdate { file: Some(file), ..update });
        StepOutcome::next(step)
    }

    /// Whether the list held is the publisher's, entry by entry: a delta counts positions in that. It may not be where entries
    /// were left out, and where the list came from another address.
    fn has_whole_version(&self) -> bool {
        self.state.left_out == 0 && self.state.expires_millis.is_some()
    }

    fn apply_delta(&mut self, content: &[u8], base: i64, manifest: &Manifest) -> Result<FileOutcome, ApiError> {
        let held = self.core.background()?.list_in_force(self.list.id)?;
        let Some(held) = held.filter(|held| held.info.revision == base) else { return Ok(FileOutcome::DoesNotApply) };
        let (lists, mut guard) = (&self.core.lists, EntryGuard::new(self.region()));
        let written = lists.open(&held).map_err(NotApplied::from).and_then(|base| {
            let mut applied = AppliedDelta::new(content, base.entries_or::<NotApplied>(), MAX_CHANGES)?;
            lists.write_with(Some(held.info.identity), version_of(manifest), |writer| {
                applied.write_to(writer, |entry| guard.lets_in(entry))?;
                // Before the file is finished: whether the version is the right one.
                if guard.is_too_wide {
                    return Err(NotApplied::TooWide);
                }
                let stats = applied.stats();
                if stats.now() == manifest.numbers { Ok(stats.removed) } else { Err(NotApplied::Delta) }
            })
        });
        match written {
            Ok((new, gone)) => {
                let new = PreparedList::changed(self.list.id, held, new, gone);
                let stats = new.stats;
                self.new = Some(new);
                Ok(FileOutcome::Applied { stats, left_out: guard.left_out })
            }
            Err(NotApplied::TooWide) => Ok(FileOutcome::Refused(SyncReason::TooWide)),
            Err(NotApplied::List(error @ (ListError::Store(_) | ListError::File(ListFileError::Io(_))))) => {
                Err(error.into())
            }
            Err(NotApplied::List(_) | NotApplied::Delta) => Ok(FileOutcome::DoesNotApply),
        }
    }

    fn apply_snapshot(&mut self, content: &[u8], manifest: &Manifest) -> Result<FileOutcome, ApiError> {
        // Read in full before anything is changed: order, checksums, guards, count.
        let unreadable = FileOutcome::Refused(SyncReason::Unreadable);
        let Ok(entries) = EntryReader::new(content, MAX_ENTRIES) else { return Ok(unreadable) };
        let (mut count, mut guard) = (0, EntryGuard::new(self.region()));
        for entry in entries {
            let Ok(entry) = entry else { return Ok(unreadable) };
            guard.lets_in(&entry);
            count += 1;
        }
        if guard.is_too_wide {
            return Ok(FileOutcome::Refused(SyncReason::TooWide));
        }
        if count != manifest.numbers {
            return Ok(FileOutcome::Refused(SyncReason::WrongCount));
        }
        let left_out = guard.left_out;
        if left_out == count {
            return Ok(FileOutcome::Refused(SyncReason::Empty));
        }
        let entries = EntryReader::new(content, MAX_ENTRIES).map_err(|_| unreadable_file())?.map_while(Result::ok);
        let entries = entries.filter(|entry| left_out == 0 || guard.lets_in(entry));
        let new = prepare(self.core, self.list, entries, Some(version_of(manifest)))?;
        let stats = new.stats;
        self.new = Some(new);
        Ok(FileOutcome::Applied { stats, left_out })
    }

    /// Keeps what belongs to an installed version: its manifest's validators, and the key that signs from now on.
    fn keep_manifest(&mut self, manifest: &Manifest, update: PendingUpdate) {
        self.state.expires_millis = Some(manifest.expires_millis());
        (self.state.etag, self.state.last_modified) = (update.etag, update.last_modified);
        self.next_key.clone_from(&manifest.next_key);
        self.revision = Some(version_of(manifest));
    }
}

/// The guards of plain lists, for entries that came through no parser.
struct EntryGuard {
    region: Region,
    /// Entries that reach a number that always rings.
    left_out: u64,
    is_too_wide: bool,
}

impl EntryGuard {
    fn new(region: Region) -> Self {
        Self { region, left_out: 0, is_too_wide: false }
    }

    fn lets_in(&mut self, entry: &Entry) -> bool {
        let fault = formats::guard(entry, self.region).err();
        self.is_too_wide |= fault == Some(Fault::TooWide);
        self.left_out += u64::from(fault == Some(Fault::NeverBlock));
        fault.is_none()
    }
}

/// The process ended between two steps, or responses came out of order.
fn restarted() -> StepOutcome {
    StepOutcome::failed(SyncReason::Restarted)
}

/// The manifest's version as the revision of a list.
fn version_of(manifest: &Manifest) -> i64 {
    i64::try_from(manifest.version).unwrap_or(i64::MAX)
}

/// A fetched file that is what its reference says.
fn read_file(path: &str, named: &FileRef) -> Result<Result<Vec<u8>, Refused>, ApiError> {
    let Some(content) = read_at_most(path, named.size)? else { return Ok(Err(Refused::WrongSize)) };
    Ok(named.check(&content).map(|()| content))
}

/// A fetched file; `None` when it is larger than `most` bytes.
fn read_at_most(path: &str, most: u64) -> Result<Option<Vec<u8>>, ApiError> {
    let mut content = Vec::new();
    open_fetched(path)?.take(most + 1).read_to_end(&mut content).map_err(|_| unreadable_file())?;
    Ok((content.len() as u64 <= most).then_some(content))
}
