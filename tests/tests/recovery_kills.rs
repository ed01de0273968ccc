//! `kill -9` at any moment of a recovery and of a restore, and two processes at once: what is left is the damaged file, which is
//! tried again, or the whole salvage; no call that was answered, no rule and no objection is lost.
//!
//! The children are this test's own binary (`child`), killed at moments drawn from a seed over the time that a whole run takes here.
//! `STUFO_KILLS=1000` asks for more than an ordinary run's (tests/kills.rs has the same variable, and the lists).
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::moment::Moment;
use stufo_core::number::Region;
use stufo_core::policy::Contact;
use stufo_core::store::UserStore;
use stufo_tests::{NOON, ask, core, incoming, receive, tell};

const CALLS: usize = 2_000;
/// Calls that a recording child records if it is left alone.
const RECORDED: usize = 60;
const WAIT: Duration = Duration::from_secs(30);

fn kills(of_two_hundred: usize) -> usize {
    let wanted = std::env::var("STUFO_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(200);
    wanted * of_two_hundred / 200
}

/// What a killed process does: nothing in an ordinary run.
#[test]
fn child() {
    let Ok(folder) = std::env::var("STUFO_CHILD_FOLDER") else { return };
    let folder = PathBuf::from(folder);
    let what = std::env::var("STUFO_CHILD_DOES").unwrap();
    // Another process may hold the file for longer than a call waits: a real one would let the call ring.
    let core = loop {
        match Core::open(&folder, Region::ITALY, NOON) {
            Ok(core) => break core,
            Err(error) => assert!(what == "record", "{error:?}"),
        }
    };
    if what == "record" {
        let mut out = std::io::stdout();
        for index in 0..RECORDED {
            let at = Moment { utc_millis: NOON.utc_millis + index as i64, ..NOON };
            if core.screen(&incoming(Some("+390690000000"), at)).is_ok() {
                out.write_all(b"recorded\n").unwrap();
                out.flush().unwrap();
            }
        }
    }
    if what == "restore" {
        let text = fs::read_to_string(folder.join("backup.json")).unwrap();
        let _restored = tell(&core, "restore", json!({ "text": text, "mode": "replace" }));
    }
}

fn start(folder: &Path, does: &str) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture"]);
    command.env("STUFO_CHILD_FOLDER", folder).env("STUFO_CHILD_DOES", does);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

fn kill_after(mut child: Child, moment: Duration) -> usize {
    std::thread::sleep(moment);
    child.kill().unwrap();
    child.wait().unwrap();
    recorded(child)
}

/// How many calls a child said to have recorded; the last line may be cut.
fn recorded(mut child: Child) -> usize {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let count = lines.filter(|line| line.ends_with("recorded")).count();
    child.wait().unwrap();
    count
}

/// A folder with calls, a rule, an objection, a list and an enrolment.
fn fill(folder: &Path) {
    let core = core(folder);
    let frozen = include_str!("../golden/backup-1.json");
    let mut backup: Value = serde_json::from_str(frozen).unwrap();
    let call = backup["calls"][0].clone();
    backup["calls"] = (0..CALLS)
        .map(|index| {
            let mut call = call.clone();
            call["utc_millis"] = json!(1_795_000_000_000_i64 + index as i64 * 1_000);
            call
        })
        .collect();
    let _restored = tell(&core, "restore", json!({ "text": backup.to_string(), "mode": "replace" }));
    let _maintained = tell(&core, "maintain", json!({}));
}

/// Everything the user has made, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    calls: usize,
    rules: usize,
    objections: usize,
    lists: usize,
    enrolments: usize,
    dialled: usize,
    notices: usize,
}

fn kept(folder: &Path) -> Kept {
    // Opening finishes or begins again what a killed process was at.
    drop(Core::open(folder, Region::ITALY, NOON).unwrap());
    let store = UserStore::open(&folder.join("stufo.db"), WAIT).unwrap();
    store.check().unwrap();
    Kept {
        calls: store.saved_calls().unwrap().len(),
        rules: store.rules().unwrap().len(),
        objections: store.objections().unwrap().len(),
        lists: store.subscriptions().unwrap().len(),
        enrolments: store.enrolments().unwrap().len(),
        dialled: store.all_dialled().unwrap().len(),
        notices: store.notices().unwrap().len(),
    }
}

/// A file in which opening meets damage: the root page of the dialled numbers.
fn damaged(folder: &Path) -> Vec<u8> {
    fill(folder);
    let path = folder.join("stufo.db");
    let connection = rusqlite::Connection::open_with_flags(&path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'dialled'";
    let root: usize = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(connection);
    let mut bytes = fs::read(path).unwrap();
    bytes[(root - 1) * 4096..root * 4096].fill(0xa5);
    bytes
}

/// An empty folder with the damaged file alone.
fn place(bytes: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("stufo.db"), bytes).unwrap();
    folder
}

fn names(folder: &Path, part: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.file_name().unwrap().to_string_lossy().contains(part)).collect()
}

fn say(text: &str) {
    std::io::stderr().write_all(text.as_bytes()).unwrap();
}

#[test]
fn a_recovery_that_is_killed_is_begun_again_or_was_whole() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = damaged(folder.path());
    let whole = place(&bytes);
    let began = Instant::now();
    assert!(start(whole.path(), "open").wait().unwrap().success());
    let span = began.elapsed();
    let expected = kept(whole.path());
    assert_eq!((expected.calls, expected.rules, expected.notices), (CALLS, 3, 1));
    assert_eq!((expected.objections, expected.lists, expected.enrolments), (1, 1, 1));
    let (wanted, mut random, mut untouched) = (kills(40), fastrand::Rng::with_seed(1), 0);
    for _ in 0..wanted {
        let place = place(&bytes);
        // Some are killed twice: the second time while they go on where the first was killed.
        for _ in 0..random.usize(1..=2) {
            kill_after(start(place.path(), "open"), span.mul_f64(1.1 * random.f64().sqrt()));
        }
        untouched += usize::from(names(place.path(), ".damaged-").is_empty());
        assert_eq!(kept(place.path()), expected);
        let aside = names(place.path(), ".damaged-");
        assert_eq!(aside.len(), 1, "one file aside: {aside:?}");
        assert!(fs::read(&aside[0]).unwrap() == bytes, "the damaged file is as it was");
        for left in [".mending", ".reading", ".mended"] {
            assert_eq!(names(place.path(), left), Vec::<PathBuf>::new());
        }
    }
    say(&format!("recovery: {wanted} killed, {untouched} before the damaged file was moved; none lost a row\n"));
}

#[test]
fn two_processes_that_meet_the_damage_lose_no_call() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = damaged(folder.path());
    let (wanted, mut random, mut answered) = (kills(40), fastrand::Rng::with_seed(2), 0);
    for round in 0..wanted {
        let place = place(&bytes);
        let children = [start(place.path(), "record"), start(place.path(), "record")];
        let [one, other] = children;
        // In every second round one of the two is killed on its way.
        let said = if round % 2 == 0 {
            recorded(one) + recorded(other)
        } else {
            kill_after(one, Duration::from_millis(random.u64(..1_000))) + recorded(other)
        };
        let found = kept(place.path());
        assert!(found.calls >= CALLS + said, "{} calls on record, {CALLS} and {said} were answered", found.calls);
        assert_eq!((found.rules, found.objections, found.notices), (3, 1, 1), "round {round}");
        assert_eq!(names(place.path(), ".damaged-").len(), 1);
        answered += said;
    }
    assert!(answered > wanted, "calls were recorded");
    say(&format!("two processes: {wanted} pairs, {answered} calls answered, none lost\n"));
}

#[test]
fn a_restore_that_is_killed_has_changed_nothing_or_all() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    let old = kept(folder.path());
    let text = ask(&core(folder.path()), "backup", json!({}))["text"].as_str().unwrap().to_owned();
    let mut backup: Value = serde_json::from_str(&text).unwrap();
    let calls = backup["calls"].as_array_mut().unwrap();
    calls.truncate(CALLS / 2);
    backup["objections"] = json!([]);
    let new = Kept { calls: CALLS / 2, objections: 0, ..old.clone() };
    let bytes = fs::read(folder.path().join("stufo.db")).unwrap();
    let run = |place: &Path| {
        fs::write(place.join("backup.json"), backup.to_string()).unwrap();
        start(place, "restore")
    };
    let whole = place(&bytes);
    let began = Instant::now();
    assert!(run(whole.path()).wait().unwrap().success());
    let span = began.elapsed();
    assert_eq!(kept(whole.path()), new);
    let (wanted, mut random, mut olds) = (kills(40), fastrand::Rng::with_seed(3), 0);
    for _ in 0..wanted {
        let place = place(&bytes);
        kill_after(run(place.path()), span.mul_f64(0.3 + 0.9 * random.f64()));
        let found = kept(place.path());
        assert!(found == old || found == new, "a mixture: {found:?}");
        olds += usize::from(found == old);
    }
    say(&format!("restore: {wanted} killed, {olds} left the old state and {} the new one\n", wanted - olds));
}

/// The second process of a pair records into the file that the first one found damaged, and goes on recording.
#[test]
fn a_file_that_is_open_elsewhere_is_not_moved_from_under_it() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path());
    let path = folder.path().join("stufo.db");
    let open = core(folder.path());
    let _call = receive(&open, &incoming(Some("0612345678"), NOON), Contact::NotFound);
    let refused = stufo_core::store::user::recover(&path, 0, Duration::ZERO).err();
    assert!(matches!(refused, Some(stufo_core::store::StoreError::Busy)), "{refused:?}");
    let _call = receive(&open, &incoming(Some("0612345678"), NOON), Contact::NotFound);
    drop(open);
    assert_eq!(kept(folder.path()).calls, CALLS + 2);
}
