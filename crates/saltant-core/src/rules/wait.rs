//! Waiting until something has finished: when to ask for its state again and when to give up. It is a state
//! machine without a clock and without a network.

use std::fmt;
use std::time::Duration;

use percent_encoding::percent_decode_str;

use crate::answer::{Error, ErrorKind};
use crate::operation::Operation;
use crate::request::BaseUrl;

/// How often the state is asked for, and for how long.
///
/// There is always a deadline: on real servers some jobs never finish.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct WaitPolicy {
    /// The first pause between two polls.
    pub first: Duration,
    /// Each pause is this many times the one before.
    pub growth: f64,
    /// The longest pause.
    pub longest: Duration,
    /// The random part of each pause, 0 to 1, so that many programs do not ask at the same moment.
    pub jitter: f64,
    /// When to give up.
    pub deadline: Duration,
    /// How many polls in a row may fail before the wait ends with an error.
    pub tolerance: u32,
}

impl Default for WaitPolicy {
    /// Polls after 1 s, then after pauses that grow by half up to a minute; gives up after an hour or after
    /// more than five failed polls in a row.
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            growth: 1.5,
            longest: Duration::from_secs(60),
            jitter: 0.1,
            deadline: Duration::from_secs(3600),
            tolerance: 5,
        }
    }
}

impl WaitPolicy {
    /// The default with another deadline.
    pub fn within(deadline: Duration) -> Self {
        Self { deadline, ..Self::default() }
    }

    /// Sets the first and the longest pause.
    #[must_use]
    pub fn with_pauses(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// Polls at a fixed interval.
    #[must_use]
    pub fn every(mut self, interval: Duration) -> Self {
        (self.first, self.longest, self.growth) = (interval, interval, 1.0);
        self
    }

    /// Sets the random part of each pause, 0 to 1.
    #[must_use]
    pub fn with_jitter(mut self, jitter: f64) -> Self {
        self.jitter = jitter.clamp(0.0, 1.0);
        self
    }

    /// Sets when to give up.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets how many polls in a row may fail.
    #[must_use]
    pub fn with_tolerance(mut self, failures: u32) -> Self {
        self.tolerance = failures;
        self
    }
}

/// The shortest pause between two polls.
const SHORTEST: Duration = Duration::from_millis(1);

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Pause this long, then poll again.
    Pause(Duration),
    /// The deadline has passed.
    Deadline,
    /// Too many polls in a row have failed, or one failed in a way that will not pass.
    GiveUp,
}

/// One wait, from its first poll to its last.
#[derive(Clone, Debug)]
pub struct Waiter {
    policy: WaitPolicy,
    pause: Duration,
    failures: u32,
}

impl Waiter {
    /// Begins a wait. Pauses of less than a millisecond are an error of kind `Usage`.
    pub fn new(policy: WaitPolicy) -> Result<Self, Error> {
        if policy.first.min(policy.longest) < SHORTEST {
            let line = "the pause between two polls of a wait has to be at least a millisecond";
            return Err(Error::new(ErrorKind::Usage, line));
        }
        Ok(Self { policy, pause: policy.first, failures: 0 })
    }

    /// What to do after a poll that found it unfinished, `elapsed` after the wait began; `random` is from 0
    /// to 1.
    ///
    /// The last pause is shortened, so that the last poll is right at the deadline.
    pub fn in_progress(&mut self, elapsed: Duration, random: f64) -> Step {
        self.failures = 0;
        self.next(elapsed, random)
    }

    /// What to do after a poll that failed. If the server said when to come back, that is obeyed.
    pub fn failed(&mut self, error: &Error, elapsed: Duration, random: f64) -> Step {
        self.failures += 1;
        if !may_pass(error) || self.failures > self.policy.tolerance {
            return Step::GiveUp;
        }
        match (self.next(elapsed, random), error.retry_after()) {
            (Step::Pause(pause), Some(wait)) => {
                Step::Pause(pause.max(wait).min(self.policy.deadline.saturating_sub(elapsed)))
            }
            (step, _) => step,
        }
    }

    /// The time limit of a poll that begins `elapsed` after the wait: what is left, but at least 1 s, so that
    /// the poll at the deadline can succeed. All requests of the poll share it.
    pub fn poll_limit(&self, elapsed: Duration) -> Duration {
        const LEAST: Duration = Duration::from_secs(1);
        self.policy.deadline.saturating_sub(elapsed).max(LEAST)
    }

    fn next(&mut self, elapsed: Duration, random: f64) -> Step {
        let left = self.policy.deadline.saturating_sub(elapsed);
        if left.is_zero() {
            return Step::Deadline;
        }
        let spread = self.policy.jitter * (random.clamp(0.0, 1.0) - 0.5);
        let pause = times(self.pause, 1.0 + spread).clamp(SHORTEST, self.policy.longest);
        self.pause = times(self.pause, self.policy.growth.max(1.0)).min(self.policy.longest);
        Step::Pause(pause.min(left))
    }
}

/// A product that is too large is the longest time.
fn times(time: Duration, factor: f64) -> Duration {
    Duration::try_from_secs_f64(time.as_secs_f64() * factor).unwrap_or(Duration::MAX)
}

/// Whether a failure may pass by itself: the network, or an error of the server.
fn may_pass(error: &Error) -> bool {
    error.is_transient() || error.is_server_error()
}

/// What a wait with an operation is for: the operation, and the ids in its path.
pub fn subject<O: Operation>(operation: &O, base: &BaseUrl) -> String {
    let metadata = operation.metadata();
    let path = operation.to_request(base).map(|request| request.uri().path().to_owned()).unwrap_or_default();
    let own = path.strip_prefix(base.path()).unwrap_or_default();
    // A placeholder may stand for several segments, but then it is the last one.
    let segments = own.splitn(metadata.path.split('/').count(), '/');
    let ids = metadata.path.split('/').zip(segments).filter_map(|(name, segment)| {
        let name = name.strip_prefix('{')?.strip_suffix('}')?;
        Some(format!(" {name}={}", percent_decode_str(segment).decode_utf8_lossy()))
    });
    ids.fold(metadata.name.to_owned(), |subject, id| subject + &id)
}

/// Why a wait ended without success. The last state seen is kept.
///
/// Its line names what was waited for and the last state.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<T> {
    /// It has not finished by the deadline.
    Deadline {
        /// What was waited for: the operation that asks for its state, and the ids.
        what: String,
        /// The last state seen, if any poll succeeded.
        last: Option<T>,
        /// The name of that state.
        state: Option<String>,
        /// How long the wait was.
        waited: Duration,
    },
    /// It has finished, as a failure.
    Failed {
        /// What was waited for: the operation that asks for its state, and the ids.
        what: String,
        /// The final state.
        last: T,
        /// The name of the final state.
        state: String,
    },
    /// Its state could not be read.
    Poll {
        /// What was waited for: the operation that asks for its state, and the ids.
        what: String,
        /// The last state seen, if any poll succeeded.
        last: Option<T>,
        /// The name of that state.
        state: Option<String>,
        /// Why the last poll failed.
        error: Error,
    },
}

impl<T> WaitError<T> {
    /// What was waited for: the operation that asks for its state, and the ids.
    pub fn what(&self) -> &str {
        match self {
            Self::Deadline { what, .. } | Self::Failed { what, .. } | Self::Poll { what, .. } => what,
        }
    }

    /// The last state seen.
    pub fn last(&self) -> Option<&T> {
        match self {
            Self::Deadline { last, .. } | Self::Poll { last, .. } => last.as_ref(),
            Self::Failed { last, .. } => Some(last),
        }
    }

    /// The last state seen, taken out.
    pub fn into_last(self) -> Option<T> {
        match self {
            Self::Deadline { last, .. } | Self::Poll { last, .. } => last,
            Self::Failed { last, .. } => Some(last),
        }
    }

    /// Whether the deadline passed.
    pub fn is_deadline(&self) -> bool {
        matches!(self, Self::Deadline { .. })
    }

    /// Whether what was waited for has failed.
    pub fn is_failed(&self) -> bool {
        matches!(self, Self::Failed { .. })
    }

    /// The same with another kind of last state.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> WaitError<U> {
        match self {
            Self::Deadline { what, last, state, waited } => {
                WaitError::Deadline { what, last: last.map(f), state, waited }
            }
            Self::Failed { what, last, state } => WaitError::Failed { what, last: f(last), state },
            Self::Poll { what, last, state, error } => {
                WaitError::Poll { what, last: last.map(f), state, error }
            }
        }
    }
}

impl<T> fmt::Display for WaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.what().is_empty() {
            write!(f, "{}: ", self.what())?;
        }
        let (line, state) = match self {
            Self::Deadline { waited, state, .. } => {
                (format!("not finished after {} s", waited.as_secs()), state.as_ref())
            }
            Self::Failed { state, .. } => (format!("ended as {state}"), None),
            Self::Poll { state, .. } => ("its state could not be read".to_owned(), state.as_ref()),
        };
        f.write_str(&line)?;
        state.map_or(Ok(()), |state| write!(f, "; its last state was {state}"))
    }
}

impl<T: fmt::Debug> std::error::Error for WaitError<T> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Poll { error, .. } => Some(error),
            Self::Deadline { .. } | Self::Failed { .. } => None,
        }
    }
}

/// For an error before the first poll.
impl<T> From<Error> for WaitError<T> {
    fn from(error: Error) -> Self {
        let what = error.operation().unwrap_or_default().to_owned();
        Self::Poll { what, last: None, state: None, error }
    }
}

/// For programs that only pass the error on. The last state is dropped.
impl<T> From<WaitError<T>> for Error {
    fn from(error: WaitError<T>) -> Self {
        let line = error.to_string();
        match error {
            WaitError::Deadline { .. } => Self::new(ErrorKind::Deadline, line),
            WaitError::Failed { .. } => Self::new(ErrorKind::WaitFailed, line),
            WaitError::Poll { error, .. } => error,
        }
    }
}

#[cfg(test)]
mod tests;
