//! The re-contact rate on this phone: after each ending of a call, how many callers called again, how soon, how often.
//! Counts are shown as they are; a share only where there are enough callers.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use crate::localized_text::LocalizedText;
use crate::moment::Moment;
use crate::number::NumberKey;
use crate::policy::{Action, CallOutcome};

/// How a call ended, as far as it is known: the user's own account, else what Stufo did.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CallEnding {
    /// The user said that it rang out.
    RangOut,
    /// Stufo silenced it.
    Silenced,
    /// Stufo ended it.
    Rejected,
    /// The user said that they answered.
    Answered,
    /// Answered and objected.
    Objected,
    /// Answered, and the caller hung up.
    HungUp,
    /// Answered, and nobody spoke.
    Silent,
    /// It rang, and nobody said how it ended.
    Rang,
}

/// How the ending of a call is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndingBasis {
    /// The phone saw it.
    Recorded,
    /// The user said it.
    #[serde(rename = "told")]
    SelfReported,
    /// Nobody said it.
    Unknown,
}

impl CallEnding {
    /// The ending of a call that was answered so; what the user said comes before what Stufo did.
    #[must_use]
    pub fn of(action: Action, outcome: Option<CallOutcome>) -> Self {
        match (outcome, action) {
            (Some(CallOutcome::RangOut), _) => Self::RangOut,
            (Some(CallOutcome::Answered), _) => Self::Answered,
            (Some(CallOutcome::Objected), _) => Self::Objected,
            (Some(CallOutcome::HungUp), _) => Self::HungUp,
            (Some(CallOutcome::Silent), _) => Self::Silent,
            (None, Action::Silence) => Self::Silenced,
            (None, Action::Reject) => Self::Rejected,
            (None, Action::Allow) => Self::Rang,
        }
    }

    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// How it is known.
    #[must_use]
    pub fn basis(self) -> EndingBasis {
        match self {
            Self::Silenced | Self::Rejected => EndingBasis::Recorded,
            Self::RangOut | Self::Answered | Self::Objected | Self::HungUp | Self::Silent => EndingBasis::SelfReported,
            Self::Rang => EndingBasis::Unknown,
        }
    }
}

/// A recorded call, as far as re-contact needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowedCall {
    /// Row id.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// Who; `None` cannot be followed.
    pub key: Option<NumberKey>,
    /// How it ended.
    pub ending: CallEnding,
    /// Whether the user wants calls of this caller.
    pub wanted: bool,
    /// Whether something spoke against it, or the user said that it was no ordinary call.
    pub unwanted: bool,
}

/// What followed one ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingStats {
    /// The ending.
    pub ending: CallEnding,
    /// Callers, neighbours counted as one, with a call that ended so.
    pub callers: usize,
    /// Of them, those who called again within `FOLLOW_DAYS` after the first such call.
    pub again: usize,
    /// Of them, those who have not and whose days are not over.
    pub waiting: usize,
    /// Minutes to the next call, sorted.
    pub minutes: Vec<i64>,
    /// Calls in those days, all callers together.
    pub calls_after: usize,
}

/// What followed each ending.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecontactRates {
    /// Endings that occurred, in the order of `CallEnding`.
    pub rows: Vec<EndingStats>,
    /// Calls without a number.
    pub not_followed: usize,
}

/// A default that this phone's calls suggest. It is shown, never applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionSuggestion {
    /// What to do with unwanted calls.
    pub action: Action,
    /// Why.
    pub reason: LocalizedText,
}

/// Days after a call in which another one counts as its re-contact.
pub const FOLLOW_DAYS: u32 = 30;
/// Callers below which no share is given and nothing is suggested.
pub const ENOUGH: usize = 10;
const MINUTE_MILLIS: i64 = 60_000;
const FOLLOW_MILLIS: i64 = FOLLOW_DAYS as i64 * 24 * 60 * MINUTE_MILLIS;

impl EndingStats {
    /// Callers whose days are over or who called again.
    #[must_use]
    pub fn closed(&self) -> usize {
        self.callers - self.waiting
    }

    /// Percent of them who called again; `None` on small numbers.
    #[must_use]
    pub fn share(&self) -> Option<usize> {
        (self.closed() >= ENOUGH).then(|| (self.again * 100 + self.closed() / 2) / self.closed())
    }

    /// The middle of the intervals, the lower one of two.
    #[must_use]
    pub fn median_minutes(&self) -> Option<i64> {
        self.minutes.get(self.minutes.len().checked_sub(1)? / 2).copied()
    }
}

/// The rates of calls, oldest first. Wanted callers have no part in them.
#[must_use]
pub fn rates(calls: &[FollowedCall], now_millis: i64) -> RecontactRates {
    // The calls of each caller, neighbours counted as one; a number without neighbours stands for itself.
    let mut callers: HashMap<(NumberKey, bool), Vec<&FollowedCall>> = HashMap::new();
    let mut not_followed = 0;
    for call in calls.iter().filter(|call| !call.wanted) {
        match call.key {
            Some(key) => {
                let caller = key.neighbours().map_or((key, false), |range| (range.first, true));
                callers.entry(caller).or_default().push(call);
            }
            None => not_followed += 1,
        }
    }
    let mut rows: Vec<EndingStats> = CallEnding::VARIANTS
        .iter()
        .map(|ending| EndingStats {
            ending: *ending,
            callers: 0,
            again: 0,
            waiting: 0,
            minutes: Vec::new(),
            calls_after: 0,
        })
        .collect();
    for calls in callers.values() {
        for row in &mut rows {
            count(row, calls, now_millis);
        }
    }
    rows.retain(|row| row.callers > 0);
    for row in &mut rows {
        row.minutes.sort_unstable();
    }
    RecontactRates { rows, not_followed }
}

/// Adds one caller to a row: what followed its first call that ended so.
fn count(row: &mut EndingStats, calls: &[&FollowedCall], now_millis: i64) {
    let mut rest = calls.iter().skip_while(|call| call.ending != row.ending);
    let Some(first) = rest.next() else { return };
    let since = |call: &&&FollowedCall| call.at.utc_millis.saturating_sub(first.at.utc_millis);
    let after: Vec<i64> = rest.map(|call| since(&call)).take_while(|elapsed| *elapsed < FOLLOW_MILLIS).collect();
    row.callers += 1;
    row.calls_after += after.len();
    match after.first() {
        Some(next) => {
            row.again += 1;
            row.minutes.push(next / MINUTE_MILLIS);
        }
        None => row.waiting += usize::from(now_millis.saturating_sub(first.at.utc_millis) < FOLLOW_MILLIS),
    }
}

/// A default that the rates suggest: whether unwanted calls should be silenced or rejected. Only when enough
/// callers met both, and the likely ranges of the two shares do not touch; else what is missing.
///
/// # Errors
/// Why nothing is suggested.
pub fn suggestion(rates: &RecontactRates) -> Result<ActionSuggestion, LocalizedText> {
    let of = |ending| rates.rows.iter().find(|row| row.ending == ending).filter(|row| row.closed() >= ENOUGH);
    let (Some(rejected), Some(silenced)) = (of(CallEnding::Rejected), of(CallEnding::Silenced)) else {
        return Err(LocalizedText::new(
            "Per confrontare servono almeno dieci chiamanti rifiutati e dieci silenziati.",
            "A comparison needs at least ten callers rejected and ten silenced.",
        ));
    };
    let (low_rejected, high_rejected) = likely(rejected);
    let (low_silenced, high_silenced) = likely(silenced);
    let (action, better, worse) = if high_rejected < low_silenced {
        (Action::Reject, rejected, silenced)
    } else if high_silenced < low_rejected {
        (Action::Silence, silenced, rejected)
    } else {
        return Err(LocalizedText::new(
            "Fra rifiutare e silenziare non si vede una differenza sicura.",
            "Between rejecting and silencing no difference is certain.",
        ));
    };
    let (verb_it, other_it, verb_en, other_en) = match action {
        Action::Reject => ("rifiutati", "silenziati", "rejected", "silenced"),
        Action::Silence | Action::Allow => ("silenziati", "rifiutati", "silenced", "rejected"),
    };
    let reason = LocalizedText {
        it: format!(
            "Hanno richiamato {} chiamanti {verb_it} su {} e {} {other_it} su {}, su questo telefono.",
            better.again,
            better.closed(),
            worse.again,
            worse.closed()
        ),
        en: format!(
            "{} of {} callers {verb_en} called again, and {} of {} {other_en}, on this phone.",
            better.again,
            better.closed(),
            worse.again,
            worse.closed()
        ),
    };
    Ok(ActionSuggestion { action, reason })
}

/// Between which shares the true one likely lies (Wilson's interval, 95 %).
fn likely(row: &EndingStats) -> (f64, f64) {
    const Z: f64 = 1.96;
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let (n, share) = (count(row.closed()), count(row.again) / count(row.closed()));
    let middle = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    (middle - half, middle + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 60 * MINUTE_MILLIS;

    fn call(caller: u64, day: i64, ending: CallEnding) -> FollowedCall {
        let key = NumberKey::from_digits(390_600_000_000 + caller * 1_000, 12);
        let at = Moment { utc_millis: day * DAY, offset_minutes: 0 };
        FollowedCall { id: 0, at, key, ending, wanted: false, unwanted: true }
    }

    /// `callers` callers with this ending, of whom the first `again` called a day later.
    fn group(from: u64, callers: u64, again: u64, ending: CallEnding) -> Vec<FollowedCall> {
        let mut calls: Vec<FollowedCall> = (from..from + callers).map(|caller| call(caller, 0, ending)).collect();
        calls.extend((from..from + again).map(|caller| call(caller, 1, CallEnding::Rang)));
        calls
    }

    fn row(rates: &RecontactRates, ending: CallEnding) -> &EndingStats {
        rates.rows.iter().find(|row| row.ending == ending).unwrap()
    }

    #[test]
    fn callers_are_followed_with_their_neighbours_for_thirty_days() {
        let mut neighbour = call(1, 2, CallEnding::Rang);
        neighbour.key = NumberKey::from_digits(390_600_001_999, 12);
        let calls = [
            call(1, 0, CallEnding::Rejected),
            call(2, 0, CallEnding::Rejected),
            neighbour,
            call(2, 30, CallEnding::Rejected),
        ];
        let rates = rates(&calls, 100 * DAY);
        let rejected = row(&rates, CallEnding::Rejected);
        assert_eq!((rejected.callers, rejected.again, rejected.waiting, rejected.calls_after), (2, 1, 0, 1));
        assert_eq!((rejected.median_minutes(), rejected.share()), (Some(2 * 24 * 60), None));
        assert_eq!(row(&rates, CallEnding::Rang).callers, 1);
    }

    #[test]
    fn a_caller_of_today_counts_for_nothing_yet() {
        let rates = rates(&group(0, 12, 2, CallEnding::Rejected), 3 * DAY);
        let rejected = row(&rates, CallEnding::Rejected);
        assert_eq!((rejected.callers, rejected.again, rejected.waiting, rejected.share()), (12, 2, 10, None));
    }

    #[test]
    fn a_share_needs_ten_callers() {
        let nine = rates(&group(0, 9, 9, CallEnding::Rejected), 90 * DAY);
        assert_eq!(row(&nine, CallEnding::Rejected).share(), None);
        let ten = rates(&group(0, 10, 5, CallEnding::Rejected), 90 * DAY);
        assert_eq!(row(&ten, CallEnding::Rejected).share(), Some(50));
    }

    #[test]
    fn wanted_and_hidden_callers_have_no_part() {
        let wanted = FollowedCall { wanted: true, ..call(1, 0, CallEnding::Answered) };
        let hidden = FollowedCall { key: None, ..call(2, 0, CallEnding::Rang) };
        assert_eq!(rates(&[wanted, hidden], DAY), RecontactRates { rows: vec![], not_followed: 1 });
    }

    #[test]
    fn nothing_is_suggested_on_small_numbers_or_small_differences() {
        let of = |rejected: (u64, u64), silenced: (u64, u64)| {
            let mut calls = group(0, rejected.0, rejected.1, CallEnding::Rejected);
            calls.extend(group(1_000, silenced.0, silenced.1, CallEnding::Silenced));
            calls.sort_by_key(|call| call.at.utc_millis);
            suggestion(&rates(&calls, 365 * DAY)).map(|suggestion| suggestion.action)
        };
        assert!(of((9, 0), (9, 9)).is_err());
        assert!(of((9, 0), (100, 100)).is_err());
        assert!(of((20, 10), (20, 12)).is_err());
        assert!(of((10, 4), (10, 6)).is_err());
        assert_eq!(of((20, 1), (20, 19)), Ok(Action::Reject));
        assert_eq!(of((20, 19), (20, 1)), Ok(Action::Silence));
    }
}
