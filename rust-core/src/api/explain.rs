//! "What if this number called?": the verdict and what every stage sees, without a record.

use serde_json::Value;

use super::asked::Asked;
use super::shape::{array, both, object, value};
use super::view::{caller_view, source_of_trace, trace_view};
use crate::engine::Incoming;
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::engine::snapshot::home_region;
use crate::moment::Moment;
use crate::number::{self, Presentation, RawCaller};
use crate::pack;
use crate::policy::{Contact, Verification};

/// `TelecomManager.PRESENTATION_ALLOWED`.
const SHOWN: i32 = 1;

pub(super) fn answer(core: &Core, request: &mut Asked, at: Moment) -> Result<Value, ApiError> {
    let contact = request.get("contact")?.unwrap_or(Contact::Undetermined);
    let address = request.text("address")?;
    let raw = RawCaller {
        scheme: request.text("scheme")?.or(address.map(|_| "tel")),
        address,
        presentation: Presentation::from_code(request.small("presentation")?.unwrap_or(SHOWN)),
    };
    let verification = Verification::from_code(request.small("verification")?.unwrap_or(0));
    let incoming = Incoming { raw, verification, at, sim: request.small("sim")? };
    let (call, trace) = core.explain(&incoming, contact)?;
    let home = home_region(&core.desk()?.settings()?, core.phone_region);
    let verdict = trace.verdict();
    let source = trace.decisive().and_then(|finding| finding.source.as_ref()).map(source_of_trace);
    Ok(object!(
        "caller" = caller_view(&call.caller, home),
        "action" = value(verdict.action),
        "reason" = verdict.reason.name(),
        "source" = source,
        "trace" = trace_view(&trace),
        "never_block" = number::never_block(&call.caller, home).is_some()
    ))
}

/// The rows of the national packs; those of the region in force come first.
pub(super) fn packs(core: &Core) -> Result<Value, ApiError> {
    let settings = core.desk()?.settings()?;
    let home = home_region(&settings, core.phone_region);
    let mut rows: Vec<&pack::PackRow> = pack::rows().iter().collect();
    rows.sort_by_key(|row| (row.region != home.as_str(), row.region, row.id));
    let rows = array(rows, |row| {
        let default = row.is_default_for(home);
        let [source_it, source_en] = row.source;
        object!(
            "id" = row.id,
            "region" = row.region,
            "pattern" = row.pattern,
            "display" = row.national,
            "label" = both(row.label_it, row.label_en),
            "certainty" = row.certainty,
            "source" = both(source_it, source_en),
            "enabled" = settings.pack_rows.get(row.id).copied().unwrap_or(default),
            "default" = default
        )
    });
    Ok(object!("packs" = rows))
}
