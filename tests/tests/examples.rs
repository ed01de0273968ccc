//! The golden examples of the boundary: every query and command once, with what the real core answers, on one fixed
//! history. `tests/contract/examples/<kind>.json` holds each; a Kotlin test reads them into the app's models and
//! `cargo xtask codegen --check` holds them against the types. `STUFO_UPDATE=1` rewrites them.

#![expect(clippy::indexing_slicing, reason = "a value of another shape fails the test, as it should")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller};
use stufo_core::policy::Contact;
use stufo_tests::{NOON, core, incoming, receive};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// So many days before noon, and some minutes after it.
fn at(days_ago: i64, minutes: i64) -> Moment {
    Moment { utc_millis: NOON.utc_millis - days_ago * DAY + minutes * MINUTE, ..NOON }
}

/// A core whose exchanges are kept.
struct Recorder {
    core: Core,
    folder: tempfile::TempDir,
    examples: BTreeMap<String, String>,
}

impl Recorder {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { core: core(folder.path()), folder, examples: BTreeMap::new() }
    }

    /// Asks, and keeps the exchange as the example `name`: the kind, or the kind, a hyphen and what is special.
    fn query(&mut self, name: &str, fields: Value) -> Value {
        let request = stufo_tests::request("ask", kind(name), fields);
        let response = self.core.query(&request);
        self.keep(name, &request, response.map_err(|error| error.to_string()))
    }

    fn command(&mut self, name: &str, fields: Value) -> Value {
        let request = stufo_tests::request("do", kind(name), fields);
        let response = self.core.command(&request);
        self.keep(name, &request, response.map_err(|error| error.to_string()))
    }

    fn sync_plan(&mut self, name: &str, mut fields: Value) -> Value {
        fields["at"] = json!(NOON);
        let response = self.core.sync_plan(&fields.to_string());
        self.keep(name, &fields.to_string(), response.map_err(|error| error.to_string()))
    }

    fn sync_apply(&mut self, name: &str, mut fields: Value) -> Value {
        fields["at"] = json!(NOON);
        let response = self.core.sync_apply(&fields.to_string());
        self.keep(name, &fields.to_string(), response.map_err(|error| error.to_string()))
    }

    fn keep(&mut self, name: &str, request: &str, response: Result<String, String>) -> Value {
        let response = response.unwrap_or_else(|error| panic!("{name}: {error}"));
        let read = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        let example = json!({ "request": read(request), "response": read(&response) });
        // The folder has another name each time.
        let text = serde_json::to_string_pretty(&example).expect("JSON");
        let text = text.replace(self.folder.path().to_str().expect("UTF-8"), "/files");
        self.examples.insert(name.to_owned(), text + "\n");
        read(&response)
    }

    /// A call, answered by the address book where it is asked. Its row's id.
    fn call(&self, number: Option<&str>, at: Moment, contact: Contact) -> i64 {
        receive(&self.core, &incoming(number, at), contact).call_id
    }

    /// A change that is no example.
    fn tell(&self, name: &str, fields: Value) -> Value {
        stufo_tests::tell(&self.core, name, fields)
    }

    /// A file as a list's next answer.
    fn file(&self, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join("list");
        std::fs::write(&path, content).expect("a file");
        path.to_str().expect("UTF-8").to_owned()
    }

    /// Compares the examples with the files, or writes them.
    fn check(&self) {
        let folder = folder("contract/examples");
        if std::env::var_os("STUFO_UPDATE").is_some() {
            let _old = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&folder).expect("a folder");
            for (name, text) in &self.examples {
                std::fs::write(folder.join(format!("{name}.json")), text).expect("a file");
            }
        }
        let mut pinned = BTreeMap::new();
        for entry in std::fs::read_dir(&folder).expect("the examples are there") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            pinned.insert(name, std::fs::read_to_string(&path).expect("UTF-8"));
        }
        assert!(pinned.keys().eq(self.examples.keys()), "the files are not those that the core gives");
        for (name, text) in &self.examples {
            assert!(pinned.get(name) == Some(text), "{name} is not as pinned; actual:\n{text}");
        }
    }
}

/// The kind of an example: `call_note` of `call_note-taken_back`.
fn kind(name: &str) -> &str {
    name.split('-').next().unwrap_or_default()
}

fn id(response: &Value) -> i64 {
    response["id"].as_i64().expect("an id")
}

#[test]
fn every_request_is_answered_as_pinned() {
    let mut recorder = Recorder::new();
    settings(&mut recorder);
    rules(&mut recorder);
    lists(&mut recorder);
    calls(&mut recorder);
    objections(&mut recorder);
    queries(&mut recorder);
    drafts(&mut recorder);
    endings(&mut recorder);
    recorder.check();
}

fn settings(recorder: &mut Recorder) {
    let window = json!({ "days": 31, "from_minute": 1320, "to_minute": 420 });
    let patch = json!({
        "hidden": "silence",
        "foreign": { "switch": "silence", "only_listed": true, "countries": ["GB"] },
        "quiet_hours": { "switch": "off", "schedule": [window] },
        "pack_rows": { "IT-0844": true },
        "limits": [{ "option": "hidden", "schedule": [{ "days": 31, "from_minute": 540, "to_minute": 1080 }], "sim": 1 }],
        "waiting_until_millis": null,
    });
    recorder.command("settings_patch", json!({ "patch": patch }));
    recorder.command("waiting", json!({ "until_millis": NOON.utc_millis + DAY }));
    recorder.command("step_dismiss", json!({ "step": "tile" }));
    recorder.command("country_stop", json!({ "region": "GB", "stopped": true }));
    recorder.command("watch", json!({ "role_held": true, "contacts_granted": true }));
    recorder.tell("waiting", json!({ "until_millis": NOON.utc_millis - 90 * DAY }));
}

fn rules(recorder: &mut Recorder) {
    let window = json!({ "days": 31, "from_minute": 540, "to_minute": 1080 });
    let rule = json!({
        "id": 0, "kind": "block", "pattern": "02 5555*", "label": "Luce e gas", "action": "reject", "enabled": true,
        "schedule": null, "sim": null, "created_millis": 0,
    });
    recorder.command("rule_save", json!({ "rule": rule }));
    let scheduled =
        json!({ "kind": "block", "pattern": "/^\\+4420/", "action": "silence", "schedule": [window], "sim": 2 });
    let scheduled = id(&recorder.tell("rule_save", json!({ "rule": scheduled })));
    recorder.command("rule_enable", json!({ "id": scheduled, "enabled": false }));
    for (pattern, action) in [("06 7*", "reject"), ("06 8*", "silence")] {
        recorder.tell("rule_save", json!({ "rule": { "kind": "block", "pattern": pattern, "action": action } }));
    }
    let gone =
        id(&recorder
            .tell("rule_save", json!({ "rule": { "kind": "allow", "pattern": "800 123456", "action": "allow" } })));
    recorder.command("rule_delete", json!({ "id": gone }));
}

fn lists(recorder: &mut Recorder) {
    let list = json!({
        "name": "Numeri segnalati", "origin": "https://lists.example/reported.csv", "region": "IT", "form": null,
        "action": "reject", "public_key": null, "interval_hours": 24, "wifi_only": false,
    });
    let reported = id(&recorder.command("list_add", json!({ "list": list })));
    recorder.sync_plan(
        "sync_plan",
        json!({ "list_id": reported, "now": true, "metered": false, "accept": false, "files": false }),
    );
    let entries: String =
        (0..400).map(|index| format!("+3904555{:05},truffa,{}\n", index * 7, index % 9 + 1)).collect();
    let file = recorder.file(format!("number,category,score\n{entries}n/d,truffa,1\n+39266307129,truffa,2\n"));
    let answer = |status: u16, file: Option<String>| {
        json!({
            "list_id": reported, "step": "list", "url": "https://lists.example/reported.csv", "status": status,
            "headers": { "etag": "\"one\"" }, "file": file, "bytes": 4096,
        })
    };
    recorder.sync_apply("sync_apply", answer(200, Some(file)));
    let shrunk = recorder.file("number\n+39045550001\n");
    recorder.sync_apply("sync_apply-held", answer(200, Some(shrunk)));
    recorder.sync_apply("sync_apply-http_status", answer(503, None));
    recorder.sync_apply(
        "sync_apply-no_connection",
        json!({ "list_id": reported, "step": "list", "url": "https://lists.example/reported.csv", "failure": "no_connection", "headers": {}, "bytes": 0, "there": 0 }),
    );
    recorder.sync_apply(
        "sync_apply-cut_off",
        json!({
            "list_id": reported, "step": "list", "url": "https://lists.example/reported.csv", "failure": "cut_off",
            "headers": { "etag": "\"two\"" }, "bytes": 1000, "there": 1000,
        }),
    );
    let filter =
        json!({ "min_votes": 2, "unsure": "silence", "categories": [{ "category": "poll", "switch": "off" }] });
    recorder.command(
        "list_update",
        json!({ "id": reported, "name": null, "origin": null, "region": null, "action": null, "enabled": null, "interval_hours": 12, "wifi_only": true, "filter": filter }),
    );
    signed(recorder);
    let gone = json!({ "list": { "name": "Condominio", "origin": "condominio.csv", "action": "silence" } });
    let gone = id(&recorder.tell("list_add", gone));
    recorder.command("list_remove", json!({ "id": gone }));
}

/// A signed repository: its manifest, and what is to be fetched next.
fn signed(recorder: &mut Recorder) {
    let key = std::fs::read_to_string(folder("vectors/test.key.pub")).expect("the key is there");
    let key = key.lines().last().expect("a key");
    let list = json!({ "name": "Firmata", "origin": "https://lists.example/signed/", "region": "ES", "action": "silence", "public_key": key });
    let signed = id(&recorder.tell("list_add", json!({ "list": list })));
    let plan = recorder.sync_plan("sync_plan-signed", json!({ "list_id": signed, "now": true }));
    let manifest = std::fs::read(folder("vectors/repository/latest")).expect("the manifest is there");
    let file = recorder.file(&manifest);
    let url = plan.pointer("/steps/0/url").cloned().expect("a step");
    recorder.sync_apply(
        "sync_apply-next",
        json!({ "list_id": signed, "step": "manifest", "url": url, "status": 200, "headers": {}, "file": file, "bytes": manifest.len() }),
    );
}

fn calls(recorder: &mut Recorder) {
    // Callers of many ranges: those rejected do not call again, those silenced do.
    for index in 0..14 {
        recorder.call(Some(&format!("06 7{:03}1{index:02}", index * 53)), at(70, index * 3), Contact::NotFound);
        let silenced = format!("06 8{:03}2{index:02}", index * 53);
        recorder.call(Some(&silenced), at(71, index * 3), Contact::NotFound);
        recorder.call(Some(&silenced), at(69, index * 5), Contact::NotFound);
    }
    // A campaign: many numbers of one range, week after week.
    for index in 0..6 {
        let ids =
            recorder.call(Some(&format!("351 01234{:02}", index * 7)), at(40 - index * 6, index), Contact::NotFound);
        recorder.tell("call_note", json!({ "id": ids, "outcome": "hung_up" }));
    }
    recorder.call(Some("+44 20 7946 0958"), at(9, 0), Contact::NotFound);
    recorder.call(Some("+39 0844 700112"), at(8, 0), Contact::NotFound);
    recorder.call(Some("+39 0455 500070"), at(7, 0), Contact::NotFound);
    recorder.call(None, at(6, 30), Contact::NotFound);
    recorder.call(Some("02 5555 1234"), at(3, 8 * 60), Contact::NotFound);
    recorder.call(Some("02 5555 1234"), at(2, 30), Contact::NotFound);
    recorder.call(Some("02 5555 1299"), at(1, 0), Contact::NotFound);
    recorder.call(Some("4141"), at(1, 20), Contact::NotFound);
    let raw = RawCaller { scheme: Some("tel"), address: Some("347 9998888"), presentation: Presentation::Allowed };
    recorder.core.outgoing(&raw, at(1, 30)).expect("the store is whole");
    recorder.call(Some("347 9998888"), at(1, 40), Contact::NotFound);
    let friend = recorder.call(Some("347 1234567"), at(0, -90), Contact::Found);
    recorder.command("call_contact", json!({ "id": friend, "contact": "found" }));
    let answered = recorder.call(Some("049 8765432"), at(0, -80), Contact::NotFound);
    recorder.command("call_note", json!({ "id": answered, "outcome": "answered", "note": "idraulico" }));
    let late = recorder.call(Some("02 5555 4321"), at(0, -70), Contact::NotFound);
    recorder.command("call_rang", json!({ "id": late }));
    recorder.command("network_country", json!({ "country": "FR" }));
    recorder.command("call_offer", json!({ "id": late, "offer": "energy" }));
    let mistaken = recorder.call(Some("02 5555 7777"), at(0, -60), Contact::NotFound);
    let wanted = recorder.command("call_wanted", json!({ "id": mistaken }));
    recorder.command("undo", json!({ "undo": wanted["undo"] }));
    recorder.tell("call_wanted", json!({ "id": mistaken }));
    let blocked = recorder.command("callers_rule", json!({ "kind": "block", "patterns": ["+390498765432"] }));
    recorder.tell("undo", json!({ "undo": blocked["undo"] }));
    let deleted = recorder.call(Some("049 1111111"), at(0, -50), Contact::NotFound);
    recorder.command("call_delete", json!({ "id": deleted }));
}

fn objections(recorder: &mut Recorder) {
    recorder.command("rpo_set", json!({ "enrolled_on": "2026-10-26", "renewed_on": null }));
    let objection = json!({
        "id": null, "call_id": null, "company": "Energia Chiara S.r.l.", "numbers": ["02 5555 1234"], "at": at(9, 330),
        "how": "certified", "note": "Ricevuta archiviata",
    });
    recorder.command("objection_save", json!({ "objection": objection }));
    let other =
        json!({ "company": "Fibra Veloce S.p.A.", "numbers": ["351 0123435"], "at": at(12, 0), "how": "email" });
    recorder.tell("objection_save", json!({ "objection": other }));
    let gone = id(&recorder.tell("objection_save", json!({ "objection": { "company": "Nessuno" } })));
    recorder.command("objection_delete", json!({ "id": gone }));
    let sender = json!({
        "name": "Anna Bianchi", "tax_code": "BNCNNA80A41H501X", "contact": "anna@example.org",
        "called_number": "+39 347 0000001", "address": null, "postcode": null, "place": "Padova",
    });
    recorder.command("sender_save", json!({ "sender": sender, "in_backup": false }));
    recorder.command("maintain", json!({}));
}

fn queries(recorder: &mut Recorder) {
    let home = recorder.query("home", json!({}));
    let notice = home.pointer("/notices/0/id").cloned().expect("a notice");
    let history = json!({
        "limit": 100, "before": null, "search": null, "actions": ["silence", "reject"], "hidden": null, "list_id": null,
        "reason": null, "caller": null,
    });
    recorder.query("history", history);
    recorder.query("history_groups", json!({ "limit": 5, "search": "02 5555", "named": ["+39 347 1234567"] }));
    recorder.query("history-page", json!({ "limit": 2, "search": "0455", "reason": "list" }));
    recorder.query("call", json!({ "id": call_of(recorder, "+390255551234") }));
    recorder.query("call-list", json!({ "id": call_of(recorder, "+390455500070") }));
    recorder.query("call-foreign", json!({ "id": call_of(recorder, "+442079460958") }));
    let caller = json!({
        "address": "+44 20 7946 0958", "scheme": "tel", "presentation": 1, "verification": 0, "contact": "not_found", "sim": null,
    });
    recorder.query("explain", caller);
    recorder.query("explain-pack", json!({ "address": "0844 700112" }));
    recorder.query("explain-hidden", json!({ "address": null, "presentation": 2 }));
    recorder.query("rules", json!({}));
    recorder.query("preview", json!({ "id": null, "kind": "block", "pattern": "+39*", "schedule": null, "sim": null }));
    recorder.query("suggestions", json!({}));
    for by in ["day", "hour", "reason", "list"] {
        let name = if by == "day" { "counts".to_owned() } else { format!("counts-{by}") };
        let (from, to) = (NOON.utc_millis - 8 * DAY, NOON.utc_millis);
        recorder.query(&name, json!({ "by": by, "from_millis": from, "to_millis": to }));
    }
    recorder.query("settings", json!({}));
    recorder.query("levels", json!({}));
    recorder.query("countries", json!({ "contacts": ["+41 44 668 18 00"] }));
    recorder.query("packs", json!({}));
    recorder.query("export", json!({ "form": "csv", "before": null }));
    recorder.query("export-json", json!({ "form": "json", "before": null }));
    recorder.query("lists", json!({}));
    recorder.query("sync_log", json!({ "id": 1 }));
    recorder.query("version", json!({}));
    recorder.command("notice_dismiss", json!({ "id": notice }));
    recorder.command("list_keep", json!({ "id": 1 }));
}

fn drafts(recorder: &mut Recorder) {
    recorder.query("objection", json!({}));
    recorder.query("objections", json!({ "id": null, "call_id": null, "limit": 10 }));
    recorder.query("recontact", json!({ "days": 180 }));
    let evidence = json!({
        "ids": null, "caller": null, "code": null, "from_millis": null, "to_millis": null, "before": null, "limit": 50,
    });
    recorder.query("evidence", evidence);
    let export = json!({ "ids": null, "caller": null, "code": "after_objection", "from_millis": null, "to_millis": null, "before": null });
    recorder.query("evidence_export", export);
    let fields = json!({
        "company": "Energia Chiara S.r.l.", "company_address": null, "content": "Offerta luce", "called_number": null,
        "name": "Anna Bianchi", "tax_code": null, "contact": null, "consent": false, "contract": null,
    });
    let call = call_of(recorder, "+390255551234");
    recorder.query("complaint", json!({ "calls": [call], "fields": fields }));
    let other = call_of(recorder, "+393510123435");
    recorder.query("complaint-refused", json!({ "calls": [call, other], "fields": {} }));
    let fields = json!({ "company": null, "called_number": null, "name": "Anna Bianchi", "contact": null });
    recorder
        .query("letter", json!({ "objection": 1, "call_id": null, "fields": fields, "kind": null, "language": null }));
    let offered = call_of(recorder, "+390255554321");
    let fields = json!({ "company": "Energia Chiara S.r.l." });
    recorder.query("complaint-energy", json!({ "calls": [offered], "fields": {} }));
    recorder.query("letter-void", json!({ "call_id": offered, "fields": fields, "kind": "void" }));
    recorder.query("sender", json!({}));
    let fields = json!({ "company": "Energia Chiara S.r.l.", "content": "Offerta luce", "consent": false });
    let saved = recorder.command(
        "report_save",
        json!({ "id": null, "kind": "authority", "calls": [call], "fields": fields, "language": null, "objection": null }),
    );
    recorder.command(
        "report_state",
        json!({
            "id": saved["id"], "state": "sent", "on": null, "protocol": "0123456/2026", "answer": null, "how": null,
        }),
    );
    let letter = recorder.tell("report_save", json!({ "kind": "letter", "objection": 1, "fields": fields }));
    let sent = json!({ "id": letter["id"], "state": "sent", "on": "2026-10-01", "how": "registered" });
    recorder.tell("report_state", sent);
    recorder.query("reports", json!({ "id": null }));
    recorder.command("report_delete", json!({ "id": letter["id"] }));
}

/// What changes everything comes last.
fn endings(recorder: &mut Recorder) {
    let backup = recorder.query("backup", json!({}));
    let text = backup["text"].as_str().expect("a text").to_owned();
    recorder.query("backup_preview", json!({ "text": text }));
    recorder.command("history_clear", json!({}));
    recorder.command("restore", json!({ "text": text, "mode": "merge" }));
}

/// The newest call of a caller.
fn call_of(recorder: &Recorder, number: &str) -> i64 {
    let page = stufo_tests::ask(&recorder.core, "history", json!({ "limit": 1, "caller": number }));
    page.pointer("/rows/0/id").and_then(Value::as_i64).unwrap_or_else(|| panic!("no call of {number}"))
}
