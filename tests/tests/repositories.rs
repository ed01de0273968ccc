//! Signed repositories from end to end: `stufo publish` makes them, a web server serves them, `stufo lists` subscribes;
//! then the server, or somebody before it, cheats in every way that docs/formats/repository.md names.
#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test fails by panicking")]

use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};
use stufo_core::blocklist::repository::{DeltaContent, FileIndex, Manifest, SignedFile};
use stufo_tests::server::{Reply, Server};
use stufo_tests::{binary, list_files};

/// A line of a list of Spain. They are scattered, as in a list of any worth: of neighbours a snapshot is shorter than a delta.
fn line(index: u32) -> String {
    format!("61{:07}\n", u64::from(index) * 1_733_333 % 9_999_991)
}

struct World {
    folder: tempfile::TempDir,
    server: Server,
}

impl World {
    fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap(), server: Server::start() };
        world.good(&["publish", "keygen", &world.path("key")]);
        world
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(binary());
        let output = command.args(args).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
    }

    #[track_caller]
    fn good(&self, args: &[&str]) -> String {
        let (code, out, error) = self.run(args);
        assert_eq!(code, 0, "{args:?}: {error}");
        out
    }

    /// Publishes the numbers from `first` to `last` as the next version, and serves it.
    #[track_caller]
    fn publish(&self, first: u32, last: u32, more: &[&str]) -> Value {
        self.publish_list(&(first..last).map(line).collect::<String>(), more)
    }

    /// Publishes a list as the next version, and serves it.
    #[track_caller]
    fn publish_list(&self, numbers: &str, more: &[&str]) -> Value {
        let list = self.path("list.txt");
        std::fs::write(&list, numbers).unwrap();
        let (repo, key) = (self.path("repo"), self.path("key"));
        let key: &[&str] = if more.contains(&"--key") { &[] } else { &["--key", &key] };
        let args = [&["publish", "build", "--repo", &repo, "--region", "ES", "--json", &list], key, more].concat();
        let built = serde_json::from_str(&self.good(&args)).unwrap();
        self.server.serve_folder("/repo", &self.folder.path().join("repo"));
        built
    }

    fn subscribe(&self, key: &str) -> (i32, String, String) {
        let (db, key, url) = (self.path("stufo.db"), self.path(key), self.server.url("/repo"));
        self.run(&["lists", "add", &url, "--key", &key, "--name", "signed", "--json", "--db", &db])
    }

    fn sync(&self) -> Value {
        let (_, out, error) = self.run(&["lists", "sync", "--now", "--json", "--db", &self.path("stufo.db")]);
        let outcome: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{error}"));
        outcome.pointer("/0").cloned().unwrap()
    }

    #[track_caller]
    fn expect(&self, result: &str, why: Option<&str>, numbers: u64) {
        let outcome = self.sync();
        let wanted = json!({ "result": result, "why": why });
        assert_eq!(json!({ "result": outcome.get("result"), "why": outcome.get("why") }), wanted);
        assert_eq!(self.list().get("numbers"), Some(&json!(numbers)));
    }

    fn list(&self) -> Value {
        let out = self.good(&["lists", "show", "--json", "--db", &self.path("stufo.db")]);
        serde_json::from_str::<Value>(&out).unwrap().pointer("/0").cloned().unwrap()
    }

    /// Whether the number of a list's `line` is blocked.
    fn blocks_at(&self, index: u32) -> bool {
        let number = format!("+34{}", line(index).trim_end());
        let out = self.good(&["check", &number, "--json", "--db", &self.path("stufo.db")]);
        serde_json::from_str::<Value>(&out).unwrap().get("reason") == Some(&json!("list"))
    }

    fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join("repo").join(name)).unwrap()
    }

    fn serve(&self, name: &str, content: Vec<u8>) {
        self.server.reply(&format!("/repo/{name}"), Reply::Content(content, ""));
    }

    /// The manifest as it is published, not verified.
    fn manifest(&self) -> Manifest {
        Manifest::read(SignedFile::split(&self.file("latest")).unwrap().content).unwrap()
    }

    fn index(&self) -> FileIndex {
        FileIndex::read(&self.file(&self.manifest().index.path())).unwrap()
    }

    /// The paths that were asked for since the last time, below the repository.
    fn asked(&self) -> Vec<String> {
        self.server.take_seen().into_iter().map(|(path, _)| path.trim_start_matches("/repo/").to_owned()).collect()
    }
}

#[test]
fn a_phone_follows_a_repository_by_small_steps() {
    let world = World::new();
    world.publish(0, 20_000, &[]);
    let (code, out, error) = world.subscribe("key.pub");
    assert_eq!(code, 0, "{error}");
    let added: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(added.get("numbers"), Some(&json!(20_000)));
    assert!(world.blocks_at(0) && !world.blocks_at(20_000));
    let built = world.publish(100, 20_100, &[]);
    assert_eq!((built.get("version"), built.get("changes")), (Some(&json!(2)), Some(&json!(200))));
    drop(world.server.take_seen());
    let outcome = world.sync();
    for (name, value) in [("result", json!("updated")), ("added", json!(100)), ("removed", json!(100))] {
        assert_eq!(outcome.get(name), Some(&value), "{outcome}");
    }
    assert_eq!(world.asked(), ["latest"], "the delta is in the manifest");
    // A delta of many changes is a file; who was away takes the delta of the index.
    let near: String = (100..20_100).map(line).collect();
    let far: String = (0..8_000_u32).map(|index| format!("62{:07}\n", index * 7_919 % 9_999_991)).collect();
    world.publish_list(&(near.clone() + &far), &[]);
    let delta = world.manifest().delta.map(|delta| delta.content);
    let Some(DeltaContent::File(file)) = delta else { panic!("8,000 changes in the manifest") };
    world.expect("updated", None, 28_000);
    assert_eq!(world.asked(), ["latest".to_owned(), file.path()]);
    world.publish_list(&(near.clone() + &far[10..]), &[]);
    world.publish_list(&(near + &far[20..]), &[]);
    world.expect("updated", None, 27_998);
    let older = world.index().delta_from(3).unwrap().file.path();
    assert_eq!(world.asked(), ["latest".to_owned(), world.manifest().index.path(), older]);
    world.publish(100, 20_100, &[]);
    world.expect("updated", None, 20_000);
    assert!(!world.blocks_at(0) && world.blocks_at(20_000));
    world.expect("unchanged", None, 20_000);
    // A phone that was away for longer than there are deltas takes the snapshot.
    for version in 3..12_u32 {
        world.publish(version * 10, 20_000 + version * 10, &["--deltas", "2"]);
    }
    drop(world.server.take_seen());
    world.expect("updated", None, 20_000);
    let index = world.index();
    assert_eq!(world.asked(), ["latest".to_owned(), world.manifest().index.path(), index.snapshot.path()]);
    // The list lost, e.g. its cache damaged: the same version again, whole.
    list_files(&world.folder.path().join("stufo.db")).iter().for_each(|file| std::fs::remove_file(file).unwrap());
    assert_eq!(world.list().get("numbers"), Some(&json!(0)));
    world.expect("updated", None, 20_000);
}

#[test]
fn whoever_cheats_is_refused_by_name_and_the_list_stays() {
    let world = World::new();
    world.publish(0, 3_000, &[]);
    let first = world.file("latest");
    assert_eq!(world.subscribe("key.pub").0, 0);
    world.publish(10, 3_010, &[]);
    world.expect("updated", None, 3_000);
    let second = world.file("latest");
    let serve = |manifest: &[u8]| world.serve("latest", manifest.to_vec());
    let (one, two) = (SignedFile::split(&first).unwrap(), SignedFile::split(&second).unwrap());
    serve(&first);
    world.expect("refused", Some("rollback"), 3_000);
    serve(&SignedFile { signature: one.signature, ..two }.join());
    world.expect("refused", Some("bad_signature"), 3_000);
    serve(&SignedFile { signature: two.signature, ..one }.join());
    world.expect("refused", Some("bad_signature"), 3_000);
    serve(&vec![b' '; 70_000]);
    world.expect("failed", Some("too_large"), 3_000);
    serve(&SignedFile { signature: &"x".repeat(5_000), ..two }.join());
    world.expect("refused", Some("bad_signature"), 3_000);
    serve(&[b"\xff\xfe", two.content].concat());
    world.expect("refused", Some("bad_signature"), 3_000);
    serve(two.content);
    world.expect("refused", Some("bad_signature"), 3_000);
    serve(&second[..second.len() - 1]);
    world.expect("refused", Some("bad_signature"), 3_000);
    // The lines of one manifest with the delta of another.
    let third = Manifest { version: 3, ..Manifest::read(two.content).unwrap() }.encode();
    serve(&SignedFile { content: &third, ..two }.join());
    world.expect("refused", Some("bad_signature"), 3_000);
    // Somebody else's key, everything else in order.
    world.good(&["publish", "keygen", &world.path("other")]);
    world.publish(20, 3_020, &["--key", &world.path("other")]);
    world.expect("refused", Some("bad_signature"), 3_000);
    // A version that was signed long ago and shown for ever.
    world.publish(20, 3_020, &["--created-millis", "1700000000000"]);
    world.expect("refused", Some("expired"), 3_000);
    // A date that the phone's clock has not reached, and one that is valid for long.
    world.publish(20, 3_020, &["--created-millis", "4000000000000"]);
    world.expect("refused", Some("far_ahead"), 3_000);
    // The next version is good; its files are not what the manifest says.
    world.publish(30, 3_030, &[]);
    let name = world.manifest().index.path();
    let index = world.file(&name);
    world.serve(&name, index.get(..index.len() - 1).unwrap().to_vec());
    world.expect("refused", Some("wrong_size"), 3_000);
    world.serve(&name, String::from_utf8(index.clone()).unwrap().replace("delta 1 ", "delta 2 ").into_bytes());
    world.expect("refused", Some("wrong_content"), 3_000);
    world.serve(&name, [index.as_slice(), b"\n"].concat());
    world.expect("failed", Some("too_large"), 3_000);
    world.serve(&name, index);
    let index = world.index();
    let name = index.deltas.iter().find(|delta| delta.from == 2).unwrap().file.path();
    let delta = world.file(&name);
    world.serve(&name, delta.get(..delta.len() - 1).unwrap().to_vec());
    world.expect("refused", Some("wrong_size"), 3_000);
    let mut changed = delta.clone();
    changed.iter_mut().last().into_iter().for_each(|byte| *byte ^= 1);
    world.serve(&name, changed);
    world.expect("refused", Some("wrong_content"), 3_000);
    world.serve(&name, world.file(&index.snapshot.path()));
    world.expect("failed", Some("too_large"), 3_000);
    world.server.reply(&format!("/repo/{name}"), Reply::Status(404, vec![]));
    world.expect("failed", Some("http_404"), 3_000);
    world.server.reply(&format!("/repo/{name}"), Reply::CutAfter(delta.clone(), 20, ""));
    world.expect("failed", Some("cut_off"), 3_000);
    world.serve(&name, delta);
    drop(world.server.take_seen());
    world.expect("updated", None, 3_000);
    let seen = world.server.take_seen();
    let (_, headers) = seen.iter().find(|(path, _)| path.ends_with(&name)).unwrap();
    assert_eq!(headers.get("range").map(String::as_str), Some("bytes=20-"), "a transfer that broke off is resumed");
}

#[test]
fn a_publisher_changes_keys_and_every_subscriber_follows() {
    let world = World::new();
    world.publish(0, 1_000, &[]);
    assert_eq!(world.subscribe("key.pub").0, 0);
    world.good(&["publish", "keygen", &world.path("new")]);
    let new = world.path("new");
    world.publish(10, 1_010, &["--next-key", &new]);
    let verified = world.good(&[
        "publish",
        "verify",
        "--repo",
        &world.path("repo"),
        "--key",
        &world.path("key.pub"),
        "--region",
        "ES",
    ]);
    assert!(verified.contains("the key changes, both have signed"), "{verified}");
    world.expect("updated", None, 1_000);
    let key = std::fs::read_to_string(world.path("new.pub")).unwrap();
    assert_eq!(world.list().get("public_key").and_then(Value::as_str), key.lines().last());
    // Still signed by both: who has the new key already is served too.
    world.publish(20, 1_020, &["--next-key", &new]);
    world.expect("updated", None, 1_000);
    // From here on the new key alone.
    world.publish(30, 1_030, &["--key", &new]);
    world.expect("updated", None, 1_000);
    world.publish(40, 1_040, &[]);
    world.expect("refused", Some("bad_signature"), 1_000);
}

#[test]
fn a_repository_is_subscribed_from_a_folder_too_and_a_wrong_key_subscribes_to_nothing() {
    let world = World::new();
    world.publish(0, 500, &[]);
    world.good(&["publish", "keygen", &world.path("other")]);
    let (code, _, error) = world.subscribe("other.pub");
    assert_eq!(code, 1);
    assert!(error.contains("bad_signature"), "{error}");
    let (db, repo, key) = (world.path("stufo.db"), world.path("repo"), world.path("key.pub"));
    assert_eq!(world.good(&["lists", "show", "--json", "--db", &db]).trim(), "[]");
    let (code, _, error) = world.run(&["lists", "add", &repo, "--key", "no key", "--db", &db]);
    assert!(code == 1 && error.contains("the public key cannot be read"), "{error}");
    let plain = "http://example.org/list.txt";
    assert!(world.run(&["lists", "add", plain, "--db", &db]).2.contains("only https is fetched"));
    world.good(&["lists", "add", &repo, "--key", &key, "--db", &db]);
    world.publish(0, 510, &[]);
    world.expect("updated", None, 510);
}

#[test]
fn guard_rails_keep_out_what_no_list_may_hold() {
    let world = World::new();
    let junk = "112\n062\n+34*\n+3460*\n+\n+390212345678\n+34600*\nnobody\n+3460012345#\n*\n+341\n600\n+34600123456789\n+999123456\n";
    std::fs::write(world.path("all.txt"), junk).unwrap();
    let (repo, key, list) = (world.path("repo"), world.path("key"), world.path("all.txt"));
    let args = ["publish", "build", "--repo", &repo, "--key", &key, "--region", "ES", "--json", &list];
    let built: Value = serde_json::from_str(&world.good(&args)).unwrap();
    // A number, a short code, a range of a million, and one of ten.
    assert_eq!((built.get("numbers"), built.get("left_out")), (Some(&json!(4)), Some(&json!(10))), "{built}");
    let reasons = json!({ "never_block": 2, "not_a_number": 3, "not_a_prefix": 1, "not_valid": 2, "too_wide": 2 });
    assert_eq!(built.get("left_out_for"), Some(&reasons), "{built}");
    let told = world.good(&["publish", "build", "--repo", &repo, "--key", &key, "--region", "ES", &list]);
    assert!(told.contains("10 lines left out\n  never_block: 2\n") && told.contains("line 1: reaches"), "{told}");
}

#[test]
fn a_list_is_split_into_one_repository_a_country() {
    let world = World::new();
    let numbers: String = (0..900_u32)
        .map(|index| match index % 3 {
            0 => format!("+34600{index:06}\n"),
            1 => format!("+3906{index:08}\n"),
            _ => format!("+1202555{index:04}\n"),
        })
        .collect();
    std::fs::write(world.path("all.txt"), numbers + "+14165550123\n+1202*\n+12025##\n+1416555*\n").unwrap();
    let (key, list) = (world.path("key"), world.path("all.txt"));
    let mut total = 0;
    for (only, numbers) in [("ES", 300), ("IT", 300), ("US", 302), ("CA", 3)] {
        let repo = world.path(only);
        let args = ["publish", "build", "--repo", &repo, "--key", &key, "--only", only, "--json", &list];
        let built: Value = serde_json::from_str(&world.good(&args)).unwrap();
        assert_eq!(built.get("numbers"), Some(&json!(numbers)), "{only}: {built}");
        total += built.get("elsewhere").and_then(Value::as_u64).unwrap();
        let plain = world.good(&[
            "lists",
            "add",
            &repo,
            "--key",
            &format!("{key}.pub"),
            "--db",
            &world.path(&format!("{only}.db")),
        ]);
        assert!(plain.contains(&format!("{numbers} numbers in force")), "{plain}");
    }
    // Of 901 numbers and two narrow ranges each is in one shard, the ranges of +1 in two.
    assert_eq!(total, 4 * 903 - 300 - 300 - 302 - 3);
    let (code, _, error) =
        world.run(&["publish", "build", "--repo", &world.path("none"), "--key", &key, "--only", "DE", &list]);
    assert!(code == 1 && error.contains("no number"), "{error}");
}

/// The process ends when the new numbers are written and before they are in force: the old ones are, wholly, and once the new
/// ones are an older version is a rollback.
#[test]
fn a_crash_opens_no_way_back() {
    let world = World::new();
    world.publish(0, 3_000, &[]);
    let first = world.file("latest");
    assert_eq!(world.subscribe("key.pub").0, 0);
    let db = world.folder.path().join("stufo.db");
    let [list] = list_files(&db).try_into().unwrap();
    let before = [&db, &list].map(|path| (path.clone(), std::fs::read(path).unwrap()));
    world.publish(10, 3_010, &[]);
    world.expect("updated", None, 3_000);
    before.iter().for_each(|(path, bytes)| std::fs::write(path, bytes).unwrap());
    assert_eq!(list_files(&db).len(), 2);
    assert!(world.blocks_at(5) && !world.blocks_at(3_005), "version 1 is in force");
    world.expect("updated", None, 3_000);
    assert_eq!(list_files(&db).len(), 1, "what was left is gone");
    world.serve("latest", first);
    world.expect("refused", Some("rollback"), 3_000);
    assert!(world.blocks_at(3_005), "version 2 is in force");
}

#[test]
fn a_delta_that_leads_elsewhere_is_found_before_it_is_published() {
    let world = World::new();
    world.publish(0, 1_000, &[]);
    world.publish(5, 1_005, &[]);
    let (repo, key) = (world.path("repo"), world.path("key.pub"));
    let verify = || world.run(&["publish", "verify", "--repo", &repo, "--key", &key, "--region", "ES", "--json"]);
    let (code, out, error) = verify();
    let told: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{error}"));
    assert_eq!((code, told.get("deltas"), told.get("deltas_applied")), (0, Some(&json!(1)), Some(&json!(1))));
    // The publisher's state names another list as version 1.
    let book = world.path("repo/publisher.json");
    let text = std::fs::read_to_string(&book).unwrap();
    let snapshot = |version: usize| {
        let book: Value = serde_json::from_str(&text).unwrap();
        book.pointer(&format!("/versions/{version}/snapshot")).and_then(Value::as_str).unwrap().to_owned()
    };
    std::fs::write(&book, text.replace(&snapshot(0), &snapshot(1))).unwrap();
    let (code, _, error) = verify();
    assert!(code == 1 && error.contains("the delta from version 1 leads elsewhere"), "{error}");
}

/// The same lists, key and date give the test vectors again bit for bit, all but the signature, for which minisign draws
/// a number.
#[test]
fn the_test_vectors_come_out_again() {
    let world = World::new();
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let name = |name: &str| vectors.join(name).to_str().unwrap().to_owned();
    let repo = world.path("repo");
    for version in ["version-1.csv", "version-2.csv"] {
        // Version 2 covers a million numbers with one pattern.
        let dated = ["--created-millis", "1795518000000", "--accept-growth"];
        let args = ["publish", "build", "--repo", &repo, "--key", &name("test.key"), &name(version)];
        world.good(&[args.as_slice(), &dated].concat());
    }
    let vector = |file: &str| std::fs::read(vectors.join("repository").join(file)).unwrap();
    assert_eq!(world.file("publisher.json"), vector("publisher.json"));
    let (built, pinned) = (world.file("latest"), vector("latest"));
    assert_eq!(SignedFile::split(&built).unwrap().content, SignedFile::split(&pinned).unwrap().content);
    let names = |folder: &Path| {
        let files = std::fs::read_dir(folder.join("files")).unwrap().flatten();
        files
            .map(|entry| (entry.file_name(), std::fs::read(entry.path()).unwrap()))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    assert_eq!(names(Path::new(&repo)), names(&vectors.join("repository")));
    let verify = ["publish", "verify", "--repo", &repo, "--key", &name("test.key.pub"), "--at-millis", "1795518000000"];
    world.good(&verify);
}

/// Twenty thousand numbers as a national list holds them, many alone and some in rows, but for thirteen of them where those
/// are in `gone`.
fn national(gone: std::ops::Range<u32>) -> String {
    let mut value = 0_u32;
    let numbers = (0..20_000).map(|index| {
        value += if index % 5 == 0 { 1_000 + index * 7_919 % 15_000 } else { 1 + index * 31 % 40 };
        format!("+34{}\n", 610_000_000 + value)
    });
    (0..).zip(numbers).filter(|(index, _)| index % 1_540 != 5 || !gone.contains(index)).map(|(_, line)| line).collect()
}

/// What a day costs a subscriber, counted at the server: requests and bytes of bodies.
#[test]
fn a_quiet_day_is_one_answer_and_a_silent_one_none() {
    let world = World::new();
    let publish = |numbers: String, at: &str| world.publish_list(&numbers, &["--created-millis", at]);
    let now = i64::try_from(std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap();
    let day = |days: i64| (now - days * 86_400_000).to_string();
    let serve = |etag: &'static str| {
        world.server.reply("/repo/latest", Reply::Content(world.file("latest"), etag));
    };
    let first = publish(national(0..10_000), &day(29));
    serve("\"1\"");
    assert_eq!(world.subscribe("key.pub").0, 0);
    let second = publish(national(10_000..20_000), &day(11));
    assert_eq!((first.get("version"), second.get("version")), (Some(&json!(1)), Some(&json!(2))));
    assert_eq!(second.get("changes"), Some(&json!(13)));
    serve("\"2\"");
    drop(world.server.take_seen());
    let outcome = world.sync();
    let counts = ["result", "added", "removed"].map(|name| outcome.get(name).cloned().unwrap());
    assert_eq!(counts, [json!("updated"), json!(7), json!(6)]);
    assert_eq!(world.asked(), ["latest"]);
    let bytes = outcome.get("bytes").and_then(Value::as_u64).unwrap();
    assert!(bytes <= 450, "{bytes} bytes for 13 changes");
    // Nothing changed, and the manifest is good for a while: nothing is signed, the server says so.
    let same = world.file("latest");
    let third = publish(national(10_000..20_000), &day(10));
    assert_eq!((third.get("unchanged"), third.get("signed")), (Some(&json!(true)), Some(&json!(false))));
    assert_eq!(world.file("latest"), same);
    serve("\"2\"");
    let outcome = world.sync();
    assert_eq!((outcome.get("result"), outcome.get("bytes")), (Some(&json!("unchanged")), Some(&json!(0))));
    let seen = world.server.take_seen();
    let [(path, headers)] = seen.as_slice() else { panic!("{seen:?}") };
    assert_eq!((path.as_str(), headers.get("if-none-match").map(String::as_str)), ("/repo/latest", Some("\"2\"")));
    // A third of its days is left: it is signed anew, and is the same version.
    let fourth = publish(national(10_000..20_000), &(now + 9 * 86_400_000 + 1).to_string());
    assert_eq!(
        ["version", "unchanged", "signed"].map(|name| fourth.get(name).cloned().unwrap()),
        [json!(2), json!(true), json!(true)]
    );
    assert_ne!(world.file("latest"), same);
}
