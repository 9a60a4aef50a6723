use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

/// Any error, on the heap.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

type Stream = Pin<Box<dyn HttpBody<Data = Bytes, Error = BoxError> + Send + Sync>>;
type Factory = Arc<dyn Fn() -> Body + Send + Sync>;

/// What a request or an answer carries, which knows whether it can be sent a second time.
///
/// A request with a body that cannot be replayed is tried exactly once.
pub struct Body(Inner);

enum Inner {
    Bytes(Bytes),
    Stream(Stream),
    Factory { make: Factory, started: Option<Box<Body>> },
}

impl Body {
    /// No body.
    pub fn empty() -> Self {
        Self(Inner::Bytes(Bytes::new()))
    }

    /// A stream that exists once, such as a pipe: it cannot be replayed.
    pub fn once<B>(stream: B) -> Self
    where
        B: HttpBody<Data = Bytes, Error = BoxError> + Send + Sync + 'static,
    {
        Self(Inner::Stream(Box::pin(stream)))
    }

    /// A stream that can be begun again, such as a file that is opened for each attempt.
    pub fn replayable(make: impl Fn() -> Body + Send + Sync + 'static) -> Self {
        Self(Inner::Factory { make: Arc::new(make), started: None })
    }

    /// The same body once more; `None` if it can be sent only once.
    pub fn replay(&self) -> Option<Self> {
        match &self.0 {
            Inner::Bytes(bytes) => Some(Self(Inner::Bytes(bytes.clone()))),
            Inner::Stream(_) => None,
            Inner::Factory { make, .. } => Some(Self(Inner::Factory { make: make.clone(), started: None })),
        }
    }

    /// The bytes, if they are all at hand.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Bytes(bytes) => Some(bytes),
            Inner::Stream(_) | Inner::Factory { .. } => None,
        }
    }

    /// The bytes, if they are all at hand; else none.
    pub fn into_bytes(self) -> Bytes {
        self.as_bytes().cloned().unwrap_or_default()
    }

    fn stream(&mut self) -> &mut Self {
        if !matches!(self.0, Inner::Factory { .. }) {
            return self;
        }
        let Inner::Factory { make, started } = &mut self.0 else { unreachable!("just looked") };
        started.get_or_insert_with(|| Box::new(make())).stream()
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Inner::Bytes(bytes.into()))
    }
}

impl fmt::Debug for Body {
    /// Bodies hold what users send, so only their kind and length are shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Inner::Stream(_) => f.write_str("Body(stream)"),
            Inner::Factory { .. } => f.write_str("Body(replayable stream)"),
        }
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.stream().0 {
            Inner::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Inner::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Inner::Stream(stream) => stream.as_mut().poll_frame(cx),
            Inner::Factory { .. } => Poll::Ready(Some(Err("a body that makes bodies made itself".into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Bytes(bytes) => bytes.is_empty(),
            Inner::Stream(stream) => stream.is_end_stream(),
            Inner::Factory { started, .. } => started.as_deref().is_some_and(HttpBody::is_end_stream),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Inner::Stream(stream) => stream.size_hint(),
            Inner::Factory { started: Some(body), .. } => body.size_hint(),
            Inner::Factory { make, started: None } => make().size_hint(),
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    fn collect(mut body: Body) -> Vec<u8> {
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let mut all = Vec::new();
        while let Poll::Ready(Some(frame)) = Pin::new(&mut body).poll_frame(&mut cx) {
            all.extend_from_slice(&frame.unwrap().into_data().unwrap());
        }
        all
    }

    #[test]
    fn r5_bytes_and_factories_replay_but_a_stream_does_not() {
        let bytes = Body::from("abc");
        assert_eq!(collect(bytes.replay().unwrap()), b"abc");
        assert_eq!(collect(bytes), b"abc");

        let made = Body::replayable(|| Body::from("file"));
        assert_eq!(made.size_hint().exact(), Some(4));
        assert_eq!(collect(made.replay().unwrap()), b"file");
        assert_eq!(collect(made), b"file");

        let once = Body::once(Body::from("pipe").map_err(|e| e));
        assert!(once.replay().is_none());
        assert_eq!(collect(once), b"pipe");
    }

    #[test]
    fn a5_debug_shows_no_content() {
        assert_eq!(format!("{:?}", Body::from("canary")), "Body(6 bytes)");
    }
}
