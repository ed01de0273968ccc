//! The guards of a whole list, before it is in force: what it covers in all, how far it grew, and whom of this phone's own callers it
//! would stop.

use crate::blocklist::packed::ListFile;
use crate::blocklist::{Coverage, MAX_LIST_COVERED};
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::engine::install::PreparedList;
use crate::number::{ListKey, NumberKey, Region};
use crate::store::lists::ListError;
use crate::sync::{SyncReason, is_suspicious_growth};

/// Numbers that the user is shown of those that a held list would stop.
const SHOWN: usize = 20;
/// Answered calls that are looked at, the newest.
const MAX_ANSWERED: u32 = 20_000;

/// What the guards found.
pub(super) enum SumFault {
    /// It covers more than any list may.
    TooWide,
    /// It waits for the user, who sees which of the phone's own callers it would stop.
    Suspicious(SyncReason, Vec<NumberKey>),
}

/// Looks at a new version. `is_accepted`: the user has seen it and wants it; the ceiling stays.
pub(super) fn fault(
    core: &Core,
    new: &PreparedList,
    region: Region,
    is_accepted: bool,
) -> Result<Option<SumFault>, ApiError> {
    let file = core.lists.open(&new.written()).map_err(ListError::from)?;
    let now = covered(&file, region);
    if now > MAX_LIST_COVERED {
        return Ok(Some(SumFault::TooWide));
    }
    if is_accepted {
        return Ok(None);
    }
    // What a damaged file still says is enough to compare with.
    let old = new.base().and_then(|base| core.lists.open(base).ok());
    let has_grown = old.as_ref().is_some_and(|old| is_suspicious_growth(covered(old, region), now));
    let stopped = stopped(core, &file, old.as_ref())?;
    let reason = if has_grown { SyncReason::Grew } else { SyncReason::StopsKnown };
    Ok((has_grown || !stopped.is_empty()).then_some(SumFault::Suspicious(reason, stopped)))
}

/// Numbers that a list covers. One without ranges is not read: it covers as many as it holds.
fn covered(file: &ListFile, region: Region) -> u64 {
    let info = file.info();
    if info.prefixes == 0 { info.numbers } else { Coverage::of(file.entries().map_while(Result::ok), region).total() }
}

/// Numbers of callers whom the user has answered, dialled or knows, that the new list would stop and the one before did not.
fn stopped(core: &Core, new: &ListFile, old: Option<&ListFile>) -> Result<Vec<NumberKey>, ApiError> {
    let store = core.background()?;
    let mut known = store.wanted_numbers()?;
    known.extend(store.answered_numbers(MAX_ANSWERED)?);
    known.extend(store.all_dialled()?.into_iter().map(|(key, _)| key));
    drop(store);
    known.sort_unstable();
    known.dedup();
    let holds = |file: &ListFile, key: NumberKey| file.find(ListKey::from(key)).is_ok_and(|found| found.is_some());
    let is_stopped = |key: &NumberKey| holds(new, *key) && !old.is_some_and(|old| holds(old, *key));
    Ok(known.into_iter().filter(is_stopped).take(SHOWN).collect())
}
