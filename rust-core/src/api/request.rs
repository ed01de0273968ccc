//! Reading a request into its type. An error names the field and what is wrong with it, never its value: that may be a
//! number.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::engine::error::{ApiError, ErrorCode};

/// Reads the fields of a request.
pub(super) fn read<Request: DeserializeOwned>(fields: Map<String, Value>) -> Result<Request, ApiError> {
    serde_path_to_error::deserialize(Value::Object(fields))
        .map_err(|error| ApiError::new(ErrorCode::BadRequest, fault(&error)))
}

/// What is wrong, in serde's kinds of faults; its own words quote the value.
fn fault(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    let words = error.inner().to_string();
    let path = error.path().to_string();
    let named = |kind: &str| Some(words.strip_prefix(kind)?.split('`').next()?.to_owned());
    if let Some(name) = named("missing field `") {
        let field = if path == "." { name } else { format!("{path}.{name}") };
        return format!("the request's `{field}` is missing");
    }
    let fault = if words.starts_with("unknown variant") { "has an unknown value" } else { "has the wrong type" };
    format!("the request's `{path}` {fault}")
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
