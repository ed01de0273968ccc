//! The growth guard: a list that suddenly covers far more numbers stays as it was until the user decides. A hijacked or mistaken
//! publisher would otherwise silence whom it likes within a day.

/// Growth that is never suspicious: a new range of a regulator's has a million numbers.
const ALWAYS_ALLOWED: u64 = 1_000_000;
/// Up to here a list may grow by any factor.
const SMALLEST_GUARDED: u64 = 100_000;

/// Whether a list that covered `before` numbers and now covers `now` has grown suspiciously: by more than a million, or to more than
/// three times as many. A list that covered nothing has no growth to compare.
#[must_use]
pub fn is_suspicious_growth(before: u64, now: u64) -> bool {
    let grown = now.saturating_sub(before);
    before > 0 && (grown > ALWAYS_ALLOWED || (grown > SMALLEST_GUARDED && now > before.saturating_mul(3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_may_grow_by_a_range_and_small_ones_as_they_like() {
        assert!(!is_suspicious_growth(0, 20_000_000), "the first version");
        assert!(!is_suspicious_growth(10, 100_000));
        assert!(!is_suspicious_growth(16_000_000, 17_000_000));
        assert!(is_suspicious_growth(16_000_000, 17_000_001));
        assert!(is_suspicious_growth(1_000, 200_000));
        assert!(!is_suspicious_growth(100_000, 300_000));
        assert!(is_suspicious_growth(100_000, 300_001));
        assert!(!is_suspicious_growth(1_000, 10));
        assert!(!is_suspicious_growth(u64::MAX, u64::MAX));
    }
}
