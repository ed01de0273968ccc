//! `kill -9` at any moment of a sync, an import, a subscription, a removal and a restore: afterwards a list is wholly the old or wholly the new one, nothing is damaged, the
//! next sync resumes, and no call that was answered before is lost.
//!
//! The children are the built `stufo`: one syncs, one records calls in the same database. Each is killed at a moment drawn
//! from a seed: half of them swept over the time that a whole sync takes here, half near the moment of the commit. `STUFO_KILLS=1000` asks for five times as many
//! as an ordinary run.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use stufo_core::api::Core;
use stufo_core::number::Region;
use stufo_core::store::UserStore;
use stufo_core::store::lists::{ListFolder, ListInForce};
use stufo_tests::server::{Reply, Server};
use stufo_tests::{NOON, ask, binary, list_files, tell};

/// Enough for many blocks; few enough for hundreds of syncs.
const NUMBERS: u64 = 5_000;
/// Numbers in every list of the two versions, and those that only one of them has.
const MOVED: u64 = 500;
const LIST: i64 = 1;
/// Calls that a recording child would record if it were left alone.
const CALLS: usize = 100;

fn kills() -> usize {
    std::env::var("STUFO_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(200)
}

fn stufo() -> Command {
    Command::new(binary())
}

#[track_caller]
fn good(args: &[&str]) -> String {
    let output = stufo().args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The numbers of a version, in list order.
fn version(first: u64) -> Vec<u64> {
    (first..first + NUMBERS).map(|index| 390_610_000_000 + index * 7).collect()
}

fn text(numbers: &[u64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| format!("+{number}\n").into_bytes()).collect()
}

/// A database, and what killed processes have done to it.
struct Harness {
    folder: tempfile::TempDir,
    /// Seeded: the same moments in every run.
    random: fastrand::Rng,
    /// Calls of which a child said that they are answered.
    answered: usize,
    /// How long a whole sync takes, as far as was seen.
    span: Duration,
    /// When it commits, as far as what was left behind tells.
    edge: Duration,
    killed: usize,
    old: usize,
    new: usize,
}

impl Harness {
    fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut calls = std::fs::File::create(folder.path().join("calls.csv")).unwrap();
        for index in 0..CALLS {
            let (hour, minute, second) = (index / 3_600 % 24, index / 60 % 60, index % 60);
            writeln!(calls, "2026-11-24T{hour:02}:{minute:02}:{second:02}+01:00,+390690{index:06},").unwrap();
        }
        Self {
            folder,
            random: fastrand::Rng::with_seed(seed),
            answered: 0,
            span: Duration::ZERO,
            edge: Duration::ZERO,
            killed: 0,
            old: 0,
            new: 0,
        }
    }

    fn db(&self) -> PathBuf {
        self.folder.path().join("stufo.db")
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn start(&self, args: &[&str]) -> Child {
        let mut command = stufo();
        command.args(args).arg("--db").arg(self.db());
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn whole_sync(&mut self) -> Value {
        let began = Instant::now();
        let out = good(&["lists", "sync", "--now", "--json", "--db", &self.path("stufo.db")]);
        self.span = self.span.max(began.elapsed());
        serde_json::from_str::<Value>(&out).unwrap().pointer("/0/result").cloned().unwrap()
    }

    /// Lets a sync and a recording child run, and kills both at their moments. Whether the sync was still running.
    fn kill_both(&mut self) -> bool {
        let calls = self.path("calls.csv");
        let mut recording = self.start(&["replay", &calls]);
        let mut sync = self.start(&["lists", "sync", "--now"]);
        let began = Instant::now();
        let near = self.edge.saturating_sub(self.span / 20) + self.span.mul_f64(self.random.f64() / 10.0);
        let any = self.span.mul_f64(self.random.f64());
        let first = if self.random.bool() { near } else { any };
        let second = self.span.mul_f64(self.random.f64());
        std::thread::sleep(first.saturating_sub(began.elapsed()));
        let was_running = sync.try_wait().unwrap().is_none();
        sync.kill().unwrap();
        sync.wait().unwrap();
        std::thread::sleep(second.saturating_sub(began.elapsed()));
        recording.kill().unwrap();
        recording.wait().unwrap();
        // A line is written once its call is recorded; the last one may be cut. The sum comes at the very end.
        let said = BufReader::new(recording.stdout.take().unwrap()).lines().map_while(Result::ok);
        self.answered += said.filter(|line| line.contains("+390690")).count();
        self.killed += usize::from(was_running);
        was_running
    }

    /// What is in force, number by number.
    fn in_force(&self) -> Vec<u64> {
        let store = UserStore::open(&self.db(), Duration::from_secs(5)).unwrap();
        let in_force = store.list_in_force(LIST).unwrap().unwrap();
        // One transaction: what is known of the numbers is said of these.
        let list = store.subscription(LIST).unwrap();
        assert_eq!((list.revision, list.updated_millis.is_some()), (in_force.info.revision, true));
        self.numbers_of(&in_force)
    }

    /// The numbers of a list whose file is whole.
    fn numbers_of(&self, in_force: &ListInForce) -> Vec<u64> {
        let file = ListFolder::beside(&self.db()).open(in_force).unwrap();
        file.check().unwrap();
        file.entries().map(|entry| entry.unwrap().key.value()).collect()
    }

    /// The database and its lists as they are, to be put back.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let paths = std::iter::once(self.db()).chain(list_files(&self.db()));
        paths.map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
    }

    fn put_back(&self, before: &[(PathBuf, Vec<u8>)]) {
        for suffix in ["-wal", "-shm"] {
            let _gone = std::fs::remove_file(self.path(&format!("stufo.db{suffix}")));
        }
        list_files(&self.db()).iter().for_each(|file| std::fs::remove_file(file).unwrap());
        before.iter().for_each(|(path, bytes)| std::fs::write(path, bytes).unwrap());
    }

    /// The list is one of two; which one.
    #[track_caller]
    fn is_new(&mut self, old: &[u64], new: &[u64]) -> bool {
        let found = self.in_force();
        let is_new = found == new;
        let sets = |numbers: &[u64]| numbers.iter().copied().collect::<BTreeSet<u64>>();
        let of_both = || (sets(&found).intersection(&sets(old)).count(), sets(&found).intersection(&sets(new)).count());
        assert!(is_new || found == old, "a mixture: {} numbers, {:?} of the old and the new", found.len(), of_both());
        if is_new {
            self.new += 1
        } else {
            self.old += 1
        }
        is_new
    }

    /// Every call that was answered is on record.
    #[track_caller]
    fn no_call_is_lost(&self) {
        let core = Core::open_file(&self.db(), Region::ITALY, NOON).unwrap();
        let counts = ask(&core, "counts", json!({ "by": "reason", "from_millis": 0, "to_millis": i64::MAX / 2 }));
        let rows = counts.get("counts").and_then(Value::as_array).unwrap().iter();
        let of = |row: &Value, name: &str| usize::try_from(row.get(name).and_then(Value::as_u64).unwrap()).unwrap();
        let recorded: usize = rows.map(|row| of(row, "blocked") + of(row, "silenced") + of(row, "passed")).sum();
        assert!(recorded >= self.answered, "{recorded} calls on record, {} were answered", self.answered);
        assert_eq!(ask(&core, "home", json!({})).get("notices"), Some(&json!([])), "nothing was damaged");
        self.nothing_is_left();
    }

    /// After a start no file is there but those in force.
    #[track_caller]
    fn nothing_is_left(&self) {
        let store = UserStore::open(&self.db(), Duration::from_secs(5)).unwrap();
        let in_force = store.list_files().unwrap();
        let files = list_files(&self.db());
        let names = files.iter().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned());
        assert_eq!(names.collect::<BTreeSet<_>>(), in_force);
    }

    /// Narrows the time over which moments are drawn when syncs end before them.
    fn aim(&mut self, was_running: bool) {
        self.span = self.span.mul_f64(if was_running { 1.01 } else { 0.98 });
    }

    /// Whether syncs enough were killed, before their commit and after it: however loaded the machine is, no fewer attempts are
    /// made for that, only more.
    #[track_caller]
    fn is_done(&self, wanted: usize, attempts: usize) -> bool {
        let Self { killed, old, new, .. } = self;
        assert!(attempts < wanted * 10, "{killed} syncs killed in {attempts} attempts, {old} old and {new} new lists");
        *killed >= wanted && (attempts < 50 || (*old > 0 && *new > 0))
    }

    #[track_caller]
    fn tell(&self, what: &str, attempts: usize) {
        let Self { killed, old, new, answered, .. } = self;
        let words = format!(
            "{what}: {killed} syncs killed in {attempts} attempts, {old} left the old list and {new} the new one; \
             {answered} calls answered, none lost\n"
        );
        std::io::stderr().write_all(words.as_bytes()).unwrap();
        assert!(*answered > 0, "calls were recorded meanwhile");
    }
}

/// One database goes through every crash: each sync finds what the one before left.
#[test]
fn a_plain_list_is_wholly_old_or_wholly_new() {
    let (server, mut harness) = (Server::start(), Harness::new(1));
    let versions = [version(0), version(MOVED)];
    let serve = |which: usize| {
        let etag = ["\"one\"", "\"two\""][which];
        server.reply("/list", Reply::Content(text(&versions[which]), etag));
    };
    serve(0);
    good(&["lists", "add", &server.url("/list"), "--db", &harness.path("stufo.db")]);
    for which in [1, 0, 1, 0] {
        serve(which);
        assert_eq!(harness.whole_sync(), "updated");
    }
    let (wanted, mut held, mut attempts) = (kills() / 2, 0, 0);
    harness.edge = harness.span.mul_f64(0.85);
    while !harness.is_done(wanted, attempts) {
        attempts += 1;
        serve(1 - held);
        let was_running = harness.kill_both();
        if harness.is_new(&versions[held], &versions[1 - held]) {
            held = 1 - held;
        }
        harness.no_call_is_lost();
        harness.aim(was_running);
        if attempts % 25 == 0 {
            serve(1 - held);
            let result = harness.whole_sync();
            let found = harness.in_force();
            assert!(found == versions[1 - held], "left alone, a sync leads to what is served: {result}");
            held = 1 - held;
        }
    }
    harness.tell("a plain list", attempts);
}

/// The same for a delta of a signed repository; each crash begins at version 1 again.
#[test]
fn a_signed_list_is_wholly_old_or_wholly_new() {
    let (server, mut harness) = (Server::start(), Harness::new(2));
    let (key, list, repo, db) =
        (harness.path("key"), harness.path("list.txt"), harness.path("repo"), harness.path("stufo.db"));
    let versions = [version(0), version(MOVED)];
    good(&["publish", "keygen", &key]);
    let publish = |which: usize| {
        std::fs::write(&list, text(&versions[which])).unwrap();
        good(&["publish", "build", "--repo", &repo, "--key", &key, &list]);
        server.serve_folder("/repo", Path::new(&repo));
    };
    publish(0);
    good(&["lists", "add", &server.url("/repo"), "--key", &format!("{key}.pub"), "--db", &db]);
    let before = harness.files();
    publish(1);
    assert_eq!(harness.whole_sync(), "updated");
    let (wanted, mut attempts) = (kills() - kills() / 2, 0);
    harness.edge = harness.span.mul_f64(0.85);
    while !harness.is_done(wanted, attempts) {
        attempts += 1;
        let answered = std::mem::take(&mut harness.answered);
        harness.put_back(&before);
        let was_running = harness.kill_both();
        harness.is_new(&versions[0], &versions[1]);
        harness.no_call_is_lost();
        harness.aim(was_running);
        if attempts % 25 == 0 {
            let result = harness.whole_sync();
            assert!(harness.in_force() == versions[1], "left alone, a sync leads to what is served: {result}");
        }
        harness.answered += answered;
    }
    harness.tell("a signed list", attempts);
}

/// Names the database in which `restore_of_a_child` replaces everything.
const RESTORE: &str = "STUFO_RESTORE";

/// The child of the test below; alone it does nothing.
#[test]
fn restore_of_a_child() {
    let Some(db) = std::env::var_os(RESTORE) else { return };
    let core = Core::open_file(Path::new(&db), Region::ITALY, NOON).unwrap();
    let backup = std::fs::read_to_string(Path::new(&db).with_file_name("backup.json")).unwrap();
    let _restored = tell(&core, "restore", json!({ "text": backup, "mode": "replace" }));
}

/// Starts what one step of the test below kills.
fn start(harness: &Harness, what: &str) -> Child {
    match what {
        "import" => harness.start(&["lists", "update", "1"]),
        "subscribe" => harness.start(&["lists", "add", &harness.path("other.txt")]),
        "remove" => harness.start(&["lists", "remove", "1"]),
        _ => {
            let mut child = Command::new(std::env::current_exe().unwrap());
            child.args(["--exact", "restore_of_a_child"]).env(RESTORE, harness.db());
            child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        }
    }
}

/// The lists in force by id, each one whole version; whether it is the new one.
fn whole_lists(harness: &Harness, old: &[u64], new: &[u64]) -> Vec<(i64, bool)> {
    let core = Core::open_file(&harness.db(), Region::ITALY, NOON).unwrap();
    assert_eq!(ask(&core, "home", json!({})).get("notices"), Some(&json!([])), "nothing was damaged");
    harness.nothing_is_left();
    let store = UserStore::open(&harness.db(), Duration::from_secs(5)).unwrap();
    let lists = store.lists_in_force().unwrap().into_iter().map(|in_force| {
        let found = harness.numbers_of(&in_force);
        assert!(found == old || found == new, "a mixture: {} numbers", found.len());
        (in_force.list_id, found == new)
    });
    lists.collect()
}

#[test]
fn an_import_a_subscription_a_removal_and_a_restore_are_done_or_not_begun() {
    let mut harness = Harness::new(3);
    let (old, new) = (version(0), version(MOVED));
    std::fs::write(harness.path("list.txt"), text(&old)).unwrap();
    std::fs::write(harness.path("other.txt"), text(&new)).unwrap();
    good(&["lists", "add", &harness.path("list.txt"), "--db", &harness.path("stufo.db")]);
    let backup = {
        let core = Core::open_file(&harness.db(), Region::ITALY, NOON).unwrap();
        ask(&core, "backup", json!({})).get("text").and_then(Value::as_str).unwrap().to_owned()
    };
    std::fs::write(harness.path("backup.json"), backup).unwrap();
    std::fs::write(harness.path("list.txt"), text(&new)).unwrap();
    let before = harness.files();
    for (what, done) in [
        ("import", vec![(1, true)]),
        ("subscribe", vec![(1, false), (2, true)]),
        ("remove", vec![]),
        ("restore", vec![]),
    ] {
        harness.put_back(&before);
        let began = Instant::now();
        assert!(start(&harness, what).wait().unwrap().success());
        let mut span = began.elapsed();
        assert_eq!(whole_lists(&harness, &old, &new), done, "{what}, left alone");
        let (wanted, mut killed, mut finished, mut attempts) = (kills() / 5, 0, 0, 0);
        while killed < wanted || (attempts >= 10 && finished == 0) {
            attempts += 1;
            assert!(attempts < wanted * 20 + 200, "{what}: {killed} killed in {attempts} attempts");
            harness.put_back(&before);
            let mut child = start(&harness, what);
            // Half of them near the end, where the commit is.
            let part = if harness.random.bool() { 0.6 + harness.random.f64() / 2.0 } else { harness.random.f64() };
            std::thread::sleep(span.mul_f64(part));
            let was_running = child.try_wait().unwrap().is_none();
            child.kill().unwrap();
            child.wait().unwrap();
            killed += usize::from(was_running);
            span = span.mul_f64(if was_running { 1.01 } else { 0.98 });
            let found = whole_lists(&harness, &old, &new);
            assert!(found == done || found == [(1, false)], "{what}: {found:?}");
            finished += usize::from(found == done);
        }
        let words = format!("{what}: {killed} killed in {attempts} attempts, {finished} were done\n");
        std::io::stderr().write_all(words.as_bytes()).unwrap();
    }
}

/// Processes that import into two lists, record calls and start at once: each import is done, nothing is damaged or left.
#[test]
fn several_processes_change_lists_at_once() {
    let harness = Harness::new(4);
    let (old, new) = (version(0), version(MOVED));
    for name in ["list.txt", "other.txt"] {
        std::fs::write(harness.path(name), text(&old)).unwrap();
        good(&["lists", "add", &harness.path(name), "--db", &harness.path("stufo.db")]);
    }
    for round in 0..8 {
        let numbers = if round % 2 == 0 { &new } else { &old };
        ["list.txt", "other.txt"].iter().for_each(|name| std::fs::write(harness.path(name), text(numbers)).unwrap());
        let calls = harness.path("calls.csv");
        let children = [
            harness.start(&["lists", "update", "1"]),
            harness.start(&["lists", "show"]),
            harness.start(&["lists", "update", "2"]),
            harness.start(&["replay", &calls]),
            harness.start(&["lists", "show", "--json"]),
        ];
        for (index, child) in children.into_iter().enumerate() {
            assert!(child.wait_with_output().unwrap().status.success(), "round {round}, process {index}");
        }
        let found = whole_lists(&harness, &old, &new);
        assert_eq!(found, [(1, round % 2 == 0), (2, round % 2 == 0)], "round {round}");
    }
}
