//! Databases of every version that was on main: today's schema is the frozen one, and older files are upgraded with
//! their rows. That every older schema becomes today's is held beside the upgrades (store/user/upgrades.rs).

use serde_json::{Value, json};

/// Today's version; its schema and a file with rows are frozen under `schemas/`.
const TODAY: u32 = 5;

/// Frozen when the version came to main: a change of schema.sql without a new version fails here.
#[test]
fn todays_schema_is_the_frozen_one_of_its_version() {
    let fold = |text: &str| -> String {
        let code = text.lines().map(|line| line.split("--").next().unwrap_or_default());
        code.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let today = include_str!("../../rust-core/src/store/user/schema.sql");
    let frozen = std::fs::read_to_string(schemas().join(format!("v{TODAY}.sql"))).expect("today's frozen schema");
    assert_eq!(fold(today), fold(&frozen));
    assert!(fold(today).contains("CREATE TABLE call") && fold(today).len() > 1_000);
}

#[test]
fn databases_of_every_version_open_with_their_rows() {
    for version in 1..=TODAY {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::copy(schemas().join(format!("v{version}.db")), folder.path().join("stufo.db")).expect("a copy");
        let core = stufo_tests::core(folder.path());
        let about = |ask: &str, fields: Value, pointer: &str| {
            stufo_tests::ask(&core, ask, fields).pointer(pointer).cloned().unwrap_or_default()
        };
        assert_eq!(about("version", json!({}), "/schema"), json!(TODAY));
        assert_eq!(about("rules", json!({}), "/rules/0/label"), json!(format!("kept from version {version}")));
        let calls = json!({ "limit": 10 });
        assert_eq!(about("history", calls.clone(), "/rows/0/caller/number"), json!("+390843123456"));
        assert_eq!(about("history", calls, "/rows/0/reason"), json!("pack"));
        if version >= 2 {
            assert_eq!(about("lists", json!({}), "/lists/0/name"), json!("a signed list"));
            assert_eq!(about("lists", json!({}), "/lists/0/interval_hours"), json!(48));
        }
        if version >= 4 {
            assert_eq!(about("lists", json!({}), "/lists/0/sync/etag"), json!("\"kept\""));
            assert_eq!(about("lists", json!({}), "/lists/0/sync/why"), json!("http_503"));
        }
        let kept = (
            about("objections", json!({}), "/objections/0/company"),
            about("home", json!({}), "/register/in_force_on"),
        );
        if version >= 3 {
            assert_eq!(kept, (json!("kept from version 3"), json!("2026-01-17")));
            assert_eq!(about("objections", json!({}), "/objections/0/numbers/0/number"), json!("+390843123456"));
        } else {
            assert_eq!(kept, (json!(null), json!(null)));
        }
    }
}

fn schemas() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}
