//! Subscribed lists: a row of the lists' screen, and the commands that add, change and remove one.

use serde::{Deserialize, Serialize};

use crate::blocklist::formats::ListReading;
use crate::policy::Action;
use crate::sync::{ListFilter, SyncState};

/// The request of `list_add`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListAddRequest {
    /// The list as the user subscribes to it.
    pub list: ListDraft,
}

/// A subscription as the user makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListDraft {
    /// The user's name for it.
    pub name: String,
    /// URL or file name; with `public_key` the folder of a signed repository.
    pub origin: String,
    /// Whose national numbers it holds, ISO 3166-1; null: the region in force.
    pub region: Option<String>,
    /// Form of the file by name, as docs/formats/sync.md lists them; null: told from content.
    pub form: Option<String>,
    /// What happens to callers it holds: `silence` or `reject`.
    #[serde(default = "reject")]
    pub action: Action,
    /// Key of a signed repository, in minisign's base64; null: a plain list.
    pub public_key: Option<String>,
    /// Hours between two fetches, 1 to 744.
    #[serde(default = "daily")]
    pub interval_hours: u32,
    /// Never fetched over a metered network, unless the user asks for this list now.
    #[serde(default)]
    pub wifi_only: bool,
    /// Which of its entries count.
    #[serde(default)]
    pub filter: ListFilter,
}

/// The response of `list_add`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListAdded {
    /// The new list's row id.
    pub id: i64,
}

/// The request of `list_update`: what is null stays as it is. The response is `Done`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListUpdateRequest {
    /// The list's row id.
    pub id: i64,
    /// The user's name for it.
    pub name: Option<String>,
    /// URL or file name; another one makes the list due.
    pub origin: Option<String>,
    /// Whose national numbers it holds, ISO 3166-1; another one makes the list due.
    pub region: Option<String>,
    /// What happens to callers it holds: `silence` or `reject`.
    pub action: Option<Action>,
    /// Off lists are kept and not asked.
    pub enabled: Option<bool>,
    /// Hours between two fetches, 1 to 744.
    pub interval_hours: Option<u32>,
    /// Never fetched over a metered network, unless the user asks for this list now.
    pub wifi_only: Option<bool>,
    /// Which of its entries count.
    pub filter: Option<ListFilter>,
}

/// The request of `list_remove`. The response is `Done`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRemoveRequest {
    /// The list's row id.
    pub id: i64,
}

/// The request of `list_keep`: the numbers in force stay, and the user is not asked again until the list has changed for good.
/// The response is `Done`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListKeepRequest {
    /// The list's row id.
    pub id: i64,
}

/// The response of `lists`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListsView {
    /// Every subscribed list, oldest first.
    pub lists: Vec<ListRow>,
}

/// A subscribed list with what is held of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    /// Row id.
    pub id: i64,
    /// The user's name for it.
    pub name: String,
    /// URL or file name; with `public_key` the folder of a signed repository.
    pub origin: String,
    /// Whose national numbers it holds, ISO 3166-1.
    pub region: String,
    /// Form of the file by name; null: told from content.
    pub form: Option<String>,
    /// What happens to callers it holds.
    pub action: Action,
    /// Off lists are kept and not asked.
    pub enabled: bool,
    /// When it was added, UTC milliseconds.
    pub created_millis: i64,
    /// When its numbers last changed or were found unchanged, UTC milliseconds; null: its numbers are not there yet.
    pub updated_millis: Option<i64>,
    /// Raised by every change of its numbers; the version of a signed repository.
    pub revision: i64,
    /// Key of a signed repository, in minisign's base64; null: a plain list.
    pub public_key: Option<String>,
    /// Hours between two fetches.
    pub interval_hours: u32,
    /// Never fetched over a metered network, unless the user asks for this list now.
    pub wifi_only: bool,
    /// Which of its entries count.
    pub filter: ListFilter,
    /// Numbers and prefixes in force.
    pub numbers: u64,
    /// What reading the version in force repaired and left out; null: not known, as of a signed repository.
    pub reading: Option<ListReading>,
    /// What is known of its fetches; null: it was never planned.
    pub sync: Option<SyncState>,
    /// Callers whom the user has answered, dialled or knows, and whom the version that is held would stop; some twenty at most.
    pub held_callers: Vec<String>,
}

impl ListDraft {
    /// A plain list that is fetched once a day and rejects calls, with the region in force.
    #[must_use]
    pub fn new(name: &str, origin: &str) -> Self {
        Self {
            name: name.to_owned(),
            origin: origin.to_owned(),
            region: None,
            form: None,
            action: reject(),
            public_key: None,
            interval_hours: daily(),
            wifi_only: false,
            filter: ListFilter::default(),
        }
    }
}

fn daily() -> u32 {
    24
}

fn reject() -> Action {
    Action::Reject
}
