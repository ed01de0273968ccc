//! Signed repositories: manifest, signature, then one file, each judged before the next is asked for. What has come
//! so far waits in memory; when the process ends, the next attempt begins again.

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;
use std::sync::{MutexGuard, PoisonError};

use super::{ApplyRequest, Doubt, Taken, failed, mark, opened, source};
use crate::api::lists::Put;
use crate::blocklist::Changes;
use crate::blocklist::formats::{self, MAX_ENTRIES};
use crate::blocklist::packed::EntryReader;
use crate::blocklist::repository::{FileRef, Held, Manifest, Refused, Signed, decode_delta};
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::moment::Moment;
use crate::number::Region;
use crate::store::lists::{ListError, ListInfo, Removed};
use crate::store::user::Subscription;
use crate::sync::legacy::{Outcome, Record, StepKind};

/// Bytes of a snapshot or delta that a phone takes.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// Changes of a delta that are applied as such; more come as a snapshot.
const MAX_CHANGES: u32 = 1_000_000;

/// What has come of each list's repository.
#[derive(Default)]
pub(crate) struct Arriving(HashMap<i64, Arrived>);

#[derive(Default)]
struct Arrived {
    bytes: u64,
    manifest: Vec<u8>,
    signature: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
    wanted: Option<Wanted>,
}

/// The file that was asked for, by a manifest that was believed.
#[derive(Clone)]
struct Wanted {
    manifest: Manifest,
    file: FileRef,
    /// The version that a delta is for; `None`: the snapshot.
    base: Option<i64>,
}

impl Arriving {
    /// Adds up what came over the wire; forgets a list whose answers are all there.
    pub(super) fn count(&mut self, list_id: i64, bytes: u64, goes_on: bool) -> u64 {
        let before = self.0.get(&list_id).map_or(0, |arrived| arrived.bytes);
        if goes_on {
            self.0.entry(list_id).or_default().bytes = before + bytes;
        } else {
            self.0.remove(&list_id);
        }
        before + bytes
    }
}

impl Core {
    pub(super) fn arriving(&self) -> MutexGuard<'_, Arriving> {
        self.arriving.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one answer of a repository.
    pub(super) fn take_signed(
        &self,
        request: &ApplyRequest,
        path: &Path,
        list: &Subscription,
        record: &mut Record,
    ) -> Result<Taken, ApiError> {
        let next = |step| Ok(Taken::Next(Box::new(step)));
        match request.step {
            StepKind::Manifest => {
                let Some(manifest) = small(path)? else { return Ok(Doubt::refused(Refused::BadManifest.name())) };
                let (etag, last_modified) = (mark(&request.headers, "etag"), mark(&request.headers, "last-modified"));
                let arrived = Arrived { manifest, etag, last_modified, ..Arrived::default() };
                self.arriving().0.insert(list.id, arrived);
                next(source(list).signature())
            }
            StepKind::Signature => {
                let Some(signature) = small_text(path)? else {
                    return Ok(Doubt::refused(Refused::BadSignature.name()));
                };
                let mut arriving = self.arriving();
                let Some(arrived) = arriving.0.get_mut(&list.id) else { return Ok(begun_anew()) };
                if Manifest::names_next_key(&arrived.manifest) {
                    arrived.signature = Some(signature);
                    return next(source(list).next_signature());
                }
                drop(arriving);
                self.believe(&signature, None, list, record, request.at)
            }
            StepKind::NextSignature => {
                let Some(second) = small_text(path)? else {
                    return Ok(Doubt::refused(Refused::BadSignature.name()));
                };
                let first = self.arriving().0.get_mut(&list.id).and_then(|arrived| arrived.signature.take());
                let Some(first) = first else { return Ok(begun_anew()) };
                self.believe(&first, Some(&second), list, record, request.at)
            }
            StepKind::File => self.take_file(path, list, record, request.at),
            StepKind::List | StepKind::Changes => Ok(Doubt::refused("unreadable")),
        }
    }

    /// Judges the manifest with its signatures, and says which file is to come.
    fn believe(
        &self,
        signature: &str,
        next_signature: Option<&str>,
        list: &Subscription,
        record: &mut Record,
        at: Moment,
    ) -> Result<Taken, ApiError> {
        let mut arriving = self.arriving();
        let Some(arrived) = arriving.0.get_mut(&list.id) else { return Ok(begun_anew()) };
        let signed = Signed { manifest: &arrived.manifest, signature, next_signature };
        let key = list.public_key.as_deref().unwrap_or_default();
        let in_force = self.lists()?.list(list.id)?;
        // The process may have ended between new numbers and the note of them: the newer of both is held.
        let newest = list.revision.max(in_force.as_ref().map_or(0, |list| list.revision));
        let held = Held { version: u64::try_from(newest).unwrap_or(0) };
        let manifest = match Manifest::open(&signed, key, held, at.utc_millis) {
            Ok(manifest) => manifest,
            Err(refused) => return Ok(Doubt::refused(refused.name())),
        };
        let held = in_force;
        let version = i64::try_from(manifest.version).unwrap_or(i64::MAX);
        let before = held.as_ref().map_or(0, size);
        if held.is_some_and(|held| held.revision == version) {
            let arrived = std::mem::take(arrived);
            drop(arriving);
            self.keep_manifest(&manifest, arrived, list, record, at)?;
            return Ok(Taken::Good(Outcome::Unchanged, None));
        }
        if manifest.numbers == 0 {
            return Ok(Doubt::refused("empty"));
        }
        if record.is_held(before, manifest.numbers) {
            return Ok(Doubt::held());
        }
        let delta = held.and_then(|held| Some((held.revision, manifest.delta_from(held.revision.try_into().ok()?)?)));
        let (base, file) = match delta {
            Some((base, delta)) => (Some(base), delta.file.clone()),
            None => (None, manifest.snapshot.clone()),
        };
        if file.size > MAX_FILE_BYTES {
            return Ok(Doubt::refused("too_large"));
        }
        let step = source(list).file(&file, record);
        arrived.wanted = Some(Wanted { manifest, file, base });
        Ok(Taken::Next(Box::new(step)))
    }

    fn take_file(&self, path: &Path, list: &Subscription, record: &mut Record, at: Moment) -> Result<Taken, ApiError> {
        let wanted = self.arriving().0.get_mut(&list.id).and_then(|arrived| arrived.wanted.take());
        let Some(wanted) = wanted else { return Ok(begun_anew()) };
        let Some(content) = read_at_most(path, wanted.file.size)? else {
            return Ok(Doubt::refused(Refused::WrongSize.name()));
        };
        if let Err(refused) = wanted.file.check(&content) {
            return Ok(Doubt::refused(refused.name()));
        }
        let region = list.region.parse().unwrap_or(self.phone_region);
        let applied = match wanted.base {
            Some(base) => self.apply_delta(&content, base, &wanted, list, region)?,
            None => self.apply_snapshot(&content, &wanted, list, region, at)?,
        };
        let changes = match applied {
            Applied::Done(changes) => changes,
            Applied::Refused(why) => return Ok(Doubt::refused(why)),
            // The list held is not what the delta is for, or the delta is too large: the whole version then.
            Applied::DoesNotFit if wanted.manifest.snapshot.size <= MAX_FILE_BYTES => {
                let file = wanted.manifest.snapshot.clone();
                let step = source(list).file(&file, record);
                let mut arriving = self.arriving();
                let arrived = arriving.0.entry(list.id).or_default();
                arrived.wanted = Some(Wanted { file, base: None, ..wanted });
                return Ok(Taken::Next(Box::new(step)));
            }
            Applied::DoesNotFit => return Ok(Doubt::refused("too_large")),
        };
        let arrived = self.arriving().0.get_mut(&list.id).map(std::mem::take).unwrap_or_default();
        let bytes = arrived.bytes;
        self.keep_manifest(&wanted.manifest, arrived, list, record, at)?;
        self.arriving().0.entry(list.id).or_default().bytes = bytes;
        Ok(Taken::Good(Outcome::Updated, Some(changes)))
    }

    fn apply_delta(
        &self,
        content: &[u8],
        base: i64,
        wanted: &Wanted,
        list: &Subscription,
        region: Region,
    ) -> Result<Applied, ApiError> {
        let Ok(delta) = decode_delta(content, MAX_CHANGES) else { return Ok(Applied::DoesNotFit) };
        if delta.added.iter().any(|entry| formats::is_too_wide(entry, region)) {
            return Ok(Applied::Refused("too_wide"));
        }
        let version = i64::try_from(wanted.manifest.version).unwrap_or(i64::MAX);
        let mut lists = self.lists()?;
        let before = lists.list(list.id)?.as_ref().map_or(0, size);
        let removed = Removed::Ranks(&delta.removed);
        match lists.apply_delta(list.id, base, version, &delta.added, removed, Some(wanted.manifest.numbers)) {
            Ok(info) => {
                let removed = delta.removed.len() as u64;
                let unchanged = before.saturating_sub(removed);
                let added = size(&info).saturating_sub(unchanged);
                Ok(Applied::Done(Changes { added, removed, unchanged }))
            }
            Err(ListError::Store(error)) => Err(error.into()),
            Err(_) => Ok(Applied::DoesNotFit),
        }
    }

    fn apply_snapshot(
        &self,
        content: &[u8],
        wanted: &Wanted,
        list: &Subscription,
        region: Region,
        at: Moment,
    ) -> Result<Applied, ApiError> {
        // Looked through before anything is changed: order, checksums, width of ranges, count.
        let Ok(entries) = EntryReader::new(content, MAX_ENTRIES) else { return Ok(Applied::Refused("unreadable")) };
        let mut count = 0;
        for entry in entries {
            let Ok(entry) = entry else { return Ok(Applied::Refused("unreadable")) };
            if formats::is_too_wide(&entry, region) {
                return Ok(Applied::Refused("too_wide"));
            }
            count += 1;
        }
        if count != wanted.manifest.numbers {
            return Ok(Applied::Refused("wrong_count"));
        }
        let entries = EntryReader::new(content, MAX_ENTRIES).map_err(|_| unreadable())?.map_while(Result::ok);
        let version = i64::try_from(wanted.manifest.version).unwrap_or(i64::MAX);
        match self.put_in_force(list, entries, at, None, Some(version))? {
            Put::Done { changes, .. } => Ok(Applied::Done(changes)),
            Put::Shrank => Ok(Applied::Refused("shrank")),
        }
    }

    /// A version is in force: its manifest's marks, and the key that signs from now on.
    fn keep_manifest(
        &self,
        manifest: &Manifest,
        arrived: Arrived,
        list: &Subscription,
        record: &mut Record,
        at: Moment,
    ) -> Result<(), ApiError> {
        record.expires_millis = Some(manifest.expires_millis);
        (record.etag, record.last_modified) = (arrived.etag, arrived.last_modified);
        let version = i64::try_from(manifest.version).unwrap_or(i64::MAX);
        if let Some(next) = &manifest.next_key {
            self.desk()?.write(|store| store.note_public_key(list.id, next))?;
        }
        self.note_revision(list.id, version, at)
    }
}

enum Applied {
    Done(Changes),
    Refused(&'static str),
    DoesNotFit,
}

/// The process ended between two answers, or they came out of order.
fn begun_anew() -> Taken {
    failed("begun_anew".to_owned(), None)
}

fn size(info: &ListInfo) -> u64 {
    info.numbers + info.prefixes
}

fn unreadable() -> ApiError {
    ApiError::new(ErrorCode::Storage, "what was fetched cannot be read")
}

/// A file of a few kilobytes; `None` when it is larger.
fn small(path: &Path) -> Result<Option<Vec<u8>>, ApiError> {
    read_at_most(path, 64 * 1024)
}

fn small_text(path: &Path) -> Result<Option<String>, ApiError> {
    Ok(small(path)?.and_then(|bytes| String::from_utf8(bytes).ok()))
}

fn read_at_most(path: &Path, most: u64) -> Result<Option<Vec<u8>>, ApiError> {
    let mut content = Vec::new();
    opened(path)?.take(most + 1).read_to_end(&mut content).map_err(|_| unreadable())?;
    Ok((content.len() as u64 <= most).then_some(content))
}
