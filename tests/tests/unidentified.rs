//! Callers that are no E.164 number, protected numbers and settings that cannot be read, through the core.

use std::time::Duration;

use serde_json::{Value, json};
use stufo_core::api::{Core, Incoming};
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller, Region};
use stufo_core::policy::{Action, Contact, Reason, Verification};
use stufo_core::store::UserStore;
use stufo_tests::{NOON, ask, core, incoming, receive, tell};

fn at_home(folder: &std::path::Path, region: &str) -> Core {
    Core::open(folder, region.parse::<Region>().expect("a region"), NOON).expect("a fresh folder opens")
}

fn call<'a>(scheme: &'a str, address: &'a str) -> Incoming<'a> {
    let raw = RawCaller { scheme: Some(scheme), address: Some(address), presentation: Presentation::Allowed };
    Incoming { raw, verification: Verification::NotVerified, at: NOON, sim: None }
}

const UNIDENTIFIED: [(&str, &str); 6] = [
    ("tel", "+4921163558629824"),
    ("tel", "+2101234567"),
    ("tel", "+012345678"),
    ("tel", "AMAZON"),
    ("sip", "anna@example.org"),
    ("tel", ""),
];

#[test]
fn callers_that_cannot_be_identified_have_an_option_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    for (scheme, address) in UNIDENTIFIED {
        let screened = receive(&core, &call(scheme, address), Contact::NotFound);
        assert_eq!(screened.verdict.reason, Reason::NothingAgainst, "{address}");
    }
    let _saved = tell(&core, "settings_patch", json!({ "patch": { "unidentified": "silence" } }));
    for (scheme, address) in UNIDENTIFIED {
        let screened = receive(&core, &call(scheme, address), Contact::NotFound);
        assert_eq!(
            (screened.verdict.action, screened.verdict.reason),
            (Action::Silence, Reason::Unidentified),
            "{address}"
        );
        let row = ask(&core, "call", json!({ "id": screened.call_id }));
        assert!(row.to_string().contains("unidentified"), "the trace names the stage");
    }
    let number = receive(&core, &incoming(Some("+390612345678"), NOON), Contact::NotFound);
    assert_eq!(number.verdict.reason, Reason::NothingAgainst);
    let found = receive(&core, &call("sip", "anna@example.org"), Contact::Found);
    assert_eq!(found.verdict.action, Action::Allow, "a SIP address in the address book rings");
}

#[test]
fn strangers_are_strangers_whatever_they_show() {
    for (patch, reason) in [
        (json!({ "not_in_contacts": "reject" }), Reason::NotInContacts),
        (
            json!({ "quiet_hours": { "switch": "silence", "schedule": [{ "days": 127, "from_minute": 0, "to_minute": 1440 }] } }),
            Reason::QuietHours,
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let core = core(folder.path());
        let _saved = tell(&core, "settings_patch", json!({ "patch": patch }));
        for (scheme, address) in UNIDENTIFIED.iter().filter(|(_, address)| !address.is_empty()) {
            let screened = receive(&core, &call(scheme, address), Contact::NotFound);
            assert_eq!(screened.verdict.reason, reason, "{address}");
            let found = receive(&core, &call(scheme, address), Contact::Found);
            assert_eq!(found.verdict.action, Action::Allow, "{address}");
            let undetermined = receive(&core, &call(scheme, address), Contact::Undetermined);
            assert_eq!(undetermined.verdict.action, Action::Allow, "{address}: no permission, no verdict");
        }
    }
}

#[test]
fn a_rule_stops_sixteen_digits() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = at_home(folder.path(), "DE");
    let rule = json!({ "kind": "block", "pattern": "+492116355862*", "action": "reject", "label": "" });
    let _rule = tell(&core, "rule_save", json!({ "rule": rule }));
    let screened = receive(&core, &call("tel", "+4921163558629824"), Contact::NotFound);
    assert_eq!(screened.verdict.reason, Reason::UserBlock);
}

#[test]
fn satellites_are_foreign_and_neighbours_dialled_at_home_are_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let foreign = json!({ "switch": "reject", "only_listed": false, "countries": ["CH"] });
    let _saved = tell(&core, "settings_patch", json!({ "patch": { "foreign": foreign } }));
    for (number, expected) in [
        ("+8816123456789", Reason::Foreign),
        ("+88213300000", Reason::Foreign),
        ("+442079460000", Reason::Foreign),
        ("+41446681800", Reason::NothingAgainst),
        ("+390612345678", Reason::NothingAgainst),
        ("+3780549886377", Reason::NothingAgainst),
        ("0549 886377", Reason::NothingAgainst),
        ("0669812345", Reason::NothingAgainst),
    ] {
        let screened = receive(&core, &incoming(Some(number), NOON), Contact::NotFound);
        assert_eq!(screened.verdict.reason, expected, "{number}");
    }
}

#[test]
fn operators_own_numbers_yield_to_the_users_rule_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    assert_eq!(receive(&core, &call("tel", "187"), Contact::NotFound).verdict.reason, Reason::NothingAgainst);
    for pattern in ["187", "112"] {
        let rule = json!({ "kind": "block", "pattern": pattern, "action": "reject", "label": "" });
        let _rule = tell(&core, "rule_save", json!({ "rule": rule }));
    }
    assert_eq!(receive(&core, &call("tel", "187"), Contact::NotFound).verdict.reason, Reason::UserBlock);
    assert_eq!(receive(&core, &call("tel", "112"), Contact::NotFound).verdict.reason, Reason::NeverBlock);
}

#[test]
fn what_was_dialled_with_a_code_or_a_pause_rings_when_it_calls_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let _saved = tell(&core, "settings_patch", json!({ "patch": { "not_in_contacts": "reject" } }));
    for (dialled, caller) in [("#31#0612345678", "+390612345678"), ("+390298765432,,12#", "+390298765432")] {
        let raw = RawCaller { scheme: Some("tel"), address: Some(dialled), presentation: Presentation::Allowed };
        core.outgoing(&raw, NOON).expect("noted");
        let later = Moment { utc_millis: NOON.utc_millis + 60_000, ..NOON };
        let screened = receive(&core, &incoming(Some(caller), later), Contact::NotFound);
        assert_eq!(screened.verdict.reason, Reason::Dialled, "{dialled}");
    }
}

#[test]
fn one_setting_that_does_not_read_keeps_all_others_and_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(core(folder.path()));
    let document = r#"{"hidden":"explode","not_in_contacts":"silence","keep_days":31,"future":[1],
        "foreign":{"switch":"reject","only_listed":7,"countries":["GB",9]},"pack_rows":{"IT-0843":false,"IT-0844":"x"}}"#;
    let store = UserStore::open(&folder.path().join("stufo.db"), Duration::from_secs(5)).expect("the store opens");
    store.save_document("settings", document).expect("written");
    drop(store);
    let core = core(folder.path());
    let screened = receive(&core, &incoming(Some("+33142685300"), NOON), Contact::NotFound);
    assert_eq!(screened.verdict.reason, Reason::Foreign, "the rest is in force before any screen is opened");
    let home = ask(&core, "home", json!({}));
    assert!(home["notices"].to_string().contains("settings_reset"), "{home}");
    let settings = &ask(&core, "settings", json!({}))["settings"];
    let expected = json!({ "hidden": "off", "not_in_contacts": "silence", "keep_days": 31, "future": [1],
        "foreign": { "switch": "reject", "only_listed": false, "countries": ["GB"] }, "pack_rows": { "IT-0843": false } });
    for (name, value) in expected.as_object().expect("an object") {
        assert_eq!(settings.get(name), Some(value), "{name}");
    }
}

#[test]
fn search_finds_digits_anywhere_and_numbers_in_any_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let rule = json!({ "kind": "block", "pattern": "02 5551*", "action": "reject", "label": "187 TIM" });
    let _rule = tell(&core, "rule_save", json!({ "rule": rule }));
    let _stopped = receive(&core, &incoming(Some("+390255512001"), NOON), Contact::NotFound);
    let noted = receive(&core, &incoming(Some("+393471234567"), NOON), Contact::NotFound);
    let _noted = tell(&core, "call_note", json!({ "id": noted.call_id, "note": "ordine 4711" }));
    let _name = receive(&core, &call("tel", "AMAZON"), Contact::NotFound);
    let rows = |text: &str| {
        let page = ask(&core, "history", json!({ "limit": 50, "search": text }));
        page.get("rows").and_then(Value::as_array).map_or(0, Vec::len)
    };
    for text in [
        "187",
        "187 T",
        "TIM",
        "4711",
        "2001",
        "12001",
        "025551",
        "02-5551-2001",
        "(02) 5551",
        "02\u{A0}5551",
        "\u{202A}025551\u{202C}",
        "02\u{2011}5551",
        "tel:+390255512001",
        "tel:+39 347",
        "39347",
        "0039347",
        "347 123",
        "amazon",
        "1234567",
    ] {
        assert_eq!(rows(text), 1, "{text:?}");
    }
    for text in ["9999", "0612", "zzz"] {
        assert_eq!(rows(text), 0, "{text:?}");
    }
}
