//! Objections in a replayed month: who called again, the register of objections, its backup and its rescue.

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::number::Region;
use stufo_tests::month::{NOW, ask, at, flags, golden, id_of, list, month, pretty, receive, request, tell, text};

#[test]
fn who_called_again_in_the_month() {
    let (_place, core) = month();
    golden("month-recontact.json", &pretty(&ask(&core, "recontact", json!({ "days": 365 }))));
    let mut objections = ask(&core, "objections", json!({}));
    for row in objections["objections"].as_array_mut().expect("a list") {
        for call in row["after"]["calls"].as_array_mut().expect("a list") {
            *call = json!({ "relation": call["relation"], "id": call["call"]["id"] });
        }
    }
    golden("month-objections.json", &pretty(&objections));
    golden("month-overview.json", &pretty(&ask(&core, "objection", json!({}))));
}

/// Which call after an objection it is, counts them all: callers that take turns are counted together.
#[test]
fn every_call_after_an_objection_is_counted_in_turn() {
    let (_place, core) = month();
    for row in list(&ask(&core, "objections", json!({})), "objections") {
        let after = &row["after"];
        for (index, later) in list(after, "calls").iter().enumerate() {
            let id = &later["call"]["id"];
            let flag = ask(&core, "call", json!({ "id": id }))["flags"]["after_objection"].clone();
            if (&flag["objection"], &flag["call_id"]) != (&row["id"], &row["call_id"]) {
                continue; // An older objection, or a surer link, speaks for this call.
            }
            // The newest first.
            assert_eq!(flag["count"], json!(list(after, "calls").len() - index), "{flag} {id}");
            let facts = ask(&core, "evidence", json!({ "ids": [id] }))["rows"][0]["facts"].clone();
            let fact = facts.as_array().expect("facts").iter().find(|fact| fact["code"] == "after_objection");
            let detail = fact.and_then(|fact| fact.pointer("/detail/en")).and_then(Value::as_str).expect("a detail");
            assert!(detail.ends_with(&format!("call no. {}", flag["count"])), "{detail}");
        }
    }
    // Four numbers of one range, the last one's first call: the third after the objection.
    let neighbour = id_of(&core, "2028-03-22T10:00:00+01:00", None);
    let details = ask(&core, "call", json!({ "id": neighbour }));
    assert_eq!(details.pointer("/flags/after_objection/count"), Some(&json!(3)));
}

#[test]
fn an_objection_is_checked_kept_changed_and_forgotten() {
    let (_place, core) = month();
    let refused = |objection: Value| {
        let request = request("do", "objection_save", json!({ "objection": objection }));
        core.command(&request).expect_err("refused").code.name()
    };
    assert_eq!(refused(json!({})), "bad_request");
    assert_eq!(refused(json!({ "company": " \n " })), "bad_request");
    assert_eq!(refused(json!({ "numbers": ["non un numero"] })), "bad_request");
    assert_eq!(refused(json!({ "numbers": vec!["0612345678"; 21] })), "bad_request");
    assert_eq!(refused(json!({ "company": "X", "how": "pigeon" })), "bad_request");
    assert_eq!(refused(json!({ "company": "X", "at": at("2028-04-20T12:00:01+02:00") })), "bad_request");
    assert_eq!(refused(json!({ "id": 999, "company": "X" })), "not_found");
    assert_eq!(refused(json!({ "call_id": 999 })), "not_found");

    // A call with the outcome "objected" is an objection already; saved, it is one and not two.
    let rows = |core: &Core| list(&ask(core, "objections", json!({})), "objections").to_vec();
    let told = rows(&core).into_iter().find(|row| row["id"].is_null()).expect("told by its call");
    assert_eq!((told["how"].clone(), told["after"]["count"].clone()), (json!("phone"), json!(3)));
    let count = rows(&core).len();
    let id = tell(&core, "objection_save", json!({ "objection": { "call_id": told["call_id"], "company": "Luce" } }));
    assert_eq!(rows(&core).len(), count);
    let kept = rows(&core).into_iter().find(|row| row["id"] == id["id"]).expect("saved");
    assert_eq!((&kept["numbers"], &kept["at"]), (&told["numbers"], &told["at"]));
    let change = json!({ "id": id["id"], "call_id": told["call_id"], "company": "Gas", "numbers": ["06 1234"], "how": "letter" });
    let _changed = tell(&core, "objection_save", json!({ "objection": change }));
    let kept = rows(&core).into_iter().find(|row| row["id"] == id["id"]).expect("saved");
    assert_eq!((kept["company"].clone(), kept["how"].clone()), (json!("Gas"), json!("letter")));
    let _deleted = tell(&core, "objection_delete", json!({ "id": id["id"] }));
    assert!(rows(&core).iter().any(|row| row["id"].is_null() && row["call_id"] == told["call_id"]));
    let request = request("do", "objection_delete", json!({ "id": id["id"] }));
    assert_eq!(core.command(&request).expect_err("gone").code.name(), "not_found");
    // One by its id or its call, and the newest ones.
    let asked = |fields: Value| ask(&core, "objections", fields);
    let by_call = asked(json!({ "call_id": told["call_id"] }));
    assert_eq!((list(&by_call, "objections"), &by_call["more"]), ([told.clone()].as_slice(), &json!(false)));
    let saved = rows(&core).into_iter().find(|row| !row["id"].is_null()).expect("saved");
    assert_eq!(list(&asked(json!({ "id": saved["id"] })), "objections"), [saved].as_slice());
    assert!(list(&asked(json!({ "id": 999 })), "objections").is_empty());
    let newest = asked(json!({ "limit": 2 }));
    assert_eq!((list(&newest, "objections"), &newest["more"]), (&rows(&core)[..2], &json!(true)));
    assert_eq!(asked(json!({ "limit": rows(&core).len() }))["more"], json!(false));
    // The flag of one call.
    let again = id_of(&core, "2028-03-14T12:30:00+01:00", None);
    let details = ask(&core, "call", json!({ "id": again }));
    assert_eq!(details.pointer("/flags/after_objection/relation"), Some(&json!("same_number")));
    assert_eq!(details.pointer("/flags/after_objection/count"), Some(&json!(1)));
}

#[test]
fn objections_and_enrolment_survive_a_backup() {
    let (_place, core) = month();
    let backup = ask(&core, "backup", json!({}))["text"].clone();
    let saved = |core: &Core| {
        let objections = ask(core, "objections", json!({}));
        let rows = list(&objections, "objections").iter().filter(|row| row["id"].is_i64());
        rows.map(|row| text(row, "/company").to_owned()).collect::<Vec<_>>()
    };
    let preview = ask(&core, "backup_preview", json!({ "text": backup }));
    assert_eq!(preview["objections"], json!(3));

    let place = tempfile::tempdir().expect("a folder");
    let other = Core::open(place.path(), Region::ITALY, NOW).expect("a fresh folder opens");
    let own = json!({ "company": "Altra", "numbers": [], "how": "letter", "at": at("2028-01-01T10:00:00+01:00") });
    let _id = tell(&other, "objection_save", json!({ "objection": own }));
    let _dates = tell(&other, "rpo_set", json!({ "enrolled_on": "2027-05-01", "renewed_on": null }));
    let merged = tell(&other, "restore", json!({ "text": backup, "mode": "merge" }));
    assert_eq!(merged["objections"], json!(3));
    assert_eq!(saved(&other).len(), 4);
    let enrolled = |core: &Core| ask(core, "objection", json!({}))["register"]["enrolled_on"].clone();
    assert_eq!(enrolled(&other), json!("2027-05-01"));
    // The same again adds nothing.
    assert_eq!(tell(&other, "restore", json!({ "text": backup, "mode": "merge" }))["objections"], json!(0));

    let replaced = tell(&other, "restore", json!({ "text": backup, "mode": "replace" }));
    assert_eq!(replaced["objections"], json!(3));
    assert_eq!((saved(&other), enrolled(&other)), (saved(&core), json!("2028-03-01")));
    // What has been in force for long is no news on another phone.
    let _maintained = tell(&other, "maintain", json!({}));
    let home = ask(&other, "home", json!({}));
    assert!(list(&home, "notices").iter().all(|notice| notice["kind"] != "rpo_in_force"), "{home}");
    assert_eq!(flags(&other), flags(&core));

    for broken in [("\"+39255551002\"", "x"), ("2028-03-01\"", "2028-03-41\"")] {
        let text = backup.as_str().expect("text");
        let whole = text.replace("\"+390255551002\"", "\"+39255551002\"");
        let damaged = whole.replace(broken.0, &broken.1.replace('x', "\"nonsense\""));
        assert_ne!(damaged, whole);
        let request = request("do", "restore", json!({ "text": damaged, "mode": "replace" }));
        assert_eq!(core.command(&request).expect_err("refused").code.name(), "bad_backup", "{broken:?}");
    }

    // A backup cannot bring more than can be kept, nor a merge.
    let many = |count: usize, numbers: usize| {
        let mut document: Value = serde_json::from_str(backup.as_str().expect("text")).expect("JSON");
        let one = |index: usize| {
            json!({ "company": format!("Ditta {index}"), "numbers": vec!["+390612345678"; numbers],
                "at": { "utc_millis": index, "offset_minutes": 0 } })
        };
        document["objections"] = (0..count).map(one).collect::<Vec<Value>>().into();
        request("do", "restore", json!({ "text": document.to_string(), "mode": "merge" }))
    };
    for request in [many(1_001, 1), many(1, 21)] {
        assert_eq!(core.command(&request).expect_err("refused").code.name(), "bad_backup");
    }
    assert!(core.command(&many(1_000, 20)).is_ok());
    assert_eq!(list(&ask(&core, "objections", json!({})), "objections").len(), 1_001);
    let one_more = request("do", "objection_save", json!({ "objection": { "company": "X" } }));
    assert_eq!(core.command(&one_more).expect_err("refused").code.name(), "bad_request");
}

/// One page after the other is spoilt: the objections and the day of enrolment come out of all but the few pages that
/// hold them or the way to them.
#[test]
fn objections_are_salvaged_from_a_damaged_file() {
    let (place, core) = month();
    let file = place.path().join("stufo.db");
    drop(core);
    let store = stufo_core::store::UserStore::open(&file, std::time::Duration::ZERO).expect("the store opens");
    store.checkpoint().expect("nobody else reads");
    drop(store);
    let whole = std::fs::read(&file).expect("the file is there");
    let pages = whole.len() / 4096;
    let (mut kept, mut tried) = (0, 0);
    for page in 1..pages {
        let copy = tempfile::tempdir().expect("a folder");
        let mut bytes = whole.clone();
        bytes[page * 4096..(page + 1) * 4096].fill(0xA5);
        std::fs::write(copy.path().join("stufo.db"), bytes).expect("a copy");
        let core = Core::open(copy.path(), Region::ITALY, NOW).expect("salvaged");
        let overview = ask(&core, "objection", json!({}));
        tried += 1;
        let saved =
            list(&ask(&core, "objections", json!({})), "objections").iter().filter(|row| row["id"].is_i64()).count();
        kept += usize::from(saved == 3 && overview["register"]["enrolled_on"] == json!("2028-03-01"));
    }
    assert!(tried > 20 && kept + 6 >= tried, "{kept} of {tried}");
}

/// A contact inside the range ends the campaign there; a contact's own call is in none.
#[test]
fn a_campaign_never_crosses_a_wanted_caller() {
    let (_place, core) = month();
    let before = ask(&core, "recontact", json!({ "days": 365 }));
    let patterns: Vec<&str> = list(&before, "campaigns").iter().map(|found| text(found, "/pattern")).collect();
    assert!(patterns.contains(&"+3934011122*"), "{patterns:?}");
    let neighbour = id_of(&core, "2028-03-23T18:00:00+01:00", None);
    for campaign in list(&before, "campaigns") {
        assert!(!list(campaign, "sample").contains(&json!(neighbour)));
    }
    let row = ["2028-04-19T18:00:00+02:00", "+393401112250", "allowed", "", "found", "", ""];
    let contact = receive(&core, &row);
    let after = ask(&core, "recontact", json!({ "days": 365 }));
    assert!(list(&after, "campaigns").iter().all(|found| text(found, "/pattern") != "+3934011122*"));
    // The neighbour of a number objected to is flagged; the contact among the neighbours is not.
    let evidence = ask(&core, "evidence", json!({ "ids": [contact] }));
    assert_eq!((&evidence["rows"][0]["wanted"], list(&evidence["rows"][0], "facts").len()), (&json!(true), 0));
    // An allow rule makes a caller wanted, past calls included.
    let objected = id_of(&core, "2028-03-20T16:00:00+01:00", None);
    assert!(!list(&ask(&core, "evidence", json!({ "ids": [objected] }))["rows"][0], "facts").is_empty());
    let _rule = tell(&core, "call_wanted", json!({ "id": objected }));
    assert!(list(&ask(&core, "evidence", json!({ "ids": [objected] }))["rows"][0], "facts").is_empty());
}

#[test]
fn nothing_is_claimed_on_small_numbers() {
    let (_place, core) = month();
    let table = ask(&core, "recontact", json!({ "days": 365 }));
    assert!(!list(&table, "rows").is_empty());
    for row in list(&table, "rows") {
        assert!(row["callers"].as_u64().expect("a count") < 10);
        assert_eq!(row["share"], Value::Null);
    }
    assert_eq!(table["suggestion"], Value::Null);
    assert!(!text(&table, "/suggestion_missing/it").is_empty());
    let place = tempfile::tempdir().expect("a folder");
    let empty = Core::open(place.path(), Region::ITALY, NOW).expect("a fresh folder opens");
    let table = ask(&empty, "recontact", json!({}));
    assert_eq!((list(&table, "rows").len(), list(&table, "campaigns").len()), (0, 0));
}
