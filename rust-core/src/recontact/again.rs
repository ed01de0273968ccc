//! Re-contact on this phone: after each kind of end, how many callers called again, how soon, how often. Counts are
//! shown as they are; a share only where enough callers stand behind it.

use super::law::Words;
use super::order::Places;
use crate::moment::Moment;
use crate::number::NumberKey;
use crate::policy::{Action, CallOutcome};

/// How a call ended, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// The person said that it rang out.
    RangOut,
    /// Stufo silenced it.
    Silenced,
    /// Stufo ended it.
    Rejected,
    /// The person said that they answered.
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

impl End {
    /// Every end, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::RangOut,
        Self::Silenced,
        Self::Rejected,
        Self::Answered,
        Self::Objected,
        Self::HungUp,
        Self::Silent,
        Self::Rang,
    ];

    /// What the person said comes before what Stufo did.
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
        match self {
            Self::RangOut => "rang_out",
            Self::Silenced => "silenced",
            Self::Rejected => "rejected",
            Self::Answered => "answered",
            Self::Objected => "objected",
            Self::HungUp => "hung_up",
            Self::Silent => "silent",
            Self::Rang => "rang",
        }
    }

    /// `recorded` by the phone, `told` by the person, or `unknown`.
    #[must_use]
    pub fn known(self) -> &'static str {
        match self {
            Self::Silenced | Self::Rejected => "recorded",
            Self::RangOut | Self::Answered | Self::Objected | Self::HungUp | Self::Silent => "told",
            Self::Rang => "unknown",
        }
    }
}

/// One call, as far as re-contact needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Echo {
    /// Row id.
    pub id: i64,
    /// When.
    pub at: Moment,
    /// Who; `None` cannot be followed.
    pub key: Option<NumberKey>,
    /// How it ended.
    pub end: End,
    /// From somebody whose calls the person wants.
    pub wanted: bool,
    /// Something spoke against it, or the person said that it was no ordinary call.
    pub unwanted: bool,
}

/// What followed one kind of end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The end.
    pub end: End,
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

/// The table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Ends that occurred, in the order of `End::ALL`.
    pub rows: Vec<Row>,
    /// Calls without a number.
    pub not_followed: usize,
}

/// A default that this phone's calls speak for. Only ever shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What to do with unwanted calls.
    pub action: Action,
    /// Why, in Italian.
    pub it: String,
    /// Why, in English.
    pub en: String,
}

/// Days after a call in which another one counts as its echo.
pub const FOLLOW_DAYS: i64 = 30;
/// Callers below which no share is given and nothing is suggested.
pub const ENOUGH: usize = 10;
const MINUTE_MILLIS: i64 = 60_000;
const FOLLOW_MILLIS: i64 = FOLLOW_DAYS * 24 * 60 * MINUTE_MILLIS;

impl Row {
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

/// The table of calls, oldest first. Wanted callers have no part in it.
#[must_use]
pub fn table(echoes: &[Echo], now_millis: i64) -> Table {
    let mut parties = Places::new();
    let mut not_followed = 0;
    for (place, echo) in echoes.iter().enumerate().filter(|(_, echo)| !echo.wanted) {
        match echo.key {
            Some(key) => {
                // A number without neighbours is its own party, apart from every range.
                let party = key.neighbours().map_or(-key.as_i64(), |range| range.first.as_i64());
                parties.entry(party).or_default().push(place);
            }
            None => not_followed += 1,
        }
    }
    let mut rows: Vec<Row> = End::ALL
        .into_iter()
        .map(|end| Row { end, callers: 0, again: 0, waiting: 0, minutes: Vec::new(), calls_after: 0 })
        .collect();
    for places in parties.values() {
        let calls: Vec<&Echo> = places.iter().filter_map(|place| echoes.get(*place)).collect();
        for row in &mut rows {
            count(row, &calls, now_millis);
        }
    }
    rows.retain(|row| row.callers > 0);
    for row in &mut rows {
        row.minutes.sort_unstable();
    }
    Table { rows, not_followed }
}

/// Adds one caller to a row: what followed its first call that ended so.
fn count(row: &mut Row, calls: &[&Echo], now_millis: i64) {
    let mut rest = calls.iter().skip_while(|call| call.end != row.end);
    let Some(first) = rest.next() else { return };
    let since = |call: &&&Echo| call.at.utc_millis.saturating_sub(first.at.utc_millis);
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

/// A default that the table speaks for: whether unwanted calls should be silenced or rejected. Only when enough
/// callers met both, and the likely ranges of the two shares do not touch; else what is missing.
///
/// # Errors
/// Why nothing is suggested.
pub fn suggestion(table: &Table) -> Result<Suggestion, Words> {
    let of = |end| table.rows.iter().find(|row| row.end == end).filter(|row| row.closed() >= ENOUGH);
    let (Some(rejected), Some(silenced)) = (of(End::Rejected), of(End::Silenced)) else {
        return Err(Words {
            it: "Per confrontare servono almeno dieci chiamanti rifiutati e dieci silenziati.",
            en: "A comparison needs at least ten callers rejected and ten silenced.",
        });
    };
    let (low_rejected, high_rejected) = likely(rejected);
    let (low_silenced, high_silenced) = likely(silenced);
    let (action, better, worse) = if high_rejected < low_silenced {
        (Action::Reject, rejected, silenced)
    } else if high_silenced < low_rejected {
        (Action::Silence, silenced, rejected)
    } else {
        return Err(Words {
            it: "Fra rifiutare e silenziare non si vede una differenza sicura.",
            en: "Between rejecting and silencing no difference is certain.",
        });
    };
    let (verb_it, other_it, verb_en, other_en) = match action {
        Action::Reject => ("rifiutati", "silenziati", "rejected", "silenced"),
        Action::Silence | Action::Allow => ("silenziati", "rifiutati", "silenced", "rejected"),
    };
    Ok(Suggestion {
        action,
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
    })
}

/// Between which shares the true one likely lies (Wilson's interval, 95 %).
fn likely(row: &Row) -> (f64, f64) {
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

    fn echo(caller: u64, day: i64, end: End) -> Echo {
        let key = NumberKey::from_digits(390_600_000_000 + caller * 1_000, 12);
        Echo { id: 0, at: Moment { utc_millis: day * DAY, offset_minutes: 0 }, key, end, wanted: false, unwanted: true }
    }

    /// `callers` callers with this end, of whom the first `again` called a day later.
    fn group(from: u64, callers: u64, again: u64, end: End) -> Vec<Echo> {
        let mut echoes: Vec<Echo> = (from..from + callers).map(|caller| echo(caller, 0, end)).collect();
        echoes.extend((from..from + again).map(|caller| echo(caller, 1, End::Rang)));
        echoes
    }

    fn row(table: &Table, end: End) -> &Row {
        table.rows.iter().find(|row| row.end == end).unwrap()
    }

    #[test]
    fn callers_are_followed_with_their_neighbours_for_thirty_days() {
        let mut neighbour = echo(1, 2, End::Rang);
        neighbour.key = NumberKey::from_digits(390_600_001_999, 12);
        let echoes = [echo(1, 0, End::Rejected), echo(2, 0, End::Rejected), neighbour, echo(2, 30, End::Rejected)];
        let table = table(&echoes, 100 * DAY);
        let rejected = row(&table, End::Rejected);
        assert_eq!((rejected.callers, rejected.again, rejected.waiting, rejected.calls_after), (2, 1, 0, 1));
        assert_eq!((rejected.median_minutes(), rejected.share()), (Some(2 * 24 * 60), None));
        assert_eq!(row(&table, End::Rang).callers, 1);
    }

    #[test]
    fn a_caller_of_today_counts_for_nothing_yet() {
        let table = table(&group(0, 12, 2, End::Rejected), 3 * DAY);
        let rejected = row(&table, End::Rejected);
        assert_eq!((rejected.callers, rejected.again, rejected.waiting, rejected.share()), (12, 2, 10, None));
    }

    #[test]
    fn a_share_needs_ten_callers() {
        let nine = table(&group(0, 9, 9, End::Rejected), 90 * DAY);
        assert_eq!(row(&nine, End::Rejected).share(), None);
        let ten = table(&group(0, 10, 5, End::Rejected), 90 * DAY);
        assert_eq!(row(&ten, End::Rejected).share(), Some(50));
    }

    #[test]
    fn wanted_and_hidden_callers_have_no_part() {
        let wanted = Echo { wanted: true, ..echo(1, 0, End::Answered) };
        let hidden = Echo { key: None, ..echo(2, 0, End::Rang) };
        assert_eq!(table(&[wanted, hidden], DAY), Table { rows: vec![], not_followed: 1 });
    }

    #[test]
    fn nothing_is_suggested_on_small_numbers_or_small_differences() {
        let of = |rejected: (u64, u64), silenced: (u64, u64)| {
            let mut echoes = group(0, rejected.0, rejected.1, End::Rejected);
            echoes.extend(group(1_000, silenced.0, silenced.1, End::Silenced));
            echoes.sort_by_key(|echo| echo.at.utc_millis);
            suggestion(&table(&echoes, 365 * DAY)).map(|suggestion| suggestion.action)
        };
        assert!(of((9, 0), (9, 9)).is_err());
        assert!(of((9, 0), (100, 100)).is_err());
        assert!(of((20, 10), (20, 12)).is_err());
        assert!(of((10, 4), (10, 6)).is_err());
        assert_eq!(of((20, 1), (20, 19)), Ok(Action::Reject));
        assert_eq!(of((20, 19), (20, 1)), Ok(Action::Silence));
    }
}
