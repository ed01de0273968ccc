//! One entry of a list: a number or all numbers that begin so, and what the list says about it.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::number::{KeyRange, ListKey, NumberKey};

/// No number of a country has more digits behind a prefix.
const MAX_DIGITS: u8 = 15;

/// What a list holds a number for; its name stands in JSON and in the screens' string keys.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::FromRepr,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[repr(u16)]
pub enum Category {
    /// A call that ends at once, or rings and is gone.
    Ping = 1,
    /// Polls and surveys.
    Poll = 2,
    /// Advertising and sales.
    Advertising = 3,
    /// Lotteries and prizes.
    Gambling = 4,
    /// Fraud.
    Fraud = 5,
    /// Collecting debts.
    Debt = 6,
    /// Machines that speak.
    Robocall = 7,
    /// Anything else that is not wanted.
    Other = 8,
}

/// How many digits may follow those of a prefix: a set of counts, where the empty one stands for any count. So
/// `+3902555512##` is exactly a hundred numbers, and `+3902555512*` all that begin so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Tail(u16);

/// One entry. Entries order as lists are stored: by count of digits, numbers before prefixes, then by digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number, or the digits a prefix stands for.
    pub key: ListKey,
    /// True: every number that begins so, as far as `tail` takes it.
    pub is_prefix: bool,
    /// How many digits follow those of a prefix; `ANY` for a number.
    pub tail: Tail,
    /// What for.
    pub category: Option<Category>,
    /// How strongly, e.g. votes. Lists mean different things by it: it is shown, never compared.
    pub score: Option<u32>,
    /// A name the list gives. Many entries share few labels.
    pub label: Option<Arc<str>>,
}

impl Category {
    /// Every category, in the order of its code.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The code in packed lists: 1 to 8, never reused; 0 is no category.
    #[must_use]
    pub fn code(self) -> u16 {
        self as u16
    }

    /// Reads a code. One of a later version is `Other`; 0 is none.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        (code != 0).then(|| Self::from_repr(code).unwrap_or(Self::Other))
    }

    /// The name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

impl Tail {
    /// Any count of digits, also none.
    pub const ANY: Self = Self(0);

    /// Exactly this many digits, 1 to 14.
    #[must_use]
    pub fn exactly(digits: u8) -> Option<Self> {
        (1..MAX_DIGITS).contains(&digits).then(|| Self(1 << digits))
    }

    /// Whether this many digits may follow.
    #[must_use]
    pub fn takes(self, digits: u8) -> bool {
        self == Self::ANY || self.counts().any(|count| count == digits)
    }

    /// The union of both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self == Self::ANY || other == Self::ANY { Self::ANY } else { Self(self.0 | other.0) }
    }

    /// The counts of digits that may follow; none for `ANY`.
    pub fn counts(self) -> impl Iterator<Item = u8> {
        (1..MAX_DIGITS).filter(move |count| self.0 & (1 << count) != 0)
    }

    /// As packed lists hold it: bit n for n digits.
    #[must_use]
    pub fn bits(self) -> u16 {
        self.0
    }

    /// Reads bits; `None` for counts that no number has.
    #[must_use]
    pub fn from_bits(bits: u16) -> Option<Self> {
        (bits & 1 == 0 && bits >> MAX_DIGITS == 0).then_some(Self(bits))
    }
}

impl Entry {
    /// A number about which the list says nothing more.
    #[must_use]
    pub fn number(key: impl Into<ListKey>) -> Self {
        Self { key: key.into(), is_prefix: false, tail: Tail::ANY, category: None, score: None, label: None }
    }

    /// All numbers that begin so.
    #[must_use]
    pub fn prefix(key: impl Into<ListKey>) -> Self {
        Self { is_prefix: true, ..Self::number(key) }
    }

    /// All numbers that begin so and have exactly this many digits more; `None` where there can be none.
    #[must_use]
    pub fn prefix_of(key: ListKey, more: u8) -> Option<Self> {
        let fits = key.length() + more.min(MAX_DIGITS) <= ListKey::MAX_DIGITS;
        Some(Self { tail: Tail::exactly(more).filter(|_| fits)?, ..Self::prefix(key) })
    }

    /// Whether it holds a number: its own, or one that begins and ends as the prefix asks.
    #[must_use]
    pub fn holds(&self, key: ListKey) -> bool {
        let more = key.length().saturating_sub(self.key.length());
        if self.is_prefix { key.begins_with(self.key) && self.tail.takes(more) } else { self.key == key }
    }

    /// All keys of numbers it covers; `None` where it holds more digits than a number has.
    #[must_use]
    pub fn range(&self) -> Option<KeyRange> {
        if self.is_prefix {
            return NumberKey::prefix_range(self.key.value(), self.key.length());
        }
        self.key.number_key().map(|key| KeyRange { first: key, last: key })
    }

    /// The same number or prefix, whatever is said about it.
    #[must_use]
    pub fn same_place(&self, other: &Self) -> bool {
        self.place() == other.place()
    }

    /// Where the entry stands in a sorted list.
    #[must_use]
    pub fn place(&self) -> (u8, bool, u64) {
        (self.key.length(), self.is_prefix, self.key.value())
    }

    /// The order of lists.
    #[must_use]
    pub fn compare_places(&self, other: &Self) -> Ordering {
        self.place().cmp(&other.place())
    }
}
