//! Places beside what libphonenumber's own geocoder answers: `data/places/make.py` writes the sample. The data is the same;
//! what is compared is the reading of a number, its kind, and the search for its area.

use stufo_core::number::PhoneNumber;

#[test]
fn places_are_those_of_libphonenumber() {
    let (mut found, mut missed) = (0, 0);
    for line in include_str!("../../tests/golden/places.csv").lines().skip(1) {
        let (number, name) = line.split_once(',').unwrap();
        let place = number.parse::<PhoneNumber>().unwrap().place();
        assert_eq!(place.map_or("", |place| place.it), name, "{number}");
        if name.is_empty() { missed += 1 } else { found += 1 }
    }
    assert!(found > 60 && missed > 10, "{found} found, {missed} missed");
}
