//! Evidence of a replayed month: the facts about every call, the CSV, pages of a large record, times without end.

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::moment::Moment;
use stufo_core::number::Region;
use stufo_core::policy::Contact;
use stufo_tests::month::{NOW, all_ids, ask, flags, golden, id_of, list, month, request, tell, text};
use stufo_tests::request_at;

#[test]
fn flags_of_the_month() {
    let (_place, core) = month();
    golden("month-flags.txt", &flags(&core));
}

#[test]
fn evidence_of_the_month_as_csv() {
    let (_place, core) = month();
    let page = ask(&core, "evidence_export", json!({}));
    assert_eq!(page["next"], Value::Null);
    golden("month-evidence.csv", text(&page, "/text"));
}

/// The address book is asked only during calls that would not ring; what it says later counts as well.
#[test]
fn a_contact_told_later_is_wanted() {
    let (_place, core) = month();
    let call = id_of(&core, "2028-03-20T16:00:00+01:00", None);
    let facts = |core: &Core| list(&ask(core, "evidence", json!({ "ids": [call] }))["rows"][0], "facts").len();
    assert!(facts(&core) > 0);
    let _noted = tell(&core, "call_contact", json!({ "id": call, "contact": "found" }));
    assert_eq!(facts(&core), 0);
    // A look-up that fails later does not undo it.
    let _noted = tell(&core, "call_contact", json!({ "id": call, "contact": "not_found" }));
    assert_eq!(facts(&core), 0);
}

/// Fifty thousand calls: every answer looks at a bounded part of them, through an index, and pages follow each other
/// without a gap or a double.
#[test]
fn a_large_record_is_read_in_bounded_parts() {
    use stufo_core::policy::NewCall;
    const CALLS: i64 = 50_000;
    const HOUR: i64 = 3_600_000;
    let (place, core) = month();
    let model = id_of(&core, "2028-04-16T11:00:00+02:00", None);
    drop(core);
    let wait = std::time::Duration::from_secs(5);
    let mut store = stufo_core::store::UserStore::open(&place.path().join("stufo.db"), wait).expect("the store opens");
    let (record, trace) = (store.call(model).expect("recorded"), store.trace(model).expect("recorded"));
    let filled = store.write(|store| {
        for index in 0..CALLS {
            let mut call = record.call.clone();
            call.at = Moment { utc_millis: NOW.utc_millis - (index + 1) * HOUR / 4, ..NOW };
            let digits = format!("39084400{:04}", index % 2_000);
            call.caller = stufo_core::number::Caller::Number(format!("+{digits}").parse().expect("a number"));
            store.record(&NewCall { call: &call, contact: Contact::NotFound, trace: &trace })?;
        }
        Ok::<(), stufo_core::store::StoreError>(())
    });
    filled.expect("the calls are written");
    for plan in store.explain_re_contact().expect("well-formed") {
        assert!(plan.contains("USING INDEX") || plan.contains("USING COVERING INDEX"), "{plan}");
    }
    drop(store);

    let core = Core::open(place.path(), Region::ITALY, NOW).expect("the store opens");
    let overview = ask(&core, "objection", json!({}));
    // One of the newest is from a contact.
    assert_eq!(overview["evidence"], json!({ "calls": 999, "looked_at": 1_000 }));
    let table = ask(&core, "recontact", json!({ "days": 3_650 }));
    assert_eq!(table["looked_at"], json!(50_000));
    assert!(list(&table, "campaigns").len() <= 50);

    let (mut before, mut seen, mut pages) = (Value::Null, Vec::new(), 0);
    while pages == 0 || !before.is_null() && pages < 5 {
        let page = ask(&core, "evidence", json!({ "before": before, "limit": 200 }));
        assert!(page["looked_at"].as_u64().expect("a count") <= 500);
        seen.extend(list(&page, "rows").iter().map(|row| row["call"]["id"].as_i64().expect("an id")));
        before = page["next"].clone();
        pages += 1;
    }
    // The newest first, none left out: all of them but the contact's.
    let (mut newest, mut cursor) = (Vec::new(), Value::Null);
    while newest.len() < 1_500 {
        let page = ask(&core, "history", json!({ "limit": 500, "before": cursor }));
        newest.extend(list(&page, "rows").iter().filter(|row| row["contact"] != "found").map(|row| row["id"].as_i64()));
        cursor = page["next"].clone();
    }
    assert_eq!(seen.len(), 1_000);
    assert!(seen.iter().map(|id| Some(*id)).eq(newest.into_iter().filter(Option::is_some).take(1_000)));
    // What does not fit is looked at and left out, page after page, and the last one says so.
    let (mut before, mut looked, mut pages) = (Value::Null, 0, 0);
    while pages == 0 || !before.is_null() {
        let page = ask(&core, "evidence", json!({ "before": before, "code": "failed_verification" }));
        looked += page["looked_at"].as_u64().expect("a count");
        before = page["next"].clone();
        pages += 1;
    }
    assert_eq!((looked, pages), (50_031, 101));
    let (mut before, mut lines) = (Value::Null, 0);
    for _ in 0..3 {
        let page = ask(&core, "evidence_export", json!({ "before": before }));
        lines += text(&page, "/text").lines().count();
        before = page["next"].clone();
    }
    assert!(lines > 1_500 && !before.is_null());
    let refused = request("ask", "evidence", json!({ "ids": vec![1; 201] }));
    assert_eq!(core.query(&refused).expect_err("refused").code.name(), "bad_request");
    let refused = request("ask", "complaint", json!({ "calls": vec![1; 101] }));
    assert_eq!(core.query(&refused).expect_err("refused").code.name(), "bad_request");
}

/// A backup may hold any times and texts: everything is answered, nothing panics.
#[test]
fn times_without_end_are_answered() {
    let (_place, core) = month();
    let mut backup: Value = serde_json::from_str(text(&ask(&core, "backup", json!({})), "/text")).expect("JSON");
    let ends = [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX];
    let offsets = [i32::MIN, -1_440, 0, 1_440, i32::MAX, 60];
    for (index, call) in backup["calls"].as_array_mut().expect("calls").iter_mut().enumerate() {
        call["utc_millis"] = json!(ends[index % ends.len()]);
        call["offset_minutes"] = json!(offsets[index % offsets.len()]);
    }
    for (index, objection) in backup["objections"].as_array_mut().expect("objections").iter_mut().enumerate() {
        objection["at"] = json!({ "utc_millis": ends[index], "offset_minutes": offsets[index] });
        objection["company"] = json!("\u{0}".repeat(100_000));
    }
    backup["enrolments"] = json!({ "IT": { "enrolled_on": "0000-01-01", "renewed_on": "9999-12-31" } });
    let restored = tell(&core, "restore", json!({ "text": backup.to_string(), "mode": "replace" }));
    assert!(restored["calls"].as_u64().expect("a count") > 10);
    let ids = all_ids(&core);
    for at in [
        Moment { utc_millis: i64::MIN, offset_minutes: i32::MIN },
        NOW,
        Moment { utc_millis: i64::MAX, offset_minutes: i32::MAX },
    ] {
        for (name, fields) in [
            ("objection", json!({})),
            ("objections", json!({})),
            ("recontact", json!({ "days": u32::MAX })),
            ("evidence", json!({})),
            ("evidence", json!({ "ids": ids })),
            ("evidence_export", json!({})),
            ("complaint", json!({ "calls": ids })),
            ("letter", json!({ "fields": { "company": "X" } })),
            ("call", json!({ "id": ids[0] })),
        ] {
            let request = request_at("ask", name, fields, at);
            let answer = core.query(&request).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(answer.starts_with('{'));
        }
    }
}
