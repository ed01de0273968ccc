//! Subscribed lists: adding, importing, switching, removing. The numbers are in lists.db, the choice in stufo.db;
//! the last good numbers stay in force until new ones are whole.

use std::io::Read;

use serde::Deserialize;
use serde_json::Value;

use super::shape::{array, object, value, with};
use crate::blocklist::formats::{self, Form, FormatError, Report};
use crate::blocklist::packed::Sorter;
use crate::blocklist::repository::is_public_key;
use crate::blocklist::{Changes, Comparing, Entry};
use crate::engine::core::Core;
use crate::engine::error::{ApiError, ErrorCode};
use crate::json::fields;
use crate::moment::Moment;
use crate::number::Region;
use crate::policy::Action;
use crate::store::lists::{ListError, ListInfo};
use crate::store::user::Subscription;
use crate::sync::legacy::Record;

/// A subscription as the user makes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Value")]
pub struct ListDraft {
    /// The user's name for it.
    pub name: String,
    /// URL or file name.
    pub origin: String,
    /// Whose national numbers it holds, ISO 3166-1; `None`: the region in force.
    pub region: Option<String>,
    /// Form by name; `None`: told from content.
    pub form: Option<String>,
    /// What happens to callers it holds.
    pub action: Action,
    /// Key of a signed repository; `origin` is then its folder. `None`: a plain list.
    pub public_key: Option<String>,
    /// Hours between two looks at it, 1 to `MAX_INTERVAL_HOURS`.
    pub interval_hours: u32,
    /// Never over a network that costs money.
    pub wifi_only: bool,
}

fields!(ListDraft {
    name, origin;
    region = None, form = None, action = reject(), public_key = None, interval_hours = daily(), wifi_only = false
});

impl ListDraft {
    /// A plain list with what is usual for the rest.
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
        }
    }
}

#[derive(Deserialize)]
#[serde(try_from = "Value")]
pub(super) struct ListChange {
    id: i64,
    name: Option<String>,
    origin: Option<String>,
    region: Option<String>,
    action: Option<Action>,
    enabled: Option<bool>,
    interval_hours: Option<u32>,
    wifi_only: Option<bool>,
}

fields!(ListChange {
    id;
    name = None, origin = None, region = None, action = None, enabled = None, interval_hours = None, wifi_only = None
});

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Numbers and prefixes in force before.
    pub before: u64,
    /// In force now.
    pub now: u64,
    /// What reading the file gave.
    pub report: Report,
}

/// What became of new entries.
pub(super) enum Put {
    /// They are in force.
    Done {
        changes: Changes,
        /// Whether anything is other than before.
        differs: bool,
    },
    /// Suspiciously few: the ones before stay.
    Shrank,
}

/// Why a replacement was given up.
enum Stopped {
    Shrank,
    Failed(ApiError),
}

impl From<ListError> for Stopped {
    fn from(error: ListError) -> Self {
        Self::Failed(error.into())
    }
}

/// A form of its own only where it is fetched: the server tells what changed since a version. It is read as JSON or XML.
pub(super) const PHONEBLOCK: &str = "phoneblock";
/// Longest pace of a list: a month.
const MAX_INTERVAL_HOURS: u32 = 31 * 24;
const MAX_NAME_BYTES: usize = 200;
const MAX_ORIGIN_BYTES: usize = 2_000;

fn daily() -> u32 {
    24
}

fn reject() -> Action {
    Action::Reject
}

impl Core {
    /// Adds a subscription; its numbers come with `import_list` or a sync.
    ///
    /// # Errors
    /// `BadRequest` names what does not fit.
    pub fn add_list(&self, draft: &ListDraft, at: Moment) -> Result<i64, ApiError> {
        let mut desk = self.desk()?;
        let home = crate::engine::snapshot::home_region(&desk.settings()?, self.phone_region);
        let new = Subscription {
            id: 0,
            name: draft.name.trim().to_owned(),
            origin: draft.origin.trim().to_owned(),
            region: draft.region.clone().unwrap_or_else(|| home.as_str().to_owned()),
            form: draft.form.clone(),
            action: draft.action,
            enabled: true,
            created_millis: at.utc_millis,
            updated_millis: None,
            revision: 0,
            public_key: draft.public_key.as_deref().map(|key| key_in(key).to_owned()),
            interval_hours: draft.interval_hours,
            wifi_only: draft.wifi_only,
        };
        check(&new)?;
        let id = desk.write(|store| store.save_subscription(&new))?;
        drop(desk);
        self.changed();
        Ok(id)
    }

    /// Reads a list's file and puts its numbers in force in one step; on any error the ones before stay. An empty
    /// file is refused: a publisher's mistake must not wipe a list.
    ///
    /// # Errors
    /// `Refused` says why.
    pub fn import_list(&self, id: i64, source: &mut dyn Read, at: Moment) -> Result<Imported, ApiError> {
        let subscription = self.desk()?.subscription(id)?;
        let region = subscription.region.parse().unwrap_or(self.phone_region);
        let form = subscription.form.as_deref().and_then(Form::from_name);
        let mut sorter = Sorter::default();
        let report = formats::read(source, form, region, &mut |entry: Entry| sorter.push(&entry))?;
        if report.taken == 0 {
            return Err(ApiError::new(ErrorCode::Refused, "the file holds no number: the list stays as it was"));
        }
        match self.put_in_force(&subscription, sorter.finish(), at, None, None)? {
            Put::Done { changes, .. } => Ok(Imported { before: changes.before(), now: changes.now(), report }),
            Put::Shrank => Err(ApiError::new(ErrorCode::Refused, "the list lost too many numbers")),
        }
    }

    /// Puts sorted entries in the place of a list's, all at once, as `version` or the one after those known. With
    /// `record` a list that shrinks suspiciously stays as it was.
    pub(super) fn put_in_force(
        &self,
        list: &Subscription,
        entries: impl Iterator<Item = Entry>,
        at: Moment,
        record: Option<&Record>,
        version: Option<i64>,
    ) -> Result<Put, ApiError> {
        let mut lists = self.lists()?;
        let held = lists.list(list.id)?;
        let before = held.as_ref().map_or(0, size);
        let next = list.revision.max(held.map_or(0, |held| held.revision)) + 1;
        let revision = version.unwrap_or(next);
        let mut comparing = Comparing::new(lists.held_entries(list.id)?, entries);
        let mut now = 0;
        let mut judged = std::iter::from_fn(|| match comparing.next() {
            Some(entry) => {
                now += 1;
                Some(Ok(entry))
            }
            // The end is the first moment at which the count is known; giving up there leaves the old list.
            None if record.is_some_and(|record| record.is_held(before, now)) => Some(Err(Stopped::Shrank)),
            None => None,
        });
        match lists.replace(list.id, revision, judged.by_ref()) {
            Ok(_) => {}
            Err(Stopped::Shrank) => return Ok(Put::Shrank),
            Err(Stopped::Failed(error)) => return Err(error),
        }
        drop(lists);
        self.note_revision(list.id, revision, at)?;
        Ok(Put::Done { changes: comparing.changes(), differs: comparing.differs() })
    }

    /// Notes that a list's numbers are now those of `revision`.
    pub(super) fn note_revision(&self, id: i64, revision: i64, at: Moment) -> Result<(), ApiError> {
        self.desk()?.write(|store| {
            store.note_revision(id, revision, at.utc_millis)?;
            // The process may end before this fetch's own marks are kept: those of the numbers before go with them.
            super::sync::unmark(store, id)
        })?;
        self.changed();
        Ok(())
    }

    /// When damaged lists were dropped: tells the user, and makes every list due to be fetched again.
    pub(crate) fn tell_of_dropped_lists(&self, at: Moment) -> Result<(), ApiError> {
        let mut desk = self.desk()?;
        if desk.subscriptions()?.is_empty() {
            return Ok(());
        }
        let lists = self.lists()?;
        if !lists.is_dropped()? {
            return Ok(());
        }
        desk.write(|store| {
            store.add_notice("lists_dropped", None, at.utc_millis)?;
            store.forget_updates()?;
            super::sync::forget_marks(store)
        })?;
        Ok(lists.forget_drop()?)
    }

    /// Numbers and prefixes that every list holds, by list id.
    ///
    /// # Errors
    /// When lists.db cannot be read.
    pub(crate) fn list_sizes(&self) -> Result<Vec<(i64, u64)>, ApiError> {
        Ok(self.lists()?.lists()?.iter().map(|info| (info.list_id, size(info))).collect())
    }
}

pub(super) fn all(core: &Core) -> Result<Value, ApiError> {
    let subscriptions = core.desk()?.subscriptions()?;
    let sizes = if subscriptions.is_empty() { vec![] } else { core.list_sizes()? };
    let book = core.sync_book()?;
    let rows = array(&subscriptions, |list| {
        let numbers = sizes.iter().find(|(id, _)| *id == list.id).map_or(0, |(_, size)| *size);
        with!(value(list), "numbers" = numbers, "sync" = value(book.0.get(&list.id)))
    });
    Ok(object!("lists" = rows))
}

pub(super) fn add(core: &Core, draft: &ListDraft, at: Moment) -> Result<Value, ApiError> {
    Ok(object!("id" = core.add_list(draft, at)?))
}

pub(super) fn change(core: &Core, change: ListChange) -> Result<Value, ApiError> {
    let mut desk = core.desk()?;
    desk.write(|store| {
        let old = store.subscription(change.id)?;
        let new = Subscription {
            name: change.name.map_or_else(|| old.name.clone(), |name| name.trim().to_owned()),
            origin: change.origin.map_or_else(|| old.origin.clone(), |origin| origin.trim().to_owned()),
            region: change.region.unwrap_or_else(|| old.region.clone()),
            action: change.action.unwrap_or(old.action),
            enabled: change.enabled.unwrap_or(old.enabled),
            interval_hours: change.interval_hours.unwrap_or(old.interval_hours),
            wifi_only: change.wifi_only.unwrap_or(old.wifi_only),
            ..old.clone()
        };
        check(&new)?;
        store.save_subscription(&new)?;
        let moved = (&new.origin, &new.region) != (&old.origin, &old.region);
        if moved {
            super::sync::forget_mark(store, new.id)?;
        }
        if moved || !new.enabled {
            store.forget_notices(new.id)?;
        }
        Ok(object!())
    })
}

/// What the person may choose.
pub(crate) fn check(list: &Subscription) -> Result<(), ApiError> {
    let bad = |what: &str| Err(ApiError::new(ErrorCode::BadRequest, what));
    if let Err(error) = list.region.parse::<Region>() {
        return bad(&error.to_string());
    }
    if list.name.is_empty() || list.name.len() > MAX_NAME_BYTES {
        return bad("a list needs a name of reasonable length");
    }
    if list.origin.len() > MAX_ORIGIN_BYTES || list.origin.chars().any(char::is_control) {
        return bad("the address of the list is not one");
    }
    if list.action == Action::Allow {
        return bad("a list silences or rejects");
    }
    if list.form.as_deref().is_some_and(|form| form != PHONEBLOCK && Form::from_name(form).is_none()) {
        return bad("unknown form of list");
    }
    if !(1..=MAX_INTERVAL_HOURS).contains(&list.interval_hours) {
        return bad("a list is looked at every hour to every month");
    }
    if list.public_key.as_deref().is_some_and(|key| !is_public_key(key)) {
        return bad("the public key cannot be read");
    }
    Ok(())
}

/// The key itself, also from the two lines of a key file.
fn key_in(text: &str) -> &str {
    text.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default()
}

pub(super) fn remove(core: &Core, id: i64) -> Result<Value, ApiError> {
    core.desk()?.write(|store| {
        store.delete_subscription(id)?;
        store.forget_notices(id)?;
        store.forget_attempts(id)
    })?;
    core.lists()?.remove(id).map_err(ApiError::from)?;
    Ok(object!())
}

fn size(info: &ListInfo) -> u64 {
    info.numbers + info.prefixes
}

impl From<FormatError> for ApiError {
    fn from(error: FormatError) -> Self {
        Self::new(ErrorCode::Refused, error.to_string())
    }
}

impl From<ListError> for ApiError {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Store(error) => error.into(),
            other @ (ListError::Packed(_)
            | ListError::BaseMoved { .. }
            | ListError::NoSuchEntry
            | ListError::WrongCount
            | ListError::TooMany) => Self::new(ErrorCode::Refused, other.to_string()),
        }
    }
}
