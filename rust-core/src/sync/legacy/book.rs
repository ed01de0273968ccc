//! What is known of each list's attempts: when it was asked for, with what outcome, when it is due again.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json::fields;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The longest wait after failures.
const LONGEST_BACKOFF: i64 = DAY;
/// After the first failure; doubled by each further one, up to `LONGEST_BACKOFF`.
const FIRST_BACKOFF: i64 = 30 * MINUTE;
/// A server may ask for more patience, up to this.
const LONGEST_PATIENCE: i64 = 7 * DAY;
/// Over a network that costs money a list is left alone as long as its last good state is younger than this.
const METERED_AGE: i64 = 3 * DAY;
/// Without a good answer for so long, the person is told.
const STALE_AGE: i64 = 14 * DAY;
/// A list that tells its changes is fetched whole once in so long at most, as PhoneBlock's operator asks.
const WHOLE_AGE: i64 = 30 * DAY;
/// Fewer numbers than this may come and go as they like.
const SMALL_LIST: u64 = 200;

/// The outcome of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// New numbers are in force.
    Updated,
    /// The list is as it was.
    Unchanged,
    /// It lost more than half of its numbers: the old ones stay until the person decides.
    Held,
    /// What came is no list: the old one stays.
    Refused,
    /// Nothing whole came: the old one stays.
    Failed,
}

/// Where in the time after it is due a list asks: it differs from phone to phone and from time to time, so that a server sees no
/// crowd, also when all phones began at one moment. The same list asks at the same times again, whoever works it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread(u64);

/// What is known of one list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Value")]
pub struct Record {
    /// The server's mark of the version in force.
    pub etag: Option<String>,
    /// The server's date of the version in force.
    pub last_modified: Option<String>,
    /// The last attempt.
    pub asked_millis: Option<i64>,
    /// The last attempt that found the list good.
    pub good_millis: Option<i64>,
    /// What came of the last attempt.
    pub result: Option<Outcome>,
    /// Why, as a stable name.
    pub why: Option<String>,
    /// Attempts that failed since the last good one.
    pub failures: u32,
    /// Due from then on.
    pub next_millis: i64,
    /// The person takes the next answer however small it is.
    pub accept: bool,
    /// When the manifest in force may no longer be believed; signed repositories only.
    pub expires_millis: Option<i64>,
    /// The server's own count of versions, for lists that tell what changed since.
    pub since: Option<u64>,
    /// When such a list last came whole.
    pub whole_millis: Option<i64>,
    /// A transfer that broke off.
    pub part: Option<Part>,
}

fields!(
    Record = default {
        etag,
        last_modified,
        asked_millis,
        good_millis,
        result,
        why,
        failures,
        next_millis,
        accept,
        expires_millis,
        since,
        whole_millis,
        part
    }
);

/// The beginning of an answer, left in the step's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Value")]
pub struct Part {
    /// What it is the beginning of.
    pub url: String,
    /// The server's mark of that content; `None` where the address names the content itself.
    pub etag: Option<String>,
    /// Bytes that are there.
    pub bytes: u64,
}

fields!(Part { url, bytes; etag = None });

/// Every list's record, by list id; one document in the store.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Book(pub HashMap<i64, Record>);

impl Spread {
    /// Of a wait, an eighth.
    const PART: i64 = 8;

    /// That of a list by its id and the millisecond in which the person subscribed.
    #[must_use]
    pub fn of(list_id: i64, created_millis: i64) -> Self {
        Self(mixed(list_id.cast_unsigned()) ^ created_millis.cast_unsigned())
    }

    /// How much later than `wait` after `at`: from nothing to an eighth of it.
    fn more(self, at: i64, wait: i64) -> i64 {
        let most = (wait / Self::PART).max(0).cast_unsigned();
        (mixed(self.0 ^ mixed(at.cast_unsigned())) % (most + 1)).cast_signed()
    }
}

/// Every bit of the outcome hangs on every bit of the number (splitmix64's last step).
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

impl Record {
    /// Whether to ask now, by itself; a list is looked at every `interval_hours`.
    #[must_use]
    pub fn is_due(&self, now: i64, metered: bool, interval_hours: u32) -> bool {
        // A clock that was set back must not stop a list for ever.
        let longest = LONGEST_PATIENCE.max(i64::from(interval_hours) * HOUR);
        let due = now >= self.next_millis || self.next_millis.saturating_sub(now) > longest + longest / Spread::PART;
        let fresh = self.good_millis.is_some_and(|good| (0..METERED_AGE).contains(&now.saturating_sub(good)));
        due && !(metered && fresh)
    }

    /// The headers that spare a transfer when nothing has changed.
    #[must_use]
    pub fn conditions(&self) -> BTreeMap<&'static str, String> {
        let etag = self.etag.clone().map(|etag| ("If-None-Match", etag));
        let date = self.last_modified.clone().map(|date| ("If-Modified-Since", date));
        etag.or(date).into_iter().collect()
    }

    /// Forgets the server's marks of the version in force: they belong to other numbers. Changes since a version may be laid
    /// over newer numbers once more.
    pub fn forget_marks(&mut self) {
        (self.etag, self.last_modified) = (None, None);
    }

    /// What should have been changes was none: the whole list is asked for, unless it came not long ago.
    pub fn doubt_changes(&mut self, now: i64) {
        if self.whole_millis.is_none_or(|whole| !(0..WHOLE_AGE).contains(&now.saturating_sub(whole))) {
            self.since = None;
        }
    }

    /// Whether a list that now has `now` numbers has lost suspiciously many.
    #[must_use]
    pub fn is_held(&self, before: u64, now: u64) -> bool {
        !self.accept && before >= SMALL_LIST && now.saturating_mul(2) < before
    }

    /// Notes an attempt that found the list good.
    pub fn good(&mut self, at: i64, result: Outcome, interval_hours: u32, spread: Spread) {
        self.note(at, result, None);
        self.good_millis = Some(at);
        self.failures = 0;
        self.accept = false;
        self.part = None;
        let wait = i64::from(interval_hours) * HOUR;
        self.next_millis = at.saturating_add(wait + spread.more(at, wait));
    }

    /// Notes any other attempt. `patience` is what the server asked for.
    pub fn bad(&mut self, at: i64, result: Outcome, why: &str, patience: Option<i64>, spread: Spread) {
        self.note(at, result, Some(why));
        self.failures = self.failures.saturating_add(1);
        let doubled = FIRST_BACKOFF << self.failures.saturating_sub(1).min(8);
        let wait = doubled.min(LONGEST_BACKOFF).max(patience.unwrap_or(0).clamp(0, LONGEST_PATIENCE));
        self.next_millis = at.saturating_add(wait + spread.more(at, wait));
    }

    /// Whether the list has been without a good answer for long; `created` counts for one that never had any.
    #[must_use]
    pub fn is_stale(&self, now: i64, created: i64) -> bool {
        now.saturating_sub(self.good_millis.unwrap_or(created)) > STALE_AGE
    }

    fn note(&mut self, at: i64, result: Outcome, why: Option<&str>) {
        self.asked_millis = Some(at);
        self.result = Some(result);
        self.why = why.map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPREAD: Spread = Spread(7);

    /// Due `wait` after `at`, and at most an eighth of it later.
    #[track_caller]
    fn check_wait(record: &Record, at: i64, wait: i64) {
        let waits = record.next_millis - at;
        assert!((wait..=wait + wait / 8).contains(&waits), "{waits} for {wait}");
    }

    #[test]
    fn a_new_list_is_due_and_a_good_one_a_day_later() {
        let mut record = Record::default();
        assert!(record.is_due(1_000 * DAY, true, 24));
        record.good(1_000 * DAY, Outcome::Updated, 24, SPREAD);
        assert!(!record.is_due(1_001 * DAY - 1, false, 24));
        assert!(record.is_due(1_001 * DAY + 3 * HOUR, false, 24));
        assert!(!record.is_due(1_001 * DAY + 3 * HOUR, true, 24), "a fresh list waits for a free network");
        assert!(record.is_due(1_003 * DAY, true, 24));
    }

    #[test]
    fn failures_wait_twice_as_long_each_time_up_to_a_day() {
        let mut record = Record::default();
        let mut waits = Vec::new();
        for _ in 0..8 {
            record.bad(0, Outcome::Failed, "cut_off", None, SPREAD);
            waits.push(record.next_millis);
        }
        for (wait, minutes) in waits.into_iter().zip([30, 60, 120, 240, 480, 960, 1440, 1440]) {
            check_wait(&Record { next_millis: wait, ..Record::default() }, 0, minutes * MINUTE);
        }
        record.good(0, Outcome::Unchanged, 24, SPREAD);
        record.bad(0, Outcome::Failed, "cut_off", None, SPREAD);
        check_wait(&record, 0, FIRST_BACKOFF);
    }

    #[test]
    fn a_server_is_given_the_patience_it_asks_for_within_reason() {
        let mut record = Record::default();
        record.bad(0, Outcome::Failed, "http_429", Some(3 * HOUR), SPREAD);
        check_wait(&record, 0, 3 * HOUR);
        record.bad(0, Outcome::Failed, "http_429", Some(i64::MAX), SPREAD);
        check_wait(&record, 0, LONGEST_PATIENCE);
        record.bad(0, Outcome::Failed, "http_429", Some(-5), SPREAD);
        check_wait(&record, 0, 4 * FIRST_BACKOFF);
    }

    #[test]
    fn a_list_keeps_its_own_pace() {
        let mut record = Record::default();
        record.good(1_000 * DAY, Outcome::Updated, 30 * 24, SPREAD);
        assert!(!record.is_due(1_029 * DAY, false, 30 * 24));
        assert!(record.is_due(1_034 * DAY, false, 30 * 24));
        record.good(1_000 * DAY, Outcome::Updated, 1, SPREAD);
        assert!(record.is_due(1_000 * DAY + HOUR + 8 * MINUTE, false, 1));
    }

    #[test]
    fn a_clock_set_back_stops_no_list() {
        let mut record = Record::default();
        record.good(1_000 * DAY, Outcome::Updated, 24, SPREAD);
        assert!(record.is_due(900 * DAY, false, 24));
    }

    /// A hundred thousand phones that subscribed in one minute and ask once a day: after a month no hour has a crowd.
    #[test]
    fn phones_that_began_together_do_not_stay_together() {
        let mut asks_in_hour = [0_u32; 24];
        for phone in 0..100_000_i64 {
            let spread = Spread::of(1, 1_000 * DAY + phone * MINUTE / 100_000);
            let mut record = Record::default();
            let mut at = 1_000 * DAY;
            for _ in 0..30 {
                record.good(at, Outcome::Unchanged, 24, spread);
                at = record.next_millis;
            }
            let hour = usize::try_from(at.rem_euclid(DAY) / HOUR).unwrap();
            asks_in_hour[hour] += 1;
        }
        let most = asks_in_hour.iter().max().unwrap();
        assert!(*most < 100_000 / 24 * 3, "{asks_in_hour:?}");
        let alone = Spread::of(1, 5);
        assert_eq!(alone.more(7, DAY), alone.more(7, DAY), "no chance is in it");
        assert_ne!(alone.more(7, DAY), Spread::of(2, 5).more(7, DAY));
        assert_eq!(alone.more(7, -DAY), 0);
    }

    #[test]
    fn more_than_half_gone_is_held_unless_small_or_accepted() {
        let mut record = Record::default();
        assert!(record.is_held(1_000, 499));
        assert!(!record.is_held(1_000, 500));
        assert!(!record.is_held(199, 1));
        record.accept = true;
        assert!(!record.is_held(1_000, 1));
    }

    #[test]
    fn a_list_that_tells_its_changes_comes_whole_once_a_month_at_most() {
        let mut record = Record { since: Some(4), ..Record::default() };
        record.whole_millis = Some(1_000 * DAY);
        record.doubt_changes(1_029 * DAY);
        assert_eq!(record.since, Some(4));
        record.doubt_changes(1_030 * DAY);
        assert_eq!(record.since, None);
        let mut set_back = Record { since: Some(4), whole_millis: Some(1_000 * DAY), ..Record::default() };
        set_back.doubt_changes(900 * DAY);
        assert_eq!(set_back.since, None, "a clock set back stops no list");
    }

    #[test]
    fn two_weeks_without_a_good_answer_are_stale() {
        let mut record = Record::default();
        assert!(record.is_stale(15 * DAY, 0));
        record.good(5 * DAY, Outcome::Unchanged, 24, SPREAD);
        assert!(!record.is_stale(15 * DAY, 0));
    }

    #[test]
    fn a_record_of_a_later_version_is_read() {
        let book: Book = serde_json::from_str(r#"{"3":{"etag":"x","colour":"red"}}"#).unwrap();
        assert_eq!(book.0[&3].conditions().into_iter().collect::<Vec<_>>(), [("If-None-Match", "x".to_owned())]);
    }
}
