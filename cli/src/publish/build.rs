//! The next version: lists read and checked, a snapshot, deltas from the versions before, a file index, a signed manifest.
//! The manifest is written last: until then subscribers see the version before.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use indicatif::ProgressBar;
use minisign::SecretKey;
use serde_json::json;
use stufo_core::blocklist::formats::MAX_ENTRIES;
use stufo_core::blocklist::packed::{EntryReader, encode_delta, encode_entries};
use stufo_core::blocklist::repository::{
    DeltaContent, DeltaRef, FileIndex, FileRef, Known, MAX_DELTAS, MAX_VALID_DAYS, Manifest, NewestDelta, SignedFile,
};
use stufo_core::blocklist::{Coverage, Entry};
use stufo_core::moment::DAY_MILLIS;
use stufo_core::number::Region;
use stufo_core::sync::is_suspicious_growth;

use super::{keys, lists, state};
use crate::db;

/// Bytes up to which the newest delta comes with the manifest: below it a request of its own costs more than these bytes
/// cost those who do not need them.
const MAX_INLINE_BYTES: usize = 4 * 1024;
/// A manifest that has nothing new to say is signed anew when less than this part of its days is left: a third.
const SIGNED_ANEW_AT: i64 = 3;

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
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(0..=MAX_DELTAS as i64))]
    deltas: u16,
    /// Days until subscribers stop believing this version; it is signed anew when a third of them is left
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_VALID_DAYS)))]
    expires_days: u32,
    /// Publish a version that covers far more numbers than the one before: every subscriber is asked
    #[arg(long)]
    accept_growth: bool,
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
    check_coverage(args, &known, entries)?;
    let snapshot = state::add_file(&args.repo, &encode_entries(entries.iter().cloned())?)?;
    // The same entries are the same version.
    let is_unchanged = known.versions.last().is_some_and(|last| last.snapshot == snapshot.path());
    let newest = known.versions.pop_if(|_| is_unchanged);
    let version =
        newest.map_or_else(|| known.versions.last().map_or(0, |last| last.version) + 1, |newest| newest.version);
    let ways = deltas(args, &known, entries, snapshot)?;
    let index = state::add_file(&args.repo, &FileIndex { snapshot, deltas: ways.files }.encode())?;
    let created_millis = args.created_millis.unwrap_or_else(|| db::now().utc_millis);
    let manifest = Manifest {
        version,
        created_seconds: created_millis.div_euclid(1_000),
        valid_days: args.expires_days,
        numbers: entries.len() as u64,
        index,
        delta: ways.newest,
        next_key: next_key.as_ref().map(keys::public_of).transpose()?,
    };
    known.versions.push(state::Version { version, snapshot: snapshot.path(), index: index.path() });
    // One more than there are deltas: `verify` applies each to the version it is from.
    let kept = known.versions.len().saturating_sub(usize::from(args.deltas) + 1);
    known.versions.drain(..kept);
    state::write(&args.repo, &known)?;
    let is_signed = !is_current(&args.repo, &keys::public_of(&key)?, &manifest, created_millis);
    if is_signed {
        sign(&args.repo, &key, next_key.as_ref(), &manifest)?;
    }
    let changes = if is_unchanged { 0 } else { ways.changes.unwrap_or(entries.len()) };
    let change = Change { changes, delta_bytes: ways.newest_bytes, is_unchanged, is_signed };
    tell(args, out, &manifest, snapshot.size, &change, &read)
}

/// The guards of subscribers, before they meet them: no list covers so much, and none grows so far in one version.
fn check_coverage(args: &BuildArgs, known: &state::State, entries: &[Entry]) -> Result<()> {
    let now = lists::check_coverage(entries, args.region)?;
    let Some(before) = known.versions.last().filter(|_| !args.accept_growth) else { return Ok(()) };
    let before = std::fs::read(args.repo.join(&before.snapshot)).context("the newest snapshot is missing")?;
    let before: Vec<Entry> = EntryReader::new(before.as_slice(), MAX_ENTRIES)?.collect::<Result<_, _>>()?;
    let before = Coverage::of(before, args.region).total();
    if is_suspicious_growth(before, now) {
        bail!(
            "the list covers {now} numbers and covered {before}: subscribers would hold it until each of them agrees; \
             --accept-growth publishes it all the same"
        );
    }
    Ok(())
}

/// What leads from older versions to the newest.
#[derive(Default)]
struct Ways {
    /// The delta from the version before.
    newest: Option<NewestDelta>,
    newest_bytes: u64,
    /// Entries that it changes; `None` for a first version.
    changes: Option<usize>,
    /// Every delta that is a file.
    files: Vec<DeltaRef>,
}

/// A delta from each of the last versions.
fn deltas(args: &BuildArgs, known: &state::State, entries: &[Entry], snapshot: FileRef) -> Result<Ways> {
    let recent = known.versions.len().saturating_sub(args.deltas.into());
    let recent = known.versions.get(recent..).unwrap_or_default();
    let bar = ProgressBar::new(recent.len() as u64).with_message("deltas");
    let mut ways = Ways::default();
    for (index, before) in recent.iter().enumerate() {
        bar.inc(1);
        let older = std::fs::read(args.repo.join(&before.snapshot))
            .with_context(|| format!("the snapshot of version {} is missing", before.version))?;
        let older: Vec<Entry> = EntryReader::new(older.as_slice(), MAX_ENTRIES)?.collect::<Result<_, _>>()?;
        let delta = encode_delta(&older, entries)?;
        let (bytes, from, is_newest) = (delta.bytes, before.version, index + 1 == recent.len());
        if is_newest {
            (ways.changes, ways.newest_bytes) = (Some(usize::try_from(delta.changes)?), bytes.len() as u64);
        }
        if is_newest && bytes.len() <= MAX_INLINE_BYTES {
            ways.newest = Some(NewestDelta { from, content: DeltaContent::Inline(bytes) });
            continue;
        }
        let file = state::add_file(&args.repo, &bytes)?;
        ways.files.push(DeltaRef { from, file });
        if is_newest && file.size < snapshot.size {
            ways.newest = Some(NewestDelta { from, content: DeltaContent::File(file) });
        }
    }
    bar.finish_and_clear();
    Ok(ways)
}

/// Whether the manifest that is there says the same, is signed with the same keys, and is valid for a good while yet.
/// Left as it is it costs a subscriber nothing: the server answers that it is not modified.
fn is_current(repo: &Path, public_key: &str, manifest: &Manifest, now_millis: i64) -> bool {
    let Ok(file) = std::fs::read(repo.join(state::MANIFEST)) else { return false };
    let known = Known { version: manifest.version, clock_millis: now_millis, latest_millis: None };
    let Ok(held) = Manifest::open(&file, public_key, known) else { return false };
    let left_millis = held.expires_millis() - now_millis;
    let least_millis = i64::from(held.valid_days) * DAY_MILLIS / SIGNED_ANEW_AT;
    held == Manifest { created_seconds: held.created_seconds, ..manifest.clone() } && left_millis > least_millis
}

/// Signs the manifest and puts it in the place of the one before, in one step.
fn sign(repo: &Path, key: &SecretKey, next_key: Option<&SecretKey>, manifest: &Manifest) -> Result<()> {
    let content = manifest.encode();
    let signature = keys::sign(key, &content)?;
    let next_signature = next_key.map(|next| keys::sign(next, &content)).transpose()?;
    let file = SignedFile { signature: &signature, next_signature: next_signature.as_deref(), content: &content };
    state::put(repo, state::MANIFEST, &file.join())
}

/// What is new in a version.
struct Change {
    /// Entries that go or come.
    changes: usize,
    /// Bytes of the delta from the version before.
    delta_bytes: u64,
    /// The same entries as before: no new version.
    is_unchanged: bool,
    /// Whether the manifest was written; an unchanged one is only now and then.
    is_signed: bool,
}

fn tell(
    args: &BuildArgs,
    out: &mut impl Write,
    manifest: &Manifest,
    snapshot: u64,
    change: &Change,
    read: &lists::Read,
) -> Result<()> {
    let Change { changes, delta_bytes, is_unchanged, is_signed } = *change;
    let left_out: u64 = read.left_out.values().sum();
    let (version, numbers) = (manifest.version, manifest.numbers);
    let manifest_bytes = std::fs::metadata(args.repo.join(state::MANIFEST))?.len();
    if args.json {
        let object = json!({
            "version": version, "numbers": numbers, "changes": changes, "snapshot_bytes": snapshot,
            "delta_bytes": delta_bytes, "left_out": left_out, "left_out_for": read.left_out, "elsewhere": read.elsewhere,
            "repaired": read.repaired, "unchanged": is_unchanged, "signed": is_signed, "manifest_bytes": manifest_bytes,
        });
        return Ok(writeln!(out, "{object}")?);
    }
    let what = match (is_unchanged, is_signed) {
        (false, _) => format!("{changes} changes"),
        (true, true) => "unchanged, signed anew".to_owned(),
        (true, false) => "unchanged".to_owned(),
    };
    writeln!(
        out,
        "version {version}: {numbers} numbers, {what}, snapshot {snapshot} bytes, delta {delta_bytes} bytes, \
         manifest {manifest_bytes} bytes"
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
