//! The built `stufo` against a web server that misbehaves: the list in force stays, a transfer that broke off is resumed,
//! nothing hangs, and the reason is told.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::{Value, json};
use stufo_tests::binary;
use stufo_tests::server::{Reply, Server};

struct Harness {
    _folder: tempfile::TempDir,
    db: PathBuf,
    server: Server,
}

impl Harness {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { db: folder.path().join("stufo.db"), _folder: folder, server: Server::start() }
    }

    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(binary());
        let output = command.args(args).arg("--db").arg(&self.db).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
    }

    /// Subscribes to a list of the server's that is well.
    fn add(&self, path: &str, more: &[&str]) {
        let url = self.server.url(path);
        let args = [&["lists", "add", &url, "--region", "IT"], more].concat();
        let (code, _, error) = self.run(&args);
        assert_eq!(code, 0, "{error}");
        assert!(!self.server.take_seen().is_empty());
    }

    /// Asks for list 1 again.
    fn sync(&self, more: &[&str]) -> Value {
        let (code, out, error) = self.run(&[&["lists", "sync", "1", "--json", "--region", "IT"], more].concat());
        let outcome: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{error}"));
        let outcome = outcome.pointer("/0").cloned().unwrap();
        let good = matches!(outcome.get("result").and_then(Value::as_str), Some("updated" | "unchanged"));
        assert_eq!(code == 0, good, "{error}");
        outcome
    }

    fn result(&self, more: &[&str]) -> (String, String) {
        let outcome = self.sync(more);
        let text = |name: &str| outcome.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        (text("result"), text("why"))
    }

    #[track_caller]
    fn expect(&self, result: &str, why: &str) {
        assert_eq!(self.result(&[]), (result.to_owned(), why.to_owned()));
    }

    fn blocks(&self, number: &str) -> bool {
        let (_, out, _) = self.run(&["check", number, "--json"]);
        serde_json::from_str::<Value>(&out).unwrap().get("reason") == Some(&json!("list"))
    }

    fn numbers(&self) -> u64 {
        let (_, out, _) = self.run(&["lists", "show", "--json"]);
        serde_json::from_str::<Value>(&out).unwrap().pointer("/0/numbers").and_then(Value::as_u64).unwrap()
    }
}

const KNOWN: &str = "+390691000000";

fn list(first: u32, last: u32) -> Vec<u8> {
    (first..last).flat_map(|index| format!("+39069{:07}\n", 1_000_000 + index).into_bytes()).collect()
}

#[test]
fn whatever_a_server_does_the_list_in_force_stays() {
    let harness = Harness::new();
    harness.server.reply("/list", Reply::Content(list(0, 500), "\"one\""));
    harness.add("/list", &[]);
    assert!(harness.blocks(KNOWN));
    let patient = ("Retry-After", "3600".to_owned());
    for (reply, why) in [
        (Reply::Status(404, vec![]), "http_404"),
        (Reply::Status(410, vec![]), "http_410"),
        (Reply::Status(429, vec![patient]), "http_429"),
        (Reply::Status(500, vec![]), "http_500"),
        (Reply::Status(204, vec![]), "http_204"),
        (Reply::Status(301, vec![("Location", "http://example.org/list".to_owned())]), "refused_redirect"),
        (Reply::Status(302, vec![("Location", "file:///etc/passwd".to_owned())]), "refused_redirect"),
        (Reply::Status(302, vec![("Location", harness.server.url("/list"))]), "refused_redirect"),
        (Reply::SlowDrip, "too_slow"),
        (Reply::Silent, "too_slow"),
        (Reply::Endless, "too_large"),
        (Reply::CutAfter(list(0, 500), 100, ""), "cut_off"),
        (Reply::TooLong(b"+39069".to_vec(), 600), "cut_off"),
        (Reply::HangUp, "no_connection"),
        (Reply::Junk, "no_connection"),
    ] {
        harness.server.reply("/list", reply.clone());
        let (result, told) = harness.result(if why == "too_slow" { &["--timeout", "1"] } else { &[] });
        assert_eq!((result.as_str(), told.as_str()), ("failed", why), "{reply:?}");
        assert_eq!(harness.numbers(), 500, "{why}");
    }
    for (content, result, why) in [
        (vec![], "refused", "empty"),
        (b"<html>Not found</html>".to_vec(), "refused", "unreadable"),
        (b"{\"numbers\":".to_vec(), "refused", "unreadable"),
        (list(0, 200), "held", "shrank"),
    ] {
        harness.server.reply("/list", Reply::Content(content, "\"two\""));
        harness.expect(result, why);
        assert_eq!(harness.numbers(), 500, "{why}");
    }
    assert!(harness.blocks(KNOWN));
    let (_, log, _) = harness.run(&["lists", "log", "1"]);
    assert_eq!(log.lines().count(), 20, "every attempt is on record: {log}");
    assert!(log.contains("failed: http_429") && log.contains("held: shrank"));
    let accepted = harness.sync(&["--accept"]);
    assert_eq!((accepted.get("removed"), accepted.get("unchanged")), (Some(&json!(300)), Some(&json!(200))));
    assert_eq!(harness.numbers(), 200);
}

#[test]
fn a_list_that_has_not_changed_is_not_sent_again() {
    let harness = Harness::new();
    harness.server.reply("/list", Reply::Content(list(0, 500), "\"one\""));
    harness.add("/list", &[]);
    let unchanged = harness.sync(&[]);
    assert_eq!((unchanged.get("result"), unchanged.get("bytes")), (Some(&json!("unchanged")), Some(&json!(0))));
    let seen = harness.server.take_seen();
    assert_eq!(seen.first().and_then(|(_, headers)| headers.get("if-none-match")), Some(&"\"one\"".to_owned()));
    harness.server.reply("/list", Reply::Content(list(10, 520), "\"two\""));
    let updated = harness.sync(&[]);
    for (name, count) in [("added", 20), ("removed", 10), ("unchanged", 490)] {
        assert_eq!(updated.get(name), Some(&json!(count)), "{name}");
    }
    assert!(!harness.blocks(KNOWN));
    // Without --now only what is due is asked for.
    let (code, out, _) = harness.run(&["lists", "sync"]);
    assert_eq!((code, out.trim()), (0, "no list is due (--now asks for all)"));
}

#[test]
fn a_broken_transfer_is_gone_on_with() {
    let harness = Harness::new();
    harness.server.reply("/list", Reply::Content(list(0, 500), "\"one\""));
    harness.add("/list", &[]);
    let longer = list(0, 2_000);
    harness.server.reply("/list", Reply::CutAfter(longer.clone(), 9_000, "\"two\""));
    harness.expect("failed", "cut_off");
    drop(harness.server.take_seen());
    harness.server.reply("/list", Reply::Content(longer.clone(), "\"two\""));
    let outcome = harness.sync(&[]);
    assert_eq!(outcome.get("result"), Some(&json!("updated")));
    assert_eq!(outcome.get("bytes").and_then(Value::as_u64), Some(longer.len() as u64 - 9_000), "only the rest");
    let (_, headers) = harness.server.take_seen().remove(0);
    assert_eq!(headers.get("range").map(String::as_str), Some("bytes=9000-"));
    assert_eq!(headers.get("if-range").map(String::as_str), Some("\"two\""));
    assert_eq!(harness.numbers(), 2_000);
    // When the content has changed meanwhile, it comes whole.
    harness.server.reply("/list", Reply::CutAfter(longer, 9_000, "\"three\""));
    harness.expect("failed", "cut_off");
    harness.server.reply("/list", Reply::Content(list(0, 2_100), "\"four\""));
    assert_eq!(harness.sync(&[]).get("added"), Some(&json!(100)));
    assert!(!harness.db.with_file_name("stufo.db-sync").exists(), "nothing is left behind");
}

#[test]
fn changes_only_are_asked_of_a_server_that_tells_them() {
    let harness = Harness::new();
    let full = r#"{"numbers":[{"phone":"+390691000000","votes":9},{"phone":"+390691000001","votes":4}],"version":41}"#;
    harness.server.reply("/api/blocklist", Reply::Content(full.into(), ""));
    harness.add("/api/blocklist", &["--form", "phoneblock"]);
    let changes =
        r#"{"numbers":[{"phone":"+390691000000","votes":0},{"phone":"+390691000007","votes":3}],"version":42}"#;
    harness.server.reply("/api/blocklist?since=41", Reply::Content(changes.into(), ""));
    let outcome = harness.sync(&[]);
    for (name, count) in [("added", 1), ("removed", 1), ("unchanged", 1)] {
        assert_eq!(outcome.get(name), Some(&json!(count)), "{name}: {outcome}");
    }
    assert!(!harness.blocks(KNOWN) && harness.blocks("+390691000007") && harness.blocks("+390691000001"));
    harness.server.reply("/api/blocklist?since=42", Reply::Content(br#"{"numbers":[],"version":42}"#.to_vec(), ""));
    harness.expect("unchanged", "");
    harness.server.reply("/api/blocklist?since=42", Reply::Content(br#"{"numbers":[],"version":7}"#.to_vec(), ""));
    harness.expect("refused", "unreadable");
    drop(harness.server.take_seen());
    // The operator asks that the whole list is fetched once a month at most: until then changes are asked for again.
    harness.expect("refused", "unreadable");
    assert_eq!(harness.server.take_seen().first().map(|(path, _)| path.as_str()), Some("/api/blocklist?since=42"));
    // Unless there is nothing to lay changes over.
    stufo_tests::list_files(&harness.db).iter().for_each(|file| std::fs::remove_file(file).unwrap());
    harness.expect("updated", "");
    assert_eq!(
        harness.server.take_seen().first().map(|(path, _)| path.as_str()),
        Some("/api/blocklist"),
        "whole again"
    );
    assert!(harness.blocks(KNOWN));
}

/// The process ends between new numbers and their validators: the validators of the old numbers are not sent.
/// New numbers clear the validators of the old ones, even where their own are never kept: an import, or the process ended.
/// The server may go back to what the old mark stood for.
#[test]
fn new_numbers_take_the_old_mark_away() {
    let harness = Harness::new();
    harness.server.reply("/list", Reply::Content(list(0, 500), "\"one\""));
    harness.add("/list", &[]);
    harness.expect("unchanged", "");
    let core =
        stufo_core::api::Core::open_file(&harness.db, stufo_core::number::Region::ITALY, stufo_tests::NOON).unwrap();
    core.import_list(1, &mut list(10, 510).as_slice(), stufo_tests::NOON).unwrap();
    drop(core);
    assert!(!harness.blocks(KNOWN));
    harness.expect("updated", "");
    assert!(harness.blocks(KNOWN));
}

#[test]
fn a_mark_that_does_not_fit_the_numbers_is_not_believed() {
    let harness = Harness::new();
    harness.server.reply("/list", Reply::Content(list(0, 500), "\"one\""));
    harness.add("/list", &[]);
    let before = std::fs::read(&harness.db).unwrap();
    harness.server.reply("/list", Reply::Content(list(10, 510), "\"two\""));
    harness.expect("updated", "");
    std::fs::write(&harness.db, before).unwrap();
    assert!(!harness.blocks(KNOWN));
    harness.server.reply("/list", Reply::Content(list(0, 500), "\"one\""));
    harness.expect("updated", "");
    assert!(harness.blocks(KNOWN));
}
