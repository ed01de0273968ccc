//! The options that stop more of today's calls: each does nothing until it is on, and has its line in the trace.

use serde_json::{Value, json};
use stufo_core::api::{Core, Incoming, ListDraft};
use stufo_core::moment::Moment;
use stufo_core::policy::{Action, Contact, Reason};
use stufo_tests::month::list;
use stufo_tests::{NOON, ask, core, incoming, receive, tell, tell_at};

const STRANGER: &str = "+390612345678";

fn phone() -> (tempfile::TempDir, Core) {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    (folder, core)
}

fn patch(core: &Core, patch: &Value) {
    let _settings = tell(core, "settings_patch", json!({ "patch": patch }));
}

fn later(seconds: i64) -> Moment {
    Moment { utc_millis: NOON.utc_millis + seconds * 1_000, ..NOON }
}

/// The verdict on a stranger, and what a stage saw of the call.
fn judged(core: &Core, number: &str, at: Moment, stage: &str) -> (Action, Reason, String) {
    judged_as(core, &incoming(Some(number), at), Contact::NotFound, stage)
}

fn judged_as(core: &Core, call: &Incoming<'_>, contact: Contact, stage: &str) -> (Action, Reason, String) {
    let screened = receive(core, call, contact);
    let details = ask(core, "call", json!({ "id": screened.call_id }));
    let line = list(&details, "trace").iter().find(|line| line.get("stage") == Some(&json!(stage)));
    let saw = line.and_then(|line| line.get("saw")).and_then(Value::as_str).expect("a line of the trace").to_owned();
    (screened.verdict.action, screened.verdict.reason, saw)
}

fn is(found: (Action, Reason, String), action: Action, reason: Reason, saw: &str) {
    assert_eq!((found.0, found.1, found.2.as_str()), (action, reason, saw));
}

#[test]
fn a_number_that_its_plan_cannot_assign() {
    let (_folder, core) = phone();
    let stage = |number| judged(&core, number, NOON, "unassigned");
    is(stage("+393001"), Action::Allow, Reason::NothingAgainst, "off");
    patch(&core, &json!({ "unassigned": "silence" }));
    is(stage("+393001"), Action::Silence, Reason::Unassigned, "match");
    is(stage("+44100"), Action::Silence, Reason::Unassigned, "match");
    is(stage("+393331234567"), Action::Allow, Reason::NothingAgainst, "nothing");
    // Ranges that a country reserved are assigned, whether the plan knows them or not.
    is(stage("+390843123456"), Action::Allow, Reason::NothingAgainst, "nothing");
    let found = judged_as(&core, &incoming(Some("+393001"), NOON), Contact::Found, "unassigned");
    assert_eq!(found.1, Reason::Contact, "a contact rings whatever the plan says");
}

#[test]
fn the_phones_own_number_and_its_hundred() {
    let (_folder, core) = phone();
    let stage = |number| judged(&core, number, NOON, "own_number");
    patch(&core, &json!({ "own_number": { "switch": "reject", "hundred": "silence" } }));
    is(stage("+393351122334"), Action::Allow, Reason::NothingAgainst, "off");
    patch(&core, &json!({ "own_number": { "numbers": ["335 112 2334"], "switch": "reject", "hundred": "silence" } }));
    is(stage("+393351122334"), Action::Reject, Reason::OwnNumber, "match");
    is(stage("+393351122399"), Action::Silence, Reason::OwnHundred, "match");
    is(stage("+393351122434"), Action::Allow, Reason::NothingAgainst, "nothing");
    let refused = core.command(&stufo_tests::request(
        "do",
        "settings_patch",
        json!({ "patch": { "own_number": { "numbers": ["nobody"] } } }),
    ));
    assert!(refused.is_err(), "what is no number is refused");
}

#[test]
fn votes_and_categories_of_a_list() {
    let (_folder, core) = phone();
    let draft = ListDraft { action: Action::Reject, ..ListDraft::new("reported", "file") };
    let id = core.add_list(&draft, NOON).expect("the list is well-formed");
    let file = "number,category,score\n+390455500001,fraud,9\n+390455500002,fraud,2\n+390455500103,poll,9\n\
                +390455500204,fraud,\n";
    let imported = core.import_list(id, &mut file.as_bytes(), NOON).expect("the list reads");
    assert_eq!(imported.now, 4);
    let action = |number| judged(&core, number, NOON, "lists").0;
    let all = || ["+390455500001", "+390455500002", "+390455500103", "+390455500204"].map(action);
    assert_eq!(all(), [Action::Reject; 4]);
    let filter = |filter: Value| tell(&core, "list_update", json!({ "id": id, "filter": filter }));
    let _set = filter(json!({ "min_votes": 5 }));
    assert_eq!(all(), [Action::Reject, Action::Allow, Action::Reject, Action::Reject]);
    is(judged(&core, "+390455500002", NOON, "lists"), Action::Allow, Reason::NothingAgainst, "nothing");
    let poll = json!([{ "category": "poll", "switch": "off" }, { "category": "fraud", "switch": "reject" }]);
    let _set = filter(json!({ "min_votes": 5, "unsure": "silence", "categories": poll }));
    assert_eq!(all(), [Action::Reject, Action::Silence, Action::Allow, Action::Reject]);
    let lists = ask(&core, "lists", json!({}));
    assert_eq!(lists.pointer("/lists/0/filter/min_votes"), Some(&json!(5)));
    let _set = filter(json!({}));
    assert_eq!(all(), [Action::Reject; 4]);
}

#[test]
fn neighbours_of_a_listed_number() {
    let (_folder, core) = phone();
    let id = core.add_list(&ListDraft::new("reported", "file"), NOON).expect("the list is well-formed");
    let imported = core.import_list(id, &mut "+390455500150\n+3904777*\n".as_bytes(), NOON).expect("the list reads");
    assert_eq!(imported.now, 2);
    let stage = |number| judged(&core, number, NOON, "list_neighbours");
    is(stage("+390455500199"), Action::Allow, Reason::NothingAgainst, "off");
    patch(&core, &json!({ "list_neighbours": "silence" }));
    is(stage("+390455500199"), Action::Silence, Reason::ListNeighbour, "match");
    is(stage("+390455500100"), Action::Silence, Reason::ListNeighbour, "match");
    is(stage("+390455500200"), Action::Allow, Reason::NothingAgainst, "nothing");
    let _off = tell(&core, "list_update", json!({ "id": id, "enabled": false }));
    is(stage("+390455500199"), Action::Allow, Reason::NothingAgainst, "nothing");
}

#[test]
fn strangers_wait_after_a_stopped_call() {
    let (_folder, core) = phone();
    patch(&core, &json!({ "burst": { "switch": "silence", "seconds": 60 } }));
    let stage = |number, at| judged(&core, number, at, "burst");
    is(stage(STRANGER, NOON), Action::Allow, Reason::NothingAgainst, "nothing");
    assert_eq!(stage("0844 123456", later(10)).1, Reason::Pack);
    is(stage(STRANGER, later(30)), Action::Silence, Reason::Burst, "match");
    // The guard itself stops a call, so it goes on for as long as they come.
    is(stage(STRANGER, later(85)), Action::Silence, Reason::Burst, "match");
    is(stage(STRANGER, later(146)), Action::Allow, Reason::NothingAgainst, "nothing");
    assert_eq!(stage("0844 123456", later(200)).1, Reason::Pack);
    let call = incoming(Some(STRANGER), later(210));
    is(judged_as(&core, &call, Contact::Found, "burst"), Action::Allow, Reason::Contact, "nothing");
    assert_eq!(stage("0844 123456", later(300)).1, Reason::Pack);
    let unread = judged_as(&core, &incoming(Some(STRANGER), later(310)), Contact::Undetermined, "burst");
    is(unread, Action::Allow, Reason::NothingAgainst, "unknown");
}

#[test]
fn a_repeated_call_is_urgent_after_a_while_only() {
    let (_folder, core) = phone();
    let repeated = json!({ "enabled": true, "within_minutes": 5, "after_seconds": 60 });
    patch(&core, &json!({ "repeated_call": repeated, "not_in_contacts": "silence" }));
    let reason = |seconds| judged(&core, STRANGER, later(seconds), "repeated_call").1;
    assert_eq!(reason(0), Reason::NotInContacts);
    assert_eq!(reason(20), Reason::NotInContacts, "a machine dials again at once");
    assert_eq!(reason(100), Reason::RepeatedCall);
    assert_eq!(reason(100 + 301), Reason::NotInContacts);
}

#[test]
fn an_option_for_some_hours_or_one_sim() {
    let (_folder, core) = phone();
    let morning = json!([{ "days": 127, "from_minute": 480, "to_minute": 780 }]);
    let limits = json!([{ "option": "hidden", "schedule": morning, "sim": 2 }]);
    patch(&core, &json!({ "hidden": "silence", "limits": limits }));
    let action = |at, sim| judged_as(&core, &Incoming { sim, ..incoming(None, at) }, Contact::Undetermined, "hidden").0;
    assert_eq!(action(NOON, Some(2)), Action::Silence);
    assert_eq!(action(later(2 * 3_600), Some(2)), Action::Allow, "the afternoon");
    assert_eq!(action(NOON, Some(1)), Action::Allow, "the other SIM");
    assert_eq!(action(NOON, None), Action::Allow, "the phone does not tell");
    let stop = ask(&core, "home", json!({})).pointer("/protection/stops/1").cloned().expect("hidden callers");
    assert_eq!((&stop["stage"], &stop["is_limited"]), (&json!("hidden"), &json!(true)));
    for wrong in [json!([{ "option": "contacts" }]), json!([{ "option": "hidden", "sim": 0 }])] {
        let request = stufo_tests::request("do", "settings_patch", json!({ "patch": { "limits": wrong } }));
        assert!(core.command(&request).is_err());
    }
}

#[test]
fn a_rule_for_seven_days() {
    let (_folder, core) = phone();
    let week = 7 * 24 * 3_600;
    let rule = json!({
        "kind": "block", "pattern": STRANGER, "action": "reject", "expires_millis": later(week).utc_millis,
    });
    let _rule = tell(&core, "rule_save", json!({ "rule": rule }));
    let reason = |seconds| judged(&core, STRANGER, later(seconds), "user_block").1;
    assert_eq!(reason(week - 1), Reason::UserBlock);
    assert_eq!(reason(week), Reason::NothingAgainst);
    assert_eq!(list(&ask(&core, "rules", json!({})), "rules").len(), 1);
    let _upkeep = tell_at(&core, "maintain", json!({}), later(week));
    assert_eq!(list(&ask(&core, "rules", json!({})), "rules").len(), 0);
}

#[test]
fn only_some_contacts_count_as_known() {
    let (_folder, core) = phone();
    let all_day = json!([{ "days": 127, "from_minute": 0, "to_minute": 1440 }]);
    let quiet = json!({ "switch": "silence", "schedule": all_day });
    patch(&core, &json!({ "only_starred": true }));
    let reason = |contact| judged_as(&core, &incoming(Some("0844 123456"), NOON), contact, "contacts").1;
    assert_eq!(reason(Contact::FoundOther), Reason::Contact, "no option asks for starred contacts");
    patch(&core, &json!({ "quiet_hours": quiet, "pack": "off" }));
    assert_eq!(reason(Contact::Found), Reason::Contact);
    assert_eq!(reason(Contact::FoundOther), Reason::QuietHours);
    patch(&core, &json!({ "quiet_hours": { "switch": "off" }, "not_in_contacts": "silence" }));
    assert_eq!(reason(Contact::FoundOther), Reason::NotInContacts);
    assert_eq!(reason(Contact::Found), Reason::Contact);
    patch(&core, &json!({ "only_starred": false }));
    assert_eq!(reason(Contact::FoundOther), Reason::Contact, "everybody in the address book counts again");
}

#[test]
fn the_watch_tells_once_of_what_was_lost() {
    let (_folder, core) = phone();
    let day = |days: i64| later(days * 24 * 3_600);
    let watch = |days, role: bool, contacts: bool| {
        let fields = json!({ "role_held": role, "contacts_granted": contacts });
        tell_at(&core, "watch", fields, day(days))["alerts"].clone()
    };
    assert_eq!(watch(0, false, false), json!([]), "what was never there is not lost");
    assert_eq!(watch(1, true, true), json!([]));
    assert_eq!(watch(2, false, true), json!(["role_lost"]));
    assert_eq!(watch(3, false, true), json!([]), "once");
    assert_eq!(watch(4, true, false), json!(["contacts_lost"]));
    for call in 0..10 {
        let _rang = receive(&core, &incoming(Some(STRANGER), day(4 + call)), Contact::NotFound);
    }
    assert_eq!(watch(15, true, false), json!([]), "two days without a call");
    assert_eq!(watch(17, true, false), json!(["no_calls"]), "this phone rings every day");
    assert_eq!(watch(18, true, false), json!([]), "once for each silence");
}

#[test]
fn a_list_that_shrank_can_keep_its_numbers() {
    let (folder, core) = phone();
    let id = core.add_list(&ListDraft::new("reported", "https://lists.example/a.csv"), NOON).expect("well-formed");
    let file = |name: &str, count: u32| {
        let path = folder.path().join(name);
        let lines: String = (0..count).map(|index| format!("+39045550{index:04}\n")).collect();
        std::fs::write(&path, lines).expect("written");
        path.to_string_lossy().into_owned()
    };
    let apply = |file: String| {
        let response = json!({
            "at": NOON, "list_id": id, "step": "list", "url": "https://lists.example/a.csv", "status": 200, "headers": {},
            "file": file, "bytes": 10,
        });
        core.sync_apply(&response.to_string()).expect("applied")
    };
    let notices = || list(&ask(&core, "home", json!({})), "notices").len();
    assert!(apply(file("whole", 400)).contains("updated"));
    assert!(apply(file("short", 10)).contains("held"));
    assert_eq!(notices(), 1);
    let sync = || ask(&core, "lists", json!({}))["lists"][0]["sync"].clone();
    assert_eq!(sync()["result"], json!("held"));
    let accepts = json!({ "at": NOON, "list_id": id, "now": true, "accept": true }).to_string();
    let _planned = core.sync_plan(&accepts).expect("planned");
    assert_eq!(sync()["accept"], json!(true));
    let _kept = tell(&core, "list_keep", json!({ "id": id }));
    assert_eq!((&sync()["result"], &sync()["accept"]), (&json!("unchanged"), &json!(false)), "no question any more");
    assert!(apply(file("short", 10)).contains("held"));
    assert_eq!((notices(), &sync()["result"]), (0, &json!("unchanged")), "the user has answered");
    assert!(apply(file("whole", 401)).contains("updated"));
    assert!(apply(file("short", 10)).contains("held"));
    assert_eq!(notices(), 1, "another shrinking is asked about anew");
}
