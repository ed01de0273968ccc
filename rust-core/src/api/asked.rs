//! The envelope of a request: an object whose `ask` or `do` names its kind, and whose `at` is its time. The other fields
//! are read into the kind's type.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::engine::error::{ApiError, ErrorCode};
use crate::moment::Moment;

/// The fields of one request. A missing field is as good as null; one that does not fit is an error.
pub(super) struct Asked(Map<String, Value>);

impl Asked {
    /// Reads a request.
    pub(super) fn of(request: &str) -> Result<Self, ApiError> {
        let read = serde_json::from_str(request).map_err(|error| ApiError::bad_json(&error))?;
        let Value::Object(fields) = read else {
            return Err(ApiError::new(ErrorCode::BadRequest, "the request is no object"));
        };
        Ok(Self(fields))
    }

    /// The time of the request; every one has it.
    pub(super) fn at(&self) -> Result<Moment, ApiError> {
        needed("at", self.moment("at")?)
    }

    /// All fields as one type that reads itself.
    pub(super) fn whole<T: DeserializeOwned>(&mut self) -> Result<T, ApiError> {
        super::request::read(std::mem::take(&mut self.0))
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, ApiError> {
        self.read(name, Value::as_str)
    }

    fn moment(&self, name: &str) -> Result<Option<Moment>, ApiError> {
        self.read(name, |value| {
            let utc_millis = value.get("utc_millis")?.as_i64()?;
            let offset_minutes = i32::try_from(value.get("offset_minutes")?.as_i64()?).ok()?;
            Some(Moment { utc_millis, offset_minutes })
        })
    }

    fn read<'v, T>(&'v self, name: &str, read: impl FnOnce(&'v Value) -> Option<T>) -> Result<Option<T>, ApiError> {
        match self.0.get(name).filter(|value| !value.is_null()) {
            None => Ok(None),
            Some(value) => match read(value) {
                Some(read) => Ok(Some(read)),
                None => Err(does_not_fit(name)),
            },
        }
    }
}

/// What may not be left out.
fn needed<T>(name: &str, found: Option<T>) -> Result<T, ApiError> {
    found.ok_or_else(|| does_not_fit(name))
}

fn does_not_fit(name: &str) -> ApiError {
    ApiError::new(ErrorCode::BadRequest, format!("the request's {name} does not fit"))
}
