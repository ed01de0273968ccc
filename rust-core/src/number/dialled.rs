//! What the user dialled before the number: codes that hide or show one's own number for one call.

use super::{Region, decimal_digit, is_separator};

/// Codes of the North American plan: hide (67) and show (82) one's own number.
const NANP: [&str; 2] = ["*67", "*82"];
/// Codes made of digits, by region: each is dialled before a whole number. Source: the networks' help pages.
const OF_REGION: [(&str, &[&str]); 7] = [
    ("AU", &["1831", "1832"]),
    ("FR", &["3651"]),
    ("GB", &["141", "1470"]),
    ("HK", &["133", "1357"]),
    ("IE", &["141", "142"]),
    ("JP", &["184", "186"]),
    ("NZ", &["0197", "0196"]),
];
/// Fewest digits of a number behind a code: `1412` is a code of four digits, not 141 followed by 2.
const MIN_DIGITS_BEHIND: usize = 6;
/// A code with `*` or `#` is told apart from a number by its marks: 112 may stand behind it.
const MIN_DIGITS_BEHIND_MARKS: usize = 3;
/// In a pattern `*` also stands for any digits: a whole number of North America behind `*67` is none that ends so.
const MIN_DIGITS_BEHIND_MARK_ALONE: usize = 10;

/// The text behind a code for one's own number: `*31#` and `#31#` of GSM (3GPP TS 22.030) and its like, `*67`, `141`.
pub(super) fn without_service_code(text: &str, home: Region) -> &str {
    let text = text.trim();
    let behind = behind_gsm_code(text).or_else(|| {
        let digits =
            codes_of(home).iter().chain(NANP.iter().filter(|_| home.calling_code() == 1 || text.starts_with('*')));
        digits.filter_map(|code| text.strip_prefix(*code)).find(|rest| has_digits(rest, least(text)))
    });
    behind.unwrap_or(text)
}

fn codes_of(home: Region) -> &'static [&'static str] {
    OF_REGION.iter().find(|(region, _)| *region == home.as_str()).map_or(&[][..], |(_, codes)| codes)
}

/// `*31#` or `#31#` and the like: marks, two or three digits, `#` or `*`.
fn behind_gsm_code(text: &str) -> Option<&str> {
    let code = text.trim_start_matches(['*', '#']);
    if code.len() == text.len() {
        return None;
    }
    let (digits, rest) = code.split_once(['#', '*'])?;
    let is_code = (2..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    // `*21*112#` sets where calls are sent: only `#` ends a code for one call.
    let least = if code.get(digits.len()..)?.starts_with('#') { MIN_DIGITS_BEHIND_MARKS } else { MIN_DIGITS_BEHIND };
    Some(rest).filter(|rest| is_code && has_digits(rest, least))
}

/// Whether a pattern begins with a code for one's own number, or is such a code: no caller shows one. Wildcards count as digits
/// of the number behind it; `*67*`, `*77##` and `#31 06*` are no codes.
pub(crate) fn begins_with_service_code(pattern: &str, home: Region) -> bool {
    let pattern = pattern.trim();
    let own = codes_of(home);
    // A quick no for what most lists hold.
    if pattern.starts_with('+') || (own.is_empty() && pattern.starts_with(|c: char| c.is_ascii_digit())) {
        return false;
    }
    let text: String = pattern.chars().filter(|c| !is_separator(*c)).map(ascii_mark).collect();
    let marked = text.trim_start_matches(['*', '#']);
    if marked.len() < text.len() {
        let behind = marked
            .split_once('#')
            .filter(|(digits, _)| (2..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()));
        let is_gsm = behind.is_some_and(|(_, rest)| rest.is_empty() || rest.contains(|c| c != '#'));
        // `*67 202…`; without the blank it may be how a number ends.
        let is_apart = |code: &str| {
            let rest = pattern.strip_prefix(code).unwrap_or_default();
            rest.starts_with(is_separator) && rest.contains(|c| decimal_digit(c).is_some())
        };
        let is_whole = |code: &str| {
            let rest = text.strip_prefix(code).unwrap_or_default();
            home.calling_code() == 1 && rest.bytes().filter(u8::is_ascii_digit).count() >= MIN_DIGITS_BEHIND_MARK_ALONE
        };
        return is_gsm || NANP.iter().any(|code| is_apart(code) || is_whole(code));
    }
    let is_number = |rest: &str| {
        let is_marked = rest.starts_with(['0', '+']);
        let is_open = is_marked && rest.len() >= 3 && rest.ends_with('*');
        (is_marked || home.trunk_digits().is_empty()) && (is_open || rest.len() >= MIN_DIGITS_BEHIND)
    };
    own.iter().filter_map(|code| text.strip_prefix(code)).any(is_number)
}

fn ascii_mark(c: char) -> char {
    match c {
        '＊' => '*',
        '＃' => '#',
        other => decimal_digit(other).map_or(other, |digit| char::from(b'0' + digit)),
    }
}

fn least(text: &str) -> usize {
    if text.starts_with('*') { MIN_DIGITS_BEHIND_MARKS } else { MIN_DIGITS_BEHIND }
}

fn has_digits(text: &str, least: usize) -> bool {
    text.chars().filter(|c| decimal_digit(*c).is_some()).count() >= least
}
