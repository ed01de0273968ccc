//! Callers from countries the user does not take calls from. A number whose country is not known rings.

use crate::number::Caller;
use crate::policy::{Call, Context, Finding, Reason, Source, StageName};

const STAGE: StageName = StageName::Foreign;

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Finding {
    let option = &context.settings.foreign;
    let Some(action) = option.switch.action() else { return Finding::off(STAGE) };
    let Caller::Number(number) = &call.caller else { return Finding::nothing(STAGE) };
    let Some(region) = number.region() else { return Finding::unknown(STAGE) };
    let listed = option.countries.iter().any(|country| country.eq_ignore_ascii_case(region.as_str()));
    if region == context.home || listed != option.only_listed {
        return Finding::nothing(STAGE);
    }
    let source = Source::Country { region: region.as_str().to_owned() };
    Finding::decides(STAGE, action, Reason::Foreign, Some(source))
}
