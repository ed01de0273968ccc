//! Callers from countries the user does not take calls from; calling codes of no country (satellites, international networks)
//! count as foreign. Numbers that are dialled at home without the international prefix do not.

use crate::number::{Caller, PhoneNumber, Region};
use crate::policy::{Call, Context, Opinion, Reason, Source};

/// The code for the world, as CLDR and libphonenumber have it.
pub const NO_COUNTRY: &str = "001";

pub(super) fn judge(call: &Call, context: &Context<'_>) -> Opinion {
    let option = &context.settings.foreign;
    let Some(action) = option.switch.action() else { return Opinion::Off };
    let Caller::Number(number) = &call.caller else { return Opinion::Nothing };
    match foreign_country(number, context.home).filter(|country| option.selects(country)) {
        Some(region) => Opinion::decides_by(action, Reason::Foreign, Source::Country { region }),
        None => Opinion::Nothing,
    }
}

/// The country of a foreign number, `NO_COUNTRY` for one of none; `None` for a number that is dialled at home without the
/// international prefix.
#[must_use]
pub fn foreign_country(number: &PhoneNumber, home: Region) -> Option<String> {
    let region = number.region();
    let name = region.as_ref().map_or(NO_COUNTRY, |region| region.as_str()).to_owned();
    let is_home = region.is_some_and(|region| region.is_dialled_nationally_from(home));
    (!is_home).then_some(name)
}
