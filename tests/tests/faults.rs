//! Broken, foreign and locked stores. What the user made survives; a call that cannot be judged is an error, and an
//! error lets the phone ring.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use stufo_core::api::{Core, ErrorCode};
use stufo_core::number::Region;
use stufo_core::policy::{Action, Contact, Reason};
use stufo_core::store::lists::{ListError, ListFolder};
use stufo_core::store::{StoreError, UserStore};
use stufo_tests::{NOON, ask, core, incoming, list_files, receive, request, tell};

fn fill(folder: &Path, calls: u32) {
    let core = core(folder);
    let rule = json!({ "kind": "block", "pattern": "06 1234*", "action": "reject", "label": "kept" });
    let _rule = tell(&core, "rule_save", json!({ "rule": rule }));
    for index in 0..calls {
        let number = format!("+3902555{index:05}");
        let _call = receive(&core, &incoming(Some(&number), NOON), Contact::NotFound);
    }
}

fn files(folder: &Path, part: &str) -> usize {
    let names = fs::read_dir(folder).expect("the folder lists").map(|entry| entry.expect("an entry").file_name());
    names.filter(|name| name.to_string_lossy().contains(part)).count()
}

/// Overwrites part of the file, as a failing flash chip does.
fn damage(path: &Path, from: usize, bytes: usize) {
    let mut content = fs::read(path).expect("the database is there");
    for byte in content.iter_mut().skip(from).take(bytes) {
        *byte = 0xa5;
    }
    fs::write(path, content).expect("the database can be written");
}

#[test]
fn a_file_that_is_no_database_is_moved_aside_and_the_user_told() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("stufo.db"), vec![b'x'; 10_000]).expect("a file");
    let core = core(folder.path());
    assert_eq!(files(folder.path(), ".damaged-"), 1);
    let notices = ask(&core, "home", json!({}));
    assert_eq!(notices.pointer("/notices/0/kind"), Some(&json!("database_recovered")));
    // Packs judge meanwhile, everything else rings.
    assert_eq!(receive(&core, &incoming(Some("0844123456"), NOON), Contact::NotFound).verdict.reason, Reason::Pack);
    assert_eq!(receive(&core, &incoming(Some("0612345678"), NOON), Contact::NotFound).verdict.action, Action::Allow);
}

#[test]
fn what_still_reads_of_a_damaged_database_is_salvaged() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), 400);
    let path = folder.path().join("stufo.db");
    let size = fs::metadata(&path).expect("the database is there").len();
    let mut salvaged = 0;
    // Wherever a page breaks, opening succeeds, and in most places the rule is still there.
    for page in 1..size / 4096 {
        let copy = tempfile::tempdir().expect("a folder");
        fs::copy(&path, copy.path().join("stufo.db")).expect("a copy");
        damage(&copy.path().join("stufo.db"), usize::try_from(page * 4096).expect("a small file"), 4096);
        let core = core(copy.path());
        let rules = ask(&core, "rules", json!({}));
        salvaged += usize::from(rules.pointer("/rules/0/label") == Some(&json!("kept")));
        let verdict = core.screen(&incoming(Some("0699999999"), NOON));
        assert!(verdict.map_or(Action::Allow, |screened| screened.verdict.action) == Action::Allow, "page {page}");
    }
    let pages = usize::try_from(size / 4096).expect("a small file") - 1;
    assert!(salvaged * 10 >= pages * 8, "the rule survived {salvaged} of {pages} broken pages");
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), 3);
    let path = folder.path().join("stufo.db");
    // `user_version` is the big-endian integer at byte 60 of the header (SQLite file format).
    let mut content = fs::read(&path).expect("the database is there");
    content.splice(60..64, 99_u32.to_be_bytes());
    fs::write(&path, &content).expect("the database can be written");
    let error = Core::open(folder.path(), Region::ITALY, NOON).err().expect("a newer database is refused");
    assert_eq!(error.code, ErrorCode::NewerDatabase);
    assert_eq!(fs::read(&path).expect("the database is there"), content);
    assert_eq!(files(folder.path(), "damaged"), 0);
}

#[test]
fn a_folder_that_does_not_exist_is_a_clear_error() {
    let error = Core::open(Path::new("/nowhere/at/all"), Region::ITALY, NOON).err().expect("there is no such folder");
    assert_eq!(error.code, ErrorCode::Storage);
}

#[test]
fn lists_that_are_damaged_are_dropped_and_calls_ring() {
    let folder = tempfile::tempdir().expect("a folder");
    let draft = stufo_core::api::ListDraft { action: Action::Reject, ..stufo_core::api::ListDraft::new("l", "f") };
    {
        let core = core(folder.path());
        let id = core.add_list(&draft, NOON).expect("the list is well-formed");
        let numbers: String = (0..5_000).map(|index| format!("+39027{index:06}\n")).collect();
        let _imported = core.import_list(id, &mut numbers.as_bytes(), NOON).expect("the list reads");
        assert_eq!(
            receive(&core, &incoming(Some("+39027000001"), NOON), Contact::NotFound).verdict.reason,
            Reason::List
        );
    }
    let [file] = list_files(&folder.path().join("stufo.db")).try_into().expect("one file");
    damage(&file, 96, 1 << 20);
    let core = core(folder.path());
    for _ in 0..3 {
        assert_eq!(
            receive(&core, &incoming(Some("+39027000001"), NOON), Contact::NotFound).verdict.action,
            Action::Allow
        );
    }
    // The user is told once, and every list is due to be fetched again.
    assert_eq!(ask(&core, "home", json!({})).pointer("/notices/0/kind"), Some(&json!("lists_dropped")));
    assert_eq!(ask(&core, "lists", json!({})).pointer("/lists/0/updated_millis"), Some(&Value::Null));
    assert_eq!(ask(&core, "home", json!({})).get("notices").and_then(Value::as_array).map(Vec::len), Some(1));
    let _imported = core.import_list(1, &mut "+39027000001\n".as_bytes(), NOON).expect("it can be fetched again");
    assert_eq!(receive(&core, &incoming(Some("+39027000001"), NOON), Contact::NotFound).verdict.reason, Reason::List);
}

#[test]
fn requests_that_do_not_read_change_nothing_and_quote_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let bad = [
        "".to_owned(),
        "{".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        json!({ "ask": "home" }).to_string(),
        request("ask", "no_such_query", json!({})),
        request("ask", "history", json!({ "limit": -1 })),
        request("ask", "history", json!({ "limit": 5, "before": "+390612345678" })),
        request("ask", "call", json!({ "id": 99 })),
        request("ask", "preview", json!({ "pattern": "+390612345678x", "kind": "block" })),
        request("ask", "backup_preview", json!({ "text": "+390612345678" })),
    ];
    for text in bad {
        let error = core.query(&text).expect_err(&text);
        assert!(!error.message.contains("0612345678"), "{}", error.message);
    }
    let rule = json!({ "kind": "block", "pattern": "+390612345678", "action": "allow" });
    for (name, fields) in [
        ("rule_save", json!({ "rule": rule })),
        ("rule_save", json!({ "rule": { "kind": "block", "pattern": "", "action": "reject" } })),
        ("rule_delete", json!({ "id": 7 })),
        ("settings_patch", json!({ "patch": { "hidden": "explode" } })),
        ("settings_patch", json!({ "patch": { "region": "XX" } })),
        ("call_note", json!({ "id": 1, "outcome": null, "note": "x".repeat(10_000) })),
        ("restore", json!({ "text": "{}", "mode": "replace" })),
        ("restore", json!({ "text": json!({ "stufo_backup": 99 }).to_string(), "mode": "replace" })),
    ] {
        assert!(core.command(&request("do", name, fields)).is_err(), "{name}");
    }
    assert_eq!(ask(&core, "rules", json!({})), json!({ "rules": [] }));
}

#[test]
fn a_backup_comes_back_whole_and_merges_without_doubling() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), 20);
    let first = core(folder.path());
    let _settings =
        tell(&first, "settings_patch", json!({ "patch": { "hidden": "silence", "from_the_future": [1, 2] } }));
    let text = ask(&first, "backup", json!({})).get("text").and_then(Value::as_str).expect("a backup").to_owned();
    let other = tempfile::tempdir().expect("a folder");
    let second = core(other.path());
    for (mode, rules, calls) in [("replace", 1, 20), ("merge", 0, 0)] {
        let restored = tell(&second, "restore", json!({ "text": text, "mode": mode }));
        assert_eq!(
            (restored.get("rules"), restored.get("calls")),
            (Some(&json!(rules)), Some(&json!(calls))),
            "{mode}"
        );
    }
    let again = ask(&second, "backup", json!({})).get("text").and_then(Value::as_str).expect("a backup").to_owned();
    let (mut before, mut after): (Value, Value) =
        (serde_json::from_str(&text).expect("JSON"), serde_json::from_str(&again).expect("JSON"));
    for document in [&mut before, &mut after] {
        document.as_object_mut().expect("an object").remove("created");
    }
    assert_eq!(before, after);
    assert_eq!(before.pointer("/settings/from_the_future"), Some(&json!([1, 2])));
}

/// The first lists are written at once: all make the folder, and a sweep meanwhile spares what is being written.
#[test]
fn many_make_one_folder() {
    for _ in 0..150 {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, together) = (folder.path().join("stufo.db"), Barrier::new(4));
        let write = || {
            together.wait();
            let lists = ListFolder::beside(&path);
            let new = lists.write(None, 1, std::iter::empty::<Result<_, ListError>>()).expect("it is written");
            let in_force = || Ok::<_, StoreError>(BTreeSet::from([new.file().to_owned()]));
            assert_eq!(lists.sweep(in_force).expect("the folder reads"), 0);
            new.keep();
        };
        std::thread::scope(|scope| {
            let written = [(); 4].map(|()| scope.spawn(write));
            written.into_iter().for_each(|written| written.join().expect("none hinders another"));
        });
        assert_eq!(list_files(&path).len(), 4);
    }
}

#[test]
fn a_lists_file_cut_short_or_gone_is_told_and_fetched_again() {
    for kept in [None, Some(0), Some(50), Some(100), Some(4096)] {
        let folder = tempfile::tempdir().expect("a folder");
        {
            let core = core(folder.path());
            let id = core.add_list(&stufo_core::api::ListDraft::new("l", "f"), NOON).expect("the list is well-formed");
            let numbers: String = (0..20_000).map(|index| format!("+39027{:06}\n", index * 37)).collect();
            let _imported = core.import_list(id, &mut numbers.as_bytes(), NOON).expect("the list reads");
            assert_eq!(ask(&core, "home", json!({})).get("notices"), Some(&json!([])));
        }
        let [file] = list_files(&folder.path().join("stufo.db")).try_into().expect("one file");
        match kept {
            None => fs::remove_file(&file).expect("the file is there"),
            Some(bytes) => {
                let content = fs::read(&file).expect("the file is there");
                assert!(content.len() > bytes);
                fs::write(&file, content.get(..bytes).expect("shorter")).expect("the file can be written");
            }
        }
        let core = core(folder.path());
        let _call = receive(&core, &incoming(Some("+39027000037"), NOON), Contact::NotFound);
        let home = ask(&core, "home", json!({}));
        assert_eq!(home.pointer("/notices/0/kind"), Some(&json!("lists_dropped")), "{kept:?} {home}");
        assert_eq!(ask(&core, "lists", json!({})).pointer("/lists/0/updated_millis"), Some(&Value::Null), "{kept:?}");
        let again = ask(&core, "home", json!({}));
        assert_eq!(again.get("notices").and_then(Value::as_array).map(Vec::len), Some(1), "{kept:?}");
    }
}

#[test]
fn a_rule_of_which_a_part_does_not_read_is_off_and_told() {
    for damage in [
        "schedule = '[{\"days\":300}]'",
        "schedule = 'no JSON'",
        "schedule = '[]'",
        "schedule = '[{\"days\":0,\"from_minute\":0,\"to_minute\":60}]'",
        "schedule = '[{\"days\":127,\"from_minute\":2000,\"to_minute\":60}]'",
        "schedule = x'00'",
        "kind = 9",
        "kind = 'block'",
        "action = 9",
        "action = 4000",
        "sim = 4000",
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        fill(folder.path(), 0);
        let connection = Connection::open_with_flags(folder.path().join("stufo.db"), OpenFlags::SQLITE_OPEN_READ_WRITE)
            .expect("the file is there");
        connection.execute(&format!("UPDATE rule SET {damage}"), []).expect("written");
        drop(connection);
        let core = core(folder.path());
        let screened = receive(&core, &incoming(Some("+39061234567"), NOON), Contact::NotFound);
        assert_eq!(screened.verdict.reason, Reason::NothingAgainst, "{damage}");
        let home = ask(&core, "home", json!({}));
        assert_eq!(home.pointer("/notices/0/kind"), Some(&json!("rules_switched_off")), "{damage}");
        let rules = ask(&core, "rules", json!({}));
        assert_eq!(rules.pointer("/rules/0/label"), Some(&json!("kept")), "{damage}");
        assert_eq!(rules.pointer("/rules/0/enabled"), Some(&json!(false)), "{damage}");
        let id = rules.pointer("/rules/0/id").expect("an id");
        let _done = tell(&core, "rule_enable", json!({ "id": id, "enabled": true }));
        let screened = receive(&core, &incoming(Some("+39061234567"), NOON), Contact::NotFound);
        assert_ne!(screened.verdict.reason, Reason::List, "{damage}");
        assert_eq!(ask(&core, "rules", json!({})).pointer("/rules/0/enabled"), Some(&json!(true)), "{damage}");
    }
}

#[test]
fn an_allow_rule_whose_hours_do_not_read_holds_at_all_hours_and_is_told() {
    for damage in ["schedule = 'no JSON'", "schedule = '[{\"days\":0}]'", "sim = 4000"] {
        let folder = tempfile::tempdir().expect("a folder");
        let core = core(folder.path());
        let _saved = tell(&core, "settings_patch", json!({ "patch": { "not_in_contacts": "reject" } }));
        let rule = json!({ "kind": "allow", "pattern": "06 1234*", "action": "allow", "label": "kept" });
        let _rule = tell(&core, "rule_save", json!({ "rule": rule }));
        drop(core);
        let connection = Connection::open_with_flags(folder.path().join("stufo.db"), OpenFlags::SQLITE_OPEN_READ_WRITE)
            .expect("the file is there");
        connection.execute(&format!("UPDATE rule SET {damage}"), []).expect("written");
        drop(connection);
        let core = self::core(folder.path());
        let rings = |core: &Core| {
            let screened = receive(core, &incoming(Some("+39061234567"), NOON), Contact::NotFound);
            assert_eq!(screened.verdict.reason, Reason::UserAllow, "{damage}");
        };
        rings(&core);
        let home = ask(&core, "home", json!({}));
        assert_eq!(home.pointer("/notices/0/kind"), Some(&json!("rules_switched_off")), "{damage}");
        let rules = ask(&core, "rules", json!({}));
        assert_eq!(rules.pointer("/rules/0/label"), Some(&json!("kept")), "{damage}");
        assert_eq!(rules.pointer("/rules/0/enabled"), Some(&json!(true)), "{damage}");
        rings(&core);
    }
}

#[test]
fn a_backup_with_a_setting_that_does_not_read_keeps_all_others_and_tells() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), 0);
    let core = core(folder.path());
    let _saved = tell(&core, "settings_patch", json!({ "patch": { "hidden": "reject", "keep_days": 31 } }));
    let backup = ask(&core, "backup", json!({}));
    let text = backup.get("text").and_then(Value::as_str).expect("text");
    for (whole, wrong) in [
        ("\"keep_days\":31", "\"keep_days\":\"31\""),
        ("\"keep_days\":31", "\"keep_days\":31,\"foreign\":{\"switch\":7}"),
        ("\"keep_days\":31", "\"keep_days\":31,\"not_in_contacts\":[\"x\"]"),
    ] {
        assert!(text.contains(whole), "{text}");
        let folder = tempfile::tempdir().expect("a folder");
        let core = self::core(folder.path());
        let backup = text.replace(whole, wrong);
        let preview = ask(&core, "backup_preview", json!({ "text": backup }));
        assert_eq!(preview.get("rules"), Some(&json!(1)), "{wrong}");
        let _restored = tell(&core, "restore", json!({ "text": backup, "mode": "replace" }));
        assert_eq!(ask(&core, "settings", json!({})).pointer("/settings/hidden"), Some(&json!("reject")), "{wrong}");
        assert_eq!(ask(&core, "rules", json!({})).pointer("/rules/0/label"), Some(&json!("kept")), "{wrong}");
        assert!(ask(&core, "home", json!({}))["notices"].to_string().contains("settings_reset"), "{wrong}");
    }
}

#[test]
fn a_backup_with_a_rule_whose_value_does_not_read_brings_all_others_and_tells() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), 2);
    let core = core(folder.path());
    let other = json!({ "kind": "allow", "pattern": "06 1234 5678", "action": "allow", "label": "other" });
    let _saved = tell(&core, "rule_save", json!({ "rule": other }));
    let _saved = tell(&core, "settings_patch", json!({ "patch": { "hidden": "reject" } }));
    let backup = ask(&core, "backup", json!({}));
    let text = backup.get("text").and_then(Value::as_str).expect("text");
    let mut document: Value = serde_json::from_str(text).expect("JSON");
    for (field, wrong) in [
        ("kind", json!("explode")),
        ("action", json!(7)),
        ("action", json!("allow")),
        ("pattern", json!(null)),
        ("pattern", json!("")),
        ("schedule", json!([{ "days": 300 }])),
        ("sim", json!(9)),
        ("label", json!("x".repeat(100_000))),
    ] {
        let mut spoiled = document.clone();
        spoiled["rules"][0][field] = wrong.clone();
        let spoiled = spoiled.to_string();
        let folder = tempfile::tempdir().expect("a folder");
        let core = self::core(folder.path());
        let preview = ask(&core, "backup_preview", json!({ "text": spoiled }));
        assert_eq!((&preview["rules"], &preview["unreadable_rules"]), (&json!(1), &json!(1)), "{field} {wrong}");
        let restored = tell(&core, "restore", json!({ "text": spoiled, "mode": "replace" }));
        assert_eq!((&restored["rules"], &restored["unreadable_rules"]), (&json!(1), &json!(1)), "{field} {wrong}");
        assert_eq!(restored["calls"], json!(2), "{field} {wrong}");
        assert_eq!(ask(&core, "rules", json!({})).pointer("/rules/0/label"), Some(&json!("other")));
        assert_eq!(ask(&core, "settings", json!({})).pointer("/settings/hidden"), Some(&json!("reject")));
    }
    // Rules that are no list at all are no rules of a backup.
    document["rules"] = json!({});
    let refused = core.command(&request("do", "restore", json!({ "text": document.to_string(), "mode": "merge" })));
    assert_eq!(refused.expect_err("refused").code, ErrorCode::BadBackup);
}

#[test]
fn a_stored_value_that_no_request_may_set_refuses_no_later_change() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), 0);
    let store = UserStore::open(&folder.path().join("stufo.db"), Duration::from_secs(5)).expect("the store opens");
    let document = r#"{"region":"ZZ","keep_days":31,"quiet_hours":{"switch":"silence","schedule":[
        {"days":0,"from_minute":0,"to_minute":60},{"days":127,"from_minute":0,"to_minute":60}]}}"#;
    store.save_document("settings", document).expect("written");
    drop(store);
    let core = core(folder.path());
    let _saved = tell(&core, "settings_patch", json!({ "patch": { "hidden": "reject" } }));
    let settings = &ask(&core, "settings", json!({}))["settings"];
    assert_eq!((&settings["region"], &settings["keep_days"]), (&Value::Null, &json!(31)));
    assert_eq!(settings["quiet_hours"]["schedule"].as_array().map(Vec::len), Some(1));
    assert!(ask(&core, "home", json!({}))["notices"].to_string().contains("settings_reset"));
}

#[test]
fn a_backup_with_a_rule_that_no_longer_reads_is_restored_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), 0);
    let core = core(folder.path());
    let backup = ask(&core, "backup", json!({}));
    let text = backup.get("text").and_then(Value::as_str).expect("text").replace("06 1234*", "00*");
    let _restored = tell(&core, "restore", json!({ "text": text, "mode": "replace" }));
    let rules = ask(&core, "rules", json!({}));
    assert_eq!(rules.pointer("/rules/0/pattern"), Some(&json!("00*")));
    assert_eq!(rules.pointer("/rules/0/pattern_kind"), Some(&Value::Null));
}

#[test]
fn calls_whose_source_is_lost_are_salvaged() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), 1);
    {
        let core = core(folder.path());
        for _ in 0..3 {
            let blocked = receive(&core, &incoming(Some("+39061234567"), NOON), Contact::NotFound);
            assert_eq!(blocked.verdict.reason, Reason::UserBlock);
        }
    }
    let file = folder.path().join("stufo.db");
    let connection = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_WRITE).expect("the file is there");
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM source; PRAGMA wal_checkpoint(TRUNCATE)")
        .expect("done");
    drop(connection);
    let store = stufo_core::store::user::recover(&file, 0, Duration::from_secs(5)).expect("recovered");
    let (calls, _) = store.calls(&stufo_core::store::user::CallFilter::default(), None, 10).expect("they read");
    assert_eq!(calls.len(), 4);
}

#[test]
fn a_rule_that_is_never_in_force_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let rule = json!({ "kind": "block", "pattern": "06*", "action": "reject", "label": "", "schedule": [] });
    let error = core.command(&request("do", "rule_save", json!({ "rule": rule }))).expect_err("refused");
    assert_eq!(error.code, ErrorCode::BadRequest);
}

/// A pseudo-random variant of a file: bytes, a page, the end, the length, everything.
fn spoil(random: &mut fastrand::Rng, content: &mut Vec<u8>) {
    match random.u8(..6) {
        0 => content.truncate(random.usize(..content.len())),
        1 => content.resize(content.len() + 1 + random.usize(..200), 7),
        2 => {
            let start = random.usize(..content.len());
            content.iter_mut().skip(start).take(4096).for_each(|byte| *byte = 0);
        }
        3 => {
            let (from, to) = (random.usize(..content.len()), random.usize(..content.len()));
            content.swap(from, to);
            content.rotate_left(1);
        }
        _ => {
            for _ in 0..1 + random.usize(..64) {
                let place = random.usize(..content.len());
                let byte = content.get_mut(place).expect("within");
                *byte ^= 1 << random.u8(..8);
            }
        }
    }
}

#[test]
fn two_hundred_damaged_lists_cost_one_list_each_and_are_fetched_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let base = folder.path().join("base");
    fs::create_dir(&base).expect("a folder");
    let numbers = |first: u64| (0..3_000).map(move |index| first + index * 37);
    let text = |first: u64| numbers(first).map(|number| format!("+{number}\n")).collect::<String>();
    let (damaged, sound) = (390_700_000_000, 390_800_000_000);
    {
        let core = core(&base);
        for (name, first) in [("damaged", damaged), ("sound", sound)] {
            let draft = stufo_core::api::ListDraft::new(name, &format!("https://example.org/{name}"));
            let id = core.add_list(&draft, NOON).expect("the list is well-formed");
            let _imported = core.import_list(id, &mut text(first).as_bytes(), NOON).expect("the list reads");
        }
    }
    let (mut random, mut told, mut rung) = (fastrand::Rng::with_seed(15), 0, 0);
    for variant in 0..200 {
        let copy = folder.path().join(variant.to_string());
        fs::create_dir_all(copy.join("stufo.db.lists")).expect("a folder");
        fs::copy(base.join("stufo.db"), copy.join("stufo.db")).expect("a copy");
        for file in list_files(&base.join("stufo.db")) {
            let name = file.file_name().expect("a name");
            fs::copy(&file, copy.join("stufo.db.lists").join(name)).expect("a copy");
        }
        let store = UserStore::open(&copy.join("stufo.db"), Duration::from_secs(5)).expect("it opens");
        let file = store.list_in_force(1).expect("it reads").expect("it is in force").file;
        drop(store);
        let file = copy.join("stufo.db.lists").join(file);
        let mut content = fs::read(&file).expect("it reads");
        spoil(&mut random, &mut content);
        fs::write(&file, content).expect("written");
        let core = core(&copy);
        let mut has_rung = false;
        for number in numbers(damaged).step_by(101) {
            let reason =
                |number: u64| core.screen(&incoming(Some(&format!("+{number}")), NOON)).expect("judged").verdict.reason;
            has_rung |= reason(number) != Reason::List;
            assert_eq!(reason(number + 1), Reason::NothingAgainst, "{variant}: what the list does not hold rings");
            assert_eq!(reason(number - damaged + sound), Reason::List, "{variant}: the other list is asked");
        }
        let home = ask(&core, "home", json!({}));
        let notices = home.get("notices").and_then(Value::as_array).expect("notices").clone();
        assert!(!has_rung || !notices.is_empty(), "{variant}: a list that is not asked is told");
        rung += usize::from(has_rung);
        if let [notice] = notices.as_slice() {
            told += 1;
            assert_eq!(
                (&notice["kind"], &notice["list_name"]),
                (&json!("lists_dropped"), &json!("damaged")),
                "{variant}"
            );
            let plan = core.sync_plan(&request("ask", "plan", json!({ "metered": false }))).expect("a plan");
            assert!(plan.contains("https://example.org/damaged"), "{variant}: {plan}");
            assert!(!file.exists(), "{variant}");
            let _imported = core.import_list(1, &mut text(damaged).as_bytes(), NOON).expect("it is fetched again");
        } else {
            assert_eq!(notices, Vec::<Value>::new(), "{variant}");
        }
        assert_eq!(list_files(&copy.join("stufo.db")).len(), 2, "{variant}");
        for number in numbers(damaged).step_by(101) {
            assert_eq!(
                receive(&core, &incoming(Some(&format!("+{number}")), NOON), Contact::NotFound).verdict.reason,
                Reason::List,
                "{variant}"
            );
        }
    }
    assert!(told > 150 && rung > 150, "{told} were told, {rung} rang");
}

/// What a process does that may write no byte (see below); nothing in an ordinary run.
#[test]
fn where_nothing_can_be_written() {
    let Ok(folder) = std::env::var("STUFO_NOT_WRITABLE") else { return };
    let core = core(Path::new(&folder));
    let judged = |number| {
        let first = core.screen(&incoming(Some(number), NOON)).expect("judged");
        let again = core.overrule(first.call_id, Contact::Found).map(|again| again.verdict.action);
        (first.call_id, first.verdict.reason, again)
    };
    let (first, reason, again) = judged("+39061234567");
    assert_eq!((reason, again), (Reason::UserBlock, Ok(Action::Reject)));
    let (second, reason, again) = judged("0844123456");
    assert_eq!((reason, again), (Reason::Pack, Ok(Action::Allow)), "a contact rings");
    assert!(first != second && first >= stufo_core::api::FIRST_UNRECORDED);
    assert_eq!(core.overrule(first, Contact::Found).expect_err("another call came").code, ErrorCode::NotFound);
    assert_eq!(judged("112").1, Reason::NeverBlock);
    let home = ask(&core, "home", json!({}));
    assert_eq!(home.pointer("/notices/0/kind"), Some(&json!("calls_not_recorded")));
    assert_eq!(home.pointer("/notices/0/at_millis"), Some(&json!(NOON.utc_millis)));
    // Nothing that the user does is said to be done, and an emergency call opens its window all the same.
    let rule = json!({ "kind": "block", "pattern": "07*", "action": "reject", "label": "" });
    let refused = core.command(&request("do", "rule_save", json!({ "rule": rule }))).expect_err("full");
    assert_eq!(refused.code, ErrorCode::Storage);
    assert!(core.outgoing(&incoming(Some("112"), NOON).raw, NOON).is_err());
    assert_eq!(judged("+39061234567").1, Reason::EmergencyWindow);
}

/// The limit of a file's size stands for the full disk: every write fails, and the process goes on.
#[cfg(unix)]
#[test]
fn on_a_full_disk_calls_are_judged_and_the_first_screen_says_that_none_is_recorded() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), 2);
    let here = core(folder.path());
    let _call = receive(&here, &incoming(Some("0612345678"), NOON), Contact::NotFound);
    let mut full = std::process::Command::new("sh");
    full.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" --exact where_nothing_can_be_written"]);
    let status =
        full.arg(std::env::current_exe().expect("this test")).env("STUFO_NOT_WRITABLE", folder.path()).output();
    let output = status.expect("it ran");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let _call = receive(&here, &incoming(Some("0612345678"), NOON), Contact::NotFound);
    assert_eq!(ask(&here, "home", json!({})).get("notices"), Some(&json!([])));
    assert_eq!(ask(&here, "history", json!({ "limit": 10 }))["rows"].as_array().map(Vec::len), Some(4));
}

/// A user that owns no file; root, whom no permission stops, is this one in the tests below.
#[cfg(unix)]
const NOBODY: u32 = 65_534;

/// Takes writing away from a folder and all that is in it, or gives it back. Whether the tests run as root.
#[cfg(unix)]
fn set_writable(folder: &Path, writable: bool) -> bool {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let is_root = std::fs::metadata("/proc/self").expect("this process").uid() == 0;
    let mut paths = vec![folder.to_owned()];
    for at in 0.. {
        let Some(path) = paths.get(at).cloned() else { break };
        if path.is_dir() {
            paths.extend(std::fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        }
    }
    for path in paths {
        let mode = if path.is_dir() { 0o500 } else { 0o400 };
        let mode = if writable { mode | 0o200 } else { mode };
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("changed");
        if is_root {
            chown(&path, Some(if writable { 0 } else { NOBODY }), None).expect("changed");
        }
    }
    is_root
}

/// Runs this test's binary as a user who may not write: a copy, since the build's folder may be closed to others.
#[cfg(unix)]
fn as_one_who_may_not_write(does: &str, folder: &Path, is_root: bool) -> std::process::Output {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let place = tempfile::tempdir().expect("a folder");
    std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o755)).expect("changed");
    let copy = place.path().join("faults");
    std::fs::copy(std::env::current_exe().expect("this test"), &copy).expect("copied");
    let mut child = std::process::Command::new(&copy);
    child.args(["--exact", does]).env("STUFO_NOT_WRITABLE", folder);
    if is_root {
        child.uid(NOBODY).gid(NOBODY);
    }
    child.current_dir("/").output().expect("it ran")
}

/// As on a phone, where processes end without closing files: the log is there.
#[cfg(unix)]
#[test]
fn in_a_read_only_folder_calls_are_judged_and_the_first_screen_says_that_none_is_recorded() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), 2);
    let here = core(folder.path());
    let _call = receive(&here, &incoming(Some("0612345678"), NOON), Contact::NotFound);
    let is_root = set_writable(folder.path(), false);
    let output = as_one_who_may_not_write("where_nothing_can_be_written", folder.path(), is_root);
    set_writable(folder.path(), true);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let _call = receive(&here, &incoming(Some("0612345678"), NOON), Contact::NotFound);
    nothing_is_lost(&here, 4);
}

/// What a process does whose files cannot be opened; nothing in an ordinary run.
#[test]
fn where_nothing_can_be_opened() {
    let Ok(folder) = std::env::var("STUFO_NOT_WRITABLE") else { return };
    let refused = Core::open(Path::new(&folder), Region::ITALY, NOON).err().expect("refused");
    assert_eq!(refused.code, ErrorCode::Storage);
}

/// Without its log SQLite opens no file that it may not write, nor one that it may not read: every call rings (docs/adr/0013), and
/// all is there when it may.
#[cfg(unix)]
#[test]
fn without_permission_nothing_is_opened_and_nothing_is_lost() {
    use std::os::unix::fs::PermissionsExt;
    for is_closed in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        fill(folder.path(), 2);
        let is_root = set_writable(folder.path(), false);
        if is_closed {
            std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o000)).expect("changed");
        }
        let output = as_one_who_may_not_write("where_nothing_can_be_opened", folder.path(), is_root);
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700)).expect("changed");
        set_writable(folder.path(), true);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let here = core(folder.path());
        let _call = receive(&here, &incoming(Some("0612345678"), NOON), Contact::NotFound);
        nothing_is_lost(&here, 3);
    }
}

#[track_caller]
fn nothing_is_lost(core: &Core, calls: usize) {
    assert_eq!(ask(core, "home", json!({})).get("notices"), Some(&json!([])));
    let history = ask(core, "history", json!({ "limit": 10 }));
    assert_eq!(history.get("rows").and_then(Value::as_array).map(Vec::len), Some(calls));
    assert_eq!(ask(core, "rules", json!({})).pointer("/rules/0/label"), Some(&json!("kept")));
}
