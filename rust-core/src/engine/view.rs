//! Callers, calls and traces as the contract shows them, made from what the store and the policy hold.

use crate::contract::call::{CallRow, CallerKind, CallerView, DecisionSource, TraceRow, TraceSource};
use crate::contract::common::LocalizedText;
use crate::number::{Caller, OtherCaller, Region};
use crate::pack;
use crate::policy::{CallRecord, Finding, Source, SourceRef, Trace};

impl CallerView {
    /// A caller as the user's country shows it.
    #[must_use]
    pub fn of(caller: &Caller, home: Region) -> Self {
        let empty =
            |kind| Self { kind, number: None, display: None, hidden: None, region: None, place: None, line_type: None };
        let shown = |kind, text: String| Self { number: Some(text.clone()), display: Some(text), ..empty(kind) };
        match caller {
            Caller::Number(number) => Self {
                number: Some(number.to_string()),
                display: Some(number.display(home)),
                region: number.region().map(|region| region.as_str().to_owned()),
                place: number.place().map(|place| LocalizedText::new(place.it, place.en)),
                line_type: Some(number.line_type()),
                ..empty(CallerKind::Number)
            },
            Caller::ShortCode(code) => shown(CallerKind::ShortCode, code.digits()),
            Caller::Hidden(kind) => Self { hidden: Some(*kind), ..empty(CallerKind::Hidden) },
            Caller::Other(OtherCaller::Empty) => empty(CallerKind::Other),
            Caller::Other(OtherCaller::Scheme(text) | OtherCaller::Malformed { text, .. }) => {
                shown(CallerKind::Other, text.to_string())
            }
        }
    }
}

impl CallRow {
    /// A recorded call as a row of the history.
    #[must_use]
    pub fn of(record: &CallRecord, home: Region) -> Self {
        Self {
            id: record.id,
            at: record.call.at,
            caller: CallerView::of(&record.call.caller, home),
            action: record.verdict.action,
            reason: record.verdict.reason,
            source: record.source.as_ref().map(DecisionSource::of_record),
            contact: record.contact,
            sim: record.call.sim,
            outcome: record.outcome,
            note: record.note.clone(),
            offer: record.offer,
        }
    }
}

/// Recorded calls as rows of the history.
pub(crate) fn call_rows(records: &[CallRecord], home: Region) -> Vec<CallRow> {
    records.iter().map(|record| CallRow::of(record, home)).collect()
}

impl DecisionSource {
    /// What decided a recorded call.
    fn of_record(source: &SourceRef) -> Self {
        let (reference, label) = (source.reference.clone(), source.label.clone());
        // Row ids are written by the store; another value, as a foreign backup may hold, names no row.
        let id = reference.parse().unwrap_or_default();
        match source.kind {
            "rule" => Self::Rule { id, label },
            "list" => Self::List { id, label },
            "pack" => Self::Pack { label_it: italian_label(&reference), id: reference, label },
            _ => Self::Country { id: reference, label },
        }
    }

    /// What decides in a trace.
    pub(super) fn of_trace(source: &Source) -> Self {
        match source.clone() {
            Source::Rule { id, label } => Self::Rule { id, label },
            Source::Pack { id, label } => Self::Pack { label_it: italian_label(&id), id, label },
            Source::List { id, label, .. } => Self::List { id, label },
            Source::Country { region } => Self::Country { id: region.clone(), label: region },
        }
    }
}

/// A trace, one row a stage.
pub(crate) fn trace_rows(trace: &Trace) -> Vec<TraceRow> {
    trace.0.iter().map(TraceRow::of).collect()
}

impl TraceRow {
    fn of(finding: &Finding) -> Self {
        Self {
            stage: finding.stage,
            saw: finding.saw,
            action: finding.action,
            reason: finding.reason,
            source: finding.source.clone().map(TraceSource::from),
        }
    }
}

impl From<Source> for TraceSource {
    fn from(source: Source) -> Self {
        match source {
            Source::Rule { id, label } => Self::Rule { id, label },
            Source::Pack { id, label } => Self::Pack { label_it: italian_label(&id), id, label },
            Source::List { id, label, matched_digits, category, score } => {
                Self::List { id, label, matched_digits, category, score }
            }
            Source::Country { region } => Self::Country { region },
        }
    }
}

/// The Italian label of a pack row: a record holds the English one.
fn italian_label(id: &str) -> Option<String> {
    let row = pack::rows().iter().find(|row| row.id == id)?;
    Some(row.label_it.to_owned())
}

/// A number of things as the contract counts them.
pub(crate) fn count(things: usize) -> u32 {
    u32::try_from(things).unwrap_or(u32::MAX)
}
