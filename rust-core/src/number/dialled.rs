//! What the user dialled before the number: codes that hide or show one's own number for one call.

use super::{Region, decimal_digit};

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

/// The text behind a code for one's own number: `*31#` and `#31#` of GSM (3GPP TS 22.030) and its like, `*67`, `141`.
pub(super) fn without_service_code(text: &str, home: Region) -> &str {
    let text = text.trim();
    let behind = behind_gsm_code(text).or_else(|| {
        let codes = OF_REGION.iter().find(|(region, _)| *region == home.as_str()).map_or(&[][..], |(_, codes)| codes);
        let digits = codes.iter().chain(NANP.iter().filter(|_| home.calling_code() == 1 || text.starts_with('*')));
        digits.filter_map(|code| text.strip_prefix(*code)).find(|rest| has_digits(rest, least(text)))
    });
    behind.unwrap_or(text)
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

fn least(text: &str) -> usize {
    if text.starts_with('*') { MIN_DIGITS_BEHIND_MARKS } else { MIN_DIGITS_BEHIND }
}

fn has_digits(text: &str, least: usize) -> bool {
    text.chars().filter(|c| decimal_digit(*c).is_some()).count() >= least
}
