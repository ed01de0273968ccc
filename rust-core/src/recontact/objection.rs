//! Objections and the calls that came after them: from the number objected to, from its neighbours, from other
//! numbers of the same company.

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::moment::Moment;
use crate::number::{KeyRange, NumberKey};

/// How an objection was made.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, EnumString, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ObjectionMethod {
    /// Said on the telephone.
    #[default]
    Phone,
    /// By e-mail.
    Email,
    /// By certified e-mail.
    Certified,
    /// By letter.
    Letter,
    /// On the company's web site.
    Web,
    /// By registered letter.
    Registered,
}

impl ObjectionMethod {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The code the store uses.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Phone => 1,
            Self::Email => 2,
            Self::Certified => 3,
            Self::Letter => 4,
            Self::Web => 5,
            Self::Registered => 6,
        }
    }

    /// Reads a stored code; one this version does not know is the weakest way.
    #[must_use]
    pub fn from_code(code: u8) -> Self {
        Self::VARIANTS.iter().copied().find(|how| how.code() == code).unwrap_or_default()
    }
}

/// Objections that are kept.
pub const MAX_OBJECTIONS: usize = 1_000;
/// Numbers of one objection.
pub const MAX_NUMBERS: usize = 20;

/// One objection.
#[derive(Clone, PartialEq, Eq)]
pub struct Objection {
    /// Row id; `None` for one that only a call's outcome tells.
    pub id: Option<i64>,
    /// The call in which it was made.
    pub call_id: Option<i64>,
    /// The company it was made to; may be empty.
    pub company: String,
    /// The numbers it is about.
    pub numbers: Vec<NumberKey>,
    /// When.
    pub at: Moment,
    /// How.
    pub how: ObjectionMethod,
    /// The user's note.
    pub note: String,
}

/// Redacted: what users type may hold numbers.
impl fmt::Debug for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objection").field("id", &self.id).field("call_id", &self.call_id).finish_non_exhaustive()
    }
}

/// How a later call belongs to an objection, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The number objected to.
    SameNumber,
    /// Another number that the user has noted for the same company.
    Company,
    /// The same digits but the last three.
    RangeNeighbour,
}

/// Indexes of objections under what they share.
type IndexesBy<K> = HashMap<K, Vec<usize>>;

/// All objections, indexed by number, range and company. Without `Debug`: its maps hold numbers.
#[derive(Default)]
pub struct ObjectionIndex {
    objections: Vec<Objection>,
    by_number: IndexesBy<NumberKey>,
    /// By the first key of a range of neighbours.
    by_range: IndexesBy<NumberKey>,
    /// The company of each objection, as an index of `companies`; `None` where none is noted.
    company: Vec<Option<usize>>,
    /// The objections of each company, oldest first.
    companies: Vec<Vec<usize>>,
}

impl ObjectionIndex {
    /// Objections in any order. One that a call tells and a saved one repeats counts once.
    #[must_use]
    pub fn new(mut objections: Vec<Objection>) -> Self {
        let saved: Vec<(Option<i64>, i64, Vec<NumberKey>)> = objections
            .iter()
            .filter(|objection| objection.id.is_some())
            .map(|objection| (objection.call_id, objection.at.utc_millis, objection.numbers.clone()))
            .collect();
        objections.retain(|objection| {
            let repeats = |(call_id, millis, numbers): &(Option<i64>, i64, Vec<NumberKey>)| {
                *call_id == objection.call_id
                    || *millis == objection.at.utc_millis && objection.numbers.iter().all(|key| numbers.contains(key))
            };
            objection.id.is_some() || !saved.iter().any(repeats)
        });
        objections.sort_by_key(|objection| objection.at.utc_millis);
        let mut indexed = Self::default();
        let mut known: Vec<String> = Vec::new();
        for (index, objection) in objections.iter().enumerate() {
            for key in &objection.numbers {
                indexed.by_number.entry(*key).or_default().push(index);
                if let Some(range) = key.neighbours() {
                    indexed.by_range.entry(range.first).or_default().push(index);
                }
            }
            let name = Some(company_key(&objection.company)).filter(|name| !name.is_empty());
            let company = name.map(|name| {
                known.iter().position(|other| *other == name).unwrap_or_else(|| {
                    known.push(name);
                    indexed.companies.push(Vec::new());
                    known.len() - 1
                })
            });
            if let Some(same_company) = company.and_then(|company| indexed.companies.get_mut(company)) {
                same_company.push(index);
            }
            indexed.company.push(company);
        }
        indexed.objections = objections;
        indexed
    }

    /// All of them, oldest first.
    #[must_use]
    pub fn all(&self) -> &[Objection] {
        &self.objections
    }

    /// The objection that a call at this time comes after: by the surest relation, the oldest first.
    #[must_use]
    pub fn before(&self, key: NumberKey, utc_millis: i64) -> Option<(&Objection, Relation)> {
        // The key of a range's beginning tells the length of its numbers as well.
        let near = key.neighbours().and_then(|range| self.by_range.get(&range.first));
        let same = self.by_number.get(&key);
        let noted = same.into_iter().flatten();
        let companies = noted.filter_map(|index| self.companies.get((*self.company.get(*index)?)?));
        // All are in the order of time: the first of each is its oldest.
        let of_company = companies.filter_map(|indexes| indexes.first()).min();
        let oldest = |indexes: Option<&Vec<usize>>| indexes.and_then(|indexes| indexes.first()).copied();
        let ranks = [
            (Relation::SameNumber, oldest(same)),
            (Relation::Company, of_company.copied()),
            (Relation::RangeNeighbour, oldest(near)),
        ];
        ranks.into_iter().find_map(|(relation, index)| {
            let first = self.objections.get(index?).filter(|objection| objection.at.utc_millis < utc_millis)?;
            Some((first, relation))
        })
    }

    /// Whether the user has objected to this very number at any time.
    #[must_use]
    pub fn names(&self, key: NumberKey) -> bool {
        self.by_number.contains_key(&key)
    }

    /// The company that the user has noted for a number.
    #[must_use]
    pub fn company_of(&self, key: NumberKey) -> Option<&Objection> {
        let indexes = self.by_number.get(&key)?.iter().rev();
        indexes
            .filter_map(|index| self.objections.get(*index))
            .find(|objection| !company_key(&objection.company).is_empty())
    }

    /// What later calls are looked for by: each number of an objection with the range of its neighbours, then other
    /// numbers of its company alone.
    #[must_use]
    pub fn linked(&self, objection: &Objection) -> Vec<(NumberKey, KeyRange)> {
        let alone = |key| KeyRange { first: key, last: key };
        let own = objection.numbers.iter().map(|key| (*key, key.neighbours().unwrap_or(alone(*key))));
        let mut linked: Vec<(NumberKey, KeyRange)> = own.collect();
        // Neighbours of each other stand in one range.
        linked.dedup_by_key(|(key, range)| (key.length(), *range));
        linked.extend(self.other_numbers(objection).into_iter().map(|key| (key, alone(key))));
        linked
    }

    /// Other numbers noted for the company of an objection, at most `MAX_NUMBERS`.
    fn other_numbers(&self, objection: &Objection) -> Vec<NumberKey> {
        let is_it = |other: &Objection| (other.id, other.call_id) == (objection.id, objection.call_id);
        let company = self.objections.iter().position(is_it).and_then(|index| *self.company.get(index)?);
        let same_company = company.and_then(|company| self.companies.get(company)).into_iter().flatten();
        let of_company = same_company.filter_map(|index| self.objections.get(*index));
        let mut numbers: Vec<NumberKey> = Vec::new();
        for key in of_company.flat_map(|other| &other.numbers) {
            if numbers.len() < MAX_NUMBERS && !objection.numbers.contains(key) && !numbers.contains(key) {
                numbers.push(*key);
            }
        }
        numbers.sort_unstable();
        numbers
    }
}

/// Forms of companies: not part of what they are called.
const FORMS: [&str; 14] =
    ["spa", "srl", "srls", "sas", "snc", "sapa", "scarl", "sa", "sarl", "eurl", "ltd", "gmbh", "ag", "inc"];

/// The normal form of a company's name: letters and digits, without case, points and legal form.
#[must_use]
pub fn company_key(name: &str) -> String {
    let lower = name.to_lowercase().replace('.', "");
    let mut words: Vec<&str> = lower
        .split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    while words.len() > 1 && words.last().is_some_and(|last| FORMS.contains(last)) {
        words.pop();
    }
    words.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(digits: u64) -> NumberKey {
        NumberKey::from_digits(digits, u8::try_from(digits.ilog10() + 1).unwrap()).unwrap()
    }

    fn objection(id: i64, company: &str, numbers: &[u64], millis: i64) -> Objection {
        Objection {
            id: Some(id),
            call_id: None,
            company: company.to_owned(),
            numbers: numbers.iter().map(|digits| key(*digits)).collect(),
            at: Moment { utc_millis: millis, offset_minutes: 0 },
            how: ObjectionMethod::Phone,
            note: String::new(),
        }
    }

    #[track_caller]
    fn check(index: &ObjectionIndex, number: u64, millis: i64, expected: Option<(i64, Relation)>) {
        let found = index.before(key(number), millis).map(|(made, relation)| (made.id.unwrap(), relation));
        assert_eq!(found, expected);
    }

    #[test]
    fn later_calls_are_found_by_number_company_and_neighbourhood() {
        let index = ObjectionIndex::new(vec![
            objection(1, "Luce S.p.A.", &[390_612_345_678], 100),
            objection(2, "LUCE SPA", &[393_331_111_111], 200),
            objection(3, "", &[393_477_000_000], 300),
        ]);
        check(&index, 390_612_345_678, 100, None); // the call itself
        check(&index, 390_612_345_678, 101, Some((1, Relation::SameNumber)));
        check(&index, 390_612_345_999, 101, Some((1, Relation::RangeNeighbour)));
        check(&index, 390_612_346_678, 101, None);
        check(&index, 393_331_111_111, 150, Some((1, Relation::Company)));
        check(&index, 393_331_111_111, 250, Some((2, Relation::SameNumber)));
        check(&index, 390_612_345_678, 50, None);
        // Numbers of other lengths are no neighbours.
        check(&index, 39_061_234_567, 101, None);
        check(&index, 393_477_000_001, 301, Some((3, Relation::RangeNeighbour)));
        assert_eq!(index.company_of(key(393_477_000_000)), None);
        assert_eq!(index.company_of(key(390_612_345_678)).unwrap().id, Some(1));
        assert_eq!(index.other_numbers(&index.all()[0]), vec![key(393_331_111_111)]);
    }

    /// As many as can be kept, all of one company: what the index holds grows with them, not with their square.
    #[test]
    fn an_index_of_one_company_stays_small() {
        let numbers = |of: usize| -> Vec<u64> {
            (0..MAX_NUMBERS).map(|n| 390_255_000_000 + u64::try_from(of * MAX_NUMBERS + n).unwrap()).collect()
        };
        let made = |index: usize| {
            let id = i64::try_from(index).unwrap();
            objection(id, "Energia S.p.A.", &numbers(index), id)
        };
        let index = ObjectionIndex::new((0..MAX_OBJECTIONS).map(made).collect());
        let entries = |by: &IndexesBy<NumberKey>| by.values().map(Vec::len).sum::<usize>();
        let held =
            entries(&index.by_number) + entries(&index.by_range) + index.companies.iter().map(Vec::len).sum::<usize>();
        assert!(held <= MAX_OBJECTIONS * (2 * MAX_NUMBERS + 1), "{held}");
        assert_eq!(index.other_numbers(&index.all()[500]).len(), MAX_NUMBERS);
        check(&index, numbers(999)[0], 500, Some((0, Relation::Company)));
        check(&index, numbers(999)[0], 1_000, Some((999, Relation::SameNumber)));
    }

    #[test]
    fn one_objection_told_twice_counts_once() {
        let told = Objection { id: None, call_id: Some(7), ..objection(0, "", &[390_612_345_678], 100) };
        let saved = Objection { call_id: Some(7), ..objection(1, "X", &[390_612_345_678], 100) };
        let restored = objection(1, "X", &[390_612_345_678], 100);
        assert_eq!(ObjectionIndex::new(vec![told.clone(), saved]).all().len(), 1);
        assert_eq!(ObjectionIndex::new(vec![told.clone(), restored]).all().len(), 1);
        assert_eq!(ObjectionIndex::new(vec![told.clone(), objection(1, "X", &[390_612_345_678], 101)]).all().len(), 2);
        assert_eq!(ObjectionIndex::new(vec![told]).all().len(), 1);
    }

    #[test]
    fn a_company_is_the_same_however_it_is_written() {
        for (one, other, same) in [
            ("Luce & Gas S.p.A.", "luce gas spa", true),
            ("Luce S.r.l.", "LUCE", true),
            ("Luce", "Gas", false),
            ("SPA", "Terme", false),
            ("", "  \n", true),
            ("Énergie\u{a0}Verte SARL", "énergie verte", true),
        ] {
            assert_eq!(company_key(one) == company_key(other), same, "{one} {other}");
        }
        assert_eq!(company_key("spa"), "spa");
    }
}
