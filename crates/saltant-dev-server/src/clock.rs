//! The time on the server, and how it is written.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// The server's clock: the system's, or one that stands still or takes steps.
#[derive(Debug)]
pub(crate) struct Clock {
    start: Option<Timestamp>,
    step: SignedDuration,
    /// What was added to the start, or to the system's time.
    passed: Mutex<SignedDuration>,
}

impl Clock {
    pub(crate) fn system() -> Self {
        Self { start: None, step: SignedDuration::ZERO, passed: Mutex::default() }
    }

    /// A clock that shows `start` and moves on by `step` after every reading.
    pub(crate) fn fixed(start: Timestamp, step: Duration) -> Self {
        Self { start: Some(start), step: signed(step), passed: Mutex::default() }
    }

    /// The time in whole microseconds, which is what the real database keeps.
    pub(crate) fn now(&self) -> Timestamp {
        let mut passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        let base = self.start.unwrap_or_else(Timestamp::now);
        let now = base.checked_add(*passed).unwrap_or(Timestamp::MAX);
        *passed += self.step;
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Moves the clock on.
    pub(crate) fn advance(&self, by: Duration) {
        *self.passed.lock().unwrap_or_else(PoisonError::into_inner) += signed(by);
    }
}

fn signed(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}

/// Writes a time as the API does: `Z` for UTC, else an offset, and microseconds unless they are zero.
pub(crate) fn written(time: Timestamp, zone: &TimeZone) -> String {
    let zoned = time.to_zoned(zone.clone());
    let mut text = zoned.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let micros = zoned.subsec_nanosecond() / 1000;
    if micros != 0 {
        let _ = write!(text, ".{micros:06}");
    }
    if zoned.offset() == Offset::UTC {
        text.push('Z');
    } else {
        text.push_str(&zoned.strftime("%:z").to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_with_microseconds_unless_they_are_zero() {
        let whole: Timestamp = "2026-11-21T00:16:11Z".parse().unwrap();
        let fraction: Timestamp = "2026-11-21T00:16:11.000748Z".parse().unwrap();
        assert_eq!(written(whole, &TimeZone::UTC), "2026-11-21T00:16:11Z");
        assert_eq!(written(fraction, &TimeZone::UTC), "2026-11-21T00:16:11.000748Z");
        let kolkata = TimeZone::get("Asia/Kolkata").unwrap();
        assert_eq!(written(fraction, &kolkata), "2026-11-21T05:46:11.000748+05:30");
    }

    #[test]
    fn a_fixed_clock_takes_steps_and_can_be_moved() {
        let clock = Clock::fixed(Timestamp::UNIX_EPOCH, Duration::from_secs(1));
        assert_eq!(clock.now().as_second(), 0);
        assert_eq!(clock.now().as_second(), 1);
        clock.advance(Duration::from_secs(100));
        assert_eq!(clock.now().as_second(), 102);
    }
}
