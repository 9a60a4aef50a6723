use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::request::{Body, BoxError};

/// What an operation sends that is not made from its other arguments: bytes, a file, a stream.
///
/// It is a value like any argument, and gives a [`Body`] for each request. As a JSON argument it is a text,
/// whose bytes are sent.
#[derive(Clone)]
pub struct Upload(Source);

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    Again(Arc<dyn Fn() -> Body + Send + Sync>),
    Once(Arc<Mutex<Option<Body>>>),
}

impl Upload {
    /// Bytes at hand.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self(Source::Bytes(bytes.into()))
    }

    /// A stream that can be begun again, such as a file that is opened for each attempt.
    pub fn again(make: impl Fn() -> Body + Send + Sync + 'static) -> Self {
        Self(Source::Again(Arc::new(make)))
    }

    /// A stream that exists once, such as a pipe: the request is tried exactly once.
    pub fn once(body: Body) -> Self {
        Self(Source::Once(Arc::new(Mutex::new(Some(body)))))
    }

    /// A body for one request. Nothing is read before it is polled.
    pub fn body(&self) -> Body {
        match &self.0 {
            Source::Bytes(bytes) => Body::from(bytes.clone()),
            Source::Again(make) => {
                let make = make.clone();
                Body::replayable(move || make())
            }
            Source::Once(shared) => Body::once(Taken { shared: shared.clone(), body: None }),
        }
    }

    /// Whether it can be sent a second time.
    pub fn is_replayable(&self) -> bool {
        !matches!(self.0, Source::Once(_))
    }
}

impl<T: Into<Bytes>> From<T> for Upload {
    fn from(bytes: T) -> Self {
        Self::bytes(bytes)
    }
}

/// Shows no content, only its kind and length.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Bytes(bytes) => write!(f, "Upload({} bytes)", bytes.len()),
            Source::Again(_) => f.write_str("Upload(replayable stream)"),
            Source::Once(_) => f.write_str("Upload(stream)"),
        }
    }
}

/// Bytes at hand are written as a text; a stream cannot be written.
impl Serialize for Upload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error as _;
        match &self.0 {
            Source::Bytes(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => serializer.serialize_str(text),
                Err(_) => Err(S::Error::custom("these bytes are no text")),
            },
            Source::Again(_) | Source::Once(_) => Err(S::Error::custom("a stream is no text")),
        }
    }
}

impl<'de> Deserialize<'de> for Upload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::bytes)
    }
}

/// The one body of a stream that exists once: who polls first has it.
struct Taken {
    shared: Arc<Mutex<Option<Body>>>,
    body: Option<Body>,
}

impl HttpBody for Taken {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.body.is_none() {
            let taken = self.shared.lock().unwrap_or_else(PoisonError::into_inner).take();
            self.body = taken;
        }
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(cx),
            None => Poll::Ready(Some(Err("the stream has been sent already".into()))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        let hint = |body: &Option<Body>| body.as_ref().map(HttpBody::size_hint);
        let shared = || hint(&self.shared.lock().unwrap_or_else(PoisonError::into_inner));
        hint(&self.body).or_else(shared).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut body: Body) -> Result<Vec<u8>, String> {
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let mut all = Vec::new();
        while let Poll::Ready(Some(frame)) = Pin::new(&mut body).poll_frame(&mut cx) {
            all.extend_from_slice(&frame.map_err(|e| e.to_string())?.into_data().unwrap());
        }
        Ok(all)
    }

    #[test]
    fn r5_a_stream_is_sent_once_and_looking_at_it_does_not_use_it_up() {
        let pipe = || Body::once(Body::from("pipe"));
        let once = Upload::once(pipe());
        let looked_at = once.body();
        assert!(looked_at.replay().is_none());
        assert_eq!(looked_at.size_hint().exact(), Some(4));
        assert_eq!(read(once.body()), Ok(b"pipe".to_vec()));
        assert_eq!(read(looked_at), Err("the stream has been sent already".to_owned()));

        let again = Upload::again(pipe);
        assert_eq!(read(again.body()), read(again.body().replay().unwrap()));
        assert_eq!(read(Upload::from("text").body()), Ok(b"text".to_vec()));
    }

    #[test]
    fn a5_debug_shows_no_content() {
        assert_eq!(format!("{:?}", Upload::from("canary")), "Upload(6 bytes)");
    }
}
