//! Signed repositories from end to end: `stufo publish` makes them, a web server serves them, `stufo lists` subscribes;
//! then the server, or somebody before it, cheats in every way that docs/formats/repository.md names.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use assert_cmd::Command;
use serde_json::{Value, json};
use stufo_tests::server::{Reply, Server};

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
        let tests = std::env::current_exe().unwrap();
        let mut command = Command::new(tests.parent().and_then(Path::parent).unwrap().join("stufo"));
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
        let list = self.path("list.txt");
        std::fs::write(&list, (first..last).map(|index| format!("61{index:07}\n")).collect::<String>()).unwrap();
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

    fn blocks(&self, number: &str) -> bool {
        let out = self.good(&["check", number, "--json", "--db", &self.path("stufo.db")]);
        serde_json::from_str::<Value>(&out).unwrap().get("reason") == Some(&json!("list"))
    }

    fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join("repo").join(name)).unwrap()
    }

    fn serve(&self, name: &str, content: Vec<u8>) {
        self.server.reply(&format!("/repo/{name}"), Reply::Content(content, ""));
    }

    fn manifest(&self) -> Value {
        serde_json::from_slice(&self.file("manifest.json")).unwrap()
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
    assert!(world.blocks("+34610000000") && !world.blocks("+34610020000"));
    let built = world.publish(100, 20_100, &[]);
    assert_eq!((built.get("version"), built.get("changes")), (Some(&json!(2)), Some(&json!(200))));
    drop(world.server.take_seen());
    let outcome = world.sync();
    for (name, value) in [("result", json!("updated")), ("added", json!(100)), ("removed", json!(100))] {
        assert_eq!(outcome.get(name), Some(&value), "{outcome}");
    }
    let asked: Vec<String> = world.server.take_seen().into_iter().map(|(path, _)| path).collect();
    let delta = world.manifest().pointer("/deltas/0/sha256").and_then(Value::as_str).unwrap().to_owned();
    let wanted =
        ["/repo/manifest.json".to_owned(), "/repo/manifest.json.minisig".to_owned(), format!("/repo/files/{delta}")];
    assert_eq!(asked, wanted, "the delta, not the snapshot");
    assert!(!world.blocks("+34610000000") && world.blocks("+34610020000"));
    world.expect("unchanged", None, 20_000);
    // A phone that was away for longer than there are deltas takes the snapshot.
    for version in 3..12_u32 {
        world.publish(version * 10, 20_000 + version * 10, &["--deltas", "2"]);
    }
    world.expect("updated", None, 20_000);
    // The list lost, e.g. its cache damaged: the same version again, whole.
    std::fs::remove_file(world.folder.path().join("lists.db")).unwrap();
    assert_eq!(world.list().get("numbers"), Some(&json!(0)));
    world.expect("updated", None, 20_000);
}

#[test]
fn whoever_cheats_is_refused_by_name_and_the_list_stays() {
    let world = World::new();
    world.publish(0, 3_000, &[]);
    let first = (world.file("manifest.json"), world.file("manifest.json.minisig"));
    assert_eq!(world.subscribe("key.pub").0, 0);
    world.publish(10, 3_010, &[]);
    world.expect("updated", None, 3_000);
    let second = (world.file("manifest.json"), world.file("manifest.json.minisig"));
    let serve = |(manifest, signature): &(Vec<u8>, Vec<u8>)| {
        world.serve("manifest.json", manifest.clone());
        world.serve("manifest.json.minisig", signature.clone());
    };
    serve(&first);
    world.expect("refused", Some("rollback"), 3_000);
    serve(&(second.0.clone(), first.1.clone()));
    world.expect("refused", Some("bad_signature"), 3_000);
    serve(&(first.0.clone(), second.1.clone()));
    world.expect("refused", Some("bad_signature"), 3_000);
    serve(&(vec![b' '; 70_000], second.1.clone()));
    world.expect("failed", Some("too_large"), 3_000);
    serve(&(second.0.clone(), vec![b'x'; 5_000]));
    world.expect("failed", Some("too_large"), 3_000);
    serve(&(second.0.clone(), b"\xff\xfe".to_vec()));
    world.expect("refused", Some("bad_signature"), 3_000);
    // Somebody else's key, everything else in order.
    world.good(&["publish", "keygen", &world.path("other")]);
    world.publish(20, 3_020, &["--key", &world.path("other")]);
    world.expect("refused", Some("bad_signature"), 3_000);
    // A version that was signed long ago and shown for ever.
    world.publish(20, 3_020, &["--created-millis", "1700000000000"]);
    world.expect("refused", Some("expired"), 3_000);
    // The next version is good; its files are not what the manifest says.
    world.publish(30, 3_030, &[]);
    let manifest = world.manifest();
    let last = manifest.pointer("/deltas").and_then(Value::as_array).unwrap();
    let held = last.iter().find(|delta| delta.get("from") == Some(&json!(2))).unwrap();
    let name = format!("files/{}", held.get("sha256").and_then(Value::as_str).unwrap());
    let delta = world.file(&name);
    world.serve(&name, delta.get(..delta.len() - 1).unwrap().to_vec());
    world.expect("refused", Some("wrong_size"), 3_000);
    let mut changed = delta.clone();
    changed.iter_mut().last().into_iter().for_each(|byte| *byte ^= 1);
    world.serve(&name, changed);
    world.expect("refused", Some("wrong_content"), 3_000);
    let snapshot = manifest.pointer("/snapshot/sha256").and_then(Value::as_str).unwrap();
    world.serve(&name, world.file(&format!("files/{snapshot}")));
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
    let verified = world.good(&["publish", "verify", "--repo", &world.path("repo"), "--key", &world.path("key.pub")]);
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

/// The process ends between new numbers and the note of them: an older version is a rollback all the same.
#[test]
fn a_crash_opens_no_way_back() {
    let world = World::new();
    world.publish(0, 3_000, &[]);
    let first = (world.file("manifest.json"), world.file("manifest.json.minisig"));
    assert_eq!(world.subscribe("key.pub").0, 0);
    let before = std::fs::read(world.path("stufo.db")).unwrap();
    world.publish(10, 3_010, &[]);
    world.expect("updated", None, 3_000);
    std::fs::write(world.path("stufo.db"), before).unwrap();
    world.serve("manifest.json", first.0);
    world.serve("manifest.json.minisig", first.1);
    world.expect("refused", Some("rollback"), 3_000);
    assert!(world.blocks("+34610003005"), "version 2 is in force");
}

#[test]
fn a_delta_that_leads_elsewhere_is_found_before_it_is_published() {
    let world = World::new();
    world.publish(0, 1_000, &[]);
    world.publish(5, 1_005, &[]);
    let (repo, key) = (world.path("repo"), world.path("key.pub"));
    let verify = || world.run(&["publish", "verify", "--repo", &repo, "--key", &key, "--json"]);
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
        let dated = ["--created-millis", "1795518000000", "--expires-days", "36500"];
        let args = ["publish", "build", "--repo", &repo, "--key", &name("test.key"), &name(version)];
        world.good(&[args.as_slice(), &dated].concat());
    }
    for file in ["manifest.json", "publisher.json"] {
        assert_eq!(world.file(file), std::fs::read(vectors.join("repository").join(file)).unwrap(), "{file}");
    }
    let names = |folder: &Path| {
        let files = std::fs::read_dir(folder.join("files")).unwrap().flatten();
        files
            .map(|entry| (entry.file_name(), std::fs::read(entry.path()).unwrap()))
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    assert_eq!(names(Path::new(&repo)), names(&vectors.join("repository")));
    world.good(&["publish", "verify", "--repo", &repo, "--key", &name("test.key.pub")]);
}
