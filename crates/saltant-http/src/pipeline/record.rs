use std::time::Duration;

use http::StatusCode;
use saltant_core::{Attempt, decode, mask_known};
use tracing::Span;

use super::failed::FailedAttempt;
use super::receive::Received;
use super::sent_secrets::SentSecrets;
use crate::observe::{Observation, Observer};

/// The target of all spans and events.
const TARGET: &str = "saltant_http::pipeline";

/// Records the attempts of a call: in the trace, for the observer, and for the error.
pub(crate) struct Record<'c> {
    pub(crate) operation: &'static str,
    pub(crate) observer: Option<&'c dyn Observer>,
    pub(crate) attempts: Vec<Attempt>,
}

impl Record<'_> {
    /// The number of the next attempt, from 1.
    fn next_number(&self) -> u32 {
        u32::try_from(self.attempts.len() + 1).unwrap_or(u32::MAX)
    }

    /// The span of the next attempt.
    pub(crate) fn span(&self) -> Span {
        tracing::debug_span!(
            target: TARGET,
            "attempt",
            number = self.next_number(),
            status = tracing::field::Empty,
            request_id = tracing::field::Empty
        )
    }

    /// Records an attempt that has ended.
    pub(crate) fn end<B>(
        &mut self,
        span: &Span,
        elapsed: Duration,
        received: &Result<Received<B>, FailedAttempt>,
        secrets: &SentSecrets,
    ) {
        let (status, outcome) = match received {
            Ok(received) => {
                let (status, headers) = received.head();
                if !span.is_disabled() {
                    span.record("status", status.as_u16());
                    let id = decode::request_id(headers).map(|id| mask_known(&id, &secrets.all()));
                    span.record("request_id", id);
                }
                (Some(status), [status.as_str(), " ", reason(status)].concat())
            }
            Err(failed) => (failed.error.status(), failed.error.to_string()),
        };
        tracing::debug!(target: TARGET, parent: span, outcome, "attempt ended");
        if let Some(observer) = self.observer {
            let (operation, attempt) = (self.operation, self.next_number());
            observer.observe(&Observation { operation, attempt, status, elapsed, outcome: &outcome });
        }
        self.attempts.push(Attempt::new(elapsed, outcome));
    }
}

/// The words of a status, as its `Display` has them.
fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("<unknown status code>")
}
