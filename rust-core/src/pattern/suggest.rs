//! Ranges that several unwanted callers share, as rules to accept; and what a rule not yet saved would have
//! hit. Pure: the caller brings the past.

use super::Pattern;
use crate::number::{self, NumberKey, PhoneNumber, Region};

/// Open digits of the widest range suggested: 10,000 numbers.
const WIDEST: u8 = 4;

/// One past call, as far as suggestions need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastCall {
    /// Who.
    pub key: NumberKey,
    /// True: a call the user wants; no suggestion ever covers this caller.
    pub wanted: bool,
    /// When (UTC milliseconds).
    pub utc_millis: i64,
}

/// A range that would end several unwanted callers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The pattern, ready to be saved: `+39…*`.
    pub pattern: String,
    /// Its interval.
    pub range: number::KeyRange,
    /// Unwanted callers in it.
    pub callers: usize,
    /// Their calls.
    pub calls: usize,
    /// Numbers covered, as `Pattern::covers`.
    pub covers: u64,
    /// The last call from it.
    pub last_millis: i64,
}

/// What a pattern covers and whom of the past it would have hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// As `Pattern::covers`.
    pub covers: Option<u64>,
    /// The callers hit, each once, sorted.
    pub keys: Vec<NumberKey>,
    /// Calls hit.
    pub calls: usize,
    /// Calls hit from wanted callers.
    pub wanted_calls: usize,
}

#[derive(Clone, Copy, Default)]
struct Past {
    calls: usize,
    last_millis: i64,
}

/// The fewest unwanted callers for which a range with this many open digits is suggested.
fn enough(open_digits: u8) -> usize {
    if open_digits >= WIDEST { 5 } else { 3 }
}

/// Suggestions, most callers first. A range holds at least three unwanted callers (five for the widest), no
/// wanted one and nothing that is never blocked, and is drawn as tight as they allow.
#[must_use]
pub fn suggest(past: &[PastCall], home: Region) -> Vec<Suggestion> {
    let mut wanted: Vec<NumberKey> = past.iter().filter(|call| call.wanted).map(|call| call.key).collect();
    wanted.sort_unstable();
    // By length first: a range is drawn among numbers of one length.
    let mut unwanted: Vec<&PastCall> = past.iter().filter(|call| !call.wanted).collect();
    // A caller that was wanted once is no evidence against its range.
    unwanted.retain(|call| wanted.binary_search(&call.key).is_err() && PhoneNumber::from_key(call.key).is_some());
    unwanted.sort_unstable_by_key(|call| (call.key.length(), call.key));
    let callers: Vec<(NumberKey, Past)> = unwanted
        .chunk_by(|a, b| a.key == b.key)
        .filter_map(|calls| {
            let last_millis = calls.iter().map(|call| call.utc_millis).max()?;
            Some((calls.first()?.key, Past { calls: calls.len(), last_millis }))
        })
        .collect();
    let mut found = Vec::new();
    gather(&callers, WIDEST, &wanted, home, &mut found);
    found.sort_by(|a, b| {
        (b.callers, b.calls, b.last_millis, &a.pattern).cmp(&(a.callers, a.calls, a.last_millis, &b.pattern))
    });
    found
}

/// Splits the sorted callers into groups that differ in their last `open_digits` digits only; a group that may
/// not be suggested as a whole is split again.
fn gather(
    callers: &[(NumberKey, Past)],
    open_digits: u8,
    wanted: &[NumberKey],
    home: Region,
    found: &mut Vec<Suggestion>,
) {
    let group = |key: NumberKey| (key.length(), key.value() / 10_u64.pow(u32::from(open_digits)));
    for neighbours in callers.chunk_by(|a, b| group(a.0) == group(b.0)) {
        if neighbours.len() < enough(1) {
            continue;
        }
        match drawn(neighbours, open_digits, wanted, home) {
            Some(suggestion) => found.push(suggestion),
            None if open_digits > 1 => gather(neighbours, open_digits - 1, wanted, home, found),
            None => {}
        }
    }
}

fn drawn(neighbours: &[(NumberKey, Past)], open_digits: u8, wanted: &[NumberKey], home: Region) -> Option<Suggestion> {
    if neighbours.len() < enough(open_digits) {
        return None;
    }
    let (first, last) = (neighbours.first()?.0, neighbours.last()?.0);
    let (mut low, mut high, mut length) = (first.value(), last.value(), first.length());
    while low != high {
        (low, high, length) = (low / 10, high / 10, length - 1);
    }
    let range = NumberKey::prefix_range(low, length)?;
    let next_wanted = wanted.get(wanted.partition_point(|key| *key < range.first));
    if next_wanted.is_some_and(|key| range.contains(*key)) || number::never_block_overlaps(range, home) {
        return None;
    }
    let pattern = format!("+{}*", range.first.digits());
    let covers = Pattern::parse(&pattern, home).ok()?.covers()?;
    Some(Suggestion {
        pattern,
        range,
        callers: neighbours.len(),
        calls: neighbours.iter().map(|(_, past)| past.calls).sum(),
        covers,
        last_millis: neighbours.iter().map(|(_, past)| past.last_millis).max()?,
    })
}

/// What `pattern` would have done to these calls.
#[must_use]
pub fn preview(pattern: &Pattern, past: &[PastCall]) -> Preview {
    let mut hit = Preview { covers: pattern.covers(), keys: Vec::new(), calls: 0, wanted_calls: 0 };
    for call in past.iter().filter(|call| pattern.matches_key(call.key)) {
        hit.keys.push(call.key);
        hit.calls += 1;
        hit.wanted_calls += usize::from(call.wanted);
    }
    hit.keys.sort_unstable();
    hit.keys.dedup();
    hit
}
