//! Shared code of the tests: a client on a scripted transport, and the answers of a small service.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http_body::{Body as _, Frame};
use saltant_core::saltant::{CreateTaskQueue, GetTaskQueue, PutTaskQueue, TerminateTaskInstance};
use saltant_core::types::saltant::Executable;
use saltant_core::types::{Uuid, saltant::TokenPair};
use saltant_core::{Body, BoxError, BoxFuture};
use saltant_http::testing::{Reply, ScriptedTransport, TestClock};
use saltant_http::{Client, ClientBuilder};

pub(crate) const QUEUE: &str = r#"{"id": 7, "user": "matt", "name": "q", "description": "", "private": false, "runs_executable_tasks": true, "runs_docker_container_tasks": false, "runs_singularity_container_tasks": false, "active": true, "whitelists": []}"#;

pub(crate) const UUID: Uuid = Uuid::from_u128(0x8c93_e8b4_cf1a_4387_9dc4_78be_3762_7356);

/// The current time in the tests: a moment in 2026.
pub(crate) fn today() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000)
}

/// A builder on a transport, with a fixed seed for the pauses.
pub(crate) fn builder(transport: &ScriptedTransport) -> ClientBuilder {
    Client::builder("https://saltant.test/api")
        .transport(transport.clone())
        .clock(TestClock::starting_at(today()))
        .seed(7)
}

/// A client that is answered by a script.
pub(crate) fn client(replies: impl IntoIterator<Item = Reply>) -> (Client, ScriptedTransport) {
    let transport = ScriptedTransport::new(replies);
    (builder(&transport).build().unwrap(), transport)
}

/// A request that only reads.
pub(crate) fn get() -> GetTaskQueue {
    GetTaskQueue::new(7)
}

/// A request that must not be repeated.
pub(crate) fn create() -> CreateTaskQueue {
    CreateTaskQueue::new("q")
}

/// A request that may be repeated by its method.
pub(crate) fn put() -> PutTaskQueue {
    PutTaskQueue::new(7, "q")
}

/// A POST that is declared to be repeatable.
pub(crate) fn terminate() -> TerminateTaskInstance<Executable> {
    TerminateTaskInstance::new(UUID)
}

pub(crate) fn ok() -> Reply {
    Reply::json(200, QUEUE)
}

pub(crate) fn created() -> Reply {
    Reply::json(201, QUEUE)
}

pub(crate) fn status(code: u16) -> Reply {
    Reply::json(code, r#"{"detail": "no"}"#)
}

/// An access token that expires this many seconds after the current time of the tests.
pub(crate) fn token(name: &str, expires_in: i64) -> String {
    use base64::Engine as _;
    let encode = |text: String| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let today = 1_795_000_000;
    format!("e30.{}.{name}", encode(format!("{{\"exp\": {}}}", today + expires_in)))
}

pub(crate) fn pair(access: &str) -> TokenPair {
    TokenPair::new(access, "refresh-canary")
}

/// saltant's answer to an expired token.
pub(crate) fn expired() -> Reply {
    Reply::json(401, r#"{"detail": "Given token not valid", "code": "token_not_valid"}"#)
}

pub(crate) fn renewed(access: &str) -> Reply {
    Reply::json(200, format!(r#"{{"access": "{access}"}}"#))
}

pub(crate) fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A body whose pieces come one after another, each after a delay on tokio's clock.
pub(crate) fn pieces(
    pieces: impl IntoIterator<Item = (Duration, Result<&'static str, &'static str>)>,
) -> Body {
    let mut pieces: Vec<_> = pieces.into_iter().collect();
    pieces.reverse();
    Body::once(Pieces { pieces, pause: None })
}

struct Pieces {
    pieces: Vec<(Duration, Result<&'static str, &'static str>)>,
    pause: Option<std::sync::Mutex<BoxFuture<'static, ()>>>,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let Some((after, piece)) = self.pieces.last().copied() else { return Poll::Ready(None) };
        let pause =
            self.pause.get_or_insert_with(|| std::sync::Mutex::new(Box::pin(tokio::time::sleep(after))));
        std::task::ready!(pause.get_mut().unwrap().as_mut().poll(cx));
        self.pieces.pop();
        self.pause = None;
        Poll::Ready(Some(piece.map(|text| Frame::data(Bytes::from(text))).map_err(Into::into)))
    }
}

/// An answer with a body of pieces.
pub(crate) fn slow(code: u16, body: Body) -> Reply {
    Reply::answer(http::Response::builder().status(code).body(body).unwrap())
}

/// The text of a body in memory.
pub(crate) fn text(body: &Body) -> String {
    assert!(body.size_hint().exact().is_some());
    String::from_utf8(body.as_bytes().unwrap().to_vec()).unwrap()
}
