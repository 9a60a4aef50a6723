use std::time::Duration;

use saltant_core::retry::{self, RetryPolicy, Verdict};
use saltant_core::{Effect, Error, ErrorKind};

use super::failed::FailedAttempt;
use super::quota::Quota;
use super::time::CallTime;

/// Decides after each failed attempt of a call whether the request is sent again.
#[derive(Debug)]
pub(crate) struct Retries<'c> {
    effect: Effect,
    policy: &'c RetryPolicy,
    /// Whether the body can be sent a second time.
    pub(crate) replayable: bool,
    /// The attempts that failed. A redirect and an expired credential are not failures.
    failures: u32,
}

impl<'c> Retries<'c> {
    pub(crate) fn new(effect: Effect, policy: &'c RetryPolicy, replayable: bool) -> Self {
        Self { effect, policy, replayable, failures: 0 }
    }

    /// The pause before the next attempt, or the error that the call ends with. A retry has to be allowed by
    /// the rule, the policy, the time that is left and the quota. `random` is from 0 to 1.
    pub(crate) fn pause(
        &mut self,
        failed: FailedAttempt,
        time: &CallTime<'_>,
        quota: &Quota,
        random: f64,
    ) -> Result<Duration, Error> {
        let FailedAttempt { failure, error } = failed;
        match retry::decide(self.effect, failure, self.policy) {
            Verdict::Retry if self.replayable => {}
            Verdict::Retry | Verdict::Stop => return Err(error),
            Verdict::OutcomeUnknown => return Err(outcome_unknown(error)),
        }
        self.failures += 1;
        let pause = self.policy.next_pause(self.failures, time.elapsed(), error.retry_after(), random);
        let in_time = pause.filter(|pause| time.left().is_none_or(|left| *pause < left));
        in_time.filter(|_| quota.take()).ok_or(error)
    }
}

/// The error of a request with an effect that may have taken place.
fn outcome_unknown(error: Error) -> Error {
    let text =
        format!("it is not known whether the request took effect: {error}; check before sending it again");
    let unknown = Error::new(ErrorKind::OutcomeUnknown, text);
    let unknown = match error.status() {
        Some(status) => unknown.with_answer(status, error.request_id().map(str::to_owned)),
        None => unknown,
    };
    unknown.with_source(error)
}

#[cfg(test)]
mod tests {
    use saltant_core::{Clock as _, Phase, TransportError};

    use super::*;
    use crate::clock::SystemClock;

    fn pause(
        retries: &mut Retries<'_>,
        phase: Phase,
        total: u64,
        quota: &Quota,
    ) -> Result<Duration, ErrorKind> {
        let clock = SystemClock::new();
        let time = CallTime::new(&clock, clock.now(), Some(Duration::from_millis(total)));
        let failed = FailedAttempt::transport(TransportError::new(phase, "test"));
        retries.pause(failed, &time, quota, 1.0).map_err(|error| error.kind())
    }

    #[tokio::test(start_paused = true)]
    async fn r1_rule_body_policy_time_and_quota_all_have_to_allow_a_retry() {
        let policy = RetryPolicy::default();
        let retries = |effect, replayable| Retries::new(effect, &policy, replayable);
        let full = Quota::new();
        let safe = &mut retries(Effect::Safe, true);
        let other = &mut retries(Effect::Safe, true);
        assert_eq!(pause(other, Phase::Sent, 200, &full), Err(ErrorKind::Transport), "no time would be left");
        assert_eq!(pause(safe, Phase::Sent, 201, &full), Ok(Duration::from_millis(200)));
        assert_eq!(pause(safe, Phase::Sent, 201, &full), Err(ErrorKind::Transport), "400 ms do not fit");
        assert_eq!(pause(safe, Phase::Sent, 60_000, &full), Err(ErrorKind::Transport), "it was the third");
        let once = &mut retries(Effect::Once, true);
        assert_eq!(pause(once, Phase::Sent, 60_000, &full), Err(ErrorKind::OutcomeUnknown));
        assert!(pause(once, Phase::Connect, 60_000, &full).is_ok());
        let stream = &mut retries(Effect::Safe, false);
        assert_eq!(pause(stream, Phase::Connect, 60_000, &full), Err(ErrorKind::Connect));
        let empty = Quota::new();
        while empty.take() {}
        let safe = &mut retries(Effect::Safe, true);
        assert_eq!(pause(safe, Phase::Sent, 60_000, &empty), Err(ErrorKind::Transport));
    }
}
