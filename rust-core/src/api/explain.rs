//! "What if this number called?": the verdict and what every stage sees, without a record.

use serde::Deserialize;
use serde_json::{Value, json};

use super::core::{Core, Incoming};
use super::error::ApiError;
use super::snapshot::home_region;
use super::view::{CallerView, SourceView, trace_view};
use crate::moment::Moment;
use crate::number::{self, Presentation, RawCaller};
use crate::pack;
use crate::policy::{Contact, Verification};

#[derive(Deserialize)]
pub(super) struct ExplainRequest {
    address: Option<String>,
    #[serde(default)]
    scheme: Option<String>,
    #[serde(default = "shown")]
    presentation: i32,
    #[serde(default)]
    verification: i32,
    #[serde(default = "undetermined")]
    contact: Contact,
    #[serde(default)]
    sim: Option<u8>,
}

fn shown() -> i32 {
    1
}

fn undetermined() -> Contact {
    Contact::Undetermined
}

pub(super) fn answer(core: &Core, request: &ExplainRequest, at: Moment) -> Result<Value, ApiError> {
    let raw = RawCaller {
        scheme: request.scheme.as_deref().or(request.address.as_ref().map(|_| "tel")),
        address: request.address.as_deref(),
        presentation: Presentation::from_code(request.presentation),
    };
    let verification = Verification::from_code(request.verification);
    let incoming = Incoming { raw, verification, at, sim: request.sim };
    let (call, trace) = core.explain(&incoming, request.contact)?;
    let home = home_region(&core.desk()?.settings()?, core.phone_region);
    let verdict = trace.verdict();
    let source = trace.decisive().and_then(|finding| finding.source.as_ref()).map(SourceView::of_trace);
    Ok(json!({
        "caller": CallerView::of(&call.caller, home),
        "action": verdict.action,
        "reason": verdict.reason,
        "source": source,
        "trace": trace_view(&trace),
        "never_block": number::never_block(&call.caller, home).is_some(),
    }))
}

/// The rows of the national packs; those of the region in force come first.
pub(super) fn packs(core: &Core) -> Result<Value, ApiError> {
    let settings = core.desk()?.settings()?;
    let home = home_region(&settings, core.phone_region);
    let mut rows: Vec<&pack::PackRow> = pack::rows().iter().collect();
    rows.sort_by_key(|row| (row.region != home.as_str(), row.region, row.id));
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|row| {
            let default = row.is_default_for(home);
            json!({
                "id": row.id,
                "region": row.region,
                "pattern": row.pattern,
                "display": row.national,
                "label": { "it": row.label_it, "en": row.label_en },
                "certainty": row.certainty,
                "source": row.source,
                "enabled": settings.pack_rows.get(row.id).copied().unwrap_or(default),
                "default": default,
            })
        })
        .collect();
    Ok(json!({ "packs": rows }))
}

impl Verification {
    /// From `Connection.VERIFICATION_STATUS_*`; a code this version does not know says nothing.
    #[must_use]
    pub fn from_code(code: i32) -> Self {
        match code {
            1 => Self::Passed,
            2 => Self::Failed,
            _ => Self::NotVerified,
        }
    }
}
