//! What a server, or whoever asked it, tells beside the list itself: taken only where it is short and plain.

use serde_json::{Map, Value};

/// A mark or a date longer than this is no mark.
const MAX_MARK_BYTES: usize = 512;
/// Reasons are short names.
const MAX_WHY_BYTES: usize = 40;

/// `Retry-After` in seconds, as milliseconds. Its other form, a date, is not read: the usual wait holds then.
pub(super) fn patience(headers: &Map<String, Value>) -> Option<i64> {
    let seconds: i64 = headers.get("retry-after")?.as_str()?.trim().parse().ok()?;
    Some(seconds.saturating_mul(1_000))
}

/// The server's mark or date of a version.
pub(super) fn mark(headers: &Map<String, Value>, name: &str) -> Option<String> {
    let text = headers.get(name)?.as_str()?;
    (!text.is_empty() && text.len() <= MAX_MARK_BYTES && is_printable(text)).then(|| text.to_owned())
}

fn is_printable(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7F).contains(&byte))
}

/// Whether a reason is one of ours: small letters and `_`.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_WHY_BYTES
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}
