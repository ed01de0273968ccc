//! Sorting by a number and grouping by a number, each compiled once for all types: the phone's library pays for every
//! further kind of sort or map.

use std::collections::HashMap;

/// Places of items under a number that they share.
pub(crate) type Places = HashMap<i64, Vec<usize>>;

/// The items by a number; where it is the same, in the order they came.
pub(crate) fn in_order<T>(items: Vec<T>, number: impl Fn(&T) -> i64) -> Vec<T> {
    let mut order: Vec<(i64, usize)> = items.iter().enumerate().map(|(place, item)| (number(item), place)).collect();
    sort(&mut order);
    let mut slots: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|(_, place)| slots.get_mut(place)?.take()).collect()
}

#[inline(never)]
fn sort(order: &mut [(i64, usize)]) {
    order.sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_in_the_order_of_their_number() {
        let items = vec![("c", 3), ("a", 1), ("b", 1), ("min", i64::MIN), ("d", 3)];
        let names: Vec<&str> = in_order(items, |item| item.1).into_iter().map(|item| item.0).collect();
        assert_eq!(names, ["min", "a", "b", "c", "d"]);
        assert_eq!(in_order(Vec::<i64>::new(), |n| *n), Vec::<i64>::new());
    }
}
