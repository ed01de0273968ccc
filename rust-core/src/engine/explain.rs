//! "What if this number called?": the verdict and what every stage sees, without a record.

use super::core::Core;
use super::error::ApiError;
use super::screening::Incoming;
use super::snapshot::home_region;
use super::view::trace_rows;
use crate::contract::call::{CallerView, DecisionSource};
use crate::contract::explain::{ExplainRequest, Explanation};
use crate::moment::Moment;
use crate::number::{self, Presentation, RawCaller};
use crate::policy::{Contact, Verification};

/// Judges a call that did not come.
pub(crate) fn explain(core: &Core, request: ExplainRequest, at: Moment) -> Result<Explanation, ApiError> {
    let address = request.address.as_deref();
    let raw = RawCaller {
        scheme: request.scheme.as_deref().or(address.map(|_| "tel")),
        address,
        presentation: request.presentation.map_or(Presentation::Allowed, Presentation::from_code),
    };
    let verification = request.verification.map_or(Verification::NotVerified, Verification::from_code);
    let incoming = Incoming { raw, verification, at, sim: request.sim };
    let (call, trace) = core.explain(&incoming, request.contact.unwrap_or(Contact::Undetermined))?;
    let home = home_region(&core.background()?.settings()?, core.phone_region);
    let verdict = trace.verdict();
    let source = trace.decisive().and_then(|finding| finding.source.as_ref());
    Ok(Explanation {
        caller: CallerView::of(&call.caller, home),
        action: verdict.action,
        reason: verdict.reason,
        source: source.map(DecisionSource::of_trace),
        trace: trace_rows(&trace),
        never_block: number::never_block(&call.caller, home).is_some(),
    })
}
