//! What a decision needs of the store, read once per change and not once per call: settings, compiled rules,
//! the lists that are on, the emergency window.

use crate::blocklist::packed::Found;
use crate::moment::DAY_MILLIS;
use crate::number::{NumberKey, PhoneNumber, Region};
use crate::policy::{Action, ListMatch, RuleSet, Settings, TimeWindow};
use crate::store::lists::ListId;
use crate::store::{StoreError, UserStore};
use crate::sync::Subscription;

/// Names of the states that hold the emergency window.
pub(crate) const EMERGENCY_FROM: &str = "emergency_from_millis";
pub(crate) const EMERGENCY_UNTIL: &str = "emergency_until_millis";
/// Name of the state that holds when "I am waiting for a call" was last set.
pub(crate) const WAITING_FROM: &str = "waiting_from_millis";
/// The longest that a window counts whose beginning is not known: a version that did not store it, or a backup.
const LONGEST_MILLIS: i64 = 7 * DAY_MILLIS;

pub(crate) struct Snapshot {
    pub(crate) generation: u64,
    pub(crate) home: Region,
    pub(crate) settings: Settings,
    pub(crate) rules: RuleSet,
    pub(crate) emergency: Option<TimeWindow>,
    pub(crate) waiting: Option<TimeWindow>,
    /// The phone's own numbers, those that read as numbers.
    pub(crate) own_numbers: Vec<NumberKey>,
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
        let own = settings.own_number.numbers.iter();
        let own_numbers = own.filter_map(|text| Some(PhoneNumber::parse(text, home).ok()?.key())).collect();
        let emergency = window(store, EMERGENCY_FROM, store.state(EMERGENCY_UNTIL)?)?;
        let waiting = waiting_window(store, &settings)?;
        let mut lists = store.subscriptions()?;
        lists.retain(|list| list.enabled && list.action != Action::Allow);
        let list_ids = lists.iter().map(|list| list.id).collect();
        Ok(Self { generation, home, settings, rules, emergency, waiting, own_numbers, lists, list_ids })
    }
}

impl Snapshot {
    /// What a list's hit does to the caller; `None` where the user does not let it count.
    pub(crate) fn list_match(&self, id: ListId, hit: &Found) -> Option<ListMatch> {
        let list = self.lists.iter().find(|list| list.id == id)?;
        Some(ListMatch {
            id: list.id,
            name: list.name.clone(),
            action: list.action_for(hit.category, hit.score)?,
            matched_digits: hit.matched_digits,
            category: hit.category.map(|category| category.name().to_owned()),
            score: hit.score,
        })
    }
}

/// "I am waiting for a call", as far as it is on.
pub(crate) fn waiting_window(store: &UserStore, settings: &Settings) -> Result<Option<TimeWindow>, StoreError> {
    window(store, WAITING_FROM, settings.waiting_until_millis)
}

fn window(store: &UserStore, from: &str, until: Option<i64>) -> Result<Option<TimeWindow>, StoreError> {
    let Some(until_millis) = until else { return Ok(None) };
    let from_millis = store.state(from)?.unwrap_or(until_millis.saturating_sub(LONGEST_MILLIS));
    Ok(Some(TimeWindow { from_millis, until_millis }))
}

/// The region in force: the user's choice, else the phone's.
pub(crate) fn home_region(settings: &Settings, phone_region: Region) -> Region {
    settings.region.as_deref().and_then(|text| text.parse().ok()).unwrap_or(phone_region)
}
