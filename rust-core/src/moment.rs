//! A point in time as a phone knows it: UTC milliseconds and the offset of the wall clock at that moment.
//! Both are stored with every call, so that evidence about hours survives travel and daylight saving.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// UTC time and the local wall clock's distance from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub utc_millis: i64,
    /// Minutes to add to UTC to get the wall clock, e.g. 60 in Rome in winter. Clamped to a day when read.
    pub offset_minutes: i32,
}

/// Milliseconds of a day of 24 hours.
pub const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

impl Moment {
    /// Wall-clock date and time. A time outside what a calendar holds is clamped to its end.
    #[must_use]
    pub fn civil(self) -> DateTime {
        let timestamp = Timestamp::from_millisecond(self.utc_millis).unwrap_or(if self.utc_millis < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        });
        let seconds = self.offset_minutes.clamp(-24 * 60, 24 * 60) * 60;
        Offset::from_seconds(seconds).unwrap_or(Offset::UTC).to_datetime(timestamp)
    }

    /// Local date.
    #[must_use]
    pub fn date(self) -> Date {
        self.civil().date()
    }

    /// Minutes since local midnight, 0 to 1439.
    #[must_use]
    pub fn minute_of_day(self) -> u16 {
        let time = self.civil();
        u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
    }

    /// Local weekday, Monday = 0 to Sunday = 6.
    #[must_use]
    pub fn weekday(self) -> u8 {
        self.civil().weekday().to_monday_zero_offset().unsigned_abs()
    }
}
