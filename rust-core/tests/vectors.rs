//! The test vectors of `tests/vectors`: read, written again bit for bit, and as described byte by byte. A second
//! implementation is held to the same files.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use stufo_core::blocklist::Entry;
use stufo_core::blocklist::formats::{self, Form};
use stufo_core::blocklist::packed::{AppliedDelta, DeltaError, EntryReader, Sorter, encode_delta, encode_entries};
use stufo_core::blocklist::repository::{DeltaContent, FileIndex, FileRef, Known, Manifest, Refused, SignedFile};
use stufo_core::number::Region;

/// When the vectors were made.
const CREATED: i64 = 1_795_518_000_000;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).unwrap()
}

fn text(name: &str) -> String {
    String::from_utf8(bytes(name)).unwrap()
}

/// A table as a sorted list.
fn table(name: &str) -> Vec<Entry> {
    let mut sorter = Sorter::default();
    let report = formats::read(bytes(name).as_slice(), None, Region::ITALY, &mut |entry| sorter.push(&entry)).unwrap();
    assert_eq!((report.form, report.left_out), (Some(Form::Csv), 0), "{name}");
    sorter.finish().collect()
}

fn file(named: &FileRef) -> Vec<u8> {
    let content = bytes(&format!("repository/{}", named.path()));
    assert_eq!(named.check(&content), Ok(()));
    content
}

fn manifest(version: u64, clock_millis: i64) -> Result<Manifest, Refused> {
    let (file, key) = (bytes("repository/latest"), text("test.key.pub"));
    Manifest::open(&file, key.lines().last().unwrap(), Known { version, clock_millis, latest_millis: None })
}

fn index() -> FileIndex {
    FileIndex::read(&file(&manifest(1, CREATED).unwrap().index)).unwrap()
}

fn read(content: &[u8]) -> Vec<Entry> {
    EntryReader::new(content, 1_000).unwrap().map(Result::unwrap).collect()
}

#[test]
fn the_manifest_is_signed_and_names_its_files() {
    let manifest = manifest(1, CREATED).unwrap();
    assert_eq!((manifest.version, manifest.numbers, manifest.valid_days), (2, 10, 30));
    assert_eq!(self::manifest(3, CREATED), Err(Refused::Rollback));
    assert_eq!(self::manifest(1, manifest.expires_millis()), Err(Refused::Expired));
    let latest = bytes("repository/latest");
    assert_eq!(manifest.encode(), SignedFile::split(&latest).unwrap().content, "written as it was");
    assert_eq!(index().encode(), file(&manifest.index));
}

fn newest_delta(from: u64) -> Option<DeltaContent> {
    manifest(1, CREATED).unwrap().delta.filter(|delta| delta.from == from).map(|delta| delta.content)
}

#[test]
fn a_snapshot_is_the_table_and_the_table_the_snapshot() {
    let snapshot = file(&index().snapshot);
    let version = table("version-2.csv");
    assert_eq!(read(&snapshot), version);
    assert_eq!(encode_entries(version).unwrap(), snapshot);
    let first = encode_entries(table("version-1.csv")).unwrap();
    assert_eq!(file(&FileRef::of(&first)), first);
}

#[test]
fn the_delta_leads_from_the_first_version_to_the_second() {
    let Some(DeltaContent::Inline(delta)) = newest_delta(1) else { panic!("the delta is in the manifest") };
    let (before, after) = (table("version-1.csv"), table("version-2.csv"));
    let encoded = encode_delta(&before, &after).unwrap();
    assert_eq!((encoded.bytes, encoded.changes), (delta.clone(), 8));
    let applied = AppliedDelta::new(&delta, before.into_iter().map(Ok::<_, DeltaError>), 100).unwrap();
    assert_eq!(applied.collect::<Result<Vec<Entry>, _>>(), Ok(after));
}

#[test]
fn a_packed_list_with_marks_is_its_table() {
    let list = table("marks.csv");
    assert_eq!(list.len(), 200);
    let mut written = Vec::new();
    formats::write(Form::Stufo, list.iter().cloned(), &mut written).unwrap();
    assert_eq!(written, bytes("marks.stufo"));
    let mut entries = Vec::new();
    formats::read(written.as_slice(), None, Region::ITALY, &mut |entry| entries.push(entry)).unwrap();
    assert_eq!(entries, list);
}

/// The bytes in the first column of each table of the description are those of the file it names, or its last ones.
#[test]
fn the_description_says_the_bytes_of_the_files() {
    let description = text("README.md");
    let mut described = 0;
    for section in description.split("\n## ").filter(|section| section.contains("| bytes | mean |")) {
        let name = section.lines().find_map(|line| line.strip_prefix('`')?.split_once('`')).unwrap().0;
        let cells =
            section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |")).map(|(cell, _)| cell);
        let said: Vec<u8> =
            cells.flat_map(str::split_whitespace).map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect();
        let file = bytes(name);
        let counted = if said.len() == file.len() {
            format!(", {} bytes", said.len())
        } else {
            format!(", the last {} bytes", said.len())
        };
        assert!(file.ends_with(&said) && section.contains(&counted), "{name}");
        described += 1;
    }
    assert_eq!(described, 2);
    let latest = bytes("repository/latest");
    let content = SignedFile::split(&latest).unwrap().content;
    let lines = content.windows(2).position(|pair| pair == b"\n\n").unwrap();
    assert!(description.contains(std::str::from_utf8(content.get(..lines).unwrap()).unwrap()), "the manifest's lines");
}
