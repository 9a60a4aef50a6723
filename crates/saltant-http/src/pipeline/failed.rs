use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};
use saltant_core::retry::{Failure, retry_after};
use saltant_core::{
    Answer, BoxError, Error, ErrorKind, Metadata, Phase, TimeoutKind, TransportError, decode,
};

use super::gunzip::GunzipError;
use super::sent_secrets::SentSecrets;

/// An attempt that has failed.
#[derive(Debug)]
pub(crate) struct FailedAttempt {
    /// How it failed, for the retry rule.
    pub(crate) failure: Failure,
    /// The error of the call if the request is not sent again.
    pub(crate) error: Error,
}

impl FailedAttempt {
    fn new(failure: Failure, kind: ErrorKind, text: impl Into<String>) -> Self {
        Self { failure, error: Error::new(kind, text) }
    }

    /// A time limit has passed.
    pub(crate) fn timed_out(kind: TimeoutKind, limit: Duration) -> Self {
        let seconds = limit.as_secs_f64();
        let (failure, text) = match kind {
            TimeoutKind::Total => (Failure::Deadline, "the time for the call is over".to_owned()),
            TimeoutKind::Idle => {
                (Failure::AttemptTimeout, format!("nothing more of the answer for {seconds} s"))
            }
            _ => (Failure::AttemptTimeout, format!("no complete answer within {seconds} s")),
        };
        Self::new(failure, ErrorKind::Timeout(kind), text)
    }

    /// The transport has brought no answer.
    pub(crate) fn transport(error: TransportError) -> Self {
        let kind = match error.phase() {
            Phase::Connect | Phase::Certificate => ErrorKind::Connect,
            Phase::Unsendable => ErrorKind::Usage,
            Phase::ConnectTimeout | Phase::SilentTls => ErrorKind::Timeout(TimeoutKind::Connect),
            _ => ErrorKind::Transport,
        };
        let mut text = error.to_string();
        // The innermost cause is the most precise one: "connection refused".
        let mut cause = std::error::Error::source(&error);
        while let Some(inner) = cause {
            cause = inner.source();
            if cause.is_none() {
                text = format!("{text}: {inner}");
            }
        }
        let mut failed = Self::new(Failure::Transport(error.phase()), kind, "");
        failed.error = failed.error.quoting(text).with_source(error);
        failed
    }

    /// The answer's body could not be read to its end.
    pub(crate) fn body(error: BoxError) -> Self {
        match error.downcast_ref::<GunzipError>() {
            Some(GunzipError::TooLong(limit)) => Self::too_large(*limit),
            Some(GunzipError::Invalid) => {
                Self::new(Failure::Unreadable, ErrorKind::Decode, "unreadable answer: bad gzip")
            }
            None => Self::transport(TransportError::new(Phase::Body, error)),
        }
    }

    /// The answer is compressed in a way that was not asked for.
    pub(crate) fn compressed(encoding: &str) -> Self {
        let text = "unreadable answer: it has a compression that was not asked for: ";
        let mut failed = Self::new(Failure::Unreadable, ErrorKind::Decode, text);
        failed.error = failed.error.quoting(format!("{encoding:?}"));
        failed
    }

    /// The answer is longer than the limit.
    pub(crate) fn too_large(limit: u64) -> Self {
        let text = format!("the answer is longer than {limit} bytes; max_body allows more");
        Self::new(Failure::Unreadable, ErrorKind::TooLarge, text)
    }

    /// The server has answered with a bad status.
    pub(crate) fn refused(metadata: &Metadata, answer: &Answer, now: SystemTime) -> Self {
        let wait = retry_after(answer.headers(), now);
        let error = metadata.error_of(answer).with_retry_after(wait);
        Self { failure: Failure::Status(answer.status()), error }
    }

    /// Masks what the request has sent.
    pub(crate) fn mask(&mut self, secrets: &SentSecrets) {
        let error = std::mem::replace(&mut self.error, Error::new(ErrorKind::Usage, ""));
        self.error = secrets.mask(error);
    }

    /// Adds the head of the answer, if it had come.
    pub(crate) fn with_head(mut self, status: StatusCode, headers: &HeaderMap) -> Self {
        self.error = self.error.with_answer(status, decode::request_id(headers));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t1_each_time_limit_has_its_own_words() {
        let text = |kind| FailedAttempt::timed_out(kind, Duration::from_millis(2500)).error.to_string();
        assert!(text(TimeoutKind::Total).contains("the time for the call is over"));
        assert!(text(TimeoutKind::Idle).contains("nothing more of the answer for 2.5 s"));
        assert!(text(TimeoutKind::Attempt).contains("no complete answer within 2.5 s"));
    }
}
