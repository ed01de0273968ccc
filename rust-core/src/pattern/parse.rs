//! From a user's text to a pattern's shape: which kind it is, and national texts read with the home plan.

use super::expression::Expression;
use super::wildcard::{Symbol, Wildcard};
use super::{MAX_TEXT, PatternError, Shape, plan};
use crate::number::{Caller, NumberKey, Presentation, RawCaller, Region};

/// A number has at most 15 digits; a few `*` may stand between them.
const MAX_SYMBOLS: usize = 40;
/// Codes of the home network have at most so many digits where a pattern may leave some open.
const MAX_SHORT_CODE: usize = 6;

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
    if !text.contains(['*', '#', '?', '＊', '＃', '？']) {
        return exact(text, home);
    }
    let written = Written::read(text)?;
    let (symbols, anchored) = written.resolve(home)?;
    let digits = symbols.iter().filter(|symbol| **symbol != Symbol::Any).count();
    if digits > plan::MAX_DIGITS {
        return Err(PatternError::TooManyDigits { digits });
    }
    if let Some(key) = beginning_only(&symbols).filter(|_| anchored) {
        return Ok(Shape::Prefix(key));
    }
    Ok(Shape::Wildcard(Wildcard::new(symbols, anchored)))
}

fn exact(text: &str, home: Region) -> Result<Shape, PatternError> {
    if text.chars().any(char::is_alphabetic) {
        return Err(PatternError::StrayCharacter);
    }
    identify(text, home)
        .key()
        .or_else(|| {
            // A code may be written with spaces; Telecom never sends it so.
            let packed: String = text.chars().filter(|c| !is_separator(*c)).collect();
            identify(&packed, home).key()
        })
        .map(Shape::Exact)
        .ok_or(PatternError::NotANumber)
}

fn identify(text: &str, home: Region) -> Caller {
    let raw = RawCaller { scheme: Some("tel"), address: Some(text), presentation: Presentation::Allowed };
    Caller::identify(&raw, home)
}

/// The text as symbols, nothing known about the country yet.
struct Written {
    plus: bool,
    symbols: Vec<Symbol>,
}

impl Written {
    fn read(text: &str) -> Result<Self, PatternError> {
        let mut written = Self { plus: false, symbols: Vec::new() };
        for character in text.chars() {
            match character {
                '+' | '＋' if !written.plus && written.symbols.is_empty() => written.plus = true,
                '*' | '＊' if written.symbols.last() == Some(&Symbol::Any) => {}
                '*' | '＊' => written.symbols.push(Symbol::Any),
                '#' | '?' | '＃' | '？' => written.symbols.push(Symbol::One),
                separator if is_separator(separator) => {}
                other => written.symbols.push(Symbol::Digit(digit(other).ok_or(PatternError::StrayCharacter)?)),
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
        if self.plus {
            let starts_with_zero = literal.first() == Some(&0);
            return if starts_with_zero { Err(PatternError::NotANumber) } else { Ok((self.symbols.clone(), true)) };
        }
        if literal.is_empty() {
            return Ok((self.symbols.clone(), false));
        }
        if self.is_short_code(home) {
            return Ok((std::iter::once(Symbol::Digit(0)).chain(self.symbols.iter().copied()).collect(), true));
        }
        let rest = self.symbols.iter().skip(literal.len()).copied();
        if let Some(skip) = plan::international_prefix(&literal, home) {
            let international: Vec<Symbol> = self.symbols.iter().skip(skip).copied().collect();
            return match international.first() {
                None => Err(PatternError::Empty),
                Some(Symbol::Digit(0)) => Err(PatternError::NotANumber),
                Some(_) => Ok((international, true)),
            };
        }
        let beginning = plan::national_beginning(&literal, home).ok_or(PatternError::NotANumber)?;
        Ok((beginning.into_iter().map(Symbol::Digit).chain(rest).collect(), true))
    }

    /// A text of fixed length is about short codes when what it asks for would arrive as one.
    fn is_short_code(&self, home: Region) -> bool {
        let fixed = !self.symbols.contains(&Symbol::Any) && self.symbols.len() <= MAX_SHORT_CODE;
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

fn digit(character: char) -> Option<u8> {
    let value = match character {
        '０'..='９' => u32::from(character) - u32::from('０'),
        _ => character.to_digit(10)?,
    };
    u8::try_from(value).ok()
}

/// What people put between digits, and the marks that steer the direction of text.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{ff0d}')
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
