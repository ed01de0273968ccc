//! Beginnings of numbers (`+44 (0)20 79*`, `0162*`, `011 15*`), read as whole numbers are: a beginning has no validity of
//! its own, so it is filled up to whole numbers, these are read, and what they all begin with is the beginning meant.

use super::Region;
use super::facts::{LineType, kind_of};
use super::parse::{self, Written};
use super::plan::{Field, Plan};

/// Fillings tried for one length. Some fillings happen to be invalid numbers, so the reading on which most agree counts.
const FILLINGS: u64 = 12;

/// Why digits are no beginning of any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BeginningError {
    /// Only the international prefix: every number of another country begins so.
    OnlyInternationalPrefix,
    /// No number begins so.
    NotANumber,
}

/// A beginning as written: its digits, and how the text says that they are meant.
#[derive(Debug, Clone, Copy)]
pub struct Beginning<'a> {
    /// `+` stands before the digits.
    pub plus: bool,
    /// The second group of digits stands in brackets, as a trunk prefix does behind a calling code: `+44 (0)20`.
    pub is_trunk_bracketed: bool,
    /// The digits, ASCII.
    pub digits: &'a str,
}

/// The E.164 digits that a written beginning stands for, without `+`.
///
/// # Errors
/// `OnlyInternationalPrefix` for `00` alone, `NotANumber` for what no country's numbers begin with.
pub fn read_beginning(written: Beginning<'_>, home: Region) -> Result<String, BeginningError> {
    let plan = Plan::of(home).ok_or(BeginningError::NotANumber)?;
    let read = read_once(written, plan)?;
    // As it reads when it is written out behind `+`.
    Ok(parse::settle(read, |digits| (!digits.starts_with('0')).then(|| international(digits, false, plan))))
}

fn read_once(written: Beginning<'_>, plan: Plan) -> Result<String, BeginningError> {
    match international_digits(written.plus, written.digits, plan) {
        Some("") => Err(BeginningError::OnlyInternationalPrefix),
        // `0180…` in Israel: what looks like the international prefix is the trunk zero of a number that begins with 180.
        Some(rest) if rest.starts_with('0') && !written.plus && !plan.field(Field::TrunkDigits).is_empty() => {
            Ok(at_home(written.digits, plan))
        }
        Some(rest) if rest.starts_with('0') => Err(BeginningError::NotANumber),
        Some(rest) => Ok(international(rest, written.is_trunk_bracketed, plan)),
        None => Ok(at_home(written.digits, plan)),
    }
}

/// A beginning without `+` and international prefix: national, or with the calling code alone where no known number of the
/// country begins so as a national one and one does behind the code (`4420*` in Britain).
fn at_home(digits: &str, plan: Plan) -> String {
    let code = plan.code().to_string();
    let as_national = national(digits, true, plan);
    // In North America the calling code is the trunk prefix too.
    let behind_code =
        digits.strip_prefix(&code).filter(|rest| rest.len() > 1 && plan.field(Field::TrunkDigits) != code);
    let behind_code = behind_code.filter(|_| !is_known(&as_national, plan)).map(|rest| national(rest, false, plan));
    let meant = behind_code.filter(|rest| is_known(rest, plan)).unwrap_or(as_national);
    canonical(format!("{code}{meant}"))
}

/// Whether one of the fillings of a national beginning is a number of a known kind.
fn is_known(national: &str, plan: Plan) -> bool {
    (national.len()..=plan.longest()).filter(|length| plan.has_length(*length)).any(|length| {
        fillings(length - national.len()).any(|fill| kind_of(plan, &format!("{national}{fill}")) != LineType::Unknown)
    })
}

/// The digits of a text that is no number, as a beginning of E.164 would have them: behind `+` or the international prefix as
/// they stand, else behind the home calling code. `None` where the text holds anything but digits and marks.
pub(super) fn digits_of(text: &str, home: Region) -> Option<String> {
    let written = parse::take_apart_of_any_length(text).ok()?;
    let plan = Plan::of(home)?;
    Some(match international_digits(written.plus, &written.digits, plan) {
        Some(rest) => rest.to_owned(),
        None => format!("{}{}", plan.code(), parse::without_trunk(&written.digits, plan)),
    })
}

/// The digits behind `+` or the international prefix of a text that holds nothing but digits and marks.
pub(super) fn international_digits_of(text: &str, home: Region) -> Option<String> {
    let written = parse::take_apart_of_any_length(text).ok()?;
    international_digits(written.plus, &written.digits, Plan::of(home)?).map(str::to_owned)
}

/// The E.164 digits before the open places of a number of known length, `filled` being its digits with one digit in every
/// open place, from 0 to 9. `None` where the ten readings do not agree: then the open places decide what is meant.
pub(crate) fn read_filled(filled: impl Fn(u8) -> (bool, String), open_from_end: usize, home: Region) -> Option<String> {
    let mut found: Option<String> = None;
    for filler in 0..10 {
        let (plus, digits) = filled(filler);
        let expected_end = digits.get(digits.len().checked_sub(open_from_end)?..)?.to_owned();
        let number = parse::parse_written(Written { plus, digits }, home).ok()?;
        let number = number.key().digits();
        let beginning = number.strip_suffix(&expected_end)?.to_owned();
        if found.as_ref().is_some_and(|found| *found != beginning) {
            return None;
        }
        found = Some(beginning);
    }
    found
}

/// The digits behind `+` or the international prefix; `None` for a national beginning.
fn international_digits(plus: bool, digits: &str, home: Plan) -> Option<&str> {
    let skip = parse::international_prefix(digits, home).filter(|_| !plus || digits.starts_with('0'));
    match skip.and_then(|skip| digits.get(skip..)) {
        Some(rest) => Some(rest),
        None => plus.then_some(digits),
    }
}

fn international(digits: &str, has_trunk: bool, home: Plan) -> String {
    let Some((code, rest)) = parse::calling_code(digits) else { return digits.to_owned() };
    let Some(plan) = parse::plan_of(code, home) else { return digits.to_owned() };
    let bracketed = if has_trunk { without_bracketed(rest, plan) } else { None };
    canonical(format!("{code}{}", bracketed.unwrap_or_else(|| national(rest, has_trunk, plan))))
}

/// What follows a trunk prefix in brackets, where the plan has several (`8` and `80` in Belarus, `8` and `0` in Lithuania) and
/// some number begins so.
fn without_bracketed(digits: &str, plan: Plan) -> Option<String> {
    let has_several = !plan.field(Field::NationalPrefix).bytes().all(|byte| byte.is_ascii_digit());
    let end = plan.regex(Field::NationalPrefix)?.find(digits)?.end();
    let rest = digits.get(end..).filter(|rest| !rest.is_empty() && has_several)?;
    let is_meant = plan.field(Field::Transform).is_empty() && begins_numbers(rest, plan);
    is_meant.then(|| rest.to_owned())
}

/// San Marino's numbers are written with Italy's calling code too; they travel with their own.
fn canonical(digits: String) -> String {
    match digits.strip_prefix("390549") {
        Some(rest) => format!("3780549{rest}"),
        None => digits,
    }
}

/// The national digits of a beginning, read at the length of everyday numbers first: without the trunk prefix or as the
/// plan's transform rule says, or as they stand. `has_trunk` says which of the two is tried first.
fn national(digits: &str, has_trunk: bool, plan: Plan) -> String {
    let trunk = plan.field(Field::NationalPrefix);
    let is_plain = trunk.bytes().all(|byte| byte.is_ascii_digit());
    // Most beginnings hold no trunk prefix, and a list may have a million of them.
    if trunk.is_empty() || (is_plain && !digits.starts_with(trunk)) {
        return digits.to_owned();
    }
    if is_plain && trunk == plan.field(Field::TrunkDigits) && plan.remembered(|| !begins_numbers(trunk, plan)) {
        return digits.strip_prefix(trunk).unwrap_or(digits).to_owned();
    }
    let usual = plan.usual_length();
    let stripped = |lengths: &[usize], may_add: bool| {
        let most = usual + trunk_room(plan);
        // The shortest whole number first: it has the fewest digits taken off (`025…` in Brazil is no carrier's code).
        (0..=most.saturating_sub(digits.len())).find_map(|more| {
            agreed(more, |fill| {
                let whole = format!("{digits}{fill}");
                let stripped = parse::without_trunk(&whole, plan);
                let is_taken_off = stripped.len() < whole.len() || (may_add && stripped != whole);
                let is_number = is_taken_off && lengths.contains(&stripped.len()) && plan.is_general(&stripped);
                is_number.then(|| stripped.strip_suffix(fill).map(str::to_owned))?
            })
        })
    };
    let stands = |lengths: &[usize]| {
        let is_number = |length: &usize| {
            let more = length.checked_sub(digits.len());
            more.is_some_and(|more| is_mostly(more, |fill| plan.is_general(&format!("{digits}{fill}"))))
        };
        lengths.iter().any(is_number).then(|| digits.to_owned())
    };
    let others: Vec<usize> =
        (0..=usual + 2).rev().filter(|length| *length != usual && plan.has_length(*length)).collect();
    // `264$1` in Anguilla: seven digits are a local number and get the area code, which ten digits begin with or do not have.
    let area = plan.field(Field::Transform).strip_suffix("$1").filter(|area| area.len() > 1);
    let is_whole = area.is_some_and(|area| {
        digits.starts_with(area) || (is_known(digits, plan) && !is_known(&format!("{area}{digits}"), plan))
    });
    let plain =
        || digits.strip_prefix(plan.field(Field::TrunkDigits)).filter(|rest| !rest.is_empty()).map(str::to_owned);
    let read = if has_trunk && !is_whole {
        // What begins with the trunk prefix is dialled with it, whatever else the plan's numbers begin with.
        let everyday = stripped(&[usual], false).or_else(|| stands(&[usual]));
        // A local number gets its area code: seven digits on an island of the North American plan.
        let local = || stripped(&[usual], true).or_else(|| stripped(&others, true));
        everyday.or_else(plain).or_else(local).or_else(|| stands(&others))
    } else {
        let everyday = stands(&[usual]).or_else(|| stripped(&[usual], false));
        // Behind a calling code nothing is added: `+1 45…` is no local number of one island.
        everyday.or_else(|| stands(&others)).or_else(|| stripped(&others, false))
    };
    read.unwrap_or_else(|| digits.strip_prefix(plan.field(Field::TrunkDigits)).unwrap_or(digits).to_owned())
}

/// Whether some national number begins with these digits: then a trunk prefix in them may be part of the number.
fn begins_numbers(digits: &str, plan: Plan) -> bool {
    let longer = |length: usize| {
        (0..100).any(|next| {
            let front = format!("{digits}{next:02}");
            fillings(length - front.len()).any(|fill| plan.is_general(&format!("{front}{fill}")))
        })
    };
    plan.is_general(digits)
        || (0..10).any(|next| plan.is_general(&format!("{digits}{next}")))
        || (digits.len() + 2..=plan.longest()).any(longer)
}

/// Digits that a trunk rule may take off a whole number: the prefix, and a carrier's code or a mobile's mark.
fn trunk_room(plan: Plan) -> usize {
    plan.field(Field::TrunkDigits).len() + if plan.field(Field::Transform).is_empty() { 2 } else { 4 }
}

/// Whether at least a quarter of the fillings of this length are valid; plans have gaps.
fn is_mostly(more: usize, passes: impl Fn(&str) -> bool) -> bool {
    let passed = fillings(more).filter(|fill| passes(fill)).count();
    passed * 4 >= fillings(more).count()
}

/// The common result of reading the fillings of this length: all valid results agree and are at least a quarter of all.
fn agreed(more: usize, read: impl Fn(&str) -> Option<String>) -> Option<String> {
    let readings: Vec<String> = fillings(more).filter_map(|fill| read(&fill)).collect();
    let first = readings.first()?.clone();
    let agree = readings.iter().all(|reading| *reading == first) && readings.len() * 4 >= fillings(more).count();
    agree.then_some(first)
}

/// Pseudo-random digits to fill up with, the same at every call.
fn fillings(digits: usize) -> impl Iterator<Item = String> {
    let count = if digits == 0 { 1 } else { FILLINGS };
    (0..count).map(move |index| {
        (0..digits)
            .map(|place| {
                char::from(
                    b'0' + u8::try_from((index * 7 + u64::try_from(place).unwrap_or(0) * (3 + index)) % 10)
                        .unwrap_or(0),
                )
            })
            .collect()
    })
}
