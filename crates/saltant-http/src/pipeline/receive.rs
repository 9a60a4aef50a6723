use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::Either;
use http::{HeaderMap, Response, StatusCode};
use saltant_core::{Answer, Body, Clock, Metadata};

use super::failed::FailedAttempt;
use super::gunzip;
use super::reader::{Pieces, Reader};
use crate::settings::Settings;

/// An answer that has come, and whether it is good. Nothing after this asks again.
pub(crate) enum Received<B> {
    /// A success, or another outcome that the operation reads.
    Good(Response<B>),
    /// An error, with as much of its body as the error needs.
    Bad(Answer),
}

impl<B> Received<B> {
    pub(crate) fn head(&self) -> (StatusCode, &HeaderMap) {
        match self {
            Self::Good(answer) => (answer.status(), answer.headers()),
            Self::Bad(answer) => (answer.status(), answer.headers()),
        }
    }
}

/// How the body of a good answer is taken: [`Whole`] or [`Open`].
pub(crate) trait Take {
    type Body: From<Bytes> + Send;

    fn take(
        response: Response<Body>,
        settings: &Settings,
        clock: &Arc<dyn Clock>,
    ) -> impl Future<Output = Result<Response<Self::Body>, FailedAttempt>> + Send;
}

/// The body is read to its end, up to the size limit.
pub(crate) struct Whole;

impl Take for Whole {
    type Body = Bytes;

    fn take(
        response: Response<Body>,
        settings: &Settings,
        clock: &Arc<dyn Clock>,
    ) -> impl Future<Output = Result<Answer, FailedAttempt>> + Send {
        let limit = settings.limits.body;
        let (head, body) = gunzip::decoded(response, limit as u64).into_parts();
        let mut reader = Reader::new(body, clock.clone(), settings.timeouts.idle);
        async move {
            let body = match gunzip::foreign(&head.headers) {
                Some(encoding) => Err(FailedAttempt::compressed(&encoding)),
                None => whole(&mut reader, limit).await,
            };
            match body {
                Ok(body) => Ok(Response::from_parts(head, body)),
                Err(failed) => Err(failed.with_head(head.status, &head.headers)),
            }
        }
    }
}

/// The body is left to the caller, who reads it as a stream.
pub(crate) struct Open;

impl Take for Open {
    type Body = Body;

    async fn take(
        response: Response<Body>,
        _: &Settings,
        _: &Arc<dyn Clock>,
    ) -> Result<Response<Body>, FailedAttempt> {
        Ok(gunzip::decoded(response, u64::MAX))
    }
}

/// Decides whether an answer is good, and takes its body accordingly. `end` is when the attempt has to be over.
pub(crate) fn receive<'a, T: Take>(
    response: Response<Body>,
    metadata: &'a Metadata,
    settings: &'a Settings,
    clock: &'a Arc<dyn Clock>,
    end: Option<Duration>,
) -> impl Future<Output = Result<Received<T::Body>, FailedAttempt>> + Send + use<'a, T> {
    if response.status().is_success() {
        return Either::Left(T::take(response, settings, clock).map(|taken| taken.map(Received::Good)));
    }
    Either::Right(Box::pin(async move {
        let answer = bad(response, settings, clock, end).await;
        if (metadata.is_outcome)(&answer) {
            return Ok(Received::Good(answer.map(T::Body::from)));
        }
        Ok(Received::Bad(answer))
    }))
}

/// An answer with a bad status, and the start of its body.
async fn bad(
    response: Response<Body>,
    settings: &Settings,
    clock: &Arc<dyn Clock>,
    end: Option<Duration>,
) -> Answer {
    let limit = settings.limits.error_body;
    let (head, body) = gunzip::decoded(response, limit as u64).into_parts();
    // The status is worth more than the words: a body that drips must not use up the attempt.
    let now = clock.now();
    let left = end.map(|end| end.saturating_sub(now) / 2);
    let deadline = left.into_iter().chain(settings.timeouts.idle).min().map(|wait| now + wait);
    let reader = Reader::new(body, clock.clone(), settings.timeouts.idle).with_deadline(deadline);
    Response::from_parts(head, start_of(reader, limit).await)
}

/// Reads a body to its end; a longer one than the limit is an error.
async fn whole(reader: &mut Reader, limit: usize) -> Result<Bytes, FailedAttempt> {
    if reader.expected().lower() > limit as u64 {
        return Err(FailedAttempt::too_large(limit as u64));
    }
    let mut pieces = Pieces::default();
    while let Some(piece) = reader.next().await? {
        let left = limit - pieces.len();
        if piece.len() > left {
            return Err(FailedAttempt::too_large(limit as u64));
        }
        let expected = usize::try_from(reader.expected().lower()).unwrap_or(left).min(left);
        pieces.push(piece, expected);
    }
    Ok(pieces.whole())
}

/// Reads a body up to the limit. If it breaks off, the part that came is kept: the status says enough.
async fn start_of(mut reader: Reader, limit: usize) -> Bytes {
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

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use http_body::Frame;
    use http_body_util::StreamBody;
    use saltant_core::BoxError;

    use super::*;
    use crate::clock::SystemClock;

    /// A body in pieces, the last of which is an error if it is empty.
    fn reader(pieces: &'static [&'static str]) -> Reader {
        let frame = |piece: &&'static str| match *piece {
            "" => Err(BoxError::from("broken off")),
            piece => Ok(Frame::data(Bytes::from_static(piece.as_bytes()))),
        };
        let body = StreamBody::new(stream::iter(pieces.iter().map(frame)));
        Reader::new(Body::once(body), Arc::new(SystemClock::new()), None)
    }

    #[tokio::test]
    async fn f6_of_a_bad_answer_the_start_is_read_up_to_the_limit() {
        assert_eq!(start_of(reader(&["abc", "def", "ghi"]), 5).await, "abcde");
        assert_eq!(start_of(reader(&["abc", "def", "ghi"]), 6).await, "abcdef");
        assert_eq!(start_of(reader(&["abc", "def"]), 9).await, "abcdef");
        assert_eq!(start_of(reader(&["abc", ""]), 9).await, "abc");
    }

    #[tokio::test]
    async fn f6_a_good_answer_may_be_as_long_as_the_limit() {
        let read = async |pieces, limit| whole(&mut reader(pieces), limit).await.ok();
        assert_eq!(read(&["abc", "def"], 6).await.unwrap(), "abcdef");
        assert_eq!(read(&["abc", "def"], 5).await, None);
        assert_eq!(read(&["abc", ""], 9).await, None);
    }
}
