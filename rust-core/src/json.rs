//! Every JSON text is read through one JSON value and then into its type: a reader of its own for each type and each
//! source of text would cost the phone's library more than all the types together.

use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Error, Map, Value};

/// Reads a text.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_value(value(text)?)
}

/// Reads a text of any shape.
pub(crate) fn value(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text)
}

/// The fields of an object, taken one after another.
pub(crate) struct Fields {
    left: Map<String, Value>,
    /// One that may be left out and was not of its type.
    unfit: Option<&'static str>,
}

impl Fields {
    /// Those of an object; anything else is an error.
    pub(crate) fn of(value: Value) -> Result<Self, Error> {
        let Value::Object(fields) = value else { return Err(Error::custom("no object")) };
        Ok(Self { left: fields, unfit: None })
    }

    /// A field that is needed, unless its type takes null.
    pub(crate) fn take<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Error> {
        // What is wrong is said by name alone: the value may be somebody's number.
        serde_json::from_value(self.left.remove(name).unwrap_or_default()).map_err(|_| does_not_fit(name))
    }

    /// A field that may be left out. One that is not of its type is told at the end, by `fit`: so no field needs a way out
    /// of its own, past all that were read before.
    pub(crate) fn or<T: DeserializeOwned>(&mut self, name: &'static str, otherwise: T) -> T {
        match self.left.remove(name).map(serde_json::from_value) {
            None => otherwise,
            Some(Ok(value)) => value,
            Some(Err(_)) => {
                self.unfit = Some(name);
                otherwise
            }
        }
    }

    /// Whether all that were taken are of their types.
    pub(crate) fn fit(&self) -> Result<(), Error> {
        self.unfit.map_or(Ok(()), |name| Err(does_not_fit(name)))
    }
}

fn does_not_fit(name: &str) -> Error {
    Error::custom(format_args!("{name} does not fit"))
}

/// How a type with `#[serde(try_from = "Value")]` is read: the fields that are needed, those that have a default of their own, or
/// all with the type's own default. A derived reader would be a loop over names, in two forms, for each type.
macro_rules! fields {
    ($type:ident { $($needed:ident),*; $($other:ident = $default:expr),* }) => {
        $crate::json::fields!(@ $type, fields, { Self {
            $($needed: fields.take(stringify!($needed))?,)*
            $($other: fields.or(stringify!($other), $default),)*
        } });
    };
    ($type:ident = default { $($name:ident),* }) => {
        $crate::json::fields!(@ $type, fields, {
            let default = Self::default();
            Self { $($name: fields.or(stringify!($name), default.$name),)* }
        });
    };
    (@ $type:ident, $fields:ident, $read:block) => {
        impl TryFrom<serde_json::Value> for $type {
            type Error = serde_json::Error;

            fn try_from(value: serde_json::Value) -> Result<Self, Self::Error> {
                let mut $fields = $crate::json::Fields::of(value)?;
                let read = $read;
                $fields.fit()?;
                Ok(read)
            }
        }
    };
}
pub(crate) use fields;
