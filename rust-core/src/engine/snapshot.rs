//! What a decision needs of the store, read once per change and not once per call: settings, compiled rules,
//! the lists that are on, the emergency window.

use crate::number::Region;
use crate::policy::{Action, RuleSet, Settings};
use crate::store::{StoreError, UserStore};
use crate::sync::Subscription;

/// Name of the state that holds the end of the emergency window.
pub(crate) const EMERGENCY_UNTIL: &str = "emergency_until_millis";

pub(crate) struct Snapshot {
    pub(crate) generation: u64,
    pub(crate) home: Region,
    pub(crate) settings: Settings,
    pub(crate) rules: RuleSet,
    pub(crate) emergency_until_millis: Option<i64>,
    /// Subscriptions that are on and end or silence calls.
    pub(crate) lists: Vec<Subscription>,
    /// Their ids.
    pub(crate) list_ids: Vec<i64>,
}

impl Snapshot {
    pub(crate) fn read(store: &UserStore, phone_region: Region, generation: u64) -> Result<Self, StoreError> {
        store.view(|store| Self::read_in_view(store, phone_region, generation))
    }

    fn read_in_view(store: &UserStore, phone_region: Region, generation: u64) -> Result<Self, StoreError> {
        let settings = store.settings()?;
        let home = home_region(&settings, phone_region);
        let (rules, problems) = RuleSet::compile(store.rules()?, home);
        if !problems.is_empty() {
            log::warn!("{} rules no longer read and are not asked", problems.len());
        }
        let emergency_until_millis = store.state(EMERGENCY_UNTIL)?;
        let mut lists = store.subscriptions()?;
        lists.retain(|list| list.enabled && list.action != Action::Allow);
        let list_ids = lists.iter().map(|list| list.id).collect();
        Ok(Self { generation, home, settings, rules, emergency_until_millis, lists, list_ids })
    }
}

/// The region in force: the user's choice, else the phone's.
pub(crate) fn home_region(settings: &Settings, phone_region: Region) -> Region {
    settings.region.as_deref().and_then(|text| text.parse().ok()).unwrap_or(phone_region)
}
