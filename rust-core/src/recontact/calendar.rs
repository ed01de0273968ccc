//! Holidays, eves and the hours in which marketing calls are allowed. A call's day and hour are those of the wall
//! clock it was recorded with: travel and daylight saving change nothing afterwards.

use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, ToSpan};

use super::law::{CallWindow, Holiday, Hours, Law};
use crate::moment::Moment;

/// What a day is to the rules on hours; the first that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// A national holiday, whatever weekday.
    Holiday(&'static Holiday),
    /// Sunday.
    Sunday,
    /// Saturday.
    Saturday,
    /// A weekday before a holiday.
    Eve,
    /// Any other.
    Weekday,
}

/// What the rules on hours say of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoursFinding {
    /// In time, or there is no rule for that day.
    Allowed,
    /// No hour of that day is allowed.
    ForbiddenDay(DayKind),
    /// Other hours of that day are.
    Outside(&'static [CallWindow]),
}

/// Easter Sunday of a year in the Gregorian calendar (the anonymous algorithm of 1876). `None` outside the years a
/// calendar holds.
#[must_use]
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (golden, century, rest) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let correction = (century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 19 * golden + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - correction - rest % 4).rem_euclid(7);
    let late = (golden + 11 * correction + 22 * weekday) / 451;
    let sum = correction + weekday - 7 * late + 114;
    Date::new(year, i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?).ok()
}

/// The national holiday on a day.
#[must_use]
pub fn holiday(law: &'static Law, day: Date) -> Option<&'static Holiday> {
    law.holidays.iter().find(|holiday| {
        let falls = match holiday.easter {
            None => (day.month(), day.day()) == (holiday.month, holiday.day),
            Some(after) => easter(day.year()).is_some_and(|easter| easter.saturating_add(after.days()) == day),
        };
        falls && holiday.from.is_none_or(|from| day.year() >= from)
    })
}

/// Whether a day is worked: Monday to Friday, no national holiday.
#[must_use]
pub fn is_working_day(law: &'static Law, day: Date) -> bool {
    matches!(day_kind(law, day), DayKind::Weekday | DayKind::Eve)
}

/// What a day is.
#[must_use]
pub fn day_kind(law: &'static Law, day: Date) -> DayKind {
    if let Some(holiday) = holiday(law, day) {
        return DayKind::Holiday(holiday);
    }
    match day.weekday() {
        Weekday::Sunday => DayKind::Sunday,
        Weekday::Saturday => DayKind::Saturday,
        Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday | Weekday::Friday => {
            if holiday(law, day.saturating_add(1.day())).is_some() { DayKind::Eve } else { DayKind::Weekday }
        }
    }
}

/// What the rules say of a call at this time. Both ends of a window are in it to the second: a call at 20:00:00 is
/// not "after 20", one at 20:00:01 is. In doubt nothing is claimed.
#[must_use]
pub fn hours(law: &'static Law, at: Moment) -> HoursFinding {
    let Some(hours) = &law.hours else { return HoursFinding::Allowed };
    let day = at.date();
    if day < hours.from || hours.until.is_some_and(|until| day > until) {
        return HoursFinding::Allowed;
    }
    let kind = day_kind(law, day);
    let windows = windows(hours, kind);
    if windows.is_empty() {
        return HoursFinding::ForbiddenDay(kind);
    }
    let clock = at.civil().time();
    let within = |window: &CallWindow| {
        // The second of the last minute's end is whole.
        (window.from..window.until.saturating_add(SignedDuration::from_secs(1))).contains(&clock)
    };
    if windows.iter().any(within) { HoursFinding::Allowed } else { HoursFinding::Outside(windows) }
}

fn windows(hours: &'static Hours, kind: DayKind) -> &'static [CallWindow] {
    match kind {
        DayKind::Holiday(_) => &hours.holiday,
        DayKind::Sunday => &hours.sunday,
        DayKind::Saturday => &hours.saturday,
        DayKind::Eve => hours.eve.as_ref().unwrap_or(&hours.weekday),
        DayKind::Weekday => &hours.weekday,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::recontact::law::law_of;

    fn law(region: &str) -> &'static Law {
        law_of(region.parse().unwrap()).unwrap()
    }

    /// A wall-clock time, with the offset that Rome and Paris have then.
    fn at(text: &str) -> Moment {
        let zoned: jiff::civil::DateTime = text.parse().unwrap();
        let summer = zoned.month() > 3 && zoned.month() < 10;
        let offset_minutes = if summer { 120 } else { 60 };
        let utc = jiff::tz::Offset::from_seconds(offset_minutes * 60).unwrap().to_timestamp(zoned).unwrap();
        Moment { utc_millis: utc.as_millisecond(), offset_minutes }
    }

    #[test]
    fn easter_falls_where_the_almanac_says() {
        for (year, month, day) in [
            (1818, 3, 22),
            (1943, 4, 25),
            (1961, 4, 2),
            (2000, 4, 23),
            (2019, 4, 21),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2038, 4, 25),
            (2285, 3, 22),
        ] {
            assert_eq!(easter(year), Date::new(year, month, day).ok());
        }
        for year in 1583..=4099 {
            let sunday = easter(year).unwrap();
            assert_eq!(sunday.weekday(), Weekday::Sunday, "{year}");
            assert!(sunday >= date(year, 3, 22) && sunday <= date(year, 4, 25), "{year}");
        }
    }

    #[track_caller]
    fn check(region: &str, time: &str, expected: &str) {
        let found = match hours(law(region), at(time)) {
            HoursFinding::Allowed => "allowed".to_owned(),
            HoursFinding::ForbiddenDay(DayKind::Holiday(holiday)) => format!("holiday {}", holiday.name),
            HoursFinding::ForbiddenDay(kind) => format!("day {kind:?}"),
            HoursFinding::Outside(_) => "outside".to_owned(),
        };
        assert_eq!(found, expected, "{region} {time}");
    }

    #[test]
    fn italian_hours() {
        for (time, expected) in [
            ("2026-11-24T09:00:00", "allowed"),
            ("2026-11-24T08:59:59", "outside"),
            ("2026-11-24T20:00:00", "allowed"),
            ("2026-11-24T20:00:01", "outside"),
            ("2026-11-28T09:59:59", "outside"), // Saturday
            ("2026-11-28T10:00:00", "allowed"),
            ("2026-11-28T19:00:01", "outside"),
            ("2026-11-29T12:00:00", "day Sunday"),
            ("2026-04-05T12:00:00", "holiday Pasqua"),
            ("2026-04-06T12:00:00", "holiday lunedì dell’Angelo"),
            ("2026-04-07T12:00:00", "allowed"),
            ("2026-12-07T19:30:00", "outside"), // a Monday, eve of 8 December
            ("2026-12-07T18:30:00", "allowed"),
            ("2026-12-08T12:00:00", "holiday Immacolata"),
            ("2026-12-24T09:30:00", "outside"),
            ("2025-10-04T12:00:00", "allowed"), // Saturday, not yet a holiday
            ("2027-10-04T12:00:00", "holiday San Francesco"),
            ("2027-10-03T12:00:00", "day Sunday"),
            ("2028-02-29T12:00:00", "allowed"),
            ("2028-02-29T21:00:00", "outside"),
            ("2024-09-27T23:00:00", "allowed"), // before the code was in force
            ("2024-09-28T23:00:00", "outside"),
        ] {
            check("IT", time, expected);
        }
    }

    #[test]
    fn french_hours() {
        for (time, expected) in [
            ("2026-06-09T10:00:00", "allowed"),
            ("2026-06-09T13:00:00", "allowed"),
            ("2026-06-09T13:30:00", "outside"),
            ("2026-06-09T20:00:01", "outside"),
            ("2026-06-13T12:00:00", "day Saturday"),
            ("2026-05-14T12:00:00", "holiday Ascension"),
            ("2026-05-25T12:00:00", "holiday lundi de Pentecôte"),
            ("2026-07-13T19:30:00", "allowed"), // eves are like any day
            ("2023-02-28T22:00:00", "allowed"), // before the decree
            ("2026-08-11T22:00:00", "allowed"), // since then consent is the rule; its hours are not certain
        ] {
            check("FR", time, expected);
        }
    }

    /// The night of a change of clocks: the offset of the record decides, so the hour that comes twice is told apart.
    #[test]
    fn nights_of_daylight_saving() {
        let rome = |utc: &str, offset_minutes| Moment {
            utc_millis: utc.parse::<jiff::Timestamp>().unwrap().as_millisecond(),
            offset_minutes,
        };
        for (utc, offset, clock) in [
            ("2026-03-29T00:59:59Z", 60, "01:59:59"),
            ("2026-03-29T01:00:00Z", 120, "03:00:00"),
            ("2026-10-25T00:30:00Z", 120, "02:30:00"),
            ("2026-10-25T01:30:00Z", 60, "02:30:00"),
        ] {
            let at = rome(utc, offset);
            assert_eq!(at.civil().strftime("%H:%M:%S").to_string(), clock);
            assert_eq!(hours(law("IT"), at), HoursFinding::ForbiddenDay(DayKind::Sunday), "{utc}");
        }
        // The evening after: 20:00 of the wall clock, by the new offset.
        assert_eq!(hours(law("IT"), rome("2026-03-30T18:00:00Z", 120)), HoursFinding::Allowed);
        assert!(matches!(hours(law("IT"), rome("2026-03-30T18:00:01Z", 120)), HoursFinding::Outside(_)));
        assert!(matches!(hours(law("IT"), rome("2026-10-26T19:00:01Z", 60)), HoursFinding::Outside(_)));
    }
}
