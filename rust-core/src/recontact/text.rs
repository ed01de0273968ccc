//! Words for a draft: templates filled in, dates and hours as people write them, and what people or callers typed
//! made harmless.

use super::day::{Day, second_of_day};
use super::law::Window;
use crate::moment::Moment;

/// A name, an address, a number as typed.
pub const MAX_SHORT_CHARS: usize = 160;
/// What was said, a note.
pub const MAX_LONG_CHARS: usize = 1000;

/// One line of plain text: control characters, line breaks and what turns or hides text become spaces, spaces are
/// folded, and no more than `max_chars` stay. So no value can add a line to a draft.
#[must_use]
pub fn tidy(text: &str, max_chars: usize) -> String {
    let mut tidied = String::new();
    let mut chars = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control() || is_unseen(c)) {
        if word.is_empty() {
            continue;
        }
        if !tidied.is_empty() {
            tidied.push(' ');
            chars += 1;
        }
        for c in word.chars() {
            if chars >= max_chars {
                return tidied.trim_end().to_owned();
            }
            tidied.push(c);
            chars += 1;
        }
    }
    tidied
}

/// Marks that reorder or hide the text beside them.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Puts values in the places of a template, once: a value that looks like a place stays as it is.
#[must_use]
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let place = after.split_once('}').filter(|(name, _)| values.iter().any(|(known, _)| known == name));
        if let Some((name, behind)) = place {
            filled.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
            rest = behind;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

/// `24/11/2026`.
#[must_use]
pub fn date_of(day: Day) -> String {
    let (year, month, of_month) = day.parts();
    format!("{of_month:02}/{month:02}/{year:04}")
}

/// `20:00:01`, by the wall clock of the record: to the second, since the rules on hours are.
#[must_use]
pub fn time_of(at: Moment) -> String {
    let second = second_of_day(at);
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// `10:00-13:00 e 14:00-20:00`.
#[must_use]
pub fn windows_of(windows: &[Window], and: &str) -> String {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let texts: Vec<String> = windows.iter().map(|(from, to)| format!("{}-{}", clock(*from), clock(*to))).collect();
    texts.join(and)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_one_line_of_plain_text() {
        for (text, expected) in [
            ("Luce & Gas S.p.A.", "Luce & Gas S.p.A."),
            ("a\nDichiaro il falso\r\n\tb", "a Dichiaro il falso b"),
            ("\u{202e}a\u{0}b\u{1b}[31m", "a b [31m"),
            ("  \u{2028}x\u{2029}  ", "x"),
            ("\u{e0041}\u{feff}", ""),
            ("", ""),
        ] {
            assert_eq!(tidy(text, 100), expected);
        }
        assert_eq!(tidy(&"è".repeat(5_000), 7), "è".repeat(7));
        assert_eq!(tidy("abc def", 4), "abc");
        let long = tidy(&"x y ".repeat(1_000_000), MAX_LONG_CHARS);
        assert!(long.chars().count() <= MAX_LONG_CHARS);
    }

    #[test]
    fn a_value_is_never_a_template() {
        assert_eq!(fill("{a} e {b}", &[("a", "{b}"), ("b", "x")]), "{b} e x");
        assert_eq!(fill("{unknown} {", &[("a", "x")]), "{unknown} {");
        assert_eq!(fill("{a", &[("a", "x")]), "{a");
    }

    #[test]
    fn windows_are_read_as_written() {
        assert_eq!(windows_of(&[(600, 780), (840, 1200)], " et "), "10:00-13:00 et 14:00-20:00");
    }
}
