use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
#[cfg(feature = "catalog")]
use std::{cell::RefCell, collections::BTreeMap};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use saltant_types::schema::{HasSchema, Schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Any error, on the heap.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

type Stream = Pin<Box<dyn HttpBody<Data = Bytes, Error = BoxError> + Send + Sync>>;

/// The body of a request or an answer: bytes, or a stream.
///
/// It is an argument of operations like any other. A clone starts at the beginning, whatever has been read of
/// the original. Only a stream that exists [once](Self::once) is shared by its clones: the one that is read
/// first gets it, and a request with such a body is sent only once.
///
/// As a JSON argument it is a text, whose bytes are sent.
pub struct Body {
    source: Source,
    state: State,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    Factory(Arc<dyn Fn() -> Stream + Send + Sync>),
    Once(Arc<Mutex<Option<Stream>>>),
}

/// How far a body has been read.
enum State {
    Unread,
    Stream(Stream),
    End,
}

impl Body {
    /// No body.
    pub fn empty() -> Self {
        Self::from(Bytes::new())
    }

    /// A stream that exists once, such as a pipe: it cannot be sent a second time.
    pub fn once<B>(stream: B) -> Self
    where
        B: HttpBody<Data = Bytes, Error = BoxError> + Send + Sync + 'static,
    {
        let stream: Stream = Box::pin(stream);
        Self::unread(Source::Once(Arc::new(Mutex::new(Some(stream)))))
    }

    /// A stream that can be started again, such as a file that is opened for each attempt.
    pub fn replayable<B>(make: impl Fn() -> B + Send + Sync + 'static) -> Self
    where
        B: HttpBody<Data = Bytes, Error = BoxError> + Send + Sync + 'static,
    {
        Self::unread(Source::Factory(Arc::new(move || Box::pin(make()))))
    }

    fn unread(source: Source) -> Self {
        Self { source, state: State::Unread }
    }

    /// Whether it can be sent a second time.
    pub fn is_replayable(&self) -> bool {
        !matches!(self.source, Source::Once(_))
    }

    /// The bytes; `None` for a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes),
            Source::Factory(_) | Source::Once(_) => None,
        }
    }

    /// Begins to read.
    fn start(&self) -> Result<State, BoxError> {
        match &self.source {
            Source::Bytes(_) => Ok(State::End),
            Source::Factory(make) => Ok(State::Stream(make())),
            Source::Once(shared) => {
                let stream = shared.lock().unwrap_or_else(PoisonError::into_inner).take();
                stream.map(State::Stream).ok_or_else(|| "the stream has been sent already".into())
            }
        }
    }
}

impl Clone for Body {
    fn clone(&self) -> Self {
        Self::unread(self.source.clone())
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self::unread(Source::Bytes(bytes.into()))
    }
}

/// Shows the kind and the length, not the content.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Source::Factory(_) => f.write_str("Body(replayable stream)"),
            Source::Once(_) => f.write_str("Body(stream)"),
        }
    }
}

/// Bytes are written as a text. A stream cannot be written.
impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error as _;
        let bytes =
            self.as_bytes().ok_or_else(|| S::Error::custom("a stream cannot be written as a text"))?;
        let text = std::str::from_utf8(bytes).map_err(|_| S::Error::custom("the bytes are not UTF-8"))?;
        serializer.serialize_str(text)
    }
}

#[cfg(feature = "catalog")]
thread_local! {
    /// What some texts stand for in the arguments that this thread is reading.
    static ATTACHED: RefCell<BTreeMap<String, Body>> = const { RefCell::new(BTreeMap::new()) };
}

/// Reads arguments in which some texts stand for bodies.
#[cfg(feature = "catalog")]
pub(crate) fn with_attached<T>(bodies: BTreeMap<String, Body>, read: impl FnOnce() -> T) -> T {
    let before = ATTACHED.replace(bodies);
    let done = read();
    ATTACHED.set(before);
    done
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        #[cfg(feature = "catalog")]
        if let Some(body) = ATTACHED.with_borrow(|bodies| bodies.get(&text).cloned()) {
            return Ok(body);
        }
        Ok(Self::from(text))
    }
}

impl HasSchema for Body {
    const SCHEMA: Schema = Schema::File;
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if matches!(self.state, State::Unread) {
            match self.start() {
                Ok(state) => self.state = state,
                Err(error) => {
                    self.state = State::End;
                    return Poll::Ready(Some(Err(error)));
                }
            }
            if let Some(bytes) = self.as_bytes().filter(|bytes| !bytes.is_empty()) {
                return Poll::Ready(Some(Ok(Frame::data(bytes.clone()))));
            }
        }
        match &mut self.state {
            State::Stream(stream) => stream.as_mut().poll_frame(cx),
            State::Unread | State::End => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.state {
            State::Unread => self.as_bytes().is_some_and(Bytes::is_empty),
            State::Stream(stream) => stream.is_end_stream(),
            State::End => true,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match (&self.state, &self.source) {
            (State::Stream(stream), _) => stream.size_hint(),
            (State::End, _) => SizeHint::with_exact(0),
            (State::Unread, Source::Bytes(bytes)) => SizeHint::with_exact(bytes.len() as u64),
            (State::Unread, Source::Factory(make)) => make().size_hint(),
            (State::Unread, Source::Once(shared)) => {
                let shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
                shared.as_ref().map(HttpBody::size_hint).unwrap_or_default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    fn read(mut body: Body) -> Result<Vec<u8>, String> {
        let mut cx = Context::from_waker(std::task::Waker::noop());
        let mut all = Vec::new();
        while let Poll::Ready(Some(frame)) = Pin::new(&mut body).poll_frame(&mut cx) {
            all.extend_from_slice(&frame.map_err(|error| error.to_string())?.into_data().unwrap());
        }
        assert!(body.is_end_stream());
        Ok(all)
    }

    fn pipe() -> Body {
        Body::once(Body::from("pipe").map_err(|error| error))
    }

    #[test]
    fn r5_bytes_and_factories_can_be_sent_again() {
        for body in [Body::from("text"), Body::replayable(|| Body::from("text"))] {
            assert!(body.is_replayable());
            assert_eq!(body.size_hint().exact(), Some(4));
            assert_eq!(read(body.clone()), Ok(b"text".to_vec()));
            assert_eq!(read(body), Ok(b"text".to_vec()));
        }
        assert_eq!(read(Body::empty()), Ok(Vec::new()));
    }

    #[test]
    fn r5_a_clone_of_a_body_that_has_been_read_starts_at_the_beginning() {
        let mut cx = Context::from_waker(std::task::Waker::noop());
        for mut body in [Body::from("text"), Body::replayable(|| Body::from("text"))] {
            assert!(Pin::new(&mut body).poll_frame(&mut cx).is_ready());
            assert_eq!(body.size_hint().exact(), Some(0));
            assert_eq!(read(body.clone()), Ok(b"text".to_vec()));
        }
    }

    #[test]
    fn r5_a_stream_is_sent_once_and_looking_at_it_does_not_use_it_up() {
        let body = pipe();
        let looked_at = body.clone();
        assert!(!looked_at.is_replayable());
        assert_eq!(looked_at.size_hint().exact(), Some(4));
        assert_eq!(read(body), Ok(b"pipe".to_vec()));
        assert_eq!(read(looked_at), Err("the stream has been sent already".to_owned()));
    }

    #[test]
    fn an_argument_is_a_text_in_json_and_a_stream_is_none() {
        let body: Body = serde_json::from_str("\"ü\"").unwrap();
        assert_eq!(body.as_bytes().unwrap(), "ü");
        assert_eq!(serde_json::to_string(&body).unwrap(), "\"ü\"");
        assert!(serde_json::to_string(&Body::from(vec![0xff])).is_err());
        assert!(serde_json::to_string(&pipe()).is_err());
    }

    #[test]
    fn a5_debug_shows_no_content() {
        assert_eq!(format!("{:?}", Body::from("canary")), "Body(6 bytes)");
    }
}
