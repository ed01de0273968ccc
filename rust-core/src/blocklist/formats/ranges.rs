//! A range given by its two ends, as the fewest prefixes that hold just its numbers.

use super::{Fault, MAX_COVERED};
use crate::number::{PhoneNumber, Region};

/// The range as texts of patterns and numbers: `0162000000` to `0162999999` in France is `+33162######`.
pub(super) fn patterns_of(first: &str, last: &str, region: Region) -> Result<Vec<String>, Fault> {
    let end = |text: &str| PhoneNumber::parse(text, region).map(PhoneNumber::key).map_err(|_| Fault::NotANumber);
    let (first, last) = (end(first)?, end(last)?);
    let (mut next, last, digits) = (first.value(), last.value(), (first.length(), last.length()));
    if digits.0 != digits.1 || next > last {
        return Err(Fault::NotARange);
    }
    if last - next >= MAX_COVERED {
        return Err(Fault::TooWide);
    }
    let mut patterns = Vec::new();
    while next <= last {
        // The largest block that begins here and ends within the range.
        let places = (1..15_u32).take_while(|places| {
            let block = 10_u64.pow(*places);
            next % block == 0 && next + block - 1 <= last
        });
        let places = u32::try_from(places.count()).unwrap_or(0);
        let block = 10_u64.pow(places);
        patterns.push(format!("+{}{}", next / block, "#".repeat(places as usize)));
        next += block;
    }
    Ok(patterns)
}

/// Whether two texts are the ends of a range that a regulator assigns: as long, and from zeros to nines.
pub(super) fn is_assigned(first: &str, last: &str) -> bool {
    let differ = first.bytes().zip(last.bytes()).position(|(a, b)| a != b).unwrap_or(first.len());
    let tail = |text: &str, digit: u8| {
        let tail = text.as_bytes().get(differ..).unwrap_or_default();
        tail.len() >= 2 && tail.iter().skip(1).all(|byte| *byte == digit)
    };
    first.len() == last.len() && first < last && tail(first, b'0') && tail(last, b'9')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_its_numbers_and_no_others() {
        let france = "FR".parse().unwrap();
        let of = |first, last| patterns_of(first, last, france);
        assert_eq!(of("0162000000", "0162999999").unwrap(), ["+33162######"]);
        assert_eq!(of("0162000000", "0162000000").unwrap(), ["+33162000000"]);
        assert_eq!(
            of("0162000008", "0162000021").unwrap(),
            ["+33162000008", "+33162000009", "+3316200001#", "+33162000020", "+33162000021"]
        );
        assert_eq!(of("0162000000", "0163999999"), Err(Fault::TooWide));
        assert_eq!(of("0162000001", "0162000000"), Err(Fault::NotARange));
        assert_eq!(of("0162000000", "junk"), Err(Fault::NotANumber));
        // Every number of the range once.
        let covered: u64 = of("0162000008", "0162123456")
            .unwrap()
            .iter()
            .map(|text| 10_u64.pow(u32::try_from(text.matches('#').count()).unwrap()))
            .sum();
        assert_eq!(covered, 123_456 - 8 + 1);
        assert!(is_assigned("0162000000", "0162999999") && !is_assigned("0255512001", "0255512002"));
    }
}
