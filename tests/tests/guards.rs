//! Guards of the sum: a list that covers whole cities, one that grows so, and one that would stop this phone's own callers, however
//! narrow each of its lines is. On the phone and the desktop (one core), for plain and signed lists, and at the publisher.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::number::{Presentation, RawCaller, Region};
use stufo_core::policy::{Contact, Reason};
use stufo_tests::server::{Reply, Server};
use stufo_tests::{NOON, ask, binary, incoming, receive, tell};

struct Harness {
    folder: tempfile::TempDir,
    server: Server,
    versions: std::cell::Cell<usize>,
}

impl Harness {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), server: Server::start(), versions: std::cell::Cell::new(0) }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn core(&self) -> Core {
        Core::open_file(&self.path("stufo.db"), Region::ITALY, NOON).unwrap()
    }

    /// Runs the built `stufo` on a database where `with_db`.
    fn run(&self, args: &[&str], with_db: bool) -> (bool, String, String) {
        let mut command = Command::new(binary());
        command.args(args);
        if with_db {
            command.arg("--db").arg(self.path("stufo.db"));
        }
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    }

    /// Serves a version and asks for list 1: the result, and why.
    fn sync(&self, content: String, more: &[&str]) -> (String, String) {
        // Each version has a tag of its own.
        let tags = ["\"two\"", "\"three\"", "\"four\"", "\"five\""];
        let tag = tags[self.versions.replace(self.versions.get() + 1) % tags.len()];
        self.server.reply("/list", Reply::Content(content.into_bytes(), tag));
        self.ask(more)
    }

    fn ask(&self, more: &[&str]) -> (String, String) {
        let (_, out, error) = self.run(&[&["lists", "sync", "1", "--now", "--json"], more].concat(), true);
        let outcome: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{error}"));
        let text = |name: &str| outcome[0][name].as_str().unwrap_or_default().to_owned();
        (text("result"), text("why"))
    }

    fn add(&self, content: String) {
        self.server.reply("/list", Reply::Content(content.into_bytes(), "\"one\""));
        let (is_good, _, error) = self.run(&["lists", "add", &self.server.url("/list")], true);
        assert!(is_good, "{error}");
    }

    fn held_callers(&self) -> Value {
        ask(&self.core(), "lists", json!({}))["lists"][0]["held_callers"].clone()
    }

    fn reason(&self, number: &str) -> Reason {
        receive(&self.core(), &incoming(Some(number), NOON), Contact::NotFound).verdict.reason
    }
}

fn pair(result: &str, why: &str) -> (String, String) {
    (result.to_owned(), why.to_owned())
}

/// Every mobile number of Italy, a thousand lines of a million numbers each.
fn all_mobiles() -> String {
    (0..1_000).map(|index| format!("+393{index:03}*\n")).collect()
}

fn numbers(count: u32) -> String {
    (0..count).map(|index| format!("+39069{:07}\n", 1_000_000 + index)).collect()
}

#[test]
fn a_thousand_narrow_lines_that_cover_every_mobile_number_are_refused() {
    let harness = Harness::new();
    harness.add(numbers(1_000));
    assert_eq!(harness.sync(all_mobiles(), &[]), pair("refused", "too_wide"));
    // Nor does the user's consent to growth lift the ceiling, nor a file.
    assert_eq!(harness.sync(all_mobiles(), &["--accept"]), pair("refused", "too_wide"));
    let core = harness.core();
    let refused = core.import_list(1, &mut all_mobiles().as_bytes(), NOON).unwrap_err();
    assert!(refused.message.contains("covers more numbers"), "{refused:?}");
    drop(core);
    assert_eq!(harness.reason("+393471234567"), Reason::NothingAgainst);
    assert_eq!(harness.reason("+390691000000"), Reason::List);
}

#[test]
fn a_list_that_grows_far_waits_for_the_user() {
    let harness = Harness::new();
    harness.add(numbers(1_000));
    let city = numbers(1_000) + "+393470*\n+393471*\n";
    assert_eq!(harness.sync(city.clone(), &[]), pair("held", "grew"));
    assert_eq!(harness.reason("+393471234567"), Reason::NothingAgainst);
    assert_eq!(ask(&harness.core(), "home", json!({}))["notices"][0]["kind"], json!("list_held"));
    assert_eq!(harness.sync(city, &["--accept"]), pair("updated", ""));
    assert_eq!(harness.reason("+393471234567"), Reason::List);
    assert_eq!(ask(&harness.core(), "home", json!({}))["notices"], json!([]));
    // A range more is what regulators add.
    assert_eq!(harness.sync(numbers(1_000) + "+393470*\n+393471*\n+393472*\n", &[]), pair("updated", ""));
}

#[test]
fn a_list_that_would_stop_a_caller_of_the_users_waits_and_says_which() {
    let harness = Harness::new();
    {
        let core = harness.core();
        let answered = receive(&core, &incoming(Some("0255550001"), NOON), Contact::NotFound);
        let _noted = tell(&core, "call_note", json!({ "id": answered.call_id, "outcome": "answered", "note": "" }));
        let raw = RawCaller { scheme: Some("tel"), address: Some("0255550002"), presentation: Presentation::Allowed };
        core.outgoing(&raw, NOON).unwrap();
        let contact = receive(&core, &incoming(Some("0844123456"), NOON), Contact::Found);
        assert_eq!(contact.verdict.reason, Reason::Contact);
        let _stranger = receive(&core, &incoming(Some("0255550009"), NOON), Contact::NotFound);
    }
    harness.add(numbers(300));
    // Strangers may come onto a list.
    assert_eq!(harness.sync(numbers(301) + "+390255550009\n", &[]), pair("updated", ""));
    let hostile = numbers(302) + "+390255550001\n+39025555000#\n+390844123456\n";
    assert_eq!(harness.sync(hostile.clone(), &[]), pair("held", "stops_known"));
    assert_eq!(harness.held_callers(), json!(["+390255550001", "+390255550002", "+390844123456"]));
    assert_eq!(harness.reason("0255550001"), Reason::NothingAgainst);
    assert_eq!(harness.sync(hostile, &["--accept"]), pair("updated", ""));
    assert_eq!(harness.held_callers(), json!([]));
    assert_eq!(harness.reason("0255550001"), Reason::List);
}

#[test]
fn the_publisher_meets_the_same_guards_and_so_does_who_subscribes_to_a_signed_list() {
    let harness = Harness::new();
    let path = |name: &str| harness.path(name).to_str().unwrap().to_owned();
    let (key, repo, list) = (path("key"), path("repo"), path("list.txt"));
    assert!(harness.run(&["publish", "keygen", &key], false).0);
    let build = |content: String, more: &[&str]| {
        std::fs::write(&list, content).unwrap();
        let args = [&["publish", "build", "--repo", &repo, "--key", &key], more, &[list.as_str()]].concat();
        let (is_good, _, error) = harness.run(&args, false);
        harness.server.serve_folder("/repo", Path::new(&repo));
        (is_good, error)
    };
    assert!(build(numbers(1_000), &[]).0);
    let (is_good, error) = build(all_mobiles(), &["--accept-growth"]);
    assert!(!is_good && error.contains("covers more numbers"), "{error}");
    let url = harness.server.url("/repo");
    let (is_good, _, error) = harness.run(&["lists", "add", &url, "--key", &format!("{key}.pub")], true);
    assert!(is_good, "{error}");
    let city = numbers(1_000) + "+393470*\n+393471*\n";
    let (is_good, error) = build(city.clone(), &[]);
    assert!(!is_good && error.contains("--accept-growth"), "{error}");
    assert!(build(city, &["--accept-growth"]).0);
    assert_eq!(harness.ask(&[]), pair("held", "grew"));
    assert_eq!(harness.reason("+393471234567"), Reason::NothingAgainst);
    assert_eq!(harness.reason("+390691000000"), Reason::List);
    assert_eq!(harness.ask(&[]), pair("held", "grew"), "asked again, it waits again");
    assert_eq!(harness.ask(&["--accept"]), pair("updated", ""));
    assert_eq!(harness.reason("+393471234567"), Reason::List);
    let (is_good, _, error) =
        harness.run(&["publish", "verify", "--repo", &repo, "--key", &format!("{key}.pub")], false);
    assert!(is_good, "{error}");
}
