//! Backups are users' files: what was written once is read for ever, and all of it is written again.

use serde_json::{Value, json};
use stufo_tests::{NOON, ask, core, tell};

/// Written by version 0.1.0 on a phone on which everything that a backup keeps was used once.
const FROZEN: &str = include_str!("../golden/backup-1.json");

#[test]
fn a_frozen_backup_is_read_whole_and_written_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty = core(folder.path());
    let preview = ask(&empty, "backup_preview", json!({ "text": FROZEN }));
    let expected = json!({
        "version": 1, "created_millis": NOON.utc_millis, "rules": 3, "calls": 6, "subscriptions": 1, "objections": 1,
        "new_rules": 3, "conflicts": 0, "unreadable_rules": 0,
    });
    assert_eq!(preview, expected);
    let restored = tell(&empty, "restore", json!({ "text": FROZEN, "mode": "replace" }));
    assert_eq!(restored, json!({ "rules": 3, "calls": 6, "subscriptions": 1, "objections": 1, "unreadable_rules": 0 }));
    let again = ask(&empty, "backup", json!({}));
    let again = again.get("text").and_then(Value::as_str).expect("a text");
    let read = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    assert_holds("", &read(again), &read(FROZEN));
}

/// Fails unless everything of `frozen` stands in `written`; a later version may write more fields.
fn assert_holds(place: &str, written: &Value, frozen: &Value) {
    match (written, frozen) {
        (Value::Object(written), Value::Object(frozen)) => {
            for (name, value) in frozen {
                assert_holds(&format!("{place}/{name}"), written.get(name).unwrap_or(&Value::Null), value);
            }
        }
        (Value::Array(written), Value::Array(frozen)) => {
            assert_eq!(written.len(), frozen.len(), "{place}");
            for (index, (written, frozen)) in written.iter().zip(frozen).enumerate() {
                assert_holds(&format!("{place}/{index}"), written, frozen);
            }
        }
        _ => assert_eq!(written, frozen, "{place}"),
    }
}
