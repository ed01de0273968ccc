//! Patterns as a user writes them, in one `check` a line; the compiled rules against a scan of them all.

use proptest::prelude::*;

use super::*;
use crate::moment::Moment;
use crate::number::ShortCode;
use crate::policy::{Action, Rule, RuleKind, RuleProblem, RuleSet, Schedule, Window};

const NOON: Moment = Moment { utc_millis: 1_795_521_600_000, offset_minutes: 60 }; // Tuesday 2026-11-24 13:00

fn italy(text: &str) -> Pattern {
    Pattern::parse(text, Region::ITALY).unwrap_or_else(|error| panic!("{error}"))
}

fn number(e164: &str) -> Caller {
    Caller::Number(e164.parse().unwrap())
}

fn code(digits: &str) -> Caller {
    Caller::ShortCode(ShortCode::from_digits(digits).unwrap())
}

#[track_caller]
fn check(pattern: &str, kind: &str, yes: &[&str], no: &[&str]) {
    let pattern = italy(pattern);
    assert_eq!(pattern.kind().name(), kind);
    for (callers, expected) in [(yes, true), (no, false)] {
        for caller in callers {
            let who = if caller.starts_with('+') { number(caller) } else { code(caller) };
            assert_eq!(pattern.matches(&who), expected, "{caller}");
            if expected && let Some(range) = pattern.range() {
                assert!(range.contains(who.key().unwrap()), "{caller} is outside the interval");
            }
        }
    }
}

#[test]
fn a_code_dialled_before_a_number_is_refused_and_a_wildcard_is_not() {
    for (home, text) in [
        ("IT", "*31#0612345678"),
        ("IT", "#31#06*"),
        ("IT", "*31# 06 ####"),
        ("IT", "*#31#0612345678"),
        ("IT", "*31#"),
        ("IT", "＃31＃06*"),
        ("DE", "*31#*"),
        ("IT", "*67 0612345678"),
        ("US", "*67 202*"),
        ("US", "*822025550123"),
        ("US", "*67-202-555-####"),
        ("GB", "141 020 7946 0958"),
        ("GB", "141 020*"),
        ("GB", "1470 0044 20 7946*"),
        ("AU", "1831 02 5550 ####"),
        ("FR", "3651 01 62*"),
        ("HK", "133 2123 4567"),
        ("JP", "184 03-1234-5678"),
        ("NZ", "0197 09 123 4567"),
    ] {
        let home: Region = home.parse().unwrap();
        assert_eq!(Pattern::parse(text, home).err(), Some(PatternError::ServiceCode), "{home} {text}");
    }
    for (home, text) in [
        ("IT", "*777"),
        ("IT", "*67*"),
        ("IT", "*6712345678"),
        ("IT", "*77##"),
        ("IT", "*31*06*"),
        ("IT", "#31 06*"),
        ("US", "*67202*"),
        ("GB", "141 234 5678"),
        ("GB", "0141 234*"),
        ("GB", "1412"),
        ("HK", "133*"),
        ("HK", "1331 2345"),
        ("IT", "3651 0162000000"),
    ] {
        let home: Region = home.parse().unwrap();
        assert_ne!(Pattern::parse(text, home).err(), Some(PatternError::ServiceCode), "{home} {text}");
    }
}

#[test]
fn exact_patterns_match_one_number_in_any_written_form() {
    for text in ["+39 06 1234 5678", "06 12345678", "0039 0612345678", "06.1234-5678"] {
        check(text, "exact", &["+390612345678"], &["+39061234567", "+3906123456789", "+390612345679"]);
    }
    check("112", "exact", &["112"], &["1120", "+39112112112"]);
    check("1 1 2", "exact", &["112"], &["11"]);
}

#[test]
fn prefixes_are_national_unless_they_say_otherwise() {
    for text in ["0843*", "+39 0843*", "0039 0843 *", "(0843)*", "０８４３*", "0843**", "\u{200e}0843*"] {
        check(text, "prefix", &["+390843", "+390843123456", "+390843999999999"], &["+390842999999", "+39844123456"]);
    }
    check("+44*", "prefix", &["+442071234567"], &["+4320712345", "+390442071234"]);
    check("0044*", "prefix", &["+442071234567"], &["+390442071234"]);
}

#[test]
fn wildcards_check_every_digit() {
    check(
        "+39 02 ####1234",
        "wildcard",
        &["+390200001234", "+390299991234"],
        &["+390212341235", "+39020001234", "+3902000001234", "+390300001234"],
    );
    check("02 ????1234", "wildcard", &["+390200001234"], &["+390200001235"]);
    check("*777", "wildcard", &["+390612345777", "+12025550777", "777", "4777"], &["+390612345778", "77"]);
    check("*12*34*", "wildcard", &["+391200034", "+3912340", "+391299993499"], &["+393412000", "+3900124"]);
    check("+39*1#", "wildcard", &["+390600011", "+3910000010"], &["+390600021", "+440000011"]);
    check("*", "wildcard", &["+390612345678", "112"], &[]);
    check("+*", "wildcard", &["+390612345678"], &["112"]);
    assert_eq!(Pattern::parse("00*", Region::ITALY).err(), Some(PatternError::OnlyInternationalPrefix));
    check("48###", "wildcard", &["48123"], &["4812", "481234", "+39048123"]);
}

#[test]
fn regexes_see_the_international_and_the_national_form() {
    check("/^\\+39084[34]/", "regex", &["+390843123456", "+390844123"], &["+390845123"]);
    check("/^084[34]/", "regex", &["+390843123456"], &["+440843123456", "+390684312"]);
    check("/^4\\d{4}$/", "regex", &["48123"], &["481234"]);
}

#[test]
fn a_text_that_is_no_pattern_says_why_and_never_what() {
    let long = "1".repeat(MAX_TEXT + 1);
    let cases: [(&str, PatternError); 15] = [
        ("", PatternError::Empty),
        ("   ", PatternError::Empty),
        ("+", PatternError::NotANumber),
        (&long, PatternError::TextTooLong),
        ("06 12a3456", PatternError::StrayCharacter),
        ("06*x", PatternError::StrayCharacter),
        ("06+39*", PatternError::StrayCharacter),
        ("06*\u{0}", PatternError::StrayCharacter),
        ("000*", PatternError::NotANumber),
        ("+39 #######################", PatternError::TooManyDigits { digits: 25 }),
        ("+1234567890123456789012345*", PatternError::TooManyDigits { digits: 25 }),
        ("1*1*1*1*1*1*1*1*1*1*1*1*1*1*1*1*1*1*1*1*1*1*1", PatternError::TooManyParts),
        ("/abc", PatternError::UnclosedRegex),
        ("/(/", PatternError::BadRegex),
        ("/(((\\d{99}){99}){99})/", PatternError::BadRegex),
    ];
    for (text, expected) in cases {
        let error = Pattern::parse(text, Region::ITALY).unwrap_err();
        assert_eq!(error, expected, "{text}");
        assert!(text.len() < 3 || !error.to_string().contains(text.trim()) || text.trim().is_empty());
    }
    assert_eq!(format!("{:?}", italy("+390612345678")), "Pattern(exact)");
}

#[test]
fn covers_counts_numbers_of_the_usable_length() {
    for (text, covers) in [
        ("+390612345678", Some(1)),
        ("+39061234567*", Some(10)),
        ("+39 0843*", Some(1_000_000)),
        ("+39 02 ####1234", Some(10_000)),
        ("48###", Some(1_000)),
        ("/^06/", None),
    ] {
        assert_eq!(italy(text).covers(), covers, "{text}");
    }
    // Twelve digits, +39 and ten: those that end in 77 are a hundredth of all.
    assert_eq!(italy("+39*77").covers(), Some(100_000_000));
    // `*1*` holds what has a 1 anywhere: all but 9 to the power of the open digits.
    assert_eq!(italy("+39061234*1*").covers(), Some(10_000 - 9_u64.pow(4)));
}

#[test]
fn specificity_orders_patterns_by_what_they_fix() {
    let ordered = ["/^06/", "+39*", "+39 0843*", "+39 02 *1234", "+39 02 ####1234", "+39 02 12341234"];
    for pair in ordered.windows(2) {
        assert!(italy(pair[0]).specificity() < italy(pair[1]).specificity(), "{pair:?}");
    }
    assert_eq!(italy("112").specificity(), italy("+390612345678").specificity());
    assert_eq!(italy("48###").specificity(), 203);
}

fn rule(kind: RuleKind, pattern: &str) -> Rule {
    Rule {
        id: 0,
        kind,
        pattern: pattern.into(),
        label: String::new(),
        action: if kind == RuleKind::Allow { Action::Allow } else { Action::Reject },
        enabled: true,
        schedule: None,
        sim: None,
        created_millis: 0,
        expires_millis: None,
    }
}

fn found(rules: &[Rule], caller: &Caller, sim: Option<u8>) -> Option<String> {
    let (set, problems) = RuleSet::compile(rules.to_vec(), Region::ITALY);
    assert_eq!(problems, []);
    set.find_both(caller, NOON, sim).block.map(|(rule, _)| rule.pattern.clone())
}

#[test]
fn the_most_specific_rule_in_force_wins() {
    let caller = number("+390612345678");
    let mut rules: Vec<Rule> = ["/6/", "*", "+39*", "06*", "06 *78", "06 ####5678", "+390612345678"]
        .into_iter()
        .map(|pattern| rule(RuleKind::Block, pattern))
        .collect();
    while let Some(last) = rules.last() {
        assert_eq!(found(&rules, &caller, None), Some(last.pattern.clone()));
        // Off, at another hour and on another SIM: each lets the next one speak.
        let expected = rules.iter().rev().nth(1).map(|next| next.pattern.clone());
        let mut off = rules.clone();
        off.last_mut().unwrap().enabled = false;
        assert_eq!(found(&off, &caller, None), expected);
        let mut later = rules.clone();
        let night = Window { days: 0x7f, from_minute: 22 * 60, to_minute: 6 * 60 };
        later.last_mut().unwrap().schedule = Some(Schedule(vec![night]));
        assert_eq!(found(&later, &caller, None), expected);
        let mut second = rules.clone();
        second.last_mut().unwrap().sim = Some(2);
        assert_eq!(found(&second, &caller, Some(1)), expected);
        assert_eq!(found(&second, &caller, None), expected);
        assert_eq!(found(&second, &caller, Some(2)), Some(last.pattern.clone()));
        rules.pop();
    }
    assert_eq!(found(&[], &caller, None), None);
}

#[test]
fn between_equals_the_first_of_the_list_wins() {
    let mut rules = vec![rule(RuleKind::Block, "06*"), rule(RuleKind::Block, "+3906*")];
    assert_eq!(found(&rules, &number("+390612345678"), None), Some("06*".into()));
    rules.reverse();
    assert_eq!(found(&rules, &number("+390612345678"), None), Some("+3906*".into()));
}

#[test]
fn allow_beats_block_on_a_tie_and_loses_to_a_closer_one() {
    let caller = number("+390612345678");
    for (allow, block, winner) in [
        ("06*", "06*", RuleKind::Allow),
        ("06*", "061*", RuleKind::Block),
        ("061*", "06*", RuleKind::Allow),
        ("/^06/", "06*", RuleKind::Block),
    ] {
        let rules = vec![rule(RuleKind::Block, block), rule(RuleKind::Allow, allow)];
        let (set, _) = RuleSet::compile(rules, Region::ITALY);
        assert_eq!(set.find_both(&caller, NOON, None).winner().unwrap().kind, winner, "{allow} {block}");
    }
    assert!(RuleSet::compile(vec![], Region::ITALY).0.find_both(&caller, NOON, None).winner().is_none());
}

#[test]
fn a_rule_that_no_longer_reads_is_a_problem_and_the_others_work() {
    let mut broken = rule(RuleKind::Block, "06*x");
    broken.id = 7;
    let (set, problems) = RuleSet::compile(vec![broken, rule(RuleKind::Block, "06*")], Region::ITALY);
    assert_eq!(problems, [RuleProblem { rule: 7, error: PatternError::StrayCharacter }]);
    assert_eq!(set.len(), 1);
    assert!(set.find_both(&number("+390612345678"), NOON, None).block.is_some());
    // A regex that does not compile matches nothing and stops nothing.
    let (set, _) = RuleSet::compile(vec![rule(RuleKind::Block, "/(/"), rule(RuleKind::Block, "06*")], Region::ITALY);
    assert!(set.find_both(&number("+390612345678"), NOON, None).block.is_some());
    assert!(set.find_both(&Caller::Hidden(crate::number::HiddenKind::Restricted), NOON, None).block.is_none());
}

#[test]
fn suggestions_hold_unwanted_neighbours_and_never_a_wanted_caller() {
    let call = |digits: &str, wanted| PastCall {
        key: digits.parse::<PhoneNumber>().unwrap().key(),
        wanted,
        utc_millis: 1_000 + i64::try_from(digits.len()).unwrap(),
    };
    let mut past: Vec<PastCall> =
        ["+390612345601", "+390612345612", "+390612345689", "+390612345689", "+390298765432", "+390298700000"]
            .into_iter()
            .map(|digits| call(digits, false))
            .collect();
    let suggestions = suggest(&past, Region::ITALY);
    assert_eq!(suggestions.len(), 1);
    let found = &suggestions[0];
    assert_eq!((found.pattern.as_str(), found.callers, found.calls, found.covers), ("+3906123456*", 3, 4, 100));
    let hit = preview(&italy(&found.pattern), &past);
    assert_eq!((hit.keys.len(), hit.calls, hit.wanted_calls, hit.covers), (3, 4, 0, Some(100)));
    // A wanted caller of any length inside the range takes the suggestion away.
    past.push(call("+3906123457", true));
    assert_eq!(suggest(&past, Region::ITALY).len(), 1, "beside the range");
    past.push(call("+39061234565", true));
    assert_eq!(suggest(&past, Region::ITALY), []);
    assert_eq!(suggest(&[], Region::ITALY), []);
}

#[test]
fn a_wide_range_needs_five_callers() {
    let call = |last: u64| PastCall {
        key: NumberKey::from_digits(390_612_340_000 + last, 12).unwrap(),
        wanted: false,
        utc_millis: 0,
    };
    let mut past: Vec<PastCall> = [1000, 3000, 5000, 7000].map(call).to_vec();
    assert_eq!(suggest(&past, Region::ITALY), []);
    past.push(call(9000));
    assert_eq!(suggest(&past, Region::ITALY)[0].pattern, "+39061234*");
}

/// A pattern near the callers below, so that many hit.
fn any_pattern() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\+39[0-2]{1,8}\\*",
        "\\+39[0-2]{3,8}",
        "\\+39[0-2#]{4,8}",
        "\\+39[0-2#*]{2,8}",
        "0[0-2]{0,5}\\*",
        "\\*[0-2]{1,4}",
        "[0-2]{2,4}",
        "/[0-2]{2,3}\\$/",
    ]
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let window = (1_u8..128, 0_u16..1440, 0_u16..1441)
        .prop_map(|(days, from_minute, to_minute)| Schedule(vec![Window { days, from_minute, to_minute }]));
    let parts = (any_pattern(), any::<bool>(), any::<bool>(), prop::option::weighted(0.3, window));
    (parts, prop::option::weighted(0.3, 1_u8..3)).prop_map(|((pattern, allow, enabled, schedule), sim)| Rule {
        enabled,
        schedule,
        sim,
        ..rule(if allow { RuleKind::Allow } else { RuleKind::Block }, &pattern)
    })
}

/// What the documentation says, by asking every rule.
fn scan<'r>(
    rules: &'r [Rule],
    kind: RuleKind,
    caller: &Caller,
    at: Moment,
    sim: Option<u8>,
) -> Option<(&'r Rule, u32)> {
    rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.kind == kind && rule.enabled && (rule.sim.is_none() || rule.sim == sim))
        .filter(|(_, rule)| rule.schedule.as_ref().is_none_or(|schedule| schedule.is_open(at)))
        .filter_map(|(index, rule)| Some((index, rule, Pattern::parse(&rule.pattern, Region::ITALY).ok()?)))
        .filter(|(_, _, pattern)| pattern.matches(caller))
        .max_by_key(|(index, _, pattern)| {
            let opening = pattern.range().map_or(0, |range| range.first.length());
            let interval = pattern.range().map_or(0, |range| u64::MAX - (range.last.as_u64() - range.first.as_u64()));
            let kind = u8::from(pattern.kind() != PatternKind::Regex);
            (pattern.specificity(), kind, interval, opening, std::cmp::Reverse(*index))
        })
        .map(|(_, rule, pattern)| (rule, pattern.specificity()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn compiled_rules_answer_as_a_scan_does(
        rules in prop::collection::vec(any_rule(), 0..40),
        callers in prop::collection::vec("\\+39[0-2]{3,9}|[0-2]{2,4}", 1..20),
        hour in 0_i64..168,
        sim in prop::option::of(1_u8..3),
    ) {
        let at = Moment { utc_millis: NOON.utc_millis + hour * 3_600_000, ..NOON };
        let (set, _) = RuleSet::compile(rules.clone(), Region::ITALY);
        for text in callers {
            let caller = if text.starts_with('+') { number(&text) } else { code(&text) };
            let both = set.find_both(&caller, at, sim);
            for (kind, found) in [(RuleKind::Allow, both.allow), (RuleKind::Block, both.block)] {
                prop_assert_eq!(found, scan(&rules, kind, &caller, at, sim), "{}", text);
            }
            prop_assert_eq!(set.allows(&caller, at, sim), both.allow.is_some());
        }
    }

    #[test]
    fn wildcards_match_as_backtracking_does(
        pattern in "\\+39[0-1#*]{1,8}",
        digits in "39[0-1]{3,10}",
    ) {
        fn backtrack(pattern: &[u8], digits: &[u8]) -> bool {
            match (pattern.split_first(), digits.split_first()) {
                (None, rest) => rest.is_none(),
                (Some((b'*', more)), rest) => {
                    backtrack(more, digits) || rest.is_some_and(|(_, tail)| backtrack(pattern, tail))
                }
                (Some((place, more)), Some((digit, tail))) => {
                    (*place == b'#' || place == digit) && backtrack(more, tail)
                }
                (Some(_), None) => false,
            }
        }
        if let Ok(compiled) = Pattern::parse(&pattern, Region::ITALY) {
            let expected = backtrack(&pattern.as_bytes()[1..], digits.as_bytes());
            prop_assert_eq!(compiled.matches(&number(&format!("+{digits}"))), expected);
        }
    }

    #[test]
    fn any_text_is_a_pattern_or_a_named_fault(text in "\\PC{0,40}|[-+0-9*#?/ ().x\\\\d{}]{0,60}") {
        if let Ok(pattern) = Pattern::parse(&text, Region::ITALY) {
            prop_assert!(!pattern.display(Region::ITALY).is_empty());
            prop_assert!(pattern.covers().is_none_or(|covers| covers <= 10_u64.pow(15)));
            let caller = number("+390612345678");
            prop_assert_eq!(pattern.matches(&caller), pattern.matches_key(caller.key().unwrap()));
        }
    }
}
