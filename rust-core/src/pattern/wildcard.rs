//! Wildcard patterns that are no plain prefix: an interval by their literal beginning and a check of all
//! digits. The check runs all alternatives at once as bits of one integer: linear in the digits.

use std::collections::HashMap;

use super::{Target, fixed_digits, plan};
use crate::number::{KeyRange, NumberKey, Region};

/// One place of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    /// This digit.
    Digit(u8),
    /// Any one digit.
    One,
    /// Any digits, also none.
    Any,
}

/// Compiled symbols. `anchored`: over E.164 digits (or a marked short code); otherwise it opens with a
/// wildcard and is asked of the E.164 digits, of the digits as dialled at home, and of short codes.
#[derive(Clone)]
pub(super) struct Wildcard {
    symbols: Box<[Symbol]>,
    anchored: bool,
    /// Bit i: place i takes this digit and moves on.
    steps: [u64; 10],
    /// Bit i: place i is `Any` and may take a digit and stay.
    stays: u64,
}

impl Symbol {
    /// The text of the place with each `#` filled with one digit.
    pub(super) fn filled(self, filler: u8) -> char {
        match self {
            Self::Digit(digit) => char::from(b'0' + digit.min(9)),
            Self::One => char::from(filler),
            Self::Any => '*',
        }
    }
}

impl Wildcard {
    /// At most 63 symbols, no two `Any` in turn.
    pub(super) fn new(symbols: Vec<Symbol>, anchored: bool) -> Self {
        let mut steps = [0_u64; 10];
        let mut stays = 0_u64;
        for (place, symbol) in symbols.iter().enumerate().take(63) {
            let bit = 1_u64 << place;
            match symbol {
                Symbol::Any => stays |= bit,
                Symbol::One => steps.iter_mut().for_each(|step| *step |= bit),
                Symbol::Digit(digit) => {
                    if let Some(step) = steps.get_mut(usize::from(*digit)) {
                        *step |= bit;
                    }
                }
            }
        }
        Self { symbols: symbols.into(), anchored, steps, stays }
    }

    pub(super) fn range(&self) -> Option<KeyRange> {
        let key = self.beginning()?;
        NumberKey::prefix_range(key.value(), key.length())
    }

    /// Fixed digits count 100 each, `#` 1 each.
    pub(super) fn specificity(&self) -> u32 {
        let places = self.symbols.iter().map(|symbol| match symbol {
            Symbol::Digit(_) => 100,
            Symbol::One => 1,
            Symbol::Any => 0,
        });
        let mark = self.beginning().map_or(0, |key| u32::from(key.length()) - fixed_digits(key));
        places.sum::<u32>() - 100 * mark
    }

    pub(super) fn matches(&self, key: NumberKey, target: &Target<'_>) -> bool {
        let short = key.is_short_code();
        if self.anchored {
            return short == self.is_of_short_codes() && self.accepts(key, 0);
        }
        self.accepts(key, u8::from(short))
            || target
                .national()
                .is_some_and(|digits| self.accepts_digits(digits.bytes().map(|byte| byte.wrapping_sub(b'0'))))
    }

    /// Whether the digits of a caller that is no number match; they never are a short code.
    pub(super) fn matches_digits(&self, digits: &str) -> bool {
        let is_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_digits
            && !(self.anchored && self.is_of_short_codes())
            && self.accepts_digits(digits.bytes().map(|byte| byte.wrapping_sub(b'0')))
    }

    fn is_of_short_codes(&self) -> bool {
        self.symbols.first() == Some(&Symbol::Digit(0))
    }

    /// Numbers of the usable length that match, or of the only length the pattern allows.
    pub(super) fn covers(&self) -> u64 {
        let least = self.symbols.iter().filter(|symbol| **symbol != Symbol::Any).count();
        let least = u8::try_from(least).unwrap_or(u8::MAX);
        let length = if self.stays == 0 {
            least
        } else {
            self.beginning().map_or(plan::OPEN_DIGITS, |key| plan::usable_digits(key.value(), key.length())).max(least)
        };
        let mut ways: HashMap<u64, u64> = HashMap::from([(self.start(), 1)]);
        for _ in 0..length {
            let mut next: HashMap<u64, u64> = HashMap::new();
            for (state, count) in &ways {
                for digit in 0..10 {
                    let reached = self.step(*state, digit);
                    if reached != 0 {
                        *next.entry(reached).or_default() += count;
                    }
                }
            }
            ways = next;
        }
        ways.iter().filter(|(state, _)| self.is_end(**state)).map(|(_, count)| count).sum()
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        (&self.symbols, self.anchored) == (&other.symbols, other.anchored)
    }

    pub(super) fn display(&self, home: Region) -> String {
        let Some(beginning) = self.beginning() else {
            // The plus is part of what is meant: without it short codes match as well.
            return self.display_full();
        };
        let text = plan::display_beginning(beginning, home);
        let rest = self.symbols.iter().skip(usize::from(beginning.length())).map(place);
        text.chars().chain(rest).collect()
    }

    /// As it is asked of the digits behind `+`.
    pub(super) fn display_full(&self) -> String {
        let plus = self.anchored.then_some('+');
        plus.into_iter().chain(self.symbols.iter().map(place)).collect()
    }

    /// The digits it opens with.
    fn beginning(&self) -> Option<NumberKey> {
        let digits: Vec<u8> = self
            .symbols
            .iter()
            .map_while(|symbol| match symbol {
                Symbol::Digit(digit) => Some(*digit),
                Symbol::One | Symbol::Any => None,
            })
            .collect();
        plan::key_of(&digits)
    }

    fn accepts(&self, key: NumberKey, skip: u8) -> bool {
        let mut power = 10_u64.pow(u32::from(key.length().saturating_sub(1)));
        let value = key.value();
        let digits = std::iter::from_fn(|| {
            let digit = (power > 0).then(|| value / power % 10)?;
            power /= 10;
            u8::try_from(digit).ok()
        });
        self.accepts_digits(digits.skip(usize::from(skip)))
    }

    fn accepts_digits(&self, digits: impl Iterator<Item = u8>) -> bool {
        let mut state = self.start();
        for digit in digits {
            state = self.step(state, usize::from(digit));
            if state == 0 {
                return false;
            }
        }
        self.is_end(state)
    }

    fn start(&self) -> u64 {
        self.close(1)
    }

    fn step(&self, state: u64, digit: usize) -> u64 {
        let moves = self.steps.get(digit).copied().unwrap_or(0);
        self.close(((state & moves) << 1) | (state & self.stays))
    }

    /// `Any` may also take nothing. One pass is enough: no two stand in turn.
    fn close(&self, state: u64) -> u64 {
        state | ((state & self.stays) << 1)
    }

    fn is_end(&self, state: u64) -> bool {
        state & (1 << self.symbols.len().min(63)) != 0
    }
}

fn place(symbol: &Symbol) -> char {
    match symbol {
        Symbol::Digit(digit) => char::from(b'0' + digit.min(&9)),
        Symbol::One => '#',
        Symbol::Any => '*',
    }
}
