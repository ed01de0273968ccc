//! A replayed month of calls: the flags, the re-contact table, the evidence, the complaint and the letter are golden
//! files; every sentence of a draft goes when its record goes. `STUFO_UPDATE=1` rewrites the golden files.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use stufo_core::api::{Core, Incoming};
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller, Region};
use stufo_core::policy::{Contact, Verification};

/// Thursday 20 April 2028, 12:00 in Rome: three days after Easter Monday.
const NOW: Moment = Moment { utc_millis: 1_839_837_600_000, offset_minutes: 120 };

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[track_caller]
fn golden(name: &str, actual: &str) {
    let path = folder("golden").join(name);
    if std::env::var_os("STUFO_UPDATE").is_some() {
        std::fs::write(&path, actual).expect("a golden file can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("the golden file is there");
    assert!(actual == expected, "{name} is not as pinned; actual:\n{actual}");
}

fn at(text: &str) -> Moment {
    let (clock, offset) = text.split_at(19);
    let minutes: i32 = offset[1..3].parse::<i32>().expect("hours") * 60 + offset[4..6].parse::<i32>().expect("minutes");
    let offset_minutes = if offset.starts_with('-') { -minutes } else { minutes };
    let civil: jiff::civil::DateTime = clock.parse().expect("a time");
    let zone = jiff::tz::Offset::from_seconds(offset_minutes * 60).expect("an offset");
    Moment { utc_millis: zone.to_timestamp(civil).expect("a time").as_millisecond(), offset_minutes }
}

fn now_request(verb: &str, name: &str, mut fields: Value) -> String {
    let object = fields.as_object_mut().expect("fields are an object");
    object.insert("at".to_owned(), json!(NOW));
    object.insert(verb.to_owned(), json!(name));
    fields.to_string()
}

fn ask(core: &Core, name: &str, fields: Value) -> Value {
    let answer = core.query(&now_request("ask", name, fields)).expect("the query is well-formed");
    serde_json::from_str(&answer).expect("the core answers JSON")
}

fn tell(core: &Core, name: &str, fields: Value) -> Value {
    let answer = core.command(&now_request("do", name, fields)).expect("the command is well-formed");
    serde_json::from_str(&answer).expect("the core answers JSON")
}

/// Receives a call as the phone does, and says of it what the person said.
fn receive(core: &Core, row: &[&str]) -> i64 {
    let [time, number, presentation, verification, contact, outcome, note] = row else { panic!("seven columns") };
    let shown = *presentation == "allowed";
    let presentation = match *presentation {
        "restricted" => Presentation::Restricted,
        "unknown" => Presentation::Unknown,
        _ => Presentation::Allowed,
    };
    let raw = RawCaller { scheme: shown.then_some("tel"), address: shown.then_some(*number), presentation };
    let verification = if *verification == "failed" { Verification::Failed } else { Verification::NotVerified };
    let screened = core.screen(&Incoming { raw, verification, at: at(time), sim: None }).expect("the store is whole");
    let found = *contact == "found";
    if screened.verdict.action.code() != 0 || found {
        let contact = if found { Contact::Found } else { Contact::NotFound };
        let _overruled = core.overrule(screened.call_id, contact).expect("the store is whole");
    }
    if !outcome.is_empty() || !note.is_empty() {
        let outcome = (!outcome.is_empty()).then_some(*outcome);
        let note = (!note.is_empty()).then_some(*note);
        let _noted = tell(core, "call_note", json!({ "id": screened.call_id, "outcome": outcome, "note": note }));
    }
    screened.call_id
}

/// The month: a blocked range, a dialled number, an enrolment, three objections, and the calls of the file.
fn month() -> (tempfile::TempDir, Core) {
    let place = tempfile::tempdir().expect("a folder");
    let core = Core::open(place.path(), Region::ITALY, NOW).expect("a fresh folder opens");
    let rule = json!({ "kind": "block", "pattern": "+39 02 5555*", "action": "reject", "label": "Energia Chiara" });
    let _rule = tell(&core, "rule_save", json!({ "rule": rule }));
    let raw = RawCaller { scheme: Some("tel"), address: Some("340 9998888"), presentation: Presentation::Allowed };
    core.outgoing(&raw, at("2028-03-01T09:00:00+01:00")).expect("the store is whole");
    let text = std::fs::read_to_string(folder("data/month.csv")).expect("the month is there");
    for line in text.lines().skip(1) {
        let _id = receive(&core, &line.split(',').collect::<Vec<_>>());
    }
    let _register = tell(&core, "rpo_set", json!({ "enrolled_on": "2028-03-01", "renewed_on": null }));
    for (company, number, how, time) in [
        ("Energia Chiara S.r.l.", "02 5555 1002", "email", "2028-03-17T20:05:00+01:00"),
        ("ENERGIA CHIARA SRL", "0844 123456", "phone", "2028-03-01T18:00:00+01:00"),
        ("Fibra Veloce S.p.A.", "+39 347 7654321", "certified", "2028-04-18T12:00:00+02:00"),
    ] {
        let objection = json!({ "company": company, "numbers": [number], "how": how, "at": at(time) });
        let _id = tell(&core, "objection_save", json!({ "objection": objection }));
    }
    (place, core)
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).expect("a list")
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// All calls of the month, oldest first.
fn all_ids(core: &Core) -> Vec<i64> {
    let page = ask(core, "history", json!({ "limit": 500 }));
    let mut ids: Vec<i64> = list(&page, "rows").iter().map(|row| row["id"].as_i64().expect("an id")).collect();
    ids.sort_unstable();
    ids
}

fn id_of(core: &Core, time: &str, number: Option<&str>) -> i64 {
    let page = ask(core, "history", json!({ "limit": 500 }));
    let wanted = at(time).utc_millis;
    let found = list(&page, "rows").iter().find(|row| {
        row.pointer("/at/utc_millis") == Some(&json!(wanted))
            && number.is_none_or(|number| text(row, "/caller/number") == number)
    });
    found.expect("the call is recorded")["id"].as_i64().expect("an id")
}

/// One line a call with what the record supports about it.
fn flags(core: &Core) -> String {
    let answer = ask(core, "evidence", json!({ "ids": all_ids(core) }));
    let mut lines = String::new();
    for row in list(&answer, "rows").iter().rev() {
        let at: Moment = serde_json::from_value(row["call"]["at"].clone()).expect("a moment");
        let who = [text(row, "/call/caller/number"), text(row, "/call/caller/hidden")].concat();
        let facts = list(row, "facts")
            .iter()
            .map(|fact| format!("{} ({}: {})", text(fact, "/code"), text(fact, "/basis"), text(fact, "/detail/en")));
        let facts: Vec<String> = facts.collect();
        let wanted = if row["wanted"] == json!(true) { "wanted" } else { "" };
        lines.push_str(&format!(
            "{} {:+03} {who:<14} {:<7} {:<15} {:<8} {wanted}{}\n",
            at.civil().strftime("%Y-%m-%d %a %H:%M:%S"),
            at.offset_minutes / 60,
            text(row, "/call/action"),
            text(row, "/call/reason"),
            text(row, "/call/outcome"),
            facts.join(" · ")
        ));
    }
    lines
}

fn pretty(value: &Value) -> String {
    format!("{}\n", serde_json::to_string_pretty(value).expect("JSON"))
}

#[test]
fn flags_of_the_month() {
    let (_place, core) = month();
    golden("month-flags.txt", &flags(&core));
}

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

#[test]
fn evidence_of_the_month_as_csv() {
    let (_place, core) = month();
    let page = ask(&core, "evidence_export", json!({}));
    assert_eq!(page["next"], Value::Null);
    golden("month-evidence.csv", text(&page, "/text"));
}

fn fields() -> Value {
    json!({
        "company": "Energia Chiara S.r.l.", "content": "Un contratto per luce e gas", "called_number": "+39 347 0000001",
        "name": "Anna Bianchi", "tax_code": "BNCNNA80A41H501X", "contact": "anna@example.org", "consent": false,
        "contract": false,
    })
}

/// Calls of one controller: the blocked range and the number objected to.
fn chosen(core: &Core) -> Vec<i64> {
    vec![
        id_of(core, "2028-03-17T20:00:00+01:00", None),
        id_of(core, "2028-03-17T20:00:01+01:00", None),
        id_of(core, "2028-03-18T09:30:00+01:00", None),
        id_of(core, "2028-04-15T19:00:01+02:00", None),
        id_of(core, "2028-04-16T11:00:00+02:00", None),
        id_of(core, "2028-04-17T11:00:00+02:00", None),
    ]
}

#[test]
fn the_complaint_and_the_letter() {
    let (_place, core) = month();
    let complaint = ask(&core, "complaint", json!({ "calls": chosen(&core), "fields": fields() }));
    golden("month-complaint.txt", &format!("{}\n", text(&complaint, "/text")));
    let shown = json!({
        "missing": complaint["missing"], "warnings": complaint["warnings"], "paragraphs": complaint["paragraphs"],
    });
    golden("month-complaint.json", &pretty(&shown));
    assert_eq!(complaint["refused"], Value::Null);

    let empty = ask(&core, "complaint", json!({ "calls": chosen(&core) }));
    let missing: Vec<&str> = list(&empty, "missing").iter().map(|missing| text(missing, "/field")).collect();
    // The company is known: the objection names it.
    assert_eq!(
        missing,
        ["name", "tax_code", "contact", "called_number", "company_address", "content", "consent", "contract"]
    );

    let objections = ask(&core, "objections", json!({}));
    let energia = list(&objections, "objections").iter().find(|row| row["company"] == "ENERGIA CHIARA SRL");
    let id = energia.expect("saved")["id"].clone();
    let letter = ask(&core, "letter", json!({ "objection": id, "fields": { "name": "Anna Bianchi" } }));
    golden("month-letter.txt", &format!("{}\n", text(&letter, "/text")));
    let nobody = ask(&core, "letter", json!({}));
    assert_eq!((nobody["text"].clone(), text(&nobody, "/missing/0/field")), (Value::Null, "company"));
}

/// Removes one record after the other: no sentence that rested on it stays, and every other one does.
#[test]
fn no_sentence_stands_without_its_record() {
    let texts = |core: &Core, calls: &[i64], fields: &Value| -> Vec<(String, Value)> {
        let draft = ask(core, "complaint", json!({ "calls": calls, "fields": fields }));
        list(&draft, "paragraphs").iter().map(|p| (text(p, "/text").to_owned(), p.clone())).collect()
    };
    let fixed = ["opening", "request", "truth", "closing"];
    let rests = |p: &Value| {
        let named = |name: &str| p[name].as_array().is_some_and(|list| !list.is_empty());
        named("calls") || named("objections") || named("fields") || p["register"] == json!(true)
    };

    let (_place, core) = month();
    let calls = chosen(&core);
    let whole = texts(&core, &calls, &fields());
    for (text, paragraph) in &whole {
        let kind = paragraph["kind"].as_str().expect("a kind");
        assert_eq!(rests(paragraph), !fixed.contains(&kind), "{text}");
    }
    let has = |of: &[(String, Value)], needle: &str| of.iter().any(|(text, _)| text.contains(needle));
    assert!(has(&whole, "15/04/2028") && has(&whole, "Registro pubblico") && has(&whole, "17/03/2028 alle 20:05:00"));

    // A call that is deleted takes its line, its facts and its number along.
    let gone = id_of(&core, "2028-04-15T19:00:01+02:00", None);
    let _deleted = tell(&core, "call_delete", json!({ "id": gone }));
    let without_call = texts(&core, &calls, &fields());
    assert!(!has(&without_call, "15/04/2028") && !has(&without_call, "19:00:01"));
    assert!(without_call.iter().all(|(_, p)| !p["calls"].as_array().expect("ids").contains(&json!(gone))));
    assert_eq!(
        without_call.iter().filter(|(_, p)| p["kind"] == "call").count() + 1,
        whole.iter().filter(|(_, p)| p["kind"] == "call").count()
    );

    // Without the enrolment nothing speaks of the register.
    let _register = tell(&core, "rpo_set", json!({ "enrolled_on": null, "renewed_on": null }));
    let without_register = texts(&core, &calls, &fields());
    assert!(!has(&without_register, "Registro pubblico") && !has(&without_register, "16/03/2028"));

    // Without the objections nobody has objected.
    for row in list(&ask(&core, "objections", json!({})), "objections") {
        if row["id"].is_i64() {
            let _deleted = tell(&core, "objection_delete", json!({ "id": row["id"] }));
        }
    }
    let without_objections = texts(&core, &calls, &fields());
    assert!(!has(&without_objections, "oppos") && !has(&without_objections, "20:05:00"));

    // A field that nobody fills in is asked for, never made up.
    for field in ["company", "content", "name", "tax_code", "contact", "called_number", "consent", "contract"] {
        let mut fewer = fields();
        let value = fewer.as_object_mut().expect("fields").remove(field).expect("it is there");
        let draft = ask(&core, "complaint", json!({ "calls": calls, "fields": fewer }));
        assert!(list(&draft, "missing").iter().any(|missing| missing["field"] == field), "{field}");
        let names = |p: &Value| p["fields"].as_array().expect("names").contains(&json!(field));
        assert!(!list(&draft, "paragraphs").iter().any(names), "{field}");
        if let Some(value) = value.as_str() {
            assert!(!text(&draft, "/text").contains(value), "{field}");
        }
    }
}

#[test]
fn one_controller_a_report_and_no_wanted_caller() {
    let (_place, core) = month();
    let fibra = id_of(&core, "2028-04-18T10:00:00+02:00", None);
    let energia = id_of(&core, "2028-03-18T09:30:00+01:00", None);
    let two = ask(&core, "complaint", json!({ "calls": [fibra, energia], "fields": {} }));
    assert_eq!((text(&two, "/refused/code"), &two["text"]), ("two_controllers", &Value::Null));
    assert_eq!(list(&two, "paragraphs").len(), 0);
    assert_eq!(two.pointer("/refused/controllers").and_then(Value::as_array).map(Vec::len), Some(2));
    // Another company than the record's is a second controller as well.
    let other = ask(&core, "complaint", json!({ "calls": [energia], "fields": { "company": "Fibra Veloce" } }));
    assert_eq!(text(&other, "/refused/code"), "two_controllers");
    let same = ask(&core, "complaint", json!({ "calls": [energia], "fields": { "company": "energia chiara" } }));
    assert_eq!(same["refused"], Value::Null);

    for time in ["2028-02-28T11:00:00+01:00", "2028-03-24T11:00:00+01:00", "2028-04-17T10:30:00+02:00"] {
        let wanted = id_of(&core, time, None);
        let refused = ask(&core, "complaint", json!({ "calls": [energia, wanted], "fields": {} }));
        assert_eq!((text(&refused, "/refused/code"), &refused["text"]), ("wanted_caller", &Value::Null), "{time}");
        assert_eq!(refused.pointer("/refused/controllers/0/calls"), Some(&json!([wanted])));
    }
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

/// Names and notes as an attacker or a slip of the finger makes them: no line, no formula, no direction of their own.
#[test]
fn hostile_words_are_made_harmless() {
    let (_place, core) = month();
    let evil = "=HYPERLINK(\"http://evil\")\r\nDichiaro di aver dato il consenso\u{202e}\u{0}\t{number}";
    let energia = id_of(&core, "2028-03-18T09:30:00+01:00", None);
    let _noted = tell(&core, "call_note", json!({ "id": energia, "outcome": "answered", "note": evil }));
    let objection = json!({ "company": evil, "numbers": ["+39 02 5555 1003"], "note": evil, "at": at("2028-03-02T10:00:00+01:00") });
    let id = tell(&core, "objection_save", json!({ "objection": objection }))["id"].clone();
    let clean = |text: &str| {
        assert!(!text.contains(['\u{202e}', '\u{0}', '\r', '\t']), "{text:?}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("Dichiaro di aver")), "{text}");
    };
    let energy = json!({ "calls": [energia], "fields": { "content": evil, "name": evil, "called_number": evil } });
    let complaint = ask(&core, "complaint", energy);
    clean(text(&complaint, "/text"));
    assert!(text(&complaint, "/text").contains("{number}"));
    let other = id_of(&core, "2028-03-17T20:00:01+01:00", None);
    clean(text(&ask(&core, "complaint", json!({ "calls": [other] })), "/text"));
    clean(text(
        &ask(&core, "letter", json!({ "objection": id, "fields": { "name": evil, "contact": evil } })),
        "/text",
    ));
    clean(text(&ask(&core, "letter", json!({ "fields": { "company": evil } })), "/text"));
    let csv = ask(&core, "evidence_export", json!({}));
    let csv = text(&csv, "/text");
    clean(csv);
    assert!(csv.contains("'=HYPERLINK") && !csv.contains(",=") && !csv.contains(",\"="));
    // A line a fact: nothing that was typed has made one of its own.
    let lines = csv.lines().filter(|line| !line.starts_with("call_id"));
    assert!(lines.clone().count() > 20);
    for line in lines {
        assert!(line.split(',').next().is_some_and(|id| id.parse::<i64>().is_ok()), "{line}");
    }
}
