//! Levels of protection on a month of calls as a phone in Italy gets them: what each rejects, silences and lets ring.

use std::fmt::Write;

use serde_json::{Value, json};
use stufo_core::api::{Core, Incoming};
use stufo_core::number::{Presentation, RawCaller};
use stufo_core::policy::{Action, Contact, Level, Verification};
use stufo_tests::month::{at, folder, golden, list};
use stufo_tests::{NOON, ask, core, incoming, receive, tell};

/// One call of the file.
struct Row {
    who: String,
    wanted: String,
    cells: Vec<String>,
}

fn calls() -> Vec<Row> {
    let text = std::fs::read_to_string(folder("data/italy-2026.csv")).expect("the month is there");
    let row = |line: &str| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let rest = cells.split_off(2);
        let [who, wanted] = cells.try_into().expect("two columns");
        Row { who, wanted, cells: rest }
    };
    text.lines().skip(1).map(row).collect()
}

/// A phone at home in Italy whose user called Switzerland and a landline, and gave the phone's own number.
fn phone() -> (tempfile::TempDir, Core) {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let raw = RawCaller { scheme: Some("tel"), address: Some("+390817654321"), presentation: Presentation::Allowed };
    core.outgoing(&raw, at("2026-11-01T12:00:00+01:00")).expect("the store is whole");
    let own = json!({ "own_number": { "numbers": ["335 1122334"] } });
    let _settings = tell(&core, "settings_patch", json!({ "patch": own }));
    (folder, core)
}

/// Sets a level as the first run does: with an exception for each country that is proposed.
fn set(core: &Core, level: Level) {
    let found = ask(core, "countries", json!({ "contacts": ["0041 44 668 18 00", "06 12345678", "340 9998888"] }));
    let proposed = |row: &&Value| row["is_exception_proposed"] == json!(true);
    let countries: Vec<&Value> = list(&found, "countries").iter().filter(proposed).map(|row| &row["region"]).collect();
    assert_eq!(countries, ["CH"]);
    let foreign = json!({ "switch": "off", "countries": countries });
    // The level comes before the other fields of a patch, so the exceptions go first.
    let _exceptions = tell(core, "settings_patch", json!({ "patch": { "foreign": foreign } }));
    let _level = tell(core, "settings_patch", json!({ "patch": { "level": level } }));
}

fn screen(core: &Core, row: &Row) -> (Action, &'static str) {
    let [time, number, presentation, verification, contact] = row.cells.as_slice() else { panic!("five columns") };
    let shown = presentation == "allowed";
    let raw = RawCaller {
        scheme: shown.then_some("tel"),
        address: shown.then_some(number),
        presentation: if shown { Presentation::Allowed } else { Presentation::Restricted },
    };
    let verification = if verification == "failed" { Verification::Failed } else { Verification::NotVerified };
    let incoming = Incoming { raw, verification, at: at(time), sim: None };
    let contact = if contact == "found" { Contact::Found } else { Contact::NotFound };
    let verdict = receive(core, &incoming, contact).verdict;
    (verdict.action, verdict.reason.name())
}

/// The golden table: a call a line, its fate at each level.
#[test]
fn a_month_in_italy_at_each_level() {
    let calls = calls();
    let mut fates = Vec::new();
    for level in Level::ALL {
        let (_folder, core) = phone();
        set(&core, *level);
        fates.push(calls.iter().map(|row| screen(&core, row)).collect::<Vec<_>>());
    }
    let mut table = String::new();
    writeln!(table, "{:<42} {:<10} {:<30} {:<30} strict", "", "", "cautious", "balanced").expect("text");
    for (index, row) in calls.iter().enumerate() {
        let cell = |level: usize| {
            let (action, reason) = fates.get(level).and_then(|fates| fates.get(index)).expect("a fate");
            format!("{} {reason}", action.name())
        };
        let wanted = row.wanted.as_str();
        writeln!(table, "{:<42} {wanted:<10} {:<30} {:<30} {}", row.who, cell(0), cell(1), cell(2)).expect("text");
        for (level, fates) in Level::ALL.iter().zip(&fates) {
            let (action, reason) = fates.get(index).expect("a fate");
            let must_ring = wanted == "known" || (wanted == "stranger" && *level != Level::Strict);
            assert!(!must_ring || *action == Action::Allow, "{}: {reason} at {}", row.who, level.name());
        }
    }
    golden("levels.txt", &table);
    let stopped =
        |level: usize| fates.get(level).map_or(0, |fates| fates.iter().filter(|(a, _)| *a != Action::Allow).count());
    assert!(stopped(0) < stopped(1) && stopped(1) < stopped(2));
}

#[test]
fn a_phone_without_a_level_is_cautious_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let protection = &ask(&core, "home", json!({}))["protection"];
    assert_eq!(protection["level"], json!("cautious"));
    assert_eq!((&protection["is_chosen"], &protection["is_changed"]), (&json!(false), &json!(false)));
    let stages: Vec<&Value> = list(protection, "stops").iter().map(|stop| &stop["stage"]).collect();
    assert_eq!(stages, ["pack", "failed_verification"]);
}

#[test]
fn one_option_changed_is_told_and_the_rest_of_the_level_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let _level = tell(&core, "settings_patch", json!({ "patch": { "level": "balanced" } }));
    let _option = tell(&core, "settings_patch", json!({ "patch": { "hidden": "off" } }));
    let view = ask(&core, "levels", json!({}));
    let protection = &view["protection"];
    assert_eq!((&protection["level"], &protection["is_changed"]), (&json!("balanced"), &json!(true)));
    let verdict = receive(&core, &incoming(None, NOON), Contact::Undetermined).verdict;
    assert_eq!(verdict.action, Action::Allow);
    assert_eq!(
        receive(&core, &incoming(Some("+442079460958"), NOON), Contact::NotFound).verdict.action,
        Action::Silence
    );
    assert_eq!(list(&view, "levels").len(), 3);
}

#[test]
fn with_nothing_on_the_first_screen_says_nothing_is_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let off = json!({ "pack": "off", "failed_verification": "off" });
    let _off = tell(&core, "settings_patch", json!({ "patch": off }));
    let protection = &ask(&core, "home", json!({}))["protection"];
    assert_eq!(list(protection, "stops"), &[] as &[Value]);
    // A switch that is on while every range is off stops nobody either; in a country without ranges too.
    let _ranges =
        tell(&core, "settings_patch", json!({ "patch": { "pack": "reject", "pack_rows": { "IT-0844": false } } }));
    assert_eq!(list(&ask(&core, "home", json!({}))["protection"], "stops").len(), 0);
    let _country = tell(&core, "settings_patch", json!({ "patch": { "region": "DE", "pack_rows": {} } }));
    assert_eq!(list(&ask(&core, "home", json!({}))["protection"], "stops").len(), 0);
}

#[test]
fn next_steps_go_when_done_or_dismissed() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    let steps = |core: &Core| list(&ask(core, "home", json!({})), "next_steps").to_vec();
    assert_eq!(steps(&core), ["level", "register", "tile"]);
    let _level = tell(&core, "settings_patch", json!({ "patch": { "level": "cautious" } }));
    assert_eq!(steps(&core), ["register", "foreign", "tile"]);
    for step in ["register", "tile", "tile"] {
        let _done = tell(&core, "step_dismiss", json!({ "step": step }));
    }
    assert_eq!(steps(&core), ["foreign"]);
    for second in 0..3 {
        let at = stufo_core::moment::Moment { utc_millis: NOON.utc_millis - 60_000 * (1 + second), ..NOON };
        let _rang = receive(&core, &incoming(Some("+390612345678"), at), Contact::NotFound);
    }
    assert_eq!(steps(&core), ["foreign", "ask_outcome"]);
    let _level = tell(&core, "settings_patch", json!({ "patch": { "level": "balanced", "ask_outcome": true } }));
    assert_eq!(steps(&core), [] as [&str; 0]);
}

#[test]
fn countries_are_proposed_as_exceptions_or_to_be_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let core = core(folder.path());
    for minute in 0..7 {
        let at = stufo_core::moment::Moment { utc_millis: NOON.utc_millis - 60_000 * (1 + minute), ..NOON };
        let _rang = receive(&core, &incoming(Some("+442079460958"), at), Contact::NotFound);
    }
    let rows = ask(&core, "countries", json!({ "contacts": ["+41 44 668 18 00"] }));
    let row = |index: usize| list(&rows, "countries").get(index).expect("a row").clone();
    assert_eq!((&row(0)["region"], &row(0)["is_exception_proposed"]), (&json!("CH"), &json!(true)));
    let britain = row(1);
    assert_eq!((&britain["region"], &britain["calls"], &britain["wanted"]), (&json!("GB"), &json!(7), &json!(0)));
    assert_eq!(britain["is_stop_proposed"], json!(true));
    let _stop = tell(&core, "country_stop", json!({ "region": "GB", "stopped": true }));
    let action = |number| receive(&core, &incoming(Some(number), NOON), Contact::NotFound).verdict.action;
    assert_eq!((action("+442079460958"), action("+41446681800")), (Action::Silence, Action::Allow));
    let _level = tell(&core, "settings_patch", json!({ "patch": { "level": "balanced" } }));
    assert_eq!((action("+442079460958"), action("+41446681800")), (Action::Silence, Action::Silence));
    let _leave = tell(&core, "country_stop", json!({ "region": "CH", "stopped": false }));
    assert_eq!((action("+442079460958"), action("+41446681800")), (Action::Silence, Action::Allow));
}
