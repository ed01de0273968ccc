//! A replayed month in every country: what the record supports, the letter, the authority's form and the complaint, each
//! as pinned in `golden/countries`, in each of the country's languages.

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::recontact::law::laws;
use stufo_tests::month::{NOW, ask, at, flags, folder, golden, list, receive, tell, text};

/// A country's month: the day of enrolment, the company objected to with a number, by which way and when.
struct Month {
    region: &'static str,
    enrolled_on: Option<&'static str>,
    company: &'static str,
    number: &'static str,
    how: &'static str,
    objected: &'static str,
}

const MONTHS: [Month; 10] = [
    Month {
        region: "FR",
        enrolled_on: Some("2026-01-01"),
        company: "Énergie Claire SARL",
        number: "+33162123456",
        how: "registered",
        objected: "2026-06-10T12:00:00+02:00",
    },
    Month {
        region: "DE",
        enrolled_on: None,
        company: "Klarstrom GmbH",
        number: "+4930555501",
        how: "email",
        objected: "2028-03-02T12:00:00+01:00",
    },
    Month {
        region: "AT",
        enrolled_on: None,
        company: "Klarstrom GmbH",
        number: "+4315555501",
        how: "registered",
        objected: "2028-03-02T12:00:00+01:00",
    },
    Month {
        region: "CH",
        enrolled_on: Some("2028-02-29"),
        company: "Alpen Vorsorge AG",
        number: "+41315555501",
        how: "web",
        objected: "2028-03-02T12:00:00+01:00",
    },
    Month {
        region: "ES",
        enrolled_on: Some("2026-08-27"),
        company: "Fibra Rápida S.A.",
        number: "+34915555501",
        how: "web",
        objected: "2026-10-17T12:00:00+02:00",
    },
    Month {
        region: "GB",
        enrolled_on: Some("2028-02-01"),
        company: "Clear Energy Ltd",
        number: "+442079460001",
        how: "letter",
        objected: "2028-03-02T12:00:00+00:00",
    },
    Month {
        region: "AU",
        enrolled_on: Some("2028-01-30"),
        company: "Clear Energy Ltd",
        number: "+61255501001",
        how: "email",
        objected: "2028-03-02T12:00:00+11:00",
    },
    Month {
        region: "SK",
        enrolled_on: Some("2028-02-17"),
        company: "Jasná Energia s.r.o.",
        number: "+421255550101",
        how: "registered",
        objected: "2028-03-02T12:00:00+01:00",
    },
    Month {
        region: "CL",
        enrolled_on: None,
        company: "Fibra Clara SpA",
        number: "+56225555501",
        how: "web",
        objected: "2028-03-02T13:00:00-03:00",
    },
    Month {
        region: "IN",
        enrolled_on: None,
        company: "Clear Cover Ltd",
        number: "+911126555501",
        how: "email",
        objected: "2028-03-02T13:00:00+05:30",
    },
];

fn replayed(month: &Month) -> (tempfile::TempDir, Core, Vec<i64>) {
    let place = tempfile::tempdir().expect("a folder");
    let core = Core::open(place.path(), month.region.parse().expect("a region"), NOW).expect("a fresh folder opens");
    let _settings = tell(&core, "settings_patch", json!({ "patch": { "pack": "silence" } }));
    let file = std::fs::read_to_string(folder(&format!("data/months/{}.csv", month.region))).expect("the month");
    let mut of_company = Vec::new();
    for line in file.lines().skip(1) {
        let columns: Vec<&str> = line.split(',').collect();
        let (call, offer) = columns.split_at(7);
        let id = receive(&core, call);
        if let Some(offer) = offer.first().filter(|offer| !offer.is_empty()) {
            let _noted = tell(&core, "call_offer", json!({ "id": id, "offer": offer }));
        }
        if columns.get(1) == Some(&month.number) {
            of_company.push(id);
        }
    }
    if let Some(day) = month.enrolled_on {
        let _register = tell(&core, "rpo_set", json!({ "enrolled_on": day, "renewed_on": null }));
    }
    let objection = json!({
        "company": month.company, "numbers": [month.number], "how": month.how, "at": at(month.objected),
    });
    let _id = tell(&core, "objection_save", json!({ "objection": objection }));
    let sender = json!({
        "name": "Anna Bianchi", "tax_code": "X0000000T", "contact": "anna@example.org", "called_number": "+41 79 000 00 01",
        "address": "Via Prova 1", "postcode": "6900", "place": "Lugano",
    });
    let _sender = tell(&core, "sender_save", json!({ "sender": sender }));
    (place, core, of_company)
}

/// The form as `stufo complaint --form` prints it.
fn form(complaint: &Value) -> String {
    let mut lines = format!("{}\n", text(complaint, "/authority/report"));
    let mut before = Value::Null;
    for row in list(complaint, "rows") {
        if row["call"] != before {
            lines.push('\n');
            before = row["call"].clone();
        }
        let needed = if row["required"] == json!(true) { "*" } else { "" };
        lines.push_str(&format!("{}{needed}: {}\n", text(row, "/label"), row["value"].as_str().unwrap_or("-")));
    }
    for warning in list(complaint, "warnings") {
        lines.push_str(&format!("! {}\n", text(warning, "/text/en")));
    }
    for other in list(complaint, "other_authorities") {
        lines.push_str(&format!("+ {}\n", text(other, "/name")));
    }
    lines
}

#[test]
fn every_country_by_its_own_file() {
    let mut languages = 0;
    for month in &MONTHS {
        let (_place, core, calls) = replayed(month);
        golden(&format!("countries/{}-flags.txt", month.region), &flags(&core));
        let objections = ask(&core, "objections", json!({}));
        let saved = list(&objections, "objections").iter().find(|row| !row["id"].is_null());
        let id = saved.expect("saved")["id"].clone();
        for law in laws().iter().filter(|law| law.region == month.region) {
            languages += 1;
            let name = |what: &str| format!("countries/{}-{}-{what}.txt", month.region, law.language);
            let fields = json!({ "consent": false, "contract": false });
            let complaint =
                ask(&core, "complaint", json!({ "calls": calls, "fields": fields, "language": law.language }));
            assert_eq!(text(&complaint, "/language"), law.language);
            golden(&name("form"), &form(&complaint));
            golden(&name("complaint"), &format!("{}\n", text(&complaint, "/text")));
            let letter = ask(&core, "letter", json!({ "objection": id, "language": law.language }));
            golden(&name("letter"), &format!("{}\n", text(&letter, "/text")));
            for text in [text(&complaint, "/text"), text(&letter, "/text"), text(&complaint, "/copy")] {
                assert!(!text.contains('{') && !text.contains('}') && !text.is_empty(), "{text}");
            }
            rests_on_records(&core, &calls, &law.language);
        }
    }
    let italian = laws().iter().filter(|law| law.region == "IT").count();
    assert_eq!(languages + italian, laws().len(), "a country has no month");
}

/// Without the enrolment, the objections, what was offered and how the calls went, nothing speaks of them.
fn rests_on_records(core: &Core, calls: &[i64], language: &str) {
    let draft = ask(core, "complaint", json!({ "calls": calls, "fields": {}, "language": language }));
    for paragraph in list(&draft, "paragraphs") {
        let kind = text(paragraph, "/kind");
        let rests = |name: &str| !list(paragraph, name).is_empty();
        let is_fixed = ["opening", "request", "truth", "closing"].contains(&kind);
        let stands = rests("calls") || rests("objections") || rests("fields") || paragraph["register"] == json!(true);
        // A field to be filled in by hand says nothing.
        let is_blank = kind == "field" && text(paragraph, "/text").contains("____");
        assert_eq!(stands, !is_fixed && !is_blank, "{paragraph}");
        for id in list(paragraph, "calls") {
            assert!(id.as_i64().is_some_and(|id| calls.contains(&id)), "{paragraph}");
        }
    }
}

/// A stranger may be a courier: nothing is claimed until something says that the call was advertising, and nothing
/// after it was said that it was none.
#[test]
fn nothing_is_claimed_of_callers_one_is_not_sure_about() {
    for month in &MONTHS {
        let (_place, core, _calls) = replayed(month);
        let history = ask(&core, "history", json!({ "limit": 500 }));
        let courier =
            list(&history, "rows").iter().find(|row| !text(row, "/note").is_empty() && row["outcome"] == "answered");
        let id = courier.expect("a courier")["id"].clone();
        let flags = |core: &Core| ask(core, "call", json!({ "id": id }))["flags"].clone();
        let listed = |core: &Core| {
            let page = ask(core, "evidence", json!({ "limit": 200 }));
            list(&page, "rows").iter().any(|row| row["call"]["id"] == id)
        };
        assert_eq!(
            (&flags(&core)["unsure"], list(&flags(&core), "facts").len()),
            (&json!(true), 0),
            "{}",
            month.region
        );
        assert!(!listed(&core));
        let _told = tell(&core, "call_offer", json!({ "id": id, "offer": "other" }));
        assert_eq!(flags(&core)["unsure"], json!(false));
        let _told = tell(&core, "call_offer", json!({ "id": id, "offer": "nothing" }));
        assert!(list(&flags(&core), "facts").is_empty() && !listed(&core));
        let _told = tell(&core, "call_offer", json!({ "id": id, "offer": null }));
        assert_eq!(flags(&core)["unsure"], json!(true));
    }
}
