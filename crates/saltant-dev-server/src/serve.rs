//! From a request to an answer: what happens around every view, in the order of the real server.

use std::io;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_LENGTH, HOST};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;

use crate::app::App;
use crate::auth;
use crate::body::pairs;
use crate::call::Call;
use crate::faults::{self, Effect};
use crate::negotiation::{Format, negotiate};
use crate::reply::Reply;
use crate::requests::RequestRecord;
use crate::routes::{self, View};
use crate::views;

/// More than any client has reason to send.
const LARGEST_BODY: usize = 64 << 20;

/// Answers a request, with the latency and the faults that are set.
pub(crate) async fn handle(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    app.requests.arrived();
    let struck = app.faults.strike(parts.method.as_str(), parts.uri.path());
    let delay = app.latency + struck.delay;
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let record = |status: Option<StatusCode>| {
        let record = RequestRecord {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or("").to_owned(),
            status: status.map(|status| status.as_u16()),
        };
        tracing::debug!(
            target: "saltant_dev_server::requests",
            method = record.method, path = record.path, status = record.status
        );
        app.requests.add(record);
    };
    let body = to_bytes(body, LARGEST_BODY).await;
    let stuck_in = match &struck.effect {
        Some(Effect::DropConnection) => {
            record(None);
            return dropped();
        }
        Some(Effect::Answer { status, headers, body }) => {
            let response = faults::answer(*status, headers.clone(), body.clone()).into_response(Format::Json);
            record(Some(response.status()));
            return response;
        }
        Some(Effect::Stick(state)) => Some(state.clone()),
        _ => None,
    };
    let response = match body {
        Ok(body) => answer(&app, &parts.method, &parts.uri, &parts.headers, &body, stuck_in),
        Err(_) => Reply::bad_request().into_response(Format::Json),
    };
    match struck.effect {
        Some(Effect::LoseAnswer) => {
            record(None);
            dropped()
        }
        Some(Effect::CutAnswer) => {
            record(None);
            cut(response).await
        }
        _ => {
            record(Some(response.status()));
            response
        }
    }
}

fn answer(
    app: &App,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &Bytes,
    stuck_in: Option<String>,
) -> Response {
    let header = |name: HeaderName| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let plain = |reply: Reply| reply.into_response(Format::Json);
    let host = header(HOST).unwrap_or("");
    if !app.hosts.allow(host) {
        return plain(Reply::bad_request());
    }
    let path = percent_encoding::percent_decode_str(uri.path()).decode_utf8_lossy();
    let Some(target) = routes::find(&path) else {
        // Where only the slash is missing, the way is shown, even to those who then lose their body.
        return plain(match routes::find(&format!("{path}/")) {
            Some(_) => {
                let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
                Reply::moved(format!("{}/{query}", uri.path()))
            }
            None => Reply::no_such_page(),
        });
    };
    let methods = target.view.methods();
    let query = pairs(uri.query().unwrap_or("").as_bytes());
    let format = if matches!(target.view, View::Description(_)) {
        Ok(Format::Json)
    } else {
        let named = query.iter().rev().find(|(key, _)| key == "format").map(|(_, value)| value.as_str());
        // A header that cannot be read is as good as one that names nothing.
        let accept = headers.get(ACCEPT).map(|value| value.to_str().unwrap_or(""));
        negotiate(target.suffix.as_deref(), named, accept)
    };
    let format = match format {
        Ok(format) => format,
        Err(refused) => return plain(refused.allowing(methods)),
    };
    // The proxy in front of the real server tells it the scheme.
    let scheme =
        if header(HeaderName::from_static("x-forwarded-proto")) == Some("https") { "https" } else { "http" };
    let origin = format!("{scheme}://{host}");
    let identified = identify(app, &target.view, method, headers);
    let reply = identified.and_then(|identity| {
        if !methods.split(", ").any(|allowed| allowed == method.as_str()) {
            let detail = format!("Method \"{method}\" not allowed.");
            return Err(Reply::detail(StatusCode::METHOD_NOT_ALLOWED, &detail));
        }
        let here = format!("{origin}{}", uri.path());
        let call = Call { app, method, headers, here, origin, query, body, identity, stuck_in };
        views::answer(&call, &target.view)
    });
    let (Ok(reply) | Err(reply)) = reply;
    reply.allowing(methods).into_response(format)
}

/// Finds out who asks. This comes before the method is looked at.
fn identify(
    app: &App,
    view: &View,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Option<auth::Identity>, Reply> {
    if !view.authenticates() {
        return Ok(None);
    }
    let identity = auth::authenticate(app, method, headers)?;
    if identity.is_none() && !view.is_public() {
        return Err(Reply::detail(StatusCode::FORBIDDEN, "Authentication credentials were not provided."));
    }
    Ok(identity)
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
