//! `stufo publish verify`: what a subscriber checks, and that every delta leads from its version to the newest.

use std::io::Write;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stufo_core::blocklist::Entry;
use stufo_core::blocklist::formats::MAX_ENTRIES;
use stufo_core::blocklist::packed::EntryReader;
use stufo_core::blocklist::repository::{Delta, HeldVersion, Manifest, Signed, decode_delta};

use super::{VerifyArgs, keys, state};

pub(super) fn run(args: &VerifyArgs, out: &mut impl Write) -> Result<()> {
    let key = keys::public(&args.key)?;
    let read = |name: &str| std::fs::read(args.repo.join(name)).with_context(|| format!("cannot read {name}"));
    let text = |name: &str| String::from_utf8(read(name)?).with_context(|| format!("{name} is not text"));
    let (bytes, signature) = (read(state::MANIFEST)?, text(state::SIGNATURE)?);
    let next = args.repo.join(state::NEXT_SIGNATURE).exists().then(|| text(state::NEXT_SIGNATURE)).transpose()?;
    let signed = Signed { manifest: &bytes, signature: &signature, next_signature: next.as_deref() };
    let manifest = Manifest::open(&signed, &key, HeldVersion { version: 0 }, crate::db::now().utc_millis)?;
    let snapshot = read(&format!("files/{}", manifest.snapshot.sha256))?;
    manifest.snapshot.check(&snapshot)?;
    let newest = entries(&snapshot)?;
    let (count, numbers) = (newest.len() as u64, manifest.numbers);
    ensure!(count == numbers, "the snapshot holds {count} entries, the manifest says {numbers}");
    let known = state::read(&args.repo)?;
    let mut applied = 0;
    for delta in &manifest.deltas {
        let bytes = read(&format!("files/{}", delta.file.sha256))?;
        delta.file.check(&bytes)?;
        let change = decode_delta(&bytes, u32::try_from(MAX_ENTRIES)?)?;
        // A copy of the repository may lack the older snapshots: only the publisher needs them.
        let older = known.versions.iter().find(|version| version.version == delta.from);
        let older = older.and_then(|version| read(&format!("files/{}", version.snapshot)).ok());
        if let Some(older) = older {
            ensure!(leads(entries(&older)?, change, &newest), "the delta from version {} leads elsewhere", delta.from);
            applied += 1;
        }
    }
    let (version, deltas, changes_keys) = (manifest.version, manifest.deltas.len(), manifest.next_key.is_some());
    if args.json {
        let object = json!({
            "version": version, "numbers": numbers, "deltas": deltas, "deltas_applied": applied,
            "changes_keys": changes_keys, "expires_millis": manifest.expires_millis,
        });
        return Ok(writeln!(out, "{object}")?);
    }
    let keys = if changes_keys { "; the key changes, both have signed" } else { "" };
    let deltas = format!("{deltas} deltas, {applied} of them applied");
    Ok(writeln!(out, "version {version}: {count} numbers, {deltas}, all as signed{keys}")?)
}

fn entries(bytes: &[u8]) -> Result<Vec<Entry>> {
    Ok(EntryReader::new(bytes, MAX_ENTRIES)?.collect::<Result<_, _>>()?)
}

/// Whether a delta leads from one list to the other.
fn leads(older: Vec<Entry>, change: Delta, newest: &[Entry]) -> bool {
    let mut removed = change.removed.into_iter().peekable();
    let mut kept: Vec<Entry> = Vec::with_capacity(newest.len());
    for (rank, entry) in (0_u64..).zip(older) {
        let goes = removed.next_if_eq(&rank).is_some();
        // What comes in the place of another replaces it.
        let replaced = change.added.binary_search_by(|added| added.compare_places(&entry)).is_ok();
        if !goes && !replaced {
            kept.push(entry);
        }
    }
    kept.extend(change.added);
    kept.sort_by(Entry::compare_places);
    removed.next().is_none() && kept == newest
}
