//! A replayed month of calls at home in Italy: its calls, an enrolment, three objections, and what tests ask of it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use stufo_core::api::{Core, Incoming};
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller, Region};
use stufo_core::policy::{Contact, Verification};

/// Thursday 20 April 2028, 12:00 in Rome: three days after Easter Monday.
pub const NOW: Moment = Moment { utc_millis: 1_839_837_600_000, offset_minutes: 120 };

/// A file or folder of this package.
#[must_use]
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares with a golden file; `STUFO_UPDATE=1` rewrites it.
#[track_caller]
pub fn golden(name: &str, actual: &str) {
    let path = folder("golden").join(name);
    if std::env::var_os("STUFO_UPDATE").is_some() {
        std::fs::write(&path, actual).expect("a golden file can be written");
    }
    let expected = std::fs::read_to_string(&path).expect("the golden file is there");
    assert!(actual == expected, "{name} is not as pinned; actual:\n{actual}");
}

/// A time as the month writes it: `2028-03-17T20:00:00+01:00`.
#[must_use]
pub fn at(text: &str) -> Moment {
    let (clock, offset) = text.split_at(19);
    let (hours, minutes) = offset.split_once(':').expect("an offset");
    let offset_minutes = hours.parse::<i32>().expect("hours") * 60 + minutes.parse::<i32>().expect("minutes");
    let civil: jiff::civil::DateTime = clock.parse().expect("a time");
    let zone = jiff::tz::Offset::from_seconds(offset_minutes * 60).expect("an offset");
    Moment { utc_millis: zone.to_timestamp(civil).expect("a time").as_millisecond(), offset_minutes }
}

/// The text of a query (`ask`) or command (`do`) after the month.
#[must_use]
pub fn request(verb: &str, name: &str, fields: Value) -> String {
    crate::request_at(verb, name, fields, NOW)
}

/// A query after the month.
#[must_use]
pub fn ask(core: &Core, name: &str, fields: Value) -> Value {
    crate::ask_at(core, name, fields, NOW)
}

/// A command after the month.
#[must_use]
pub fn tell(core: &Core, name: &str, fields: Value) -> Value {
    crate::tell_at(core, name, fields, NOW)
}

/// Receives a call as the phone does, and notes what the user says of it.
#[must_use]
pub fn receive(core: &Core, row: &[&str]) -> i64 {
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
#[must_use]
pub fn month() -> (tempfile::TempDir, Core) {
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

/// The items of a field.
#[must_use]
pub fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value.get(name).and_then(Value::as_array).expect("a list")
}

/// A text by its JSON pointer; empty where there is none.
#[must_use]
pub fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// All calls of the month, oldest first.
#[must_use]
pub fn all_ids(core: &Core) -> Vec<i64> {
    let page = ask(core, "history", json!({ "limit": 500 }));
    let mut ids: Vec<i64> = list(&page, "rows").iter().map(|row| row["id"].as_i64().expect("an id")).collect();
    ids.sort_unstable();
    ids
}

/// The call of a time, and of a number where several came then.
#[must_use]
pub fn id_of(core: &Core, time: &str, number: Option<&str>) -> i64 {
    let page = ask(core, "history", json!({ "limit": 500 }));
    let wanted = at(time).utc_millis;
    let found = list(&page, "rows").iter().find(|row| {
        row.pointer("/at/utc_millis") == Some(&json!(wanted))
            && number.is_none_or(|number| text(row, "/caller/number") == number)
    });
    found.expect("the call is recorded")["id"].as_i64().expect("an id")
}

/// One line a call with what the record supports about it.
#[must_use]
pub fn flags(core: &Core) -> String {
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
        let wanted = match (&row["wanted"], &row["unsure"]) {
            (Value::Bool(true), _) => "wanted",
            // Nothing tells that it was advertising: only if it is chosen for a complaint.
            (_, Value::Bool(true)) => "unsure: ",
            (_, _) => "",
        };
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

/// JSON as golden files hold it.
#[must_use]
pub fn pretty(value: &Value) -> String {
    format!("{}\n", serde_json::to_string_pretty(value).expect("JSON"))
}

/// The form of a complaint, filled in.
#[must_use]
pub fn fields() -> Value {
    json!({
        "company": "Energia Chiara S.r.l.", "content": "Un contratto per luce e gas", "called_number": "+39 347 0000001",
        "name": "Anna Bianchi", "tax_code": "BNCNNA80A41H501X", "contact": "anna@example.org", "consent": false,
        "contract": false,
    })
}
/// Calls of one controller: the blocked range and the number objected to.
#[must_use]
pub fn chosen(core: &Core) -> Vec<i64> {
    vec![
        id_of(core, "2028-03-17T20:00:00+01:00", None),
        id_of(core, "2028-03-17T20:00:01+01:00", None),
        id_of(core, "2028-03-18T09:30:00+01:00", None),
        id_of(core, "2028-04-15T19:00:01+02:00", None),
        id_of(core, "2028-04-16T11:00:00+02:00", None),
        id_of(core, "2028-04-17T11:00:00+02:00", None),
    ]
}
