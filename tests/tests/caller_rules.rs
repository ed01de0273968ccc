//! One tap: callers blocked or let through at once, what is offered for a caller, and the way back.

use serde_json::{Value, json};
use stufo_core::api::{Core, ErrorCode};
use stufo_core::moment::Moment;
use stufo_core::policy::Contact;
use stufo_tests::{NOON, ask, core, incoming, receive, request, tell};

fn minute(index: i64) -> Moment {
    Moment { utc_millis: NOON.utc_millis - index * 60_000, ..NOON }
}

fn ring(core: &Core, caller: Option<&str>, at: Moment) -> i64 {
    receive(core, &incoming(caller, at), Contact::NotFound).call_id
}

/// What a call would get now, without one that counts.
fn action(core: &Core, caller: &str) -> String {
    let explained = ask(core, "explain", json!({ "address": caller, "contact": "not_found" }));
    explained.get("action").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn decide(core: &Core, kind: &str, patterns: &[&str]) -> Value {
    tell(core, "callers_rule", json!({ "kind": kind, "patterns": patterns }))
}

fn rules(core: &Core) -> Value {
    ask(core, "rules", json!({}))
}

fn choices(core: &Core, call: i64) -> Value {
    ask(core, "call", json!({ "id": call })).get("choices").cloned().unwrap_or_default()
}

fn undo(core: &Core, done: &Value) -> Result<String, ErrorCode> {
    core.command(&request("do", "undo", json!({ "undo": done.get("undo") }))).map_err(|error| error.code)
}

#[test]
fn several_callers_are_blocked_and_all_of_it_is_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let kept = json!({ "kind": "allow", "pattern": "02 8888 1234", "action": "allow", "label": "Idraulico", "schedule": null, "sim": null });
    let _saved = tell(&core, "rule_save", json!({ "rule": kept }));
    let before = rules(&core);
    let done = decide(&core, "block", &["+390288881234", "02 8888 1299", "351 0123456"]);
    for caller in ["+390288881234", "+390288881299", "+393510123456"] {
        assert_eq!(action(&core, caller), "reject", "{caller}");
    }
    assert_eq!(action(&core, "+390288881235"), "allow", "nobody else");
    assert_eq!(rules(&core)["rules"].as_array().map(Vec::len), Some(3), "the allow rule gave way");
    assert_eq!(rules(&core)["rules"][0]["label"], "Idraulico");
    assert!(undo(&core, &done).is_ok());
    assert_eq!(rules(&core), before, "with its kind, its name and its id");
    assert_eq!(action(&core, "+390288881299"), "allow");
}

#[test]
fn rules_that_became_one_are_two_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    for pattern in ["02 8888 1234", "02 9999 1234"] {
        let _saved = decide(&core, "allow", &[pattern]);
    }
    let second = rules(&core)["rules"][1]["id"].clone();
    let edited = json!({ "id": second, "kind": "block", "pattern": "02 8888 1234", "action": "silence" });
    let _edited = tell(&core, "rule_save", json!({ "rule": edited }));
    let before = rules(&core);
    let done = decide(&core, "block", &["+390288881234"]);
    assert_eq!(rules(&core)["rules"].as_array().map(Vec::len), Some(1));
    assert!(undo(&core, &done).is_ok());
    assert_eq!(rules(&core), before);
}

#[test]
fn one_caller_that_does_not_read_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let before = rules(&core);
    for patterns in [json!(["02 8888 1234", "((("]), json!([]), json!(vec!["02 8888 1234"; 101])] {
        let asked = request("do", "callers_rule", json!({ "kind": "block", "patterns": patterns }));
        assert!(core.command(&asked).is_err());
        assert_eq!(rules(&core), before);
    }
}

#[test]
fn what_was_changed_since_is_not_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let done = decide(&core, "block", &["02 8888 1234", "02 8888 1235"]);
    let changed = rules(&core)["rules"][0]["id"].clone();
    let _off = tell(&core, "rule_enable", json!({ "id": changed, "enabled": false }));
    let before = rules(&core);
    assert_eq!(undo(&core, &done), Err(ErrorCode::Refused));
    assert_eq!(rules(&core), before, "neither of the two");

    let again = decide(&core, "block", &["02 7777 1234"]);
    assert!(undo(&core, &again).is_ok());
    assert_eq!(undo(&core, &again), Err(ErrorCode::Refused), "once");
    for text in ["", "{}", "[]", "{\"changed\":\"rules\"}", "{\"changed\":\"all\"}"] {
        assert_eq!(undo(&core, &json!({ "undo": text })), Err(ErrorCode::BadRequest), "{text}");
    }
}

#[test]
fn a_country_is_stopped_and_the_option_is_as_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let call = ring(&core, Some("+442079460958"), minute(5));
    assert_eq!(choices(&core, call)["country"], json!({ "region": "GB", "is_stopped": false }));
    let before = ask(&core, "settings", json!({}));
    let done = tell(&core, "country_stop", json!({ "region": "GB", "stopped": true }));
    assert_eq!(choices(&core, call)["country"]["is_stopped"], json!(true));
    assert_eq!(action(&core, "+442079460958"), "silence");
    assert!(undo(&core, &done).is_ok());
    assert_eq!(ask(&core, "settings", json!({})), before);
    assert_eq!(action(&core, "+442079460958"), "allow");

    let done = tell(&core, "country_stop", json!({ "region": "GB", "stopped": true }));
    let _off = tell(&core, "settings_patch", json!({ "patch": { "foreign": { "switch": "off" } } }));
    assert_eq!(undo(&core, &done), Err(ErrorCode::Refused));
}

#[test]
fn wanted_after_all_is_taken_back_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let call = ring(&core, Some("0844 123456"), minute(5));
    assert_eq!(choices(&core, call)["state"], json!("stopped"));
    let done = tell(&core, "call_wanted", json!({ "id": call }));
    assert_eq!(choices(&core, call)["state"], json!("allowed"));
    assert!(undo(&core, &done).is_ok());
    assert_eq!(choices(&core, call)["state"], json!("stopped"));
}

#[test]
fn what_is_offered_follows_the_rules_of_now() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let call = ring(&core, Some("+390288881234"), minute(5));
    let range = json!({ "pattern": "+390288881*", "display": "02 8888 1xxx", "covers": 1000 });
    assert_eq!(choices(&core, call), json!({ "state": "rings", "rule_id": null, "range": range, "country": null }));
    let one = decide(&core, "block", &["+390288881234"]);
    let blocked = choices(&core, call);
    assert_eq!((&blocked["state"], &blocked["range"]), (&json!("blocked"), &range));
    assert_eq!(blocked["rule_id"], rules(&core)["rules"][0]["id"]);
    assert!(undo(&core, &one).is_ok());
    let _range = decide(&core, "block", &["+390288881*"]);
    assert_eq!(choices(&core, call)["range"], Value::Null, "it is blocked already");
    let _wanted = decide(&core, "allow", &["+390288881234"]);
    assert_eq!(choices(&core, call)["state"], json!("allowed"), "the more exact rule");

    assert_eq!(choices(&core, ring(&core, None, minute(4)))["state"], json!("no_number"));
    assert_eq!(choices(&core, ring(&core, Some("112"), minute(3)))["state"], json!("always_rings"));
    assert_eq!(choices(&core, ring(&core, Some("0844 123456"), minute(2)))["range"], Value::Null, "the pack has it");
}
