//! Steps of signed repositories: manifest, signature, then one file, each verified before the next is asked for.

use std::io::Read;

use super::list_update::{ListUpdate, StepOutcome};
use super::{open_fetched, unreadable_file};
use crate::blocklist::DiffStats;
use crate::blocklist::formats::{self, MAX_ENTRIES};
use crate::blocklist::packed::{EntryReader, ListFileError, Removed};
use crate::blocklist::repository::{HeldVersion, Manifest, Refused, Signed, decode_delta};
use crate::contract::sync::StepResponse;
use crate::engine::error::ApiError;
use crate::engine::install::{PreparedList, prepare};
use crate::store::lists::ListError;
use crate::sync::{PendingFile, PendingUpdate, SyncOutcome, SyncReason, etag, last_modified};

/// Bytes of a snapshot or delta that a phone takes.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// Changes of a delta that are applied as such; more come as a snapshot.
const MAX_CHANGES: u32 = 1_000_000;
/// Bytes of a manifest or a signature.
const MAX_HEAD_BYTES: u64 = 64 * 1024;

/// What became of a snapshot or delta.
enum FileOutcome {
    Applied(DiffStats),
    Refused(SyncReason),
    /// The list held is not what the delta is for, or the delta is too large.
    DoesNotApply,
}

impl ListUpdate<'_> {
    /// Keeps the manifest until its signature is there.
    pub(super) fn apply_manifest(&mut self, response: &StepResponse, file: &str) -> Result<StepOutcome, ApiError> {
        let Some(manifest) = read_at_most(file, MAX_HEAD_BYTES)? else {
            return Ok(StepOutcome::refused(SyncReason::BadManifest));
        };
        let (etag, last_modified) = (etag(&response.headers), last_modified(&response.headers));
        let update = PendingUpdate { manifest, etag, last_modified, ..PendingUpdate::default() };
        self.core.pending_updates().start(self.list.id, update);
        Ok(StepOutcome::next(self.source().signature()))
    }

    /// Verifies the manifest, or asks for the second signature when it names a second key.
    pub(super) fn apply_signature(&mut self, file: &str) -> Result<StepOutcome, ApiError> {
        let Some(signature) = read_text(file)? else {
            return Ok(StepOutcome::refused(SyncReason::BadSignature));
        };
        let mut pending = self.core.pending_updates();
        let Some(update) = pending.get_mut(self.list.id) else { return Ok(restarted()) };
        if Manifest::names_next_key(&update.manifest) {
            update.signature = Some(signature);
            return Ok(StepOutcome::next(self.source().next_signature()));
        }
        drop(pending);
        self.verify_manifest(&signature, None)
    }

    /// Verifies a manifest with two signatures.
    pub(super) fn apply_next_signature(&mut self, file: &str) -> Result<StepOutcome, ApiError> {
        let Some(second) = read_text(file)? else {
            return Ok(StepOutcome::refused(SyncReason::BadSignature));
        };
        let first = self.core.pending_updates().get_mut(self.list.id).and_then(|update| update.signature.take());
        match first {
            Some(first) => self.verify_manifest(&first, Some(&second)),
            None => Ok(restarted()),
        }
    }

    /// Verifies the manifest with its signatures, and says which file to fetch.
    fn verify_manifest(&mut self, signature: &str, next_signature: Option<&str>) -> Result<StepOutcome, ApiError> {
        let core = self.core;
        let mut pending = core.pending_updates();
        let Some(update) = pending.get_mut(self.list.id) else { return Ok(restarted()) };
        let in_force = core.background()?.list_in_force(self.list.id)?.map(|list| list.info);
        // The process may have ended between new numbers and the note of them: the newer of both counts.
        let newest = self.list.revision.max(in_force.map_or(0, |list| list.revision));
        let held = HeldVersion { version: u64::try_from(newest).unwrap_or(0) };
        let signed = Signed { manifest: &update.manifest, signature, next_signature };
        let key = self.list.public_key.as_deref().unwrap_or_default();
        let manifest = match Manifest::open(&signed, key, held, self.at.utc_millis) {
            Ok(manifest) => manifest,
            Err(refused) => return Ok(StepOutcome::refused(refused)),
        };
        if in_force.is_some_and(|held| held.revision == version_of(&manifest)) {
            let update = pending.take(self.list.id);
            drop(pending);
            self.keep_manifest(&manifest, update);
            return Ok(StepOutcome::Success(SyncOutcome::Unchanged, None));
        }
        if manifest.numbers == 0 {
            return Ok(StepOutcome::refused(SyncReason::Empty));
        }
        if self.state.stops_shrink(in_force.map_or(0, |held| held.entries()), manifest.numbers) {
            return Ok(StepOutcome::held());
        }
        let delta =
            in_force.and_then(|held| Some((held.revision, manifest.delta_from(held.revision.try_into().ok()?)?)));
        let (base, file) = match delta {
            Some((base, delta)) => (Some(base), delta.file.clone()),
            None => (None, manifest.snapshot.clone()),
        };
        if file.size > MAX_FILE_BYTES {
            return Ok(StepOutcome::refused(SyncReason::TooLarge));
        }
        let step = self.source().file(&file, &self.state);
        update.file = Some(PendingFile { manifest, file, base });
        Ok(StepOutcome::next(step))
    }

    /// Applies the pending file: a snapshot or a delta.
    pub(super) fn apply_file(&mut self, file: &str) -> Result<StepOutcome, ApiError> {
        let Some(pending) = self.core.pending_updates().take_file(self.list.id) else { return Ok(restarted()) };
        let Some(content) = read_at_most(file, pending.file.size)? else {
            return Ok(StepOutcome::refused(Refused::WrongSize));
        };
        if let Err(refused) = pending.file.check(&content) {
            return Ok(StepOutcome::refused(refused));
        }
        let outcome = match pending.base {
            Some(base) => self.apply_delta(&content, base, &pending.manifest)?,
            None => self.apply_snapshot(&content, &pending.manifest)?,
        };
        match outcome {
            FileOutcome::Applied(stats) => {
                let update = self.core.pending_updates().take(self.list.id);
                self.keep_manifest(&pending.manifest, update);
                Ok(StepOutcome::Success(SyncOutcome::Updated, Some(stats)))
            }
            FileOutcome::Refused(reason) => Ok(StepOutcome::refused(reason)),
            FileOutcome::DoesNotApply => Ok(self.fetch_snapshot(pending)),
        }
    }

    /// Asks for the whole version in place of a delta.
    fn fetch_snapshot(&self, pending: PendingFile) -> StepOutcome {
        let file = pending.manifest.snapshot.clone();
        if file.size > MAX_FILE_BYTES {
            return StepOutcome::refused(SyncReason::TooLarge);
        }
        let step = self.source().file(&file, &self.state);
        self.core.pending_updates().set_file(self.list.id, PendingFile { file, base: None, ..pending });
        StepOutcome::next(step)
    }

    fn apply_delta(&mut self, content: &[u8], base: i64, manifest: &Manifest) -> Result<FileOutcome, ApiError> {
        let Ok(delta) = decode_delta(content, MAX_CHANGES) else { return Ok(FileOutcome::DoesNotApply) };
        let region = self.region();
        if delta.added.iter().any(|entry| formats::is_too_wide(entry, region)) {
            return Ok(FileOutcome::Refused(SyncReason::TooWide));
        }
        let held = self.core.background()?.list_in_force(self.list.id)?;
        let Some(held) = held.filter(|held| held.info.revision == base) else { return Ok(FileOutcome::DoesNotApply) };
        let lists = &self.core.lists;
        let patched = lists.open(&held).map_err(ListError::from).and_then(|base| {
            let removed = Removed::Ranks(&delta.removed);
            lists.patch(&base, version_of(manifest), &delta.added, removed, Some(manifest.numbers))
        });
        match patched {
            Ok((new, gone)) => {
                let new = PreparedList::changed(self.list.id, held, new, gone);
                let stats = new.stats;
                self.new = Some(new);
                Ok(FileOutcome::Applied(stats))
            }
            Err(error @ (ListError::Store(_) | ListError::File(ListFileError::Io(_)))) => Err(error.into()),
            Err(_) => Ok(FileOutcome::DoesNotApply),
        }
    }

    fn apply_snapshot(&mut self, content: &[u8], manifest: &Manifest) -> Result<FileOutcome, ApiError> {
        // Read in full before anything is changed: order, checksums, width of ranges, count.
        let unreadable = FileOutcome::Refused(SyncReason::Unreadable);
        let Ok(entries) = EntryReader::new(content, MAX_ENTRIES) else { return Ok(unreadable) };
        let (mut count, region) = (0, self.region());
        for entry in entries {
            let Ok(entry) = entry else { return Ok(unreadable) };
            if formats::is_too_wide(&entry, region) {
                return Ok(FileOutcome::Refused(SyncReason::TooWide));
            }
            count += 1;
        }
        if count != manifest.numbers {
            return Ok(FileOutcome::Refused(SyncReason::WrongCount));
        }
        let entries = EntryReader::new(content, MAX_ENTRIES).map_err(|_| unreadable_file())?.map_while(Result::ok);
        let new = prepare(self.core, self.list, entries, Some(version_of(manifest)))?;
        let stats = new.stats;
        self.new = Some(new);
        Ok(FileOutcome::Applied(stats))
    }

    /// Keeps what belongs to an installed version: its manifest's validators, and the key that signs from now on.
    fn keep_manifest(&mut self, manifest: &Manifest, update: PendingUpdate) {
        self.state.expires_millis = Some(manifest.expires_millis);
        (self.state.etag, self.state.last_modified) = (update.etag, update.last_modified);
        self.next_key.clone_from(&manifest.next_key);
        self.revision = Some(version_of(manifest));
    }
}

/// The process ended between two steps, or responses came out of order.
fn restarted() -> StepOutcome {
    StepOutcome::failed(SyncReason::Restarted)
}

/// The manifest's version as a revision of the list.
fn version_of(manifest: &Manifest) -> i64 {
    i64::try_from(manifest.version).unwrap_or(i64::MAX)
}

/// A signature's text; `None` when the file is too large for one, or not UTF-8.
fn read_text(path: &str) -> Result<Option<String>, ApiError> {
    Ok(read_at_most(path, MAX_HEAD_BYTES)?.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// A fetched file; `None` when it is larger than `most` bytes.
fn read_at_most(path: &str, most: u64) -> Result<Option<Vec<u8>>, ApiError> {
    let mut content = Vec::new();
    open_fetched(path)?.take(most + 1).read_to_end(&mut content).map_err(|_| unreadable_file())?;
    Ok((content.len() as u64 <= most).then_some(content))
}
