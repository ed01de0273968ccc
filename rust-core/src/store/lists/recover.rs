//! A damaged lists.db: the file is deleted and a new one is made, marked to be fetched again. Only a checksum or SQLite's word
//! that the file is damaged, or a file of another version, leads here: never a lock, a failed read or a lack of memory.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{OptionalExtension, params};

use super::ListStore;
use crate::store::StoreError;

impl ListStore {
    /// Opens the file; one that is damaged or of another version is deleted, and `is_dropped` says so until
    /// `forget_drop`.
    ///
    /// # Errors
    /// When nothing can be written there, or another connection holds the file.
    pub fn open_or_drop(path: &Path, busy: Duration) -> Result<Self, StoreError> {
        match Self::open(path, busy) {
            Err(StoreError::Damaged | StoreError::Newer { .. }) => Self::recreate(path, busy),
            opened => opened,
        }
    }

    /// Reads the whole file and deletes it when it is damaged or of another version: never for a lock, a failed read or an
    /// error that says nothing of the file. Says whether it did; every other connection must then be opened again.
    ///
    /// # Errors
    /// When the file cannot be read, or a new one cannot be made.
    pub fn drop_if_damaged(path: &Path, busy: Duration) -> Result<bool, StoreError> {
        let found = Self::open(path, busy).and_then(|store| store.check());
        match found {
            Err(StoreError::Damaged | StoreError::Newer { .. }) => Self::recreate(path, busy).map(|_| true),
            other => other.map(|()| false),
        }
    }

    /// Deletes the file after `find` or `check` found damage. Every other connection must be opened again.
    ///
    /// # Errors
    /// As `open_or_drop`.
    pub fn drop_and_open(self) -> Result<Self, StoreError> {
        let Self { connection, path, busy, .. } = self;
        drop(connection);
        Self::recreate(&path, busy)
    }

    /// Whether the lists were dropped and are to be fetched again.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_dropped(&self) -> Result<bool, StoreError> {
        let sql = "SELECT value FROM state WHERE name = 'dropped'";
        let value: Option<i64> = self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        Ok(value == Some(1))
    }

    /// The user was told and the lists are being fetched.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget_drop(&self) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM state WHERE name = 'dropped'", [])?;
        Ok(())
    }

    fn recreate(path: &Path, busy: Duration) -> Result<Self, StoreError> {
        log::warn!("lists.db is damaged or of another version: deleted, to be fetched again");
        for suffix in ["", "-wal", "-shm"] {
            let mut name = OsString::from(path);
            name.push(suffix);
            match std::fs::remove_file(PathBuf::from(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::Io("cannot delete the damaged file"));
                }
                _ => {}
            }
        }
        let store = Self::open(path, busy)?;
        store
            .connection
            .execute("INSERT OR REPLACE INTO state (name, value) VALUES (?1, ?2)", params!["dropped", 1])?;
        Ok(store)
    }
}
