//! The shrink guard: a list that suddenly loses most of its numbers stays as it was until the user decides.

/// Lists with fewer entries may come and go as they like.
const SMALLEST_GUARDED: u64 = 200;

/// Whether a list of `before` entries that now has `now` has lost suspiciously many: more than half.
#[must_use]
pub fn is_suspicious_shrink(before: u64, now: u64) -> bool {
    before >= SMALLEST_GUARDED && now.saturating_mul(2) < before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_half_gone_is_suspicious_unless_the_list_is_small() {
        assert!(is_suspicious_shrink(1_000, 499));
        assert!(!is_suspicious_shrink(1_000, 500));
        assert!(!is_suspicious_shrink(199, 1));
        assert!(is_suspicious_shrink(200, 0));
        assert!(!is_suspicious_shrink(u64::MAX, u64::MAX / 2 + 1));
    }
}
