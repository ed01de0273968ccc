//! Every reason alone decides; take it away and the phone rings. The order between reasons is that of the stages.

use serde_json::{Value, json};
use stufo_core::api::{Core, ListDraft};
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller};
use stufo_core::policy::{Action, Contact, Reason, Verification};
use stufo_tests::{NOON, ask, core, incoming, receive, tell};

const CALLER: &str = "+390612345678";
const PACK: &str = "0844123456";
const ABROAD: &str = "+442079460958";
const MINUTE: i64 = 60_000;

fn block(core: &Core, pattern: &str) -> Value {
    tell(core, "rule_save", json!({ "rule": { "kind": "block", "pattern": pattern, "action": "reject" } }))
}

fn allow(core: &Core, pattern: &str) -> Value {
    tell(core, "rule_save", json!({ "rule": { "kind": "allow", "pattern": pattern, "action": "allow" } }))
}

fn patch(core: &Core, patch: &Value) {
    let _settings = tell(core, "settings_patch", json!({ "patch": patch }));
}

fn reason(core: &Core, address: Option<&str>) -> (Action, Reason) {
    reason_at(core, address, NOON)
}

fn reason_at(core: &Core, address: Option<&str>, at: Moment) -> (Action, Reason) {
    let verdict = receive(core, &incoming(address, at), Contact::NotFound).verdict;
    (verdict.action, verdict.reason)
}

/// Blocked for one reason alone; without it, it rings.
fn alone(address: Option<&str>, expected: Reason, set: impl Fn(&Core), drop: impl Fn(&Core)) {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    assert_eq!(reason(&core, address).0, Action::Allow, "{expected:?} before");
    set(&core);
    let (action, found) = reason(&core, address);
    assert_eq!(found, expected);
    assert_ne!(action, Action::Allow, "{expected:?}");
    drop(&core);
    assert_eq!(reason(&core, address).0, Action::Allow, "{expected:?} after");
}

/// 15 is France's ambulance; at home in Italy it is nobody's.
#[test]
fn numbers_protected_where_the_phone_is_ring_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    patch(
        &core,
        &json!({ "quiet_hours": { "switch": "reject", "schedule": [{ "days": 127, "from_minute": 0, "to_minute": 1440 }] } }),
    );
    let reason_at = |number, at| receive(&core, &incoming(Some(number), at), Contact::NotFound).verdict.reason;
    let reason = |number| reason_at(number, NOON);
    assert_ne!(reason("15"), Reason::NeverBlock);
    let _done = tell(&core, "network_country", json!({ "country": "FR" }));
    assert_eq!((reason("15"), reason("118")), (Reason::NeverBlock, Reason::NeverBlock));
    core.outgoing(&incoming(Some("15"), NOON).raw, NOON).expect("noted");
    assert_eq!(reason("0612345678"), Reason::EmergencyWindow);
    let _done = tell(&core, "network_country", json!({ "country": null }));
    // At home in France with a SIM of Italy's, when that window has closed: both.
    patch(&core, &json!({ "region": "FR" }));
    let later = Moment { utc_millis: NOON.utc_millis + 2 * 3_600_000, ..NOON };
    assert_eq!((reason_at("15", later), reason_at("118", later)), (Reason::NeverBlock, Reason::NeverBlock));
}

/// 187 is an Italian operator's: France's plan, which does not know it, does not stop it on a French phone in Italy.
#[test]
fn operators_numbers_are_out_of_reach_where_the_phone_is_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = Core::open(folder.path(), "FR".parse().expect("a region"), NOON).expect("a fresh folder opens");
    patch(&core, &json!({ "unassigned": "silence" }));
    assert_eq!(reason(&core, Some("+39187")), (Action::Silence, Reason::Unassigned));
    let _done = tell(&core, "network_country", json!({ "country": "IT" }));
    assert_eq!(reason(&core, Some("+39187")), (Action::Allow, Reason::NothingAgainst));
}

#[test]
fn a_rule_of_the_users() {
    alone(
        Some(CALLER),
        Reason::UserBlock,
        |core| drop(block(core, "06 1234*")),
        |core| drop(tell(core, "rule_delete", json!({ "id": 1 }))),
    );
    alone(
        Some(CALLER),
        Reason::UserBlock,
        |core| drop(block(core, CALLER)),
        |core| drop(tell(core, "rule_enable", json!({ "id": 1, "enabled": false }))),
    );
}

#[test]
fn the_national_pack_is_on_as_installed() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    assert_eq!(reason(&core, Some(PACK)), (Action::Reject, Reason::Pack));
    patch(&core, &json!({ "pack_rows": { "IT-0844": false } }));
    assert_eq!(reason(&core, Some(PACK)).0, Action::Allow);
    patch(&core, &json!({ "pack_rows": {} }));
    assert_eq!(reason(&core, Some(PACK)).1, Reason::Pack);
    patch(&core, &json!({ "pack": "off" }));
    assert_eq!(reason(&core, Some(PACK)).0, Action::Allow);
}

#[test]
fn a_subscribed_list() {
    let add = |core: &Core| {
        let draft = ListDraft { action: Action::Silence, ..ListDraft::new("unwanted", "file") };
        let id = core.add_list(&draft, NOON).expect("the list is well-formed");
        let imported = core.import_list(id, &mut "06 12345678\n".as_bytes(), NOON).expect("the list reads");
        assert_eq!(imported.now, 1);
    };
    alone(Some(CALLER), Reason::List, add, |core| {
        drop(tell(core, "list_update", json!({ "id": 1, "enabled": false })))
    });
    alone(Some(CALLER), Reason::List, add, |core| drop(tell(core, "list_remove", json!({ "id": 1 }))));
}

#[test]
fn hidden_foreign_unknown_and_quiet() {
    let off = json!({ "hidden": "off", "foreign": { "switch": "off" }, "not_in_contacts": "off", "quiet_hours": { "switch": "off" } });
    let option =
        |address, expected, on: Value| alone(address, expected, |core| patch(core, &on), |core| patch(core, &off));
    option(None, Reason::Hidden, json!({ "hidden": "silence" }));
    option(Some(ABROAD), Reason::Foreign, json!({ "foreign": { "switch": "reject" } }));
    option(
        Some(ABROAD),
        Reason::Foreign,
        json!({ "foreign": { "switch": "reject", "only_listed": true, "countries": ["GB"] } }),
    );
    option(Some(CALLER), Reason::NotInContacts, json!({ "not_in_contacts": "silence" }));
    let all_day = json!([{ "days": 127, "from_minute": 0, "to_minute": 1440 }]);
    option(Some(CALLER), Reason::QuietHours, json!({ "quiet_hours": { "switch": "silence", "schedule": all_day } }));
}

#[test]
fn a_number_that_failed_verification() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let raw = RawCaller { scheme: Some("tel"), address: Some(CALLER), presentation: Presentation::Allowed };
    let call = stufo_core::api::Incoming { raw, verification: Verification::Failed, at: NOON, sim: None };
    let as_installed = receive(&core, &call, Contact::NotFound).verdict;
    assert_eq!((as_installed.action, as_installed.reason), (Action::Silence, Reason::FailedVerification));
    patch(&core, &json!({ "failed_verification": "off" }));
    assert_eq!(receive(&core, &call, Contact::NotFound).verdict.action, Action::Allow);
    patch(&core, &json!({ "failed_verification": "reject" }));
    assert_eq!(receive(&core, &call, Contact::NotFound).verdict.reason, Reason::FailedVerification);
    let passed = stufo_core::api::Incoming { verification: Verification::Passed, ..call };
    assert_eq!(receive(&core, &passed, Contact::NotFound).verdict.action, Action::Allow);
}

/// What lets a call ring although something speaks against it: each alone, and gone again.
#[test]
fn each_protection_outranks_the_pack() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let dialled = |address, minutes: i64| {
        let raw = RawCaller { scheme: Some("tel"), address: Some(address), presentation: Presentation::Allowed };
        let at = Moment { utc_millis: NOON.utc_millis - minutes * MINUTE, ..NOON };
        core.outgoing(&raw, at).expect("the store is whole");
    };
    let rings = |expected: Reason| assert_eq!(reason(&core, Some(PACK)), (Action::Allow, expected));
    let contact = receive(&core, &incoming(Some(PACK), NOON), Contact::Found);
    assert_eq!((contact.verdict.action, contact.verdict.reason), (Action::Allow, Reason::Contact));
    patch(&core, &json!({ "waiting_until_millis": NOON.utc_millis + MINUTE }));
    rings(Reason::Waiting);
    patch(&core, &json!({ "waiting_until_millis": NOON.utc_millis }));
    assert_eq!(reason(&core, Some(PACK)).1, Reason::Pack);
    patch(&core, &json!({ "repeated_call": { "enabled": true, "within_minutes": 5 } }));
    let soon = Moment { utc_millis: NOON.utc_millis + 2 * MINUTE, ..NOON };
    assert_eq!(reason_at(&core, Some(PACK), soon), (Action::Allow, Reason::RepeatedCall));
    patch(&core, &json!({ "repeated_call": { "enabled": false } }));
    dialled("112", 30);
    rings(Reason::EmergencyWindow);
    patch(&core, &json!({ "emergency_window_minutes": 10 }));
    dialled("112", 11);
    assert_eq!(reason(&core, Some(PACK)).1, Reason::Pack);
    dialled(PACK, 60);
    rings(Reason::Dialled);
    let _rule = allow(&core, "0844*");
    rings(Reason::UserAllow);
}

#[test]
fn among_the_users_rules_the_most_specific_wins_and_allow_on_a_tie() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let _wide = allow(&core, "06*");
    let _narrow = block(&core, "06 1234*");
    assert_eq!(reason(&core, Some(CALLER)), (Action::Reject, Reason::UserBlock));
    assert_eq!(reason(&core, Some("+390698765432")), (Action::Allow, Reason::UserAllow));
    let _tie = allow(&core, "06 1234*");
    assert_eq!(reason(&core, Some(CALLER)), (Action::Allow, Reason::UserAllow));
    // A contact does not outrank an explicit rule of the user's own.
    let _exact = block(&core, CALLER);
    let verdict = receive(&core, &incoming(Some(CALLER), NOON), Contact::Found).verdict;
    assert_eq!((verdict.action, verdict.reason), (Action::Reject, Reason::UserBlock));
}

#[test]
fn emergency_services_ring_whatever_the_user_blocks() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let _everything = block(&core, "/.*/");
    for number in ["112", "118", "1522", "+39112", "116000"] {
        assert_eq!(reason(&core, Some(number)), (Action::Allow, Reason::NeverBlock), "{number}");
    }
    assert_eq!(reason(&core, Some(CALLER)).1, Reason::UserBlock);
}

#[test]
fn an_address_book_that_could_not_be_asked_counts_against_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    patch(&core, &json!({ "not_in_contacts": "reject" }));
    let verdict = receive(&core, &incoming(Some(CALLER), NOON), Contact::Undetermined).verdict;
    assert_eq!(verdict.action, Action::Allow);
}

#[test]
fn a_rule_for_some_hours_or_one_sim_speaks_only_then() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let evening = json!([{ "days": 127, "from_minute": 1200, "to_minute": 480 }]);
    let rule = json!({ "kind": "block", "pattern": "06*", "action": "silence", "schedule": evening, "sim": 2 });
    let _rule = tell(&core, "rule_save", json!({ "rule": rule }));
    let at = |hours: i64| Moment { utc_millis: NOON.utc_millis + hours * 60 * MINUTE, ..NOON };
    let call = |hours, sim| {
        let call = stufo_core::api::Incoming { sim, ..incoming(Some(CALLER), at(hours)) };
        receive(&core, &call, Contact::NotFound).verdict.action
    };
    assert_eq!(call(9, Some(2)), Action::Silence);
    assert_eq!(call(15, Some(2)), Action::Silence, "three in the morning");
    assert_eq!(call(0, Some(2)), Action::Allow, "noon");
    assert_eq!(call(9, Some(1)), Action::Allow, "the other SIM");
    assert_eq!(call(9, None), Action::Allow, "the phone does not tell");
}

#[test]
fn every_call_is_recorded_with_what_every_stage_saw() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let screened = receive(&core, &incoming(Some(PACK), NOON), Contact::NotFound);
    let details = ask(&core, "call", json!({ "id": screened.call_id }));
    let trace = details.get("trace").and_then(Value::as_array).expect("a trace");
    assert_eq!(trace.len(), 20);
    let decided: Vec<&Value> = trace.iter().filter(|finding| finding.get("action").is_some()).collect();
    assert_eq!(decided.len(), 1);
    assert_eq!(decided.first().and_then(|finding| finding.pointer("/source/id")), Some(&json!("IT-0844")));
    assert_eq!(details.pointer("/call/contact"), Some(&json!("not_found")));
}
