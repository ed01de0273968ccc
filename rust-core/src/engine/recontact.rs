//! Re-contact: the rates after each ending, campaigns, and the setting they suggest.

use std::collections::{HashMap, HashSet};

use super::core::Core;
use super::error::ApiError;
use super::evidence_context::EvidenceContext;
use super::view::count;
use crate::contract::recontact::{
    CampaignRow, PackSuggestion, RecontactRequest, RecontactRow, RecontactView, SuggestedSetting,
};
use crate::moment::{DAY_MILLIS, Moment};
use crate::number::{NumberKey, Region};
use crate::pattern::Pattern;
use crate::recontact::campaign::{self, Campaign};
use crate::recontact::recontact_rate::{
    self, ActionSuggestion, CallEnding, ENOUGH, EndingStats, FOLLOW_DAYS, FollowedCall,
};

const DAYS: u32 = 180;
const MAX_DAYS: u32 = 3_650;
/// Calls that are looked at: the newest.
const LOOKED_AT: u32 = 50_000;
const CAMPAIGNS: usize = 50;

/// Who called again after what, on this phone.
pub(crate) fn view(core: &Core, request: RecontactRequest, at: Moment) -> Result<RecontactView, ApiError> {
    let days = request.days.unwrap_or(DAYS).clamp(1, MAX_DAYS);
    let from_millis = at.utc_millis.saturating_sub(i64::from(days) * DAY_MILLIS);
    let (calls, home) = followed_calls(core, from_millis)?;
    let rates = recontact_rate::rates(&calls, at.utc_millis);
    let campaigns = campaign::find(&calls, home, at.utc_millis);
    let (suggestion, suggestion_missing) = match recontact_rate::suggestion(&rates) {
        Ok(found) => (Some(suggestion(found)), None),
        Err(why) => (None, Some(why)),
    };
    Ok(RecontactView {
        from_millis,
        looked_at: count(calls.len()),
        not_followed: count(rates.not_followed),
        enough_from: count(ENOUGH),
        follow_days: FOLLOW_DAYS,
        rows: rates.rows.iter().map(row).collect(),
        campaigns: campaigns.into_iter().take(CAMPAIGNS).map(|found| campaign_row(found, home)).collect(),
        suggestion,
        suggestion_missing,
    })
}

/// The calls since a time, oldest first, with who is wanted; and the region in force.
fn followed_calls(core: &Core, from_millis: i64) -> Result<(Vec<FollowedCall>, Region), ApiError> {
    let store = core.background()?;
    let context = EvidenceContext::read(core, &store)?;
    let mut calls = store.followed_calls(from_millis, LOOKED_AT)?;
    let recorded: HashSet<NumberKey> = store.wanted_numbers()?.into_iter().collect();
    let dialled: HashSet<NumberKey> = store.all_dialled()?.into_iter().map(|(key, _)| key).collect();
    let mut known: HashMap<NumberKey, bool> = HashMap::new();
    for call in &mut calls {
        let Some(key) = call.key else { continue };
        call.wanted = *known
            .entry(key)
            .or_insert_with(|| context.is_wanted_number(key, recorded.contains(&key), dialled.contains(&key)));
        call.unwanted |= context.objections.before(key, call.at.utc_millis).is_some();
    }
    Ok((calls, context.home))
}

fn suggestion(found: ActionSuggestion) -> PackSuggestion {
    PackSuggestion {
        setting: SuggestedSetting::Pack,
        value: found.action,
        reason: found.reason,
        compared: vec![CallEnding::Rejected, CallEnding::Silenced],
    }
}

fn row(stats: &EndingStats) -> RecontactRow {
    RecontactRow {
        end: stats.ending,
        known: stats.ending.basis(),
        callers: count(stats.callers),
        again: count(stats.again),
        waiting: count(stats.waiting),
        share: stats.share().map(count),
        soonest_minutes: stats.minutes.first().copied(),
        median_minutes: stats.median_minutes(),
        calls_after: count(stats.calls_after),
    }
}

fn campaign_row(found: Campaign, home: Region) -> CampaignRow {
    let tenths = i32::try_from(found.tenths_a_week()).unwrap_or(i32::MAX);
    let display = Pattern::parse(&found.pattern, home).map(|pattern| pattern.display(home));
    CampaignRow {
        display: display.unwrap_or_default(),
        pattern: found.pattern,
        numbers: count(found.numbers),
        calls: count(found.calls),
        first: found.first,
        last: found.last,
        active: found.active,
        weeks: found.weeks,
        calls_a_week: f64::from(tenths) / 10.0,
        sample: found.sample,
    }
}
