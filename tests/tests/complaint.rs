//! The complaint and the letter about a replayed month: every sentence of a draft goes when its record goes.

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::moment::Moment;
use stufo_tests::month::{all_ids, ask, at, chosen, fields, golden, id_of, list, month, pretty, receive, tell, text};

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
    assert_eq!(
        form(&letter),
        ["company true", "called_number false", "name false", "address false", "contact false", "place false"]
    );
    let missing: Vec<&str> = list(&letter, "missing").iter().map(|missing| text(missing, "/field")).collect();
    assert_eq!(missing, ["contact", "place", "called_number"], "an address is not needed");
    // One that only its call tells of has a letter too.
    let told = list(&objections, "objections").iter().find(|row| row["id"].is_null()).expect("told by its call");
    let letter = ask(&core, "letter", json!({ "call_id": told["call_id"], "fields": { "company": "Luce" } }));
    assert!(text(&letter, "/text").contains(text(told, "/numbers/0/display")));
    let nobody = ask(&core, "letter", json!({}));
    assert_eq!((nobody["text"].clone(), text(&nobody, "/missing/0/field")), (Value::Null, "company"));
}

/// A column that no call fills is left out; one call with something of its own brings it back.
#[test]
fn the_table_has_a_column_for_what_differs_only_where_calls_differ() {
    let (_place, core) = month();
    let table = |calls: &[i64]| ask(&core, "complaint", json!({ "calls": calls, "fields": fields() }))["table"].clone();
    let all = table(&chosen(&core));
    assert_eq!((list(&all, "columns").len(), text(&all, "/columns/4")), (5, "Che cosa differisce"));
    // Two of the same number, with the same facts and nothing noted of them.
    let alike = ["2028-03-21T11:00:00+01:00", "2028-03-22T11:00:00+01:00"];
    let alike: Vec<i64> =
        alike.iter().map(|time| receive(&core, &[time, "+390255551005", "allowed", "", "", "", ""])).collect();
    let same = table(&alike);
    assert_eq!(list(&same, "columns").len(), 4);
    assert!(list(&same, "rows").iter().all(|row| list(row, "cells").len() == 4), "{same}");
    let _told = tell(&core, "call_note", json!({ "id": alike[0], "note": "Luce e gas" }));
    let differ = table(&alike);
    assert_eq!(list(&differ, "columns").len(), 5);
    assert!(list(&differ, "rows").iter().all(|row| list(row, "cells").len() == 5), "{differ}");
}

/// Removes one record after the other: no sentence that rested on it stays, and every other one does.
#[test]
fn no_sentence_stands_without_its_record() {
    let texts = |core: &Core, calls: &[i64], fields: &Value| -> Vec<(String, Value)> {
        let draft = ask(core, "complaint", json!({ "calls": calls, "fields": fields }));
        list(&draft, "paragraphs").iter().map(|p| (text(p, "/text").to_owned(), p.clone())).collect()
    };
    // Without a place, place and date say only the day on which the draft is made.
    let fixed = ["opening", "request", "truth", "place_date", "closing"];
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
    assert!(has(&whole, "15/04/2028") && has(&whole, "Registro pubblico") && has(&whole, "17/03/2028 alle 20:05"));

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
    assert!(!has(&without_objections, "oppos") && !has(&without_objections, "20:05"));

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
    let told = |letter: &str| letter.contains("opposizione il") && letter.contains("dopo quell’opposizione");
    // By telephone; by e-mail, and called again; by registered letter, and quiet since.
    assert!(told(&write("ENERGIA CHIARA SRL", "")) && told(&write("ENERGIA CHIARA SRL", "Energia chiara s.r.l.")));
    assert!(told(&write("Energia Chiara S.r.l.", "")));
    let quiet = write("Fibra Veloce S.p.A.", "");
    assert!(!quiet.contains("opposizione il") && !quiet.contains("quell’opposizione"), "{quiet}");
    let other = write("ENERGIA CHIARA SRL", "Fibra Veloce");
    assert!(other.contains("Fibra Veloce") && !other.contains("0844") && !other.contains("opposizione il"), "{other}");
}

/// Hostile or mistyped names and notes add no line, no formula and no change of writing direction.
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
        // Seconds stand where the call did not come on the minute.
        let clock = if at.civil().second() == 0 { "%H:%M" } else { "%H:%M:%S" };
        (at.civil().strftime("%d/%m/%Y").to_string(), at.civil().strftime(clock).to_string())
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
                    let number = call.pointer("/caller/display").and_then(Value::as_str).unwrap_or("nascosto");
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
                // The day on which the draft is made.
                let of_today = paragraph["kind"] == "place_date" && word == "20/04/2028";
                assert!(
                    !is_date || of_register || of_today || known.iter().any(|(date, _)| date == word),
                    "{word}: {text}"
                );
                checked += usize::from(is_date);
            }
        }
    }
    assert!(checked > 60, "{checked}");
}
