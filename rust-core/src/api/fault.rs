//! What is wrong with a request, by the name of the field: serde's own words quote the value, which may be a number. A reader
//! that tracks paths would be compiled once more for every type of request; this one asks the type again.

use serde_json::{Map, Value};

/// How a value reads as the request's type: serde's words for what is wrong.
type ErrorOf<'e> = &'e dyn Fn(Value) -> Option<String>;

/// The fault of a value that does not read, in serde's kinds of faults.
pub(super) fn fault(value: &Value, words: &str, error_of: ErrorOf<'_>) -> String {
    if let Some(name) = words.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        let path = joined(&place_of_missing(value, name, words, error_of), name);
        return format!("the request's `{path}` is missing");
    }
    let what = if words.starts_with("unknown variant") { "has an unknown value" } else { "has the wrong type" };
    format!("the request's `{}` {what}", place_of(value, words, error_of))
}

/// The path of the value that fails with these words: it fails so alone, without any other field.
fn place_of(value: &Value, words: &str, error_of: ErrorOf<'_>) -> String {
    if let Some(fields) = value.as_object() {
        for (name, field) in fields {
            let alone = |field: Value| error_of(Value::Object(Map::from_iter([(name.clone(), field)])));
            if alone(field.clone()).as_deref() == Some(words) {
                return joined(name, &place_of(field, words, &alone));
            }
        }
    }
    if let Some(items) = value.as_array() {
        for (index, item) in items.iter().enumerate() {
            let alone = |item: Value| error_of(Value::Array(vec![item]));
            if alone(item.clone()).as_deref() == Some(words) {
                return joined(&format!("[{index}]"), &place_of(item, words, &alone));
            }
        }
    }
    String::new()
}

/// The path of the object that lacks a field: once the field is there, the words are others.
fn place_of_missing(value: &Value, missing: &str, words: &str, error_of: ErrorOf<'_>) -> String {
    for (name, field) in value.as_object().into_iter().flatten().filter(|(_, field)| field.is_object()) {
        let with = |field: Value| {
            let mut whole = value.clone();
            *whole.get_mut(name)? = field;
            error_of(whole)
        };
        let mut filled = field.clone();
        if let Some(fields) = filled.as_object_mut() {
            fields.insert(missing.to_owned(), Value::Null);
        }
        if with(filled).as_deref() != Some(words) {
            return joined(name, &place_of_missing(field, missing, words, &with));
        }
    }
    String::new()
}

fn joined(outer: &str, inner: &str) -> String {
    match (outer.is_empty(), inner.is_empty() || inner.starts_with('[')) {
        (true, _) => inner.to_owned(),
        (false, true) => format!("{outer}{inner}"),
        (false, false) => format!("{outer}.{inner}"),
    }
}
