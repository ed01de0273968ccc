//! Rules as a user makes them: the same one twice, a change of mind, a preview that says no more than is true.

use serde_json::{Value, json};
use stufo_core::api::{Core, ErrorCode};
use stufo_core::moment::Moment;
use stufo_core::policy::{Action, Contact};
use stufo_tests::{NOON, ask, core, incoming, receive, request, tell};

fn minute(index: i64) -> Moment {
    Moment { utc_millis: NOON.utc_millis - index * 60_000, ..NOON }
}

fn save(core: &Core, kind: &str, pattern: &str, label: &str) -> i64 {
    let action = if kind == "allow" { "allow" } else { "reject" };
    let rule = json!({ "kind": kind, "pattern": pattern, "action": action, "label": label });
    tell(core, "rule_save", json!({ "rule": rule })).get("id").and_then(Value::as_i64).expect("an id")
}

fn rules(core: &Core) -> Vec<Value> {
    ask(core, "rules", json!({})).get("rules").and_then(Value::as_array).expect("rules").clone()
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn number(value: &Value, pointer: &str) -> i64 {
    value.pointer(pointer).and_then(Value::as_i64).unwrap_or(-1)
}

fn ring(core: &Core, caller: &str, at: Moment) -> (i64, Action) {
    let screened = receive(core, &incoming(Some(caller), at), Contact::NotFound);
    (screened.call_id, screened.verdict.action)
}

#[test]
fn the_same_rule_twice_is_one_rule() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let first = save(&core, "block", "02 5555*", "Luce e gas");
    let (call, _) = ring(&core, "+39 02 5555 1234", minute(5));
    assert_eq!(save(&core, "block", "+39 025555*", ""), first, "however it is written");
    let [rule] = rules(&core).try_into().expect("one rule");
    assert_eq!(text(&rule, "/label"), "Luce e gas", "a name that was given stays");
    assert_eq!(number(&rule, "/hits"), 1);
    assert_eq!(number(&ask(&core, "call", json!({ "id": call })), "/call/source/id"), first);
    assert_eq!(save(&core, "block", "02 5555*", "Offerte"), first);
    assert_eq!(text(&rules(&core)[0], "/label"), "Offerte", "a new name takes its place");

    assert_ne!(save(&core, "block", "02 5555 1234", ""), first, "another reach is another rule");
    let evening = json!([{ "days": 127, "from_minute": 1080, "to_minute": 1320 }]);
    for part in [json!({ "schedule": evening }), json!({ "sim": 2 })] {
        let mut rule = json!({ "kind": "block", "pattern": "02 5555*", "action": "reject" });
        rule.as_object_mut().expect("an object").extend(part.as_object().expect("an object").clone());
        let other = tell(&core, "rule_save", json!({ "rule": rule }));
        assert_ne!(number(&other, "/id"), first, "other hours or another SIM make another rule");
    }
    assert_eq!(rules(&core).len(), 4);
    assert_ne!(save(&core, "allow", "+*", ""), save(&core, "block", "*", ""), "short codes are no part of the first");
    assert_eq!(rules(&core).len(), 6);
}

#[test]
fn who_changes_their_mind_about_a_number_is_obeyed() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let caller = "+39 02 5555 1234";
    let (call, _) = ring(&core, caller, minute(9));
    let allowed = number(&tell(&core, "call_wanted", json!({ "id": call })), "/rule_id");
    assert_eq!(save(&core, "block", "02 55551234", ""), allowed, "one rule a number");
    assert_eq!(ring(&core, caller, minute(8)).1, Action::Reject, "blocked after all");
    let wanted = number(&tell(&core, "call_wanted", json!({ "id": call })), "/rule_id");
    assert_eq!(wanted, allowed);
    assert_eq!(ring(&core, caller, minute(7)).1, Action::Allow, "and wanted again");
    assert_eq!(rules(&core).len(), 1);

    // Two that stand side by side, as an edited rule can: the new one takes the place of both.
    let other = save(&core, "block", "02 5555 9999", "");
    let edited = json!({ "id": other, "kind": "block", "pattern": caller, "action": "reject" });
    let _edited = tell(&core, "rule_save", json!({ "rule": edited }));
    assert_eq!((rules(&core).len(), ring(&core, caller, minute(6)).1), (2, Action::Allow));
    let _blocked = save(&core, "block", caller, "");
    assert_eq!((rules(&core).len(), ring(&core, caller, minute(5)).1), (1, Action::Reject));
}

#[test]
fn a_merged_backup_leaves_the_rules_that_stand() {
    let (folder, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (first, second) = (core(folder.path()), core(other.path()));
    for (pattern, kind) in [("+39 025555*", "allow"), ("+39 0611112222", "block"), ("+39 0677778888", "block")] {
        let _saved = save(&first, kind, pattern, "");
    }
    for pattern in ["02 5555*", "06 1111 2222"] {
        let _saved = save(&second, "block", pattern, "");
    }
    let backup = ask(&first, "backup", json!({}));
    let preview = ask(&second, "backup_preview", json!({ "text": backup["text"] }));
    assert_eq!((number(&preview, "/new_rules"), number(&preview, "/conflicts")), (2, 1));
    let restored = tell(&second, "restore", json!({ "text": backup["text"], "mode": "merge" }));
    assert_eq!((number(&restored, "/rules"), rules(&second).len()), (1, 3));
    assert!(rules(&second).iter().all(|rule| text(rule, "/kind") == "block"), "however it is written");
}

#[test]
fn a_preview_leaves_out_what_a_more_exact_rule_decides() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let _practice = save(&core, "allow", "02 5555 0100", "Studio medico");
    for (index, caller) in ["+390255550100", "+390255551234", "+390255551871"].into_iter().enumerate() {
        let _rang = ring(&core, caller, minute(index as i64));
    }
    let preview = |kind: &str, pattern: &str| ask(&core, "preview", json!({ "kind": kind, "pattern": pattern }));
    let range = preview("block", "02 5555*");
    assert_eq!(number(&range, "/hits/total"), 2, "the practice would ring all the same");
    let shown = range.get("calls").and_then(Value::as_array).expect("calls");
    assert!(shown.iter().all(|call| text(call, "/caller/number") != "+390255550100"));
    assert_eq!(number(&preview("block", "02 5555 0100"), "/hits/total"), 1, "this one would take the rule's place");
    let _narrow = save(&core, "block", "02 5555 1234", "");
    assert_eq!(number(&preview("allow", "02 5555*"), "/hits/total"), 2, "a number blocked by itself stays so");
    for rule in rules(&core) {
        let _off = tell(&core, "rule_enable", json!({ "id": rule["id"], "enabled": false }));
    }
    assert_eq!(number(&preview("block", "02 5555*"), "/hits/total"), 3, "rules that are off decide nothing");

    // The same number at some hours is another rule; the rule that is being changed is none.
    let hours = json!([{ "days": 127, "from_minute": 0, "to_minute": 1440 }]);
    let rule = json!({ "kind": "allow", "pattern": "02 5555 1871", "action": "allow", "schedule": hours });
    let id = number(&tell(&core, "rule_save", json!({ "rule": rule })), "/id");
    assert_eq!(number(&preview("block", "02 5555 1871"), "/hits/total"), 0, "it rings at those hours");
    let changed = json!({ "kind": "block", "pattern": "02 5555*", "id": id });
    assert_eq!(number(&ask(&core, "preview", changed), "/hits/total"), 3);
}

#[test]
fn a_beginning_is_shown_in_groups() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    for (pattern, shown) in [
        ("025555*", "02 5555*"),
        ("+39 351 01234*", "351 012 34*"),
        ("0843*", "0843*"),
        ("+44*", "+44*"),
        ("+*", "+*"),
        ("*", "*"),
        ("+#9*", "+#9*"),
        ("+442079*", "+44 20 79*"),
        ("025555##34", "02 5555##34"),
        ("0255551234", "02 5555 1234"),
        ("/^0843/", "/^0843/"),
    ] {
        let preview = ask(&core, "preview", json!({ "kind": "block", "pattern": pattern }));
        assert_eq!(text(&preview, "/display"), shown, "{pattern}");
        let again = ask(&core, "preview", json!({ "kind": "block", "pattern": text(&preview, "/display") }));
        assert_eq!(again, preview, "what is shown reads as what was meant");
    }
}

#[test]
fn a_rejected_call_was_not_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let _rule = save(&core, "block", "02 5555*", "");
    let (rejected, _) = ring(&core, "+39 02 5555 1234", minute(2));
    let (rang, _) = ring(&core, "+39 06 1234 5678", minute(1));
    let note = |id: i64, outcome: Value, note: &str| {
        core.command(&request("do", "call_note", json!({ "id": id, "outcome": outcome, "note": note })))
    };
    for outcome in ["answered", "rang_out", "silent", "hung_up", "objected"] {
        let refused = note(rejected, json!(outcome), "Offerta luce").expect_err("it was ended before it rang");
        assert_eq!(refused.code, ErrorCode::Refused, "{outcome}");
        note(rang, json!(outcome), "").expect("it rang");
    }
    assert_eq!(text(&ask(&core, "call", json!({ "id": rejected })), "/call/note"), "", "nothing was changed");
    note(rejected, Value::Null, "Offerta luce").expect("a note alone is kept");
    assert_eq!(text(&ask(&core, "call", json!({ "id": rejected })), "/call/note"), "Offerta luce");
}

#[test]
fn a_pack_names_its_source_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let packs = ask(&core(folder.path()), "packs", json!({}));
    let source = |id: &str, language: &str| {
        let rows = packs.get("packs").and_then(Value::as_array).expect("packs");
        let row = rows.iter().find(|row| text(row, "/id") == id).expect("the row");
        text(row, &format!("/source/{language}")).to_owned()
    };
    assert_eq!(source("BR-0303", "en"), "Anatel, code 0303 (mandatory use revoked August 2025)");
    assert_eq!(source("BR-0303", "it"), "Anatel, codice 0303 (uso obbligatorio revocato ad agosto 2025)");
    assert_eq!(
        [source("IT-0843", "it"), source("IT-0843", "en")],
        ["AGCOM, delibera 156/18/CIR"; 2].map(str::to_owned)
    );
}
