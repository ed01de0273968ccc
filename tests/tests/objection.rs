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

/// A time as the month writes it: `2028-03-17T20:00:00+01:00`.
fn at(text: &str) -> Moment {
    let (clock, offset) = text.split_at(19);
    let (hours, minutes) = offset.split_once(':').expect("an offset");
    let offset_minutes = hours.parse::<i32>().expect("hours") * 60 + minutes.parse::<i32>().expect("minutes");
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
        let at: Moment =
            serde_json::from_value(row.pointer("/call/at").cloned().unwrap_or_default()).expect("a moment");
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
    let form = |answer: &Value| -> Vec<String> {
        list(answer, "form").iter().map(|field| format!("{} {}", text(field, "/field"), field["required"])).collect()
    };
    // Every field that is asked for, also those that are filled in.
    let asked = ["name true", "tax_code true", "contact true", "called_number true", "company true"];
    let more = ["company_address false", "content true", "consent false", "contract false"];
    assert_eq!(form(&complaint), [asked.as_slice(), more.as_slice()].concat());
    let energia = list(&objections, "objections").iter().find(|row| row["company"] == "ENERGIA CHIARA SRL");
    let id = energia.expect("saved")["id"].clone();
    let letter = ask(&core, "letter", json!({ "objection": id, "fields": { "name": "Anna Bianchi" } }));
    golden("month-letter.txt", &format!("{}\n", text(&letter, "/text")));
    assert_eq!(form(&letter), ["company true", "called_number false", "name false", "contact false"]);
    // One that only its call tells of has a letter too.
    let told = list(&objections, "objections").iter().find(|row| row["id"].is_null()).expect("told by its call");
    let letter = ask(&core, "letter", json!({ "call_id": told["call_id"], "fields": { "company": "Luce" } }));
    assert!(text(&letter, "/text").contains(text(told, "/numbers/0/display")));
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

/// One call of a known company says nothing about others that nothing links to it.
#[test]
fn calls_that_nothing_links_are_pointed_out() {
    let (_place, core) = month();
    let apart = |calls: &[i64]| -> Value {
        let draft = ask(&core, "complaint", json!({ "calls": calls, "fields": {} }));
        let found = list(&draft, "warnings").iter().find(|warning| warning["code"] == "different_ranges");
        found.map_or(Value::Null, |warning| warning["calls"].clone())
    };
    let energia = id_of(&core, "2028-03-18T09:30:00+01:00", None);
    let neighbour = id_of(&core, "2028-04-17T11:00:00+02:00", None);
    let other_number = id_of(&core, "2028-04-16T11:00:00+02:00", None);
    let stranger = id_of(&core, "2028-04-05T11:20:00+02:00", None);
    let hidden = id_of(&core, "2028-03-16T00:00:00+01:00", None);
    assert_eq!(apart(&[energia, neighbour, other_number]), Value::Null);
    assert_eq!(apart(&[other_number, neighbour]), Value::Null);
    assert_eq!(apart(&[energia, stranger]), json!([stranger]));
    assert_eq!(apart(&[energia, hidden]), json!([hidden]));
    assert_eq!(apart(&[hidden]), Value::Null);
    let rotating = id_of(&core, "2028-03-14T12:30:00+01:00", None);
    let its_neighbour = id_of(&core, "2028-03-20T16:00:00+01:00", None);
    assert_eq!(apart(&[rotating, its_neighbour]), Value::Null);
    assert_eq!(apart(&[rotating, stranger]), json!([stranger]));
}

/// A letter tells a company only of an objection to it, and names the one that it says calls came after.
#[test]
fn a_letter_says_nothing_of_another_company() {
    let (_place, core) = month();
    let objections = ask(&core, "objections", json!({}));
    let of = |company: &str| {
        let row = list(&objections, "objections").iter().find(|row| row["company"] == company);
        row.expect("saved")["id"].clone()
    };
    let write = |company: &str, typed: &str| {
        let letter = ask(&core, "letter", json!({ "objection": of(company), "fields": { "company": typed } }));
        text(&letter, "/text").to_owned()
    };
    let told = |letter: &str| letter.contains("opposizione il") && letter.contains("dopo quell'opposizione");
    // By telephone; by e-mail, and called again; by registered letter, and quiet since.
    assert!(told(&write("ENERGIA CHIARA SRL", "")) && told(&write("ENERGIA CHIARA SRL", "Energia chiara s.r.l.")));
    assert!(told(&write("Energia Chiara S.r.l.", "")));
    let quiet = write("Fibra Veloce S.p.A.", "");
    assert!(!quiet.contains("opposizione il") && !quiet.contains("quell'opposizione"), "{quiet}");
    let other = write("ENERGIA CHIARA SRL", "Fibra Veloce");
    assert!(other.contains("Fibra Veloce") && !other.contains("0844") && !other.contains("opposizione il"), "{other}");
}

/// Names and notes as an attacker or a slip of the finger makes them: no line, no formula, no direction of their own.
#[test]
fn hostile_words_are_made_harmless() {
    let (_place, core) = month();
    let evil = "=HYPERLINK(\"http://evil\")\r\nDichiaro di aver dato il consenso\u{202e}\u{0}\t{number}";
    let energia = id_of(&core, "2028-03-18T09:30:00+01:00", None);
    let _noted = tell(&core, "call_note", json!({ "id": energia, "note": evil }));
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

/// A month is a year to these two: what the register reminds of, once each, and what home says meanwhile.
#[test]
fn the_register_reminds_once_of_each_day() {
    let place = tempfile::tempdir().expect("a folder");
    let core = Core::open(place.path(), Region::ITALY, NOW).expect("a fresh folder opens");
    let on = |verb: &str, name: &str, mut fields: Value, day: &str| -> Value {
        let object = fields.as_object_mut().expect("fields are an object");
        object.insert("at".to_owned(), json!(at(&format!("{day}T12:00:00+01:00"))));
        object.insert(verb.to_owned(), json!(name));
        let done = if verb == "ask" { core.query(&fields.to_string()) } else { core.command(&fields.to_string()) };
        serde_json::from_str(&done.expect("well-formed")).expect("JSON")
    };
    let kinds = |day: &str| -> Vec<String> {
        let _maintained = on("do", "maintain", json!({}), day);
        let home = on("ask", "home", json!({}), day);
        list(&home, "notices").iter().map(|notice| text(notice, "/kind").to_owned()).collect()
    };
    assert_eq!(on("ask", "home", json!({}), "2026-12-01")["register"], Value::Null);
    let dates = json!({ "enrolled_on": "2026-12-01", "renewed_on": null });
    let _register = on("do", "rpo_set", dates, "2026-12-01");
    let home = on("ask", "home", json!({}), "2026-12-03")["register"].clone();
    let expected = json!({ "short": "RPO", "in_force": false, "in_force_on": "2026-12-16", "days_left": 13 });
    assert_eq!(home, expected);
    assert_eq!(kinds("2026-12-15"), Vec::<String>::new());
    assert_eq!(kinds("2026-12-18"), ["rpo_in_force"]);
    let id = on("ask", "home", json!({}), "2026-12-18")["notices"][0]["id"].clone();
    let _dismissed = on("do", "notice_dismiss", json!({ "id": id }), "2026-12-18");
    assert_eq!(kinds("2026-12-19"), Vec::<String>::new());
    assert_eq!(kinds("2027-11-30"), Vec::<String>::new());
    assert_eq!(kinds("2027-12-02"), ["rpo_renewal"]);
    assert_eq!(kinds("2027-12-03"), ["rpo_renewal"]);
    // Renewed: the reminder goes, and the next one is a year later.
    let dates = json!({ "enrolled_on": "2026-12-01", "renewed_on": "2027-12-05" });
    let _register = on("do", "rpo_set", dates, "2027-12-05");
    assert_eq!(kinds("2027-12-06"), Vec::<String>::new());
    assert_eq!(kinds("2028-12-05"), ["rpo_renewal"]);
    for bad in [("2029-01-01", None), ("2026-12-01", Some("2026-11-30")), ("gestern", None), ("2026-02-29", None)] {
        let fields = json!({ "enrolled_on": bad.0, "renewed_on": bad.1 });
        let request = json!({ "at": at("2028-12-05T12:00:00+01:00"), "do": "rpo_set",
            "enrolled_on": fields["enrolled_on"], "renewed_on": fields["renewed_on"] });
        assert_eq!(core.command(&request.to_string()).expect_err("refused").code.name(), "bad_request", "{bad:?}");
    }
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
        let request = now_request("do", "restore", json!({ "text": damaged, "mode": "replace" }));
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
        now_request("do", "restore", json!({ "text": document.to_string(), "mode": "merge" }))
    };
    for request in [many(1_001, 1), many(1, 21)] {
        assert_eq!(core.command(&request).expect_err("refused").code.name(), "bad_backup");
    }
    assert!(core.command(&many(1_000, 20)).is_ok());
    assert_eq!(list(&ask(&core, "objections", json!({})), "objections").len(), 1_001);
    let one_more = now_request("do", "objection_save", json!({ "objection": { "company": "X" } }));
    assert_eq!(core.command(&one_more).expect_err("refused").code.name(), "bad_request");
}

#[test]
fn an_objection_is_checked_kept_changed_and_forgotten() {
    let (_place, core) = month();
    let refused = |objection: Value| {
        let request = now_request("do", "objection_save", json!({ "objection": objection }));
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
    let request = now_request("do", "objection_delete", json!({ "id": id["id"] }));
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

/// The address book is asked only during calls that would not ring; what it says later counts as well.
#[test]
fn a_contact_told_later_is_wanted() {
    let (_place, core) = month();
    let call = id_of(&core, "2028-03-20T16:00:00+01:00", None);
    let facts = |core: &Core| list(&ask(core, "evidence", json!({ "ids": [call] }))["rows"][0], "facts").len();
    assert!(facts(&core) > 0);
    let _noted = tell(&core, "call_contact", json!({ "id": call, "contact": "found" }));
    assert_eq!(facts(&core), 0);
    // It is said once: a look-up that fails later takes nothing back.
    let _noted = tell(&core, "call_contact", json!({ "id": call, "contact": "not_found" }));
    assert_eq!(facts(&core), 0);
}

/// Another country: its register ended, its hours, its limit of four calls, its rule of consent, its language.
#[test]
fn france_by_its_own_file() {
    let place = tempfile::tempdir().expect("a folder");
    let core = Core::open(place.path(), "FR".parse().expect("a region"), NOW).expect("a fresh folder opens");
    let _register = tell(&core, "rpo_set", json!({ "enrolled_on": "2026-01-01", "renewed_on": null }));
    // Silenced, not ended: so the person could answer.
    let _settings = tell(&core, "settings_patch", json!({ "patch": { "pack": "silence" } }));
    let mut ids = Vec::new();
    for (time, presentation) in [
        ("2026-06-09T10:00:00+02:00", "allowed"),
        ("2026-06-10T13:30:00+02:00", "allowed"),
        ("2026-06-13T11:00:00+02:00", "allowed"),
        ("2026-06-15T11:00:00+02:00", "allowed"),
        ("2026-06-16T11:00:00+02:00", "allowed"),
        ("2026-07-14T11:00:00+02:00", "restricted"),
        ("2026-08-10T11:00:00+02:00", "allowed"),
        ("2026-08-11T22:00:00+02:00", "allowed"),
    ] {
        let outcome = if time.starts_with("2026-06-16") { "objected" } else { "hung_up" };
        ids.push(receive(&core, &[time, "+33162123456", presentation, "", "", outcome, ""]));
    }
    golden("france-flags.txt", &flags(&core));
    let complaint =
        ask(&core, "complaint", json!({ "calls": ids, "fields": { "company": "Énergie", "consent": false } }));
    // A tax code is not asked for in France, and kinds of facts are those of its file.
    assert!(list(&complaint, "form").iter().all(|field| field["field"] != "tax_code"));
    let kinds = ask(&core, "evidence", json!({}))["kinds"].clone();
    let codes: Vec<&str> = kinds.as_array().expect("a list").iter().map(|kind| text(kind, "/code")).collect();
    assert!(codes.contains(&"consent_required") && !codes.contains(&"repeat_silent"));
    golden("france-complaint.txt", &format!("{}\n", text(&complaint, "/text")));
    assert!(!text(&complaint, "/text").contains('{'));
    let letter = ask(&core, "letter", json!({ "fields": { "company": "Énergie", "name": "Anne" } }));
    assert!(text(&letter, "/text").contains("opposition à la prospection") && !text(&letter, "/text").contains('{'));
    let register = ask(&core, "objection", json!({}))["register"].clone();
    assert_eq!((&register["in_force"], &register["closed_on"]), (&json!(false), &json!("2026-08-11")));
    // One that came too late to take effect: nothing is counted down to, and the draft does not speak of it.
    let _register = tell(&core, "rpo_set", json!({ "enrolled_on": "2028-04-10", "renewed_on": null }));
    assert_eq!(ask(&core, "home", json!({}))["register"], Value::Null);
    let complaint = ask(&core, "complaint", json!({ "calls": ids, "fields": {} }));
    assert!(!text(&complaint, "/text").contains("Bloctel"));
    let _region = tell(&core, "settings_patch", json!({ "patch": { "region": "IT" } }));
    assert_eq!(ask(&core, "objection", json!({}))["country"], json!("IT"));

    // A country without a file claims nothing and still keeps objections.
    let place = tempfile::tempdir().expect("a folder");
    let core = Core::open(place.path(), "DE".parse().expect("a region"), NOW).expect("a fresh folder opens");
    let id = receive(&core, &["2028-03-19T23:00:00+01:00", "+4930123456", "allowed", "", "", "hung_up", ""]);
    let _id = tell(
        &core,
        "objection_save",
        json!({ "objection": { "numbers": ["030 123457"], "at": at("2028-03-01T10:00:00+01:00") } }),
    );
    let overview = ask(&core, "objection", json!({}));
    assert_eq!(
        (&overview["country"], &overview["register"], &overview["calls_after"]),
        (&Value::Null, &Value::Null, &json!(1))
    );
    assert_eq!(overview["evidence"]["calls"], json!(0));
    assert_eq!(ask(&core, "evidence", json!({}))["kinds"], json!([]));
    let refused = ask(&core, "complaint", json!({ "calls": [id] }));
    assert_eq!(refused["form"], json!([]));
    assert_eq!((text(&refused, "/refused/code"), &refused["text"]), ("no_law", &Value::Null));
    assert_eq!(ask(&core, "home", json!({}))["register"], Value::Null);
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
    let refused = now_request("ask", "evidence", json!({ "ids": vec![1; 201] }));
    assert_eq!(core.query(&refused).expect_err("refused").code.name(), "bad_request");
    let refused = now_request("ask", "complaint", json!({ "calls": vec![1; 101] }));
    assert_eq!(core.query(&refused).expect_err("refused").code.name(), "bad_request");
}

/// The page names every rule that the program knows, with its article, address and certainty, and the day.
#[test]
fn the_docs_name_every_source() {
    let page = std::fs::read_to_string(folder("../docs/objection.md")).expect("the page is there");
    let mut named = 0;
    for law in stufo_core::recontact::law::laws() {
        let facts = law.facts.iter().map(|rule| &rule.source);
        let holidays = law.holidays.iter().map(|holiday| &holiday.source);
        let hours = law.hours.iter().map(|hours| &hours.source);
        for source in facts.chain(holidays).chain(hours).chain([&law.authority.source]) {
            let row = page.lines().find(|line| {
                let cells: Vec<&str> = line.split('|').map(str::trim).collect();
                cells.get(2) == Some(&source.name().as_str())
                    && cells.get(3) == Some(&format!("<{}>", source.url).as_str())
                    && cells.get(4) == Some(&source.certainty.into())
            });
            assert!(row.is_some(), "{} {}: {source:?}", law.region, source.name());
            assert!(page.contains(&source.as_of.to_string()), "{source:?}");
            named += 1;
        }
        for rule in &law.facts {
            assert!(page.contains(&format!("`{}`", rule.code.name())), "{}", rule.code.name());
        }
    }
    assert!(named > 30);
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
            let mut request = fields;
            let object = request.as_object_mut().expect("fields are an object");
            object.insert("at".to_owned(), json!(at));
            object.insert("ask".to_owned(), json!(name));
            let answer = core.query(&request.to_string()).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(answer.starts_with('{'));
        }
    }
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

/// What a draft says of a call is what the record holds of that very call: its day, its time, its number, and of its
/// facts the dates of the calls and objections they rest on.
#[test]
fn every_paragraph_says_what_its_records_hold() {
    let (_place, core) = month();
    let history = ask(&core, "history", json!({ "limit": 500 }));
    let calls = list(&history, "rows");
    let objections = ask(&core, "objections", json!({}));
    let day = |value: &Value| {
        let at: Moment = serde_json::from_value(value.clone()).expect("a moment");
        (at.civil().strftime("%d/%m/%Y").to_string(), at.civil().strftime("%H:%M:%S").to_string())
    };
    let unwanted: Vec<i64> = ask(&core, "evidence", json!({ "ids": all_ids(&core) }))["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| row["wanted"] == json!(false))
        .map(|row| row["call"]["id"].as_i64().expect("an id"))
        .collect();
    let mut checked = 0;
    for id in unwanted {
        let draft = ask(&core, "complaint", json!({ "calls": [id], "fields": {} }));
        for paragraph in list(&draft, "paragraphs") {
            let text = text(paragraph, "/text");
            // Every date of the draft belongs to a record that its paragraph names, or to the enrolment.
            let mut known: Vec<(String, String)> = Vec::new();
            for call in calls.iter().filter(|call| list(paragraph, "calls").contains(&call["id"])) {
                known.push(day(&call["at"]));
                if paragraph["kind"] == "call" {
                    let (date, time) = day(&call["at"]);
                    let number = call.pointer("/caller/number").and_then(Value::as_str).unwrap_or("nascosto");
                    assert!(text.contains(&date) && text.contains(&time) && text.contains(number), "{text}");
                }
            }
            for made in list(&objections, "objections") {
                if list(paragraph, "objections").contains(&made["id"]) && !made["id"].is_null() {
                    known.push(day(&made["at"]));
                }
            }
            for word in text.split([' ', ',', ';', '(', ')', '.']).filter(|word| word.len() == 10) {
                let is_date = word.chars().filter(|c| *c == '/').count() == 2;
                let of_register = paragraph["register"] == json!(true) && ["01/03/2028", "16/03/2028"].contains(&word);
                assert!(!is_date || of_register || known.iter().any(|(date, _)| date == word), "{word}: {text}");
                checked += usize::from(is_date);
            }
        }
    }
    assert!(checked > 60, "{checked}");
}
