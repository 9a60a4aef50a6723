//! A transport that answers from a script, for tests of programs that use a client.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};
use http_body_util::BodyExt as _;
use saltant_core::{Body, BoxFuture, Phase, Transport, TransportError};

/// Answers each request with the next reply of a script, and keeps the requests.
///
/// A request for which there is no reply fails: nothing ever goes to a network.
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
#[derive(Clone, Debug, Default)]
pub struct ScriptedTransport(Arc<Mutex<Script>>);

#[derive(Debug, Default)]
struct Script {
    replies: VecDeque<Reply>,
    requests: Vec<SentRequest>,
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
}

/// What happens to one request.
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
    /// An answer.
    pub fn answer(response: http::Response<impl Into<Body>>) -> Self {
        Self { delay: Duration::ZERO, what: What::Answer(response.map(Into::into)) }
    }

    /// A JSON answer.
    pub fn json(status: u16, body: impl Into<String>) -> Self {
        let mut response = http::Response::new(body.into());
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::OK);
        response.headers_mut().insert("content-type", http::HeaderValue::from_static("application/json"));
        Self::answer(response)
    }

    /// A failure in a phase.
    pub fn fail(phase: Phase) -> Self {
        Self { delay: Duration::ZERO, what: What::Fail(phase) }
    }

    /// No answer, ever.
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

    /// Lets time pass before it happens, by tokio's clock.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

impl ScriptedTransport {
    /// A transport with this script.
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let script = Script { replies: replies.into_iter().collect(), requests: Vec::new() };
        Self(Arc::new(Mutex::new(script)))
    }

    /// The requests that were sent, in order.
    pub fn requests(&self) -> Vec<SentRequest> {
        self.script().requests.clone()
    }

    /// How many replies have not been used.
    pub fn left(&self) -> usize {
        self.script().replies.len()
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for ScriptedTransport {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body =
                body.collect().await.map_err(|error| TransportError::new(Phase::Sent, error))?.to_bytes();
            let nothing = format!("no reply is scripted for {} {}", head.method, head.uri.path());
            let reply = {
                let mut script = self.script();
                let SentRequest { method, uri, headers, body } =
                    SentRequest { method: head.method, uri: head.uri, headers: head.headers, body };
                script.requests.push(SentRequest { method, uri, headers, body });
                script.replies.pop_front()
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
