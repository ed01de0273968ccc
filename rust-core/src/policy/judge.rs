//! The verdict on a call: every stage is asked in order, and the trace of their opinions holds the answer.

use strum::VariantArray as _;

use super::call::{Call, Contact};
use super::context::Context;
use super::settings::Settings;
use super::stage_name::StageName;
use super::trace::{Finding, Trace};

/// Asks every stage; the first finding with an answer is the verdict (`Trace::verdict`).
#[must_use]
pub fn judge(call: &Call, context: &Context<'_>) -> Trace {
    Trace(StageName::VARIANTS.iter().map(|stage| Finding::new(*stage, stage.ask(call, context))).collect())
}

/// The same trace after the address book has spoken: only the stages that depend on it are asked again.
#[must_use]
pub fn with_contact(trace: &Trace, call: &Call, settings: &Settings, contact: Contact) -> Trace {
    let again = |finding: &Finding| match finding.stage.ask_again(finding, call, settings, contact) {
        Some(opinion) => Finding::new(finding.stage, opinion),
        None => finding.clone(),
    };
    Trace(trace.0.iter().map(again).collect())
}
