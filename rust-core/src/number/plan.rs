//! A region's numbering plan: the rows that `build.rs` made of libphonenumber's metadata. Patterns are compiled at first
//! use and kept; most calls at home need none of them.

use std::sync::OnceLock;

use regex_lite::Regex;

use super::Region;

include!(concat!(env!("OUT_DIR"), "/plans.rs"));

/// A region as generated.
#[derive(Debug)]
pub(super) struct PlanRow {
    /// ISO 3166-1 code, or `00` for calling codes of no country.
    id: &'static str,
    /// Calling code.
    pub(super) code: u16,
    /// The main region of a shared calling code.
    pub(super) main: bool,
    /// By `Field`.
    fields: [&'static str; FIELDS],
}

/// The fields of a row, in the order in which `build/plans.rs` writes them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Lengths,
    InternationalPrefix,
    NationalPrefix,
    Transform,
    General,
    LeadingDigits,
    TrunkDigits,
    UsualLength,
    PremiumRate,
    TollFree,
    SharedCost,
    Voip,
    Personal,
    Uan,
    Fixed,
    Mobile,
    Formats,
    Places,
}

const FIELDS: usize = Field::Places as usize + 1;
/// The first fields, those that may hold patterns.
const PATTERNS: usize = Field::Formats as usize;

/// Compiled patterns, one slot a row and field; an inner `None` is a pattern that is empty or does not compile.
static COMPILED: OnceLock<Vec<[OnceLock<Option<Regex>>; PATTERNS]>> = OnceLock::new();

/// A region's plan.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    index: usize,
    row: &'static PlanRow,
}

impl Plan {
    /// The plan of a region.
    pub(super) fn of(region: Region) -> Option<Self> {
        Self::at(*lookup().regions.get(region.place())?)
    }

    fn at(index: Option<u16>) -> Option<Self> {
        let index = usize::from(index?);
        PLANS.get(index).map(|row| Self { index, row })
    }

    /// Every plan of a calling code, the main region first.
    pub(super) fn of_code(code: u16) -> Vec<Self> {
        let mut plans: Vec<Self> = PLANS
            .iter()
            .enumerate()
            .filter(|(_, row)| row.code == code)
            .map(|(index, row)| Self { index, row })
            .collect();
        plans.sort_by_key(|plan| !plan.row.main);
        plans
    }

    /// The main plan of a calling code: whose trunk rule holds for its numbers.
    pub(super) fn main_of_code(code: u16) -> Option<Self> {
        Self::at(*lookup().codes.get(usize::from(code))?)
    }

    /// Whether a calling code exists.
    pub(super) fn knows_code(code: u16) -> bool {
        matches!(lookup().codes.get(usize::from(code)), Some(Some(_)))
    }

    /// Whether it is the plan of a country.
    pub(super) fn is_of_country(self) -> bool {
        self.row.id != "00"
    }

    /// The calling code.
    pub(super) fn code(self) -> u16 {
        self.row.code
    }

    /// The region; `None` for a calling code of no country.
    pub(super) fn region(self) -> Option<Region> {
        self.row.id.parse().ok()
    }

    /// The raw text of a field.
    pub(super) fn field(self, field: Field) -> &'static str {
        self.row.fields.get(field as usize).copied().unwrap_or_default()
    }

    /// Whether numbers of this many national digits exist.
    pub(super) fn has_length(self, digits: usize) -> bool {
        self.length_mask() & (1_u32.checked_shl(u32::try_from(digits).unwrap_or(32)).unwrap_or(0)) != 0
    }

    /// The fewest national digits of any number.
    pub(super) fn shortest(self) -> usize {
        self.length_mask().trailing_zeros() as usize
    }

    /// The national digits of everyday numbers.
    pub(super) fn usual_length(self) -> usize {
        self.field(Field::UsualLength).parse().unwrap_or(0)
    }

    /// The most national digits of any number.
    pub(super) fn longest(self) -> usize {
        (31_u32.saturating_sub(self.length_mask().leading_zeros())) as usize
    }

    fn length_mask(self) -> u32 {
        self.field(Field::Lengths).parse().unwrap_or(0)
    }

    /// Whether the whole national number fits the general pattern.
    pub(super) fn is_general(self, national: &str) -> bool {
        self.has_length(national.len()) && self.matches(Field::General, national)
    }

    /// A fact about the plan's trunk prefix that is worked out once.
    pub(super) fn remembered(self, work_out: impl FnOnce() -> bool) -> bool {
        static REMEMBERED: OnceLock<Vec<OnceLock<bool>>> = OnceLock::new();
        let places = REMEMBERED.get_or_init(|| PLANS.iter().map(|_| OnceLock::new()).collect());
        places.get(self.index).is_some_and(|place| *place.get_or_init(work_out))
    }

    /// Whether the whole text fits a field's pattern.
    pub(super) fn matches(self, field: Field, text: &str) -> bool {
        self.regex(field).and_then(|regex| regex.find(text)).is_some_and(|found| found.end() == text.len())
    }

    /// A field's pattern, anchored at the beginning; for whole-number fields at the end too.
    pub(super) fn regex(self, field: Field) -> Option<&'static Regex> {
        let compiled = COMPILED.get_or_init(|| PLANS.iter().map(|_| Default::default()).collect());
        let slot = compiled.get(self.index)?.get(field as usize)?;
        slot.get_or_init(|| {
            let source = self.field(field);
            let whole = !matches!(field, Field::InternationalPrefix | Field::NationalPrefix | Field::LeadingDigits);
            let source = if whole { format!("^(?:{source})$") } else { format!("^(?:{source})") };
            (!self.field(field).is_empty()).then(|| Regex::new(&source).ok()).flatten()
        })
        .as_ref()
    }
}

/// Rows by region and by calling code: every number read asks for both.
struct Lookup {
    regions: [Option<u16>; Region::PLACES],
    codes: [Option<u16>; 1000],
}

fn lookup() -> &'static Lookup {
    // In a box: a static array of this size would enlarge the library's file.
    static LOOKUP: OnceLock<Box<Lookup>> = OnceLock::new();
    LOOKUP.get_or_init(|| {
        let mut lookup = Box::new(Lookup { regions: [None; Region::PLACES], codes: [None; 1000] });
        for (index, row) in (0_u16..).zip(PLANS) {
            let region = row.id.parse::<Region>().ok();
            if let Some(slot) = region.and_then(|region| lookup.regions.get_mut(region.place())) {
                *slot = Some(index);
            }
            if let Some(slot) = lookup.codes.get_mut(usize::from(row.code))
                && (slot.is_none() || row.main)
            {
                *slot = Some(index);
            }
        }
        lookup
    })
}

/// Every region with a plan, in the order of its code.
#[must_use]
pub fn regions() -> Vec<Region> {
    PLANS.iter().filter_map(|row| row.id.parse().ok()).collect()
}
