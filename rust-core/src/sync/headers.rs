//! Response headers that sync reads: validators, `Retry-After`, `Content-Range`. Names are in small letters. Values are
//! the server's: only short printable ones are kept.

use std::collections::BTreeMap;

/// Longest validator kept; a longer one is ignored.
const MAX_VALIDATOR_BYTES: usize = 512;

/// Header values by name in small letters.
pub type ResponseHeaders = BTreeMap<String, String>;

/// `Retry-After` in seconds, as milliseconds. Its other form, a date, is not read: the usual back-off holds then.
#[must_use]
pub fn retry_after_millis(headers: &ResponseHeaders) -> Option<i64> {
    let seconds: i64 = headers.get("retry-after")?.trim().parse().ok()?;
    Some(seconds.saturating_mul(1_000))
}

/// The validator `etag`.
#[must_use]
pub fn etag(headers: &ResponseHeaders) -> Option<String> {
    validator(headers, "etag")
}

/// The validator `last-modified`.
#[must_use]
pub fn last_modified(headers: &ResponseHeaders) -> Option<String> {
    validator(headers, "last-modified")
}

/// Whether a partial response is the rest of a file of which `resumed_at` bytes were there, and which now has
/// `file_bytes`: `Content-Range: bytes <first>-<last>/<total or *>`.
#[must_use]
pub fn matches_content_range(headers: &ResponseHeaders, resumed_at: u64, file_bytes: u64) -> bool {
    let range = headers.get("content-range").and_then(|range| range.trim().strip_prefix("bytes "));
    let Some((span, total)) = range.and_then(|range| range.split_once('/')) else { return false };
    let Some((first, _)) = span.split_once('-') else { return false };
    first.parse() == Ok(resumed_at) && (total == "*" || total.parse() == Ok(file_bytes))
}

fn validator(headers: &ResponseHeaders, name: &str) -> Option<String> {
    let text = headers.get(name)?;
    let is_printable = text.bytes().all(|byte| (0x20..0x7F).contains(&byte));
    (!text.is_empty() && text.len() <= MAX_VALIDATOR_BYTES && is_printable).then(|| text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &str, value: &str) -> ResponseHeaders {
        ResponseHeaders::from([(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn only_seconds_are_read_of_retry_after() {
        for (value, millis) in [
            ("120", Some(120_000)),
            (" 7 ", Some(7_000)),
            ("-5", Some(-5_000)),
            ("9223372036854775807", Some(i64::MAX)),
            ("Wed, 21 Oct 2026 07:28:00 GMT", None),
            ("", None),
        ] {
            assert_eq!(retry_after_millis(&headers("retry-after", value)), millis, "{value}");
        }
        assert_eq!(retry_after_millis(&ResponseHeaders::new()), None);
    }

    #[test]
    fn a_validator_is_short_and_printable() {
        assert_eq!(etag(&headers("etag", "\"a\"")), Some("\"a\"".to_owned()));
        for value in ["", "caf\u{e9}", "a\nb", &"x".repeat(513)] {
            assert_eq!(etag(&headers("etag", value)), None, "{value}");
        }
        assert_eq!(last_modified(&headers("etag", "\"a\"")), None);
    }

    #[test]
    fn a_rest_starts_where_the_part_ended_and_makes_the_whole() {
        for (range, matches) in [
            ("bytes 9-19/20", true),
            (" bytes 9-19/*", true),
            ("bytes 8-19/20", false),
            ("bytes 9-19/21", false),
            ("bytes 9/20", false),
            ("items 9-19/20", false),
            ("", false),
        ] {
            assert_eq!(matches_content_range(&headers("content-range", range), 9, 20), matches, "{range}");
        }
        assert!(!matches_content_range(&ResponseHeaders::new(), 9, 20));
    }
}
