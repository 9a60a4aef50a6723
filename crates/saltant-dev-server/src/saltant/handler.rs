//! What happens around every view, in the order of the real server.

use axum::http::header::{ACCEPT, ALLOW, HOST, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::Response;

use crate::http::form::pairs;
use crate::http::reply::Reply;
use crate::saltant::app::Saltant;
use crate::saltant::auth::{self, Identity};
use crate::saltant::call::Call;
use crate::saltant::negotiation::{Format, negotiate};
use crate::saltant::reply;
use crate::saltant::routes::{self, View};
use crate::saltant::views;
use crate::service::Request;

/// Answers a request: finds its view, its format and its user, and calls the view.
pub(crate) fn answer(app: &Saltant, request: Request) -> Response {
    let Request { method, uri, headers, body, stuck_in } = request;
    let header = |name: HeaderName| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let path = percent_encoding::percent_decode_str(uri.path()).decode_utf8_lossy();
    let Some(target) = routes::find(&path) else {
        // Where only the slash is missing, the client is redirected, and may lose its body.
        let reply = match routes::find(&format!("{path}/")) {
            Some(_) => {
                let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
                reply::moved(format!("{}/{query}", uri.path()))
            }
            None => reply::no_such_page(),
        };
        return reply.into_response();
    };
    let methods = target.view.methods();
    let query = pairs(uri.query().unwrap_or("").as_bytes());
    let format = if matches!(target.view, View::Description(_)) {
        Ok(Format::Json(0))
    } else {
        let named = query.iter().rev().find(|(key, _)| key == "format").map(|(_, value)| value.as_str());
        // A header that is not text matches no format.
        let accept = headers.get(ACCEPT).map(|value| value.to_str().unwrap_or(""));
        negotiate(target.suffix.as_deref(), named, accept)
    };
    let format = match format {
        Ok(format) => format,
        Err(refused) => return allowing(refused, methods, &target.view).into_response(),
    };
    // The proxy in front of the real server tells it the scheme.
    let scheme =
        if header(HeaderName::from_static("x-forwarded-proto")) == Some("https") { "https" } else { "http" };
    let origin = format!("{scheme}://{}", header(HOST).unwrap_or(""));
    let reply = identify(app, &target.view, &method, &headers).and_then(|identity| {
        if !methods.split(", ").any(|allowed| allowed == method.as_str()) {
            let detail = format!("Method \"{method}\" not allowed.");
            return Err(reply::detail(StatusCode::METHOD_NOT_ALLOWED, &detail));
        }
        // These views take no format: they fail where a suffix gives them one.
        if target.suffix.is_some() && matches!(target.view, View::Clone(..) | View::Terminate(..)) {
            return Err(reply::server_error());
        }
        let here = format!("{origin}{}", uri.path());
        let (method, headers, body) = (&method, &headers, &body);
        let suffix = target.suffix.as_deref();
        let call = Call { app, method, headers, here, origin, suffix, query, body, identity, stuck_in };
        views::answer(&call, &target.view)
    });
    let (Ok(reply) | Err(reply)) = reply;
    let reply = allowing(reply, methods, &target.view);
    match format {
        Format::Json(0) => reply,
        Format::Json(indent) => reply.json_as("application/json", |data| data.to_indented_text(indent)),
        Format::Page => reply.json_as(reply::HTML, |data| reply::page("saltant API", &data.to_text())),
    }
    .into_response()
}

/// Names the methods of the view, as every answer of the API does, and what the answer depends on. Pages come
/// from below the API and do not know the methods.
fn allowing(reply: Reply, methods: &str, view: &View) -> Reply {
    if reply.is_json() || matches!(view, View::Description(_)) {
        reply.header(ALLOW, methods).header(VARY, "Accept, Cookie")
    } else {
        reply
    }
}

/// Finds the user of a request. This comes before the method is checked.
fn identify(
    app: &Saltant,
    view: &View,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Option<Identity>, Reply> {
    if !view.authenticates() {
        return Ok(None);
    }
    let identity = auth::authenticate(app, method, headers)?;
    if identity.is_none() && !view.is_public() {
        return Err(reply::detail(StatusCode::FORBIDDEN, "Authentication credentials were not provided."));
    }
    Ok(identity)
}
