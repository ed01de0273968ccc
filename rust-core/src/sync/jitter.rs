//! Jitter: how much later than due a list is fetched, so that phones which subscribed together spread over time.

use fastrand::Rng;

/// The jitter of one list on one phone. It differs from phone to phone and from time to time, so that a server sees no
/// crowd even when all phones started at one moment; the same list, asked at the same time, gets the same delay again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jitter {
    list_id: i64,
    created_millis: i64,
}

impl Jitter {
    /// The longest delay is this part of the wait: an eighth.
    pub const PART: i64 = 8;

    /// The jitter of a list, from its id and the millisecond in which the user subscribed.
    #[must_use]
    pub fn new(list_id: i64, created_millis: i64) -> Self {
        Self { list_id, created_millis }
    }

    /// The delay after a wait of `wait_millis` that starts at `at_millis`: evenly spread from nothing to an eighth of the
    /// wait.
    #[must_use]
    pub fn delay(self, at_millis: i64, wait_millis: i64) -> i64 {
        let longest = (wait_millis / Self::PART).max(0).cast_unsigned();
        let values = [self.list_id, self.created_millis, at_millis];
        // Each value goes through the generator, so that close values lead to seeds far apart.
        let seed = values.into_iter().fold(0, |seed, value| Rng::with_seed(seed ^ value.cast_unsigned()).u64(..));
        Rng::with_seed(seed).u64(0..=longest).cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 60 * 60 * 1_000;

    #[test]
    fn the_same_list_at_the_same_time_waits_as_long_again() {
        let alone = Jitter::new(1, 5);
        assert_eq!(alone.delay(7, DAY), alone.delay(7, DAY), "no chance is in it");
        assert_ne!(alone.delay(7, DAY), Jitter::new(2, 5).delay(7, DAY));
        assert_ne!(alone.delay(7, DAY), alone.delay(8, DAY));
        assert_eq!(alone.delay(7, -DAY), 0);
    }

    #[test]
    fn delays_are_spread_evenly_however_close_the_seeds_are() {
        for vary in 0..3 {
            let mut tenths = [0_u32; 10];
            for index in 0..100_000 {
                let delay = match vary {
                    0 => Jitter::new(index, 1_000 * DAY).delay(1_000 * DAY, DAY),
                    1 => Jitter::new(1, 1_000 * DAY + index).delay(1_000 * DAY, DAY),
                    _ => Jitter::new(1, 1_000 * DAY).delay(1_000 * DAY + index, DAY),
                };
                assert!((0..=DAY / 8).contains(&delay));
                tenths[usize::try_from(delay * 10 / (DAY / 8 + 1)).unwrap()] += 1;
            }
            assert!(tenths.iter().all(|count| (9_000..11_000).contains(count)), "{tenths:?}");
        }
    }
}
