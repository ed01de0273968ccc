//! The obvious build: `phonenumber` reads every number, SQLite holds one row a number, rules are a column of
//! texts that are read and compared at each call, as the peers do.

use std::path::Path;

use anyhow::{Context as _, Result};
use phonenumber::country::Id;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

/// One connection to the obvious database.
pub struct Baseline {
    connection: Connection,
}

impl Baseline {
    /// Opens or makes the file.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
             CREATE TABLE IF NOT EXISTS number (e164 TEXT PRIMARY KEY) WITHOUT ROWID;
             CREATE TABLE IF NOT EXISTS rule (id INTEGER PRIMARY KEY, pattern TEXT NOT NULL, allow INTEGER NOT NULL);
             CREATE TABLE IF NOT EXISTS call (id INTEGER PRIMARY KEY, at INTEGER, e164 TEXT, blocked INTEGER);",
        )?;
        Ok(Self { connection })
    }

    /// Reads a number as the obvious build does.
    #[must_use]
    pub fn parse(text: &str) -> Option<String> {
        let number = phonenumber::parse(Some(Id::IT), text).ok()?;
        Some(number.format().mode(phonenumber::Mode::E164).to_string())
    }

    /// Puts numbers in, in one transaction.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn insert(&mut self, numbers: impl IntoIterator<Item = String>) -> Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut insert = transaction.prepare("INSERT OR IGNORE INTO number (e164) VALUES (?1)")?;
            for number in numbers {
                insert.execute([number])?;
            }
        }
        transaction.commit()?;
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))?;
        Ok(())
    }

    /// Takes numbers out and puts others in.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn change(&mut self, removed: &[String], added: &[String]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut delete = transaction.prepare("DELETE FROM number WHERE e164 = ?1")?;
            for number in removed {
                delete.execute([number])?;
            }
            let mut insert = transaction.prepare("INSERT OR IGNORE INTO number (e164) VALUES (?1)")?;
            for number in added {
                insert.execute([number])?;
            }
        }
        transaction.commit()?;
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))?;
        Ok(())
    }

    /// Keeps rules as texts; only what needs no regex.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn insert_rules(&mut self, rules: &[stufo_core::policy::Rule]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for rule in rules {
            let allow = rule.kind == stufo_core::policy::RuleKind::Allow;
            transaction.execute("INSERT INTO rule (pattern, allow) VALUES (?1, ?2)", params![rule.pattern, allow])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Whether a call is blocked, without recording it.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn decide(&self, address: &str) -> Result<bool> {
        let number = Self::parse(address).context("a number")?;
        if let Some(allow) = self.rule(&number)? {
            return Ok(!allow);
        }
        let mut select = self.connection.prepare_cached("SELECT 1 FROM number WHERE e164 = ?1")?;
        Ok(select.query_row([number], |_| Ok(())).optional()?.is_some())
    }

    /// Decides and records.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn screen(&self, address: &str, at: i64) -> Result<bool> {
        let blocked = self.decide(address)?;
        let mut insert = self.connection.prepare_cached("INSERT INTO call (at, e164, blocked) VALUES (?1, ?2, ?3)")?;
        insert.execute(params![at, address, blocked])?;
        Ok(blocked)
    }

    fn rule(&self, number: &str) -> Result<Option<bool>> {
        let mut select = self.connection.prepare_cached("SELECT pattern, allow FROM rule ORDER BY id")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            if matches(row.get_ref(0)?.as_str()?, number) {
                return Ok(Some(row.get(1)?));
            }
        }
        Ok(None)
    }
}

fn matches(pattern: &str, number: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => number.starts_with(beginning),
        None => pattern.len() == number.len() && pattern.bytes().zip(number.bytes()).all(|(a, b)| a == b || a == b'#'),
    }
}
