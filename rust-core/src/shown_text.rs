//! Text that others wrote, before it is shown: one line, and nothing in it that turns, hides or ends what stands beside it.

/// One line of plain text: control characters, line breaks and what turns or hides text become spaces, spaces are
/// folded, and no more than `max_chars` stay. So no value can add a line to a draft.
#[must_use]
pub fn sanitize_line(text: &str, max_chars: usize) -> String {
    let mut kept = String::new();
    let mut chars = 0;
    for word in text.split(|c: char| c.is_whitespace() || is_hidden(c)) {
        if word.is_empty() {
            continue;
        }
        if !kept.is_empty() {
            kept.push(' ');
            chars += 1;
        }
        for c in word.chars() {
            if chars >= max_chars {
                return kept.trim_end().to_owned();
            }
            kept.push(c);
            chars += 1;
        }
    }
    kept
}

/// Control characters, and marks that reorder or hide the text beside them.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
