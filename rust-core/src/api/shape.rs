//! JSON values put together field by field. The literal of `serde_json` writes out every insertion; on a phone each
//! kilobyte counts.

use serde::Serialize;
use serde_json::Value;

use crate::moment::Moment;

/// An object.
pub(super) fn object(fields: &mut [(&str, Value)]) -> Value {
    Value::Object(fields.iter_mut().map(|(name, value)| ((*name).to_owned(), value.take())).collect())
}

/// An array.
pub(super) fn array<T>(items: impl IntoIterator<Item = T>, view: impl FnMut(T) -> Value) -> Value {
    Value::Array(items.into_iter().map(view).collect())
}

/// What has a form of its own in JSON; all of ours can be written.
pub(super) fn value(of: impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

/// Fields added to an object.
pub(super) fn with(object: Value, more: &mut [(&str, Value)]) -> Value {
    let Value::Object(mut fields) = object else { return object };
    fields.extend(more.iter_mut().map(|(name, value)| ((*name).to_owned(), value.take())));
    Value::Object(fields)
}

pub(super) fn moment(at: Moment) -> Value {
    object(&mut [("utc_millis", at.utc_millis.into()), ("offset_minutes", at.offset_minutes.into())])
}

/// An explanation in the two languages of the screens.
pub(super) fn both(it: &str, en: &str) -> Value {
    object(&mut [("it", it.into()), ("en", en.into())])
}
