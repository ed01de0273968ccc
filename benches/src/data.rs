//! The numbers and rules measured: the same in every run.

use stufo_core::blocklist::Entry;
use stufo_core::number::NumberKey;
use stufo_core::policy::{Action, Rule, RuleKind};

/// Pseudo-random numbers (splitmix64), the same in every run.
pub struct Numbers(u64);

impl Numbers {
    /// A bag by its seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// Sorted, distinct: `+1` and ten random digits.
#[must_use]
pub fn random(count: usize, seed: u64) -> Vec<u64> {
    let mut numbers = Numbers(seed);
    distinct(count, || 10_000_000_000 + numbers.draw() % 10_000_000_000)
}

/// Sorted, distinct: as call centres hold them, about forty of a hundred neighbours.
#[must_use]
pub fn clustered(count: usize, seed: u64) -> Vec<u64> {
    let mut numbers = Numbers(seed);
    let (mut hundred, mut left) = (0, 0);
    distinct(count, || {
        if left == 0 {
            (hundred, left) = (10_000_000_000 + numbers.draw() % 100_000_000 * 100, 50);
        }
        left -= 1;
        hundred + numbers.draw() % 100
    })
}

fn distinct(count: usize, mut next: impl FnMut() -> u64) -> Vec<u64> {
    let mut all = Vec::with_capacity(count + count / 100);
    while all.len() < count {
        let missing = count - all.len();
        all.extend((0..missing + missing / 4 + 16).map(|_| next()));
        all.sort_unstable();
        all.dedup();
        if all.len() > count {
            // Thinned evenly: cutting the end off would leave a hole at the top.
            let (keep, have) = (count, all.len());
            let mut index = 0;
            all.retain(|_| {
                let kept = index * keep / have != (index + 1) * keep / have;
                index += 1;
                kept
            });
        }
    }
    all
}

/// Every `step`th of the numbers, so that some are hit: half of what is returned is in the list.
#[must_use]
pub fn spread(numbers: &[u64], count: usize, seed: u64) -> Vec<String> {
    let mut draw = Numbers(seed);
    (0..count)
        .map(|index| {
            let value = if index % 2 == 0 || numbers.is_empty() {
                10_000_000_000 + draw.draw() % 10_000_000_000
            } else {
                let at = usize::try_from(draw.draw() % numbers.len() as u64).unwrap_or(0);
                numbers.get(at).copied().unwrap_or(0)
            };
            format!("+{value}")
        })
        .collect()
}

/// Block rules of every interval kind, apart from each other and from the numbers asked.
#[must_use]
pub fn rules(count: usize) -> Vec<Rule> {
    (0..count)
        .map(|index| Rule {
            id: 0,
            kind: if index % 10 == 0 { RuleKind::Allow } else { RuleKind::Block },
            pattern: match index % 4 {
                0 => format!("+3906{index:08}"),
                1 => format!("+3902{index:05}*"),
                2 => format!("+4420{index:05}*"),
                _ => format!("+3305{index:05}##"),
            },
            label: format!("rule {index}"),
            action: if index % 10 == 0 { Action::Allow } else { Action::Reject },
            enabled: true,
            schedule: None,
            sim: None,
            created_millis: 0,
            expires_millis: None,
        })
        .collect()
}

/// The entry of a number.
pub(crate) fn entry(value: u64) -> Entry {
    let length = u8::try_from(value.max(1).ilog10() + 1).unwrap_or(15);
    Entry::number(NumberKey::from_digits(value, length).expect("at most 15 digits"))
}
