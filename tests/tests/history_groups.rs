//! The history in groups: calls of one caller that follow on each other are one row, page by page.

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::moment::Moment;
use stufo_core::policy::Contact;
use stufo_tests::{NOON, ask, core, incoming, receive, tell};

fn minute(index: i64) -> Moment {
    Moment { utc_millis: NOON.utc_millis - index * 60_000, ..NOON }
}

/// Calls, the newest first; `None` hides the number.
fn ring(core: &Core, callers: &[Option<&str>]) {
    for (index, caller) in (0_i64..).zip(callers).collect::<Vec<_>>().into_iter().rev() {
        let _screened = receive(core, &incoming(*caller, minute(index)), Contact::NotFound);
    }
}

fn groups(page: &Value) -> Vec<(String, usize)> {
    let group = |group: &Value| {
        let number = group.pointer("/call/caller/number").and_then(Value::as_str).unwrap_or("hidden").to_owned();
        (number, group.get("ids").and_then(Value::as_array).map_or(0, Vec::len))
    };
    page.get("groups").and_then(Value::as_array).expect("groups").iter().map(group).collect()
}

fn expected(groups: &[(&str, usize)]) -> Vec<(String, usize)> {
    groups.iter().map(|(number, calls)| ((*number).to_owned(), *calls)).collect()
}

#[test]
fn calls_of_one_caller_that_follow_on_each_other_are_one_group() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let (one, other) = (Some("+390288881234"), Some("+390288881235"));
    ring(&core, &[one, one, other, one, None, None]);
    let _rule = tell(&core, "callers_rule", json!({ "kind": "block", "patterns": ["+390288881234"] }));
    let _rejected = receive(&core, &incoming(one, minute(-1)), Contact::NotFound);
    let page = ask(&core, "history_groups", json!({ "limit": 50 }));
    assert_eq!(
        groups(&page),
        expected(&[
            ("+390288881234", 1), // another answer
            ("+390288881234", 2),
            ("+390288881235", 1),
            ("+390288881234", 1),
            ("hidden", 1), // two hidden callers may be two people
            ("hidden", 1),
        ])
    );
    assert_eq!(page["next"], Value::Null);
    let newest = &page["groups"][1];
    assert_eq!(newest["call"]["id"], newest["ids"][0], "the newest stands for them");
    // Another day begins another group.
    let _yesterday = receive(&core, &incoming(other, minute(13 * 60)), Contact::NotFound);
    let _before = receive(&core, &incoming(other, minute(12 * 60 - 1)), Contact::NotFound);
    let found = ask(&core, "history_groups", json!({ "limit": 50, "caller": "+390288881235" }));
    assert_eq!(groups(&found).iter().map(|(_, calls)| *calls).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn pages_of_groups_follow_each_other_without_a_gap_or_a_double() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let callers: Vec<String> = (0..40).map(|index| format!("+3902888812{:02}", index / 3)).collect();
    ring(&core, &callers.iter().map(|caller| Some(caller.as_str())).collect::<Vec<_>>());
    let (mut before, mut ids, mut pages) = (Value::Null, Vec::new(), 0);
    loop {
        let page = ask(&core, "history_groups", json!({ "limit": 4, "before": before }));
        pages += 1;
        assert!(groups(&page).iter().all(|(_, calls)| *calls == 3) || pages == 4, "no group is cut by a page");
        for group in page["groups"].as_array().expect("groups") {
            ids.extend(group["ids"].as_array().expect("ids").iter().filter_map(Value::as_i64));
        }
        before = page["next"].clone();
        if before.is_null() {
            break;
        }
    }
    assert_eq!(pages, 4);
    let all = ask(&core, "history", json!({ "limit": 100 }));
    let all: Vec<i64> = all["rows"].as_array().expect("rows").iter().filter_map(|row| row["id"].as_i64()).collect();
    assert_eq!(ids, all);
}

#[test]
fn a_machine_that_never_stops_is_more_than_one_group() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    ring(&core, &[Some("+390288881234"); 450]);
    let page = ask(&core, "history_groups", json!({ "limit": 2 }));
    assert_eq!(groups(&page).iter().map(|(_, calls)| *calls).collect::<Vec<_>>(), [200, 200]);
    let rest = ask(&core, "history_groups", json!({ "limit": 2, "before": page["next"] }));
    assert_eq!((groups(&rest), &rest["next"]), (expected(&[("+390288881234", 50)]), &Value::Null));
}

#[test]
fn calls_of_contacts_are_found_by_their_names_and_an_objection_is_flagged() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    ring(&core, &[Some("+393471234567"), Some("+390288881234")]);
    let named = json!({ "limit": 9, "search": "Anna", "named": ["347 123 4567", "no number"] });
    assert_eq!(groups(&ask(&core, "history_groups", named)), expected(&[("+393471234567", 1)]));
    assert_eq!(groups(&ask(&core, "history_groups", json!({ "limit": 9, "search": "Anna" }))), []);
    assert_eq!(
        groups(&ask(&core, "history_groups", json!({ "limit": 9, "search": "1234" }))),
        expected(&[("+390288881234", 1)])
    );

    let objection = json!({ "company": "Energia", "numbers": ["02 8888 1234"], "at": minute(60), "how": "email" });
    let _saved = tell(&core, "objection_save", json!({ "objection": objection }));
    let page = ask(&core, "history_groups", json!({ "limit": 9 }));
    let flags: Vec<&Value> =
        page["groups"].as_array().expect("groups").iter().map(|group| &group["is_after_objection"]).collect();
    assert_eq!(flags, [&json!(false), &json!(true)]);
}
