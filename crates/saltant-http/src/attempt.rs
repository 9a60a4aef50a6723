use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use saltant_core::retry::Failure;
use saltant_core::{
    Answer, Body, BoxError, Clock, Error, ErrorKind, Phase, TimeoutKind, TransportError, decode,
};

use crate::Client;
use crate::gunzip::{self, Broken};
use crate::reader::{Pieces, Reader};
use crate::settings::Settings;
use crate::upload::Progress;

/// How the body of a good answer is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Take {
    /// Read to its end, up to the limit.
    Whole,
    /// Left to be read by the caller.
    Open,
}

/// An answer that has come.
pub(crate) enum Received {
    /// With a good status.
    Good(http::Response<Body>),
    /// With another status, and as much of its body as an error needs.
    Bad(Answer),
}

impl Received {
    pub(crate) fn head(&self) -> (http::StatusCode, &http::HeaderMap) {
        match self {
            Self::Good(answer) => (answer.status(), answer.headers()),
            Self::Bad(answer) => (answer.status(), answer.headers()),
        }
    }
}

impl Client {
    /// Sends a request once and takes the answer, within `left` of the call's time.
    pub(crate) async fn attempt(
        &self,
        request: http::Request<Body>,
        settings: &Settings,
        left: Option<Duration>,
        take: Take,
    ) -> Result<Received, (Failure, Error)> {
        let clock = &self.shared.clock;
        let (mut request, progress) = Progress::watch(request);
        gunzip::accept(request.headers_mut());
        let mut work = pin!(async {
            let response = self.shared.transport.send(request).await.map_err(failed)?;
            receive(response, settings, clock, take).await
        });
        let begun = clock.now();
        loop {
            let attempt = settings.timeouts.attempt.map(|limit| (limit, TimeoutKind::Attempt));
            let spent = clock.now().saturating_sub(begun);
            let total = left.map(|left| (left.saturating_sub(spent), TimeoutKind::Total));
            let shortest = attempt.into_iter().chain(total).min_by_key(|(limit, _)| *limit);
            let Some((limit, kind)) = shortest else { return work.await };
            match within(work.as_mut(), limit, &**clock).await {
                Some(done) => return done,
                // What is still being sent is not stuck: the limit counts from its last piece.
                None if kind == TimeoutKind::Attempt && progress.has_moved() => {}
                None => return Err(late(kind, limit)),
            }
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

/// The failure that a time limit is.
pub(crate) fn late(kind: TimeoutKind, limit: Duration) -> (Failure, Error) {
    let seconds = limit.as_secs_f64();
    let (failure, text) = match kind {
        TimeoutKind::Total => (Failure::Deadline, "the time for the call is over".to_owned()),
        TimeoutKind::Idle => (Failure::AttemptTimeout, format!("nothing more of the answer for {seconds} s")),
        _ => (Failure::AttemptTimeout, format!("no complete answer within {seconds} s")),
    };
    (failure, Error::new(ErrorKind::Timeout(kind), text))
}

/// What a failure of the transport means.
pub(crate) fn failed(error: TransportError) -> (Failure, Error) {
    let kind = match error.phase() {
        Phase::Connect | Phase::Certificate => ErrorKind::Connect,
        Phase::Unsendable => ErrorKind::Usage,
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

/// Takes an answer: the body of a good one as is wanted, of a bad one as much as an error needs.
async fn receive(
    response: http::Response<Body>,
    settings: &Settings,
    clock: &Arc<dyn Clock>,
    take: Take,
) -> Result<Received, (Failure, Error)> {
    let good = response.status().is_success();
    if good && take == Take::Open {
        return Ok(Received::Good(gunzip::decoded(response, u64::MAX)));
    }
    let limit = if good { settings.limits.body } else { settings.limits.error_body };
    let response = gunzip::decoded(response, limit as u64);
    let (head, body) = response.into_parts();
    let mut reader = Reader::new(body, clock.clone(), settings.timeouts.idle);
    if !good {
        let body = start_of(&mut reader, limit).await;
        return Ok(Received::Bad(http::Response::from_parts(head, body)));
    }
    // The head has come, so the error can say what the server made of the request.
    let body = whole(&mut reader, limit).await.map_err(|(failure, error)| {
        (failure, error.with_answer(head.status, decode::request_id(&head.headers)))
    })?;
    Ok(Received::Good(http::Response::from_parts(head, body.into())))
}

/// The failure that an answer beyond the limit is.
fn too_large(limit: u64) -> (Failure, Error) {
    let text = format!("the answer is longer than {limit} bytes; max_body allows more");
    (Failure::Unreadable, Error::new(ErrorKind::TooLarge, text))
}

/// What an error in the middle of a body means.
pub(crate) fn broken(error: BoxError) -> (Failure, Error) {
    match error.downcast_ref::<Broken>() {
        Some(Broken::TooLong(limit)) => too_large(*limit),
        Some(Broken::Garbled) => {
            (Failure::Unreadable, Error::new(ErrorKind::Decode, "unreadable answer: bad gzip"))
        }
        None => failed(TransportError::new(Phase::Body, error)),
    }
}

/// Reads a body to its end; a longer one than the limit is an error.
async fn whole(reader: &mut Reader, limit: usize) -> Result<Bytes, (Failure, Error)> {
    if reader.expected().lower() > limit as u64 {
        return Err(too_large(limit as u64));
    }
    let mut pieces = Pieces::default();
    while let Some(piece) = reader.next().await? {
        let left = limit - pieces.len();
        if piece.len() > left {
            return Err(too_large(limit as u64));
        }
        let expected = usize::try_from(reader.expected().lower()).unwrap_or(left).min(left - piece.len());
        pieces.push(piece, expected);
    }
    Ok(pieces.whole())
}

/// Reads a body up to the limit. What breaks off is kept as far as it came: the status says enough.
async fn start_of(reader: &mut Reader, limit: usize) -> Bytes {
    let mut pieces = Pieces::default();
    while let Ok(Some(mut piece)) = reader.next().await {
        piece.truncate(limit - pieces.len());
        pieces.push(piece, 0);
        if pieces.len() >= limit {
            break;
        }
    }
    pieces.whole()
}
