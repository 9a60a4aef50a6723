use std::future::Future;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::future::{Either, select};
use http_body::Body as _;
use http_body_util::BodyExt as _;
use saltant_core::retry::Failure;
use saltant_core::{Answer, Body, Clock, Error, ErrorKind, Phase, TimeoutKind, TransportError};

use crate::Client;
use crate::settings::Settings;

impl Client {
    /// Sends a request once and reads the whole answer, within `left` of the call's time.
    pub(crate) async fn attempt(
        &self,
        request: http::Request<Body>,
        settings: &Settings,
        left: Option<Duration>,
    ) -> Result<Answer, (Failure, Error)> {
        let clock = &*self.shared.clock;
        let attempt = settings.timeouts.attempt.map(|limit| (limit, TimeoutKind::Attempt));
        let total = left.map(|limit| (limit, TimeoutKind::Total));
        let work = async {
            let response = self.shared.transport.send(request).await.map_err(|error| failed(error))?;
            collect(response, settings, clock).await
        };
        let shortest = attempt.into_iter().chain(total).min_by_key(|(limit, _)| *limit);
        let Some((limit, kind)) = shortest else { return work.await };
        match within(work, limit, clock).await {
            Some(done) => done,
            None => Err(late(kind, limit)),
        }
    }
}

/// Runs a future for so long; `None` if the time passes first.
pub(crate) async fn within<F: Future>(work: F, limit: Duration, clock: &dyn Clock) -> Option<F::Output> {
    match select(pin!(work), clock.sleep(limit)).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(((), _)) => None,
    }
}

pub(crate) fn late(kind: TimeoutKind, limit: Duration) -> (Failure, Error) {
    let what = match kind {
        TimeoutKind::Attempt => "no complete answer within",
        TimeoutKind::Idle => "nothing more of the answer for",
        _ => "the time for the call is over:",
    };
    let failure = match kind {
        TimeoutKind::Total => Failure::Deadline,
        _ => Failure::AttemptTimeout,
    };
    (failure, Error::new(ErrorKind::Timeout(kind), format!("{what} {} s", limit.as_secs_f64())))
}

/// What a failure of the transport means.
pub(crate) fn failed(error: TransportError) -> (Failure, Error) {
    let kind = match error.phase() {
        Phase::Connect | Phase::Certificate => ErrorKind::Connect,
        Phase::ConnectTimeout => ErrorKind::Timeout(TimeoutKind::Connect),
        _ => ErrorKind::Transport,
    };
    let mut text = error.to_string();
    // The innermost cause is the one that says something: "connection refused".
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        cause = inner.source();
        if cause.is_none() {
            text = format!("{text}: {inner}");
        }
    }
    (Failure::Transport(error.phase()), Error::new(kind, text).with_source(error))
}

/// Reads a body, up to the limit of bytes for its status.
async fn collect(
    response: http::Response<Body>,
    settings: &Settings,
    clock: &dyn Clock,
) -> Result<Answer, (Failure, Error)> {
    let (head, mut body) = response.into_parts();
    let good = head.status.is_success();
    let limit = if good { settings.limits.body } else { settings.limits.error_body };
    let too_large = || {
        let text = format!("the answer is longer than {limit} bytes; max_body allows more");
        (Failure::Unreadable, Error::new(ErrorKind::TooLarge, text).with_answer(head.status, None))
    };
    if good && body.size_hint().lower() > limit as u64 {
        return Err(too_large());
    }
    // Most answers are one piece, which then needs no copy.
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    while let Some(frame) = next_frame(&mut body, settings.timeouts.idle, clock).await? {
        let Ok(data) = frame.into_data() else { continue };
        let read = first.len() + rest.len();
        if read + data.len() > limit {
            if good {
                return Err(too_large());
            }
            rest.extend_from_slice(&data[..limit - read]);
            break;
        }
        if read == 0 {
            first = data;
        } else {
            if rest.is_empty() {
                let expected = usize::try_from(body.size_hint().lower()).unwrap_or(0);
                rest.reserve(data.len() + expected.min(limit - read));
            }
            rest.extend_from_slice(&data);
        }
    }
    let whole = if rest.is_empty() {
        first
    } else if first.is_empty() {
        rest.freeze()
    } else {
        let mut whole = BytesMut::with_capacity(first.len() + rest.len());
        whole.extend_from_slice(&first);
        whole.extend_from_slice(&rest);
        whole.freeze()
    };
    Ok(http::Response::from_parts(head, whole))
}

/// The next piece of a body, within the idle limit. A piece that is there already costs no timer.
async fn next_frame(
    body: &mut Body,
    idle: Option<Duration>,
    clock: &dyn Clock,
) -> Result<Option<http_body::Frame<Bytes>>, (Failure, Error)> {
    let mut next = pin!(body.frame());
    let frame = match (futures_util::poll!(next.as_mut()), idle) {
        (Poll::Ready(frame), _) => frame,
        (Poll::Pending, None) => next.await,
        (Poll::Pending, Some(limit)) => {
            within(next, limit, clock).await.ok_or_else(|| late(TimeoutKind::Idle, limit))?
        }
    };
    frame.transpose().map_err(|error| failed(TransportError::new(Phase::Body, error)))
}
