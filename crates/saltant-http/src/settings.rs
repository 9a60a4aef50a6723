use std::time::Duration;

use saltant_core::retry::RetryPolicy;

/// The time limits of a call, each with its own kind of error. `None` is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeouts {
    /// For making a connection: 5 s. It is the transport's to keep, so it is set for the client as a whole.
    pub connect: Option<Duration>,
    /// Between two parts of a body: 30 s.
    pub idle: Option<Duration>,
    /// For one attempt, from its first byte to its last: 60 s. A streamed answer has it up to its head only;
    /// for a streamed request it counts from the last piece that was sent.
    pub attempt: Option<Duration>,
    /// For the call with all its attempts and pauses: 300 s. Streamed requests and answers have only what
    /// the call itself sets.
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
    /// Of a bad answer: 64 KiB. The rest of a longer one is left unread.
    pub error_body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 16 * 1024 * 1024, error_body: 64 * 1024 }
    }
}

/// What one call does differently from its client. The outer `None` is the client's own word, the inner one
/// no limit.
#[allow(clippy::option_option)]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Overrides {
    pub(crate) total: Option<Option<Duration>>,
    pub(crate) attempt: Option<Option<Duration>>,
    pub(crate) idle: Option<Option<Duration>>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) body_limit: Option<usize>,
    /// When the call began, if it has been under way before its request is sent.
    pub(crate) begun: Option<Duration>,
    /// The call renews the credential, so it cannot wait for that itself.
    pub(crate) is_renewal: bool,
}

/// What holds for one call: its own word before the client's, the client's before the default.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) timeouts: Timeouts,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
}

impl Settings {
    pub(crate) fn with(mut self, overrides: &Overrides) -> Self {
        self.timeouts.total = overrides.total.unwrap_or(self.timeouts.total);
        self.timeouts.attempt = overrides.attempt.unwrap_or(self.timeouts.attempt);
        self.timeouts.idle = overrides.idle.unwrap_or(self.timeouts.idle);
        self.retry = overrides.retry.unwrap_or(self.retry);
        self.limits.body = overrides.body_limit.unwrap_or(self.limits.body);
        self
    }
}
