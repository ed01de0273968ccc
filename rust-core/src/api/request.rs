//! Reading a request: its envelope (kind and time), then the fields of its type. An error names the field and what is wrong
//! with it, never its value: that may be a number.

use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::fault::fault;
use crate::engine::error::{ApiError, ErrorCode};
use crate::json_size::count_values;
use crate::moment::Moment;

/// Requests are small; a larger one is refused before it is read. A backup is the largest.
const MAX_REQUEST_BYTES: usize = 64 * 1024 * 1024;

/// Values outside of texts: a backup is one text, and no other request has a thousand.
const MAX_REQUEST_VALUES: usize = 1_000_000;

/// The fields of one request: `ask` or `do` names its kind, `at` is its time, the others are those of the kind's type.
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// Reads the JSON of a request.
    pub(super) fn of(request: &str) -> Result<Self, ApiError> {
        let bad = |message: &str| ApiError::new(ErrorCode::BadRequest, message);
        if request.len() > MAX_REQUEST_BYTES {
            return Err(bad("the request is too long"));
        }
        if count_values(request, &[]) > MAX_REQUEST_VALUES {
            return Err(bad("the request has too many values"));
        }
        let value = serde_json::from_str(request).map_err(|error| ApiError::bad_json(&error))?;
        let Value::Object(fields) = value else { return Err(bad("the request is no object")) };
        Ok(Self(fields))
    }

    /// The time of the request; every one has it.
    pub(super) fn time(&self) -> Result<Moment, ApiError> {
        self.field("at")
    }

    /// The kind, by the name in a field.
    pub(super) fn kind<Kind: FromStr>(&self, name: &str) -> Result<Kind, ApiError> {
        let unknown = || ApiError::new(ErrorCode::BadRequest, format!("the request's `{name}` has an unknown value"));
        self.field::<String>(name)?.parse().map_err(|_| unknown())
    }

    /// All fields as the type of the kind.
    pub(super) fn read<Request: DeserializeOwned>(self) -> Result<Request, ApiError> {
        read(self.0)
    }

    fn field<T: DeserializeOwned>(&self, name: &str) -> Result<T, ApiError> {
        let fault = |what: &str| ApiError::new(ErrorCode::BadRequest, format!("the request's `{name}` {what}"));
        let value = self.0.get(name).filter(|value| !value.is_null()).ok_or_else(|| fault("is missing"))?;
        serde_json::from_value(value.clone()).map_err(|_| fault("has the wrong type"))
    }
}

/// The time of a request that may not read.
pub(super) fn time_of(request: &str) -> Moment {
    let time = Fields::of(request).and_then(|fields| fields.time());
    time.unwrap_or(Moment { utc_millis: 0, offset_minutes: 0 })
}

/// The JSON of a response.
pub(super) fn respond<Response: Serialize>(response: Result<Response, ApiError>) -> Result<String, ApiError> {
    let unwritable = |_| ApiError::new(ErrorCode::Internal, "the response cannot be written");
    serde_json::to_string(&response?).map_err(unwritable)
}

/// Reads the fields of a request.
fn read<Request: DeserializeOwned>(fields: Map<String, Value>) -> Result<Request, ApiError> {
    let value = Value::Object(fields);
    let error_of = |value: Value| serde_json::from_value::<Request>(value).err().map(|error| error.to_string());
    // From a borrowed value: a backup is not copied once more.
    Request::deserialize(&value)
        .map_err(|error| ApiError::new(ErrorCode::BadRequest, fault(&value, &error.to_string(), &error_of)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contract::history::{CountsRequest, HistoryRequest};
    use crate::contract::rule::RuleSaveRequest;
    use crate::contract::settings::SettingsPatchRequest;

    #[track_caller]
    fn check<Request: DeserializeOwned>(request: Value, fault: &str) {
        let Value::Object(fields) = request else { panic!("a request is an object") };
        let error = read::<Request>(fields).map(|_| ()).unwrap_err();
        assert_eq!((error.code, error.message.as_str()), (ErrorCode::BadRequest, fault));
    }

    #[test]
    fn a_fault_names_the_field_and_never_the_value() {
        check::<HistoryRequest>(json!({}), "the request's `limit` is missing");
        check::<HistoryRequest>(json!({"limit": "+393331234567"}), "the request's `limit` has the wrong type");
        check::<HistoryRequest>(json!({"limit": 3_933_312_345_678_i64}), "the request's `limit` has the wrong type");
        check::<HistoryRequest>(json!({"limit": 1, "caller": 39_333}), "the request's `caller` has the wrong type");
        check::<HistoryRequest>(
            json!({"limit": 1, "actions": ["reject", "+39333"]}),
            "the request's `actions[1]` has an unknown value",
        );
        let week = json!({"by": "+39333", "from_millis": 0, "to_millis": 1});
        check::<CountsRequest>(week, "the request's `by` has an unknown value");
        check::<RuleSaveRequest>(json!({"rule": {"kind": "block"}}), "the request's `rule.pattern` is missing");
        check::<SettingsPatchRequest>(
            json!({"patch": {"pack": null}}),
            "the request's `patch.pack` has the wrong type",
        );
        check::<SettingsPatchRequest>(
            json!({"patch": {"quiet_hours": {"switch": "+39333"}}}),
            "the request's `patch.quiet_hours.switch` has an unknown value",
        );
    }

    #[test]
    fn null_is_as_good_as_absent_but_in_a_patch() {
        let fields = |value: Value| value.as_object().cloned().unwrap();
        let absent: HistoryRequest = read(fields(json!({"limit": 1}))).unwrap();
        let null =
            json!({"ask": "history", "limit": 1, "before": null, "actions": null, "hidden": null, "caller": null});
        assert_eq!(read::<HistoryRequest>(fields(null)).unwrap(), absent);
        let patch = |value| read::<SettingsPatchRequest>(fields(json!({"patch": value}))).unwrap().patch;
        assert_eq!(patch(json!({"waiting_until_millis": null})).waiting_until_millis, Some(None));
        assert_eq!(patch(json!({"region": null})).region, Some(None));
        assert_eq!(patch(json!({})).region, None);
        assert_eq!(patch(json!({"waiting_until_millis": 7})).waiting_until_millis, Some(Some(7)));
    }
}
