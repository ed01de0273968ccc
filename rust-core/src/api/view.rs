//! Values as the app and the command line see them. These types travel; the inner ones do not.

use serde_json::Value;

use super::shape::{array, both, moment, object, value, with};
use crate::number::{Caller, HiddenKind, OtherCaller, Region};
use crate::pack;
use crate::policy::{CallOutcome, CallRecord, Source, SourceRef, Trace};

/// A caller, ready to show. Its `number` is E.164, a short code's digits, or another address's text.
pub(super) fn caller_view(caller: &Caller, home: Region) -> Value {
    let (kind, number, display, hidden): (_, Option<String>, Option<String>, Option<&str>) = match caller {
        Caller::Number(number) => ("number", Some(number.to_string()), Some(number.display(home)), None),
        Caller::ShortCode(code) => ("short_code", Some(code.digits()), Some(code.digits()), None),
        Caller::Hidden(kind) => ("hidden", None, None, Some(hidden_name(*kind))),
        Caller::Other(OtherCaller::Empty) => ("other", None, None, None),
        Caller::Other(OtherCaller::Scheme(text) | OtherCaller::Malformed(text)) => {
            ("other", Some(text.to_string()), Some(text.to_string()), None)
        }
    };
    let known = if let Caller::Number(number) = caller { Some(number) } else { None };
    object!(
        "kind" = kind,
        "number" = number,
        "display" = display,
        "hidden" = hidden,
        "region" = known.and_then(|number| number.region()).map(|region| region.as_str().to_owned()),
        "place" = known.and_then(|number| number.place()).map(|place| both(place.it, place.en)),
        "line_type" = known.map(|number| number.line_type().name())
    )
}

fn hidden_name(kind: HiddenKind) -> &'static str {
    match kind {
        HiddenKind::Restricted => "restricted",
        HiddenKind::Unknown => "unknown",
        HiddenKind::Payphone => "payphone",
    }
}

/// One call of the record, ready to show.
pub(super) fn call_view(record: &CallRecord, home: Region) -> Value {
    object!(
        "id" = record.id,
        "at" = moment(record.call.at),
        "caller" = caller_view(&record.call.caller, home),
        "action" = value(record.verdict.action),
        "reason" = record.verdict.reason.name(),
        "source" = record.source.as_ref().map(source_of_record),
        "contact" = value(record.contact),
        "sim" = record.call.sim,
        "outcome" = record.outcome.map(CallOutcome::name),
        "note" = record.note.as_str()
    )
}

pub(super) fn calls_view(records: &[CallRecord], home: Region) -> Value {
    array(records, |record| call_view(record, home))
}

/// What decided, as a row tells it; the trace tells more.
fn source_of_record(source: &SourceRef) -> Value {
    let id = source.reference.parse::<i64>().map_or_else(|_| source.reference.clone().into(), Value::from);
    source_view(source.kind, id, &source.label)
}

/// What decides, of a trace.
pub(super) fn source_of_trace(source: &Source) -> Value {
    match source {
        Source::Rule { id, label } => source_view("rule", (*id).into(), label),
        Source::Pack { id, label } => source_view("pack", id.clone().into(), label),
        Source::List { id, label, .. } => source_view("list", (*id).into(), label),
        Source::Country { region } => source_view("country", region.clone().into(), region),
    }
}

fn source_view(kind: &str, id: Value, label: &str) -> Value {
    let label_it = id.as_str().and_then(|id| pack_label_it(kind, id));
    let view = object!("kind" = kind, "id" = id, "label" = label);
    match label_it {
        Some(label) => with!(view, "label_it" = label),
        None => view,
    }
}

/// A trace as it is shown: like the stored one, pack rows with their Italian label beside.
pub(super) fn trace_view(trace: &Trace) -> Value {
    let mut view = value(trace);
    for source in view.as_array_mut().into_iter().flatten().filter_map(|finding| finding.get_mut("source")) {
        let label = source.get("id").and_then(|id| pack_label_it(source.get("kind")?.as_str()?, id.as_str()?));
        if let (Some(label), Some(fields)) = (label, source.as_object_mut()) {
            fields.insert("label_it".to_owned(), label.into());
        }
    }
    view
}

/// The Italian label of a pack row: a record holds the English one.
fn pack_label_it(kind: &str, id: &str) -> Option<&'static str> {
    let row = pack::rows().iter().find(|row| kind == "pack" && row.id == id)?;
    Some(row.label_it)
}
