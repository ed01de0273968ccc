//! The first screen's figures.

use serde_json::Value;

use super::history::tally_view;
use super::objection::home_register;
use super::shape::{array, object, value, with};
use super::view::calls_view;
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::engine::snapshot::home_region;
use crate::moment::Moment;
use crate::recontact::law::law_of;
use crate::store::user::CallFilter;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
const DAYS: i64 = 7;
const RECENT: u32 = 5;

pub(super) fn answer(core: &Core, at: Moment) -> Result<Value, ApiError> {
    let subscriptions = core.desk()?.subscriptions()?.iter().filter(|list| list.enabled).count();
    let numbers: u64 = if subscriptions == 0 { 0 } else { core.list_sizes()?.iter().map(|(_, size)| size).sum() };
    core.tell_of_dropped_lists(at)?;
    let desk = core.desk()?;
    let settings = desk.settings()?;
    let region = home_region(&settings, core.phone_region);
    let midnight = local_midnight(at);
    let tomorrow = midnight + DAY_MILLIS;
    let mut days = Vec::new();
    for back in (0..DAYS).rev() {
        let start = midnight - back * DAY_MILLIS;
        let tally = desk.tally(start, start + DAY_MILLIS)?;
        let date = Moment { utc_millis: start, ..at }.civil().date().to_string();
        days.push(with!(tally_view(tally), "date" = date));
    }
    let (recent, _) = desk.calls(&CallFilter::default(), None, RECENT)?;
    Ok(object!(
        "region" = region.as_str(),
        "today" = tally_view(desk.tally(midnight, tomorrow)?),
        "week" = tally_view(desk.tally(midnight - (DAYS - 1) * DAY_MILLIS, tomorrow)?),
        "days" = days,
        "waiting_until_millis" = settings.waiting_until_millis.filter(|until| *until > at.utc_millis),
        "recent" = calls_view(&recent, region),
        "rules" = desk.rules()?.len(),
        "lists" = subscriptions,
        "numbers" = numbers,
        "notices" = array(desk.notices()?, value),
        "register" = home_register(law_of(region), desk.enrolment(region.as_str())?, at)
    ))
}

/// UTC time of the last local midnight, by the offset in force now. A week around it is in reach of the type.
fn local_midnight(at: Moment) -> i64 {
    let offset = i64::from(at.offset_minutes) * 60_000;
    (at.utc_millis.clamp(i64::MIN / 2, i64::MAX / 2) + offset).div_euclid(DAY_MILLIS) * DAY_MILLIS - offset
}
