//! Callers from countries the user does not take calls from; calling codes of no country (satellites, international networks)
//! count as foreign. Numbers that are dialled at home without the international prefix do not.

use crate::number::Caller;
use crate::policy::{Call, Context, Opinion, Reason, Source};

/// The code for the world, as CLDR and libphonenumber have it.
const NO_COUNTRY: &str = "001";

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let option = &context.settings.foreign;
    let Some(action) = option.switch.action() else { return Opinion::Off };
    let Caller::Number(number) = &call.caller else { return Opinion::Nothing };
    let region = number.region();
    let name = region.as_ref().map_or(NO_COUNTRY, |region| region.as_str());
    let listed = option.countries.iter().any(|country| country.eq_ignore_ascii_case(name));
    let is_home = region.is_some_and(|region| region.is_dialled_nationally_from(context.home));
    if is_home || listed != option.only_listed {
        return Opinion::Nothing;
    }
    let source = Source::Country { region: name.to_owned() };
    Opinion::decides_by(action, Reason::Foreign, source)
}
