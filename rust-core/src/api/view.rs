//! Values as the app and the command line see them. These types travel; the inner ones do not.

use serde::Serialize;

use crate::moment::Moment;
use crate::number::{Caller, HiddenKind, OtherCaller, Region};
use crate::pack;
use crate::policy::{Action, Contact, Reason, Source, Trace};
use crate::store::user::{CallRecord, Outcome, SourceRef};

/// A caller, ready to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct CallerView {
    kind: &'static str,
    /// E.164, a short code's digits, or another address's text.
    number: Option<String>,
    display: Option<String>,
    hidden: Option<&'static str>,
    region: Option<String>,
    place: Option<String>,
    line_type: Option<&'static str>,
}

impl CallerView {
    pub(super) fn of(caller: &Caller, home: Region) -> Self {
        let none = Self {
            kind: "other",
            number: None,
            display: None,
            hidden: None,
            region: None,
            place: None,
            line_type: None,
        };
        match caller {
            Caller::Number(number) => Self {
                kind: "number",
                number: Some(number.to_string()),
                display: Some(number.display(home)),
                region: number.region().map(|region| region.as_str().to_owned()),
                line_type: Some(number.line_type().name()),
                ..none
            },
            Caller::ShortCode(code) => {
                Self { kind: "short_code", number: Some(code.digits()), display: Some(code.digits()), ..none }
            }
            Caller::Hidden(kind) => Self { kind: "hidden", hidden: Some(hidden_name(*kind)), ..none },
            Caller::Other(OtherCaller::Empty) => none,
            Caller::Other(OtherCaller::Scheme(text) | OtherCaller::Malformed(text)) => {
                Self { number: Some(text.to_string()), display: Some(text.to_string()), ..none }
            }
        }
    }
}

fn hidden_name(kind: HiddenKind) -> &'static str {
    match kind {
        HiddenKind::Restricted => "restricted",
        HiddenKind::Unknown => "unknown",
        HiddenKind::Payphone => "payphone",
    }
}

/// One call of the record, ready to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct CallRow {
    id: i64,
    at: Moment,
    caller: CallerView,
    action: Action,
    reason: Reason,
    source: Option<SourceView>,
    contact: Contact,
    sim: Option<u8>,
    outcome: Option<Outcome>,
    note: String,
}

/// What decided, as a row tells it; the trace tells more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct SourceView {
    kind: &'static str,
    id: serde_json::Value,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    label_it: Option<&'static str>,
}

impl CallRow {
    pub(super) fn of(record: &CallRecord, home: Region) -> Self {
        Self {
            id: record.id,
            at: record.call.at,
            caller: CallerView::of(&record.call.caller, home),
            action: record.verdict.action,
            reason: record.verdict.reason,
            source: record.source.as_ref().map(SourceView::of),
            contact: record.contact,
            sim: record.call.sim,
            outcome: record.outcome,
            note: record.note.clone(),
        }
    }

    pub(super) fn all(records: &[CallRecord], home: Region) -> Vec<Self> {
        records.iter().map(|record| Self::of(record, home)).collect()
    }
}

impl SourceView {
    fn of(source: &SourceRef) -> Self {
        let id = source.reference.parse::<i64>().map_or_else(|_| source.reference.clone().into(), Into::into);
        let label_it = pack_label_it(source.kind, &source.reference);
        Self { kind: source.kind, id, label: source.label.clone(), label_it }
    }

    pub(super) fn of_trace(source: &Source) -> Self {
        let (kind, id, label): (_, serde_json::Value, _) = match source {
            Source::Rule { id, label } => ("rule", (*id).into(), label),
            Source::Pack { id, label } => ("pack", id.clone().into(), label),
            Source::List { id, label, .. } => ("list", (*id).into(), label),
            Source::Country { region } => ("country", region.clone().into(), region),
        };
        let label_it = id.as_str().and_then(|id| pack_label_it(kind, id));
        Self { kind, id, label: label.clone(), label_it }
    }
}

/// A trace as it is shown: like the stored one, pack rows with their Italian label beside.
pub(super) fn trace_view(trace: &Trace) -> serde_json::Value {
    let mut view = serde_json::to_value(trace).unwrap_or_default();
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
