//! From written forms to `PhoneNumber`, by the home region's plan. The steps are libphonenumber's; where the
//! `phonenumber` crate departs from them, `tests/number_oracle.rs` lists and explains it.

use super::chars::{decimal_digit, is_extension, is_plus, is_separator};
use super::plan::{Field, Plan};
use super::{ParseError, PhoneNumber, Region};

/// The longest text read: a number with separators, an extension and RFC 3966 parameters.
const MAX_TEXT_BYTES: usize = 250;
/// An extension or a pause follows a number or a code; fewer digits are neither (`06,1234` is no code 06).
const MIN_BEFORE_EXTENSION: usize = 3;
/// The longest run of digits read: an international prefix and an E.164 number.
const MAX_DIGITS: usize = 24;

/// A text taken apart: its digits, and whether `+` stood before them.
pub(super) struct Written {
    pub(super) plus: bool,
    pub(super) digits: String,
}

impl PhoneNumber {
    /// Reads a number as written by a user, a list or Telecom, in any form in use in `home`.
    ///
    /// # Errors
    /// Names the fault; never holds the text.
    pub fn parse(text: &str, home: Region) -> Result<Self, ParseError> {
        parse(text, home)
    }
}

fn parse(text: &str, home: Region) -> Result<PhoneNumber, ParseError> {
    let plan = Plan::of(home).ok_or(ParseError::UnknownCallingCode)?;
    if let Some(number) = written_out(text, plan) {
        return Ok(number);
    }
    number_of(take_apart(text)?, plan)
}

/// Reads digits that were taken apart before.
pub(super) fn parse_written(written: Written, home: Region) -> Result<PhoneNumber, ParseError> {
    number_of(written, Plan::of(home).ok_or(ParseError::UnknownCallingCode)?)
}

fn number_of(written: Written, home: Plan) -> Result<PhoneNumber, ParseError> {
    let (code, national) = split(written, home)?;
    let digits = format!("{code}{}", settled(code, national, home));
    match digits.len() {
        length if length < PhoneNumber::MIN_DIGITS => Err(ParseError::TooShort { digits: length }),
        length if length > PhoneNumber::MAX_DIGITS => Err(ParseError::TooLong { digits: length }),
        _ => PhoneNumber::from_e164_digits(&digits),
    }
}

/// `+` and digits without a trunk prefix, as the network and most lists write: nothing is to be dropped then. `None`
/// leaves a text to the steps below, which come to the same number.
fn written_out(text: &str, home: Plan) -> Option<PhoneNumber> {
    let digits = text.strip_prefix('+')?;
    if digits.starts_with('0') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (code, national) = calling_code(digits)?;
    let is_without = plan_of(code, home).is_none_or(|plan| !may_hold_trunk(national, plan));
    is_without.then(|| PhoneNumber::from_e164_digits(digits).ok()).flatten()
}

/// National digits as they read when they are written out behind their calling code: `00 600…` in France would be written as
/// `+33 0600…`, which is read without that zero. So the trunk rule is asked until nothing changes, and of readings that lead to each
/// other the least is meant. Numbers of a plan are settled already.
fn settled(code: u16, national: String, home: Plan) -> String {
    let Some(plan) = plan_of(code, home) else { return national };
    settle(national, |digits| {
        let next = if may_hold_trunk(digits, plan) { without_trunk(digits, plan) } else { digits.to_owned() };
        let length = code.to_string().len() + next.len();
        (PhoneNumber::MIN_DIGITS..=PhoneNumber::MAX_DIGITS).contains(&length).then_some(next)
    })
}

/// Reads digits again until nothing changes; the least of those that lead to each other. What cannot be read again stays.
pub(super) fn settle(digits: String, read_again: impl Fn(&str) -> Option<String>) -> String {
    let mut seen = Vec::new();
    let mut last = digits;
    loop {
        let Some(next) = read_again(&last) else { return last };
        if next == last {
            return last;
        }
        if let Some(first) = seen.iter().position(|before| *before == next) {
            seen.push(last);
            return seen.split_off(first).into_iter().min().unwrap_or(next);
        }
        seen.push(last);
        last = next;
    }
}

/// Whether national digits may begin with a trunk prefix: asked before `without_trunk`, which costs more.
fn may_hold_trunk(national: &str, plan: Plan) -> bool {
    let trunk = plan.field(Field::NationalPrefix);
    !trunk.is_empty() && (!trunk.bytes().all(|byte| byte.is_ascii_digit()) || national.starts_with(trunk))
}

/// The plan whose trunk rule holds for numbers of a calling code.
pub(super) fn plan_of(code: u16, home: Plan) -> Option<Plan> {
    if code == home.code() && home.is_of_country() { Some(home) } else { Plan::main_of_code(code) }
}

/// Calling code and national digits.
fn split(written: Written, home: Plan) -> Result<(u16, String), ParseError> {
    let digits = written.digits;
    if let Some(rest) = international(&digits, written.plus, home) {
        let (code, national) = calling_code(rest).ok_or(ParseError::UnknownCallingCode)?;
        // The trunk rule of the number's own country holds: `+44 (0)20 …` loses the zero, `+39 06 …` keeps it.
        let plan = plan_of(code, home);
        let national = plan.map_or_else(|| national.to_owned(), |plan| without_trunk(national, plan));
        return Ok((code, national));
    }
    let code = home.code().to_string();
    if let Some(rest) = digits.strip_prefix(&code) {
        let stripped = without_trunk(rest, home);
        let whole_fits = home.is_general(&digits) || home.is_general(&without_trunk(&digits, home));
        if !whole_fits && (home.is_general(&stripped) || digits.len() > home.longest()) {
            return Ok((home.code(), stripped));
        }
    }
    let national = without_trunk(&digits, home);
    // Fewer digits than any number of the plan: a short code of the network, not a telephone number.
    if national.len() < home.shortest() {
        return Err(ParseError::TooShort { digits: national.len() });
    }
    Ok((home.code(), national))
}

/// How many of the leading digits are the region's international prefix.
pub(super) fn international_prefix(digits: &str, plan: Plan) -> Option<usize> {
    let source = plan.field(Field::InternationalPrefix);
    if source.bytes().all(|byte| byte.is_ascii_digit()) {
        return (!source.is_empty() && digits.starts_with(source)).then_some(source.len());
    }
    Some(plan.regex(Field::InternationalPrefix)?.find(digits)?.end())
}

/// The digits after `+` or the home region's international prefix; `None` for a national number.
fn international(digits: &str, plus: bool, home: Plan) -> Option<&str> {
    // `+00…` is written too: the prefix after a plus is dropped like one without it.
    if plus && !digits.starts_with('0') {
        return Some(digits);
    }
    let rest = international_prefix(digits, home)
        .and_then(|length| digits.get(length..))
        .filter(|rest| !rest.starts_with('0'));
    rest.or(plus.then_some(digits))
}

pub(super) fn calling_code(digits: &str) -> Option<(u16, &str)> {
    (1..=3).find_map(|length| {
        let (code, national) = digits.split_at_checked(length)?;
        let known = !code.starts_with('0') && Plan::knows_code(code.parse().ok()?);
        known.then(|| Some((code.parse().ok()?, national)))?
    })
}

/// The national significant number: without the trunk prefix, or as the region's transform rule says.
pub(super) fn without_trunk(digits: &str, plan: Plan) -> String {
    let stripped = strip_trunk(digits, plan).unwrap_or_else(|| digits.to_owned());
    // What is left must be as long as a number can be: else the prefix was part of the number.
    if plan.has_length(stripped.len()) || (stripped.len() > plan.shortest() && !plan.has_length(digits.len())) {
        stripped
    } else {
        digits.to_owned()
    }
}

fn strip_trunk(digits: &str, plan: Plan) -> Option<String> {
    let source = plan.field(Field::NationalPrefix);
    if source.is_empty() {
        return None;
    }
    if source.bytes().all(|byte| byte.is_ascii_digit()) {
        let rest = digits.strip_prefix(source)?;
        return (!plan.is_general(digits) || plan.is_general(rest)).then(|| rest.to_owned());
    }
    let captures = plan.regex(Field::NationalPrefix)?.captures(digits)?;
    let rest = digits.get(captures.get(0)?.end()..)?;
    let last = captures.len().checked_sub(1).filter(|last| *last > 0).and_then(|last| captures.get(last));
    let transform = plan.field(Field::Transform);
    let stripped = if transform.is_empty() || last.is_none() {
        rest.to_owned()
    } else {
        let mut replaced = String::new();
        captures.expand(&with_braces(transform), &mut replaced);
        replaced.push_str(rest);
        replaced
    };
    (!plan.is_general(digits) || plan.is_general(&stripped)).then_some(stripped)
}

/// `9$1` becomes `9${1}`: in a template `$15` would name group 15.
fn with_braces(transform: &str) -> String {
    let mut template = String::new();
    let mut after_dollar = false;
    for c in transform.chars() {
        match (after_dollar, c.is_ascii_digit()) {
            (true, true) => template.extend(['{', c, '}']),
            _ => template.push(c),
        }
        after_dollar = c == '$';
    }
    template
}

/// Digits and plus of a written number; separators, marks, a `tel:` before and an extension or pause behind are dropped.
pub(super) fn take_apart(text: &str) -> Result<Written, ParseError> {
    let written = take_apart_of_any_length(text)?;
    match written.digits.len() {
        length if length > MAX_DIGITS => Err(ParseError::TooLong { digits: length }),
        _ => Ok(written),
    }
}

/// As `take_apart`, for digits that are more than any number has.
pub(super) fn take_apart_of_any_length(text: &str) -> Result<Written, ParseError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(ParseError::TextTooLong);
    }
    let text = without_scheme(text);
    let (number, parameters) = text.split_once(';').unwrap_or((text, ""));
    let mut written = Written { plus: false, digits: String::new() };
    if let Some(context) = parameters.split(';').find_map(|parameter| parameter.strip_prefix("phone-context=")) {
        // `phone-context=+39` names the country of a local number; a domain name says nothing.
        if context.starts_with('+') && !number.starts_with('+') {
            written.read(context)?;
        }
    }
    written.read(number)?;
    match written.digits.len() {
        0 => Err(ParseError::NotANumber),
        1 if !written.plus => Err(ParseError::TooShort { digits: 1 }),
        _ => Ok(written),
    }
}

/// The text behind quotes, a list's dash and the URI scheme of a telephone number, in any case.
pub(crate) fn without_scheme(text: &str) -> &str {
    let text = text.trim_start_matches(|c| is_separator(c) && c != '(');
    let scheme = ["tel:", "callto:"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(scheme)));
    text.get(scheme.map_or(0, str::len)..).unwrap_or_default()
}

impl Written {
    fn read(&mut self, text: &str) -> Result<(), ParseError> {
        for (index, c) in text.char_indices() {
            if let Some(digit) = decimal_digit(c) {
                self.digits.push(char::from(b'0' + digit));
            } else if is_plus(c) && self.digits.is_empty() {
                self.plus = true;
            } else if self.digits.len() >= MIN_BEFORE_EXTENSION && is_extension(text.get(index..).unwrap_or_default()) {
                break;
            } else if !is_separator(c) {
                return Err(ParseError::NotANumber);
            }
        }
        Ok(())
    }
}
