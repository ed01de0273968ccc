//! The first screen's figures and its notices.

use super::core::Core;
use super::error::ApiError;
use super::protection;
use super::register;
use super::report;
use super::settings;
use super::snapshot::{home_region, waiting_window};
use super::view::{call_rows, count};
use crate::contract::common::Done;
use crate::contract::home::{DayCounts, HomeView, NoticeDismissRequest};
use crate::moment::{DAY_MILLIS, Moment};
use crate::notice::{Notice, NoticeKind};
use crate::recontact::law::law_of;
use crate::store::UserStore;
use crate::store::user::CallFilter;

/// Days of the chart.
const DAYS: i64 = 7;
/// Newest calls shown.
const RECENT: u32 = 5;

/// The first screen.
pub(crate) fn view(core: &Core, at: Moment) -> Result<HomeView, ApiError> {
    // A file that is locked or cannot be read for now keeps nobody from the first screen.
    if let Err(error) = core.drop_damaged_lists(at) {
        log::warn!("home: the lists cannot be looked at: {error}");
    }
    core.report_unreadable_rules(at)?;
    let lists = core.background()?.subscriptions()?.iter().filter(|list| list.enabled).count();
    let numbers = core.background()?.lists_in_force()?.iter().map(|list| list.info.entries()).sum();
    let settings = settings::readable(core, at)?;
    let store = core.background()?;
    let region = home_region(&settings, core.phone_region);
    let midnight = local_midnight(at);
    let tomorrow = midnight + DAY_MILLIS;
    let mut days = Vec::new();
    for back in (0..DAYS).rev() {
        let start = midnight - back * DAY_MILLIS;
        let counts = store.count_calls(start, start + DAY_MILLIS)?;
        let date = Moment { utc_millis: start, ..at }.date().to_string();
        days.push(DayCounts { date, blocked: counts.blocked, silenced: counts.silenced, passed: counts.passed });
    }
    let (recent, _) = store.calls(&CallFilter::default(), None, RECENT)?;
    let week = store.count_calls(midnight - (DAYS - 1) * DAY_MILLIS, tomorrow)?;
    let waiting = waiting_window(&store, &settings)?;
    Ok(HomeView {
        region: region.as_str().to_owned(),
        protection: protection::protection(&store, &settings, region, at)?,
        next_steps: protection::next_steps(&store, &settings, region, week.passed)?,
        today: store.count_calls(midnight, tomorrow)?,
        week,
        days,
        waiting_until_millis: waiting.filter(|window| window.is_open(at)).map(|window| window.until_millis),
        recent: call_rows(&recent, region),
        rules: count(store.rules()?.len()),
        lists: count(lists),
        numbers,
        notices: notices(core, &store, at)?,
        register: register::home_register(law_of(region), store.enrolment(region.as_str())?, at),
    })
}

/// The notices that stand; that calls are not recorded cannot be stored, and comes first.
fn notices(core: &Core, store: &UserStore, at: Moment) -> Result<Vec<Notice>, ApiError> {
    let unrecorded = core.unrecorded_since().map(|since| Notice {
        id: 0,
        kind: NoticeKind::CallsNotRecorded,
        list_id: None,
        list_name: None,
        report_id: None,
        at_millis: since.utc_millis,
    });
    let mut notices: Vec<Notice> = unrecorded.into_iter().chain(store.notices()?).collect();
    for notice in notices.iter_mut().filter(|notice| notice.kind == NoticeKind::AnswerDue) {
        if let [report] = report::overdue(store, at)?.as_slice() {
            notice.report_id = Some(report.id);
        }
    }
    Ok(notices)
}

/// Dismisses a notice.
pub(crate) fn dismiss_notice(core: &Core, request: NoticeDismissRequest) -> Result<Done, ApiError> {
    core.background()?.dismiss_notice(request.id)?;
    Ok(Done {})
}

/// UTC time of the last local midnight, by the offset in force now. A week around it fits the type.
fn local_midnight(at: Moment) -> i64 {
    let offset = i64::from(at.offset_minutes) * 60_000;
    (at.utc_millis.clamp(i64::MIN / 2, i64::MAX / 2) + offset).div_euclid(DAY_MILLIS) * DAY_MILLIS - offset
}
