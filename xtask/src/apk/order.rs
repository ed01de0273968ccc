//! Which entries stand before the library. It begins on a page of 16 KB, and what lies between the entry before and that page
//! is nothing: with the right entries before it next to nothing is left.

use std::collections::HashMap;

/// Picks entries whose sizes, added to `header` bytes, end as close as can be before a whole number of pages, and not closer
/// than `least` bytes, which a filling takes by itself. Gives their indexes.
pub(super) fn before_a_page(sizes: &[usize], header: usize, page: usize, least: usize) -> Vec<usize> {
    // Each rest of a sum with the last entry of the first choice that leads there, and the rest without that entry.
    let start = header % page;
    let mut rests: HashMap<usize, Option<(usize, usize)>> = HashMap::from([(start, None)]);
    for (index, size) in sizes.iter().enumerate() {
        let mut reached: Vec<usize> = rests.keys().copied().collect();
        reached.sort_unstable();
        for before in reached {
            rests.entry((before + size) % page).or_insert(Some((index, before)));
        }
    }
    let filling = |rest: usize| (page - rest) % page;
    let fits = |rest: &usize| filling(*rest) == 0 || filling(*rest) >= least;
    let mut rest = rests.keys().copied().filter(fits).min_by_key(|rest| filling(*rest)).unwrap_or(start);
    let mut chosen = Vec::new();
    while let Some(Some((index, before))) = rests.get(&rest) {
        chosen.push(*index);
        rest = *before;
    }
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::before_a_page;

    const PAGE: usize = 0x4000;

    fn filling(sizes: &[usize], header: usize, chosen: &[usize]) -> usize {
        let end = header + chosen.iter().filter_map(|index| sizes.get(*index)).sum::<usize>();
        end.next_multiple_of(PAGE) - end
    }

    #[test]
    fn little_is_left_before_the_page() {
        let sizes: Vec<usize> = (1..90).map(|index| 300 + index * index % 1_700).collect();
        let chosen = before_a_page(&sizes, 57, PAGE, 6);
        assert!(chosen.is_sorted_by(|one, other| one < other), "{chosen:?}");
        let left = filling(&sizes, 57, &chosen);
        assert!(left == 0 || (6..20).contains(&left), "{left}");
        assert!(filling(&sizes, 57, &[]) > 16_000);
    }

    #[test]
    fn nothing_to_choose_is_no_trouble() {
        assert_eq!(before_a_page(&[], 57, PAGE, 6), Vec::<usize>::new());
        assert_eq!(before_a_page(&[PAGE, 2 * PAGE], 57, PAGE, 6), Vec::<usize>::new());
    }
}
