//! A cell of a table, or a part of a line: what spreadsheets did to a number is undone, and what is written like a number
//! but is none (dates, times, amounts) is recognised.

use std::borrow::Cow;

use crate::number::{LineType, ListKey, PhoneNumber, Region};

/// The longest cell that is looked at: several numbers with their marks.
const MAX_CELL: usize = 250;

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Empty,
    /// A number of the plan, or one in international form.
    Number,
    /// Digits that may be a number, though the plan does not know it.
    Digits,
    /// A beginning or a range: `0162*`, `+33162######`.
    Pattern,
    /// Three to six digits.
    Code,
    /// A date or a time, also in bare digits.
    Date,
    /// Anything else.
    Other,
}

/// A text without what spreadsheets and programs put around a number: `="0446…"`, `'+39…`, quotes, `.0`, a `tel:` scheme, the
/// dash of a YAML list.
pub(super) fn cleaned(text: &str) -> Cow<'_, str> {
    let mut text = text.trim();
    if text.len() > MAX_CELL || text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'+') {
        return text.into();
    }
    for _ in 0..4 {
        let before = text;
        text = ["- ", "* ", "\u{2022} "].iter().find_map(|bullet| text.strip_prefix(bullet)).unwrap_or(text);
        text = text.trim_start_matches('=').trim();
        text = text.trim_matches(['"', '\'', '`', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}']).trim();
        for scheme in ["tel:", "callto:"] {
            text = text
                .get(..scheme.len())
                .filter(|begin| begin.eq_ignore_ascii_case(scheme))
                .map_or(text, |begin| text.get(begin.len()..).unwrap_or_default().trim_start_matches('/'));
        }
        if text == before {
            break;
        }
    }
    if let Some(number) = without_fraction(text) {
        return number.into();
    }
    exact_power(text).or_else(|| places(text)).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// `0162 xx xx xx` as `0162######`: an `x` for a digit's place. One alone is an extension.
fn places(text: &str) -> Option<String> {
    let beginning = text.trim_end_matches(|c| matches!(c, 'x' | 'X') || is_mark(c));
    let count = text.get(beginning.len()..)?.matches(['x', 'X']).count();
    let is_beginning = beginning.ends_with(|c: char| c.is_ascii_digit()) && !beginning.contains(char::is_alphabetic);
    (count > 1 && is_beginning).then(|| format!("{beginning}{}", "#".repeat(count)))
}

/// `390255512346.0`: a whole number that went through a float.
fn without_fraction(text: &str) -> Option<&str> {
    let (whole, fraction) = text.split_once(['.', ','])?;
    let digits = whole.strip_prefix('+').unwrap_or(whole);
    let is_whole = digits.len() >= 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_whole && !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0')).then_some(whole)
}

/// `3.90255512346E+11`, where no digit was lost: all of the whole number are there.
fn exact_power(text: &str) -> Option<String> {
    let (mantissa, power) = text.split_once(['E', 'e'])?;
    let power: usize = power.strip_prefix('+').unwrap_or(power).parse().ok()?;
    let (first, rest) = mantissa.split_once(['.', ','])?;
    let is_exact = first.len() == 1 && rest.len() == power && (6..=14).contains(&power);
    let digits = format!("{first}{rest}");
    (is_exact && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// A number without what is dialled after it: `+390612345678,,12#`, `…p12`, `…;ext=5`.
pub(super) fn without_pause(text: &str) -> &str {
    let is_pause = |c: char| matches!(c, ',' | ';' | 'p' | 'P' | 'w' | 'W');
    let Some((before, after)) = text.split_once(is_pause).filter(|(before, _)| digits_in(before) >= 5) else {
        return text;
    };
    let is_dialled = after.chars().all(|c| c.is_ascii_digit() || is_pause(c) || matches!(c, '#' | '*' | ' '));
    if is_dialled { before.trim() } else { text }
}

/// Numbers that share a cell: ` ::: ` in Google's contacts, `;`, `|`, a comma, a line break.
pub(super) fn numbers_in(text: &str) -> Vec<&str> {
    let parts: Vec<&str> = text
        .split(":::")
        .flat_map(|part| part.split(['\n', '|', ';', ',']))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let are_numbers = parts.len() > 1 && parts.iter().all(|part| digits_in(part) >= 5 || part.ends_with(['*', '#']));
    if are_numbers { parts } else { vec![without_pause(text)] }
}

/// A mark between digits.
pub(super) fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | '(' | ')' | '/' | '\u{2010}'..='\u{2015}')
}

pub(super) fn digits_in(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// What a cell looks like in a region.
pub(super) fn look(text: &str, region: Region) -> Cell {
    if text.len() > MAX_CELL {
        return Cell::Other;
    }
    let text = cleaned(text);
    let digits = digits_in(&text);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if text.is_empty() {
        return Cell::Empty;
    }
    if is_date(&text) || is_time(&text) {
        return Cell::Date;
    }
    if letters > 0 && digits < 5 || is_fraction(&text) || is_address(&text) {
        return Cell::Other;
    }
    if text.ends_with(['*', '#']) && digits >= 2 && letters == 0 {
        return Cell::Pattern;
    }
    let parts = numbers_in(&text);
    let one = parts.first().copied().unwrap_or_default();
    match PhoneNumber::parse(one, region) {
        Ok(number) if one.starts_with(['+', '\u{ff0b}']) || region.international_prefix_length(one).is_some() => {
            if number.region().is_some() {
                Cell::Number
            } else {
                Cell::Digits
            }
        }
        // A date of nine digits may be a valid number by chance; so a column is judged by all its cells.
        Ok(number) if number.line_type() != LineType::Unknown => Cell::Number,
        Ok(_) if digits >= 6 => Cell::Digits,
        // More digits than a number has, or an unassigned calling code, as callers show them.
        Err(_) if letters == 0 && digits >= 7 && ListKey::read(one, region).is_some() => Cell::Digits,
        _ if letters == 0 && (3..=6).contains(&digits) && text.len() == digits => Cell::Code,
        _ => Cell::Other,
    }
}

/// A date as written with marks: year, month and day in any order, also with a time behind it.
pub(super) fn is_date(text: &str) -> bool {
    let text = text.trim();
    // A quick no for what most lines hold.
    if text.len() < 6 || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '-' | '.' | '\u{2010}'..='\u{2014}')))
        .unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let rest = rest.trim_start_matches([' ', ',', 'T', 't', '_']);
    if !(rest.is_empty() || is_time(rest)) {
        return false;
    }
    let parts: Vec<&str> = date.trim_end_matches('.').split(|c: char| !c.is_ascii_digit()).collect();
    let [first, second, third] = parts[..] else { return false };
    let is_marked = |mark: char| date.matches(mark).count() >= 2;
    let value = |text: &str| text.parse::<u32>().unwrap_or(u32::MAX);
    let is_day_and_month = |a: &str, b: &str| {
        let (a, b, is_short) = (value(a), value(b), a.len() <= 2 && b.len() <= 2);
        is_short && (1..=31).contains(&a) && (1..=31).contains(&b) && (a <= 12 || b <= 12)
    };
    let is_year = |text: &str| text.len() == 4 && (1900..2100).contains(&value(text));
    (is_year(first) && is_day_and_month(second, third))
        || (is_year(third) && is_day_and_month(first, second))
        || (third.len() == 2
            && first.len() <= 2
            && is_day_and_month(first, second)
            && (is_marked('/') || is_marked('.')))
        || (first.len() == 2 && third.len() == 2 && is_marked('/') && is_day_and_month(second, third))
}

/// `10:30`, `10:30:15`, `1:02 PM`, with parts of a second and a zone.
pub(super) fn is_time(text: &str) -> bool {
    let Some((hour, rest)) = text.split_once(':') else { return false };
    let minute = rest.get(..2).unwrap_or_default();
    let is_number = |text: &str| !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number(hour) && is_number(minute) && text.chars().filter(|c| c.is_alphabetic()).count() <= 4
}

/// A date or a time in bare digits: `20261124`, `24112026`, `103000`, `20261124103000`.
pub(super) fn is_bare_date(text: &str) -> bool {
    let number =
        |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(u32::MAX);
    let is_day = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_year = |year: u32| (1970..2100).contains(&year);
    let is_clock = |hour: u32, minute: u32| hour < 24 && minute < 60;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let is_year_first = is_year(number(0, 4)) && is_day(number(4, 6), number(6, 8));
    match text.len() {
        4 => is_clock(number(0, 2), number(2, 4)) || is_year(number(0, 4)),
        6 => {
            let clock = is_clock(number(0, 2), number(2, 4)) && number(4, 6) < 60;
            clock || is_day(number(2, 4), number(4, 6)) || is_day(number(2, 4), number(0, 2))
        }
        8 => {
            let day_first =
                is_year(number(4, 8)) && (is_day(number(2, 4), number(0, 2)) || is_day(number(0, 2), number(2, 4)));
            is_year_first || day_first
        }
        12 | 14 => is_year_first && is_clock(number(8, 10), number(10, 12)),
        _ => false,
    }
}

/// Seconds, or milliseconds, since 1970: of this century until 2038.
pub(super) fn is_epoch(text: &str) -> bool {
    let seconds =
        text.get(..10).filter(|_| matches!(text.len(), 10 | 13 | 16) && text.bytes().all(|byte| byte.is_ascii_digit()));
    seconds
        .and_then(|seconds| seconds.parse::<u64>().ok())
        .is_some_and(|seconds| (946_684_800..2_147_483_648).contains(&seconds))
}

/// `12.50`, `-45.4642`, `1,5`, `1.234,50`, `12 %`: an amount, a rate, a coordinate.
fn is_fraction(text: &str) -> bool {
    let signs = ['%', ' ', '\u{20ac}', '$', '\u{a3}'];
    let (whole_text, text) = (text, text.trim_matches(signs));
    if text.len() < whole_text.len() && digits_in(text) > 0 {
        return true;
    }
    let number = text.strip_prefix('-').unwrap_or(text);
    let Some((whole, fraction)) = number.rsplit_once(['.', ',']) else { return text.starts_with('-') };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = |text: &str| text.split(['.', ',']).skip(1).all(|group| group.len() == 3 && is_digits(group));
    let groups = whole.split(['.', ',']).count();
    let is_whole = whole.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) && !whole.is_empty();
    is_digits(fraction)
        && is_whole
        && match groups {
            // `02.55512345` is a number: an amount has no leading zero and fewer digits behind the point.
            1 => {
                !(whole.starts_with('0') && whole.len() > 1)
                    && whole.len() <= 7
                    && (fraction.len() <= 4 || text.starts_with('-'))
            }
            _ => fraction.len() <= 2 && is_grouped(whole),
        }
}

/// `192.168.1.10`.
fn is_address(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 4
        && parts.iter().all(|part| part.parse::<u8>().is_ok() && !(part.len() > 1 && part.starts_with('0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spreadsheets_did_is_undone() {
        for (text, clean) in [
            ("=\"0446681800\"", "0446681800"),
            ("=\"\"0446681800\"\"", "0446681800"),
            ("'+390255512345", "+390255512345"),
            ("390255512346.0", "390255512346"),
            ("390255512346,00", "390255512346"),
            ("3.90255512346E+11", "390255512346"),
            ("3.90256E+11", "3.90256E+11"),
            ("TEL:+390612345678", "+390612345678"),
            ("- \"0612345678\"", "0612345678"),
            ("02.5551.2345", "02.5551.2345"),
            ("\u{2022} 0612345678", "0612345678"),
            ("0162 xx XX xx", "0162######"),
            ("0612345678 x", "0612345678 x"),
        ] {
            assert_eq!(cleaned(text), clean, "{text}");
        }
    }

    #[test]
    fn dates_times_and_amounts_are_no_numbers() {
        for date in [
            "24/11/2026",
            "2026-11-24",
            "11/24/2026",
            "24.11.26",
            "24-11-2026",
            "2026.11.24",
            "24/11/2026 10:30",
            "2026-11-24T10:30:00Z",
            "24.11.2026.",
        ] {
            assert!(is_date(date), "{date}");
        }
        for number in
            ["06 1234 5678", "02-5551-2345", "030/123456", "01.62.00.00.00", "2026-1124", "20261124", "12-10-11"]
        {
            assert!(!is_date(number), "{number}");
        }
        for fraction in ["12.50", "1.234,50", "-45.4642", "12 %", "1,5"] {
            assert!(is_fraction(fraction), "{fraction}");
        }
        for number in ["02.55512345", "01.62.00.00.00", "0255512345", "044.668.18.00"] {
            assert!(!is_fraction(number) && !is_address(number), "{number}");
        }
        assert!(
            is_bare_date("20261124")
                && is_bare_date("24112026")
                && is_bare_date("103000")
                && !is_bare_date("0255512345")
        );
        assert!(is_epoch("1700000000") && is_epoch("1700000000123") && !is_epoch("0255512345"));
    }

    #[test]
    fn a_pause_ends_a_number_and_a_cell_may_hold_several() {
        assert_eq!(without_pause("+390612345678,,12#"), "+390612345678");
        assert_eq!(without_pause("+390612345678p12"), "+390612345678");
        assert_eq!(numbers_in("+390612345678 ::: +390612345679"), ["+390612345678", "+390612345679"]);
        assert_eq!(numbers_in("+390612345678;ext=5"), ["+390612345678;ext=5"]);
    }
}
