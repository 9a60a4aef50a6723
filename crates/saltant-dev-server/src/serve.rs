//! From a request to an answer: what happens around every service's own handling.

pub(crate) mod connections;
pub(crate) mod faults;
pub(crate) mod hosts;
pub(crate) mod requests;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, HOST};
use axum::http::request::Parts;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use hyper::body::{Body as _, Incoming};

use crate::clock::Clock;
use crate::service::{Request, Service};
use faults::{Effect, Faults};
use hosts::Hosts;
use requests::{RequestLog, RequestRecord};

/// The largest body that is read for a sender without valid credentials: enough for a form to sign in with.
const STRANGERS_BODY: usize = 64 << 10;

/// A service and what is common to all of them, shared by the connections.
pub(crate) struct Running<S> {
    pub(crate) service: Arc<S>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) faults: Faults,
    pub(crate) requests: RequestLog,
    pub(crate) hosts: Hosts,
    pub(crate) latency: Duration,
}

/// Answers a request, with the latency and the faults that are set.
pub(crate) async fn handle<S: Service>(
    running: Arc<Running<S>>,
    request: axum::http::Request<Incoming>,
) -> Response {
    let (parts, body) = request.into_parts();
    running.requests.arrived();
    let struck = running.faults.strike(parts.method.as_str(), parts.uri.path());
    let delay = running.latency + struck.delay;
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let record = RequestRecord {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or("").to_owned(),
        status: None,
    };
    let done = |status: Option<StatusCode>| {
        running.requests.add(RequestRecord { status: status.map(|status| status.as_u16()), ..record });
    };
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    let body = if running.hosts.allow(host) { read(&*running.service, &parts, body).await } else { None };
    let mut stuck_in = None;
    match &struck.effect {
        Some(Effect::DropConnection) => {
            done(None);
            return dropped();
        }
        Some(Effect::Answer { status, headers, body }) => {
            let response = faults::answer(*status, headers.clone(), body.clone()).into_response();
            done(Some(response.status()));
            return response;
        }
        Some(Effect::Stick(state)) => stuck_in = Some(state.clone()),
        _ => {}
    }
    let response = match body {
        Some(body) => {
            let (method, uri, headers) = (parts.method, parts.uri, parts.headers);
            running.service.answer(Request { method, uri, headers, body, stuck_in }).await
        }
        None => S::bad_request(),
    };
    match struck.effect {
        Some(Effect::LoseAnswer) => {
            done(None);
            dropped()
        }
        Some(Effect::CutAnswer) => {
            done(None);
            cut(response).await
        }
        _ => {
            done(Some(response.status()));
            response
        }
    }
}

/// Reads the body, or `None` if it is too long or breaks off.
///
/// A stranger's body is limited in length and time, and empty beyond that.
async fn read<S: Service>(service: &S, head: &Parts, body: Incoming) -> Option<Bytes> {
    let known = service.knows(head);
    let limit = if known { S::LARGEST_BODY } else { STRANGERS_BODY };
    if body.size_hint().lower() > limit as u64 {
        return (!known).then(Bytes::new);
    }
    if known {
        return to_bytes(Body::new(body), S::LARGEST_BODY).await.ok();
    }
    let reading = to_bytes(Body::new(body), STRANGERS_BODY);
    let read = tokio::time::timeout(connections::HEAD_LIMIT, reading).await;
    Some(read.ok().and_then(Result::ok).unwrap_or_default())
}

/// An answer that fails before its first byte, so that the connection is closed instead.
fn dropped() -> Response {
    let failure = Err::<Bytes, _>(io::Error::other("dropped on purpose"));
    Response::new(Body::from_stream(stream::iter([failure])))
}

/// An answer of which the second half never comes.
async fn cut(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(CONTENT_LENGTH, whole.len().into());
    let half = whole.slice(..whole.len() / 2);
    let body = stream::unfold(Some(half), |half| async move {
        if let Some(half) = half {
            return Some((Ok(half), None));
        }
        // What was sent has to leave before the connection fails.
        tokio::task::yield_now().await;
        Some((Err(io::Error::other("cut on purpose")), None))
    });
    Response::from_parts(parts, Body::from_stream(body))
}
