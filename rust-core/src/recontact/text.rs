//! Text for drafts: templates filled in, dates and hours as people write them, and sanitized input of users and callers.

use jiff::civil::Date;

use super::law::{CallWindow, Law};
use crate::moment::Moment;
pub use crate::shown_text::sanitize_line;

const ITALIAN_MONTHS: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];
/// A name, an address, a number as typed.
pub const MAX_SHORT_CHARS: usize = 160;
/// What was said, a note.
pub const MAX_LONG_CHARS: usize = 1000;

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

/// `24/11/2026`, as the country's language writes it.
#[must_use]
pub fn format_date(law: &Law, day: Date) -> String {
    day.strftime(&law.date).to_string()
}

/// `24 novembre 2026`, as the app's screens write it in Italian.
#[must_use]
pub fn format_date_italian(day: Date) -> String {
    let month = usize::try_from(day.month() - 1).ok().and_then(|month| ITALIAN_MONTHS.get(month)).unwrap_or(&"");
    format!("{} {month} {}", day.day(), day.year())
}

/// `24 November 2026`, as the app's screens write it in English.
#[must_use]
pub fn format_date_english(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// `20:00:01`, by the wall clock of the record: to the second, since the rules on hours are; `20:00` for a whole minute.
#[must_use]
pub fn format_time(at: Moment) -> String {
    let clock = at.civil();
    clock.strftime(if clock.second() == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string()
}

/// `20:00:01`, for tables that programs read.
#[must_use]
pub fn format_time_in_full(at: Moment) -> String {
    at.civil().strftime("%H:%M:%S").to_string()
}

/// `10:00-13:00 e 14:00-20:00`.
#[must_use]
pub fn format_windows(windows: &[CallWindow], and: &str) -> String {
    let shown = |window: &CallWindow| format!("{}-{}", window.from.strftime("%H:%M"), window.until.strftime("%H:%M"));
    let texts: Vec<String> = windows.iter().map(shown).collect();
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
            assert_eq!(sanitize_line(text, 100), expected);
        }
        assert_eq!(sanitize_line(&"è".repeat(5_000), 7), "è".repeat(7));
        assert_eq!(sanitize_line("abc def", 4), "abc");
        let long = sanitize_line(&"x y ".repeat(1_000_000), MAX_LONG_CHARS);
        assert!(long.chars().count() <= MAX_LONG_CHARS);
    }

    #[test]
    fn screens_write_dates_in_words() {
        let days = [Date::constant(2026, 4, 8), Date::constant(2026, 12, 31), Date::constant(2027, 1, 1)];
        let words = |day: &Date| (format_date_italian(*day), format_date_english(*day));
        let expected = [
            ("8 aprile 2026", "8 April 2026"),
            ("31 dicembre 2026", "31 December 2026"),
            ("1 gennaio 2027", "1 January 2027"),
        ];
        assert_eq!(days.each_ref().map(words), expected.map(|(it, en)| (it.to_owned(), en.to_owned())));
    }

    #[test]
    fn a_value_is_never_a_template() {
        assert_eq!(fill("{a} e {b}", &[("a", "{b}"), ("b", "x")]), "{b} e x");
        assert_eq!(fill("{unknown} {", &[("a", "x")]), "{unknown} {");
        assert_eq!(fill("{a", &[("a", "x")]), "{a");
    }

    #[test]
    fn windows_are_read_as_written() {
        let windows = [("10:00", "13:00"), ("14:00", "20:00")]
            .map(|(from, until)| CallWindow { from: from.parse().unwrap(), until: until.parse().unwrap() });
        assert_eq!(format_windows(&windows, " et "), "10:00-13:00 et 14:00-20:00");
    }
}
