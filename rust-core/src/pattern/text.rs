//! Patterns over callers that are no number of any plan: names, SIP addresses, more digits than E.164 has. They are compared
//! with the text as it is shown.

use super::wildcard::Symbol;
use crate::number::{decimal_digit, is_separator};

/// A pattern over a text: letters and digits as they stand in lower case, `*` for anything, `?` for one character.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct TextPattern(Box<[Part]>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Character(char),
    One,
    Any,
}

impl TextPattern {
    /// Reads a pattern that begins with a letter, such as `AMAZON` or `sip:*@example.org`, or a SIP address without its scheme.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let address = address_of(text);
        let shown = address.unwrap_or(text);
        let parts: Vec<Part> = shown
            .chars()
            .flat_map(char::to_lowercase)
            .map(|c| match c {
                '*' | '＊' => Part::Any,
                '?' | '？' => Part::One,
                other => Part::Character(other),
            })
            .collect();
        let begins = match address {
            Some(address) => address.chars().any(char::is_alphabetic) || address.starts_with('*'),
            None => shown.chars().next().is_some_and(char::is_alphabetic),
        };
        let is_text = !text.chars().any(char::is_control);
        (begins && is_text).then(|| Self(parts.into()))
    }

    /// `+0…`: digits that no country's numbers begin with, as callers still show them.
    pub(super) fn of_digits(symbols: &[Symbol]) -> Self {
        let parts = symbols.iter().map(|symbol| match symbol {
            Symbol::Digit(digit) => Part::Character(char::from(b'0' + digit.min(&9))),
            Symbol::One => Part::One,
            Symbol::Any => Part::Any,
        });
        Self(std::iter::once(Part::Character('+')).chain(parts).collect())
    }

    /// Whether nothing is left open.
    pub(super) fn is_exact(&self) -> bool {
        self.0.iter().all(|part| matches!(part, Part::Character(_)))
    }

    /// Characters that are fixed.
    pub(super) fn fixed(&self) -> u32 {
        let fixed = self.0.iter().filter(|part| matches!(part, Part::Character(_))).count();
        u32::try_from(fixed).unwrap_or(u32::MAX)
    }

    /// Whether the whole text matches. Linear in both: the last `*` alone is ever taken up again.
    pub(super) fn matches(&self, text: &str) -> bool {
        let text = address_of(text).and_then(|address| address.split('?').next()).unwrap_or(text);
        // Marks between digits are no part of a number; between words they are part of a name.
        let is_name = text.chars().any(char::is_alphabetic);
        let kept = text.chars().filter(|c| is_name || !is_separator(*c)).flat_map(char::to_lowercase);
        let text: Vec<char> = kept.map(|c| decimal_digit(c).map_or(c, |digit| char::from(b'0' + digit))).collect();
        let (mut at, mut part) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while let Some(c) = text.get(at) {
            match self.0.get(part) {
                Some(Part::Any) => {
                    retry = Some((part, at));
                    part += 1;
                }
                Some(Part::One) => (at, part) = (at + 1, part + 1),
                Some(Part::Character(wanted)) if wanted == c => (at, part) = (at + 1, part + 1),
                Some(Part::Character(_)) | None => {
                    let Some((any, from)) = retry else { return false };
                    retry = Some((any, from + 1));
                    (at, part) = (from + 1, any + 1);
                }
            }
        }
        self.0.iter().skip(part).all(|left| *left == Part::Any)
    }
}

/// User and host of a SIP address, which is shown with or without scheme, port and parameters; `None` for another text.
fn address_of(text: &str) -> Option<&str> {
    let scheme = ["sip:", "sips:"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(scheme)));
    let address = text.get(scheme.map_or(0, str::len)..)?;
    let is_address = scheme.is_some() || address.contains('@');
    let address = address.split(';').next().filter(|_| is_address)?;
    let port = address.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    Some(port.map_or(address, |(address, _)| address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_match_as_a_whole_and_in_any_case() {
        for (pattern, text, expected) in [
            ("AMAZON", "amazon", true),
            ("amazon", "AMAZON IT", false),
            ("ama*", "Amazon", true),
            ("sip:*@spam.example", "sip:anna@spam.example", true),
            ("sip:*@spam.example", "sip:anna@spam.example.org", false),
            ("a?c", "abc", true),
            ("a*b*c", "a12b34b5c", true),
            ("a*b*c", "a12b34b5", false),
        ] {
            assert_eq!(TextPattern::parse(pattern).unwrap().matches(text), expected, "{pattern} {text}");
        }
        assert!(TextPattern::parse("+39*").is_none() && TextPattern::parse("").is_none());
    }
}
