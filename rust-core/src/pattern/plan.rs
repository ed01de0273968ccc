//! The few facts of a country's numbering plan that patterns need: beginnings of numbers have no validity of
//! their own, so they are read by rule and not by parsing.

use crate::number::{NumberKey, PhoneNumber, Region};

/// Digits of a number whose country is open.
pub(super) const OPEN_DIGITS: u8 = 12;

/// A number of the home country as dialled inside it, digits only.
pub(super) fn national_digits(key: NumberKey, home: Region) -> Option<String> {
    let digits = key.digits();
    let national = digits.strip_prefix(&home.calling_code().to_string()).filter(|_| !key.is_short_code())?;
    Some(format!("{}{national}", home.trunk_digits()))
}

/// Digits of everyday numbers that begin so.
pub(super) fn usable_digits(value: u64, _length: u8) -> u8 {
    let usual = PhoneNumber::usual_digits_after(&value.to_string());
    usual.and_then(|digits| u8::try_from(digits).ok()).unwrap_or(OPEN_DIGITS)
}

/// A beginning as written at home, in the groups of the numbers that begin so.
pub(super) fn display_beginning(key: NumberKey, home: Region) -> String {
    if key.is_short_code() {
        return key.digits();
    }
    let plain =
        national_digits(key, home).filter(|text| !text.is_empty()).unwrap_or_else(|| format!("+{}", key.digits()));
    grouped(key, &plain, home).unwrap_or(plain)
}

/// The groups are those of such a number filled up with zeros; `None` where it does not begin as the text does.
fn grouped(key: NumberKey, plain: &str, home: Region) -> Option<String> {
    let digits = key.digits();
    let usual = PhoneNumber::usual_digits_after(&digits)?;
    let whole = NumberKey::from_digits(format!("{digits:0<usual$}").parse().ok()?, u8::try_from(usual).ok()?)?;
    let shown = PhoneNumber::from_key(whole)?.display(home);
    let mut left = plain.chars().peekable();
    let mut text = String::new();
    for symbol in shown.chars() {
        if left.peek().is_none() {
            break;
        }
        // Only what reads back as a pattern.
        if symbol != ' ' && Some(symbol) != left.next() {
            return None;
        }
        text.push(symbol);
    }
    left.peek().is_none().then_some(text)
}

/// The key of digits; `None` for none and for more than E.164 allows.
pub(super) fn key_of(digits: &[u8]) -> Option<NumberKey> {
    let value = digits.iter().try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(*digit)))?;
    NumberKey::from_digits(value, u8::try_from(digits.len()).ok()?)
}
