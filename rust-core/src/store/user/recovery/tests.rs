//! Recovery of a damaged store: each step survives an interruption, no file and no id is lost.

use std::time::Duration;

use rusqlite::Connection;
use rusqlite::OpenFlags;

use super::*;
use crate::policy::{Action, Rule, RuleKind};

fn rule(label: &str) -> Rule {
    Rule {
        id: 0,
        kind: RuleKind::Block,
        pattern: "06*".to_owned(),
        label: label.to_owned(),
        action: Action::Reject,
        enabled: true,
        schedule: None,
        sim: None,
        created_millis: 0,
        expires_millis: None,
    }
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A file with one rule, in the file itself and not in its log.
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        let store = UserStore::open(&place.path(), Duration::ZERO).unwrap();
        store.save_rule(&rule("kept")).unwrap();
        store.checkpoint().unwrap();
        place
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("stufo.db")
    }

    fn raw(&self) -> Connection {
        let raw = Connection::open_with_flags(self.path(), OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
        raw.pragma_update(None, "foreign_keys", false).unwrap();
        raw
    }

    fn names(&self, part: &str) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains(part))
            .collect();
        names.sort();
        names
    }

    #[track_caller]
    fn opens_with_its_rule(&self, notices: usize) {
        let store = open_or_recover(&self.path(), 7, Duration::ZERO).unwrap();
        store.check().unwrap();
        assert_eq!(store.rules().unwrap().iter().map(|rule| rule.label.as_str()).collect::<Vec<_>>(), ["kept"]);
        assert_eq!(store.notices().unwrap().len(), notices);
    }
}

/// A process that saw the salvaged file waits for the lock, while the one that holds it puts the file in its place: the second one must
/// not move it aside again.
#[test]
fn what_another_process_has_finished_is_not_finished_again() {
    let place = Place::new();
    let path = place.path();
    salvage_beside(&path, 7).unwrap();
    finish(&path, 7).unwrap();
    place.opens_with_its_rule(1);
    finish(&path, 8).unwrap();
    place.opens_with_its_rule(1);
    assert_eq!(place.names(".damaged-"), ["stufo.db.damaged-7"]);
}

/// The states in which a process can end between the salvage and its last rename.
#[test]
fn every_step_of_a_recovery_is_finished_at_the_next_opening() {
    for steps in 0..=3 {
        let place = Place::new();
        let path = place.path();
        fs::write(beside(&path, "-wal"), b"a log").unwrap();
        salvage_beside(&path, 7).unwrap();
        let aside = beside(&path, ".damaged-5");
        if steps >= 1 {
            fs::rename(beside(&path, "-wal"), beside(&aside, "-wal")).unwrap();
        }
        if steps >= 2 {
            fs::rename(&path, &aside).unwrap();
        }
        if steps >= 3 {
            fs::rename(beside(&path, MENDED), &path).unwrap();
        }
        place.opens_with_its_rule(1);
        let expected = if steps == 0 || steps == 2 { "7" } else { "5" };
        let file = format!("stufo.db.damaged-{}", if steps >= 2 { "5" } else { expected });
        let log = format!("stufo.db.damaged-{}-wal", if steps >= 1 { "5" } else { "7" });
        assert_eq!(place.names("damaged"), [file, log], "after {steps} steps");
        assert_eq!(place.names("mended"), Vec::<String>::new());
    }
}

#[test]
fn an_unfinished_salvage_is_started_again() {
    let place = Place::new();
    let path = place.path();
    fs::write(beside(&path, MENDING), b"half of it").unwrap();
    fs::write(beside(&path, READING), b"half of it").unwrap();
    let raw = place.raw();
    raw.execute("INSERT INTO state VALUES ('bad', x'ff')", []).unwrap();
    drop(raw);
    drop(recover(&path, 7, Duration::ZERO).unwrap());
    place.opens_with_its_rule(1);
    assert_eq!(place.names(".mending").len() + place.names(".reading").len(), 0);
}

#[test]
fn no_file_moved_aside_takes_the_place_of_an_earlier_one() {
    let place = Place::new();
    for count in 1..=3 {
        place.raw().execute("INSERT INTO state VALUES ('bad', x'ff')", []).unwrap();
        drop(recover(&place.path(), 0, Duration::ZERO).unwrap());
        assert_eq!(place.names("damaged").iter().filter(|name| !name.ends_with("-wal")).count(), count);
    }
    let asides: Vec<String> = place.names("damaged").into_iter().filter(|name| !name.ends_with("-wal")).collect();
    assert_eq!(asides, ["stufo.db.damaged-0", "stufo.db.damaged-0-1", "stufo.db.damaged-0-2"]);
    place.opens_with_its_rule(1);
}

#[test]
fn a_damaged_index_is_made_anew_and_nothing_is_moved() {
    let place = Place::new();
    // A row is added while the schema does not name the index.
    let raw = place.raw();
    let of_index = "name = 'sync_attempt_by_list'";
    let sql = format!("SELECT rootpage, sql FROM sqlite_schema WHERE {of_index}");
    let (page, sql): (i64, String) = raw.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    raw.execute_batch(&format!("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE {of_index}")).unwrap();
    drop(raw);
    let raw = place.raw();
    let row = "INSERT INTO sync_attempt (list_id, at_millis, result, bytes) VALUES (1, 2, 'failed', 3)";
    raw.execute_batch(&format!("{row}; PRAGMA writable_schema = ON")).unwrap();
    let insert = "INSERT INTO sqlite_schema VALUES ('index', 'sync_attempt_by_list', 'sync_attempt', ?1, ?2)";
    raw.execute(insert, rusqlite::params![page, sql]).unwrap();
    drop(raw);
    let store = UserStore::open(&place.path(), Duration::ZERO).unwrap();
    assert!(matches!(store.check(), Err(StoreError::Damaged)));
    drop(store);
    drop(recover(&place.path(), 7, Duration::ZERO).unwrap());
    place.opens_with_its_rule(0);
    assert_eq!(place.names("damaged"), Vec::<String>::new());
}

#[test]
fn a_sound_file_is_left_alone() {
    let place = Place::new();
    drop(recover(&place.path(), 7, Duration::ZERO).unwrap());
    place.opens_with_its_rule(0);
    assert_eq!(place.names("damaged"), Vec::<String>::new());
}

#[test]
fn ids_are_not_given_twice_and_none_is_out_of_reach() {
    let place = Place::new();
    let raw = place.raw();
    raw.execute_batch(
        "DELETE FROM rule; INSERT INTO rule SELECT 90, 2, '06*', 'gone', 2, 1, NULL, NULL, 0, NULL; DELETE FROM rule;
         INSERT INTO rule SELECT 9223372036854775807, 2, '06*', 'damaged', 2, 1, NULL, NULL, 0, NULL;
         UPDATE sqlite_sequence SET seq = 90 WHERE name = 'rule';",
    )
    .unwrap();
    drop(raw);
    let store = recover(&place.path(), 7, Duration::ZERO).unwrap();
    assert_eq!(store.rules().unwrap().len(), 0);
    assert_eq!(store.save_rule(&rule("new")).unwrap(), 91);
}

#[test]
fn files_are_their_owners_alone() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let place = Place::new();
        place.raw().execute("INSERT INTO state VALUES ('bad', x'ff')", []).unwrap();
        fs::set_permissions(place.path(), fs::Permissions::from_mode(0o644)).unwrap();
        let store = recover(&place.path(), 7, Duration::ZERO).unwrap();
        store.save_rule(&rule("more")).unwrap();
        assert!(place.names("damaged").len() + place.names("-wal").len() >= 2);
        for name in place.names("stufo.db") {
            let mode = fs::metadata(place.folder.path().join(&name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{name}");
        }
    }
}

/// A process that waited for the lock while another was ended between two steps of a recovery: it must not make an empty file, which
/// would be moved aside later with what was recorded in it.
#[test]
fn nothing_is_opened_while_a_salvage_waits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stufo.db");
    drop(UserStore::open(&path, Duration::ZERO).unwrap());
    fs::rename(&path, beside(&path, MENDED)).unwrap();
    assert!(matches!(UserStore::open(&path, Duration::ZERO).err(), Some(StoreError::Damaged)));
    assert!(!path.exists(), "no empty file was made");
    drop(open_or_recover(&path, 1, Duration::ZERO).unwrap());
    assert!(path.exists() && !beside(&path, MENDED).exists());
}
