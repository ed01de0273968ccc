//! The next version: lists read and checked, a snapshot, deltas from the versions before, a signed manifest. The
//! manifest is written last: until then subscribers see the version before.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use indicatif::ProgressBar;
use serde_json::json;
use stufo_core::blocklist::Entry;
use stufo_core::blocklist::formats::MAX_ENTRIES;
use stufo_core::blocklist::packed::{EntryReader, encode_entries};
use stufo_core::blocklist::repository::{DeltaRef, Manifest, changes_between, encode_delta, file_ref};
use stufo_core::moment::DAY_MILLIS;
use stufo_core::number::Region;

use super::{keys, lists, state};
use crate::db;

/// What to publish.
#[derive(Args)]
pub(crate) struct BuildArgs {
    /// The repository's folder; made when it is missing
    #[arg(long)]
    repo: PathBuf,
    /// The secret key
    #[arg(long)]
    key: PathBuf,
    /// The secret key that signs from a later version on: this one is signed with both, and subscribers take the new
    /// one over. Keep it so until they all have, then build with --key NEW alone
    #[arg(long, value_name = "NEW")]
    next_key: Option<PathBuf>,
    /// Country whose national numbers the lists hold
    #[arg(long, default_value = "IT")]
    region: Region,
    /// Publish only this country's numbers: one repository a country, so that a phone takes what it needs
    #[arg(long, value_name = "REGION")]
    only: Option<Region>,
    /// Versions from which there are deltas
    #[arg(long, default_value_t = 7)]
    deltas: usize,
    /// Days until subscribers stop believing this version
    #[arg(long, default_value_t = 30)]
    expires_days: u32,
    /// UTC milliseconds to date the version with, for output that can be made again bit for bit
    #[arg(long)]
    created_millis: Option<i64>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Lists in any form
    #[arg(required = true)]
    lists: Vec<PathBuf>,
}

pub(super) fn run(args: &BuildArgs, out: &mut impl Write) -> Result<()> {
    let key = keys::secret(&args.key)?;
    let next_key = args.next_key.as_deref().map(keys::secret).transpose()?;
    let read = lists::read(&args.lists, args.region, args.only)?;
    let entries = &read.entries;
    if entries.is_empty() {
        bail!("the lists hold no number: nothing is published");
    }
    std::fs::create_dir_all(args.repo.join("files")).context("cannot make the repository's folder")?;
    let mut known = state::read(&args.repo)?;
    let snapshot = encode_entries(entries.iter().cloned())?;
    let snapshot_ref = add_file(&args.repo, &snapshot)?;
    // The same entries are the same version; it is signed anew, so that it does not expire.
    let is_unchanged = known.versions.last().is_some_and(|last| last.snapshot == snapshot_ref.sha256);
    let newest = known.versions.pop_if(|_| is_unchanged);
    let version =
        newest.map_or_else(|| known.versions.last().map_or(0, |last| last.version) + 1, |newest| newest.version);
    let (mut deltas, mut changes) = (Vec::new(), if is_unchanged { 0 } else { entries.len() });
    let recent = known.versions.len().saturating_sub(args.deltas);
    let bar = ProgressBar::new((known.versions.len() - recent) as u64).with_message("deltas");
    for before in known.versions.get(recent..).unwrap_or_default() {
        bar.inc(1);
        let older = std::fs::read(args.repo.join("files").join(&before.snapshot))
            .with_context(|| format!("the snapshot of version {} is missing", before.version))?;
        let older: Vec<Entry> = EntryReader::new(older.as_slice(), MAX_ENTRIES)?.collect::<Result<_, _>>()?;
        let delta = changes_between(&older, entries);
        if !is_unchanged {
            changes = delta.len();
        }
        let bytes = encode_delta(&delta)?;
        deltas.push(DeltaRef { from: before.version, file: add_file(&args.repo, &bytes)? });
    }
    bar.finish_and_clear();
    let created_millis = args.created_millis.unwrap_or_else(|| db::now().utc_millis);
    let manifest = Manifest {
        format: Manifest::format(),
        version,
        created_millis,
        expires_millis: created_millis + i64::from(args.expires_days) * DAY_MILLIS,
        numbers: entries.len() as u64,
        snapshot: snapshot_ref.clone(),
        deltas,
        next_key: next_key.as_ref().map(keys::public_of).transpose()?,
    };
    let bytes = serde_json::to_vec_pretty(&manifest)?;
    let signature = keys::sign(&key, &bytes, &format!("version:{version}"))?;
    known.versions.push(state::Version { version, snapshot: snapshot_ref.sha256 });
    // One more than there are deltas: `verify` applies each to the version it is from.
    let kept = known.versions.len().saturating_sub(args.deltas + 1);
    known.versions.drain(..kept);
    state::write(&args.repo, &known)?;
    match &next_key {
        Some(next) => {
            let second = keys::sign(next, &bytes, &format!("version:{version}"))?;
            state::put(&args.repo, state::NEXT_SIGNATURE, second.as_bytes())?;
        }
        None => state::take_away(&args.repo, state::NEXT_SIGNATURE)?,
    }
    state::put(&args.repo, state::SIGNATURE, signature.as_bytes())?;
    state::put(&args.repo, state::MANIFEST, &bytes)?;
    let delta_bytes = manifest.deltas.last().map_or(0, |delta| delta.file.size);
    tell(args, out, &manifest, &Change { entries: changes, delta_bytes, is_unchanged }, &read)
}

/// What is new in a version.
struct Change {
    entries: usize,
    delta_bytes: u64,
    /// The same entries as before: no new version.
    is_unchanged: bool,
}

fn tell(
    args: &BuildArgs,
    out: &mut impl Write,
    manifest: &Manifest,
    change: &Change,
    read: &lists::Read,
) -> Result<()> {
    let Change { entries: changes, delta_bytes, is_unchanged } = *change;
    let left_out: u64 = read.left_out.values().sum();
    let (version, numbers, snapshot) = (manifest.version, manifest.numbers, manifest.snapshot.size);
    if args.json {
        let object = json!({
            "version": version, "numbers": numbers, "changes": changes, "snapshot_bytes": snapshot,
            "delta_bytes": delta_bytes, "left_out": left_out, "left_out_for": read.left_out, "elsewhere": read.elsewhere,
            "repaired": read.repaired, "unchanged": is_unchanged,
        });
        return Ok(writeln!(out, "{object}")?);
    }
    let what = if is_unchanged { "unchanged, signed anew".to_owned() } else { format!("{changes} changes") };
    writeln!(
        out,
        "version {version}: {numbers} numbers, {what}, snapshot {snapshot} bytes, delta {delta_bytes} bytes"
    )?;
    writeln!(out, "{left_out} lines left out")?;
    for (reason, count) in &read.left_out {
        writeln!(out, "  {reason}: {count}")?;
    }
    if read.repaired > 0 {
        writeln!(out, "{} Italian numbers got back the zero they had lost", read.repaired)?;
    }
    if read.elsewhere > 0 {
        writeln!(out, "{} numbers of other countries", read.elsewhere)?;
    }
    for problem in &read.problems {
        writeln!(out, "  line {}: {}", problem.line, problem.fault)?;
    }
    Ok(())
}

/// Puts a content under its hash; the same content is written once.
fn add_file(repo: &Path, content: &[u8]) -> Result<stufo_core::blocklist::repository::FileRef> {
    let named = file_ref(content);
    let name = format!("files/{}", named.sha256);
    if !repo.join(&name).exists() {
        state::put(repo, &name, content)?;
    }
    Ok(named)
}
