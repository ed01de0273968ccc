//! lists.db: the subscribed lists in packed form. It is a cache: what is damaged, or of another version, is
//! deleted and marked to be fetched again, and calls ring meanwhile. Which lists are on, their names and
//! actions are the user's and live in stufo.db.

mod place;
mod read;
mod recover;
mod write;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::db::{self, Schema};
use super::error::StoreError;
use crate::blocklist::Category;
use crate::blocklist::packed::PackedError;

pub use read::HeldEntries;
pub use write::Removed;

/// Name of the file in the app's folder, beside stufo.db.
pub const FILE_NAME: &str = "lists.db";

/// A change of the form of blocks or tables appends an upgrade that empties everything.
const SCHEMA: Schema = Schema { application_id: 0x5374_6c69, create: include_str!("schema.sql"), upgrades: &[] };

/// What a connection may keep of the file: ten million numbers. A look-up touches a page or two, so a phone that
/// is called now and then keeps a few.
const CACHE_KB: i64 = 16 * 1024;

/// Row id of a subscription in stufo.db.
pub type ListId = i64;

/// A list that holds a number: its most specific entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListHit {
    /// Which list.
    pub list_id: ListId,
    /// Digits of the entry: all of the number's, or those of a prefix.
    pub matched_digits: u8,
    /// What the list holds it for.
    pub category: Option<Category>,
    /// How strongly.
    pub score: Option<u32>,
    /// What the list calls it.
    pub label: Option<Arc<str>>,
}

/// What is held of one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListInfo {
    /// Which list.
    pub list_id: ListId,
    /// As given by whoever wrote it.
    pub revision: i64,
    /// Numbers.
    pub numbers: u64,
    /// Prefixes.
    pub prefixes: u64,
}

impl ListInfo {
    /// Numbers and prefixes.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.numbers + self.prefixes
    }
}

/// Why a list was not written. The previous list stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The entries.
    #[error(transparent)]
    Packed(#[from] PackedError),
    /// A delta was made for another revision than the one held (`None`: no list is held).
    #[error("the list is no longer at the revision that the change is for")]
    BaseMoved {
        /// The revision held.
        found: Option<i64>,
    },
    /// A delta removes an entry that the list does not have.
    #[error("the change does not fit the list")]
    NoSuchEntry,
    /// A delta leaves more or fewer entries than it should.
    #[error("the change does not lead to the list that it should")]
    WrongCount,
    /// There is room for 256 lists.
    #[error("there is no room for another list")]
    TooMany,
}

/// One connection to lists.db.
pub struct ListStore {
    connection: Connection,
    path: PathBuf,
    busy: Duration,
    /// What find needs to know of the lists, read again after a commit.
    known: RefCell<Option<Known>>,
}

struct Known {
    commits: i64,
    lists: BTreeMap<ListId, StoredList>,
}

#[derive(Clone, Copy)]
struct StoredList {
    slot: u8,
    key_classes: u64,
}

impl From<rusqlite::Error> for ListError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl ListStore {
    /// Opens or makes the file. `busy` bounds the wait for another writer; readers never wait.
    ///
    /// # Errors
    /// `Damaged` or `Newer`: use `open_or_drop`.
    pub fn open(path: &Path, busy: Duration) -> Result<Self, StoreError> {
        let connection = db::open(path, &SCHEMA, busy)?;
        connection.pragma_update(None, "cache_size", -CACHE_KB)?;
        let store = Self { connection, path: path.to_owned(), busy, known: RefCell::new(None) };
        store.in_one_view(Self::learn)?;
        Ok(store)
    }
}

#[cfg(test)]
mod tests;
