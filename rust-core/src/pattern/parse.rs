//! From a user's text to a pattern's shape: which kind it is, and national texts read with the home plan.

use super::expression::Expression;
use super::text::TextPattern;
use super::wildcard::{Symbol, Wildcard};
use super::{MAX_TEXT, PatternError, Shape, plan};
use crate::number::{
    self, Beginning, BeginningError, Caller, ListKey, NumberKey, PhoneNumber, Presentation, RawCaller, Region,
    ShortCode, decimal_digit, is_plus, is_separator,
};

/// A number has at most 15 digits; a few `*` may stand between them.
const MAX_SYMBOLS: usize = 40;
/// Callers show more digits than E.164 has; more than these are no number's beginning.
const MAX_SHOWN_DIGITS: usize = 24;

pub(super) fn shape(text: &str, home: Region) -> Result<Shape, PatternError> {
    if text.is_empty() {
        return Err(PatternError::Empty);
    }
    if text.len() > MAX_TEXT {
        return Err(PatternError::TextTooLong);
    }
    if let Some(rest) = text.strip_prefix('/') {
        let inner = rest.strip_suffix('/').filter(|inner| !inner.is_empty()).ok_or(PatternError::UnclosedRegex)?;
        return Ok(Shape::Regex(Expression::new(inner)));
    }
    let text = number_of_address(text).unwrap_or(text);
    if let Some(pattern) = about_text(text) {
        return Ok(Shape::Text(pattern));
    }
    if number::begins_with_service_code(text, home) {
        return Err(PatternError::ServiceCode);
    }
    if !text.contains(['*', '#', '?', '＊', '＃', '？']) {
        return exact(text, home);
    }
    let written = WrittenPattern::read(text)?;
    let (symbols, anchored) = match written.resolve(home) {
        Err(PatternError::NotANumber) if written.plus => {
            return Ok(Shape::Text(TextPattern::of_digits(&written.symbols)));
        }
        resolved => resolved?,
    };
    let digits = symbols.iter().filter(|symbol| **symbol != Symbol::Any).count();
    if digits > MAX_SHOWN_DIGITS {
        return Err(PatternError::TooManyDigits { digits });
    }
    if let Some(key) = beginning_only(&symbols).filter(|_| anchored) {
        return Ok(Shape::Prefix(key));
    }
    Ok(Shape::Wildcard(Wildcard::new(symbols, anchored)))
}

/// A pattern over names and SIP addresses: one word that begins with a letter and holds no number. A number with a letter in it
/// is a slip, and would never match; a name of several words is reached by a regular expression.
fn about_text(text: &str) -> Option<TextPattern> {
    let text = number::without_scheme(text);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(|c| decimal_digit(*c).is_some()).count();
    let is_word = letters > digits && !text.contains(char::is_whitespace);
    (is_address(text) || is_word).then(|| TextPattern::parse(text))?
}

fn is_address(text: &str) -> bool {
    text.contains('@') || without_sip(text).len() < text.len()
}

fn without_sip(text: &str) -> &str {
    let scheme = ["sip:", "sips:"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(scheme)));
    text.get(scheme.map_or(0, str::len)..).unwrap_or_default()
}

/// The number of a SIP address (`sip:+39 06*@example.org`): a caller who shows one is that number, whatever the host.
fn number_of_address(text: &str) -> Option<&str> {
    let text = number::without_scheme(text);
    let user = without_sip(text).split(['@', ';']).next().filter(|_| is_address(text))?;
    let is_of_number = |c: char| {
        decimal_digit(c).is_some() || is_plus(c) || is_separator(c) || matches!(c, '*' | '#' | '?' | '＊' | '＃' | '？')
    };
    (user.chars().all(is_of_number) && user.chars().any(|c| decimal_digit(c).is_some())).then_some(user)
}

fn exact(text: &str, home: Region) -> Result<Shape, PatternError> {
    if let Some(key) = identify(text, home).key() {
        return Ok(Shape::Exact(key));
    }
    // A code may be written with spaces; Telecom never sends it so.
    let packed: String = text.chars().filter(|c| !is_separator(*c)).collect();
    if let Some(key) = identify(&packed, home).key() {
        return Ok(Shape::Exact(key));
    }
    // Of more digits than a number has, behind the international prefix: as callers show them, behind `+`.
    if let Some(key) = ListKey::read(text, home) {
        return Ok(Shape::Text(TextPattern::of_digits(&WrittenPattern::read(&key.digits())?.symbols)));
    }
    let written = WrittenPattern::read(text)?;
    let digits = written.symbols.len();
    // What is too long for a number, or has no country's code, is still shown by callers.
    let is_shown = written.plus && (PhoneNumber::MIN_DIGITS..=MAX_SHOWN_DIGITS).contains(&digits);
    if digits > MAX_SHOWN_DIGITS {
        return Err(PatternError::TooManyDigits { digits });
    }
    is_shown.then(|| Shape::Text(TextPattern::of_digits(&written.symbols))).ok_or(PatternError::NotANumber)
}

fn identify(text: &str, home: Region) -> Caller {
    let raw = RawCaller { scheme: Some("tel"), address: Some(text), presentation: Presentation::Allowed };
    Caller::identify(&raw, home)
}

/// The text as symbols, nothing known about the country yet.
struct WrittenPattern {
    plus: bool,
    /// One or two digits in brackets behind the first group: `+44 (0)20`.
    is_trunk_bracketed: bool,
    symbols: Vec<Symbol>,
}

impl WrittenPattern {
    fn read(text: &str) -> Result<Self, PatternError> {
        let text = number::without_scheme(text);
        let bracketed =
            text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inside, _)| inside.trim());
        let is_trunk_bracketed = bracketed.is_some_and(|inside| inside.chars().count() <= 2);
        let mut written = Self { plus: false, is_trunk_bracketed, symbols: Vec::new() };
        for character in text.chars() {
            if let Some(digit) = decimal_digit(character) {
                written.symbols.push(Symbol::Digit(digit));
                continue;
            }
            match character {
                plus if is_plus(plus) && !written.plus && written.symbols.is_empty() => written.plus = true,
                '*' | '＊' if written.symbols.last() == Some(&Symbol::Any) => {}
                '*' | '＊' => written.symbols.push(Symbol::Any),
                '#' | '?' | '＃' | '？' => written.symbols.push(Symbol::One),
                separator if is_separator(separator) => {}
                _ => return Err(PatternError::StrayCharacter),
            }
        }
        if written.symbols.len() > MAX_SYMBOLS {
            return Err(PatternError::TooManyParts);
        }
        Ok(written)
    }

    /// The symbols over E.164 digits, or over a short code's digits with the mark of its space, and `true`;
    /// what opens with a wildcard as written, and `false`.
    fn resolve(&self, home: Region) -> Result<(Vec<Symbol>, bool), PatternError> {
        let literal = leading_digits(&self.symbols);
        if literal.is_empty() {
            return Ok((self.symbols.clone(), self.plus));
        }
        if !self.plus && self.is_short_code(home) {
            return Ok((std::iter::once(Symbol::Digit(0)).chain(self.symbols.iter().copied()).collect(), true));
        }
        let rest = self.symbols.iter().skip(literal.len()).copied();
        let beginning = match self.of_fixed_length(literal.len(), home) {
            Some(beginning) => beginning,
            None => {
                let digits: String = literal.iter().map(|digit| char::from(b'0' + digit.min(&9))).collect();
                let (plus, is_trunk_bracketed) = (self.plus, self.is_trunk_bracketed);
                number::read_beginning(Beginning { plus, is_trunk_bracketed, digits: &digits }, home).map_err(
                    |error| match error {
                        BeginningError::OnlyInternationalPrefix => PatternError::OnlyInternationalPrefix,
                        BeginningError::NotANumber => PatternError::NotANumber,
                    },
                )?
            }
        };
        let digits = beginning.bytes().map(|byte| Symbol::Digit(byte.wrapping_sub(b'0')));
        Ok((digits.chain(rest).collect(), true))
    }

    /// The beginning of a pattern whose numbers all have one length: as numbers of that length are read.
    fn of_fixed_length(&self, literal: usize, home: Region) -> Option<String> {
        if self.symbols.contains(&Symbol::Any) {
            return None;
        }
        let filled = |filler: u8| (self.plus, self.symbols.iter().map(|symbol| symbol.filled(b'0' + filler)).collect());
        number::read_filled(filled, self.symbols.len() - literal, home)
    }

    /// A text of fixed length is about short codes when what it asks for would arrive as one.
    fn is_short_code(&self, home: Region) -> bool {
        let fixed = !self.symbols.contains(&Symbol::Any) && self.symbols.len() <= ShortCode::MAX_DIGITS;
        fixed
            && (b'0'..=b'9').all(|filler| {
                let text: String = self.symbols.iter().map(|symbol| symbol.filled(filler)).collect();
                matches!(identify(&text, home), Caller::ShortCode(_))
            })
    }
}

fn leading_digits(symbols: &[Symbol]) -> Vec<u8> {
    symbols
        .iter()
        .map_while(|symbol| match symbol {
            Symbol::Digit(digit) => Some(*digit),
            Symbol::One | Symbol::Any => None,
        })
        .collect()
}

/// The key of symbols that are digits and one `*` at their end.
fn beginning_only(symbols: &[Symbol]) -> Option<NumberKey> {
    let (Symbol::Any, digits) = symbols.split_last()? else { return None };
    let literal = leading_digits(digits);
    if literal.len() != digits.len() {
        return None;
    }
    plan::key_of(&literal)
}
