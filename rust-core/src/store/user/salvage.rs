//! Salvage of a JSON document with invalid values: a value that its type refuses is left out, all others are kept.

use serde_json::{Map, Value};

/// The largest part of `value` that `reads` accepts, built from the outside in, and how many values were left out.
pub(crate) fn readable(value: Value, reads: &dyn Fn(&Value) -> bool) -> (Value, usize) {
    if reads(&value) {
        return (value, 0);
    }
    match value {
        Value::Object(fields) => {
            let mut kept = Map::new();
            let mut left_out = 0;
            for (name, field) in fields {
                let with = |field: &Value| {
                    let mut object = kept.clone();
                    object.insert(name.clone(), field.clone());
                    reads(&Value::Object(object))
                };
                let (field, lost) = readable(field, &with);
                if with(&field) {
                    kept.insert(name, field);
                }
                left_out += lost;
            }
            (Value::Object(kept), left_out)
        }
        Value::Array(items) => {
            let mut kept = Vec::new();
            let mut left_out = 0;
            for item in items {
                let with = |item: &Value| {
                    let mut array = kept.clone();
                    array.push(item.clone());
                    reads(&Value::Array(array))
                };
                let (item, lost) = readable(item, &with);
                if with(&item) {
                    kept.push(item);
                }
                left_out += lost;
            }
            (Value::Array(kept), left_out)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (value, 1),
    }
}
