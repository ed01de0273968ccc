//! What is known of each list's attempts: when it was asked for, with what outcome, when it is due again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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

/// What is known of one list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
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
    /// A transfer that broke off.
    pub part: Option<Part>,
}

/// The beginning of an answer, left in the step's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is the beginning of.
    pub url: String,
    /// The server's mark of that content; `None` where the address names the content itself.
    pub etag: Option<String>,
    /// Bytes that are there.
    pub bytes: u64,
}

/// Every list's record, by list id; one document in the store.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Book(pub BTreeMap<i64, Record>);

impl Record {
    /// Whether to ask now, by itself; a list is looked at every `interval_hours`.
    #[must_use]
    pub fn is_due(&self, now: i64, metered: bool, interval_hours: u32) -> bool {
        // A clock that was set back must not stop a list for ever.
        let longest = LONGEST_PATIENCE.max(i64::from(interval_hours) * HOUR);
        let due = now >= self.next_millis || self.next_millis - now > longest;
        let fresh = self.good_millis.is_some_and(|good| (0..METERED_AGE).contains(&(now - good)));
        due && !(metered && fresh)
    }

    /// The headers that spare a transfer when nothing has changed.
    #[must_use]
    pub fn conditions(&self) -> BTreeMap<&'static str, String> {
        let etag = self.etag.clone().map(|etag| ("If-None-Match", etag));
        let date = self.last_modified.clone().map(|date| ("If-Modified-Since", date));
        etag.or(date).into_iter().collect()
    }

    /// Forgets which version is in force: the next answer comes whole.
    pub fn forget_marks(&mut self) {
        (self.etag, self.last_modified, self.since) = (None, None, None);
    }

    /// Whether a list that now has `now` numbers has lost suspiciously many.
    #[must_use]
    pub fn is_held(&self, before: u64, now: u64) -> bool {
        !self.accept && before >= SMALL_LIST && now.saturating_mul(2) < before
    }

    /// Notes an attempt that found the list good.
    pub fn good(&mut self, at: i64, result: Outcome, interval_hours: u32) {
        self.note(at, result, None);
        self.good_millis = Some(at);
        self.failures = 0;
        self.accept = false;
        self.part = None;
        self.next_millis = at + i64::from(interval_hours) * HOUR;
    }

    /// Notes any other attempt. `patience` is what the server asked for.
    pub fn bad(&mut self, at: i64, result: Outcome, why: &str, patience: Option<i64>) {
        self.note(at, result, Some(why));
        self.failures = self.failures.saturating_add(1);
        let doubled = FIRST_BACKOFF << self.failures.saturating_sub(1).min(8);
        self.next_millis = at + doubled.min(LONGEST_BACKOFF).max(patience.unwrap_or(0).clamp(0, LONGEST_PATIENCE));
    }

    /// Whether the list has been without a good answer for long; `created` counts for one that never had any.
    #[must_use]
    pub fn is_stale(&self, now: i64, created: i64) -> bool {
        now - self.good_millis.unwrap_or(created) > STALE_AGE
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

    #[test]
    fn a_new_list_is_due_and_a_good_one_a_day_later() {
        let mut record = Record::default();
        assert!(record.is_due(1_000 * DAY, true, 24));
        record.good(1_000 * DAY, Outcome::Updated, 24);
        assert!(!record.is_due(1_001 * DAY - 1, false, 24));
        assert!(record.is_due(1_001 * DAY, false, 24));
        assert!(!record.is_due(1_001 * DAY, true, 24), "a fresh list waits for a free network");
        assert!(record.is_due(1_003 * DAY, true, 24));
    }

    #[test]
    fn failures_wait_twice_as_long_each_time_up_to_a_day() {
        let mut record = Record::default();
        let mut waits = Vec::new();
        for _ in 0..8 {
            record.bad(0, Outcome::Failed, "cut_off", None);
            waits.push(record.next_millis / MINUTE);
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1440, 1440]);
        record.good(0, Outcome::Unchanged, 24);
        record.bad(0, Outcome::Failed, "cut_off", None);
        assert_eq!(record.next_millis, FIRST_BACKOFF);
    }

    #[test]
    fn a_server_is_given_the_patience_it_asks_for_within_reason() {
        let mut record = Record::default();
        record.bad(0, Outcome::Failed, "http_429", Some(3 * HOUR));
        assert_eq!(record.next_millis, 3 * HOUR);
        record.bad(0, Outcome::Failed, "http_429", Some(i64::MAX));
        assert_eq!(record.next_millis, LONGEST_PATIENCE);
        record.bad(0, Outcome::Failed, "http_429", Some(-5));
        assert_eq!(record.next_millis, 4 * FIRST_BACKOFF);
    }

    #[test]
    fn a_list_keeps_its_own_pace() {
        let mut record = Record::default();
        record.good(1_000 * DAY, Outcome::Updated, 30 * 24);
        assert!(!record.is_due(1_029 * DAY, false, 30 * 24));
        assert!(record.is_due(1_030 * DAY, false, 30 * 24));
        record.good(1_000 * DAY, Outcome::Updated, 1);
        assert!(record.is_due(1_000 * DAY + HOUR, false, 1));
    }

    #[test]
    fn a_clock_set_back_stops_no_list() {
        let mut record = Record::default();
        record.good(1_000 * DAY, Outcome::Updated, 24);
        assert!(record.is_due(900 * DAY, false, 24));
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
    fn two_weeks_without_a_good_answer_are_stale() {
        let mut record = Record::default();
        assert!(record.is_stale(15 * DAY, 0));
        record.good(5 * DAY, Outcome::Unchanged, 24);
        assert!(!record.is_stale(15 * DAY, 0));
    }

    #[test]
    fn a_record_of_a_later_version_is_read() {
        let book: Book = serde_json::from_str(r#"{"3":{"etag":"x","colour":"red"}}"#).unwrap();
        assert_eq!(book.0[&3].conditions().into_iter().collect::<Vec<_>>(), [("If-None-Match", "x".to_owned())]);
    }
}
