//! The Italian tax code (codice fiscale) of a person: whether its form and its check character are right. A hint only:
//! nothing is refused for it.

/// Values of the characters at odd places, digits first.
const ODD: [u8; 36] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, // 0 to 9
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23, // A to Z
];

/// Letters that stand for digits where two people would have the same code.
const DIGIT_LETTERS: &str = "LMNPQRSTUV";

/// True for sixteen characters with the right check character, and for a provisional code of eleven digits.
pub(super) fn is_plausible_codice_fiscale(text: &str) -> bool {
    let code: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    if code.len() == 11 {
        return code.iter().all(char::is_ascii_digit);
    }
    let Some((check, body)) = code.split_last() else { return false };
    if body.len() != 15 || !body.iter().enumerate().all(|(index, c)| is_allowed(index, *c)) {
        return false;
    }
    let sum: u32 = body.iter().enumerate().map(|(index, c)| u32::from(value(index, *c))).sum();
    u32::from(*check) == u32::from('A') + sum % 26
}

/// Letters for name, month and town; digits, or the letters in their place, elsewhere.
fn is_allowed(index: usize, c: char) -> bool {
    match index {
        0..=5 | 8 | 11 => c.is_ascii_uppercase(),
        _ => c.is_ascii_digit() || DIGIT_LETTERS.contains(c),
    }
}

fn value(index: usize, c: char) -> u8 {
    let place = c.to_digit(36).and_then(|place| u8::try_from(place).ok()).unwrap_or_default();
    // Places are counted from one: the first is odd.
    if index.is_multiple_of(2) {
        ODD.get(usize::from(place)).copied().unwrap_or_default()
    } else if c.is_ascii_digit() {
        place
    } else {
        place.saturating_sub(10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_and_the_form_are_looked_at() {
        for good in ["RSSMRA85T10A562S", "rss mra 85t10 a562s", "MRTMTT25D09F205Z", "12345678901"] {
            assert!(is_plausible_codice_fiscale(good), "{good}");
        }
        for bad in ["", "RSSMRA85T10A562T", "RSSMRA85T10A652S", "RSSMRA85T10A562", "RSSMRA85T10A562SS", "1234567890"] {
            assert!(!is_plausible_codice_fiscale(bad), "{bad}");
        }
        assert!(!is_plausible_codice_fiscale("ßSSMRA85T10A562S") && !is_plausible_codice_fiscale("1SSMRA85T10A562S"));
        // A letter in the place of a digit: 2 is N, and the check character is another.
        assert!(!is_plausible_codice_fiscale("RSSMRA85T10A56NS") && is_plausible_codice_fiscale("RSSMRA85T10A56NH"));
    }
}
