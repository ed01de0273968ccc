//! A stretch of time that something opened: it ends at its end, and also when the clock that opened it was wrong and comes back.

use crate::moment::Moment;

/// How far a clock may be set back within an open window: networks correct by less.
const CORRECTION_MILLIS: i64 = 10 * 60_000;

/// Open from the moment at which it was opened until its end (UTC milliseconds).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeWindow {
    /// When it was opened.
    pub from_millis: i64,
    /// When it ends.
    pub until_millis: i64,
}

impl TimeWindow {
    /// Whether it is open.
    #[must_use]
    pub fn is_open(self, at: Moment) -> bool {
        (self.from_millis.saturating_sub(CORRECTION_MILLIS)..self.until_millis).contains(&at.utc_millis)
    }
}
