//! The built `stufo`, as a new user runs it: what it prints, its exit codes, what bad input gets.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};
use stufo_core::blocklist::repository::SignedFile;
use stufo_tests::binary;

fn stufo() -> Command {
    Command::new(binary())
}

fn database() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("stufo.db");
    (folder, path)
}

/// Runs and gives exit code and standard output.
fn run(db: &Path, args: &[&str]) -> (i32, String) {
    let output = stufo().args(args).arg("--db").arg(db).output().expect("stufo is built: cargo build -p stufo");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stdout).into_owned())
}

fn json(db: &Path, args: &[&str]) -> Value {
    let (code, out) = run(db, args);
    assert_eq!(code, 0, "{args:?}");
    serde_json::from_str(&out).expect("one JSON value")
}

#[track_caller]
fn check(region: &str, number: &str, action: &str, reason: &str, e164: Option<&str>) {
    let (_folder, db) = database();
    let verdict = json(&db, &["check", "--region", region, number, "--json"]);
    let text = |name: &str| verdict.get(name).and_then(Value::as_str);
    assert_eq!(
        (text("action"), text("reason"), text("number")),
        (Some(action), Some(reason), e164),
        "{region} {number}"
    );
    assert_eq!(verdict.get("trace").and_then(Value::as_array).map(Vec::len), Some(20));
    assert!(verdict.pointer("/timings/decide_micros").is_some_and(Value::is_u64));
}

/// The threshold of votes and the action of a category, set for one list.
#[test]
fn a_list_counts_as_its_filter_says() {
    let (folder, db) = database();
    let list = folder.path().join("list.csv");
    let file = "number,category,score\n+390455500001,fraud,9\n+390455500002,fraud,2\n+390455500103,poll,9\n";
    std::fs::write(&list, file).expect("a file");
    let _added = json(&db, &["lists", "add", list.to_str().expect("UTF-8"), "--json"]);
    let actions = || {
        ["+390455500001", "+390455500002", "+390455500103"].map(|number| {
            let verdict = json(&db, &["check", number, "--json"]);
            verdict.get("action").and_then(Value::as_str).unwrap_or_default().to_owned()
        })
    };
    assert_eq!(actions(), ["reject", "reject", "reject"]);
    let filter =
        ["lists", "filter", "1", "--min-votes", "5", "--unsure", "silence", "--category", "poll=off", "--json"];
    assert_eq!(json(&db, &filter).pointer("/min_votes"), Some(&json!(5)));
    assert_eq!(actions(), ["reject", "silence", "allow"]);
    assert_eq!(run(&db, &["lists", "filter", "1", "--category", "nonsense=off"]).0, 1);
    assert_eq!(run(&db, &["lists", "filter", "2"]).0, 1, "there is no such list");
    assert_eq!(actions(), ["reject", "silence", "allow"]);
    assert_eq!(run(&db, &["lists", "filter", "1"]).0, 0);
    assert_eq!(actions(), ["reject", "reject", "reject"]);
}

#[test]
fn check_tells_the_verdict_and_why() {
    check("IT", "0844 123456", "reject", "pack", Some("+390844123456"));
    check("IT", "112", "allow", "never_block", None);
    check("IT", "191", "allow", "nothing_against", None);
    check("FR", "0162123456", "reject", "pack", Some("+33162123456"));
    check("FR", "0937123456", "allow", "nothing_against", Some("+33937123456"));
    check("IT", "hidden", "allow", "nothing_against", None);
    check("IT", "", "allow", "nothing_against", None);
    check("IT", "non un numero", "allow", "nothing_against", None);
    check("IT", &"9".repeat(10_000), "allow", "nothing_against", None);
    check("IT", "\u{202e}٠٦١٢٣٤٥٦٧٨", "allow", "nothing_against", Some("+390612345678"));
}

#[test]
fn check_tells_where_an_area_is() {
    let (_folder, db) = database();
    let place = |number: &str| json(&db, &["check", number, "--json"]).pointer("/caller/place").cloned();
    assert_eq!(place("0376 123456"), Some(json!({ "it": "Mantova", "en": "Mantua" })));
    assert_eq!(place("+41912345678"), Some(json!({ "it": "Bellinzona", "en": "Bellinzona" })));
    for number in ["333 1234567", "0844 123456", "+33142685300", "112", "hidden"] {
        assert_eq!(place(number), Some(Value::Null), "{number}");
    }
    let first_line = |number: &str| run(&db, &["check", number]).1.lines().next().map(str::to_owned);
    assert_eq!(first_line("02 12345678").as_deref(), Some("02 1234 5678 (Milan): allow, nothing_against"));
    assert_eq!(first_line("333 1234567").as_deref(), Some("333 123 4567: allow, nothing_against"));
}

#[test]
fn bad_usage_is_exit_code_2_and_a_failure_is_1() {
    let (folder, db) = database();
    for args in [
        vec!["check"],
        vec!["check", "--region", "XX", "112"],
        vec!["check", "--region", "ITA", "112"],
        vec!["nonsense"],
        vec![],
    ] {
        let output = stufo().args(&args).output().expect("stufo is built");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
    assert_eq!(run(&db, &["rules", "add", "not a number"]).0, 1);
    assert_eq!(run(&db, &["rules", "remove", "77"]).0, 1);
    assert_eq!(run(&db, &["replay", "/no/such/file.csv"]).0, 1);
    assert_eq!(run(&folder.path().join("no/such/folder/stufo.db"), &["check", "112"]).0, 1);
}

#[test]
fn rules_are_added_listed_switched_previewed_and_removed() {
    let (_folder, db) = database();
    let (code, out) = run(&db, &["rules", "add", "06 1234*", "--label", "Luce", "--action", "silence"]);
    assert_eq!((code, out.trim()), (0, "rule 1 added"));
    assert_eq!(json(&db, &["check", "0612345678", "--json"]).get("action"), Some(&Value::from("silence")));
    assert_eq!(run(&db, &["rules", "off", "1"]).0, 0);
    assert_eq!(json(&db, &["check", "0612345678", "--json"]).get("action"), Some(&Value::from("allow")));
    assert_eq!(run(&db, &["rules", "on", "1"]).0, 0);
    assert_eq!(run(&db, &["rules", "add", "0612345678", "--allow"]).0, 0);
    assert_eq!(json(&db, &["check", "0612345678", "--json"]).get("reason"), Some(&Value::from("user_allow")));
    let rules = json(&db, &["rules", "list", "--json"]);
    assert_eq!(rules.pointer("/0/pattern_kind"), Some(&Value::from("exact")), "the most specific first");
    let preview = json(&db, &["rules", "preview", "02*", "--json"]);
    assert_eq!(preview.pointer("/hits/total"), Some(&Value::from(0)));
    assert_eq!(run(&db, &["rules", "remove", "1"]).0, 0);
    assert!(run(&db, &["rules", "list"]).1.contains("0612345678"));
}

#[test]
fn a_call_log_is_replayed_recorded_and_suggested_from() {
    let (folder, db) = database();
    let calls = folder.path().join("calls.csv");
    let mut text = String::from(
        "time,number,presentation\n2026-11-24T10:00:00+01:00,0844123456,\n2026-11-24T10:05:00+01:00,,restricted\n",
    );
    for last in 10..14 {
        text.push_str(&format!("2026-11-24T11:{last}:00+01:00,02555512{last},allowed\n"));
    }
    std::fs::write(&calls, text).expect("a file");
    let (code, out) = run(&db, &["replay", calls.to_str().expect("UTF-8")]);
    assert_eq!(code, 0);
    assert!(out.ends_with("6 calls: 1 rejected, 0 silenced, 5 rang\n"), "{out}");
    let history = json(&db, &["history", "--json"]);
    assert_eq!(history.as_array().map(Vec::len), Some(6));
    assert_eq!(history.pointer("/5/reason"), Some(&Value::from("pack")));
    assert_eq!(json(&db, &["history", "--json", "--search", "0844"]).as_array().map(Vec::len), Some(1));
    assert!(json(&db, &["suggest", "--json"]).is_array());
    std::fs::write(&calls, "yesterday,0612345678,\n").expect("a file");
    assert_eq!(run(&db, &["replay", calls.to_str().expect("UTF-8")]).0, 1);
}

#[test]
fn a_list_is_subscribed_asked_and_removed() {
    let (folder, db) = database();
    let list = folder.path().join("list.txt");
    std::fs::write(&list, "998777112\n998777113\njunk\n").expect("a file");
    let added = json(&db, &["lists", "add", list.to_str().expect("UTF-8"), "--region", "ES", "--json"]);
    assert_eq!((added.get("numbers"), added.get("left_out")), (Some(&Value::from(2)), Some(&Value::from(1))));
    let verdict = json(&db, &["check", "+34998777112", "--json"]);
    assert_eq!(verdict.get("reason"), Some(&Value::from("list")));
    std::fs::write(&list, "").expect("a file");
    assert_eq!(run(&db, &["lists", "update", "1"]).0, 1, "an empty update must not wipe a list");
    assert_eq!(json(&db, &["check", "+34998777112", "--json"]).get("reason"), Some(&Value::from("list")));
    assert_eq!(run(&db, &["lists", "remove", "1"]).0, 0);
    assert_eq!(json(&db, &["check", "+34998777112", "--json"]).get("action"), Some(&Value::from("allow")));
    assert_eq!(run(&db, &["lists", "add", "/no/such/list"]).0, 1);
    assert_eq!(json(&db, &["lists", "show", "--json"]), Value::Array(vec![]));
}

#[test]
fn a_repository_is_built_verified_pruned_and_made_again_bit_for_bit() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let publish = |args: &[&str]| {
        let output = stufo().arg("publish").args(args).output().expect("stufo is built");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(publish(&["keygen", &at("key")]).0, Some(0));
    assert_eq!(publish(&["keygen", &at("key")]).0, Some(1), "a key is never overwritten");
    let list = |first: u32, last: u32| {
        (first..last).map(|index| format!("61{:07}\n", index * 1_733 % 9_999_991)).collect::<String>()
    };
    std::fs::write(at("one.txt"), list(0, 5_000)).expect("a file");
    std::fs::write(at("two.txt"), list(50, 5_025) + "112\njunk\n").expect("a file");
    let build = |repo: &str, file: &str| {
        let (repo, key, file) = (at(repo), at("key"), at(file));
        let args = [
            "build",
            "--repo",
            &repo,
            "--key",
            &key,
            "--region",
            "ES",
            "--json",
            "--created-millis",
            "1795518000000",
            &file,
        ];
        let (code, out) = publish(&args);
        assert_eq!(code, Some(0));
        serde_json::from_str::<Value>(&out).expect("one JSON object")
    };
    for repo in ["a", "b"] {
        let first = build(repo, "one.txt");
        assert_eq!((first.get("version"), first.get("numbers")), (Some(&Value::from(1)), Some(&Value::from(5_000))));
        let second = build(repo, "two.txt");
        assert_eq!(
            (second.get("version"), second.get("changes"), second.get("left_out")),
            (Some(&Value::from(2)), Some(&Value::from(75)), Some(&Value::from(2)))
        );
        let bytes = |name: &str| second.get(name).and_then(Value::as_u64).expect("a size");
        assert!(bytes("delta_bytes") <= 75 * 3 + 60 && bytes("snapshot_bytes") > bytes("delta_bytes"));
    }
    // All but the signature, which is different each time by design.
    let manifest_of = |repo: &str| {
        let file = std::fs::read(folder.path().join(repo).join("latest")).expect("written");
        SignedFile::split(&file).expect("a signature").content.to_vec()
    };
    assert_eq!(manifest_of("a"), manifest_of("b"));
    let (repo, public, fresh, one, key) = (at("a"), at("key.pub"), at("fresh"), at("one.txt"), at("key"));
    assert_eq!(publish(&["build", "--repo", &fresh, "--key", &key, "--region", "ES", &one]).0, Some(0));
    let (code, out) = publish(&["verify", "--repo", &fresh, "--key", &public, "--region", "ES"]);
    assert_eq!(
        (code, out.as_str()),
        (Some(0), "version 1: 5000 numbers, 0 deltas, 0 of them applied, all as signed\n")
    );
    let manifest = folder.path().join("fresh/latest");
    let text =
        std::fs::read_to_string(&manifest).expect("text, for there is no delta").replace("version 1", "version 9");
    std::fs::write(&manifest, text).expect("a file");
    assert_eq!(publish(&["verify", "--repo", &fresh, "--key", &public]).0, Some(1), "a changed manifest");
    std::fs::write(folder.path().join("a/files/junk"), "x").expect("a file");
    assert_eq!(publish(&["prune", "--repo", &repo]).1.trim(), "1 files deleted");
    std::fs::write(at("empty.txt"), "").expect("a file");
    let empty = at("empty.txt");
    assert_eq!(publish(&["build", "--repo", &repo, "--key", &key, &empty]).0, Some(1));
}

/// The month of `docs/objection.md`, as a new user replays it.
#[test]
fn objections_evidence_complaint_and_recontact() {
    let (_folder, db) = database();
    let month = concat!(env!("CARGO_MANIFEST_DIR"), "/data/month.csv");
    assert_eq!(run(&db, &["rules", "add", "+39 02 5555*", "--label", "Energia Chiara"]).0, 0);
    let (code, out) = run(&db, &["replay", month]);
    assert!(code == 0 && out.ends_with("31 calls: 14 rejected, 1 silenced, 16 rang\n"), "{out}");
    assert!(run(&db, &["register"]).1.contains("no enrolment entered"));
    let (code, out) = run(&db, &["register", "--enrolled", "2026-03-01"]);
    assert!(code == 0 && out.contains("in force since 2026-03-16") && out.contains("06 42986411"), "{out}");
    assert_eq!(run(&db, &["register", "--enrolled", "2999-01-01"]).0, 1);
    assert_eq!(run(&db, &["register", "--renewed", "2026-01-01"]).0, 2);
    assert_eq!(run(&db, &["register", "--region", "DE"]).0, 1);

    let add = [
        "objections",
        "add",
        "--company",
        "Energia Chiara",
        "--number",
        "02 5555 1002",
        "--at",
        "2026-03-01T10:00:00+01:00",
    ];
    assert_eq!(run(&db, &add), (0, "1\n".to_owned()));
    assert_eq!(run(&db, &["objections", "add"]).0, 1);
    assert_eq!(run(&db, &["objections", "add", "--company", "X", "--how", "pigeon"]).0, 2);
    let (_, out) = run(&db, &["objections", "list"]);
    assert!(out.contains("Energia Chiara") && out.contains("same number"), "{out}");
    let letter = run(&db, &["objections", "letter", "1", "--name", "Anna Bianchi"]).1;
    assert!(
        letter.starts_with("Anna Bianchi\n")
            && letter.contains("\nSpett.le Energia Chiara\n")
            && letter.ends_with("Anna Bianchi\n"),
        "{letter}"
    );
    assert_eq!(run(&db, &["objections", "letter"]).0, 1);

    let evidence = json(&db, &["evidence", "--code", "outside_hours", "--json"]);
    let rows = evidence.as_array().expect("a list");
    assert!(rows.len() >= 5 && rows.iter().all(|row| row.get("facts").is_some()));
    let csv = run(&db, &["evidence", "--csv"]).1;
    assert!(csv.starts_with("call_id,local_time,") && csv.contains("forbidden_day,recorded,"), "{csv}");
    let text = run(&db, &["evidence", "--caller", "02 5555 1002"]).1;
    assert!(text.contains("Outside the hours (recorded)") && !text.contains("0844"), "{text}");
    assert_eq!(run(&db, &["evidence", "--code", "nonsense"]).0, 1);

    let id = rows[0].pointer("/call/id").and_then(Value::as_i64).expect("an id").to_string();
    let output =
        stufo().args(["note", &id, "--outcome", "answered"]).arg("--db").arg(&db).output().expect("stufo is built");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && err.contains("a rejected call was ended"), "{err}");
    assert_eq!(run(&db, &["note", &id, "--note", "Luce e gas"]).0, 0);
    assert_eq!(run(&db, &["note", "9999", "--outcome", "hung_up"]).0, 1);
    let draft = json(&db, &["complaint", &id, "--company", "Energia Chiara", "--json"]);
    assert!(draft.pointer("/text").and_then(Value::as_str).is_some_and(|text| text.contains("Luce e gas")), "{draft}");
    let output = stufo().args(["complaint", &id, "--text"]).arg("--db").arg(&db).output().expect("stufo is built");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(out.starts_with("Al Garante") && err.contains("missing: First and last name (--name)"), "{out}{err}");
    // The contact of 28 February 2028 is the third call.
    assert_eq!(run(&db, &["complaint", "3"]).0, 1);
    assert_eq!(run(&db, &["complaint"]).0, 2);
    assert!(run(&db, &["recontact", "--days", "3650"]).1.contains("nothing is suggested"));
    assert_eq!(run(&db, &["objections", "remove", "1"]).0, 0);
    assert_eq!(run(&db, &["objections", "remove", "1"]).0, 1);
}

/// The authority's form in its own order, then the report from draft to answer, and the user's own data.
#[test]
fn a_report_is_filled_in_kept_sent_and_answered() {
    let (_folder, db) = database();
    let month = concat!(env!("CARGO_MANIFEST_DIR"), "/data/month.csv");
    assert_eq!(run(&db, &["rules", "add", "+39 02 5555*", "--label", "Energia Chiara"]).0, 0);
    assert_eq!(run(&db, &["replay", month]).0, 0);
    let evidence = json(&db, &["evidence", "--caller", "02 5555 1002", "--json"]);
    let id = evidence.pointer("/0/call/id").and_then(Value::as_i64).expect("an id").to_string();
    let own = ["--tax-code", "RSSMRA85T10A562T", "--name", "Anna Bianchi", "--contact", "anna@example.org"];
    assert_eq!(run(&db, &[&["sender", "--remember"], own.as_slice()].concat()).0, 0);

    let (code, out) = run(&db, &["complaint", &id, "--company", "Energia Chiara", "--form"]);
    let mut lines = out.lines();
    assert_eq!(code, 0);
    assert!(lines.next().is_some_and(|line| line.starts_with("Garante")), "{out}");
    assert!(lines.next().is_some_and(|line| line.starts_with("https://")), "{out}");
    // The order of the country's file: a report has one call here, so its fields stand once.
    let law = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../rust-core/data/law/IT.json"));
    let law: Value = serde_json::from_str(&law.expect("the law is there")).expect("JSON");
    let fields = law.pointer("/form/fields").and_then(Value::as_array).expect("the form").len();
    let rows: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    assert_eq!(rows.len(), fields, "{out}");
    assert_eq!(rows.first(), Some(&"Nome e cognome: Anna Bianchi"));
    assert_eq!(rows.get(1), Some(&"Codice fiscale: RSSMRA85T10A562T"));
    assert_eq!(rows.get(2), Some(&"E-mail o PEC: anna@example.org"));
    assert!(rows.get(4).is_some_and(|row| row.ends_with(": Energia Chiara")), "{out}");
    assert!(rows.last().is_some_and(|row| row.ends_with(": 02 5555 1002")), "{out}");

    assert!(run(&db, &["report", "list"]).1.contains("no reports kept"));
    assert_eq!(run(&db, &["report", "draft", &id, "--company", "Energia Chiara"]), (0, "1\n".to_owned()));
    assert!(run(&db, &["report", "list"]).1.contains("draft"));
    let sent = ["report", "sent", "1", "--protocol", "0123456/2026", "--on", "2026-04-03"];
    assert_eq!(run(&db, &sent).0, 0);
    let out = run(&db, &["report", "list"]).1;
    assert!(out.contains("Energia Chiara") && out.contains("sent 2026-04-03, no. 0123456/2026"), "{out}");
    let rows = json(&db, &["report", "list", "--json"]);
    assert_eq!(rows.pointer("/0/protocol"), Some(&Value::from("0123456/2026")));
    assert_eq!(rows.pointer("/0/state"), Some(&Value::from("sent")));
    assert_eq!(run(&db, &["report", "answered", "1", "--on", "2026-04-10", "--note", "Prot. aperto"]).0, 0);
    assert!(run(&db, &["report", "list"]).1.contains("answered 2026-04-10"));
    assert_eq!(run(&db, &["report", "reopen", "1"]).0, 0);
    assert!(run(&db, &["report", "list"]).1.contains("draft"));
    assert_eq!(run(&db, &["report", "remove", "1"]).0, 0);
    assert_eq!(run(&db, &["report", "remove", "1"]).0, 1);
    assert_eq!(run(&db, &["report", "sent", "1", "--protocol", "7"]).0, 1);
    assert_eq!(run(&db, &["report", "sent", "--protocol", "7"]).0, 2);

    assert_eq!(run(&db, &["sender", "--forget"]).0, 0);
    let out = run(&db, &["complaint", &id, "--form"]).1;
    assert!(out.contains("Nome e cognome: (missing)"), "{out}");
    // Said for one paper alone.
    let out = run(&db, &["complaint", &id, "--name", "Anna Bianchi", "--place-of-signature", "Padova"]).1;
    assert!(out.contains("Nome e cognome: Anna Bianchi") && out.contains("\nPadova, "), "{out}");
    assert!(run(&db, &["sender"]).1.contains("nothing is remembered"));
}
