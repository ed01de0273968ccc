//! What the stages may look at besides the call: answers that `Core` fetched from the stores beforehand.

use super::call::Contact;
use super::rule::RuleId;
use super::settings::Settings;
use super::time_window::TimeWindow;
use super::verdict::Action;
use crate::number::{Caller, NumberKey, Region, is_out_of_reach_of_lists};

/// The most specific user rule of one kind that is in force and matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleHit {
    /// Row id.
    pub id: RuleId,
    /// Its label, or its pattern when it has none.
    pub label: String,
    /// How specific its pattern is; higher wins.
    pub specificity: u32,
    /// What a block rule does.
    pub action: Action,
}

/// One subscribed list that holds the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMatch {
    /// Row id of the subscription.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What the user chose for it.
    pub action: Action,
    /// Digits of the matching entry.
    pub matched_digits: u8,
    /// The list's category for it.
    pub category: Option<String>,
    /// The list's score for it.
    pub score: Option<u32>,
}

/// The lists could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListsUnreadable;

/// What the subscribed lists said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListAnswer {
    /// No list is subscribed and on.
    NoLists,
    /// Every list was asked; those that hold the caller, strongest action first.
    Asked(Vec<ListMatch>),
    /// The lists could not be read: counts as nothing.
    Unreadable,
}

/// Everything about the moment of the call.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The phone's country.
    pub home: Region,
    /// The other countries whose protected numbers ring: the SIM's and that of the network the phone is in.
    pub elsewhere: [Option<Region>; 2],
    /// The options.
    pub settings: &'a Settings,
    /// What the address book said.
    pub contact: Contact,
    /// Everybody gets through in this window, opened by an emergency call.
    pub emergency: Option<TimeWindow>,
    /// "I am waiting for a call".
    pub waiting: Option<TimeWindow>,
    /// Best matching allow rule.
    pub allow_rule: Option<RuleHit>,
    /// Best matching block rule.
    pub block_rule: Option<RuleHit>,
    /// When the user last dialled the caller (UTC milliseconds).
    pub dialled_millis: Option<i64>,
    /// When this caller last called before now (UTC milliseconds).
    pub last_call_millis: Option<i64>,
    /// When a call was last stopped before now (UTC milliseconds).
    pub last_stopped_millis: Option<i64>,
    /// The lists' answer.
    pub lists: ListAnswer,
    /// A listed number of the caller's hundred; `Ok(None)` where there is none, an error where the lists cannot be read.
    pub list_neighbour: Result<Option<ListMatch>, ListsUnreadable>,
    /// The phone's own numbers.
    pub own_numbers: &'a [NumberKey],
}

impl Context<'_> {
    /// The countries whose protected numbers ring: home, and where the phone is.
    pub(super) fn places(&self) -> impl Iterator<Item = Region> {
        std::iter::once(self.home).chain(self.elsewhere.into_iter().flatten())
    }

    /// Whether no pack, no list and no numbering plan may stop this caller: protected in one of the `places`.
    pub(super) fn is_out_of_reach(&self, caller: &Caller) -> bool {
        self.places().any(|place| is_out_of_reach_of_lists(caller, place))
    }
}
