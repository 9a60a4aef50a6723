use std::time::Duration;

use http::StatusCode;

/// One attempt, as it is reported to metrics hooks.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Observation<'a> {
    /// The operation's name.
    pub operation: &'static str,
    /// The number of the attempt within its call, from 1.
    pub attempt: u32,
    /// The answer's status, if there was an answer.
    pub status: Option<StatusCode>,
    /// How long the attempt took.
    pub elapsed: Duration,
    /// How it ended: a status or a few words, without secrets.
    pub outcome: &'a str,
}

/// A hook for metrics, called after each attempt. It must not block.
pub trait Observer: Send + Sync + 'static {
    /// Reports an attempt that has ended.
    fn observe(&self, observation: &Observation<'_>);
}

impl<F: Fn(&Observation<'_>) + Send + Sync + 'static> Observer for F {
    fn observe(&self, observation: &Observation<'_>) {
        self(observation);
    }
}
