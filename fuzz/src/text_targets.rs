//! Numbers, patterns and the texts of drafts.

use stufo_core::number::{Caller, PhoneNumber, Presentation, RawCaller};
use stufo_core::pattern::Pattern;
use stufo_core::shown_text::{is_hidden, sanitize_line};

use crate::region_of;

/// A number that reads is written as text that reads as the same number, wherever one is.
pub fn numbers(data: &[u8]) {
    let (home, rest) = region_of(data);
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let raw = RawCaller { scheme: Some("tel"), address: Some(text), presentation: Presentation::Allowed };
    if let Caller::Other(other) = Caller::identify(&raw, home) {
        assert!(format!("{other:?}").chars().all(|c| !is_hidden(c)), "nothing hidden is shown");
    }
    let Ok(number) = PhoneNumber::parse(text, home) else { return };
    let written = number.to_string();
    assert_eq!(written.parse::<PhoneNumber>().ok(), Some(number), "E.164 reads as itself");
    assert_eq!(PhoneNumber::from_key(number.key()), Some(number), "so does the key");
    assert_eq!(PhoneNumber::parse(&written, home), Ok(number), "what a list writes it reads");
    assert_eq!(PhoneNumber::parse(&number.display(home), home), Ok(number), "what is shown reads as itself");
}

/// A pattern that reads answers the same however it is asked: by its range and by the number.
pub fn patterns(data: &[u8]) {
    let (home, rest) = region_of(data);
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let Ok(pattern) = Pattern::parse(text, home) else { return };
    if let Some(range) = pattern.range() {
        assert!(range.first <= range.last);
    }
    let shown = pattern.display(home);
    let again = Pattern::parse(&shown, home).expect("what is shown reads");
    assert!(again.is_same(&pattern), "as itself");
    let digits: String =
        rest.iter().filter(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).take(12).collect();
    let Ok(number) = PhoneNumber::parse(&format!("+39{digits}"), home) else { return };
    let by_key = pattern.matches_key(number.key());
    assert_eq!(pattern.matches(&Caller::Number(number)), by_key, "by caller and by key");
    if pattern.is_interval()
        && let Some(range) = pattern.range()
    {
        assert_eq!(by_key, (range.first..=range.last).contains(&number.key()), "by range");
    }
}

/// No text of anybody's adds a line to a draft, or turns or hides what stands beside it.
pub fn drafts(data: &[u8]) {
    let Some((max, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let line = sanitize_line(text, usize::from(*max));
    assert!(line.chars().all(|c| !is_hidden(c)) && line.chars().count() <= usize::from(*max));
    assert_eq!(sanitize_line(&line, usize::from(*max)), line, "once is enough");
    let filled = stufo_core::recontact::text::fill("a {name} b {name} {other}", &[("name", &line), ("other", "x")]);
    assert_eq!(filled, format!("a {line} b {line} x"), "a value that looks like a place stays a value");
}
