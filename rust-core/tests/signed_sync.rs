//! A phone that follows a signed repository, step by step, with a clock and a publisher that no server needs: what the
//! subscriber asks for, what it leaves out, and what it refuses.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::io::Cursor;

use minisign::KeyPair;
use serde_json::{Value, json};
use stufo_core::api::{Core, ListDraft};
use stufo_core::blocklist::Entry;
use stufo_core::blocklist::packed::encode_entries;
use stufo_core::blocklist::repository::{
    DeltaContent, FileIndex, FileRef, Manifest, NewestDelta, SignedFile, changes_between, encode_delta,
};
use stufo_core::moment::{DAY_MILLIS, Moment};
use stufo_core::number::{NumberKey, Region};

const NOW: i64 = 1_795_518_000_000;
const FOLDER: &str = "https://lists.example/repo/";

/// A number under `+390612`, by its last six digits.
fn number(last: u64) -> Entry {
    Entry::number(NumberKey::from_digits(390_612_000_000 + last, 12).unwrap())
}

/// The short code 112, under which an emergency call may come back.
fn emergency() -> Entry {
    Entry::number(NumberKey::from_digits(112, 4).unwrap())
}

fn numbers(range: std::ops::Range<u64>) -> Vec<Entry> {
    range.map(number).collect()
}

/// A publisher without guards, and the files it has published.
struct Publisher {
    pair: KeyPair,
    files: BTreeMap<String, Vec<u8>>,
    entries: Vec<Entry>,
}

impl Publisher {
    fn new() -> Self {
        let pair = KeyPair::generate_unencrypted_keypair().unwrap();
        Self { pair, files: BTreeMap::new(), entries: Vec::new() }
    }

    fn add(&mut self, content: Vec<u8>) -> FileRef {
        let file = FileRef::of(&content);
        self.files.insert(file.path(), content);
        file
    }

    /// Publishes a version with a delta from the one before, as `change` wants the manifest.
    fn publish(&mut self, version: u64, entries: Vec<Entry>, change: impl Fn(&mut Manifest)) {
        let delta = encode_delta(&changes_between(&self.entries, &entries)).unwrap();
        let snapshot = self.add(encode_entries(entries.iter().cloned()).unwrap());
        let index = self.add(FileIndex { snapshot, deltas: vec![] }.encode());
        let mut manifest = Manifest {
            version,
            created_seconds: NOW / 1_000,
            valid_days: 30,
            numbers: entries.len() as u64,
            index,
            delta: (version > 1).then(|| NewestDelta { from: version - 1, content: DeltaContent::Inline(delta) }),
            next_key: None,
        };
        change(&mut manifest);
        let content = manifest.encode();
        let signature = minisign::sign(None, &self.pair.sk, Cursor::new(&content), Some(""), Some("")).unwrap();
        let signature = format!("{}\n", signature.into_string().trim_end());
        let file = SignedFile { signature: &signature, next_signature: None, content: &content }.join();
        self.files.insert("latest".to_owned(), file);
        self.entries = entries;
    }
}

/// A phone with one list.
struct Phone {
    folder: tempfile::TempDir,
    core: Core,
    clock_millis: i64,
}

impl Phone {
    fn following(publisher: &Publisher) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let core = Core::open(folder.path(), Region::ITALY, at(NOW)).unwrap();
        let draft = ListDraft { public_key: Some(publisher.pair.pk.to_base64()), ..ListDraft::new("signed", FOLDER) };
        core.add_list(&draft, at(NOW)).unwrap();
        Self { folder, core, clock_millis: NOW }
    }

    /// Fetches what the core asks for: `result`, `why`, and the steps in their order.
    fn sync(&self, publisher: &Publisher) -> (String, Option<String>, String) {
        let at = at(self.clock_millis);
        let plan = self.core.sync_plan(&json!({ "at": at, "now": true }).to_string()).unwrap();
        let mut step = json_of(&plan).pointer("/steps/0").cloned().unwrap();
        let mut steps = Vec::new();
        loop {
            steps.push(step["step"].as_str().unwrap().to_owned());
            let path = step["url"].as_str().unwrap().split_once("/repo/").unwrap().1;
            let content = publisher.files.get(path).unwrap();
            assert!(content.len() as u64 <= step["max_bytes"].as_u64().unwrap());
            let file = self.folder.path().join("fetched");
            std::fs::write(&file, content).unwrap();
            let etag = json!({ "etag": format!("\"{}\"", FileRef::of(content)) });
            let response = json!({
                "at": at, "list_id": step["list_id"], "step": step["step"], "url": step["url"], "status": 200,
                "headers": etag, "file": file, "bytes": content.len(),
            });
            let applied = json_of(&self.core.sync_apply(&response.to_string()).unwrap());
            let Some(next) = applied.get("next").filter(|next| !next.is_null()) else {
                let why = applied["why"].as_str().map(str::to_owned);
                return (applied["result"].as_str().unwrap().to_owned(), why, steps.join(" "));
            };
            step = next.clone();
        }
    }

    #[track_caller]
    fn expect(&self, publisher: &Publisher, result: &str, why: Option<&str>, steps: &str) {
        let wanted = (result.to_owned(), why.map(str::to_owned), steps.to_owned());
        assert_eq!(self.sync(publisher), wanted);
    }

    /// The server answers that nothing is new.
    fn not_modified(&self) -> Value {
        let at = at(self.clock_millis);
        let plan = json_of(&self.core.sync_plan(&json!({ "at": at, "now": true }).to_string()).unwrap());
        let step = plan.pointer("/steps/0").unwrap();
        let response = json!({
            "at": at, "list_id": step["list_id"], "step": step["step"], "url": step["url"], "status": 304,
            "headers": {}, "file": null, "bytes": 0,
        });
        json_of(&self.core.sync_apply(&response.to_string()).unwrap())
    }

    /// A field of the list, by its pointer.
    fn list(&self, pointer: &str) -> Value {
        let lists = self.core.query(&json!({ "ask": "lists", "at": at(self.clock_millis) }).to_string()).unwrap();
        json_of(&lists).pointer("/lists/0").and_then(|list| list.pointer(pointer)).cloned().unwrap()
    }

    fn counts(&self) -> (u64, u64) {
        (self.list("/numbers").as_u64().unwrap(), self.list("/sync/left_out").as_u64().unwrap())
    }
}

fn at(utc_millis: i64) -> Moment {
    Moment { utc_millis, offset_minutes: 60 }
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn as_it_is(_: &mut Manifest) {}

#[test]
fn an_entry_that_reaches_a_number_that_always_rings_is_left_out_of_a_signed_list() {
    let mut publisher = Publisher::new();
    let with_emergency = |range| [vec![emergency()], numbers(range)].concat();
    publisher.publish(1, numbers(0..300), as_it_is);
    let phone = Phone::following(&publisher);
    phone.expect(&publisher, "updated", None, "manifest index file");
    assert_eq!(phone.counts(), (300, 0));
    // It comes with a delta.
    publisher.publish(2, with_emergency(0..300), as_it_is);
    phone.expect(&publisher, "updated", None, "manifest");
    assert_eq!(phone.counts(), (300, 1), "told, and not in the list");
    phone.expect(&publisher, "unchanged", None, "manifest");
    assert_eq!(phone.counts(), (300, 1));
    // A delta counts positions in the publisher's list, which this phone does not have: the snapshot.
    publisher.publish(3, with_emergency(5..310), as_it_is);
    phone.expect(&publisher, "updated", None, "manifest index file");
    assert_eq!(phone.counts(), (305, 1));
    // So too where the count would fit: the first number goes and the second changes, by positions that are one off here.
    let mut changed = with_emergency(6..310);
    changed[1].score = Some(7);
    publisher.publish(4, changed, as_it_is);
    phone.expect(&publisher, "updated", None, "manifest index file");
    assert_eq!(phone.counts(), (304, 1));
    publisher.publish(5, numbers(6..310), as_it_is);
    phone.expect(&publisher, "updated", None, "manifest index file");
    assert_eq!(phone.counts(), (304, 0));
    publisher.publish(6, numbers(6..311), as_it_is);
    phone.expect(&publisher, "updated", None, "manifest");
    // A new subscriber gets the snapshot without it.
    publisher.publish(7, with_emergency(6..311), as_it_is);
    let other = Phone::following(&publisher);
    other.expect(&publisher, "updated", None, "manifest index file");
    assert_eq!(other.counts(), (305, 1));
    // A list of nothing else is empty.
    publisher.publish(1, vec![emergency()], as_it_is);
    Phone::following(&publisher).expect(&publisher, "refused", Some("empty"), "manifest index file");
}

#[test]
fn a_range_too_wide_for_a_list_is_refused_in_a_delta_and_in_a_snapshot() {
    let wide = Entry::prefix(NumberKey::from_digits(3906, 4).unwrap());
    let mut publisher = Publisher::new();
    publisher.publish(1, numbers(0..300), as_it_is);
    let phone = Phone::following(&publisher);
    phone.expect(&publisher, "updated", None, "manifest index file");
    let mut entries = [vec![wide], numbers(0..300)].concat();
    entries.sort_by(Entry::compare_places);
    publisher.publish(2, entries, as_it_is);
    phone.expect(&publisher, "refused", Some("too_wide"), "manifest");
    Phone::following(&publisher).expect(&publisher, "refused", Some("too_wide"), "manifest index file");
    assert_eq!(phone.counts(), (300, 0));
}

#[test]
fn a_delta_that_does_not_fit_is_followed_by_the_snapshot() {
    let mut publisher = Publisher::new();
    publisher.publish(1, numbers(0..300), as_it_is);
    let phone = Phone::following(&publisher);
    phone.expect(&publisher, "updated", None, "manifest index file");
    let bad = |content: Vec<u8>| {
        move |manifest: &mut Manifest| {
            manifest.delta =
                Some(NewestDelta { from: manifest.version - 1, content: DeltaContent::Inline(content.clone()) });
        }
    };
    publisher.publish(2, numbers(1..301), bad(b"no delta".to_vec()));
    phone.expect(&publisher, "updated", None, "manifest index file");
    // Signed, well-formed, and of another list: the count is not the manifest's.
    let other = encode_delta(&changes_between(&[], &numbers(400..402))).unwrap();
    publisher.publish(3, numbers(2..302), bad(other));
    phone.expect(&publisher, "updated", None, "manifest index file");
    publisher.publish(4, numbers(3..303), as_it_is);
    phone.expect(&publisher, "updated", None, "manifest");
    assert_eq!(phone.counts(), (300, 0));
    // A snapshot with another count than the manifest says has nothing behind it.
    publisher.publish(5, numbers(4..304), |manifest| (manifest.numbers, manifest.delta) = (299, None));
    phone.expect(&publisher, "refused", Some("wrong_count"), "manifest index file");
}

/// What is held came from elsewhere: a delta of the same number would not fit it.
#[test]
fn a_list_from_a_new_address_is_fetched_whole() {
    let mut publisher = Publisher::new();
    publisher.publish(1, numbers(0..300), as_it_is);
    let phone = Phone::following(&publisher);
    phone.expect(&publisher, "updated", None, "manifest index file");
    let moved = json!({ "do": "list_update", "at": at(NOW), "id": 1, "origin": "https://mirror.example/repo/" });
    phone.core.command(&moved.to_string()).unwrap();
    publisher.publish(2, numbers(1..301), as_it_is);
    phone.expect(&publisher, "updated", None, "manifest index file");
    publisher.publish(3, numbers(2..302), as_it_is);
    phone.expect(&publisher, "updated", None, "manifest");
}

#[test]
fn a_jump_of_a_million_versions_and_a_date_far_ahead_are_refused() {
    let mut publisher = Publisher::new();
    publisher.publish(1, numbers(0..300), as_it_is);
    let phone = Phone::following(&publisher);
    phone.expect(&publisher, "updated", None, "manifest index file");
    publisher.publish(1_000_002, numbers(0..301), as_it_is);
    phone.expect(&publisher, "refused", Some("version_jump"), "manifest");
    publisher.publish(2, numbers(0..301), |manifest| manifest.valid_days = 401);
    phone.expect(&publisher, "refused", Some("far_ahead"), "manifest");
    publisher.publish(2, numbers(0..301), |manifest| manifest.created_seconds += 8 * DAY_MILLIS / 1_000);
    phone.expect(&publisher, "refused", Some("far_ahead"), "manifest");
    assert_eq!(phone.list("/sync/manifest_millis"), json!(NOW), "what is refused is no clock");
    publisher.publish(2, numbers(0..302), as_it_is);
    phone.expect(&publisher, "updated", None, "manifest index file");
}

/// The clock goes back to before an old manifest expired; what was believed since tells that it has.
#[test]
fn a_clock_that_goes_back_revives_no_expired_manifest() {
    let mut publisher = Publisher::new();
    publisher.publish(1, numbers(0..300), as_it_is);
    let old = publisher.files.get("latest").cloned().unwrap();
    let mut phone = Phone::following(&publisher);
    phone.expect(&publisher, "updated", None, "manifest index file");
    phone.clock_millis = NOW + 30 * DAY_MILLIS;
    phone.expect(&publisher, "refused", Some("expired"), "manifest");
    assert_eq!(phone.not_modified()["why"], json!("expired"), "nor by a server that says that nothing is new");
    // The same version, signed anew.
    let later = NOW + 40 * DAY_MILLIS;
    phone.clock_millis = later;
    publisher.publish(1, numbers(0..300), |manifest| manifest.created_seconds = later / 1_000);
    phone.expect(&publisher, "unchanged", None, "manifest");
    assert_eq!(phone.list("/sync/manifest_millis"), json!(later));
    phone.clock_millis = NOW;
    publisher.files.insert("latest".to_owned(), old);
    phone.expect(&publisher, "refused", Some("expired"), "manifest");
    phone.clock_millis = later;
    assert_eq!(phone.not_modified()["result"], json!("unchanged"));
}
