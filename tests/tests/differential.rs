//! Three engines must agree on every caller: a scan of digit strings, the compiled rules, and the packed
//! store. In every region: hits, misses, the edges of prefixes, 15-digit numbers and short codes.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use stufo_core::blocklist::Entry;
use stufo_core::moment::Moment;
use stufo_core::number::{self, Caller, PhoneNumber, Region, ShortCode};
use stufo_core::pattern::Pattern;
use stufo_core::policy::{Action, Rule, RuleKind, RuleSet};
use stufo_core::store::lists::{ListError, ListFolder, ListInForce};

const NOON: Moment = Moment { utc_millis: 1_795_521_600_000, offset_minutes: 60 };
const PATTERNS: usize = 60;

/// Pseudo-random numbers, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(end).unwrap()).unwrap()
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap())).collect()
    }
}

/// What the scan knows of a pattern: its digits, and nothing of keys or plans. Short codes have no `+`.
#[derive(Clone, PartialEq)]
struct Plain {
    digits: String,
    is_prefix: bool,
    short: bool,
}

impl Plain {
    fn text(&self) -> String {
        let (plus, star) = (if self.short { "" } else { "+" }, if self.is_prefix { "*" } else { "" });
        format!("{plus}{}{star}", self.digits)
    }

    fn holds(&self, digits: &str, short: bool) -> bool {
        self.short == short && if self.is_prefix { digits.starts_with(&self.digits) } else { digits == self.digits }
    }
}

/// Patterns of one region, crowded so that they nest.
fn patterns(draw: &mut Draw, region: Region) -> Vec<Plain> {
    let code = region.calling_code().to_string();
    let root = format!("{code}{}", draw.digits(2));
    let mut patterns: Vec<Plain> = Vec::new();
    while patterns.len() < PATTERNS {
        let mut digits = match draw.below(10) {
            0 => code.clone(),
            1 => format!("{}{}", 1 + draw.below(9), draw.digits(5)),
            2..=4 => format!("{code}{}", draw.digits(7)),
            _ => {
                let more = 1 + draw.below(6);
                format!("{root}{}", draw.digits(more))
            }
        };
        let is_prefix = draw.below(2) == 0;
        if draw.below(6) == 0 {
            let rest = 15 - digits.len();
            digits += &draw.digits(rest);
        } else if !is_prefix {
            // The rule's text is read by the plan: only what reads back as written is compared.
            let rest = draw.below(5);
            digits += &draw.digits(rest);
        }
        let pattern = Plain { digits, is_prefix, short: false };
        let reads = Pattern::parse(&pattern.text(), region).ok().and_then(|read| read.key());
        if reads.is_some_and(|key| key.digits() == pattern.digits) && !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    for _ in 0..4 {
        // Three digits are never a telephone number.
        let pattern = Plain { digits: format!("1{}", draw.digits(2)), is_prefix: false, short: true };
        let reads = Pattern::parse(&pattern.text(), region).ok().and_then(|read| read.key());
        if reads.is_some_and(|key| key.is_short_code()) && !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    patterns
}

/// A caller on, at the edge of, or near a pattern.
fn caller(draw: &mut Draw, patterns: &[Plain]) -> (String, bool) {
    let near = &patterns[draw.below(patterns.len())];
    let mut digits = near.digits.clone();
    let room = 15_usize.saturating_sub(digits.len());
    match draw.below(8) {
        0 => {}
        1 => digits += &"0".repeat(draw.below(room + 1)),
        2 => digits += &"9".repeat(draw.below(room + 1)),
        3 => {
            let more = draw.below(room + 1);
            digits += &draw.digits(more);
        }
        // The neighbours of the interval, and of its longest numbers.
        4 | 5 => {
            let step = if draw.below(2) == 0 { 1 } else { -1 };
            let value = digits.parse::<i64>().unwrap() + step;
            digits = format!("{value:0width$}", width = digits.len());
            digits += &(if step == 1 { "0" } else { "9" }).repeat(draw.below(room + 1));
        }
        6 => {
            digits.pop();
        }
        _ => digits = format!("{}{}", 1 + draw.below(9), draw.digits(11)),
    }
    digits.truncate(15);
    (digits, near.short)
}

fn rule(pattern: &Plain) -> Rule {
    Rule {
        id: 0,
        kind: RuleKind::Block,
        pattern: pattern.text(),
        label: String::new(),
        action: Action::Reject,
        enabled: true,
        schedule: None,
        sim: None,
        created_millis: 0,
        expires_millis: None,
    }
}

fn entry(pattern: &Plain, region: Region) -> Entry {
    let key = Pattern::parse(&pattern.text(), region).unwrap().key().unwrap();
    if pattern.is_prefix { Entry::prefix(key) } else { Entry::number(key) }
}

#[test]
fn scan_rules_and_packed_lists_agree_in_every_region() {
    let folder = tempfile::tempdir().unwrap();
    let lists = ListFolder::beside(&folder.path().join("stufo.db"));
    let (mut cases, mut hits) = (0, 0);
    let regions = number::regions();
    assert!(regions.len() > 200);
    let per_region = 110_000 / regions.len() + 1;
    for (index, region) in regions.iter().copied().enumerate() {
        let mut draw = Draw(u64::try_from(index).unwrap());
        let patterns = patterns(&mut draw, region);
        let (rules, problems) = RuleSet::compile(patterns.iter().map(rule).collect(), region);
        assert_eq!(problems, []);
        let mut entries: Vec<Entry> = patterns.iter().map(|pattern| entry(pattern, region)).collect();
        entries.sort_by(Entry::compare_places);
        let new = lists.write(None, 1, entries.into_iter().map(Ok::<_, ListError>)).unwrap();
        let in_force = ListInForce { list_id: 1, file: new.file().to_owned(), info: new.info() };
        let list = lists.open(&in_force).unwrap();
        for _ in 0..per_region {
            let (digits, short) = caller(&mut draw, &patterns);
            let caller = if short {
                ShortCode::from_digits(&digits).map(Caller::ShortCode)
            } else {
                PhoneNumber::from_e164_digits(&digits).ok().map(Caller::Number)
            };
            let Some(caller) = caller else { continue };
            let scanned = patterns.iter().filter(|pattern| pattern.holds(&digits, short));
            // An exact pattern beats a prefix of as many digits.
            let expected = scanned.map(|pattern| (pattern.digits.len(), !pattern.is_prefix)).max();
            let found = rules.find_both(&caller, NOON, None).block.map(|(rule, _)| {
                let digits = rule.pattern.bytes().filter(u8::is_ascii_digit).count();
                (digits, !rule.pattern.ends_with('*'))
            });
            assert_eq!(found, expected, "{region}: rules on {digits}");
            let listed =
                list.find(caller.key().unwrap().into()).unwrap().map(|found| usize::from(found.matched_digits));
            assert_eq!(listed, expected.map(|(digits, _)| digits), "{region}: the packed list on {digits}");
            cases += 1;
            hits += usize::from(expected.is_some());
        }
    }
    assert!(cases >= 100_000, "{cases} cases");
    assert!((cases / 5..cases * 4 / 5).contains(&hits), "{hits} hits of {cases}: both must be common");
}

/// Plans whose own numbers begin with the digit of their trunk prefix: `8 25…` is a number of ten digits there as well as one of
/// eleven behind the prefix, and is read as the number of everyday length (`rust-core/tests/number_beginnings.rs`).
const TRUNK_DIGIT_IS_A_BEGINNING: [&str; 4] = ["BY", "KZ", "RU", "TM"];

#[test]
fn national_beginnings_mean_the_same_numbers_in_every_region() {
    let mut compared = 0;
    for region in number::regions().into_iter().filter(|region| !TRUNK_DIGIT_IS_A_BEGINNING.contains(&region.as_str()))
    {
        for first in 2..=8 {
            let national = format!("{}{first}5*", region.trunk_digits());
            let international = format!("+{}{first}5*", region.calling_code());
            let read = |text: &str| Pattern::parse(text, region).unwrap().range();
            assert_eq!(read(&national), read(&international), "{region}: {national}");
            assert!(read(&national).is_some());
            compared += 1;
        }
    }
    assert!(compared > 1_400);
}
