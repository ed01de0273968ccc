//! The cases of `tests/data/cases`, after reports on other programs: what a list must be read as, and what a call must
//! get, each by the built `stufo`.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use stufo_tests::binary;

fn stufo() -> Command {
    Command::new(binary())
}

fn table(name: &str) -> Vec<Vec<String>> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cases").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// `\n`, `\t`, `\\` and `\uXXXX` as they are meant.
fn unescaped(text: &str) -> String {
    // The escapes are JSON's; what JSON would end a text with is not among them.
    serde_json::from_str(&format!("\"{}\"", text.replace('"', "\\\""))).unwrap()
}

/// A contact with a picture of so many characters, and so many others.
fn contacts(length: usize, others: usize) -> String {
    let photo = format!("PHOTO;ENCODING=b;TYPE=JPEG:{}", "A".repeat(length));
    let (first, mut rest) = photo.split_at(photo.len().min(75));
    let mut folded = format!("{first}\r\n");
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(74));
        folded += &format!(" {line}\r\n");
        rest = after;
    }
    let mut text = format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Uno\r\n{folded}TEL:+390255510000\r\nEND:VCARD\r\n");
    for index in 1..=others {
        text += &format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:N{index}\r\nTEL:+3902555100{index:02}\r\nEND:VCARD\r\n");
    }
    text
}

/// The lines that `convert` writes, sorted, and what it told.
fn converted(region: &str, input: &str) -> (String, Value) {
    let args = ["convert", "--json", "--region", region, "--to", "plain", "-", "-"];
    let output = stufo().args(args).write_stdin(input).output().unwrap();
    let lines: BTreeSet<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    let told = serde_json::from_slice(&output.stderr).unwrap_or(Value::Null);
    (lines.into_iter().collect::<Vec<_>>().join(" "), told)
}

#[test]
fn every_list_is_read_as_it_is_meant() {
    let (mut ids, mut wrong) = (BTreeSet::new(), Vec::new());
    for row in table("lists.tsv") {
        let [id, name, region, kind, input, expected, _] = &row[..] else { panic!("{row:?}") };
        let input = if kind == "generator" {
            let number = |name: &str| {
                let (_, rest) = input.split_once(&format!("{name}=")).unwrap();
                rest.split(' ').next().unwrap().parse().unwrap()
            };
            contacts(number("length"), number("others"))
        } else {
            unescaped(input)
        };
        let found = converted(region, &input).0;
        let expected: BTreeSet<&str> = expected.split(' ').collect();
        ids.insert(id.clone());
        if found != expected.into_iter().collect::<Vec<_>>().join(" ") {
            wrong.push(format!("{id} {name}: {found}"));
        }
    }
    assert!(ids.len() >= 13);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_call_gets_what_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ids, mut wrong) = (BTreeSet::new(), Vec::new());
    for (index, row) in table("calls.tsv").iter().enumerate() {
        let [id, name, region, setup, value, number, expected, _] = &row[..] else { panic!("{row:?}") };
        let db = folder.path().join(format!("{index}.db"));
        let db = db.to_str().unwrap();
        let run = |args: &[&str]| stufo().args(args).args(["--db", db, "--region", region]).output().unwrap();
        // A set-up that is refused is an answer too.
        if setup == "rule" {
            run(&["rules", "add", &unescaped(value)]);
        } else if setup == "list" {
            let file = folder.path().join(format!("{index}.txt"));
            std::fs::write(&file, unescaped(value)).unwrap();
            run(&["lists", "add", file.to_str().unwrap()]);
        }
        let checked: Value = serde_json::from_slice(&run(&["check", "--json", number]).stdout).unwrap();
        let action = checked.get("action").and_then(Value::as_str).unwrap();
        ids.insert(id.clone());
        if (action == "allow") != (expected == "allow") {
            wrong.push(format!("{id} {name}, {number}: {action}"));
        }
    }
    assert!(ids.len() >= 8);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whatever the length of a picture, and folded or not, nothing of the contacts is lost and nothing is told.
#[test]
fn a_picture_of_any_length_costs_nothing() {
    for length in [0, 1, 74, 65_400, 65_493, 65_501, 65_505, 65_508, 65_536, 65_600, 150_000, 1_000_000] {
        let text = contacts(length, 39);
        for text in [text.clone(), text.replace("\r\n ", "")] {
            let (lines, told) = converted("IT", &text);
            let counts = ["taken", "left_out"].map(|name| told.get(name).and_then(Value::as_u64));
            assert_eq!((lines.split(' ').count(), counts), (40, [Some(40), Some(0)]), "{length}");
        }
    }
}

/// What is no list is refused by its name, and nothing is written.
#[test]
fn a_file_that_is_no_list_is_refused_by_name() {
    let office = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0[Content_Types].xml".to_vec();
    let cases: [(&[u8], &str); 13] = [
        (b"<!DOCTYPE html><html><body>404 Not Found</body></html>", "a web page"),
        (b"<html><head><title>+390612345678</title></head><body><p>x</body></html>", "a web page"),
        (b"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><p>0612345678</p></html>", "a web page"),
        (&office, "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 workbook", "xls"),
        (b"%PDF-1.7 0612345678", "PDF"),
        (b"{\\rtf1 0612345678}", "RTF"),
        (b"SQLite format 3\0 tables", "SQLite"),
        (b"bplist00 0612345678", "binary"),
        (b"{\"error\":\"not found\"}", "JSON without numbers"),
        (b"{\"meta\":{\"x\":[{\"y\":1}]}}", "JSON without numbers"),
        (b"<rss><channel><title>x</title></channel></rss>", "XML without numbers"),
        (b"Too many requests\nTry again later\n", "nothing in the list is a number"),
    ];
    for (bytes, name) in cases {
        let args = ["convert", "--region", "IT", "--to", "plain", "-", "-"];
        let output = stufo().args(args).write_stdin(bytes).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]), "{told}");
        assert!(told.contains(name), "{name}: {told}");
    }
    // Lists that are empty are lists.
    for empty in ["[]", "{\"numbers\":[],\"version\":3}", "<blocklist version=\"3\"/>", "number,name\n", ""] {
        let output = stufo().args(["convert", "--to", "plain", "-", "-"]).write_stdin(empty).output().unwrap();
        assert!(output.status.success(), "{empty}");
    }
}

/// A repository is built, and built again: from a source that vanished, from the same source, and often.
#[test]
fn a_repository_stops_for_a_lost_source_and_keeps_an_unchanged_version() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let put = |name: &str, text: &str| std::fs::write(path(name), text).unwrap();
    let (key, repo) = (path("key"), path("repo"));
    assert!(stufo().args(["publish", "keygen", &key]).output().unwrap().status.success());
    let build = |lists: &[&str]| {
        let mut command = stufo();
        command.args(["publish", "build", "--json", "--repo", &repo, "--key", &key]);
        command.args(lists.iter().map(|name| path(name))).output().unwrap()
    };
    let built = |lists: &[&str]| -> Value { serde_json::from_slice(&build(lists).stdout).unwrap() };
    let verified = || -> Value {
        let args = ["publish", "verify", "--json", "--repo", &repo, "--key", &format!("{key}.pub")];
        serde_json::from_slice(&stufo().args(args).output().unwrap().stdout).unwrap()
    };
    let number = |value: &Value, name: &str| value.get(name).and_then(Value::as_u64).unwrap();
    put("a.txt", "+390612345678\n+390612345679\n+39266307129\n+34999999999\n");
    for (name, text) in [
        ("page.html", "<html><body>error</body></html>"),
        ("empty.txt", ""),
        ("words.txt", "Not found\n"),
        ("none.json", "{\"numbers\":[]}"),
    ] {
        put(name, text);
        let output = build(&["a.txt", name]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(String::from_utf8(output.stderr).unwrap().contains(name), "the list is named");
    }
    assert!(!Path::new(&repo).join("latest").exists());
    let first = built(&["a.txt"]);
    assert_eq!((number(&first, "version"), number(&first, "numbers"), number(&first, "repaired")), (1, 3, 1));
    // What `check` calls unknown is not published.
    assert_eq!(first.pointer("/left_out_for/not_valid"), Some(&1.into()));
    let again = built(&["a.txt"]);
    assert_eq!((number(&again, "version"), number(&again, "changes")), (1, 0));
    for version in 2..12_u64 {
        put("a.txt", &(0..version).map(|index| format!("+3906123456{index:02}\n")).collect::<String>());
        assert_eq!(number(&built(&["a.txt"]), "version"), version);
        let told = verified();
        let deltas = (version - 1).min(7);
        assert_eq!((number(&told, "deltas"), number(&told, "deltas_applied")), (deltas, deltas), "version {version}");
    }
    let again = built(&["a.txt"]);
    assert_eq!((number(&again, "version"), number(&again, "changes")), (11, 0));
    assert_eq!((number(&verified(), "deltas"), number(&verified(), "deltas_applied")), (7, 7));
}
