//! The countries' law: the reminders of the register, a country by its own file, and the page that names every source.

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::number::Region;
use stufo_tests::month::{NOW, ask, at, flags, folder, golden, list, receive, tell, text};
use stufo_tests::{ask_at, request_at, tell_at};

/// What the register reminds of, once each, and what the first screen says meanwhile.
#[test]
fn the_register_reminds_once_of_each_day() {
    let place = tempfile::tempdir().expect("a folder");
    let core = Core::open(place.path(), Region::ITALY, NOW).expect("a fresh folder opens");
    let on = |verb: &str, name: &str, fields: Value, day: &str| -> Value {
        let noon = at(&format!("{day}T12:00:00+01:00"));
        if verb == "ask" { ask_at(&core, name, fields, noon) } else { tell_at(&core, name, fields, noon) }
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
        let request = request_at("do", "rpo_set", fields, at("2028-12-05T12:00:00+01:00"));
        assert_eq!(core.command(&request).expect_err("refused").code.name(), "bad_request", "{bad:?}");
    }
}

/// Another country: its register ended, its hours, its limit of four calls, its rule of consent, its language.
#[test]
fn france_by_its_own_file() {
    let place = tempfile::tempdir().expect("a folder");
    let core = Core::open(place.path(), "FR".parse().expect("a region"), NOW).expect("a fresh folder opens");
    let _register = tell(&core, "rpo_set", json!({ "enrolled_on": "2026-01-01", "renewed_on": null }));
    // Silenced, not ended: so the user could answer.
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
    let core = Core::open(place.path(), "NL".parse().expect("a region"), NOW).expect("a fresh folder opens");
    let id = receive(&core, &["2028-03-19T23:00:00+01:00", "+31201234567", "allowed", "", "", "hung_up", ""]);
    let _id = tell(
        &core,
        "objection_save",
        json!({ "objection": { "numbers": ["020 1234568"], "at": at("2028-03-01T10:00:00+01:00") } }),
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

/// The page names every rule that the program knows, with its article, address and certainty, and the day.
#[test]
fn the_docs_name_every_source() {
    let page = std::fs::read_to_string(folder("../docs/objection.md")).expect("the page is there");
    let mut named = 0;
    for law in stufo_core::recontact::law::laws() {
        let facts = law.facts.iter().map(|rule| &rule.source);
        let holidays = law.holidays.iter().map(|holiday| &holiday.source);
        let hours = law.hours.iter().map(|hours| &hours.source);
        let others = law.other_authorities.iter().map(|other| &other.source);
        let letters = law.answer.iter().map(|term| &term.source).chain(law.void_letter.iter().map(|void| &void.source));
        let register = law.register.iter().map(|register| &register.source);
        let all = facts.chain(holidays).chain(hours).chain([&law.authority.source]);
        for source in all.chain(others).chain(letters).chain(register) {
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
