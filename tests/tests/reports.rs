//! Reports and letters with their states, the user's own data, what was offered, the letter that a contract is void; and
//! all of it through backup and restore.

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::number::Region;
use stufo_tests::month::{NOW, ask, at, chosen, fields, id_of, list, month, receive, request, tell, text};
use stufo_tests::{ask_at, tell_at};

fn refused(core: &Core, name: &str, fields: Value) -> &'static str {
    core.command(&request("do", name, fields)).expect_err("refused").code.name()
}

fn only(core: &Core, id: &Value) -> Value {
    let page = ask(core, "reports", json!({ "id": id }));
    list(&page, "reports").first().expect("kept").clone()
}

#[test]
fn a_report_is_drafted_sent_and_answered() {
    let (_place, core) = month();
    let calls = chosen(&core);
    let draft = json!({ "calls": calls, "fields": fields(), "kind": "authority" });
    let id = tell(&core, "report_save", draft)["id"].clone();
    let kept = only(&core, &id);
    assert_eq!((text(&kept, "/state"), text(&kept, "/company")), ("draft", "Energia Chiara S.r.l."));
    assert_eq!((&kept["calls"], &kept["fields"]["content"]), (&json!(calls), &fields()["content"]));
    let sent = json!({ "id": id, "state": "sent", "on": "2028-04-19", "protocol": " 0123\n456/2028 " });
    let _sent = tell(&core, "report_state", sent);
    let kept = only(&core, &id);
    assert_eq!((text(&kept, "/state"), text(&kept, "/protocol")), ("sent", "0123 456/2028"));
    // No term of an authority is known.
    assert_eq!((&kept["sent_on"], &kept["answer_due_on"]), (&json!("2028-04-19"), &Value::Null));
    let early = json!({ "id": id, "state": "answered", "on": "2028-04-18" });
    assert_eq!(refused(&core, "report_state", early), "bad_request");
    assert_eq!(refused(&core, "report_state", json!({ "id": id, "state": "sent", "on": "2028-04-21" })), "bad_request");
    let _answered = tell(&core, "report_state", json!({ "id": id, "state": "answered", "answer": "archiviata" }));
    let kept = only(&core, &id);
    assert_eq!((text(&kept, "/state"), text(&kept, "/answer")), ("answered", "archiviata"));
    let counts = ask(&core, "objection", json!({}))["reports"].clone();
    assert_eq!(counts, json!({ "drafts": 0, "sent": 0, "answered": 1, "overdue": 0 }));
    let _draft = tell(&core, "report_state", json!({ "id": id, "state": "draft" }));
    assert_eq!((only(&core, &id)["sent_on"].clone(), text(&only(&core, &id), "/state")), (Value::Null, "draft"));
    // A call that is forgotten goes from the report too.
    let _deleted = tell(&core, "call_delete", json!({ "id": calls[0] }));
    assert_eq!(list(&only(&core, &id), "calls").len(), calls.len() - 1);
    let _deleted = tell(&core, "report_delete", json!({ "id": id }));
    assert_eq!(list(&ask(&core, "reports", json!({})), "reports").len(), 0);
    assert_eq!(refused(&core, "report_delete", json!({ "id": id })), "not_found");
    assert_eq!(refused(&core, "report_save", json!({ "calls": vec![1; 101] })), "bad_request");
}

/// A letter is an objection of the day it was sent, and its answer is due a month later: told once.
#[test]
fn a_letter_is_an_objection_and_its_answer_is_due_in_a_month() {
    let (_place, core) = month();
    let objections = ask(&core, "objections", json!({}));
    let by_phone = list(&objections, "objections").iter().find(|row| row["how"] == "phone" && row["id"].is_i64());
    let objection = by_phone.expect("saved")["id"].clone();
    let before = list(&objections, "objections").len();
    let letter = json!({ "kind": "letter", "objection": objection, "fields": { "company": "ENERGIA CHIARA SRL" } });
    let id = tell(&core, "report_save", letter)["id"].clone();
    let sent = json!({ "id": id, "state": "sent", "on": "2028-03-31", "how": "registered" });
    let _sent = tell(&core, "report_state", sent.clone());
    let again = tell(&core, "report_state", sent);
    assert_eq!(again, json!({}));
    let objections = ask(&core, "objections", json!({}));
    assert_eq!(list(&objections, "objections").len(), before + 1, "once, however often it is said");
    let of_letter = list(&objections, "objections").iter().find(|row| row["how"] == "registered").expect("saved");
    assert_eq!(text(of_letter, "/numbers/0/display"), "0844 123 456");
    // A registered letter has a day and no hour.
    let letter = ask(&core, "letter", json!({ "objection": of_letter["id"] }));
    assert!(text(&letter, "/text").contains("opposizione il 31/03/2028, con lettera raccomandata."));
    assert!(!text(&letter, "/text").contains("31/03/2028 alle"));

    let kept = only(&core, &id);
    assert_eq!((&kept["answer_due_on"], &kept["overdue"]), (&json!("2028-04-30"), &json!(false)));
    let notices = |day: &str| -> Vec<String> {
        let noon = at(&format!("{day}T12:00:00+02:00"));
        let _maintained = tell_at(&core, "maintain", json!({}), noon);
        let home = ask_at(&core, "home", json!({}), noon);
        let kinds = list(&home, "notices").iter().map(|notice| text(notice, "/kind").to_owned());
        kinds.filter(|kind| kind == "answer_due").collect()
    };
    assert_eq!(notices("2028-04-30"), Vec::<String>::new());
    assert_eq!(notices("2028-05-01"), ["answer_due"]);
    assert_eq!(notices("2028-05-02").len(), 1, "once");
    let overdue = ask_at(&core, "objection", json!({}), at("2028-05-02T12:00:00+02:00"))["reports"]["overdue"].clone();
    assert_eq!(overdue, json!(1));
    let answered = json!({ "id": id, "state": "answered" });
    let _answered = tell_at(&core, "report_state", answered, at("2028-05-03T12:00:00+02:00"));
    assert_eq!(notices("2028-05-04"), Vec::<String>::new());
}

/// The reminder names its report while it is the only one; a second one is told anew, and stays when the first is answered.
#[test]
fn the_reminder_of_an_answer_leads_to_its_report() {
    let (_place, core) = month();
    let sent = |on: &str| -> Value {
        let letter = json!({ "kind": "letter", "fields": { "company": "Energia Chiara" } });
        let id = tell(&core, "report_save", letter)["id"].clone();
        let _sent = tell(&core, "report_state", json!({ "id": id, "state": "sent", "on": on, "how": "web" }));
        id
    };
    let (first, second) = (sent("2028-03-01"), sent("2028-03-10"));
    let notices = |day: &str| -> Vec<(i64, Value)> {
        let noon = at(&format!("{day}T12:00:00+02:00"));
        let _maintained = tell_at(&core, "maintain", json!({}), noon);
        let home = ask_at(&core, "home", json!({}), noon);
        let of_reports = list(&home, "notices").iter().filter(|notice| text(notice, "/kind") == "answer_due");
        of_reports.map(|notice| (notice["id"].as_i64().expect("an id"), notice["report_id"].clone())).collect()
    };
    let [(one, report)]: [(i64, Value); 1] = notices("2028-04-02").try_into().expect("one notice");
    assert_eq!(report, first);
    let [(both, report)]: [(i64, Value); 1] = notices("2028-04-11").try_into().expect("one notice");
    assert!(both > one, "a new one, which is told again");
    assert_eq!(report, Value::Null, "about two");
    let answered = json!({ "id": first, "state": "answered" });
    let _answered = tell_at(&core, "report_state", answered, at("2028-04-12T12:00:00+02:00"));
    assert_eq!(notices("2028-04-12"), [(both, second.clone())]);
    let _deleted = tell_at(&core, "report_delete", json!({ "id": second }), at("2028-04-13T12:00:00+02:00"));
    assert_eq!(notices("2028-04-13"), []);
}

/// Remembered only when the user says so; then no field is asked for twice, and what is typed comes first.
#[test]
fn the_users_own_data_is_typed_once() {
    let (_place, core) = month();
    let missing = |core: &Core| -> Vec<String> {
        let complaint = ask(core, "complaint", json!({ "calls": chosen(core) }));
        list(&complaint, "missing").iter().map(|field| text(field, "/field").to_owned()).collect()
    };
    assert!(missing(&core).contains(&"name".to_owned()));
    assert_eq!(ask(&core, "sender", json!({}))["remembered"], json!(false));
    let sender = json!({
        "name": " Anna\nBianchi ", "tax_code": "BNCNNA80A41H501X", "contact": "anna@example.org",
        "called_number": "+39 347 0000001", "place": "Padova", "address": "",
    });
    let _saved = tell(&core, "sender_save", json!({ "sender": sender }));
    let view = ask(&core, "sender", json!({}));
    assert_eq!((text(&view, "/sender/name"), &view["sender"]["address"]), ("Anna Bianchi", &Value::Null));
    assert_eq!(missing(&core), ["company_address", "content", "consent", "contract"]);
    let complaint = ask(&core, "complaint", json!({ "calls": chosen(&core), "fields": { "name": "A. B." } }));
    assert!(
        text(&complaint, "/text").contains("Nome e cognome: A. B.")
            && text(&complaint, "/text").contains("Padova, 20/04/2028")
    );
    let letter = ask(&core, "letter", json!({ "fields": { "company": "Luce" } }));
    assert!(text(&letter, "/text").starts_with("Anna Bianchi\nanna@example.org\n\nSpett.le Luce"));
    // A report that is kept does not hold it a second time.
    let typed = json!({ "name": "Anna Bianchi", "contact": "other@example.org", "company": "Luce" });
    let id = tell(&core, "report_save", json!({ "calls": chosen(&core), "fields": typed }))["id"].clone();
    let kept = only(&core, &id)["fields"].clone();
    assert_eq!((&kept["name"], &kept["contact"]), (&Value::Null, &json!("other@example.org")));
    let _forgotten = tell(&core, "sender_save", json!({ "sender": null }));
    assert!(missing(&core).contains(&"name".to_owned()));
}

/// What was offered fills the form's field and carries the ban; it rests on what was told.
#[test]
fn energy_offered_since_the_ban() {
    let (_place, core) = month();
    let call = id_of(&core, "2028-04-05T11:20:00+02:00", None);
    let codes = |core: &Core| -> Vec<String> {
        let flags = ask(core, "call", json!({ "id": call }))["flags"].clone();
        list(&flags, "facts").iter().map(|fact| text(fact, "/code").to_owned()).collect()
    };
    assert_eq!(codes(&core), Vec::<String>::new(), "a plumber, for all that is known");
    let void = json!({ "call_id": call, "kind": "void", "fields": { "company": "Energia Chiara" } });
    let request = |fields: &Value| core.query(&stufo_tests::month::request("ask", "letter", fields.clone()));
    assert_eq!(request(&void).expect_err("nothing offered").code.name(), "refused");
    let _told = tell(&core, "call_offer", json!({ "id": call, "offer": "energy" }));
    assert_eq!(codes(&core), ["after_register", "sector_ban"]);
    let complaint = ask(&core, "complaint", json!({ "calls": [call] }));
    let content = list(&complaint, "rows").iter().find(|row| row["field"] == "content").expect("asked for");
    assert_eq!(content["value"], json!("contratto di luce o gas"));
    assert_eq!(text(&complaint, "/other_authorities/0/name"), "AGCOM");
    // It is known from secondary sources: both papers say so.
    let medium = |paper: &Value| list(paper, "warnings").iter().any(|warning| warning["code"] == "medium_source");
    let letter = ask(&core, "letter", void.clone());
    assert!(medium(&complaint) && medium(&letter));
    let words = text(&letter, "/text");
    assert!(
        words.contains("05/04/2028 alle 11:20") && words.contains("nullo") && words.contains("Spett.le Energia Chiara")
    );
    let _told = tell(&core, "call_offer", json!({ "id": call, "offer": "insurance" }));
    assert_eq!(codes(&core), ["after_register"]);
    assert_eq!(request(&void).expect_err("no ban on that").code.name(), "refused");

    // The day before and the first day.
    let place = tempfile::tempdir().expect("a folder");
    let core = Core::open(place.path(), Region::ITALY, NOW).expect("a fresh folder opens");
    for (time, banned) in [("2026-06-18T23:59:59+02:00", false), ("2026-06-19T00:00:00+02:00", true)] {
        let id = receive(&core, &[time, "+390255551001", "allowed", "", "", "answered", ""]);
        let _told = tell(&core, "call_offer", json!({ "id": id, "offer": "energy" }));
        let flags = ask(&core, "call", json!({ "id": id }))["flags"].clone();
        assert_eq!(list(&flags, "facts").iter().any(|fact| fact["code"] == "sector_ban"), banned, "{time}");
        assert_eq!(flags["void_contract"], json!(banned));
    }
}

/// Reports come back with their calls; the user's own data only when the user said so.
#[test]
fn a_backup_holds_reports_and_the_sender_only_when_told() {
    let (_place, core) = month();
    let calls = chosen(&core);
    let id = tell(
        &core,
        "report_save",
        json!({ "calls": calls, "fields": { "company": "Energia", "tax_code": "BNCNNA80A41H501X" } }),
    )["id"]
        .clone();
    assert_eq!(only(&core, &id)["fields"]["tax_code"], json!("BNCNNA80A41H501X"), "a draft keeps what was typed");
    let _sent = tell(&core, "report_state", json!({ "id": id, "state": "sent", "on": "2028-04-19", "protocol": "7" }));
    let _told = tell(&core, "call_offer", json!({ "id": calls[0], "offer": "energy" }));
    let _saved = tell(&core, "sender_save", json!({ "sender": { "name": "Anna Bianchi" } }));
    let without = text(&ask(&core, "backup", json!({})), "/text").to_owned();
    assert!(!without.contains("Anna Bianchi") && !without.contains("BNCNNA80A41H501X"));
    let _saved = tell(&core, "sender_save", json!({ "sender": { "name": "Anna Bianchi" }, "in_backup": true }));
    let with = text(&ask(&core, "backup", json!({})), "/text").to_owned();
    assert!(with.contains("Anna Bianchi"));
    for (backup, name) in [(&without, Value::Null), (&with, json!("Anna Bianchi"))] {
        let place = tempfile::tempdir().expect("a folder");
        let other = Core::open(place.path(), Region::ITALY, NOW).expect("a fresh folder opens");
        for _ in 0..2 {
            let _restored = tell(&other, "restore", json!({ "text": backup, "mode": "merge" }));
        }
        let page = ask(&other, "reports", json!({}));
        let [report] = list(&page, "reports") else { panic!("one report: {page}") };
        assert_eq!(
            (text(report, "/state"), text(report, "/protocol"), text(report, "/company")),
            ("sent", "7", "Energia")
        );
        assert_eq!(list(report, "calls").len(), calls.len());
        let first = ask(&other, "call", json!({ "id": report["calls"][0] }))["call"].clone();
        assert_eq!((&first["offer"], &first["at"]), (&json!("energy"), &json!(at("2028-03-17T20:00:00+01:00"))));
        assert_eq!(ask(&other, "sender", json!({}))["sender"]["name"], name);
        let _restored = tell(&other, "restore", json!({ "text": backup, "mode": "replace" }));
        assert_eq!(list(&ask(&other, "reports", json!({})), "reports").len(), 1);
    }
}
