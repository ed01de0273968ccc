//! Backups are users' files: what was written once is read for ever, and written the same.

use std::path::Path;

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller};
use stufo_core::policy::Contact;
use stufo_tests::{NOON, ask, core, incoming, receive, tell};

/// Written by version 0.1.0 before its readers and writers were derived.
const FROZEN: &str = include_str!("../golden/backup-1.json");

/// A phone on which everything that a backup keeps was used once.
fn used_phone(folder: &Path) -> Core {
    let core = core(folder);
    let evening = json!([{ "days": 31, "from_minute": 1260, "to_minute": 420 }]);
    let rules = [
        json!({ "kind": "block", "pattern": "02 5555*", "label": "Luce e gas", "action": "silence" }),
        json!({ "kind": "block", "pattern": "/^39347[0-9]{3}00/", "action": "reject", "enabled": false, "sim": 2 }),
        json!({ "kind": "allow", "pattern": "+39 06 1234567", "action": "allow", "schedule": evening }),
    ];
    for rule in rules {
        let _id = tell(&core, "rule_save", json!({ "rule": rule }));
    }
    let patch = json!({
        "region": "IT", "hidden": "silence", "pack_rows": { "IT-0844": false },
        "foreign": { "switch": "reject", "only_listed": true, "countries": ["GB", "TN"] },
        "quiet_hours": { "switch": "silence", "schedule": [{ "days": 127, "from_minute": 1320, "to_minute": 420 }] },
        "repeated_call": { "enabled": true, "within_minutes": 3 }, "waiting_until_millis": null, "ask_outcome": true,
    });
    let _settings = tell(&core, "settings_patch", json!({ "patch": patch }));
    let list = json!({ "name": "Elenco", "origin": "https://example.org/list.txt", "action": "silence" });
    let _id = tell(&core, "list_add", json!({ "list": list }));
    for number in ["+39 333 1234567", "112"] {
        let raw = RawCaller { scheme: Some("tel"), address: Some(number), presentation: Presentation::Allowed };
        core.outgoing(&raw, Moment { utc_millis: NOON.utc_millis - 86_400_000, ..NOON }).expect("it is noted");
    }
    let calls = [Some("0843 123456"), Some("02 5555 1001"), None, Some("+44 20 7946 0018"), Some("191"), Some("sip:a")];
    for (hours, address) in (0_i64..).zip(calls) {
        let at = Moment { utc_millis: NOON.utc_millis + hours * 3_600_000, ..NOON };
        let _screened = receive(&core, &incoming(address, at), Contact::NotFound);
    }
    let note = json!({ "id": 2, "outcome": "objected", "note": "«tolga il numero»" });
    let _done = tell(&core, "call_note", note);
    let objection = json!({
        "company": "Fibra Veloce S.p.A.", "numbers": ["+39 347 7654321", "191"], "how": "certified",
        "note": "PEC", "at": { "utc_millis": 1_795_000_000_000_i64, "offset_minutes": 60 },
    });
    let _id = tell(&core, "objection_save", json!({ "objection": objection }));
    let _dates = tell(&core, "rpo_set", json!({ "enrolled_on": "2026-03-01", "renewed_on": null }));
    core
}

fn backup(core: &Core) -> String {
    ask(core, "backup", json!({})).get("text").and_then(Value::as_str).expect("a text").to_owned()
}

#[test]
fn a_backup_is_written_as_ever() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(backup(&used_phone(folder.path())), FROZEN.trim_end());
}

#[test]
fn a_frozen_backup_is_read_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty = core(folder.path());
    let preview = ask(&empty, "backup_preview", json!({ "text": FROZEN }));
    let expected = json!({
        "version": 1, "created_millis": NOON.utc_millis, "rules": 3, "calls": 6, "subscriptions": 1, "objections": 1,
        "new_rules": 3, "conflicts": 0,
    });
    assert_eq!(preview, expected);
    let restored = tell(&empty, "restore", json!({ "text": FROZEN, "mode": "replace" }));
    assert_eq!(restored, json!({ "rules": 3, "calls": 6, "subscriptions": 1, "objections": 1 }));
    assert_eq!(backup(&empty), FROZEN.trim_end());
}
