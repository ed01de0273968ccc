//! A day of the calendar and the little arithmetic that registers and holidays need. Of our own because a calendar
//! library's spans, readers and error texts would take more room on the phone than this whole folder.

use std::fmt;
use std::str::FromStr;

use crate::moment::Moment;

/// A day of the Gregorian calendar, years 0 to 9999: days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a day is written 2026-11-24")]
pub struct DayError;

const FIRST: i32 = -719_528; // 0000-01-01
const LAST: i32 = 2_932_896; // 9999-12-31
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

impl Day {
    /// The day, where the calendar has it.
    #[must_use]
    pub const fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if year < 0 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_of(year, month) {
            return None;
        }
        // Years begin in March, so that the day that comes and goes is the last one.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * month as i32 + 2) / 5 + day as i32 - 1;
        Some(Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468))
    }

    /// A day of a table; one that the calendar does not have is not built.
    pub(super) const fn at(year: i32, month: u8, day: u8) -> Self {
        match Self::new(year, month, day) {
            Some(day) => day,
            None => panic!("there is no such day"),
        }
    }

    /// The day of the wall clock; a time outside the calendar is clamped to its end.
    #[must_use]
    pub fn of(at: Moment) -> Self {
        Self::clamped(local_millis(at).div_euclid(DAY_MILLIS))
    }

    /// The day so many days after 1970-01-01; one outside the calendar is clamped to its end.
    #[must_use]
    pub fn of_ordinal(days: i64) -> Self {
        Self::clamped(days)
    }

    /// Year, month, day.
    #[must_use]
    pub fn parts(self) -> (i32, u8, u8) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
        let small = |n: i32| u8::try_from(n).unwrap_or(1);
        (era * 400 + year, small(month), small(day))
    }

    /// Monday 0 to Sunday 6.
    #[must_use]
    pub fn weekday(self) -> u8 {
        u8::try_from((self.0 + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// So many days later.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self::clamped(i64::from(self.0) + i64::from(days))
    }

    /// So many months later; the last day of a month that is shorter.
    #[must_use]
    pub fn plus_months(self, months: u8) -> Self {
        let (year, month, day) = self.parts();
        let later = i32::from(month) - 1 + i32::from(months);
        let (year, month) = (year + later / 12, u8::try_from(later % 12 + 1).unwrap_or(1));
        Self::new(year, month, day.min(days_of(year, month))).unwrap_or(Self(LAST))
    }

    /// Days until another one; negative when it is past.
    #[must_use]
    pub fn until(self, other: Self) -> i32 {
        other.0 - self.0
    }

    fn clamped(days: i64) -> Self {
        Self(i32::try_from(days.clamp(i64::from(FIRST), i64::from(LAST))).unwrap_or(LAST))
    }
}

/// Seconds since midnight of the wall clock.
#[must_use]
pub fn second_of_day(at: Moment) -> u32 {
    u32::try_from(local_millis(at).rem_euclid(DAY_MILLIS) / 1000).unwrap_or(0)
}

fn local_millis(at: Moment) -> i64 {
    at.utc_millis.saturating_add(i64::from(at.offset_minutes.clamp(-24 * 60, 24 * 60)) * 60_000)
}

const fn days_of(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// `2026-11-24`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let [a, b, c, d, b'-', e, f, b'-', g, h] = *text.as_bytes() else { return Err(DayError) };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_i32, |n, digit| digit.is_ascii_digit().then(|| n * 10 + i32::from(digit - b'0')))
        };
        let small = |digits: &[u8]| number(digits).and_then(|n| u8::try_from(n).ok());
        let parts = (number(&[a, b, c, d]), small(&[e, f]), small(&[g, h]));
        let (Some(year), Some(month), Some(day)) = parts else { return Err(DayError) };
        Self::new(year, month, day).ok_or(DayError)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use jiff::{Span, ToSpan};

    use super::*;

    /// A calendar library is the oracle: every day of nine hundred years, and the ends.
    #[test]
    fn days_are_those_of_the_calendar() {
        let mut date = jiff::civil::date(1583, 1, 1);
        let mut day = Day::new(1583, 1, 1).unwrap();
        while date < jiff::civil::date(2500, 1, 1) {
            assert_eq!(day.to_string(), date.to_string());
            assert_eq!(date.to_string().parse(), Ok(day));
            assert_eq!(day.weekday(), date.weekday().to_monday_zero_offset().unsigned_abs());
            (date, day) = (date.tomorrow().unwrap(), day.plus(1));
        }
        assert_eq!(Day::clamped(i64::MIN).to_string(), "0000-01-01");
        assert_eq!(Day::clamped(i64::MAX).to_string(), "9999-12-31");
        assert_eq!(Day::new(1970, 1, 1), Some(Day(0)));
    }

    #[test]
    fn months_end_where_they_end() {
        let oracle = |text: &str, span: Span| text.parse::<Date>().unwrap().checked_add(span).unwrap().to_string();
        for text in ["2028-02-29", "2026-01-31", "2026-12-31", "2027-11-30", "2000-02-29", "2026-06-15"] {
            for months in [0, 1, 2, 11, 12, 13, 24, 250] {
                let later = text.parse::<Day>().unwrap().plus_months(months);
                assert_eq!(later.to_string(), oracle(text, i64::from(months).months()), "{text} {months}");
            }
        }
        assert_eq!("9999-12-31".parse::<Day>().unwrap().plus_months(1).to_string(), "9999-12-31");
        let until = |a: &str, b: &str| a.parse::<Day>().unwrap().until(b.parse().unwrap());
        assert_eq!((until("2028-02-28", "2028-03-01"), until("2028-03-01", "2028-02-28")), (2, -2));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2026-11-31",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "2026/11/24",
            "+026-11-24",
            "20261124",
            "2026-11-24 ",
            "２０２６-11-24",
            "-2026-11-2",
        ] {
            assert_eq!(text.parse::<Day>(), Err(DayError), "{text}");
        }
    }

    #[test]
    fn a_moment_has_the_day_and_second_of_its_wall_clock() {
        for (utc_millis, offset_minutes) in
            [(0, 0), (-1, 0), (0, -1), (1_795_518_000_000, 60), (1_795_561_199_999, 60), (1_795_561_200_000, 60)]
        {
            let at = Moment { utc_millis, offset_minutes };
            assert_eq!(Day::of(at).to_string(), at.civil().date().to_string());
            let time = at.civil().time();
            let seconds = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
            assert_eq!(i64::from(second_of_day(at)), i64::from(seconds));
        }
        for utc_millis in [i64::MIN, i64::MAX] {
            let at = Moment { utc_millis, offset_minutes: i32::MIN };
            assert!(second_of_day(at) < 86_400 && Day::of(at).parts().0 <= 9999);
        }
    }
}
