//! The test vectors of `tests/vectors`: read, written again bit for bit, and as described byte by byte. A second
//! implementation is held to the same files.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use stufo_core::blocklist::Entry;
use stufo_core::blocklist::formats::{self, Form};
use stufo_core::blocklist::packed::{EntryReader, Sorter, encode_entries};
use stufo_core::blocklist::repository::{
    FileRef, HeldVersion, Manifest, Refused, Signed, changes_between, decode_delta, encode_delta, file_ref,
};
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
    let content = bytes(&format!("repository/files/{}", named.sha256));
    assert_eq!(named.check(&content), Ok(()));
    content
}

fn manifest(held: u64, now: i64) -> Result<Manifest, Refused> {
    let (content, signature) = (bytes("repository/manifest.json"), text("repository/manifest.json.minisig"));
    let signed = Signed { manifest: &content, signature: &signature, next_signature: None };
    let key = text("test.key.pub");
    Manifest::open(&signed, key.lines().last().unwrap(), HeldVersion { version: held }, now)
}

fn read(content: &[u8]) -> Vec<Entry> {
    EntryReader::new(content, 1_000).unwrap().map(Result::unwrap).collect()
}

#[test]
fn the_manifest_is_signed_and_names_its_files() {
    let manifest = manifest(1, CREATED).unwrap();
    assert_eq!((manifest.version, manifest.numbers, manifest.deltas.len()), (2, 10, 1));
    assert_eq!(self::manifest(3, CREATED), Err(Refused::Rollback));
    assert_eq!(self::manifest(1, manifest.expires_millis), Err(Refused::Expired));
    assert_eq!(serde_json::to_vec_pretty(&manifest).unwrap(), bytes("repository/manifest.json"), "written as it was");
}

#[test]
fn a_snapshot_is_the_table_and_the_table_the_snapshot() {
    let snapshot = file(&manifest(1, CREATED).unwrap().snapshot);
    let version = table("version-2.csv");
    assert_eq!(read(&snapshot), version);
    assert_eq!(encode_entries(version).unwrap(), snapshot);
    let first = encode_entries(table("version-1.csv")).unwrap();
    assert_eq!(bytes(&format!("repository/files/{}", file_ref(&first).sha256)), first);
}

#[test]
fn the_delta_leads_from_the_first_version_to_the_second() {
    let delta = file(&manifest(1, CREATED).unwrap().deltas.first().unwrap().file);
    let (before, after) = (table("version-1.csv"), table("version-2.csv"));
    let change = changes_between(&before, &after);
    assert_eq!(change.removed, [1, 5, 6]);
    assert_eq!(decode_delta(&delta, 100), Ok(change.clone()));
    assert_eq!(encode_delta(&change).unwrap(), delta);
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

/// The bytes in the first column of each table of the description are those of the file it names.
#[test]
fn the_description_says_the_bytes_of_the_files() {
    let description = text("README.md");
    let mut described = 0;
    for section in description.split("\n## ").skip(1) {
        let name = section.lines().find_map(|line| line.strip_prefix('`')?.split_once('`')).unwrap().0;
        let cells =
            section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |")).map(|(cell, _)| cell);
        let said: Vec<u8> =
            cells.flat_map(str::split_whitespace).map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect();
        assert_eq!(said, bytes(name), "{name}");
        assert!(section.contains(&format!("{} bytes", said.len())));
        described += 1;
    }
    assert_eq!(described, 2);
}
