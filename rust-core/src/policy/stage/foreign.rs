//! Callers from countries the user does not take calls from. A number whose country is not known rings.

use crate::number::Caller;
use crate::policy::{Call, Context, Opinion, Reason, Source};

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let option = &context.settings.foreign;
    let Some(action) = option.switch.action() else { return Opinion::Off };
    let Caller::Number(number) = &call.caller else { return Opinion::Nothing };
    let Some(region) = number.region() else { return Opinion::Unknown };
    let listed = option.countries.iter().any(|country| country.eq_ignore_ascii_case(region.as_str()));
    if region == context.home || listed != option.only_listed {
        return Opinion::Nothing;
    }
    let source = Source::Country { region: region.as_str().to_owned() };
    Opinion::decides_by(action, Reason::Foreign, source)
}
