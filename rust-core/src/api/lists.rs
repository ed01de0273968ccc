//! Subscribed lists: adding, importing, switching, removing. The numbers are in lists.db, the choice in stufo.db;
//! the last good numbers stay in force until new ones are whole.

use std::io::Read;

use serde::Deserialize;
use serde_json::{Value, json};

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use crate::blocklist::Entry;
use crate::blocklist::formats::{self, Form, FormatError, Report};
use crate::blocklist::packed::Sorter;
use crate::moment::Moment;
use crate::number::Region;
use crate::policy::Action;
use crate::store::StoreError;
use crate::store::lists::{ListError, ListInfo};
use crate::store::user::Subscription;

/// A subscription as the user makes it.
#[derive(Debug, Clone, Deserialize)]
pub struct ListDraft {
    /// The user's name for it.
    pub name: String,
    /// URL or file name.
    pub origin: String,
    /// Whose national numbers it holds, ISO 3166-1; `None`: the region in force.
    #[serde(default)]
    pub region: Option<String>,
    /// Form by name; `None`: told from content.
    #[serde(default)]
    pub form: Option<String>,
    /// What happens to callers it holds.
    #[serde(default = "reject")]
    pub action: Action,
}

#[derive(Deserialize)]
pub(super) struct ListChange {
    id: i64,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    action: Option<Action>,
    #[serde(default)]
    enabled: Option<bool>,
}

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

const MAX_NAME_BYTES: usize = 200;
const MAX_ORIGIN_BYTES: usize = 2_000;

fn reject() -> Action {
    Action::Reject
}

impl Core {
    /// Adds a subscription; its numbers come with `import_list`.
    ///
    /// # Errors
    /// `BadRequest` names what does not fit.
    pub fn add_list(&self, draft: &ListDraft, at: Moment) -> Result<i64, ApiError> {
        let bad = |what: &str| ApiError::new(ErrorCode::BadRequest, what);
        let mut desk = self.desk()?;
        let region = match &draft.region {
            Some(text) => text.parse::<Region>().map_err(|error| bad(&error.to_string()))?,
            None => super::snapshot::home_region(&desk.settings()?, self.phone_region),
        };
        if draft.name.trim().is_empty() || draft.name.len() > MAX_NAME_BYTES || draft.origin.len() > MAX_ORIGIN_BYTES {
            return Err(bad("a list needs a name of reasonable length"));
        }
        if draft.action == Action::Allow {
            return Err(bad("a list silences or rejects"));
        }
        if draft.form.as_deref().is_some_and(|form| Form::from_name(form).is_none()) {
            return Err(bad("unknown form of list"));
        }
        let new = Subscription {
            id: 0,
            name: draft.name.trim().to_owned(),
            origin: draft.origin.clone(),
            region: region.as_str().to_owned(),
            form: draft.form.clone(),
            action: draft.action,
            enabled: true,
            created_millis: at.utc_millis,
            updated_millis: None,
            revision: 0,
            public_key: None,
            interval_hours: 24,
            wifi_only: false,
        };
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
        let mut lists = self.lists()?;
        let before = lists.list(id)?.map_or(0, |info| size(&info));
        let revision = subscription.revision + 1;
        let info = lists.replace(id, revision, sorter.finish().map(Ok::<_, ListError>)).map_err(ApiError::from)?;
        let updated = Subscription { revision, updated_millis: Some(at.utc_millis), ..subscription };
        self.desk()?.write(|store| store.save_subscription(&updated))?;
        self.changed();
        Ok(Imported { before, now: size(&info), report })
    }

    /// When damaged lists were dropped: tells the user, and makes every list due to be fetched again.
    pub(super) fn tell_of_dropped_lists(&self, at: Moment) -> Result<(), ApiError> {
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
            for list in store.subscriptions()? {
                store.save_subscription(&Subscription { updated_millis: None, ..list })?;
            }
            super::sync::forget_marks(store)
        })?;
        Ok(lists.forget_drop()?)
    }

    /// Numbers and prefixes that every list holds, by list id.
    ///
    /// # Errors
    /// When lists.db cannot be read.
    pub(super) fn list_sizes(&self) -> Result<Vec<(i64, u64)>, ApiError> {
        Ok(self.lists()?.lists()?.iter().map(|info| (info.list_id, size(info))).collect())
    }
}

pub(super) fn all(core: &Core) -> Result<Value, ApiError> {
    let subscriptions = core.desk()?.subscriptions()?;
    let sizes = if subscriptions.is_empty() { vec![] } else { core.list_sizes()? };
    let book = core.sync_book()?;
    let rows: Vec<Value> = subscriptions
        .iter()
        .map(|list| {
            let numbers = sizes.iter().find(|(id, _)| *id == list.id).map_or(0, |(_, size)| *size);
            let mut row = serde_json::to_value(list).unwrap_or_default();
            if let Some(fields) = row.as_object_mut() {
                fields.insert("numbers".to_owned(), numbers.into());
                fields.insert("sync".to_owned(), json!(book.0.get(&list.id)));
            }
            row
        })
        .collect();
    Ok(json!({ "lists": rows }))
}

pub(super) fn add(core: &Core, draft: &ListDraft, at: Moment) -> Result<Value, ApiError> {
    Ok(json!({ "id": core.add_list(draft, at)? }))
}

pub(super) fn change(core: &Core, change: ListChange) -> Result<Value, ApiError> {
    let mut desk = core.desk()?;
    desk.write(|store| {
        let old = store.subscription(change.id)?;
        let new = Subscription {
            name: change
                .name
                .filter(|name| !name.trim().is_empty() && name.len() <= MAX_NAME_BYTES)
                .unwrap_or(old.name),
            action: change.action.filter(|action| *action != Action::Allow).unwrap_or(old.action),
            enabled: change.enabled.unwrap_or(old.enabled),
            ..old
        };
        store.save_subscription(&new)?;
        Ok::<_, StoreError>(json!({}))
    })
    .map_err(ApiError::from)
}

pub(super) fn remove(core: &Core, id: i64) -> Result<Value, ApiError> {
    core.desk()?.write(|store| store.delete_subscription(id))?;
    core.lists()?.remove(id).map_err(ApiError::from)?;
    Ok(json!({}))
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
            | ListError::TooMany) => Self::new(ErrorCode::Refused, other.to_string()),
        }
    }
}
