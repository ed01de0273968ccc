//! A subscription: which list the user chose, what it does, and how it is kept up to date.

use serde::{Deserialize, Serialize};

use crate::blocklist::Category;
use crate::policy::{Action, Switch};

/// Form of a list whose server also tells what changed since a version, as PhoneBlock's does; it is read as JSON or XML.
pub const PHONEBLOCK: &str = "phoneblock";
/// PhoneBlock's operator asks for one request a day at most.
const PHONEBLOCK_HOURS: u32 = 24;

/// Which entries of a list count, and what happens to their callers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListFilter {
    /// Fewest votes (score) of an entry that counts; null: votes are not asked. An entry without votes always counts.
    pub min_votes: Option<u32>,
    /// What happens to callers with fewer votes: off lets them ring.
    pub unsure: Switch,
    /// What happens to callers of a category; one that is not named has the list's own action.
    pub categories: Vec<CategoryAction>,
}

/// What happens to callers whom a list holds for one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryAction {
    /// What the list holds them for.
    pub category: Category,
    /// What happens: off lets them ring.
    pub switch: Switch,
}

/// A list the user chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Row id; 0 for one not saved yet.
    #[serde(default)]
    pub id: i64,
    /// The user's name for it.
    pub name: String,
    /// URL or file name.
    pub origin: String,
    /// ISO 3166-1: whose national numbers it holds.
    pub region: String,
    /// Form of the file by name; `None`: detected from content.
    #[serde(default)]
    pub form: Option<String>,
    /// What happens to callers it holds.
    pub action: Action,
    /// Off lists are kept and not asked.
    pub enabled: bool,
    /// When it was added, UTC milliseconds.
    #[serde(default)]
    pub created_millis: i64,
    /// When its numbers last changed or were found unchanged, UTC milliseconds.
    #[serde(default)]
    pub updated_millis: Option<i64>,
    /// Raised by every change of its numbers; the version of a signed repository.
    #[serde(default)]
    pub revision: i64,
    /// Key of a signed repository, in minisign's base64; `None`: a plain list.
    #[serde(default)]
    pub public_key: Option<String>,
    /// Hours between two fetches.
    #[serde(default = "daily")]
    pub interval_hours: u32,
    /// Never fetched over a metered network.
    #[serde(default)]
    pub wifi_only: bool,
    /// Which of its entries count.
    #[serde(default)]
    pub filter: ListFilter,
}

impl Subscription {
    /// Whether its server tells what changed since a version.
    #[must_use]
    pub fn has_changes_since(&self) -> bool {
        self.form.as_deref() == Some(PHONEBLOCK) && self.public_key.is_none()
    }

    /// Hours between two fetches that its publisher agrees with.
    #[must_use]
    pub fn fetch_interval_hours(&self) -> u32 {
        let least = if self.has_changes_since() { PHONEBLOCK_HOURS } else { 1 };
        self.interval_hours.max(least)
    }

    /// What happens to a caller whom the list holds for `category` with `votes`; `None`: the entry does not count.
    #[must_use]
    pub fn action_for(&self, category: Option<Category>, votes: Option<u32>) -> Option<Action> {
        let ListFilter { min_votes, unsure, categories } = &self.filter;
        if let (Some(least), Some(votes)) = (min_votes, votes)
            && votes < *least
        {
            return unsure.action();
        }
        let chosen = categories.iter().find(|chosen| Some(chosen.category) == category);
        chosen.map_or(Some(self.action), |chosen| chosen.switch.action())
    }

    /// Whether address and region are those of `other`: what was fetched for one is valid for the other.
    #[must_use]
    pub fn has_source_of(&self, other: &Self) -> bool {
        (&self.origin, &self.region) == (&other.origin, &other.region)
    }
}

fn daily() -> u32 {
    24
}
