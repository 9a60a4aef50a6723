use std::time::Duration;

use saltant_core::retry::RetryPolicy;

/// The time limits of a call. Each has its own kind of error; `None` means no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// For making a connection: 5 s. The transport keeps it, so it is set for the whole client.
    pub connect: Option<Duration>,
    /// Between two pieces of a body: 30 s.
    pub idle: Option<Duration>,
    /// For one attempt, from its first byte to its last: 60 s. For a streamed answer it ends with the head.
    /// For a streamed request it starts again with each piece that is sent.
    pub attempt: Option<Duration>,
    /// For the call with all its attempts and pauses: 300 s. A streamed request and a streamed answer's body
    /// have this limit only if the call itself sets it.
    pub total: Option<Duration>,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Some(Duration::from_secs(5)),
            idle: Some(Duration::from_secs(30)),
            attempt: Some(Duration::from_secs(60)),
            total: Some(Duration::from_secs(300)),
        }
    }
}

/// The most bytes of an answer that are read, counted after decompression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Of a good answer: 16 MiB. A longer one is an error. Streams have no limit.
    pub body: usize,
    /// Of a bad answer: 64 KiB. The rest of a longer one is not read.
    pub error_body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 16 * 1024 * 1024, error_body: 64 * 1024 }
    }
}

/// The limits and the retry policy of a call. They start as the client's, and the call may change them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) timeouts: Timeouts,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
    /// Whether the call itself has set the limit for its whole time.
    has_own_total: bool,
}

impl Settings {
    /// Limits the whole time of this call.
    pub(crate) fn set_own_total(&mut self, total: Option<Duration>) {
        (self.timeouts.total, self.has_own_total) = (total, true);
    }

    /// The limit for the whole time, if the call itself has set one.
    pub(crate) fn own_total(&self) -> Option<Duration> {
        self.timeouts.total.filter(|_| self.has_own_total)
    }
}

/// The setters of limits that a client and a single call share.
macro_rules! limit_setters {
    () => {
        /// Limits the time for one attempt; `None` for no limit. A client's default is 60 s.
        pub fn attempt_timeout(mut self, attempt: impl Into<Option<Duration>>) -> Self {
            self.settings.timeouts.attempt = attempt.into();
            self
        }

        /// Limits the time between two pieces of a body; `None` for no limit. A client's default is 30 s.
        pub fn idle_timeout(mut self, idle: impl Into<Option<Duration>>) -> Self {
            self.settings.timeouts.idle = idle.into();
            self
        }

        /// Sets how often and for how long a request is tried; [`RetryPolicy::never`] for one attempt.
        pub fn retry(mut self, policy: RetryPolicy) -> Self {
            self.settings.retry = policy;
            self
        }

        /// Limits the size of an answer in bytes, counted after decompression. A client's default is 16 MiB.
        pub fn max_body(mut self, bytes: usize) -> Self {
            self.settings.limits.body = bytes;
            self
        }
    };
}

pub(crate) use limit_setters;
