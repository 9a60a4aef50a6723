//! A transport that answers from a script, and a clock with a calendar of its own, for tests of programs that
//! use a client.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use http_body_util::BodyExt as _;
use saltant_core::{Body, BoxFuture, Clock, Phase, Transport, TransportError};
use tokio::time::Instant;

/// A transport that answers each request with the next reply of a script, and keeps the requests.
///
/// A request without a reply fails. It never uses a network.
///
/// ```
/// use saltant_core::saltant::GetUser;
/// use saltant_http::Client;
/// use saltant_http::testing::{Reply, ScriptedTransport};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), saltant_core::Error> {
/// let transport = ScriptedTransport::new([Reply::json(200, r#"{"username": "matt", "email": ""}"#)]);
/// let client = Client::builder("http://localhost").transport(transport.clone()).build()?;
/// let user = client.call(GetUser::new("matt")).await?;
/// assert_eq!(user.username, "matt");
/// assert_eq!(transport.requests()[0].uri.path(), "/users/matt/");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ScriptedTransport(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    start: Instant,
    script: Mutex<Script>,
    under_way: AtomicUsize,
}

#[derive(Debug)]
struct Script {
    replies: Replies,
    requests: Vec<SentRequest>,
}

enum Replies {
    InOrder(VecDeque<Reply>),
    By(Box<dyn FnMut(&SentRequest) -> Reply + Send>),
}

/// A request as it was sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SentRequest {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    /// When it was sent: the time since the transport was made, by tokio's clock.
    pub at: Duration,
}

/// What happens to a request.
#[derive(Debug)]
#[must_use]
pub struct Reply {
    delay: Duration,
    what: What,
}

#[derive(Debug)]
enum What {
    Answer(http::Response<Body>),
    Fail(Phase),
    Hang,
}

impl Reply {
    /// The server answers with this.
    pub fn answer(response: http::Response<impl Into<Body>>) -> Self {
        Self { delay: Duration::ZERO, what: What::Answer(response.map(Into::into)) }
    }

    /// The server answers with this JSON.
    pub fn json(status: u16, body: impl Into<String>) -> Self {
        let mut response = http::Response::new(body.into());
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::OK);
        response.headers_mut().insert("content-type", http::HeaderValue::from_static("application/json"));
        Self::answer(response)
    }

    /// The request fails in this phase.
    pub fn fail(phase: Phase) -> Self {
        Self { delay: Duration::ZERO, what: What::Fail(phase) }
    }

    /// The server never answers.
    pub fn hang() -> Self {
        Self { delay: Duration::ZERO, what: What::Hang }
    }

    /// Adds a header to the answer.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        if let (What::Answer(response), Ok(value)) = (&mut self.what, value.parse()) {
            response.headers_mut().insert(name, value);
        }
        self
    }

    /// It happens after this delay, by tokio's clock.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

impl ScriptedTransport {
    /// A transport that gives these replies in order.
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::with(Replies::InOrder(replies.into_iter().collect()))
    }

    /// A transport that gets each reply from this function.
    pub fn answering(reply: impl FnMut(&SentRequest) -> Reply + Send + 'static) -> Self {
        Self::with(Replies::By(Box::new(reply)))
    }

    fn with(replies: Replies) -> Self {
        let script = Mutex::new(Script { replies, requests: Vec::new() });
        Self(Arc::new(Shared { start: Instant::now(), script, under_way: AtomicUsize::new(0) }))
    }

    /// The requests that were sent, in order.
    pub fn requests(&self) -> Vec<SentRequest> {
        self.script().requests.clone()
    }

    /// How many replies have not been used.
    pub fn left(&self) -> usize {
        match &self.script().replies {
            Replies::InOrder(replies) => replies.len(),
            Replies::By(_) => 0,
        }
    }

    /// How many requests are waiting for their reply now. A cancelled request does not count.
    pub fn under_way(&self) -> usize {
        self.0.under_way.load(Ordering::SeqCst)
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts a request until it is dropped.
struct UnderWay<'a>(&'a AtomicUsize);

impl<'a> UnderWay<'a> {
    fn new(counter: &'a AtomicUsize) -> Self {
        counter.fetch_add(1, Ordering::SeqCst);
        Self(counter)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Transport for ScriptedTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let _under_way = UnderWay::new(&self.0.under_way);
            let (head, body) = request.into_parts();
            let body =
                body.collect().await.map_err(|error| TransportError::new(Phase::Sent, error))?.to_bytes();
            let nothing = format!("no reply is scripted for {} {}", head.method, head.uri.path());
            let reply = {
                let at = self.0.start.elapsed();
                let sent =
                    SentRequest { method: head.method, uri: head.uri, headers: head.headers, body, at };
                let mut script = self.script();
                let reply = match &mut script.replies {
                    Replies::InOrder(replies) => replies.pop_front(),
                    Replies::By(reply) => Some(reply(&sent)),
                };
                script.requests.push(sent);
                reply
            };
            let reply = reply.ok_or_else(|| TransportError::new(Phase::Unsendable, nothing))?;
            if !reply.delay.is_zero() {
                tokio::time::sleep(reply.delay).await;
            }
            match reply.what {
                What::Answer(response) => Ok(response),
                What::Fail(phase) => Err(TransportError::new(phase, "scripted")),
                What::Hang => std::future::pending().await,
            }
        })
    }
}

impl fmt::Debug for Replies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InOrder(replies) => f.debug_list().entries(replies).finish(),
            Self::By(_) => f.write_str("By(function)"),
        }
    }
}

/// A clock whose calendar starts at a given time and moves with tokio's clock, which a test can pause.
#[derive(Clone, Copy, Debug)]
pub struct TestClock {
    start: Instant,
    calendar: SystemTime,
}

impl TestClock {
    /// A clock that shows this time now.
    pub fn starting_at(calendar: SystemTime) -> Self {
        Self { start: Instant::now(), calendar }
    }
}

impl Clock for TestClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn wall(&self) -> SystemTime {
        self.calendar + self.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
