//! What no code of a kind can go below, computed: the entropy of the lists that are generated, and for a real one the length
//! that a model of it with the best constants gives.

/// Constants tried for each place of a number.
const CONSTANTS: [f64; 14] =
    [1.0 / 64.0, 1.0 / 16.0, 1.0 / 8.0, 0.1875, 0.25, 0.375, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0, 8.0, 64.0];

/// Bits that say which `count` of `all`.
pub(crate) fn subset(all: f64, count: f64) -> f64 {
    (ln_factorial(all) - ln_factorial(count) - ln_factorial(all - count)) / std::f64::consts::LN_2
}

/// Bits of what goes from one list, evenly among its numbers, and of what comes, evenly among the `free`.
pub(crate) fn changes(before: &[u64], after: &[u64], free: f64) -> f64 {
    let missing = |from: &[u64], of: &[u64]| of.iter().filter(|value| from.binary_search(value).is_err()).count();
    subset(float(before.len()), float(missing(after, before))) + subset(free, float(missing(before, after)))
}

/// Numbers that are not in the list and lie in a hundred in which others do.
pub(crate) fn free_neighbours(numbers: &[u64]) -> f64 {
    float(hundreds(numbers).len() * 100 - numbers.len())
}

/// Bits of a list as the generator of clusters makes it: which hundreds, how many of each, and which.
pub(crate) fn clustered(numbers: &[u64]) -> f64 {
    let hundreds = hundreds(numbers);
    let mut of_size = [0_usize; 101];
    hundreds.iter().for_each(|count| of_size.get_mut(*count).into_iter().for_each(|size| *size += 1));
    let all = float(hundreds.len());
    let counts: f64 =
        of_size.iter().filter(|size| **size > 0).map(|size| -float(*size) * (float(*size) / all).log2()).sum();
    subset(1e8, all) + counts + hundreds.iter().map(|count| subset(100.0, float(*count))).sum::<f64>()
}

/// Bits of a trie of digits whose counts are Dirichlet-multinomial, with the best constant a place; of the last digits every
/// set is equally likely.
pub(crate) fn trie(numbers: &[u64]) -> f64 {
    let digits = numbers.last().map_or(1, |last| last.max(&1).ilog10() + 1);
    (0..digits)
        .map(|place| {
            let unit = 10_u64.pow(place);
            let nodes: Vec<Vec<usize>> = numbers
                .chunk_by(|a, b| a / unit / 10 == b / unit / 10)
                .map(|node| node.chunk_by(|a, b| a / unit == b / unit).map(<[u64]>::len).collect())
                .collect();
            if place == 0 {
                return nodes.iter().map(|node| subset(10.0, float(node.len()))).sum();
            }
            let bits = |constant: f64| nodes.iter().map(|node| multinomial(node, constant)).sum::<f64>();
            CONSTANTS.map(bits).into_iter().fold(f64::MAX, f64::min)
        })
        .sum()
}

/// Bits of the counts of ten children, those without any left out.
fn multinomial(counts: &[usize], constant: f64) -> f64 {
    let rising = |from: f64, count: usize| (0..count).map(|step| (from + float(step)).ln()).sum::<f64>();
    let all: usize = counts.iter().sum();
    let children: f64 = counts.iter().map(|count| rising(constant, *count) - ln_factorial(float(*count))).sum();
    (rising(10.0 * constant, all) - ln_factorial(float(all)) - children) / std::f64::consts::LN_2
}

/// How many numbers there are in each hundred that has any.
fn hundreds(numbers: &[u64]) -> Vec<usize> {
    numbers.chunk_by(|a, b| a / 100 == b / 100).map(<[u64]>::len).collect()
}

/// Stirling's series.
fn ln_factorial(n: f64) -> f64 {
    if n < 20.0 {
        return std::iter::successors(Some(2.0), |factor| Some(factor + 1.0))
            .take_while(|factor| *factor <= n)
            .map(f64::ln)
            .sum();
    }
    n * n.ln() - n + 0.5 * (std::f64::consts::TAU * n).ln() + 1.0 / (12.0 * n) - 1.0 / (360.0 * n * n * n)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data;

    #[test]
    fn bounds_are_the_known_ones() {
        assert!((subset(10.0, 3.0) - 120_f64.log2()).abs() < 1e-9);
        assert!((subset(1e10, 1e7) / 8e7 - 1.4261).abs() < 0.001);
        let clusters = data::clustered(100_000, 2);
        assert!((clustered(&clusters) / 8e5 - 0.36).abs() < 0.02, "{}", clustered(&clusters) / 8e5);
        // Two numbers that differ in the last digit: which two of ten. Each of the ten places above has one child with both
        // numbers: the first of them goes to any of ten, the second follows it with (1 + a) in (1 + 10 a), a the least constant.
        let (place, follow) = (10_f64, (1.0 + CONSTANTS[0]) / (1.0 + 10.0 * CONSTANTS[0]));
        let bits = 45_f64.log2() + 10.0 * (place / follow).log2();
        assert!((trie(&[10_000_000_001, 10_000_000_007]) - bits).abs() < 1e-6);
    }
}
