//! Answers, and the pages that the framework below the API gives when something goes wrong.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, LOCATION, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use crate::json::Json;
use crate::negotiation::Format;

/// What a view answers, or how it refuses: both are answers, so views return `Result<Reply, Reply>`.
#[derive(Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    content: Content,
    headers: Vec<(HeaderName, String)>,
}

#[derive(Debug)]
enum Content {
    Nothing,
    /// Data of the API, which may be shown as a page.
    Data(Json),
    /// A page, with its exact content type.
    Page(Cow<'static, str>, String),
}

pub(crate) const HTML: &str = "text/html; charset=utf-8";

impl Reply {
    /// An answer of the API.
    pub(crate) fn data(status: StatusCode, data: Json) -> Self {
        Self { status, content: Content::Data(data), headers: Vec::new() }
    }

    /// `{"detail": …}`, the form of most refusals.
    pub(crate) fn detail(status: StatusCode, detail: &str) -> Self {
        Self::data(status, Json::object([("detail", detail.into())]))
    }

    /// `{"detail": …, "code": …}`, as the token machinery refuses.
    pub(crate) fn coded(status: StatusCode, detail: &str, code: &str) -> Self {
        Self::data(status, Json::object([("detail", detail.into()), ("code", code.into())]))
    }

    /// The API's 404.
    pub(crate) fn not_found() -> Self {
        Self::detail(StatusCode::NOT_FOUND, "Not found.")
    }

    /// 401, which only the token endpoints give.
    pub(crate) fn unauthorized(data: Json) -> Self {
        Self::data(StatusCode::UNAUTHORIZED, data).header(WWW_AUTHENTICATE, "Bearer realm=\"api\"")
    }

    /// A text of another kind than the API's data.
    pub(crate) fn text(status: StatusCode, content_type: &'static str, text: String) -> Self {
        Self { status, content: Content::Page(Cow::Borrowed(content_type), text), headers: Vec::new() }
    }

    /// The same, of a kind that a test has chosen.
    pub(crate) fn owned(status: StatusCode, content_type: String, text: String) -> Self {
        Self { status, content: Content::Page(Cow::Owned(content_type), text), headers: Vec::new() }
    }

    /// The page for a view that failed inside. Its content type names no charset, unlike all others.
    pub(crate) fn server_error() -> Self {
        Self::text(StatusCode::INTERNAL_SERVER_ERROR, "text/html", page("Server Error (500)", ""))
    }

    /// The page for a path that leads nowhere.
    pub(crate) fn no_such_page() -> Self {
        Self::text(StatusCode::NOT_FOUND, HTML, page("Page not found", ""))
    }

    /// The page for a request that is wrong before any view sees it.
    pub(crate) fn bad_request() -> Self {
        Self::text(StatusCode::BAD_REQUEST, HTML, page("Bad request", ""))
    }

    /// The way to the same path with a slash. It has no body, and a client that follows loses its own.
    pub(crate) fn moved(location: String) -> Self {
        Self::text(StatusCode::MOVED_PERMANENTLY, HTML, String::new()).header(LOCATION, location)
    }

    /// An empty answer with a status, for injected faults.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, content: Content::Nothing, headers: Vec::new() }
    }

    pub(crate) fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Names the methods of the view, as every answer of the API does.
    ///
    /// Pages come from below the API and do not know them.
    pub(crate) fn allowing(self, methods: &str) -> Self {
        if matches!(self.content, Content::Data(_)) { self.header(ALLOW, methods) } else { self }
    }

    /// The response in the negotiated format.
    pub(crate) fn into_response(self, format: Format) -> Response {
        let (content_type, body) = match self.content {
            Content::Nothing => (None, String::new()),
            Content::Page(content_type, text) => (Some(content_type), text),
            Content::Data(data) => match format {
                Format::Json => (Some(Cow::Borrowed("application/json")), data.to_text()),
                Format::Page => (Some(Cow::Borrowed(HTML)), page("saltant API", &data.to_text())),
            },
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        if let Some(content_type) = content_type
            && let Ok(content_type) = HeaderValue::try_from(&*content_type)
        {
            response.headers_mut().insert(CONTENT_TYPE, content_type);
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// A small page with a title and some text.
pub(crate) fn page(title: &str, data: &str) -> String {
    let data = data.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n<pre>{data}</pre>\n</body>\n</html>\n"
    )
}
