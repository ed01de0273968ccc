//! Every JSON text is read through one JSON value and then into its type: a reader of its own for each type and each
//! source of text would cost the phone's library more than all the types together.

use serde::de::DeserializeOwned;
use serde_json::{Error, Value};

/// Reads a text.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_value(value(text)?)
}

/// Reads a text of any shape.
pub(crate) fn value(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text)
}
