//! Whether and when a request is sent again: pure functions of what happened.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};

use crate::rules::Effect;
use crate::transport::Phase;

/// How one attempt ended without success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server answered with this status.
    Status(StatusCode),
    /// No answer.
    Transport(Phase),
    /// The limit for one attempt passed after the request had been sent.
    AttemptTimeout,
    /// The answer had a good status and could not be read.
    Unreadable,
    /// The caller's deadline passed after the request had been sent.
    Deadline,
}

/// What to do about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Send it again.
    Retry,
    /// Do not send it again: it would not help, or not be safe.
    Stop,
    /// Do not send it again, and tell the caller that it may have happened.
    OutcomeUnknown,
}

/// The retry table: what to do about a failure of a request with this effect.
///
/// A status of 500 is not retried by default, because most are bugs that happen again.
/// [`RetryPolicy::retry_500`] allows it for requests that may be repeated.
pub fn decide(effect: Effect, failure: Failure, policy: &RetryPolicy) -> Verdict {
    use Verdict::{OutcomeUnknown, Retry, Stop};
    let repeatable = effect.is_repeatable();
    let if_repeatable = |otherwise| if repeatable { Retry } else { otherwise };
    match failure {
        Failure::Transport(Phase::Connect | Phase::ConnectTimeout) => Retry,
        Failure::Transport(Phase::SilentTls | Phase::Certificate | Phase::Unsendable)
        | Failure::Unreadable => Stop,
        Failure::Deadline if repeatable => Stop,
        Failure::Deadline => OutcomeUnknown,
        Failure::Transport(Phase::Sent | Phase::Body) | Failure::AttemptTimeout => {
            if_repeatable(OutcomeUnknown)
        }
        Failure::Status(status) => match status.as_u16() {
            425 | 429 => Retry,
            408 | 502 | 503 | 504 => if_repeatable(Stop),
            500 if policy.retry_500 => if_repeatable(Stop),
            _ => Stop,
        },
    }
}

/// Whether a request with this effect may have been carried out although it failed like this.
///
/// Only a clear refusal settles that it was not: a 4xx. With a 408, or nginx's 499, a machine on the way has
/// given up on an answer that may have been on its way. A redirect is not a refusal unless it is followed.
pub fn may_have_happened(effect: Effect, failure: Failure) -> bool {
    if effect == Effect::Safe {
        return false;
    }
    match failure {
        Failure::Transport(
            Phase::Connect
            | Phase::ConnectTimeout
            | Phase::SilentTls
            | Phase::Certificate
            | Phase::Unsendable,
        ) => false,
        Failure::Transport(Phase::Sent | Phase::Body)
        | Failure::AttemptTimeout
        | Failure::Unreadable
        | Failure::Deadline => true,
        Failure::Status(status) => !status.is_client_error() || matches!(status.as_u16(), 408 | 499),
    }
}

/// How often and for how long requests are tried.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The most attempts, the first one included.
    pub attempts: u32,
    /// The longest first pause; each further one may be twice as long.
    pub base: Duration,
    /// The longest pause.
    pub cap: Duration,
    /// No attempt begins later than this after the first one. By default it is as long as the limit for an
    /// attempt, so an attempt that reaches that limit is the last one.
    pub elapsed: Duration,
    /// The longest Retry-After that is obeyed; a longer one ends the call.
    pub longest_retry_after: Duration,
    /// Whether a 500 is retried for requests that may be repeated.
    pub retry_500: bool,
}

impl Default for RetryPolicy {
    /// Three attempts, pauses of up to 200 ms doubling up to 20 s, all within a minute.
    fn default() -> Self {
        Self {
            attempts: 3,
            base: Duration::from_millis(200),
            cap: Duration::from_secs(20),
            elapsed: Duration::from_secs(60),
            longest_retry_after: Duration::from_secs(60),
            retry_500: false,
        }
    }
}

impl RetryPolicy {
    /// One attempt and no more.
    pub fn never() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// Sets the most attempts, the first one included; 0 counts as 1.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the longest first pause and the longest of all.
    #[must_use]
    pub fn with_pauses(mut self, base: Duration, cap: Duration) -> Self {
        (self.base, self.cap) = (base, cap);
        self
    }

    /// Sets how long after the first attempt the last one may begin.
    #[must_use]
    pub fn with_elapsed(mut self, elapsed: Duration) -> Self {
        self.elapsed = elapsed;
        self
    }

    /// Retries a 500 too, for requests that may be repeated.
    #[must_use]
    pub fn with_retry_500(mut self, retry: bool) -> Self {
        self.retry_500 = retry;
        self
    }

    /// The pause after attempt number `made`: the part `random` (0 to 1) of a limit that doubles.
    pub fn pause(&self, made: u32, random: f64) -> Duration {
        let doublings = made.saturating_sub(1).min(31);
        let bound = self.base.saturating_mul(1 << doublings).min(self.cap);
        bound.mul_f64(random.clamp(0.0, 1.0))
    }

    /// The pause before attempt `made + 1`; `None` if there should not be one.
    ///
    /// If a Retry-After does not fit into the time that is left, the call ends at once.
    pub fn next_pause(
        &self,
        made: u32,
        since_first: Duration,
        retry_after: Option<Duration>,
        random: f64,
    ) -> Option<Duration> {
        if made >= self.attempts || retry_after.is_some_and(|wait| wait > self.longest_retry_after) {
            return None;
        }
        let pause = self.pause(made, random).max(retry_after.unwrap_or_default());
        (since_first.saturating_add(pause) <= self.elapsed).then_some(pause)
    }
}

/// Reads Retry-After: seconds or an HTTP date. A date in the past is zero; anything else is ignored.
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(code: u16) -> Failure {
        Failure::Status(StatusCode::from_u16(code).unwrap())
    }

    #[test]
    fn r1_the_table_of_failures() {
        use Verdict::{OutcomeUnknown, Retry, Stop};
        let policy = RetryPolicy::default();
        // (failure, for a request that may be repeated, for one that may not)
        let table = [
            (Failure::Transport(Phase::Connect), Retry, Retry),
            (Failure::Transport(Phase::ConnectTimeout), Retry, Retry),
            (Failure::Transport(Phase::SilentTls), Stop, Stop),
            (Failure::Transport(Phase::Certificate), Stop, Stop),
            (Failure::Transport(Phase::Unsendable), Stop, Stop),
            (Failure::Transport(Phase::Sent), Retry, OutcomeUnknown),
            (Failure::Transport(Phase::Body), Retry, OutcomeUnknown),
            (Failure::AttemptTimeout, Retry, OutcomeUnknown),
            (status(408), Retry, Stop),
            (status(425), Retry, Retry),
            (status(429), Retry, Retry),
            (status(500), Stop, Stop),
            (status(502), Retry, Stop),
            (status(503), Retry, Stop),
            (status(504), Retry, Stop),
            (Failure::Deadline, Stop, OutcomeUnknown),
            (Failure::Unreadable, Stop, Stop),
        ];
        for (failure, repeatable, once) in table {
            assert_eq!(decide(Effect::Safe, failure, &policy), repeatable, "{failure:?}");
            assert_eq!(decide(Effect::Idempotent, failure, &policy), repeatable, "{failure:?}");
            assert_eq!(decide(Effect::Once, failure, &policy), once, "{failure:?}");
        }
        for code in [301, 400, 401, 403, 404, 405, 409, 410, 412, 413, 422, 501, 505] {
            for effect in [Effect::Safe, Effect::Idempotent, Effect::Once] {
                assert_eq!(decide(effect, status(code), &policy), Stop, "{code}");
            }
        }
        let with_500 = RetryPolicy::default().with_retry_500(true);
        assert_eq!(decide(Effect::Safe, status(500), &with_500), Retry);
        assert_eq!(decide(Effect::Once, status(500), &with_500), Stop);
    }

    #[test]
    fn r8_only_a_clear_refusal_settles_that_nothing_happened() {
        let unsent =
            [Phase::Connect, Phase::ConnectTimeout, Phase::SilentTls, Phase::Certificate, Phase::Unsendable];
        let lost = [Phase::Sent, Phase::Body].map(Failure::Transport);
        let settled = [400, 401, 403, 404, 409, 410, 422, 425, 429].map(status);
        let open =
            [101, 200, 201, 300, 302, 303, 304, 307, 408, 499, 500, 502, 503, 504, 600, 999].map(status);
        let late = [Failure::AttemptTimeout, Failure::Deadline, Failure::Unreadable];
        for effect in [Effect::Idempotent, Effect::Once] {
            for failure in unsent.map(Failure::Transport).into_iter().chain(settled) {
                assert!(!may_have_happened(effect, failure), "{failure:?}");
            }
            for failure in lost.into_iter().chain(open).chain(late) {
                assert!(may_have_happened(effect, failure), "{failure:?}");
            }
        }
        assert!(!open.into_iter().chain(late).any(|failure| may_have_happened(Effect::Safe, failure)));
    }

    #[test]
    fn r2_pauses_double_up_to_the_cap_and_are_a_random_part_of_it() {
        let policy = RetryPolicy::default();
        let pauses: Vec<_> = (1..=9).map(|made| policy.pause(made, 1.0).as_millis()).collect();
        assert_eq!(pauses, [200, 400, 800, 1600, 3200, 6400, 12_800, 20_000, 20_000]);
        assert_eq!(policy.pause(3, 0.25).as_millis(), 200);
        assert_eq!(policy.pause(u32::MAX, 0.0), Duration::ZERO);
    }

    #[test]
    fn r2_attempts_and_elapsed_time_both_end_it() {
        let policy = RetryPolicy::default();
        let pause = |made, since| policy.next_pause(made, Duration::from_secs(since), None, 0.5);
        assert_eq!(pause(1, 0), Some(Duration::from_millis(100)));
        assert_eq!(pause(3, 0), None);
        assert_eq!(pause(1, 60), None);
        assert_eq!(RetryPolicy::never().next_pause(1, Duration::ZERO, None, 0.5), None);
    }

    #[test]
    fn r2_each_setter_sets_its_own_part_and_keeps_the_others() {
        let [base, cap, elapsed] = [1, 2, 3].map(Duration::from_secs);
        let all = RetryPolicy::never().with_retry_500(true).with_pauses(base, cap).with_elapsed(elapsed);
        let longest_retry_after = Duration::from_secs(60);
        let wanted = RetryPolicy { attempts: 1, base, cap, elapsed, longest_retry_after, retry_500: true };
        assert_eq!(all, wanted);
        assert_eq!(all.with_attempts(7), RetryPolicy { attempts: 7, ..wanted });
        assert_eq!(all.with_attempts(0), wanted);
    }

    #[test]
    fn r3_retry_after_is_obeyed_when_it_fits_and_ends_the_call_when_not() {
        let policy = RetryPolicy::default();
        let pause =
            |after| policy.next_pause(1, Duration::from_secs(10), Some(Duration::from_secs(after)), 1.0);
        assert_eq!(pause(0), Some(Duration::from_millis(200)));
        assert_eq!(pause(7), Some(Duration::from_secs(7)));
        assert_eq!(pause(50), Some(Duration::from_secs(50)));
        assert_eq!(pause(51), None);
        let patient = RetryPolicy::default().with_elapsed(Duration::MAX);
        let longest = Duration::from_secs(60);
        assert_eq!(patient.next_pause(1, Duration::ZERO, Some(longest), 1.0), Some(longest));
        assert_eq!(patient.next_pause(1, Duration::ZERO, Some(Duration::from_secs(61)), 1.0), None);
    }

    #[test]
    fn r3_retry_after_is_seconds_or_a_date_and_garbage_is_ignored() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_770);
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, text.parse().unwrap());
            retry_after(&headers, now)
        };
        assert_eq!(read("120"), Some(Duration::from_secs(120)));
        assert_eq!(read(" 0 "), Some(Duration::ZERO));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::from_secs(7)));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:00 GMT"), Some(Duration::ZERO));
        assert_eq!(read("99999999999999999999999"), Some(Duration::from_secs(u64::MAX)));
        for garbage in ["", "soon", "-1", "1.5", "0x10"] {
            assert_eq!(read(garbage), None, "{garbage:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
