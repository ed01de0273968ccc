//! Patterns over numbers: exact, prefix and wildcard (intervals of `NumberKey`, some with a check of the
//! remaining digits) and regex. A pattern is parsed once from what the user wrote and compiled once per
//! change, never per call.

mod expression;
mod parse;
mod plan;
mod suggest;
mod text;
mod wildcard;

use std::fmt;

use expression::Expression;
use text::TextPattern;
use wildcard::Wildcard;

use crate::number::{Caller, KeyRange, NumberKey, PhoneNumber, Region};

pub use suggest::{PastCall, Preview, Suggestion, preview, suggest};

/// Longest pattern text accepted, in bytes.
pub const MAX_TEXT: usize = 256;

/// Why a text is no pattern. No variant holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Nothing in it.
    #[error("the pattern is empty")]
    Empty,
    /// Longer than `MAX_TEXT`.
    #[error("the pattern is too long")]
    TextTooLong,
    /// Neither a number, nor a code of the home network.
    #[error("the pattern is no telephone number")]
    NotANumber,
    /// Only the international prefix: every caller from abroad begins so, and has an option of its own.
    #[error("this is how every number from abroad begins: use the option for foreign callers, or add a country's code")]
    OnlyInternationalPrefix,
    /// A code that is dialled before a number (`*31#`, `#31#`, `*67`, Britain's 141): callers show the number without it.
    #[error("callers show no code such as *31# or *67: leave it out; ? stands for one digit")]
    ServiceCode,
    /// A character that is no digit, no wildcard and no separator.
    #[error("the pattern holds a character that numbers do not have")]
    StrayCharacter,
    /// More digits than any number has.
    #[error("the pattern asks for more digits than a number has ({digits})")]
    TooManyDigits {
        /// Digits and single-digit wildcards counted.
        digits: usize,
    },
    /// Too many wildcards in turn.
    #[error("the pattern has too many parts")]
    TooManyParts,
    /// A regex that opens with `/` and does not end with it.
    #[error("a regular expression ends with /")]
    UnclosedRegex,
    /// A regex that cannot be read, or is too large once compiled.
    #[error("the regular expression cannot be used")]
    BadRegex,
}

/// Kind of a pattern, for the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PatternKind {
    /// One number or short code.
    Exact,
    /// All numbers that begin so.
    Prefix,
    /// `*`, `#` or `?` anywhere.
    Wildcard,
    /// `/…/`.
    Regex,
}

/// A pattern in force for one home region: national texts were read with its numbering plan.
#[derive(Clone)]
pub struct Pattern {
    shape: Shape,
    text: Box<str>,
    home: Region,
}

#[derive(Clone)]
enum Shape {
    Exact(NumberKey),
    Prefix(NumberKey),
    Wildcard(Wildcard),
    Regex(Expression),
    /// Only callers that are no number of any plan.
    Text(TextPattern),
}

impl PatternKind {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Pattern {
    /// Reads what a user wrote: a number in any form in use in `home`, a short code, `prefix*`, wildcards
    /// (`*` any digits, `#` or `?` one digit) or `/regex/`. Without `+` or an international prefix a text is
    /// national; one that opens with a wildcard is asked of the international and of the national digits.
    ///
    /// # Errors
    /// Names the fault; never holds the text.
    pub fn parse(text: &str, home: Region) -> Result<Self, PatternError> {
        let pattern = Self::parse_lazily(text, home)?;
        match &pattern.shape {
            Shape::Regex(expression) if !expression.compiles() => Err(PatternError::BadRegex),
            Shape::Exact(_) | Shape::Prefix(_) | Shape::Wildcard(_) | Shape::Regex(_) | Shape::Text(_) => Ok(pattern),
        }
    }

    /// As `parse`, for texts that were validated before: a regex is compiled when a call first needs it.
    pub(crate) fn parse_lazily(text: &str, home: Region) -> Result<Self, PatternError> {
        let text = text.trim();
        let shape = parse::shape(text, home)?;
        Ok(Self { shape, text: text.into(), home })
    }

    /// Which kind.
    #[must_use]
    pub fn kind(&self) -> PatternKind {
        match &self.shape {
            Shape::Exact(_) => PatternKind::Exact,
            Shape::Text(text) if text.is_exact() => PatternKind::Exact,
            Shape::Prefix(_) => PatternKind::Prefix,
            Shape::Wildcard(_) | Shape::Text(_) => PatternKind::Wildcard,
            Shape::Regex(_) => PatternKind::Regex,
        }
    }

    /// The smallest interval that holds all that matches; `None` for a regex and for what opens with a
    /// wildcard. Exactly what matches for exact and prefix patterns (`is_interval`), more than that for others.
    #[must_use]
    pub fn range(&self) -> Option<KeyRange> {
        match &self.shape {
            Shape::Exact(key) => Some(KeyRange { first: *key, last: *key }),
            Shape::Prefix(key) => NumberKey::prefix_range(key.value(), key.length()),
            Shape::Wildcard(wildcard) => wildcard.range(),
            Shape::Regex(_) | Shape::Text(_) => None,
        }
    }

    /// Whether every key of `range` matches.
    #[must_use]
    pub fn is_interval(&self) -> bool {
        matches!(self.shape, Shape::Exact(_) | Shape::Prefix(_))
    }

    /// Whether the pattern surely holds all of `range`.
    #[must_use]
    pub fn holds_all(&self, range: KeyRange) -> bool {
        self.is_interval() && self.range().is_some_and(|own| own.contains(range.first) && own.contains(range.last))
    }

    /// The key of an exact pattern, or of the digits a prefix pattern opens with.
    #[must_use]
    pub fn key(&self) -> Option<NumberKey> {
        match &self.shape {
            Shape::Exact(key) | Shape::Prefix(key) => Some(*key),
            Shape::Wildcard(_) | Shape::Regex(_) | Shape::Text(_) => None,
        }
    }

    /// How many numbers are covered: those of the usable length, the longest a number of that country has
    /// (12 digits where the country is open). An exact pattern covers 1; `None` for a regex.
    #[must_use]
    pub fn covers(&self) -> Option<u64> {
        match &self.shape {
            Shape::Exact(_) => Some(1),
            Shape::Prefix(key) => {
                let free = plan::usable_digits(key.value(), key.length()).saturating_sub(key.length());
                Some(10_u64.pow(u32::from(free)))
            }
            Shape::Wildcard(wildcard) => Some(wildcard.covers()),
            Shape::Regex(_) | Shape::Text(_) => None,
        }
    }

    /// Higher is more specific. An exact pattern has 1600; others 100 for each digit they fix (in E.164,
    /// calling code included) and 1 for each `#`; a regex 0, since what it fixes cannot be told.
    #[must_use]
    pub fn specificity(&self) -> u32 {
        match &self.shape {
            Shape::Exact(_) => 1600,
            Shape::Prefix(key) => 100 * fixed_digits(*key),
            Shape::Wildcard(wildcard) => wildcard.specificity(),
            Shape::Text(text) if text.is_exact() => 1600,
            Shape::Text(text) => (100 * text.fixed()).min(1500),
            Shape::Regex(_) => 0,
        }
    }

    /// Whether it matches this caller. Hidden callers match nothing.
    #[must_use]
    pub fn matches(&self, caller: &Caller) -> bool {
        Target::of(caller, self.home).is_some_and(|target| self.matches_target(&target))
    }

    /// The pattern as the user would write it at home: national where it lies there. Reads as itself: where the national form would
    /// not it is shown behind `+`, else as it was written.
    #[must_use]
    pub fn display(&self, home: Region) -> String {
        let (national, full) = match &self.shape {
            Shape::Exact(key) => match PhoneNumber::from_key(*key) {
                Some(number) => (number.display(home), number.to_string()),
                None => (key.digits(), key.digits()),
            },
            Shape::Prefix(key) => (format!("{}*", plan::display_beginning(*key, home)), format!("+{}*", key.digits())),
            Shape::Wildcard(wildcard) => (wildcard.display(home), wildcard.display_full()),
            Shape::Regex(_) | Shape::Text(_) => return self.text.to_string(),
        };
        let reads = |text: &String| Self::parse_lazily(text, home).is_ok_and(|read| read.is_same(self));
        [national, full].into_iter().find(reads).unwrap_or_else(|| self.text.to_string())
    }

    /// Whether it matches the same callers as another of the same home region, however both are written. Expressions
    /// are the same when their texts are.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.shape, &other.shape) {
            (Shape::Exact(one), Shape::Exact(other)) | (Shape::Prefix(one), Shape::Prefix(other)) => one == other,
            (Shape::Wildcard(one), Shape::Wildcard(other)) => one.is_same(other),
            (Shape::Regex(_), Shape::Regex(_)) => self.text == other.text,
            (Shape::Text(one), Shape::Text(other)) => one == other,
            (Shape::Exact(_) | Shape::Prefix(_) | Shape::Wildcard(_) | Shape::Regex(_) | Shape::Text(_), _) => false,
        }
    }

    /// Whether it matches the caller with this key.
    #[must_use]
    pub fn matches_key(&self, key: NumberKey) -> bool {
        self.matches_target(&Target::of_key(key, self.home))
    }

    /// The interval under which rules look for the pattern: `range`, or every number.
    pub(crate) fn search_range(&self) -> Option<KeyRange> {
        match &self.shape {
            Shape::Regex(_) | Shape::Text(_) => None,
            Shape::Exact(_) | Shape::Prefix(_) => self.range(),
            Shape::Wildcard(_) => self.range().or_else(|| {
                let first = NumberKey::prefix_range(0, 1)?.first;
                let last = NumberKey::prefix_range(9, 1)?.last;
                Some(KeyRange { first, last })
            }),
        }
    }

    pub(crate) fn matches_target(&self, target: &Target<'_>) -> bool {
        let digits = || target.digits.as_deref().unwrap_or_default();
        match (&self.shape, target.key) {
            (Shape::Exact(key), own) => Some(*key) == own,
            (Shape::Prefix(_), Some(own)) => self.range().is_some_and(|range| range.contains(own)),
            (Shape::Prefix(key), None) => !key.is_short_code() && digits().starts_with(&key.digits()),
            (Shape::Wildcard(wildcard), Some(own)) => wildcard.matches(own, target),
            (Shape::Wildcard(wildcard), None) => wildcard.matches_digits(digits()),
            (Shape::Regex(expression), _) => expression.matches(target),
            (Shape::Text(text), _) => target.text.is_some_and(|shown| text.matches(shown)),
        }
    }
}

/// Redacted: the kind only.
impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({})", self.kind().name())
    }
}

/// Count of digits that a prefix key fixes; the zero that marks a short code does not count.
fn fixed_digits(key: NumberKey) -> u32 {
    u32::from(key.length()) - u32::from(key.is_short_code())
}

/// A caller in the forms that patterns ask for; the national form is made when a pattern first needs it.
pub(crate) struct Target<'c> {
    /// `None` for a caller that is no number and has no key of its own.
    pub(crate) key: Option<NumberKey>,
    /// The text shown and its digits, of a caller that is no number.
    pub(crate) text: Option<&'c str>,
    digits: Option<String>,
    home: Region,
    national: std::cell::OnceCell<Option<String>>,
}

impl<'c> Target<'c> {
    /// `None` for a caller of whom nothing is shown.
    pub(crate) fn of(caller: &'c Caller, home: Region) -> Option<Self> {
        let Caller::Other(other) = caller else { return caller.key().map(|key| Self::of_key(key, home)) };
        let text = Some(other.text()?);
        let national = std::cell::OnceCell::new();
        Some(Self { key: caller.key(), text, digits: other.digits(home), home, national })
    }

    pub(crate) fn of_key(key: NumberKey, home: Region) -> Self {
        Self { key: Some(key), text: None, digits: None, home, national: std::cell::OnceCell::new() }
    }

    /// As dialled inside the home country, digits only; `None` for numbers of other countries.
    fn national(&self) -> Option<&str> {
        let read = || plan::national_digits(self.key?, self.home);
        self.national.get_or_init(read).as_deref()
    }
}

#[cfg(test)]
mod tests;
