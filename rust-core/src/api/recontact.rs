//! Re-contact for the screen: the table of ends, campaigns, and what they speak for.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::core::Core;
use super::dossier::{Dossier, words};
use super::error::ApiError;
use crate::moment::Moment;
use crate::number::NumberKey;
use crate::pattern::Pattern;
use crate::recontact::again::{self, ENOUGH, FOLLOW_DAYS, Row};
use crate::recontact::campaign::{self, Campaign};

const DAYS: u32 = 180;
/// Calls that are looked at: the newest.
const LOOKED_AT: u32 = 50_000;
const CAMPAIGNS: usize = 50;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

pub(super) fn answer(core: &Core, days: Option<u32>, at: Moment) -> Result<Value, ApiError> {
    let desk = core.desk()?;
    let dossier = Dossier::read(core, &desk)?;
    let from = at.utc_millis.saturating_sub(i64::from(days.unwrap_or(DAYS).clamp(1, 3_650)) * DAY_MILLIS);
    let mut echoes = desk.echoes(from, LOOKED_AT)?;
    let recorded: HashSet<NumberKey> = desk.wanted_numbers()?.into_iter().collect();
    let dialled: HashSet<NumberKey> = desk.all_dialled()?.into_iter().map(|(key, _)| key).collect();
    drop(desk);
    let mut known: HashMap<NumberKey, bool> = HashMap::new();
    for echo in &mut echoes {
        let Some(key) = echo.key else { continue };
        echo.wanted = *known
            .entry(key)
            .or_insert_with(|| dossier.is_wanted_number(key, recorded.contains(&key), dialled.contains(&key)));
        echo.unwanted |= dossier.book.before(key, echo.at.utc_millis).is_some();
    }
    let table = again::table(&echoes, at.utc_millis);
    let campaigns = campaign::find(&echoes, dossier.home, at.utc_millis);
    let (suggestion, missing) = match again::suggestion(&table) {
        Ok(found) => {
            let reason = json!({ "it": found.it, "en": found.en });
            let value = found.action.name();
            (
                json!({ "setting": "pack", "value": value, "reason": reason, "compared": ["rejected", "silenced"] }),
                Value::Null,
            )
        }
        Err(why) => (Value::Null, words(why)),
    };
    Ok(json!({
        "from_millis": from,
        "looked_at": echoes.len(),
        "not_followed": table.not_followed,
        "enough_from": ENOUGH,
        "follow_days": FOLLOW_DAYS,
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
        "campaigns": campaigns.iter().take(CAMPAIGNS).map(|found| campaign_view(found, &dossier)).collect::<Vec<_>>(),
        "suggestion": suggestion,
        "suggestion_missing": missing,
    }))
}

fn row(row: &Row) -> Value {
    json!({
        "end": row.end.name(),
        "known": row.end.known(),
        "callers": row.callers,
        "again": row.again,
        "waiting": row.waiting,
        "share": row.share(),
        "soonest_minutes": row.minutes.first(),
        "median_minutes": row.median_minutes(),
        "calls_after": row.calls_after,
    })
}

fn campaign_view(found: &Campaign, dossier: &Dossier) -> Value {
    let tenths = found.tenths_a_week();
    let display = Pattern::parse(&found.pattern, dossier.home).map(|pattern| pattern.display(dossier.home));
    json!({
        "pattern": found.pattern,
        "display": display.unwrap_or_default(),
        "numbers": found.numbers,
        "calls": found.calls,
        "first": found.first,
        "last": found.last,
        "active": found.active,
        "weeks": found.weeks,
        "calls_a_week": f64::from(i32::try_from(tenths).unwrap_or(i32::MAX)) / 10.0,
        "sample": found.sample,
    })
}
