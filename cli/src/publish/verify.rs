//! `stufo publish verify`: what a subscriber checks, that every delta leads from its version to the newest, and that every
//! entry is one that `build` publishes.

use std::io::Write;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stufo_core::blocklist::Entry;
use stufo_core::blocklist::formats::MAX_ENTRIES;
use stufo_core::blocklist::packed::{AppliedDelta, EntryReader};
use stufo_core::blocklist::repository::{
    DeltaContent, FileIndex, FileRef, Known, MAX_MANIFEST_BYTES, Manifest, NewestDelta,
};

use super::{VerifyArgs, keys, lists, state};

pub(super) fn run(args: &VerifyArgs, out: &mut impl Write) -> Result<()> {
    let key = keys::public(&args.key)?;
    let read = |name: &str| std::fs::read(args.repo.join(name)).with_context(|| format!("cannot read {name}"));
    let fetch = |file: &FileRef| -> Result<Vec<u8>> {
        let content = read(&file.path())?;
        file.check(&content)?;
        Ok(content)
    };
    let file = read(state::MANIFEST)?;
    ensure!(file.len() as u64 <= MAX_MANIFEST_BYTES, "the manifest is larger than subscribers take");
    let clock_millis = args.at_millis.unwrap_or_else(|| crate::db::now().utc_millis);
    let manifest = Manifest::open(&file, &key, Known { version: 0, clock_millis, latest_millis: None })?;
    let index = FileIndex::read(&fetch(&manifest.index)?)?;
    let newest = entries(&fetch(&index.snapshot)?)?;
    let (count, numbers) = (newest.len() as u64, manifest.numbers);
    ensure!(count == numbers, "the snapshot holds {count} entries, the manifest says {numbers}");
    let unfit = newest.iter().filter(|entry| lists::fault(entry, args.region).is_some()).count();
    ensure!(unfit == 0, "{unfit} entries are not for a list of {}: subscribers leave them out", args.region);
    lists::check_coverage(&newest, args.region)?;
    let deltas = deltas_of(&manifest, &index, fetch)?;
    let known = state::read(&args.repo)?;
    let mut applied = 0;
    for (from, bytes) in &deltas {
        ensure!(*from < manifest.version, "the delta from version {from} leads nowhere");
        // A copy of the repository may lack the older snapshots: only the publisher needs them.
        let older = known.versions.iter().find(|version| version.version == *from);
        let older = older.and_then(|version| read(&version.snapshot).ok());
        if let Some(older) = older {
            let elsewhere = || format!("the delta from version {from} leads elsewhere");
            let is_right = leads(entries(&older)?, bytes, &newest).with_context(elsewhere)?;
            ensure!(is_right, elsewhere());
            applied += 1;
        }
    }
    let (version, deltas, changes_keys) = (manifest.version, deltas.len(), manifest.next_key.is_some());
    if args.json {
        let object = json!({
            "version": version, "numbers": numbers, "deltas": deltas, "deltas_applied": applied,
            "changes_keys": changes_keys, "expires_millis": manifest.expires_millis(), "manifest_bytes": file.len(),
        });
        return Ok(writeln!(out, "{object}")?);
    }
    let keys = if changes_keys { "; the key changes, both have signed" } else { "" };
    let deltas = format!("{deltas} deltas, {applied} of them applied");
    Ok(writeln!(out, "version {version}: {count} numbers, {deltas}, all as signed{keys}")?)
}

/// Every delta of a repository by the version it applies to: those of the index, and the one in the manifest.
fn deltas_of(
    manifest: &Manifest,
    index: &FileIndex,
    fetch: impl Fn(&FileRef) -> Result<Vec<u8>>,
) -> Result<Vec<(u64, Vec<u8>)>> {
    let mut deltas = Vec::new();
    for delta in &index.deltas {
        deltas.push((delta.from, fetch(&delta.file)?));
    }
    match &manifest.delta {
        Some(NewestDelta { from, content: DeltaContent::Inline(bytes) }) => deltas.push((*from, bytes.clone())),
        Some(NewestDelta { from, content: DeltaContent::File(file) }) => {
            let is_indexed = index.deltas.iter().any(|delta| (delta.from, delta.file) == (*from, *file));
            ensure!(is_indexed, "the index does not name the manifest's delta");
        }
        None => {}
    }
    Ok(deltas)
}

fn entries(bytes: &[u8]) -> Result<Vec<Entry>> {
    Ok(EntryReader::new(bytes, MAX_ENTRIES)?.collect::<Result<_, _>>()?)
}

/// Whether a delta leads from one list to the other.
fn leads(older: Vec<Entry>, delta: &[u8], newest: &[Entry]) -> Result<bool> {
    let applied = AppliedDelta::new(delta, older.into_iter().map(anyhow::Ok), MAX_ENTRIES)?;
    Ok(applied.collect::<Result<Vec<Entry>>>()? == newest)
}
