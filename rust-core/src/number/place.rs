//! The place a fixed number is named after, from the area codes of `data/places/`. Says where an area is, not where
//! somebody calls from: a mobile has none, and a caller may show a number that is not theirs.

use super::plan::{Field, Plan};
use super::{LineType, PhoneNumber, Region};

/// A place by its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// In Italian.
    pub it: &'static str,
    /// In English; the same where English has none of its own.
    pub en: &'static str,
}

impl PhoneNumber {
    /// The place of a geographic number, where its country's areas are known.
    #[must_use]
    pub fn place(self) -> Option<Place> {
        let region = self.region()?;
        // San Marino's one area code is in Italy's plan; every number of its behind it is a line there.
        let is_of_san_marino = region.as_str() == "SM";
        let areas = Plan::of(if is_of_san_marino { Region::ITALY } else { region })?.field(Field::Places);
        // Most countries have no areas: their numbers need not be told apart by kind.
        if areas.is_empty() || !(is_of_san_marino || self.line_type() == LineType::Fixed) {
            return None;
        }
        longest(areas, &self.parts().1)
    }
}

/// The area with the most digits in common wins: `prefix~Italian~English;…`, as `build/places.rs` writes them.
fn longest(areas: &'static str, national: &str) -> Option<Place> {
    let areas = areas.split(';').filter_map(|area| area.split_once('~'));
    let own = areas.filter(|(prefix, _)| national.starts_with(prefix)).max_by_key(|(prefix, _)| prefix.len())?;
    let (it, en) = own.1.split_once('~')?;
    Some(Place { it, en: if en.is_empty() { it } else { en } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: &str, names: Option<(&str, &str)>) {
        let place = number.parse::<PhoneNumber>().unwrap().place();
        assert_eq!(place.map(|place| (place.it, place.en)), names, "{number}");
    }

    #[test]
    fn a_fixed_number_tells_its_place_in_both_languages() {
        check("+390212345678", Some(("Milano", "Milan")));
        check("+390612345678", Some(("Roma", "Rome")));
        check("+390376123456", Some(("Mantova", "Mantua")));
        check("+390375123456", Some(("Casalmaggiore", "Casalmaggiore")));
        check("+390436123456", Some(("Cortina d'Ampezzo", "Cortina d'Ampezzo")));
        check("+41441234567", Some(("Zurigo", "Zurich")));
    }

    #[test]
    fn what_is_not_geographic_has_none() {
        for number in ["+393331234567", "+39800123456", "+39840123456", "+39892123456", "+39199123456", "+41791234567"]
        {
            check(number, None);
        }
        // Marketing, an area that does not exist, a number cut short.
        for number in ["+390843123456", "+390378123456", "+390200"] {
            check(number, None);
        }
    }

    #[test]
    fn other_countries_have_none() {
        // The Vatican behind Italy's calling code, and Rome's own digits elsewhere.
        for number in ["+390669812345", "+33612345678", "+33142685300", "+13105551234", "+80012345678"] {
            check(number, None);
        }
    }

    #[test]
    fn the_longest_beginning_wins_wherever_it_stands() {
        let name = |number| longest("0376~Mantova~Mantua;037~Tutte~All;03765~Sola~", number).map(|place| place.en);
        assert_eq!(name("0376123456"), Some("Mantua"));
        assert_eq!(name("0376512345"), Some("Sola"));
        assert_eq!(name("0377123456"), Some("All"));
        assert_eq!(name("0381234567"), None);
        assert_eq!(name("03"), None);
        assert_eq!(longest("", "0376123456"), None);
    }
}
