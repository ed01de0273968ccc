//! Campaigns: callers that rotate through the numbers of one range. Followed as an interval of numbers that is dense
//! with unwanted callers over a stretch of time, drawn so that no wanted caller lies in it.

use std::cmp::Reverse;

use super::recontact_rate::{CallEnding, FollowedCall};
use crate::moment::{DAY_MILLIS, Moment};
use crate::number::{KeyRange, NumberKey, Region};
use crate::pattern::{PastCall, suggest};

/// One campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// The interval as a rule's pattern.
    pub pattern: String,
    /// The interval.
    pub range: KeyRange,
    /// Numbers that called from it.
    pub numbers: usize,
    /// Their calls.
    pub calls: usize,
    /// The first one.
    pub first: Moment,
    /// The last one.
    pub last: Moment,
    /// Whether it is active: the last call is at most `ACTIVE_DAYS` ago.
    pub active: bool,
    /// Calls of each week up to the last call, oldest first.
    pub weeks: Vec<u32>,
    /// Calls, newest first.
    pub sample: Vec<i64>,
}

/// Days without a call that end a campaign.
const PAUSE_DAYS: i64 = 30;
/// Days after the last call during which it counts as active.
const ACTIVE_DAYS: i64 = 14;
const WEEKS: i64 = 12;
const SAMPLE: usize = 10;
const WEEK_MILLIS: i64 = 7 * DAY_MILLIS;
/// Numbers that make a campaign; of them, callers that something spoke against.
const NUMBERS: usize = 3;
const UNWANTED: usize = 2;

impl Campaign {
    /// Calls a week, times ten; a campaign of less than a week counts as one.
    #[must_use]
    pub fn tenths_a_week(&self) -> i64 {
        let span = self.last.utc_millis.saturating_sub(self.first.utc_millis).max(WEEK_MILLIS);
        i64::try_from(self.calls).unwrap_or(i64::MAX).saturating_mul(10).saturating_mul(WEEK_MILLIS) / span
    }
}

/// Campaigns in these calls (oldest first), the latest first.
#[must_use]
pub fn find(record: &[FollowedCall], home: Region, now_millis: i64) -> Vec<Campaign> {
    let against = each_once(record.iter().filter(|call| call.unwanted && !call.wanted).filter_map(|call| call.key));
    // Somebody answered and nothing speaks against the number: a person, most likely.
    let answered =
        each_once(record.iter().filter(|call| call.ending == CallEnding::Answered).filter_map(|call| call.key));
    let holds = |keys: &[NumberKey], key: NumberKey| keys.binary_search(&key).is_ok();
    let is_wanted = |call: &FollowedCall, key: NumberKey| call.wanted || holds(&answered, key) && !holds(&against, key);
    let past: Vec<PastCall> = record
        .iter()
        .filter_map(|call| {
            let key = call.key?;
            Some(PastCall { key, wanted: is_wanted(call, key), utc_millis: call.at.utc_millis })
        })
        .collect();
    // Oldest first within a number: the calls come so, and the sort is stable.
    let mut by_number: Vec<(NumberKey, &FollowedCall)> =
        record.iter().filter_map(|call| Some((call.key?, call))).filter(|(_, call)| !call.wanted).collect();
    by_number.sort_by_key(|(key, _)| *key);
    let mut found = Vec::new();
    for dense in suggest(&past, home) {
        let from = by_number.partition_point(|(key, _)| *key < dense.range.first);
        let inside = by_number.iter().skip(from).take_while(|(key, _)| *key <= dense.range.last);
        let mut calls: Vec<(NumberKey, &FollowedCall)> = inside.copied().collect();
        calls.sort_by_key(|(_, call)| call.at.utc_millis);
        let is_same_campaign = |a: &(NumberKey, &FollowedCall), b: &(NumberKey, &FollowedCall)| {
            b.1.at.utc_millis.saturating_sub(a.1.at.utc_millis) <= PAUSE_DAYS * DAY_MILLIS
        };
        for stretch in calls.chunk_by(is_same_campaign) {
            found.extend(campaign(stretch, &dense.pattern, dense.range, &against, now_millis));
        }
    }
    found.sort_by_key(|campaign| Reverse(campaign.last.utc_millis));
    found
}

/// Sorted, each key once.
fn each_once(keys: impl Iterator<Item = NumberKey>) -> Vec<NumberKey> {
    let mut keys: Vec<NumberKey> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn campaign(
    calls: &[(NumberKey, &FollowedCall)],
    pattern: &str,
    range: KeyRange,
    against: &[NumberKey],
    now_millis: i64,
) -> Option<Campaign> {
    let numbers = each_once(calls.iter().map(|(key, _)| *key));
    let unwanted = numbers.iter().filter(|key| against.binary_search(key).is_ok()).count();
    if numbers.len() < NUMBERS || unwanted < UNWANTED {
        return None;
    }
    let (first, last) = (calls.first()?.1.at, calls.last()?.1.at);
    let span = (last.utc_millis.saturating_sub(first.utc_millis) / WEEK_MILLIS + 1).min(WEEKS);
    let mut weeks = vec![0_u32; usize::try_from(span).ok()?];
    for (_, call) in calls {
        let back = usize::try_from(last.utc_millis.saturating_sub(call.at.utc_millis) / WEEK_MILLIS).ok()?;
        if let Some(week) = weeks.iter_mut().rev().nth(back) {
            *week += 1;
        }
    }
    Some(Campaign {
        pattern: pattern.to_owned(),
        range,
        numbers: numbers.len(),
        calls: calls.len(),
        first,
        last,
        active: now_millis.saturating_sub(last.utc_millis) <= ACTIVE_DAYS * DAY_MILLIS,
        weeks,
        sample: calls.iter().rev().take(SAMPLE).map(|(_, call)| call.id).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(id: i64, digits: u64, day: i64, ending: CallEnding) -> FollowedCall {
        FollowedCall {
            id,
            at: Moment { utc_millis: day * DAY_MILLIS, offset_minutes: 60 },
            key: NumberKey::from_digits(digits, 12),
            ending,
            wanted: false,
            unwanted: ending == CallEnding::Rejected,
        }
    }

    fn rotating(from_day: i64) -> Vec<FollowedCall> {
        (0..4_u64)
            .map(|n| {
                let day = from_day + i64::try_from(n).unwrap() * 7;
                let ending = if n < 2 { CallEnding::Rejected } else { CallEnding::Rang };
                call(from_day + i64::try_from(n).unwrap(), 393_401_112_200 + n * 17, day, ending)
            })
            .collect()
    }

    #[test]
    fn numbers_that_take_turns_are_one_campaign() {
        let found = find(&rotating(0), Region::ITALY, 40 * DAY_MILLIS);
        assert_eq!(found.len(), 1);
        let campaign = &found[0];
        assert_eq!((campaign.pattern.as_str(), campaign.numbers, campaign.calls), ("+3934011122*", 4, 4));
        assert_eq!((campaign.weeks.as_slice(), campaign.tenths_a_week()), (&[1_u32, 1, 1, 1][..], 13));
        assert_eq!((campaign.sample.as_slice(), campaign.active), (&[3_i64, 2, 1, 0][..], false));
        assert!(find(&rotating(0), Region::ITALY, 30 * DAY_MILLIS)[0].active);
    }

    #[test]
    fn never_across_a_wanted_caller() {
        for wall in [
            FollowedCall { wanted: true, ..call(99, 393_401_112_220, 3, CallEnding::Rang) },
            call(99, 393_401_112_220, 3, CallEnding::Answered),
        ] {
            let mut calls = rotating(0);
            calls.push(wall);
            calls.sort_by_key(|call| call.at.utc_millis);
            for campaign in find(&calls, Region::ITALY, 40 * DAY_MILLIS) {
                assert!(!campaign.range.contains(wall.key.unwrap()) && !campaign.sample.contains(&99));
            }
        }
        // Answered, but something also spoke against the number: it does not end the range.
        let mut calls = rotating(0);
        calls.push(call(99, 393_401_112_200, 28, CallEnding::Answered));
        assert_eq!(find(&calls, Region::ITALY, 40 * DAY_MILLIS).len(), 1);
    }

    #[test]
    fn a_pause_ends_a_campaign_and_few_numbers_are_none() {
        let mut calls = rotating(0);
        calls.extend(rotating(100));
        let found = find(&calls, Region::ITALY, 130 * DAY_MILLIS);
        assert_eq!(
            found.iter().map(|campaign| (campaign.calls, campaign.active)).collect::<Vec<_>>(),
            [(4, true), (4, false)]
        );
        assert_eq!(find(&rotating(0)[..2], Region::ITALY, 0), []);
        // Strangers of one range of whom nothing bad is known.
        let strangers: Vec<FollowedCall> = rotating(0)
            .into_iter()
            .map(|call| FollowedCall { unwanted: false, ending: CallEnding::Rang, ..call })
            .collect();
        assert_eq!(find(&strangers, Region::ITALY, 0), []);
    }
}
