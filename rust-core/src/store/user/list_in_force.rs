//! Which file of each list is in force: columns of the list's sync state, so that a file, its validators and its revision
//! change in one transaction.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row, params};

use super::UserStore;
use crate::blocklist::packed::{ListFileInfo, ListIdentity};
use crate::store::StoreError;
use crate::store::lists::{ListInForce, NewList};

const SELECT: &str = "SELECT list_id, file, identity, revision, numbers, prefixes, bytes FROM sync_state \
                      WHERE file IS NOT NULL";

impl UserStore {
    /// The file of every list that has one, in the order of list ids.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn lists_in_force(&self) -> Result<Vec<ListInForce>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("{SELECT} ORDER BY list_id"))?;
        let rows = statement.query_map([], in_force)?.collect::<Result<_, _>>()?;
        Ok(rows)
    }

    /// The file of one list.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn list_in_force(&self, list_id: i64) -> Result<Option<ListInForce>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("{SELECT} AND list_id = ?1"))?;
        Ok(statement.query_row([list_id], in_force).optional()?)
    }

    /// The names of all files in force.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn list_files(&self) -> Result<BTreeSet<String>, StoreError> {
        Ok(self.lists_in_force()?.into_iter().map(|list| list.file).collect())
    }

    /// Puts a new file in force in the place of `base`.
    ///
    /// # Errors
    /// `Busy` when another file is in force by now, `NotFound` when the list was removed meanwhile.
    pub fn install_list(&self, list_id: i64, base: Option<&ListInForce>, new: &NewList) -> Result<(), StoreError> {
        self.subscription(list_id)?;
        if self.list_in_force(list_id)?.as_ref() != base {
            return Err(StoreError::Busy);
        }
        let sql = "INSERT INTO sync_state (list_id, failures, next_millis, accept, planned, file, identity, revision, \
                   numbers, prefixes, bytes) VALUES (?1, 0, 0, 0, 0, ?2, ?3, ?4, ?5, ?6, ?7) \
                   ON CONFLICT (list_id) DO UPDATE SET file = excluded.file, identity = excluded.identity, \
                   revision = excluded.revision, numbers = excluded.numbers, prefixes = excluded.prefixes, \
                   bytes = excluded.bytes";
        let ListFileInfo { identity, revision, numbers, prefixes, bytes } = new.info();
        let identity = identity.to_hex();
        self.connection.prepare_cached(sql)?.execute(params![
            list_id,
            new.file(),
            identity,
            revision,
            numbers,
            prefixes,
            bytes
        ])?;
        Ok(())
    }

    /// Notes that a list's file is damaged or gone: nothing of the list is in force, and it is due to be fetched whole. False
    /// when another file is in force by now.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn drop_list(&self, list_id: i64, damaged: Option<&ListInForce>) -> Result<bool, StoreError> {
        if self.list_in_force(list_id)?.as_ref() != damaged {
            return Ok(false);
        }
        self.connection.execute("DELETE FROM sync_state WHERE list_id = ?1", [list_id])?;
        self.connection.execute("UPDATE subscription SET updated_millis = NULL WHERE id = ?1", [list_id])?;
        Ok(true)
    }

    /// A number that differs from the one before when another connection has changed the file since.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        Ok(self.connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }
}

fn in_force(row: &Row<'_>) -> rusqlite::Result<ListInForce> {
    // An identity that does not read is no file's.
    let identity = row.get::<_, Option<String>>(2)?.and_then(|text| ListIdentity::from_hex(&text));
    Ok(ListInForce {
        list_id: row.get(0)?,
        file: row.get(1)?,
        info: ListFileInfo {
            identity: identity.unwrap_or(ListIdentity([0; 16])),
            revision: row.get(3)?,
            numbers: row.get(4)?,
            prefixes: row.get(5)?,
            bytes: row.get(6)?,
        },
    })
}
