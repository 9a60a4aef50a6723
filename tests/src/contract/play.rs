use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http_body_util::BodyExt as _;
use saltant_core::retry::RetryPolicy;
use saltant_core::{BaseUrl, Body, BoxFuture, Credential, Error, Phase, Transport, TransportError};
use saltant_http::{Client, ClientBuilder};
use serde_json::Value;

use super::request::{Sent, compare};
use super::{Exchange, Line, Rules};

/// The result of one exchange of a line for a caller.
#[derive(Debug)]
pub struct Outcome {
    /// The exchange's number, from 0; `None` if the result is part of an answer or combines several.
    pub exchange: Option<usize>,
    /// The value, as JSON, or the error.
    pub result: Result<Value, Error>,
}

impl Outcome {
    /// The outcome of the line's only, or last, exchange.
    pub fn last(line: &Line, result: Result<Value, Error>) -> Vec<Self> {
        vec![Self { exchange: line.exchanges.len().checked_sub(1), result }]
    }
}

/// A small program that makes a line's requests through the client.
pub type Play = Box<dyn FnOnce(Player) -> BoxFuture<'static, Result<Vec<Outcome>, String>> + Send>;

/// Makes the clients for a play. Each of their requests is compared with the record.
#[derive(Clone)]
pub struct Player {
    line: Arc<Line>,
    rules: &'static dyn Rules,
    credential: Arc<dyn Credential>,
    record: Arc<Mutex<Record>>,
}

#[derive(Default)]
struct Record {
    next: usize,
    differences: Vec<String>,
}

impl Player {
    pub(super) fn new(rules: &'static dyn Rules, line: &Line, credential: Arc<dyn Credential>) -> Self {
        Self { line: Arc::new(line.clone()), rules, credential, record: Arc::default() }
    }

    /// The line.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// A builder of a client, generic or the service's own, that gets its answers from the record.
    pub fn builder<C: From<Client>>(&self) -> ClientBuilder<C> {
        let base = self.rules.base_url(&self.line);
        ClientBuilder::new(base)
            .transport(Recorded(self.clone()))
            .shared_credential(self.credential.clone())
            .retry(RetryPolicy::never())
    }

    /// The client that [`builder`](Self::builder) builds.
    pub fn client<C: From<Client>>(&self) -> Result<C, Error> {
        self.builder().build()
    }

    /// The differences between the requests and the record.
    pub(super) fn differences(&self) -> Vec<String> {
        let record = self.record();
        let mut differences = record.differences.clone();
        if let Some(left) = self.line.exchanges.get(record.next) {
            differences.push(format!(
                "recorded request {} of {} was not made: {} {}",
                record.next + 1,
                self.line.exchanges.len(),
                left.request.method,
                left.request.path
            ));
        }
        differences
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Compares a request with the next recorded one; returns its exchange.
    fn next(&self, sent: &Sent<'_>) -> Option<&Exchange> {
        let mut record = self.record();
        let at = record.next;
        let Some(exchange) = self.line.exchanges.get(at) else {
            record.differences.push(format!("an unrecorded request: {} {}", sent.method, sent.uri));
            return None;
        };
        record.next += 1;
        if let Err(why) = compare(self.rules, &self.line, &exchange.request, sent) {
            record.differences.push(format!("request {}: {why}", at + 1));
        }
        Some(exchange)
    }
}

impl std::fmt::Debug for Player {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Player").field("line", &self.line.id).finish_non_exhaustive()
    }
}

/// Answers each request with the next recorded answer.
struct Recorded(Player);

impl Transport for Recorded {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await.map_err(|error| TransportError::new(Phase::Connect, error))?;
            let body = body.to_bytes();
            let sent = Sent { method: &head.method, uri: &head.uri, headers: &head.headers, body: &body };
            if let Some(text) = self.0.rules.beforehand(&self.0.line, sent.method, sent.uri.path()) {
                return Ok(http::Response::new(Body::from(text)));
            }
            let Some(exchange) = self.0.next(&sent) else {
                return Err(TransportError::new(Phase::Certificate, "nothing more is recorded"));
            };
            if exchange.response.is_dropped() {
                return Err(TransportError::new(Phase::Sent, "the connection was dropped"));
            }
            let answer = exchange.response.answer();
            answer.map(|answer| answer.map(Body::from)).map_err(|why| TransportError::new(Phase::Sent, why))
        })
    }
}

/// The path of a base URL.
pub(super) fn base_path(base: &str) -> Option<String> {
    let base: BaseUrl = base.parse().ok()?;
    let path = base.as_str().split_once("://")?.1.split_once('/').map_or("", |(_, path)| path);
    Some(format!("/{path}"))
}
