use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use saltant_core::{Clock, Error, TimeoutKind};

use super::failed::FailedAttempt;

/// The time of one call.
#[derive(Clone, Copy)]
pub(crate) struct CallTime<'c> {
    clock: &'c dyn Clock,
    started: Duration,
    total: Option<Duration>,
}

impl<'c> CallTime<'c> {
    pub(crate) fn new(clock: &'c dyn Clock, started: Duration, total: Option<Duration>) -> Self {
        Self { clock, started, total }
    }

    /// How long the call has been running.
    pub(crate) fn elapsed(&self) -> Duration {
        self.clock.now().saturating_sub(self.started)
    }

    /// What is left; `None` without a limit.
    pub(crate) fn left(&self) -> Option<Duration> {
        self.left_at(self.clock.now())
    }

    /// What is left at a time by the clock.
    pub(crate) fn left_at(&self, now: Duration) -> Option<Duration> {
        self.total.map(|total| total.saturating_sub(now.saturating_sub(self.started)))
    }

    /// An error if no time is left.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.left() == Some(Duration::ZERO) { Err(over()) } else { Ok(()) }
    }

    /// Runs a future within what is left.
    pub(crate) async fn limit<F: Future>(&self, work: F) -> Result<F::Output, Error> {
        let Some(left) = self.left() else { return Ok(work.await) };
        within(work, left, self.clock).await.ok_or_else(over)
    }
}

fn over() -> Error {
    FailedAttempt::timed_out(TimeoutKind::Total, Duration::ZERO).error
}

/// Runs a future for at most this long; `None` if the time passes first.
pub(crate) async fn within<F: Future>(work: F, limit: Duration, clock: &dyn Clock) -> Option<F::Output> {
    match select(pin!(work), clock.sleep(limit)).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(((), _)) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use saltant_core::ErrorKind;

    use super::*;
    use crate::clock::SystemClock;

    #[tokio::test(start_paused = true)]
    async fn t1_what_is_left_of_a_call_shrinks_until_it_is_over() {
        let clock = SystemClock::new();
        let time = CallTime::new(&clock, clock.now(), Some(Duration::from_secs(10)));
        assert_eq!(time.limit(ready(1)).await.unwrap(), 1);
        tokio::time::advance(Duration::from_secs(4)).await;
        assert_eq!((time.elapsed().as_secs(), time.left().unwrap().as_secs()), (4, 6));
        time.check().unwrap();
        let error = time.limit(pending::<()>()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutKind::Total));
        assert_eq!((time.elapsed().as_secs(), time.left()), (10, Some(Duration::ZERO)));
        assert!(time.check().is_err());
    }
}
