//! The answers that several views give, and the pages of the framework below the API.

use axum::http::StatusCode;
use axum::http::header::{LOCATION, VARY, WWW_AUTHENTICATE};

use crate::http::reply::Reply;
use crate::json::Json;

pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// `{"detail": …}`, the form of most refusals.
pub(crate) fn detail(status: StatusCode, detail: &str) -> Reply {
    Reply::json(status, Json::object([("detail", detail.into())]))
}

/// `{"detail": …, "code": …}`, the form in which JSON web tokens are refused.
pub(crate) fn coded(status: StatusCode, detail: &str, code: &str) -> Reply {
    Reply::json(status, Json::object([("detail", detail.into()), ("code", code.into())]))
}

/// The API's 404.
pub(crate) fn not_found() -> Reply {
    detail(StatusCode::NOT_FOUND, "Not found.")
}

/// A 401, which only the token endpoints give.
pub(crate) fn unauthorized(data: Json) -> Reply {
    Reply::json(StatusCode::UNAUTHORIZED, data).header(WWW_AUTHENTICATE, "Bearer realm=\"api\"")
}

/// The page for a view that failed inside. Its content type names no charset, unlike all others.
pub(crate) fn server_error() -> Reply {
    Reply::text(StatusCode::INTERNAL_SERVER_ERROR, "text/html", page("Server Error (500)", ""))
        .header(VARY, "Cookie")
}

/// The page for a path without a view.
pub(crate) fn no_such_page() -> Reply {
    Reply::text(StatusCode::NOT_FOUND, HTML, page("Page not found", "")).header(VARY, "Cookie")
}

/// The page for a request that is wrong before any view sees it.
pub(crate) fn bad_request() -> Reply {
    Reply::text(StatusCode::BAD_REQUEST, HTML, page("Bad request", ""))
}

/// The redirect to the same path with a slash. It has no body, and a client that follows it loses its own.
pub(crate) fn moved(location: String) -> Reply {
    Reply::text(StatusCode::MOVED_PERMANENTLY, HTML, String::new()).header(LOCATION, location)
}

/// A small page with a title and some text.
pub(crate) fn page(title: &str, data: &str) -> String {
    let data = data.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n<pre>{data}</pre>\n</body>\n</html>\n"
    )
}
