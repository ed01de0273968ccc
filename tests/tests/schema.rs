//! Databases of every released version: today's schema is the frozen one, and older files are upgraded with their rows.

/// Frozen when version 1 was released: a change of schema.sql without a new version fails here.
#[test]
fn todays_schema_is_the_frozen_one_of_its_version() {
    let fold = |text: &str| -> String {
        let code = text.lines().map(|line| line.split("--").next().unwrap_or_default());
        code.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (today, frozen) =
        (include_str!("../../rust-core/src/store/user/schema.sql"), include_str!("../schemas/v1.sql"));
    assert_eq!(fold(today), fold(frozen));
    assert!(fold(today).contains("CREATE TABLE call") && fold(today).len() > 1_000);
}

#[test]
fn a_database_of_version_one_opens_with_its_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/v1.db"), folder.path().join("stufo.db"))
        .expect("a copy");
    let core = stufo_tests::core(folder.path());
    let version = stufo_tests::ask(&core, "version", serde_json::json!({}));
    assert_eq!(version.get("schema"), Some(&serde_json::json!(1)));
    let rules = stufo_tests::ask(&core, "rules", serde_json::json!({}));
    assert_eq!(rules.pointer("/rules/0/label"), Some(&serde_json::json!("kept from version 1")));
    let calls = stufo_tests::ask(&core, "history", serde_json::json!({ "limit": 10 }));
    assert_eq!(calls.pointer("/rows/0/caller/number"), Some(&serde_json::json!("+390843123456")));
    assert_eq!(calls.pointer("/rows/0/reason"), Some(&serde_json::json!("pack")));
}
