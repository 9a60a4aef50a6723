//! Answers: JSON in ASCII, and faults.

use axum::http::StatusCode;
use axum::http::header::{ALLOW, CACHE_CONTROL, VARY};
use axum::response::Response;

use crate::http::reply::Reply;
use crate::json::{Json, python};

const JSON: &str = "application/json; charset=UTF-8";

/// An answer with JSON. The Python client cannot read characters beyond ASCII, so they are escaped.
pub(crate) fn json(status: StatusCode, data: &Json) -> Reply {
    Reply::text(status, JSON, python::dumps(data))
}

/// The answer 200 with JSON.
pub(crate) fn ok(data: &Json) -> Reply {
    json(StatusCode::OK, data)
}

/// The answer to an action: 200 without a body, though its type is JSON.
pub(crate) fn done() -> Reply {
    Reply::text(StatusCode::OK, JSON, String::new())
}

/// A 404 without a body, which commissions have.
pub(crate) fn nothing_here() -> Reply {
    Reply::text(StatusCode::NOT_FOUND, "text/html", String::new())
}

fn fault(status: StatusCode, name: &str, message: &str) -> Reply {
    let fault = Json::object([
        ("code", u64::from(status.as_u16()).into()),
        ("message", message.into()),
        ("details", "".into()),
    ]);
    json(status, &Json::object([(name, fault)]))
}

/// A 400.
pub(crate) fn bad_request(message: &str) -> Reply {
    fault(StatusCode::BAD_REQUEST, "badRequest", message)
}

/// A 401.
pub(crate) fn unauthorized(message: &str) -> Reply {
    fault(StatusCode::UNAUTHORIZED, "unauthorized", message)
}

/// A 403.
pub(crate) fn forbidden() -> Reply {
    fault(StatusCode::FORBIDDEN, "forbidden", "You are not allowed to do that")
}

/// A 404.
pub(crate) fn not_found(message: &str) -> Reply {
    fault(StatusCode::NOT_FOUND, "itemNotFound", message)
}

/// A 405 with the methods that the path has.
pub(crate) fn not_allowed(methods: &str) -> Reply {
    fault(StatusCode::METHOD_NOT_ALLOWED, "notAllowed", "Method not allowed").header(ALLOW, methods)
}

/// A 409.
pub(crate) fn conflict(message: &str) -> Reply {
    fault(StatusCode::CONFLICT, "conflict", message)
}

/// A 500.
pub(crate) fn crash() -> Reply {
    fault(StatusCode::INTERNAL_SERVER_ERROR, "internalServerError", "Unexpected error")
}

/// The fault of a provision that cannot be made: it has `data` where others have `details`.
pub(crate) fn refused_provision(status: StatusCode, name: &str, message: &str, data: Json) -> Reply {
    let fault = Json::object([
        ("message", message.into()),
        ("code", u64::from(status.as_u16()).into()),
        ("data", data),
    ]);
    json(status, &Json::object([(name, fault)]))
}

/// What every answer says besides: that it is not to be kept.
pub(crate) fn finished(reply: Reply) -> Response {
    reply
        .header(CACHE_CONTROL, "no-cache, no-store, must-revalidate, max-age=0")
        .header(VARY, "X-Auth-Token")
        .into_response()
}
