//! JSON values put together field by field, each by one call: literals and arrays of fields write out on the spot what every
//! insertion does, and on a phone each kilobyte counts.

use serde::Serialize;
use serde_json::{Map, Value};

/// An object of fields: `object!("name" = value, …)`.
macro_rules! object {
    () => {
        serde_json::Value::Object(serde_json::Map::new())
    };
    ($($name:literal = $value:expr),* $(,)?) => {{
        let mut fields = $crate::api::shape::Answer::default();
        $(fields.put($name, $value);)*
        fields.object()
    }};
}
pub(super) use object;

/// Fields added to an object: `with!(object, "name" = value, …)`.
macro_rules! with {
    ($object:expr, $($name:literal = $value:expr),*) => {{
        let mut fields = $crate::api::shape::Answer::of($object);
        $(fields.put($name, $value);)*
        fields.object()
    }};
}
pub(super) use with;

/// An object that is not done.
#[derive(Default)]
pub(super) struct Answer(Map<String, Value>);

impl Answer {
    /// One to which fields are added. What is no object is none of ours, and lost.
    pub(super) fn of(object: Value) -> Self {
        let Value::Object(fields) = object else { return Self::default() };
        Self(fields)
    }

    #[inline(never)]
    pub(super) fn put<T: Into<Value>>(&mut self, name: &str, value: T) {
        self.0.insert(name.to_owned(), value.into());
    }

    pub(super) fn object(self) -> Value {
        Value::Object(self.0)
    }
}

/// An array.
pub(super) fn array<T>(items: impl IntoIterator<Item = T>, view: impl FnMut(T) -> Value) -> Value {
    Value::Array(items.into_iter().map(view).collect())
}

/// What has a form of its own in JSON; all of ours can be written.
pub(super) fn value(of: impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}
