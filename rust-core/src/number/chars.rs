//! The characters of written numbers: which are digits, which only stand between digits, which open an extension. One
//! reader for numbers, patterns, lists, tables and search, so that a text means the same wherever it is written.

/// Code points of the digit zero of every script: the nine that follow each are its digits 1 to 9.
/// Source: Unicode 17.0, `General_Category=Decimal_Number`.
const ZEROS: [u32; 77] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620,
    0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136,
    0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0,
    0x11C50, 0x11D50, 0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE,
    0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The value of a decimal digit of any script.
#[must_use]
pub fn decimal_digit(c: char) -> Option<u8> {
    if let Some(value) = c.to_digit(10) {
        return u8::try_from(value).ok();
    }
    let code = u32::from(c);
    let zero = ZEROS.get(ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?)?;
    u8::try_from(code - zero).ok().filter(|value| *value < 10)
}

/// A plus sign before a calling code, in ASCII, full width, small or superscript form.
#[must_use]
pub fn is_plus(c: char) -> bool {
    matches!(c, '+' | '\u{FF0B}' | '\u{FE62}' | '\u{207A}' | '\u{208A}')
}

/// A character that only separates digits or steers how they are shown: blanks, dashes, brackets, dots, slashes, quotes and
/// invisible marks.
#[must_use]
pub fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_dash(c) || is_bracket(c) || is_quote(c) || is_dot_or_slash(c) || is_invisible(c)
}

/// Every dash of `General_Category=Dash_Punctuation` and the signs written in its place.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '_' | '~' | '\u{58A}' | '\u{5BE}' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2053}' | '\u{2212}'
    ) || matches!(c, '\u{223C}' | '\u{2E3A}' | '\u{2E3B}' | '\u{301C}' | '\u{3030}' | '\u{30A0}' | '\u{30FC}')
        || matches!(c, '\u{FE31}' | '\u{FE32}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' | '\u{FF3F}' | '\u{FF5E}')
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '\u{FF08}' | '\u{FF09}' | '\u{FF3B}' | '\u{FF3D}')
}

fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '"' | '`' | '\u{B4}' | '\u{AB}' | '\u{BB}' | '\u{2018}'..='\u{201F}' | '\u{2032}' | '\u{2033}')
        || matches!(c, '\u{2039}' | '\u{203A}' | '\u{FF02}' | '\u{FF07}')
}

fn is_dot_or_slash(c: char) -> bool {
    matches!(c, '.' | '/' | '\u{B7}' | '\u{2022}' | '\u{2024}' | '\u{2027}' | '\u{2044}' | '\u{2215}' | '\u{22C5}')
        || matches!(c, '\u{3002}' | '\u{30FB}' | '\u{FF0E}' | '\u{FF0F}' | '\u{FF61}')
}

/// Invisible marks. Source: Unicode 17.0, `Default_Ignorable_Code_Point` and the format characters
/// (`General_Category=Format`) of the Basic Multilingual Plane.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{115F}' | '\u{1160}'
    ) || matches!(c, '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        || matches!(c, '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Digits behind a number that are dialled only once it has answered: an extension (`ext. 12`, `x12`, `#12`, `~12`,
/// `int. 12`, `доб. 12`), or a pause and what follows (`,,12#`, `p12`). `rest` begins behind the number's last digit.
#[must_use]
pub fn is_extension(rest: &str) -> bool {
    let label = rest.trim_start_matches(|c: char| is_blank(c) || matches!(c, '(' | '[' | '-' | '\u{FF08}'));
    let Some(after) = after_label(label) else { return is_pause(label) || is_suffix(rest) };
    let digits = after.trim_start_matches(|c: char| is_blank(c) || matches!(c, ':' | '.' | '\u{FF0E}' | '=' | '-'));
    let tail = digits.trim_end_matches(|c: char| is_blank(c) || matches!(c, '#' | '\u{FF03}' | ')' | ']' | '\u{FF09}'));
    (1..=MAX_EXTENSION).contains(&tail.chars().count()) && tail.chars().all(|c| decimal_digit(c).is_some())
}

/// The longest extension: that of libphonenumber's `x12…`.
const MAX_EXTENSION: usize = 15;
/// The longest extension behind a mark that also separates digits (`~`): a longer run of digits belongs to the number.
const MAX_AFTER_MARK: usize = 6;

/// What follows the word or mark for an extension, in the languages that libphonenumber knows and in Italian, French and
/// German.
fn after_label(text: &str) -> Option<&str> {
    let word: String = text.chars().map_while(letter).collect();
    const WORDS: [&str; 17] = [
        "ext",
        "extn",
        "extension",
        "extensión",
        "xt",
        "xtn",
        "x",
        "int",
        "interno",
        "anexo",
        "доб",
        "poste",
        "durchwahl",
        "dw",
        "ramal",
        "interne",
        "apparat",
    ];
    if WORDS.contains(&word.as_str()) {
        return text.char_indices().nth(word.chars().count()).map(|(at, _)| text.get(at..).unwrap_or_default());
    }
    let mark =
        text.chars().next().filter(|c| matches!(c, '#' | '\u{FF03}' | '~' | '\u{FF5E}' | '\u{223C}' | '\u{2053}'))?;
    let after = text.get(mark.len_utf8()..)?;
    let few = after.chars().filter(|c| decimal_digit(*c).is_some()).count() <= MAX_AFTER_MARK;
    (few || matches!(mark, '#' | '\u{FF03}')).then_some(after)
}

/// A letter in lower case, full-width ones as ASCII.
fn letter(c: char) -> Option<char> {
    let c = match u32::from(c) {
        code @ (0xFF21..=0xFF3A | 0xFF41..=0xFF5A) => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    c.is_alphabetic().then(|| c.to_lowercase().next().unwrap_or(c))
}

/// Pauses (`,`, `;`, `p`, `w`) and what is dialled behind them.
fn is_pause(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|c| matches!(c, ',' | ';' | 'p' | 'P' | 'w' | 'W' | '\u{FF0C}'))
        && characters.all(|c| {
            decimal_digit(c).is_some() || is_blank(c) || matches!(c, ',' | ';' | 'p' | 'P' | 'w' | 'W' | '*' | '#')
        })
}

/// ` 12#`: a few digits behind a blank or dash, ended by `#`.
fn is_suffix(rest: &str) -> bool {
    let digits = rest.trim_start_matches(|c: char| is_blank(c) || c == '-');
    digits.len() < rest.len()
        && digits.strip_suffix('#').is_some_and(|digits| {
            (1..=MAX_AFTER_MARK).contains(&digits.chars().count()) && digits.chars().all(|c| decimal_digit(c).is_some())
        })
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decimal_digit_of_unicode_is_read() {
        let digit = regex::Regex::new(r"^\p{Nd}$").unwrap();
        let mut read = 0;
        for c in ('\u{0}'..=char::MAX).filter(|c| digit.is_match(c.encode_utf8(&mut [0; 4]))) {
            let value = decimal_digit(c);
            assert!(value.is_some(), "U+{:X}", u32::from(c));
            read += 1;
        }
        assert!(read >= 680, "{read}");
        assert_eq!(
            ('\u{660}'..='\u{669}').map(decimal_digit).collect::<Vec<_>>(),
            (0..10).map(Some).collect::<Vec<_>>()
        );
    }

    #[test]
    fn every_dash_blank_and_invisible_mark_is_a_separator_and_no_letter_or_digit_is() {
        let mark = regex::Regex::new(r"^[\p{Pd}\p{Zs}\p{Cf}]$").unwrap();
        let letter = regex::Regex::new(r"^[\p{L}\p{Nd}]$").unwrap();
        for c in '\u{0}'..='\u{FFFF}' {
            let mut buffer = [0; 4];
            let text: &str = c.encode_utf8(&mut buffer);
            // Number signs that are not decimal digits, and dashes that are letters, are no separators.
            let other =
                matches!(c, '\u{890}' | '\u{891}' | '\u{8E2}' | '\u{1400}' | '\u{1806}' | '\u{2E00}'..='\u{2E7F}');
            assert!(is_separator(c) || other || !mark.is_match(text), "U+{:X}", u32::from(c));
            let filler = matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{30FC}');
            assert!(!is_separator(c) || filler || !letter.is_match(text), "U+{:X}", u32::from(c));
        }
    }

    #[test]
    fn extensions_and_pauses_end_a_number() {
        for rest in [
            " ext 12",
            " ext. 12#",
            " (ext 12)",
            " x9",
            "x12",
            "#12",
            " ~12",
            " int. 12",
            " xtn 12",
            " anexo 12",
            " доб. 12",
            " ｘ１２",
            " 12#",
            ",12",
            ",,12#",
            "p12",
            "w12",
            ";12",
            " interno: 12",
            "-12#",
            " Durchwahl 12",
        ] {
            assert!(is_extension(rest), "{rest}");
        }
        for rest in ["", " 12", "-1234", " ext", " ext. no", "~55551234", "#", "p", " name 12", ".0"] {
            assert_eq!(is_extension(rest), rest == "p", "{rest}");
        }
    }
}
