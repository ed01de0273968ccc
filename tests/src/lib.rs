//! What belongs where: `contract` golden files and codes, `reasons` every reason alone, `faults` broken and foreign
//! stores, `hostile` requests and calls made to harm, `history` the record at scale, `rules` rules as a user makes them,
//! `objections`, `evidence`, `complaint`, `law` what is drawn from a replayed month (`month.rs`), `cli` the built binary end to end, `differential` engines against each other.

#![forbid(unsafe_code)]

pub mod month;
pub mod server;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use stufo_core::api::{Core, Incoming, Screened};
use stufo_core::moment::Moment;
use stufo_core::number::{Presentation, RawCaller, Region};
use stufo_core::policy::{Contact, Verification};

/// Tuesday 24 November 2026, 12:00 in Rome.
pub const NOON: Moment = Moment { utc_millis: 1_795_518_000_000, offset_minutes: 60 };

/// The built `stufo`, which `cargo build` or `cargo test --workspace` left beside the tests.
#[must_use]
pub fn binary() -> PathBuf {
    let tests = std::env::current_exe().expect("a test has a path");
    tests.parent().and_then(Path::parent).expect("target/debug").join("stufo")
}

/// A core on its own folder, at home in Italy.
#[must_use]
pub fn core(folder: &Path) -> Core {
    Core::open(folder, Region::ITALY, NOON).expect("a fresh folder opens")
}

/// The list files beside a database, in force or not.
#[must_use]
pub fn list_files(database: &Path) -> Vec<PathBuf> {
    let mut folder = database.as_os_str().to_owned();
    folder.push(".lists");
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.expect("the folder lists").path()).collect()
}

/// A call as the network delivers it.
#[must_use]
pub fn incoming(address: Option<&str>, at: Moment) -> Incoming<'_> {
    let presentation = if address.is_some() { Presentation::Allowed } else { Presentation::Restricted };
    let raw = RawCaller { scheme: address.map(|_| "tel"), address, presentation };
    Incoming { raw, verification: Verification::NotVerified, at, sim: None }
}

/// Screens a call and lets the address book answer, as the service does.
#[must_use]
pub fn receive(core: &Core, call: &Incoming<'_>, contact: Contact) -> Screened {
    let screened = core.screen(call).expect("the store is whole");
    if screened.verdict.action.code() == 0 {
        return screened;
    }
    core.overrule(screened.call_id, contact).expect("the store is whole")
}

/// A query at noon.
#[must_use]
pub fn ask(core: &Core, name: &str, fields: Value) -> Value {
    ask_at(core, name, fields, NOON)
}

/// A query at a time.
#[must_use]
pub fn ask_at(core: &Core, name: &str, fields: Value, at: Moment) -> Value {
    let answer = core.query(&request_at("ask", name, fields, at)).expect("the query is well-formed");
    serde_json::from_str(&answer).expect("the core answers JSON")
}

/// A command at noon.
#[must_use]
pub fn tell(core: &Core, name: &str, fields: Value) -> Value {
    tell_at(core, name, fields, NOON)
}

/// A command at a time.
#[must_use]
pub fn tell_at(core: &Core, name: &str, fields: Value, at: Moment) -> Value {
    let answer = core.command(&request_at("do", name, fields, at)).expect("the command is well-formed");
    serde_json::from_str(&answer).expect("the core answers JSON")
}

/// The text of a query (`ask`) or command (`do`) at noon.
#[must_use]
pub fn request(verb: &str, name: &str, fields: Value) -> String {
    request_at(verb, name, fields, NOON)
}

/// The text of a query (`ask`) or command (`do`) at a time.
#[must_use]
pub fn request_at(verb: &str, name: &str, mut fields: Value, at: Moment) -> String {
    if let Some(object) = fields.as_object_mut() {
        object.insert("at".to_owned(), json!(at));
        object.insert(verb.to_owned(), json!(name));
    }
    fields.to_string()
}
