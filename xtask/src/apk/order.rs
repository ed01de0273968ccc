//! Which entries stand before the library. It begins on a page of 16 KB, and what lies between the entry before and that page
//! is nothing: with the right entries before it next to nothing is left.

/// Picks entries whose sizes, added to `header` bytes, end as close as can be before a whole number of pages, and not closer
/// than `least` bytes, which a filling takes by itself. Gives their indexes.
pub(super) fn before_a_page(sizes: &[usize], header: usize, page: usize, least: usize) -> Vec<usize> {
    // For each rest of a sum the last entry of the first choice that leads there; the one before lies at the rest without it.
    let mut last: Vec<Option<usize>> = vec![None; page];
    let mut reached = vec![header % page];
    let mut is_reached = vec![false; page];
    is_reached[header % page] = true;
    for (index, size) in sizes.iter().enumerate() {
        for place in 0..reached.len() {
            let rest = (reached[place] + size) % page;
            if !is_reached[rest] {
                is_reached[rest] = true;
                last[rest] = Some(index);
                reached.push(rest);
            }
        }
    }
    let filling = |rest: usize| (page - rest) % page;
    let best = reached
        .into_iter()
        .filter(|rest| filling(*rest) == 0 || filling(*rest) >= least)
        .min_by_key(|rest| filling(*rest));
    let (mut rest, mut chosen) = (best.unwrap_or(header % page), Vec::new());
    while let Some(index) = last[rest] {
        chosen.push(index);
        rest = (rest + page - sizes[index] % page) % page;
    }
    chosen.reverse();
    chosen
}

#[cfg(test)]
mod tests {
    use super::before_a_page;

    const PAGE: usize = 0x4000;

    fn filling(sizes: &[usize], header: usize, chosen: &[usize]) -> usize {
        let end = header + chosen.iter().map(|index| sizes[*index]).sum::<usize>();
        end.next_multiple_of(PAGE) - end
    }

    #[test]
    fn little_is_left_before_the_page() {
        let sizes: Vec<usize> = (1..90).map(|index| 300 + index * index % 1_700).collect();
        let chosen = before_a_page(&sizes, 57, PAGE, 6);
        assert!(chosen.is_sorted() && chosen.windows(2).all(|pair| pair[0] != pair[1]), "{chosen:?}");
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
