//! Re-contact for the screen: the table of ends, campaigns, and what they speak for.

use std::collections::HashMap;

use serde_json::Value;

use super::asked::Asked;
use super::dossier::{Dossier, words};
use super::shape::{array, both, moment, object};
use crate::engine::core::Core;
use crate::engine::error::ApiError;
use crate::moment::Moment;
use crate::number::NumberKey;
use crate::pattern::Pattern;
use crate::recontact::again::{self, ENOUGH, FOLLOW_DAYS, Row, Suggestion};
use crate::recontact::campaign::{self, Campaign};

const DAYS: i64 = 180;
/// Calls that are looked at: the newest.
const LOOKED_AT: u32 = 50_000;
const CAMPAIGNS: usize = 50;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

pub(super) fn answer(core: &Core, request: &Asked, at: Moment) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    let from = at.utc_millis.saturating_sub(request.int("days")?.unwrap_or(DAYS).clamp(1, 3_650) * DAY_MILLIS);
    let mut echoes = desk.echoes(from, LOOKED_AT)?;
    let sorted = |mut keys: Vec<NumberKey>| {
        keys.sort_unstable();
        keys
    };
    let recorded = sorted(desk.wanted_numbers()?);
    let dialled = sorted(desk.all_dialled()?.into_iter().map(|(key, _)| key).collect());
    let holds = |keys: &[NumberKey], key: NumberKey| keys.binary_search(&key).is_ok();
    drop(desk);
    let mut known: HashMap<NumberKey, bool> = HashMap::new();
    for echo in &mut echoes {
        let Some(key) = echo.key else { continue };
        echo.wanted = *known
            .entry(key)
            .or_insert_with(|| dossier.is_wanted_number(key, holds(&recorded, key), holds(&dialled, key)));
        echo.unwanted |= dossier.book.before(key, echo.at.utc_millis).is_some();
    }
    let table = again::table(&echoes, at.utc_millis);
    let campaigns = campaign::find(&echoes, dossier.home, at.utc_millis);
    let (suggestion, missing) = match again::suggestion(&table) {
        Ok(found) => (suggestion_view(&found), Value::Null),
        Err(why) => (Value::Null, words(why)),
    };
    Ok(object!(
        "from_millis" = from,
        "looked_at" = echoes.len(),
        "not_followed" = table.not_followed,
        "enough_from" = ENOUGH,
        "follow_days" = FOLLOW_DAYS,
        "rows" = array(&table.rows, row),
        "campaigns" = array(campaigns.iter().take(CAMPAIGNS), |found| campaign_view(found, &dossier)),
        "suggestion" = suggestion,
        "suggestion_missing" = missing
    ))
}

fn suggestion_view(found: &Suggestion) -> Value {
    object!(
        "setting" = "pack",
        "value" = found.action.name(),
        "reason" = both(&found.it, &found.en),
        "compared" = array(["rejected", "silenced"], Value::from)
    )
}

fn row(row: &Row) -> Value {
    object!(
        "end" = row.end.name(),
        "known" = row.end.known(),
        "callers" = row.callers,
        "again" = row.again,
        "waiting" = row.waiting,
        "share" = row.share(),
        "soonest_minutes" = row.minutes.first().copied(),
        "median_minutes" = row.median_minutes(),
        "calls_after" = row.calls_after
    )
}

fn campaign_view(found: &Campaign, dossier: &Dossier) -> Value {
    let tenths = i32::try_from(found.tenths_a_week()).unwrap_or(i32::MAX);
    let display = Pattern::parse(&found.pattern, dossier.home).map(|pattern| pattern.display(dossier.home));
    object!(
        "pattern" = found.pattern.as_str(),
        "display" = display.unwrap_or_default(),
        "numbers" = found.numbers,
        "calls" = found.calls,
        "first" = moment(found.first),
        "last" = moment(found.last),
        "active" = found.active,
        "weeks" = found.weeks.clone(),
        "calls_a_week" = f64::from(tenths) / 10.0,
        "sample" = found.sample.clone()
    )
}
