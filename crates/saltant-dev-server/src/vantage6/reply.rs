//! The answers that several views give.

#![allow(clippy::unnecessary_wraps, reason = "a view ends with one of these, and views can refuse")]

use axum::http::StatusCode;

use crate::http::reply::Reply;
use crate::json::Json;

/// An answer or a refusal.
pub(crate) type Answer = Result<Reply, Reply>;

pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// `{"msg": …}`, the form of most answers that are not data.
pub(crate) fn msg(status: StatusCode, text: impl Into<String>) -> Reply {
    Reply::json(status, Json::object([("msg", text.into().into())]))
}

/// A message of success.
pub(crate) fn done(text: impl Into<String>) -> Answer {
    Ok(msg(StatusCode::OK, text))
}

/// Data with the status 200.
pub(crate) fn ok(data: Json) -> Answer {
    Ok(Reply::json(StatusCode::OK, data))
}

/// Data with the status 201.
pub(crate) fn created(data: Json) -> Answer {
    Ok(Reply::json(StatusCode::CREATED, data))
}

/// A 400 with a message.
pub(crate) fn bad(text: impl Into<String>) -> Reply {
    msg(StatusCode::BAD_REQUEST, text)
}

/// A 404 with a message.
pub(crate) fn missing(text: impl Into<String>) -> Reply {
    msg(StatusCode::NOT_FOUND, text)
}

/// A 401 with a message: a missing permission, too.
pub(crate) fn unauthorized(text: impl Into<String>) -> Reply {
    msg(StatusCode::UNAUTHORIZED, text)
}

/// The usual text for a missing permission.
pub(crate) fn refused() -> Reply {
    unauthorized("You lack the permission to do that!")
}

/// The answer of a view that failed inside.
pub(crate) fn crash() -> Reply {
    let text = "{\"msg\":\"An unexpected error occurred on the server!\"}\n";
    Reply::text(StatusCode::INTERNAL_SERVER_ERROR, "application/json", text.to_owned())
}

/// A 500 that says why, as some views give it.
pub(crate) fn failed(text: impl Into<String>) -> Reply {
    msg(StatusCode::INTERNAL_SERVER_ERROR, text)
}

/// An answer of the library for tokens, which writes JSON in its own way.
pub(crate) fn jwt(status: StatusCode, text: &str) -> Reply {
    let body = Json::object([("msg", text.into())]).to_text();
    Reply::text(status, "application/json", format!("{body}\n"))
}

/// `{"message": …}`: what the framework says before a view sees the request.
pub(crate) fn framework(status: StatusCode, text: &str) -> Reply {
    Reply::json(status, Json::object([("message", text.into())]))
}

/// The page for an unknown path.
pub(crate) fn no_such_page() -> Reply {
    let page = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n\
                <p>The requested URL was not found on the server. If you entered the URL manually please \
                check your spelling and try again.</p>\n";
    Reply::text(StatusCode::NOT_FOUND, HTML, page.to_owned())
}
