use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use saltant_core::{Body, BoxError};

/// How many pieces of a streamed request have been taken by the transport.
pub(crate) struct Progress {
    pieces: Option<Arc<AtomicU64>>,
    seen: AtomicU64,
}

impl Progress {
    /// Counts the pieces of a request's body, unless it is bytes.
    pub(crate) fn watch(request: &mut http::Request<Body>) -> Self {
        if request.body().as_bytes().is_some() {
            return Self { pieces: None, seen: AtomicU64::new(0) };
        }
        let pieces = Arc::new(AtomicU64::new(0));
        let body = std::mem::take(request.body_mut());
        *request.body_mut() = Body::once(Watched { body, pieces: pieces.clone() });
        Self { pieces: Some(pieces), seen: AtomicU64::new(0) }
    }

    /// Whether pieces have been taken since this was last asked.
    pub(crate) fn has_moved(&self) -> bool {
        let taken = self.pieces.as_ref().map_or(0, |pieces| pieces.load(Ordering::Relaxed));
        self.seen.swap(taken, Ordering::Relaxed) != taken
    }
}

struct Watched {
    body: Body,
    pieces: Arc<AtomicU64>,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        self.pieces.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use http_body::Body as _;
    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn a_watched_body_ends_and_is_as_long_as_the_body_in_it() {
        let mut request = http::Request::new(Body::once(Body::from("text").map_err(|error| error)));
        let progress = Progress::watch(&mut request);
        let mut body = request.into_body();
        assert!(!body.is_end_stream() && !progress.has_moved());
        assert_eq!(body.size_hint().exact(), Some(4));
        assert_eq!(body.frame().await.unwrap().unwrap().into_data().unwrap(), "text");
        assert!(progress.has_moved() && !progress.has_moved());
        assert!(body.frame().await.is_none() && body.is_end_stream());
        let pieces = ["a", "b"].map(|piece| Ok(Frame::data(Bytes::from_static(piece.as_bytes()))));
        let stream = http_body_util::StreamBody::new(futures_util::stream::iter(pieces));
        let mut request = http::Request::new(Body::once(stream));
        Progress::watch(&mut request);
        let mut body = request.into_body();
        assert!(body.frame().await.unwrap().is_ok() && !body.is_end_stream());
    }
}
