//! The record at scale: a hundred thousand calls, paged, searched, filtered and counted through indexes.

use std::time::Duration;

use serde_json::{Value, json};
use stufo_core::moment::Moment;
use stufo_core::policy::{Contact, NewCall, Reason};
use stufo_core::store::UserStore;
use stufo_core::store::user::{CallFilter, Search};
use stufo_tests::{NOON, ask, core, incoming, receive, tell};

const CALLS: i64 = 100_000;
const HOUR: i64 = 3_600_000;

/// Calls an hour apart, written as screening writes them.
fn fill(folder: &std::path::Path) {
    let core = core(folder);
    let rule = json!({ "kind": "block", "pattern": "+39 02 5555*", "action": "reject", "label": "Luce e gas" });
    let _rule = tell(&core, "rule_save", json!({ "rule": rule }));
    let at = |index: i64| Moment { utc_millis: NOON.utc_millis - index * HOUR, ..NOON };
    let blocked = receive(&core, &incoming(Some("+390255551234"), at(0)), Contact::NotFound);
    let rang = receive(&core, &incoming(Some("+390612345678"), at(0)), Contact::NotFound);
    drop(core);
    let mut store = UserStore::open(&folder.join("stufo.db"), Duration::from_secs(5)).expect("the store opens");
    let known = [blocked, rang]
        .map(|call| (store.call(call.call_id).expect("recorded"), store.trace(call.call_id).expect("recorded")));
    let written = store.write(|store| {
        for index in 1..CALLS {
            let (record, trace) = if index % 10 == 0 { &known[0] } else { &known[1] };
            let mut call = record.call.clone();
            call.at = at(index);
            store.record(&NewCall { call: &call, contact: Contact::NotFound, trace })?;
        }
        Ok::<(), stufo_core::store::StoreError>(())
    });
    written.expect("the calls are written");
}

fn rows(page: &Value) -> usize {
    page.get("rows").and_then(Value::as_array).map_or(0, Vec::len)
}

#[test]
fn a_hundred_thousand_calls_are_paged_searched_filtered_counted_and_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path());
    let core = core(folder.path());

    // Pages follow each other without a gap or a double.
    let (mut before, mut seen, mut last) = (Value::Null, 0, i64::MAX);
    for _ in 0..5 {
        let page = ask(&core, "history", json!({ "limit": 60, "before": before }));
        for row in page.get("rows").and_then(Value::as_array).expect("rows") {
            let at = row.pointer("/at/utc_millis").and_then(Value::as_i64).expect("a time");
            assert!(at <= last);
            last = at;
            seen += 1;
        }
        before = page.get("next").cloned().expect("a cursor");
    }
    assert_eq!(seen, 300);

    // Search by number in any written form, by the rule's name, by reason.
    for text in ["02 5555 1234", "+39 02 55551234", "0039 02 5555", "luce", "user_block"] {
        let page = ask(&core, "history", json!({ "limit": 50, "search": text }));
        assert_eq!(rows(&page), 50, "{text}");
        assert_eq!(page.pointer("/rows/0/caller/number"), Some(&json!("+390255551234")), "{text}");
    }
    assert_eq!(rows(&ask(&core, "history", json!({ "limit": 50, "search": "099999" }))), 0);
    assert_eq!(rows(&ask(&core, "history", json!({ "limit": 50, "search": "100%_'; DROP" }))), 0);
    assert_eq!(rows(&ask(&core, "history", json!({ "limit": 50, "actions": ["reject"] }))), 50);
    assert_eq!(rows(&ask(&core, "history", json!({ "limit": 50, "hidden": true }))), 0);
    assert_eq!(rows(&ask(&core, "history", json!({ "limit": 50, "reason": "user_block" }))), 50);
    assert_eq!(rows(&ask(&core, "history", json!({ "limit": 50, "caller": "06 12345678" }))), 50);

    // Counts.
    let range = json!({ "by": "reason", "from_millis": 0, "to_millis": NOON.utc_millis + 1 });
    let counts = ask(&core, "counts", range);
    let total = |field: &str| -> u64 {
        let counts = counts.get("counts").and_then(Value::as_array).expect("counts");
        counts.iter().filter_map(|count| count.get(field)?.as_u64()).sum()
    };
    assert_eq!((total("blocked"), total("passed")), (10_000, 90_001));
    let day = json!({ "by": "day", "from_millis": NOON.utc_millis - 48 * HOUR, "to_millis": NOON.utc_millis });
    assert_eq!(ask(&core, "counts", day).pointer("/counts/1/key"), Some(&json!("2026-11-23")));

    // Exported a page at a time.
    let page = ask(&core, "export", json!({ "form": "csv" }));
    let text = page.get("text").and_then(Value::as_str).expect("text");
    assert_eq!(text.lines().count(), 2_001);
    assert!(text.starts_with("id,local_time,") && !page.get("next").expect("a cursor").is_null());
    let page = ask(&core, "export", json!({ "form": "json" }));
    assert_eq!(page.get("text").and_then(Value::as_str).expect("text").lines().count(), 2_000);

    // As many calls as are kept unless one says otherwise fit into a backup that can be read back, with room for notes.
    let backup = ask(&core, "backup", json!({}));
    let text = backup.get("text").and_then(Value::as_str).expect("a backup");
    assert!(text.len() < 40 * 1024 * 1024, "{} bytes: the bound of a request is 64 MB", text.len());
    let preview = ask(&core, "backup_preview", json!({ "text": text }));
    assert_eq!(preview.get("calls"), Some(&json!(CALLS + 1)));

    // Retention by age and count.
    let _settings = tell(&core, "settings_patch", json!({ "patch": { "keep_days": 100, "keep_calls": 1_000 } }));
    let forgotten = tell(&core, "maintain", json!({})).get("forgotten").and_then(Value::as_i64).expect("a count");
    assert_eq!(forgotten, CALLS + 1 - 1_000);
}

/// No filter reads the whole table: SQLite says which index serves it.
#[test]
fn every_filter_is_served_by_an_index() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(core(folder.path()));
    let store = UserStore::open(&folder.path().join("stufo.db"), Duration::from_secs(5)).expect("the store opens");
    let key = stufo_core::number::PhoneNumber::from_e164_digits("390612345678").expect("a number").key();
    let filters = [
        CallFilter::default(),
        CallFilter { caller: Some(key), ..CallFilter::default() },
        CallFilter { reason: Some(Reason::Pack), ..CallFilter::default() },
        CallFilter { actions: vec![stufo_core::policy::Action::Reject], ..CallFilter::default() },
        CallFilter { list_id: Some(1), ..CallFilter::default() },
        CallFilter { from_millis: Some(1), to_millis: Some(2), ..CallFilter::default() },
        CallFilter {
            search: Some(Search { reasons: vec![Reason::Pack], ..Search::default() }),
            ..CallFilter::default()
        },
    ];
    for filter in filters {
        let plan = store.explain_calls(&filter).expect("the query is well-formed");
        let served = plan.iter().any(|step| step.contains("USING INDEX") || step.contains("USING COVERING INDEX"));
        assert!(served, "{filter:?}: {plan:?}");
    }
}
