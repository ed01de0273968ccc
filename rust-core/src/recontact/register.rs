//! The enrolment in an opposition register: since when it is in force, when to renew, what to remind of.

use jiff::ToSpan;
use jiff::civil::Date;

use super::calendar;
use super::law::{Law, Register, Wait};

/// The user's enrolment, self-reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Enrolment {
    /// When they enrolled.
    pub enrolled_on: Option<Date>,
    /// When they last renewed.
    pub renewed_on: Option<Date>,
}

/// Why a pair of dates cannot be an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnrolmentError {
    /// A day to come.
    #[error("a day in the future is no enrolment")]
    Future,
    /// Renewed before it was there.
    #[error("a renewal needs an earlier enrolment")]
    RenewedBefore,
}

/// What follows on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnrolmentStatus {
    /// First day of its effect.
    pub in_force_on: Date,
    /// Whether it has effect today.
    pub in_force: bool,
    /// Days until then; 0 once it has.
    pub days_left: i32,
    /// When to renew.
    pub renewal_due_on: Option<Date>,
    /// Whether that day has come.
    pub renewal_due: bool,
}

impl Enrolment {
    /// Dates that can be.
    ///
    /// # Errors
    /// `Future`, `RenewedBefore`.
    pub fn checked(self, today: Date) -> Result<Self, EnrolmentError> {
        let latest = self.enrolled_on.max(self.renewed_on);
        if latest.is_some_and(|day| day > today) {
            return Err(EnrolmentError::Future);
        }
        match (self.enrolled_on, self.renewed_on) {
            (None, Some(_)) => Err(EnrolmentError::RenewedBefore),
            (Some(enrolled), Some(renewed)) if renewed < enrolled => Err(EnrolmentError::RenewedBefore),
            (_, _) => Ok(self),
        }
    }

    /// First day of its effect. The day of enrolment is not counted: with 15 days, one of 1 January has effect on
    /// the 16th. `None` without a register, and for one that came too late for a register that has closed.
    #[must_use]
    pub fn in_force_on(self, law: &'static Law) -> Option<Date> {
        let register = law.register.as_ref()?;
        let since = after(law, self.enrolled_on?, &register.wait).max(register.from);
        Some(since).filter(|since| register.until.is_none_or(|until| *since <= until))
    }

    /// What follows today; `None` without an enrolment.
    #[must_use]
    pub fn status(self, law: &'static Law, today: Date) -> Option<EnrolmentStatus> {
        let register = law.register.as_ref()?;
        let in_force_on = self.in_force_on(law)?;
        let closed = register.until.is_some_and(|until| today > until);
        let base = self.renewed_on.or(self.enrolled_on)?;
        let renewal_due_on = register.renew_months.map(|months| base.saturating_add(i64::from(months).months()));
        Some(EnrolmentStatus {
            in_force_on,
            in_force: today >= in_force_on && !closed,
            days_left: days_between(today, in_force_on).max(0),
            renewal_due_on: renewal_due_on.filter(|_| !closed),
            renewal_due: renewal_due_on.is_some_and(|due| today >= due) && !closed,
        })
    }
}

/// The day on which what begins on `day` has waited long enough.
fn after(law: &'static Law, day: Date, wait: &Wait) -> Date {
    match wait {
        Wait::Days(days) => day.saturating_add(days.days()),
        Wait::WorkingDays(days) => (0..*days).fold(day, |day, _| next(day, |day| calendar::is_working_day(law, day))),
        Wait::NextDayOfMonth(days) => next(day, |day| days.contains(&day.day())),
    }
}

/// The first day after another that is one of those meant; none of them is a year away.
fn next(day: Date, is_meant: impl Fn(Date) -> bool) -> Date {
    (1..=366).map(|days| day.saturating_add(days.days())).find(|day| is_meant(*day)).unwrap_or(day)
}

/// Days from one date until another; negative when it is past.
#[must_use]
pub fn days_between(from: Date, until: Date) -> i32 {
    i32::try_from(from.duration_until(until).as_hours() / 24).unwrap_or(i32::MAX)
}

/// Whether an enrolment in force since `in_force_on` covers a call of this day.
#[must_use]
pub fn covers(register: &Register, in_force_on: Date, day: Date) -> bool {
    day >= in_force_on && register.until.is_none_or(|until| day <= until)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::recontact::law::law_of;

    fn italy() -> &'static Law {
        law_of("IT".parse().unwrap()).unwrap()
    }

    fn rpo() -> &'static Register {
        italy().register.as_ref().unwrap()
    }

    /// Waits that are no days: five working days as in Belgium, the next 1st or 16th as in Slovakia.
    #[test]
    fn working_days_and_days_of_a_month() {
        let working = |day, days| after(italy(), day, &Wait::WorkingDays(days));
        // From a Friday over the weekend; over Easter Monday; over New Year and Epiphany.
        assert_eq!(working(date(2026, 11, 20), 5), date(2026, 11, 27));
        assert_eq!(working(date(2026, 4, 3), 1), date(2026, 4, 7));
        assert_eq!(working(date(2027, 12, 30), 4), date(2028, 1, 5));
        assert_eq!(working(date(2028, 2, 28), 2), date(2028, 3, 1));
        let half_month = |day| after(italy(), day, &Wait::NextDayOfMonth(vec![1, 16]));
        assert_eq!(half_month(date(2026, 11, 1)), date(2026, 11, 16));
        assert_eq!(half_month(date(2026, 11, 16)), date(2026, 12, 1));
        assert_eq!(half_month(date(2026, 12, 31)), date(2027, 1, 1));
        assert_eq!(half_month(date(2028, 2, 29)), date(2028, 3, 1));
        assert_eq!(after(italy(), date(2028, 2, 28), &Wait::Days(0)), date(2028, 2, 28));
        let read = |text: &str| serde_json::from_str::<Wait>(text).unwrap();
        assert_eq!(read(r#"{"working_days": 5}"#), Wait::WorkingDays(5));
        assert_eq!(read(r#"{"next_day_of_month": [1, 16]}"#), Wait::NextDayOfMonth(vec![1, 16]));
        assert_eq!(read(r#"{"days": 15}"#), Wait::Days(15));
    }

    #[test]
    fn in_force_from_the_fifteenth_day() {
        let enrolment = Enrolment { enrolled_on: Some(date(2026, 3, 1)), renewed_on: None };
        let on = |day| enrolment.status(italy(), day).unwrap();
        assert_eq!(on(date(2026, 3, 1)).in_force_on, date(2026, 3, 16));
        assert_eq!((on(date(2026, 3, 1)).in_force, on(date(2026, 3, 1)).days_left), (false, 15));
        assert_eq!((on(date(2026, 3, 15)).in_force, on(date(2026, 3, 15)).days_left), (false, 1));
        assert_eq!((on(date(2026, 3, 16)).in_force, on(date(2026, 3, 16)).days_left), (true, 0));
        assert!(!on(date(2027, 2, 28)).renewal_due && on(date(2027, 3, 1)).renewal_due);
        assert!(!covers(rpo(), date(2026, 3, 16), date(2026, 3, 15)));
        assert!(covers(rpo(), date(2026, 3, 16), date(2026, 3, 16)));
    }

    #[test]
    fn over_a_leap_day_and_years_with_a_renewal() {
        let enrolment = Enrolment { enrolled_on: Some(date(2028, 2, 20)), renewed_on: Some(date(2028, 2, 29)) };
        let status = enrolment.status(italy(), date(2028, 3, 1)).unwrap();
        assert_eq!(status.in_force_on, date(2028, 3, 6));
        assert_eq!(status.renewal_due_on, Some(date(2029, 2, 28)));
        // More than a month away: days are days.
        let late = Enrolment { enrolled_on: Some(date(2028, 12, 25)), renewed_on: None };
        assert_eq!(late.status(italy(), date(2028, 11, 1)).unwrap().days_left, 69);
        // Before mobiles could be enrolled it has no effect for them.
        let early = Enrolment { enrolled_on: Some(date(2015, 1, 1)), renewed_on: None };
        assert_eq!(early.in_force_on(italy()), Some(date(2022, 7, 27)));
        assert_eq!(Enrolment::default().status(italy(), date(2026, 1, 1)), None);
    }

    #[test]
    fn a_register_that_closed_is_in_force_no_more_but_speaks_about_its_time() {
        let france = law_of("FR".parse().unwrap()).unwrap();
        let bloctel = france.register.as_ref().unwrap();
        let enrolment = Enrolment { enrolled_on: Some(date(2026, 1, 1)), renewed_on: None };
        assert!(enrolment.status(france, date(2026, 8, 10)).unwrap().in_force);
        assert!(!enrolment.status(france, date(2026, 8, 11)).unwrap().in_force);
        assert!(covers(bloctel, date(2026, 1, 31), date(2026, 8, 10)));
        assert!(!covers(bloctel, date(2026, 1, 31), date(2026, 8, 11)));
        // Too late to take effect: there is no countdown, and the draft does not mention it.
        let late = Enrolment { enrolled_on: Some(date(2026, 7, 12)), renewed_on: None };
        assert_eq!((late.in_force_on(france), late.status(france, date(2026, 7, 20))), (None, None));
        let last = Enrolment { enrolled_on: Some(date(2026, 7, 11)), renewed_on: None };
        assert_eq!(last.in_force_on(france), Some(date(2026, 8, 10)));
    }

    #[test]
    fn impossible_dates_are_refused() {
        let today = date(2026, 11, 24);
        let of = |enrolled_on, renewed_on| Enrolment { enrolled_on, renewed_on }.checked(today);
        assert!(of(None, None).is_ok() && of(Some(today), None).is_ok() && of(Some(today), Some(today)).is_ok());
        assert_eq!(of(Some(date(2026, 11, 25)), None), Err(EnrolmentError::Future));
        assert_eq!(of(None, Some(today)), Err(EnrolmentError::RenewedBefore));
        assert_eq!(of(Some(today), Some(date(2026, 11, 23))), Err(EnrolmentError::RenewedBefore));
    }
}
