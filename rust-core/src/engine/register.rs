//! The opposition register of the country in force: the user's enrolment, and the notices of its days.

use jiff::civil::Date;

use super::core::Core;
use super::error::{ApiError, ErrorCode};
use super::snapshot::home_region;
use crate::contract::home::RegisterLine;
use crate::contract::objection::{RegisterView, RpoSaved, RpoSetRequest};
use crate::moment::Moment;
use crate::notice::NoticeKind;
use crate::number::Region;
use crate::recontact::law::{Law, law_of};
use crate::recontact::register::{Enrolment, days_between};
use crate::store::{StoreError, UserStore};

/// Names of the states that hold for which days the notices were raised.
const IN_FORCE_NOTIFIED: &str = "rpo_in_force_told";
const RENEWAL_NOTIFIED: &str = "rpo_renewal_told";
/// Days after the effect begins during which a notice is still raised.
const NEWS_DAYS: i32 = 30;

/// The register with an enrolment, as of a moment.
pub(crate) fn view(law: Option<&'static Law>, enrolment: Enrolment, at: Moment) -> Option<RegisterView> {
    let law = law?;
    let register = law.register.as_ref()?;
    let status = enrolment.status(law, at.date());
    Some(RegisterView {
        short: register.short.clone(),
        name: register.name.clone(),
        site: register.site.clone(),
        what: register.what.clone(),
        steps: register.steps.clone(),
        ready: register.ready.clone(),
        limits: register.limits.clone(),
        renew: register.renew.clone(),
        enrolled_on: enrolment.enrolled_on,
        renewed_on: enrolment.renewed_on,
        in_force_on: status.map(|status| status.in_force_on),
        in_force: status.is_some_and(|status| status.in_force),
        days_left: status.map(|status| status.days_left),
        renewal_due_on: status.and_then(|status| status.renewal_due_on),
        renewal_due: status.is_some_and(|status| status.renewal_due),
        renewal_is_law: register.renewal_is_law,
        closed_on: register.closed_on(),
        source: register.source.clone(),
    })
}

/// The enrolment on the home screen; `None` without one.
pub(crate) fn home_register(law: Option<&'static Law>, enrolment: Enrolment, at: Moment) -> Option<RegisterLine> {
    let law = law?;
    let register = law.register.as_ref()?;
    let status = enrolment.status(law, at.date())?;
    Some(RegisterLine {
        short: register.short.clone(),
        in_force: status.in_force,
        in_force_on: status.in_force_on.to_string(),
        days_left: status.days_left,
    })
}

/// Saves the dates of enrolment in the register of the country in force.
pub(crate) fn enrol(core: &Core, request: RpoSetRequest, at: Moment) -> Result<RpoSaved, ApiError> {
    let bad = |what: String| ApiError::new(ErrorCode::BadRequest, what);
    let RpoSetRequest { enrolled_on, renewed_on } = request;
    let enrolment = Enrolment { enrolled_on, renewed_on };
    let enrolment = enrolment.checked(at.date()).map_err(|error| bad(error.to_string()))?;
    let mut store = core.background()?;
    let home = home_region(&store.settings()?, core.phone_region);
    let law = law_of(home).filter(|law| law.register.is_some());
    let law = law.ok_or_else(|| bad("no register of this country is known".to_owned()))?;
    store.write(|store| {
        store.save_enrolment(home.as_str(), enrolment)?;
        store.clear_notices(NoticeKind::RpoInForce, None)?;
        store.clear_notices(NoticeKind::RpoRenewal, None)?;
        // An enrolment that is in force when it is entered raises no notice.
        match enrolment.status(law, at.date()).filter(|status| status.in_force) {
            Some(status) => store.set_state(IN_FORCE_NOTIFIED, ordinal(status.in_force_on)),
            None => store.set_state(IN_FORCE_NOTIFIED, 0),
        }?;
        store.set_state(RENEWAL_NOTIFIED, 0)
    })?;
    Ok(RpoSaved { register: view(Some(law), enrolment, at) })
}

/// Raises the notices that the register asks for, each once for its day.
pub(crate) fn remind(store: &UserStore, home: Region, at: Moment) -> Result<(), StoreError> {
    let enrolment = store.enrolment(home.as_str())?;
    let Some(status) = law_of(home).and_then(|law| enrolment.status(law, at.date())) else {
        return Ok(());
    };
    let due = status.renewal_due_on.filter(|_| status.renewal_due);
    // Nor does an enrolment long in force that came with a backup.
    let is_news = days_between(status.in_force_on, at.date()) <= NEWS_DAYS;
    let notices = [
        ((status.in_force && is_news).then_some(status.in_force_on), IN_FORCE_NOTIFIED, NoticeKind::RpoInForce),
        (due, RENEWAL_NOTIFIED, NoticeKind::RpoRenewal),
    ];
    for (day, state, kind) in notices {
        let Some(day) = day.map(ordinal) else { continue };
        if store.state(state)? != Some(day) {
            store.add_notice(kind, None, at.utc_millis)?;
            store.set_state(state, day)?;
        }
    }
    Ok(())
}

/// A day as a number: 20261124.
fn ordinal(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}
