//! One item of a list in JSON or a property list: a text, a number, an object with named fields, or one keyed by number.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::cell::{self, Cell};
use super::names::{self, Role};
use super::{EntrySink, Fault, FormatError, RawEntry};

/// Where an item was found, as far as it says how the item is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    /// Numbers are beginnings.
    pub(super) are_beginnings: bool,
    /// The list lets them ring.
    pub(super) is_allowed: bool,
    /// In a list of numbers: an item without a number is counted as left out.
    pub(super) is_meant: bool,
}

/// Fields beside the number that are read.
const OTHER_FIELDS: [&str; 6] = ["votes", "score", "rating", "category", "date_modified", "date_created"];

/// Whether a field is read.
pub(super) fn is_field(name: &str) -> bool {
    OTHER_FIELDS.contains(&name) || !matches!(names::role_of(name), Role::Unknown | Role::Other)
}

/// Whether a field holds a number.
pub(super) fn names_number(name: &str) -> bool {
    matches!(names::role_of(name), Role::Number | Role::Prefix | Role::RangeStart | Role::RangeEnd)
}

/// Whether a name is itself a number, as in `{"+390612345678": 3}`.
pub(super) fn is_key(name: &str) -> bool {
    let is_written = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '/' | '*' | '#');
    let name = name.trim();
    name.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('))
        && name.chars().all(is_written)
        && cell::digits_in(name) >= 6
        && !cell::is_date(name)
        && !cell::is_bare_date(name)
        && !cell::is_epoch(name)
}

/// Takes the numbers of an item; whether anything of a list was found in it.
pub(super) fn take(sink: &mut EntrySink<'_>, line: u64, item: &Value, found: Found) -> Result<bool, FormatError> {
    let known = take_value(sink, line, item, found)?;
    if !known && found.is_meant {
        sink.problem(line, Fault::NotANumber);
    }
    Ok(known || found.is_meant)
}

fn take_value(sink: &mut EntrySink<'_>, line: u64, item: &Value, found: Found) -> Result<bool, FormatError> {
    if let Some(text) = text_in(item) {
        let looks_so = matches!(cell::look(&text, sink.region()), Cell::Number | Cell::Pattern);
        if text.is_empty() || !(found.is_meant || looks_so) {
            // Enough digits for a number where none was expected: counted as left out.
            if !text.is_empty() && cell::digits_in(&text) >= 7 && !cell::is_date(&text) && item.is_string() {
                sink.problem(line, Fault::NotANumber);
            }
            return Ok(false);
        }
        return push(
            sink,
            line,
            RawEntry { text: &text, is_prefix: found.are_beginnings, ..RawEntry::default() },
            found,
        );
    }
    match item {
        Value::Array(items) => {
            let mut known = false;
            for item in items {
                known |= take_value(sink, line, item, found)?;
            }
            Ok(known)
        }
        Value::Object(fields) => take_object(sink, line, fields, found),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(false),
    }
}

fn push(sink: &mut EntrySink<'_>, line: u64, raw: RawEntry<'_>, found: Found) -> Result<bool, FormatError> {
    if found.is_allowed {
        sink.problem(line, Fault::Allowed);
    } else {
        sink.push(line, &raw)?;
    }
    Ok(true)
}

fn take_object(
    sink: &mut EntrySink<'_>,
    line: u64,
    fields: &Map<String, Value>,
    found: Found,
) -> Result<bool, FormatError> {
    let roles: Vec<(Role, &str, &Value)> =
        fields.iter().map(|(name, value)| (names::role_of(name), name.as_str(), value)).collect();
    let texts: Vec<(Role, &str, Cow<'_, str>)> = roles
        .iter()
        .filter(|(role, ..)| *role != Role::Other)
        .filter_map(|(role, name, value)| Some((*role, *name, text_in(value)?)))
        .collect();
    let text = |role: Role| texts.iter().find(|(known, ..)| *known == role).map(|(.., text)| text.as_ref());
    let named = |name: &str| texts.iter().find(|(_, known, _)| *known == name).map(|(.., text)| text.as_ref());
    let votes = fields.get("votes").or_else(|| fields.get("score")).and_then(Value::as_i64);
    let region = text(Role::Country).and_then(|country| country.trim().parse().ok());
    let raw = RawEntry {
        category: ["rating", "category"].iter().find_map(|name| named(name)).and_then(names::category),
        score: votes.and_then(|votes| u32::try_from(votes).ok()),
        label: ["name", "label", "operator"].iter().find_map(|name| named(name)).or(text(Role::Label)),
        is_deleted: votes == Some(0),
        region,
        ..RawEntry::default()
    };
    let switches = roles.iter().filter(|(role, ..)| matches!(role, Role::Blocks | Role::Allows | Role::Kind));
    let blocks = switches.filter_map(|(role, _, value)| {
        let text = value.as_bool().map(|flag| flag.to_string()).or_else(|| text_in(value).map(Cow::into_owned))?;
        names::blocks(*role, &text)
    });
    let blocks = blocks.reduce(|all, one| all && one);
    let found = Found { is_allowed: found.is_allowed || blocks == Some(false), ..found };
    // Lists within the item: `{"name": …, "phones": […]}`.
    let mut known = false;
    for (name, value) in fields.iter().filter(|(_, value)| value.is_array() || value.is_object()) {
        let is_meant = names::is_list_name(name);
        let is_allowed = found.is_allowed || names::role_of(name) == Role::Allows;
        if is_key(name) {
            known |= take_keyed(sink, line, name, value, found)?;
        } else {
            known |= take_value(sink, line, value, Found { is_meant, is_allowed, ..found })?;
        }
    }
    for (name, value) in fields.iter().filter(|(name, value)| is_key(name) && !value.is_array() && !value.is_object()) {
        known |= take_keyed(sink, line, name, value, found)?;
    }
    if let (Some(first), Some(last)) = (text(Role::RangeStart), text(Role::RangeEnd)) {
        if found.is_allowed {
            sink.problem(line, Fault::Allowed);
        } else {
            sink.push_range(line, first, last, &raw)?;
        }
        return Ok(true);
    }
    let mut numbers: Vec<(&str, &str)> = texts
        .iter()
        .filter(|(role, _, text)| {
            let is_end = matches!(role, Role::RangeStart | Role::RangeEnd);
            *role == Role::Number || (is_end && cell::look(text, sink.region()) == Cell::Number)
        })
        .map(|(_, name, text)| (*name, text.as_ref()))
        .filter(|(_, text)| !text.trim().is_empty())
        .collect();
    // Under no name that is known: what is a number by itself.
    if numbers.is_empty() {
        let is_number = |text: &str| cell::look(text, sink.region()) == Cell::Number;
        let unnamed = texts.iter().filter(|(role, _, text)| *role == Role::Unknown && is_number(text));
        numbers.extend(unnamed.map(|(_, name, text)| (*name, text.as_ref())));
    }
    let (prefix, pattern) = (text(Role::Prefix), named("pattern"));
    let exact = prefix.zip(pattern).and_then(|(prefix, pattern)| exact(prefix, pattern));
    if let Some(prefix) = prefix.filter(|_| numbers.iter().all(|(name, _)| *name == "pattern")) {
        // The pattern beside a prefix says the same, and how many digits follow where it has `#`.
        let whole = exact.as_deref().unwrap_or(prefix);
        return push(sink, line, RawEntry { text: whole, is_prefix: exact.is_none(), ..raw }, found);
    }
    // A code of the network beside a whole number is something else: an extension, a record's number.
    let is_whole = |text: &str| cell::digits_in(text) > 6 || text.contains(['*', '#']);
    let has_whole = numbers.iter().any(|(_, text)| is_whole(text));
    let code = text(Role::CallingCode).map(|code| code.trim().trim_start_matches('+').trim_start_matches("00"));
    for (_, text) in numbers.into_iter().filter(|(_, text)| !has_whole || is_whole(text)) {
        let with_code = code
            .filter(|code| !text.starts_with('+') && (1..=4).contains(&code.len()))
            .map(|code| format!("+{code} {text}"));
        for text in cell::numbers_in(with_code.as_deref().unwrap_or(text)) {
            known |= push(sink, line, RawEntry { text, is_prefix: found.are_beginnings, ..raw.clone() }, found)?;
        }
    }
    Ok(known)
}

/// A number that is a name; its value may say more, and that it is let through.
fn take_keyed(
    sink: &mut EntrySink<'_>,
    line: u64,
    name: &str,
    value: &Value,
    found: Found,
) -> Result<bool, FormatError> {
    let empty = Map::new();
    let fields = value.as_object().unwrap_or(&empty);
    // A record's number, and the record says whose it is.
    if fields.keys().any(|name| names_number(name)) {
        return take_object(sink, line, fields, found);
    }
    let field = |role: Role| fields.iter().find(|(name, _)| names::role_of(name) == role).map(|(_, value)| value);
    let flag = |role: Role| {
        field(role).and_then(Value::as_bool).and_then(|flag| names::blocks(role, if flag { "true" } else { "false" }))
    };
    let says = value.as_bool().or_else(|| value.as_str().and_then(|text| names::blocks(Role::Blocks, text)));
    let says = says.or_else(|| flag(Role::Blocks)).or_else(|| flag(Role::Allows));
    let score = value
        .as_u64()
        .or_else(|| field(Role::Score).and_then(Value::as_u64))
        .and_then(|score| u32::try_from(score).ok());
    let label = value.as_str().or_else(|| field(Role::Label).and_then(Value::as_str));
    let raw = RawEntry { text: name, is_prefix: found.are_beginnings, label, score, ..RawEntry::default() };
    push(sink, line, raw, Found { is_allowed: found.is_allowed || says == Some(false), ..found })
}

/// A text, or a whole number as a text.
fn text_in(value: &Value) -> Option<Cow<'_, str>> {
    let whole = |number: f64| (number.fract() == 0.0 && (0.0..1e15).contains(&number)).then(|| format!("{number:.0}"));
    let number = || value.as_u64().map(|number| number.to_string()).or_else(|| value.as_f64().and_then(whole));
    value.as_str().map(Cow::Borrowed).or_else(|| number().map(Cow::Owned))
}

/// `+33162` beside `33162######`: the pattern also says how many digits follow.
fn exact(prefix: &str, pattern: &str) -> Option<String> {
    let digits = prefix.strip_prefix('+')?;
    let tail = pattern.trim_start_matches('+').strip_prefix(digits)?;
    (!tail.is_empty() && tail.bytes().all(|byte| byte == b'#')).then(|| format!("{prefix}{tail}"))
}
