//! The sync state of a list: what is known of its fetches, and when it is due again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::jitter::Jitter;
use super::outcome::{SyncOutcome, SyncReason};
use super::shrink_guard::is_suspicious_shrink;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The back-off after the first failure; doubled by each further one, up to `MAX_BACKOFF`.
const FIRST_BACKOFF: i64 = 30 * MINUTE;
/// The longest back-off after failures.
const MAX_BACKOFF: i64 = DAY;
/// The longest `Retry-After` that a server is granted.
const MAX_RETRY_AFTER: i64 = 7 * DAY;
/// Over a metered network a list is left alone as long as its last success is younger than this.
const METERED_AGE: i64 = 3 * DAY;
/// Time without a success after which the user is told.
const STALE_AGE: i64 = 14 * DAY;
/// Least time between two full fetches of a list that also offers changes only, as PhoneBlock's operator asks.
const FULL_FETCH_AGE: i64 = 30 * DAY;

/// What is known of one list's fetches. All times are UTC milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SyncState {
    /// The server's `ETag` of the version in force.
    pub etag: Option<String>,
    /// The server's `Last-Modified` of the version in force.
    pub last_modified: Option<String>,
    /// The last attempt; null before the first.
    pub asked_millis: Option<i64>,
    /// The last attempt that succeeded: the list was new or unchanged.
    pub good_millis: Option<i64>,
    /// How the last attempt ended.
    pub result: Option<SyncOutcome>,
    /// Why the last attempt left the list as it was; null after a success.
    pub why: Option<SyncReason>,
    /// Failures since the last success.
    pub failures: u32,
    /// The list is due from then on.
    pub next_millis: i64,
    /// Whether the user accepts the next version however much it shrank.
    pub accept: bool,
    /// When the manifest in force expires; signed repositories only.
    pub expires_millis: Option<i64>,
    /// The latest time at which a manifest that was believed was made: it is later than that, whatever the clock says.
    #[serde(default)]
    pub manifest_millis: Option<i64>,
    /// Entries of the version in force that were left out, because they reach a number that always rings. Where there are any,
    /// no delta applies.
    #[serde(default)]
    pub left_out: u64,
    /// The server's own version of the list, for lists that tell what changed since one.
    pub since: Option<u64>,
    /// When such a list was last fetched whole.
    pub whole_millis: Option<i64>,
    /// A broken transfer that can be resumed.
    pub part: Option<PartialTransfer>,
}

/// The beginning of a response, left in the step's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartialTransfer {
    /// What it is the beginning of.
    pub url: String,
    /// The server's `ETag` of that content; null where the address names the content itself.
    pub etag: Option<String>,
    /// Bytes that are there.
    pub bytes: u64,
}

impl SyncState {
    /// Whether the list is to be fetched now without the user's asking.
    #[must_use]
    pub fn is_due(&self, now: i64, metered: bool, interval_hours: u32) -> bool {
        // A clock that was set back must not stop a list for ever.
        let longest = MAX_RETRY_AFTER.max(i64::from(interval_hours) * HOUR);
        let due = now >= self.next_millis || self.next_millis.saturating_sub(now) > longest + longest / Jitter::PART;
        let fresh = self.good_millis.is_some_and(|good| (0..METERED_AGE).contains(&now.saturating_sub(good)));
        due && !(metered && fresh)
    }

    /// The request headers that make a server answer 304 when nothing has changed.
    #[must_use]
    pub fn conditional_headers(&self) -> BTreeMap<String, String> {
        let etag = self.etag.clone().map(|etag| ("If-None-Match".to_owned(), etag));
        let date = self.last_modified.clone().map(|date| ("If-Modified-Since".to_owned(), date));
        etag.or(date).into_iter().collect()
    }

    /// Clears `ETag` and `Last-Modified`: they belong to other numbers than those in force. Changes since a version may
    /// still be applied to newer numbers once more.
    pub fn clear_validators(&mut self) {
        (self.etag, self.last_modified) = (None, None);
    }

    /// After changes that cannot be used, makes the next fetch a full one, unless the last full one is recent.
    pub fn require_full_fetch(&mut self, now: i64) {
        if self.whole_millis.is_none_or(|whole| !(0..FULL_FETCH_AGE).contains(&now.saturating_sub(whole))) {
            self.since = None;
        }
    }

    /// Whether the shrink guard stops a version with `now` entries where `before` are in force.
    #[must_use]
    pub fn stops_shrink(&self, before: u64, now: u64) -> bool {
        !self.accept && is_suspicious_shrink(before, now)
    }

    /// Notes a success.
    pub fn record_success(&mut self, at: i64, outcome: SyncOutcome, interval_hours: u32, jitter: Jitter) {
        self.record(at, outcome, None);
        self.good_millis = Some(at);
        self.failures = 0;
        self.accept = false;
        self.part = None;
        let wait = i64::from(interval_hours) * HOUR;
        self.next_millis = at.saturating_add(wait + jitter.delay(at, wait));
    }

    /// Notes an attempt that left the list as it was. `retry_after` is what the server asked for, in milliseconds.
    pub fn record_failure(
        &mut self,
        at: i64,
        outcome: SyncOutcome,
        reason: SyncReason,
        retry_after: Option<i64>,
        jitter: Jitter,
    ) {
        self.record(at, outcome, Some(reason));
        self.failures = self.failures.saturating_add(1);
        let backoff = (FIRST_BACKOFF << self.failures.saturating_sub(1).min(8)).min(MAX_BACKOFF);
        let wait = backoff.max(retry_after.unwrap_or(0).clamp(0, MAX_RETRY_AFTER));
        self.next_millis = at.saturating_add(wait + jitter.delay(at, wait));
    }

    /// Whether the list has been without a success for long; `created` counts for one that never had any.
    #[must_use]
    pub fn is_stale(&self, now: i64, created: i64) -> bool {
        now.saturating_sub(self.good_millis.unwrap_or(created)) > STALE_AGE
    }

    fn record(&mut self, at: i64, outcome: SyncOutcome, reason: Option<SyncReason>) {
        self.asked_millis = Some(at);
        self.result = Some(outcome);
        self.why = reason;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jitter() -> Jitter {
        Jitter::new(7, 0)
    }

    /// Due `wait` after `at`, and at most an eighth of it later.
    #[track_caller]
    fn check_wait(state: &SyncState, at: i64, wait: i64) {
        let waits = state.next_millis - at;
        assert!((wait..=wait + wait / 8).contains(&waits), "{waits} for {wait}");
    }

    #[test]
    fn a_new_list_is_due_and_a_good_one_a_day_later() {
        let mut state = SyncState::default();
        assert!(state.is_due(1_000 * DAY, true, 24));
        state.record_success(1_000 * DAY, SyncOutcome::Updated, 24, jitter());
        assert!(!state.is_due(1_001 * DAY - 1, false, 24));
        assert!(state.is_due(1_001 * DAY + 3 * HOUR, false, 24));
        assert!(!state.is_due(1_001 * DAY + 3 * HOUR, true, 24), "a fresh list waits for a free network");
        assert!(state.is_due(1_003 * DAY, true, 24));
    }

    #[test]
    fn failures_wait_twice_as_long_each_time_up_to_a_day() {
        let mut state = SyncState::default();
        let mut waits = Vec::new();
        for _ in 0..8 {
            state.record_failure(0, SyncOutcome::Failed, SyncReason::CutOff, None, jitter());
            waits.push(state.next_millis);
        }
        for (wait, minutes) in waits.into_iter().zip([30, 60, 120, 240, 480, 960, 1440, 1440]) {
            check_wait(&SyncState { next_millis: wait, ..SyncState::default() }, 0, minutes * MINUTE);
        }
        state.record_success(0, SyncOutcome::Unchanged, 24, jitter());
        state.record_failure(0, SyncOutcome::Failed, SyncReason::CutOff, None, jitter());
        check_wait(&state, 0, FIRST_BACKOFF);
    }

    #[test]
    fn retry_after_is_kept_within_reason() {
        let mut state = SyncState::default();
        let reason = SyncReason::HttpStatus(429);
        state.record_failure(0, SyncOutcome::Failed, reason, Some(3 * HOUR), jitter());
        check_wait(&state, 0, 3 * HOUR);
        state.record_failure(0, SyncOutcome::Failed, reason, Some(i64::MAX), jitter());
        check_wait(&state, 0, MAX_RETRY_AFTER);
        state.record_failure(0, SyncOutcome::Failed, reason, Some(-5), jitter());
        check_wait(&state, 0, 4 * FIRST_BACKOFF);
    }

    #[test]
    fn a_list_keeps_its_own_interval() {
        let mut state = SyncState::default();
        state.record_success(1_000 * DAY, SyncOutcome::Updated, 30 * 24, jitter());
        assert!(!state.is_due(1_029 * DAY, false, 30 * 24));
        assert!(state.is_due(1_034 * DAY, false, 30 * 24));
        state.record_success(1_000 * DAY, SyncOutcome::Updated, 1, jitter());
        assert!(state.is_due(1_000 * DAY + HOUR + 8 * MINUTE, false, 1));
    }

    #[test]
    fn a_clock_set_back_stops_no_list() {
        let mut state = SyncState::default();
        state.record_success(1_000 * DAY, SyncOutcome::Updated, 24, jitter());
        assert!(state.is_due(900 * DAY, false, 24));
    }

    /// A hundred thousand phones that subscribed in one minute and fetch once a day: after a month no hour has a crowd.
    #[test]
    fn phones_that_started_together_do_not_stay_together() {
        let mut fetches_in_hour = [0_u32; 24];
        for phone in 0..100_000_i64 {
            let jitter = Jitter::new(1, 1_000 * DAY + phone * MINUTE / 100_000);
            let mut state = SyncState::default();
            let mut at = 1_000 * DAY;
            for _ in 0..30 {
                state.record_success(at, SyncOutcome::Unchanged, 24, jitter);
                at = state.next_millis;
            }
            let hour = usize::try_from(at.rem_euclid(DAY) / HOUR).unwrap();
            fetches_in_hour[hour] += 1;
        }
        let most = fetches_in_hour.iter().max().unwrap();
        assert!(*most < 100_000 / 24 * 3, "{fetches_in_hour:?}");
    }

    #[test]
    fn the_shrink_guard_stands_down_when_the_user_accepts() {
        let mut state = SyncState::default();
        assert!(state.stops_shrink(1_000, 499));
        assert!(!state.stops_shrink(1_000, 500));
        assert!(!state.stops_shrink(199, 1));
        state.accept = true;
        assert!(!state.stops_shrink(1_000, 1));
    }

    #[test]
    fn a_list_that_tells_its_changes_comes_whole_once_a_month_at_most() {
        let mut state = SyncState { since: Some(4), ..SyncState::default() };
        state.whole_millis = Some(1_000 * DAY);
        state.require_full_fetch(1_029 * DAY);
        assert_eq!(state.since, Some(4));
        state.require_full_fetch(1_030 * DAY);
        assert_eq!(state.since, None);
        let mut set_back = SyncState { since: Some(4), whole_millis: Some(1_000 * DAY), ..SyncState::default() };
        set_back.require_full_fetch(900 * DAY);
        assert_eq!(set_back.since, None, "a clock set back stops no list");
    }

    #[test]
    fn two_weeks_without_a_success_are_stale() {
        let mut state = SyncState::default();
        assert!(state.is_stale(15 * DAY, 0));
        state.record_success(5 * DAY, SyncOutcome::Unchanged, 24, jitter());
        assert!(!state.is_stale(15 * DAY, 0));
    }

    #[test]
    fn an_etag_is_sent_rather_than_a_date() {
        let mut state = SyncState { last_modified: Some("yesterday".to_owned()), ..SyncState::default() };
        let sent = |state: &SyncState| state.conditional_headers().into_iter().collect::<Vec<_>>();
        assert_eq!(sent(&state), [("If-Modified-Since".to_owned(), "yesterday".to_owned())]);
        state.etag = Some("x".to_owned());
        assert_eq!(sent(&state), [("If-None-Match".to_owned(), "x".to_owned())]);
        state.clear_validators();
        assert_eq!(sent(&state), []);
    }
}
