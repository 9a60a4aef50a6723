//! What happens around every view, in the order of the real server.

use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, HOST};
use axum::http::{Method, StatusCode};
use axum::response::Response;

use crate::http::form::pairs;
use crate::http::reply::Reply;
use crate::json::python;
use crate::service::Request;
use crate::vantage6::app::Vantage6;
use crate::vantage6::auth::{self, Access};
use crate::vantage6::call::{Call, Query};
use crate::vantage6::market;
use crate::vantage6::nodes::proxy;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::routes::{self, Target};

/// Answers a request.
pub(crate) fn answer(app: &Vantage6, request: &Request) -> Response {
    let reply = match proxy::answer(app, request) {
        Some(Ok(reply) | Err(reply)) => reply,
        None => reply(app, request),
    };
    reply.json_as("application/json", python::dumps).header(ACCESS_CONTROL_ALLOW_ORIGIN, "*").into_response()
}

/// The reply of the view that a request asks for.
pub(crate) fn reply(app: &Vantage6, request: &Request) -> Reply {
    let (Ok(reply) | Err(reply)) = find(app, request);
    reply
}

fn find(app: &Vantage6, request: &Request) -> Answer {
    let path = percent_encoding::percent_decode_str(request.uri.path()).decode_utf8_lossy();
    let query = pairs(request.uri.query().unwrap_or("").as_bytes());
    if let Some(answer) = market::answer(app, &path, &query) {
        return answer;
    }
    let Some(target) = routes::find(&path) else { return Err(reply::no_such_page()) };
    if request.method == Method::OPTIONS {
        let methods = target.methods();
        return Ok(Reply::text(StatusCode::OK, reply::HTML, String::new()).header(ALLOW, methods));
    }
    let method = if request.method == Method::HEAD { "GET" } else { request.method.as_str() };
    let Some((_, access, view)) = target.route.views.iter().find(|(known, _, _)| *known == method) else {
        let text = "The method is not allowed for the requested URL.";
        let refused = reply::framework(StatusCode::METHOD_NOT_ALLOWED, text);
        return Err(refused.header(ALLOW, target.methods()));
    };
    let Target { ids, name, .. } = target;
    let host = request.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    let now = app.clock.now();
    app.store.with(|tables| {
        let identity = if *access == Access::PUBLIC {
            None
        } else {
            Some(auth::identify(app, tables, &request.headers, *access, now)?)
        };
        let call = Call {
            app,
            now,
            path: &path,
            host,
            ids,
            name,
            query: Query(query),
            headers: &request.headers,
            body: &request.body,
            identity,
            stuck_in: request.stuck_in.clone(),
        };
        view(&call, tables)
    })
}
