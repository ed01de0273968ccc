//! Calls as JSON, for the parts of `api` that are not typed yet.

use serde_json::Value;

use super::shape::{array, value};
use crate::contract::call::CallRow;
use crate::number::Region;
use crate::policy::CallRecord;

pub(super) fn call_view(record: &CallRecord, home: Region) -> Value {
    value(CallRow::of(record, home))
}

pub(super) fn calls_view(records: &[CallRecord], home: Region) -> Value {
    array(records, |record| call_view(record, home))
}
