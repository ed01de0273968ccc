//! One entry of a list: a number or all numbers that begin so, and what the list says about it.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::number::{KeyRange, NumberKey};

/// What a list holds a number for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// A call that ends at once, or rings and is gone.
    Ping,
    /// Polls and surveys.
    Poll,
    /// Advertising and sales.
    Advertising,
    /// Lotteries and prizes.
    Gambling,
    /// Fraud.
    Fraud,
    /// Collecting debts.
    Debt,
    /// Machines that speak.
    Robocall,
    /// Anything else that is not wanted.
    Other,
}

/// One entry. Entries order as lists are stored: by count of digits, numbers before prefixes, then by digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number, or the digits a prefix stands for.
    pub key: NumberKey,
    /// True: every number that begins so.
    pub is_prefix: bool,
    /// What for.
    pub category: Option<Category>,
    /// How strongly, e.g. votes. Lists mean different things by it: it is shown, never compared.
    pub score: Option<u32>,
    /// A name the list gives. Many entries share few labels.
    pub label: Option<Arc<str>>,
}

impl Category {
    /// Every category, in the order of its code.
    pub const ALL: [Self; 8] = [
        Self::Ping,
        Self::Poll,
        Self::Advertising,
        Self::Gambling,
        Self::Fraud,
        Self::Debt,
        Self::Robocall,
        Self::Other,
    ];

    /// The code in packed lists: 1 to 8, never reused; 0 is no category.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Ping => 1,
            Self::Poll => 2,
            Self::Advertising => 3,
            Self::Gambling => 4,
            Self::Fraud => 5,
            Self::Debt => 6,
            Self::Robocall => 7,
            Self::Other => 8,
        }
    }

    /// Reads a code. One of a later version is `Other`; 0 is none.
    #[must_use]
    pub fn from_code(code: u64) -> Option<Self> {
        let known = || Self::ALL.into_iter().find(|category| u64::from(category.code()) == code);
        (code != 0).then(|| known().unwrap_or(Self::Other))
    }

    /// The name in JSON and on the screen's string keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ping => "ping",
            Self::Poll => "poll",
            Self::Advertising => "advertising",
            Self::Gambling => "gambling",
            Self::Fraud => "fraud",
            Self::Debt => "debt",
            Self::Robocall => "robocall",
            Self::Other => "other",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }
}

impl Entry {
    /// A number about which the list says nothing more.
    #[must_use]
    pub fn number(key: NumberKey) -> Self {
        Self { key, is_prefix: false, category: None, score: None, label: None }
    }

    /// All numbers that begin so.
    #[must_use]
    pub fn prefix(key: NumberKey) -> Self {
        Self { is_prefix: true, ..Self::number(key) }
    }

    /// All keys it covers.
    #[must_use]
    pub fn range(&self) -> KeyRange {
        let one = KeyRange { first: self.key, last: self.key };
        if self.is_prefix { NumberKey::prefix_range(self.key.value(), self.key.length()).unwrap_or(one) } else { one }
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
