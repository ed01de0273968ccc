//! Countries of foreign callers: exceptions that contacts and dialled numbers propose, and stops that past calls propose.

use std::collections::BTreeMap;

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::settings;
use super::snapshot::home_region;
use super::undo::Undo;
use crate::contract::country::{CountriesRequest, CountryList, CountryRow, CountryStopRequest};
use crate::contract::undo::Undoable;
use crate::moment::{DAY_MILLIS, Moment};
use crate::number::{NumberKey, PhoneNumber, Region};
use crate::policy::{ForeignOption, NO_COUNTRY, Switch, foreign_country};

/// Calls that are looked at.
const DAYS: i64 = 180;
/// Unwanted calls from one country after which stopping it is proposed.
const MANY_CALLS: u32 = 3;

/// The foreign countries this phone knows of.
pub(crate) fn all(core: &Core, request: &CountriesRequest, at: Moment) -> Result<CountryList, ApiError> {
    let settings = settings::readable(core, at)?;
    let home = home_region(&settings, core.phone_region);
    let mut rows: BTreeMap<String, CountryRow> = BTreeMap::new();
    for text in &request.contacts {
        if let Some(row) = PhoneNumber::parse(text, home).ok().and_then(|number| row_of(&mut rows, number, home)) {
            row.contacts += 1;
        }
    }
    let store = core.background()?;
    for (key, _) in store.all_dialled()? {
        if let Some(row) = number_of(key).and_then(|number| row_of(&mut rows, number, home)) {
            row.dialled += 1;
        }
    }
    for (key, calls, wanted) in store.callers_since(at.utc_millis.saturating_sub(DAYS * DAY_MILLIS))? {
        if let Some(row) = number_of(key).and_then(|number| row_of(&mut rows, number, home)) {
            row.calls += calls;
            row.wanted += wanted;
        }
    }
    let mut countries: Vec<CountryRow> = rows.into_values().collect();
    for row in &mut countries {
        row.is_stopped = settings.foreign.switch != Switch::Off && settings.foreign.selects(&row.region);
        row.is_exception_proposed = row.contacts + row.dialled > 0;
        row.is_stop_proposed =
            row.calls >= MANY_CALLS && row.wanted + row.contacts + row.dialled == 0 && !row.is_stopped;
    }
    countries.sort_by_key(|row| std::cmp::Reverse((row.is_exception_proposed, row.calls)));
    Ok(CountryList { countries })
}

/// Stops a country's callers, or leaves them alone. An option that is off comes on for that country alone.
pub(crate) fn stop(core: &Core, request: &CountryStopRequest, at: Moment) -> Result<Undoable, ApiError> {
    let region = request.region.to_ascii_uppercase();
    if region != NO_COUNTRY && region.parse::<Region>().is_err() {
        return Err(ApiError::new(ErrorCode::BadRequest, "unknown country"));
    }
    settings::readable(core, at)?;
    core.background()?.write(|store| {
        let mut settings = store.settings()?;
        let before = settings.foreign.clone();
        let foreign = &mut settings.foreign;
        if foreign.switch == Switch::Off && request.stopped {
            *foreign = ForeignOption { switch: Switch::Silence, only_listed: true, countries: vec![] };
        }
        foreign.countries.retain(|country| !country.eq_ignore_ascii_case(&region));
        if request.stopped == foreign.only_listed {
            foreign.countries.push(region);
        }
        store.save_settings(&settings)?;
        Undo::Foreign { before, after: settings.foreign }.into_response()
    })
}

fn number_of(key: NumberKey) -> Option<PhoneNumber> {
    if key.is_short_code() { None } else { PhoneNumber::from_key(key) }
}

/// The row of a foreign number's country; `None` for a number of the home country.
fn row_of(rows: &mut BTreeMap<String, CountryRow>, number: PhoneNumber, home: Region) -> Option<&mut CountryRow> {
    let region = foreign_country(&number, home)?;
    Some(rows.entry(region.clone()).or_insert_with(|| CountryRow {
        region,
        contacts: 0,
        dialled: 0,
        calls: 0,
        wanted: 0,
        is_stopped: false,
        is_exception_proposed: false,
        is_stop_proposed: false,
    }))
}
