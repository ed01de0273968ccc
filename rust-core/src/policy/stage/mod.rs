//! The stages in their one fixed order (`StageName::ALL`); docs/matching.md says the same in words.

mod contacts;
mod dialled;
mod emergency_window;
mod failed_verification;
mod foreign;
mod hidden;
mod lists;
mod never_block;
mod not_in_contacts;
mod pack;
mod quiet_hours;
mod repeated_call;
mod user_allow;
mod user_block;
mod waiting;

use super::call::{Call, Contact};
use super::context::Context;
use super::settings::Settings;
use super::trace::{Finding, StageName, Trace};

/// Asks every stage; the first finding with an answer is the verdict (`Trace::verdict`).
#[must_use]
pub fn judge(call: &Call, context: &Context<'_>) -> Trace {
    Trace(StageName::ALL.into_iter().map(|stage| ask(stage, call, context)).collect())
}

/// The same trace after the address book has spoken: only the stages that depend on it are asked again.
#[must_use]
pub fn with_contact(trace: &Trace, call: &Call, settings: &Settings, contact: Contact) -> Trace {
    let again = |finding: &Finding| match finding.stage {
        StageName::Contacts => contacts::judge(contact),
        StageName::NotInContacts => not_in_contacts::judge(call, settings, contact),
        StageName::QuietHours => quiet_hours::judge(call, settings, contact),
        StageName::EmergencyWindow
        | StageName::NeverBlock
        | StageName::UserAllow
        | StageName::UserBlock
        | StageName::Dialled
        | StageName::Waiting
        | StageName::RepeatedCall
        | StageName::Pack
        | StageName::Lists
        | StageName::Hidden
        | StageName::FailedVerification
        | StageName::Foreign => finding.clone(),
    };
    Trace(trace.0.iter().map(again).collect())
}

fn ask(stage: StageName, call: &Call, context: &Context<'_>) -> Finding {
    let settings = context.settings;
    match stage {
        StageName::EmergencyWindow => emergency_window::judge(call, context.emergency_until_millis),
        StageName::NeverBlock => never_block::judge(call, context.home),
        StageName::UserAllow => user_allow::judge(context),
        StageName::UserBlock => user_block::judge(context),
        StageName::Contacts => contacts::judge(context.contact),
        StageName::Dialled => dialled::judge(call, context),
        StageName::Waiting => waiting::judge(call, settings),
        StageName::RepeatedCall => repeated_call::judge(call, context),
        StageName::Pack => pack::judge(call, context),
        StageName::Lists => lists::judge(context),
        StageName::Hidden => hidden::judge(call, settings),
        StageName::FailedVerification => failed_verification::judge(call, settings),
        StageName::Foreign => foreign::judge(call, context),
        StageName::NotInContacts => not_in_contacts::judge(call, settings, context.contact),
        StageName::QuietHours => quiet_hours::judge(call, settings, context.contact),
    }
}
