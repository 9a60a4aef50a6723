//! The time on the server.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::store::Guarded;

/// The server's clock: the system's, or one that stands still or takes steps.
#[derive(Debug)]
pub(crate) struct Clock {
    start: Option<Timestamp>,
    step: SignedDuration,
    /// What was added to the start, or to the system's time.
    passed: Guarded<SignedDuration>,
}

impl Clock {
    pub(crate) fn system() -> Self {
        Self { start: None, step: SignedDuration::ZERO, passed: Guarded::default() }
    }

    /// A clock that shows `start` and moves on by `step` after every reading.
    pub(crate) fn fixed(start: Timestamp, step: Duration) -> Self {
        Self { start: Some(start), step: signed(step), passed: Guarded::default() }
    }

    /// The time in whole microseconds, which is what the real databases keep.
    pub(crate) fn now(&self) -> Timestamp {
        let base = self.start.unwrap_or_else(Timestamp::now);
        let passed = self.passed.with(|passed| {
            let before = *passed;
            *passed = passed.saturating_add(self.step);
            before
        });
        let now = base.checked_add(passed).unwrap_or(Timestamp::MAX);
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Moves the clock on.
    pub(crate) fn advance(&self, by: Duration) {
        self.passed.with(|passed| *passed = passed.saturating_add(signed(by)));
    }
}

fn signed(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_takes_steps_and_can_be_moved() {
        let clock = Clock::fixed(Timestamp::UNIX_EPOCH, Duration::from_secs(1));
        assert_eq!(clock.now().as_second(), 0);
        assert_eq!(clock.now().as_second(), 1);
        clock.advance(Duration::from_secs(100));
        assert_eq!(clock.now().as_second(), 102);
    }
}
