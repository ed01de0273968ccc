//! Whatever the core is told, help is never stopped, and what the user made is there or the change was refused.

use std::cell::RefCell;
use std::path::Path;

use serde_json::{Value, json};
use stufo_core::api::{Core, Incoming};
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller, Region};
use stufo_core::policy::{Action, Verification};
use tempfile::TempDir;

const NOON: Moment = Moment { utc_millis: 1_795_518_000_000, offset_minutes: 60 };
/// Inputs after which the store begins anew, so that a finding is found again from few of them.
const ANEW: u32 = 64;

struct Place {
    core: Option<Core>,
    folder: TempDir,
    used: u32,
}

thread_local! {
    static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
    static WHOLE: Vec<u8> = whole_store();
}

fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a folder")
}

fn open(folder: &Path) -> Core {
    Core::open(folder, Region::ITALY, NOON).expect("a fresh folder opens")
}

fn with_core(work: impl FnOnce(&Core, &Path)) {
    PLACE.with_borrow_mut(|place| {
        if place.as_ref().is_none_or(|place| place.used >= ANEW) {
            let folder = folder();
            *place = Some(Place { core: Some(open(folder.path())), folder, used: 0 });
        }
        let place = place.as_mut().expect("made above");
        place.used += 1;
        let core = place.core.as_ref().expect("open");
        work(core, place.folder.path());
        help_rings(core);
    });
}

fn help_rings(core: &Core) {
    let raw = RawCaller { scheme: Some("tel"), address: Some("112"), presentation: Presentation::Allowed };
    let call = Incoming { raw, verification: Verification::NotVerified, at: NOON, sim: None };
    let action = core.screen(&call).map_or(Action::Allow, |screened| screened.verdict.action);
    assert_eq!(action, Action::Allow, "help is never stopped");
}

fn told(core: &Core, what: &str, fields: Value) -> Result<Value, String> {
    let verb = if matches!(what, "backup" | "lists" | "rules") { "ask" } else { "do" };
    let mut request = json!({ "at": NOON, verb: what });
    request.as_object_mut().expect("an object").extend(fields.as_object().cloned().unwrap_or_default());
    let response = if verb == "ask" { core.query(&request.to_string()) } else { core.command(&request.to_string()) };
    response.map(|text| serde_json::from_str(&text).expect("JSON")).map_err(|error| error.message)
}

/// Lines of requests: each ends in JSON or in a short error that quotes nothing.
pub fn requests(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    with_core(|core, _| {
        for line in text.lines().take(8) {
            // A time is in every request of the app; most inputs would end for the lack of it.
            let line = line.replacen("{", &format!("{{\"at\":{},", json!(NOON)), 1);
            for response in [core.query(&line), core.command(&line)] {
                match response {
                    Ok(text) => assert!(serde_json::from_str::<Value>(&text).expect("JSON").is_object()),
                    Err(error) => assert!(error.message.len() <= 200, "an error quotes nothing"),
                }
            }
        }
    });
}

/// A server's answer, byte for byte: the list is what it was, or what came, and the sync goes on.
pub fn sync_answers(data: &[u8]) {
    let Some((kind, body)) = data.split_first() else { return };
    with_core(|core, folder| {
        let lists = told(core, "lists", json!({})).expect("they read");
        if lists["lists"].as_array().is_some_and(Vec::is_empty) {
            let list = json!({ "name": "l", "origin": "https://example.org/l" });
            let _added = told(core, "list_add", json!({ "list": list }));
        }
        let file = folder.join("answer");
        std::fs::write(&file, body).expect("written");
        let plan = core.sync_plan(&json!({ "at": NOON, "now": true }).to_string());
        let plan: Value = serde_json::from_str(&plan.expect("a plan")).expect("JSON");
        let Some(step) = plan["steps"].get(0) else { return };
        let status = [200, 206, 304, 404, 429][usize::from(*kind) % 5];
        let request = json!({
            "at": NOON, "list_id": step["list_id"], "step": step["step"], "url": step["url"], "status": status,
            "headers": { "etag": "\"x\"", "retry-after": String::from_utf8_lossy(body.get(..8).unwrap_or_default()) },
            "file": if status < 300 { json!(file) } else { Value::Null }, "bytes": body.len(),
        });
        if let Err(error) = core.sync_apply(&request.to_string()) {
            assert!(error.message.len() <= 200);
        }
    });
}

/// A backup is taken whole or not at all; one that was taken and made again restores to itself.
pub fn backup(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    with_core(|core, _| {
        let before = content(core);
        if told(core, "restore", json!({ "text": text, "mode": "replace" })).is_err() {
            assert_eq!(content(core), before, "an error changes nothing");
            return;
        }
        let taken = content(core);
        let made = told(core, "backup", json!({})).expect("it is made");
        told(core, "restore", json!({ "text": made["text"], "mode": "replace" })).expect("our own backup is taken");
        assert_eq!(content(core), taken);
    });
}

/// A backup without its date. Calls of one number at one moment are one.
fn content(core: &Core) -> Value {
    let made = told(core, "backup", json!({})).expect("it is made");
    let mut document: Value = serde_json::from_str(made["text"].as_str().expect("a text")).expect("JSON");
    let object = document.as_object_mut().expect("an object");
    object.remove("created");
    object.remove("calls");
    // Ids are given anew.
    for part in ["rules", "subscriptions"] {
        for row in object.get_mut(part).and_then(Value::as_array_mut).into_iter().flatten() {
            row.as_object_mut().expect("an object").remove("id");
        }
    }
    document
}

fn whole_store() -> Vec<u8> {
    let folder = folder();
    let core = open(folder.path());
    let frozen = include_str!("../../tests/golden/backup-1.json");
    told(&core, "restore", json!({ "text": frozen, "mode": "replace" })).expect("it is taken");
    told(&core, "maintain", json!({})).expect("done");
    drop(core);
    std::fs::read(folder.path().join("stufo.db")).expect("it is there")
}

/// Bytes of the store overwritten: it opens, salvaged or whole, or says that it cannot; and what was opened backs itself up.
pub fn damaged_store(data: &[u8]) {
    let folder = folder();
    let path = folder.path().join("stufo.db");
    let mut file = WHOLE.with(Vec::clone);
    for edit in data.chunks_exact(4) {
        let place = u32::from_le_bytes([edit[0], edit[1], edit[2], 0]) as usize % file.len();
        file[place] = edit[3];
    }
    if data.len() % 4 == 3 {
        file.truncate(file.len() / 256 * usize::from(data[data.len() - 1]));
    }
    std::fs::write(&path, file).expect("written");
    let core = match Core::open(folder.path(), Region::ITALY, NOON) {
        Ok(core) => core,
        Err(error) => return assert!(error.message.contains("newer"), "{error:?}"),
    };
    help_rings(&core);
    told(&core, "backup", json!({})).expect("a backup can be made of what is left");
    told(&core, "maintain", json!({})).expect("and it is looked after");
}
