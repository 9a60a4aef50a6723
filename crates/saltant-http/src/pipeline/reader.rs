use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use saltant_core::{Body, BoxFuture, Clock, TimeoutKind};

use super::failed::FailedAttempt;

/// Reads a body piece by piece, with a limit for the time between two pieces.
pub(crate) struct Reader {
    body: Body,
    clock: Arc<dyn Clock>,
    idle: Option<Duration>,
    /// When the whole body has to be there, by the clock.
    deadline: Option<Duration>,
    /// Runs while nothing comes. A piece that is there already needs no timer.
    timer: Option<(BoxFuture<'static, ()>, TimeoutKind, Duration)>,
}

impl Reader {
    pub(crate) fn new(body: Body, clock: Arc<dyn Clock>, idle: Option<Duration>) -> Self {
        Self { body, clock, idle, deadline: None, timer: None }
    }

    pub(crate) fn with_deadline(mut self, deadline: Option<Duration>) -> Self {
        self.deadline = deadline;
        self
    }

    /// How many bytes are still to come, if that is known.
    pub(crate) fn expected(&self) -> http_body::SizeHint {
        self.body.size_hint()
    }

    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, FailedAttempt> {
        std::future::poll_fn(|cx| self.poll_next(cx)).await
    }

    pub(crate) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, FailedAttempt>> {
        loop {
            if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
                self.timer = None;
                match frame {
                    None => return Poll::Ready(Ok(None)),
                    Some(Err(error)) => return Poll::Ready(Err(FailedAttempt::body(error))),
                    Some(Ok(frame)) => match frame.into_data() {
                        Ok(data) if !data.is_empty() => return Poll::Ready(Ok(Some(data))),
                        // Trailers and empty pieces are left out.
                        _ => continue,
                    },
                }
            }
            if self.timer.is_none() {
                self.timer = self.new_timer();
            }
            let Some((timer, kind, limit)) = &mut self.timer else { return Poll::Pending };
            ready!(timer.as_mut().poll(cx));
            return Poll::Ready(Err(FailedAttempt::timed_out(*kind, *limit)));
        }
    }

    /// A timer for the limit that comes first.
    fn new_timer(&self) -> Option<(BoxFuture<'static, ()>, TimeoutKind, Duration)> {
        let idle = self.idle.map(|limit| (limit, TimeoutKind::Idle));
        let left = self.deadline.map(|deadline| deadline.saturating_sub(self.clock.now()));
        let total = left.map(|limit| (limit, TimeoutKind::Total));
        let (limit, kind) = idle.into_iter().chain(total).min_by_key(|(limit, _)| *limit)?;
        Some((self.clock.sleep(limit), kind, limit))
    }
}

/// Pieces that are put together. Most answers are one piece, which is not copied.
#[derive(Default)]
pub(crate) struct Pieces {
    first: Bytes,
    rest: BytesMut,
}

impl Pieces {
    pub(crate) fn len(&self) -> usize {
        self.first.len() + self.rest.len()
    }

    /// Adds a piece, with room for `expected` more bytes.
    pub(crate) fn push(&mut self, piece: Bytes, expected: usize) {
        if self.len() == 0 {
            self.first = piece;
            return;
        }
        if self.rest.is_empty() {
            self.rest.reserve(self.first.len() + piece.len() + expected);
            self.rest.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.rest.extend_from_slice(&piece);
    }

    pub(crate) fn whole(self) -> Bytes {
        if self.rest.is_empty() { self.first } else { self.rest.freeze() }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;
    use http_body::Frame;
    use http_body_util::StreamBody;
    use saltant_core::BoxError;

    use super::*;
    use crate::clock::SystemClock;

    #[tokio::test]
    async fn empty_pieces_and_trailers_are_left_out() {
        let data = |text: &'static str| Ok::<_, BoxError>(Frame::data(Bytes::from_static(text.as_bytes())));
        let trailers = Ok(Frame::trailers(http::HeaderMap::new()));
        let body = StreamBody::new(stream::iter([data(""), data("a"), trailers, data(""), data("bc")]));
        let mut reader = Reader::new(Body::once(body), Arc::new(SystemClock::new()), None);
        let mut pieces = Vec::new();
        while let Some(piece) = reader.next().await.unwrap_or_default() {
            pieces.push(piece);
        }
        assert_eq!(pieces, ["a", "bc"]);
    }

    #[test]
    fn pieces_are_put_together_whatever_is_expected() {
        let mut pieces = Pieces::default();
        for piece in ["", "a", "bcd", "ef"] {
            pieces.push(Bytes::from_static(piece.as_bytes()), 100);
        }
        assert_eq!((pieces.len(), pieces.whole()), (6, Bytes::from_static(b"abcdef")));
    }
}
