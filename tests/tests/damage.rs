//! stufo.db damaged in 200 ways drawn from a seed: it opens, every screen answers, 112 rings, and what does not lie on the
//! damaged pages is kept. The rows kept stand in docs/security.md.
#![expect(clippy::ptr_arg, reason = "one signature for every kind of damage: one of them cuts the file short")]
#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::policy::{Action, Contact};
use stufo_core::store::UserStore;
use stufo_tests::{NOON, ask, core, incoming, receive, tell};

const PAGE: usize = 4096;
const CALLS: usize = 1_000;
/// Where only values are damaged.
const FEW_CALLS: usize = 20;
const RULES: usize = 10;
const DIALLED: usize = 300;
const OBJECTIONS: usize = 20;
/// Calls and rules, numbers dialled and objections, a list and an enrolment.
const ROWS: usize = CALLS + RULES + DIALLED + OBJECTIONS + 2;

/// A way of damaging a file, and how often it is tried.
struct Damage {
    name: &'static str,
    count: usize,
    /// Overwrites something in the file.
    apply: fn(&mut Vec<u8>, &mut fastrand::Rng),
    /// Rows that are kept at least, of those of all files: what docs/security.md says.
    kept_percent: f64,
    /// Rows that the worst file keeps at least. A root page of a small table costs that table.
    worst: usize,
}

const DAMAGES: [Damage; 6] = [
    Damage { name: "1 to 64 bytes anywhere", count: 50, apply: bytes_anywhere, kept_percent: 99.0, worst: 700 },
    Damage {
        name: "1 to 64 bytes in the first 20 pages",
        count: 50,
        apply: bytes_in_front,
        kept_percent: 98.0,
        worst: 700,
    },
    Damage { name: "a whole page", count: 40, apply: whole_page, kept_percent: 97.0, worst: 700 },
    Damage { name: "three whole pages", count: 20, apply: three_pages, kept_percent: 90.0, worst: 250 },
    Damage { name: "cut short", count: 20, apply: cut, kept_percent: 15.0, worst: 0 },
    Damage { name: "the first page", count: 20, apply: first_page, kept_percent: 99.9, worst: 1_330 },
];

fn overwrite(file: &mut [u8], from: usize, count: usize, random: &mut fastrand::Rng) {
    file.iter_mut().skip(from).take(count).for_each(|byte| *byte = random.u8(..));
}

fn bytes_anywhere(file: &mut Vec<u8>, random: &mut fastrand::Rng) {
    let (from, count) = (random.usize(..file.len()), random.usize(1..=64));
    overwrite(file, from, count, random);
}

fn bytes_in_front(file: &mut Vec<u8>, random: &mut fastrand::Rng) {
    let (from, count) = (random.usize(..20 * PAGE), random.usize(1..=64));
    overwrite(file, from, count, random);
}

fn whole_page(file: &mut Vec<u8>, random: &mut fastrand::Rng) {
    let page = random.usize(1..file.len() / PAGE);
    overwrite(file, page * PAGE, PAGE, random);
}

fn three_pages(file: &mut Vec<u8>, random: &mut fastrand::Rng) {
    (0..3).for_each(|_| whole_page(file, random));
}

fn cut(file: &mut Vec<u8>, random: &mut fastrand::Rng) {
    file.truncate(random.usize(PAGE..file.len()));
}

fn first_page(file: &mut Vec<u8>, random: &mut fastrand::Rng) {
    let from = if random.bool() { 100 } else { random.usize(..PAGE) };
    let count = random.usize(8..=PAGE - from.min(PAGE - 8));
    overwrite(file, from, count.min(PAGE - from), random);
}

fn fill(folder: &Path, calls: usize) {
    let core = core(folder);
    for index in 0..RULES {
        let rule =
            json!({ "kind": "block", "pattern": format!("06 12{index:02}*"), "action": "reject", "label": "kept" });
        let _saved = tell(&core, "rule_save", json!({ "rule": rule }));
    }
    let backup = ask(&core, "backup", json!({}));
    let mut backup: Value = serde_json::from_str(backup["text"].as_str().expect("a text")).expect("JSON");
    for index in 0..calls {
        let at = stufo_core::moment::Moment { utc_millis: NOON.utc_millis + index as i64 * 1_000, offset_minutes: 60 };
        let number = format!("+3902{:07}", index * 37 % 10_000_000);
        let _call = receive(&core, &incoming(Some(&number), at), Contact::NotFound);
    }
    let template: Value = serde_json::from_str(include_str!("../golden/backup-1.json")).expect("JSON");
    for part in ["subscriptions", "enrolments"] {
        backup[part] = template[part].clone();
    }
    // A key is a number's digits left-justified to 15 places, times 16, plus their count (docs/matching.md).
    let key = |index: usize| (39_061_234_000 + index * 7) * 10_000 * 16 + 11;
    backup["dialled"] = (0..DIALLED).map(|index| json!({ "key": key(index), "utc_millis": 7 })).collect();
    backup["objections"] = (0..OBJECTIONS)
        .map(|index| {
            let mut objection = template["objections"][0].clone();
            objection["company"] = json!(format!("company {index}"));
            objection
        })
        .collect();
    backup["rules"] = json!([]);
    let _restored = tell(&core, "restore", json!({ "text": backup.to_string(), "mode": "merge" }));
    drop(core);
    assert_eq!(rows(&folder.join("stufo.db")), ROWS - CALLS + calls, "the file is filled");
}

/// Rows of leaf pages that are no row of the user's: the schema, what decided calls, notices, the log of fetches.
const OTHER_ROWS: usize = 60;

/// Rows in the leaf pages of tables with row ids (sqlite.org/fileformat2.html).
fn leaf_rows(file: &[u8]) -> usize {
    let leaves = file.chunks_exact(PAGE).skip(1).filter(|page| page[0] == 0x0d);
    leaves.map(|page| usize::from(u16::from_be_bytes([page[3], page[4]]))).sum()
}

/// Rows that the user can see again.
fn rows(file: &Path) -> usize {
    let store = UserStore::open(file, std::time::Duration::from_secs(5)).expect("it opens");
    store.check().expect("whatever was damaged, what is left is whole");
    let lists = store.subscriptions().expect("they read").len() + store.enrolments().expect("they read").len();
    let calls = store.saved_calls().expect("they read").len() + store.rules().expect("they read").len();
    calls + store.all_dialled().expect("they read").len() + store.objections().expect("they read").len() + lists
}

/// The damaged file opens, and nothing that a user asks for fails.
fn use_all(folder: &Path, what: &str) {
    let core = core(folder);
    let emergency = core.screen(&incoming(Some("112"), NOON)).map_or(Action::Allow, |screened| screened.verdict.action);
    assert_eq!(emergency, Action::Allow, "{what}");
    for (name, fields) in [
        ("home", json!({})),
        ("history", json!({ "limit": 1000 })),
        ("rules", json!({})),
        ("lists", json!({})),
        ("objection", json!({})),
        ("objections", json!({ "limit": 100 })),
        ("settings", json!({})),
        ("backup", json!({})),
    ] {
        asked(&core, what, name, fields);
    }
    let maintained = core.command(&stufo_tests::request("do", "maintain", json!({})));
    assert!(maintained.is_ok(), "{what}: maintain {maintained:?}");
}

fn asked(core: &Core, what: &str, name: &str, fields: Value) {
    let response = core.query(&stufo_tests::request("ask", name, fields));
    assert!(response.is_ok(), "{what}: {name} {:?}", response.err());
}

#[test]
fn two_hundred_damaged_files_open_and_keep_what_was_not_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), CALLS);
    let whole = fs::read(folder.path().join("stufo.db")).expect("the file is there");
    let mut random = fastrand::Rng::with_seed(16);
    let mut table = String::new();
    let mut tried = 0;
    for Damage { name, count, apply, kept_percent, worst } in DAMAGES {
        let (mut kept, mut least) = (0, ROWS);
        for variant in 0..count {
            let place = tempfile::tempdir().expect("a folder");
            let mut file = whole.clone();
            apply(&mut file, &mut random);
            // What a cut leaves of the rows in leaf pages, those of the schema and of what decided calls among them.
            let left = if name == "cut short" { leaf_rows(&file).saturating_sub(OTHER_ROWS) } else { 0 };
            fs::write(place.path().join("stufo.db"), file).expect("it can be written");
            use_all(place.path(), &format!("{name}, variant {variant}"));
            // The call to 112 is one more.
            let found = rows(&place.path().join("stufo.db")).saturating_sub(1);
            assert!(found >= left, "{name}, variant {variant}: {found} rows kept of {left} that are there");
            kept += found;
            least = least.min(found);
        }
        tried += count;
        let percent = 100.0 * kept as f64 / (ROWS * count) as f64;
        table.push_str(&format!(
            "| {name} | {count} | {kept} of {} ({percent:.2} %) | {least} of {ROWS} |\n",
            ROWS * count
        ));
        std::io::stderr().write_all(table.lines().last().unwrap_or_default().as_bytes()).expect("stderr");
        std::io::stderr().write_all(b"\n").expect("stderr");
        assert!(percent >= kept_percent, "{name}: {percent} % kept");
        assert!(least >= worst, "{name}: one file kept {least} of {ROWS}");
    }
    assert_eq!(tried, 200);
}

/// Any value of any column, exchanged for one that the app cannot read: nothing fails for ever, and the other rows stay.
#[test]
fn a_value_that_does_not_read_costs_its_row_at_most() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path(), FEW_CALLS);
    let whole = fs::read(folder.path().join("stufo.db")).expect("the file is there");
    let columns: Vec<(String, String, String)> = {
        let raw = raw(&folder.path().join("stufo.db"));
        let key = "(SELECT name FROM pragma_table_info(t.name) WHERE pk = 1)";
        let sql = format!(
            "SELECT t.name, c.name, iif(t.wr, {key}, 'rowid') FROM pragma_table_list t, pragma_table_info(t.name) c \
             WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND NOT (c.pk > 0 AND t.wr = 0)"
        );
        let mut statement = raw.prepare(&sql).expect("it reads");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).expect("it reads");
        rows.map(|row| row.expect("it reads")).collect()
    };
    assert!(columns.len() > 60);
    let values = ["x'ff'", "CAST(x'ff41' AS TEXT)", "4000000000000", "-1"];
    for (index, (table, column, key)) in columns.into_iter().enumerate() {
        // Every column has a blob once, and one of the others.
        for value in [values[0], values[1 + index % 3]] {
            let what = format!("{table}.{column} = {value}");
            let place = tempfile::tempdir().expect("a folder");
            let file = place.path().join("stufo.db");
            fs::write(&file, &whole).expect("it can be written");
            let sql = format!(
                "UPDATE OR IGNORE {table} SET {column} = {value} WHERE {key} = (SELECT max({key}) FROM {table})"
            );
            raw(&file).execute(&sql, []).expect(&what);
            use_all(place.path(), &what);
            let lost = (ROWS - CALLS + FEW_CALLS + 1).saturating_sub(rows(&file));
            assert!(lost <= 1, "{what}: {lost} rows lost");
        }
    }
}

fn raw(file: &Path) -> rusqlite::Connection {
    let raw =
        rusqlite::Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE).expect("it opens");
    raw.pragma_update(None, "foreign_keys", false).expect("off");
    raw
}
