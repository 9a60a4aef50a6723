//! Answers.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;

use crate::json::Json;

/// An answer or a refusal: functions that can refuse return `Result<Reply, Reply>`.
#[derive(Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    content: Content,
    headers: Vec<(HeaderName, String)>,
}

#[derive(Debug)]
enum Content {
    Nothing,
    Json(Json),
    /// A text with its exact content type.
    Text(Cow<'static, str>, String),
    /// Bytes with their exact content type.
    Bytes(&'static str, Bytes),
}

impl Reply {
    /// An answer with a body of `application/json`.
    pub(crate) fn json(status: StatusCode, data: Json) -> Self {
        Self { status, content: Content::Json(data), headers: Vec::new() }
    }

    /// An answer with a text of any content type.
    pub(crate) fn text(status: StatusCode, content_type: impl Into<Cow<'static, str>>, text: String) -> Self {
        Self { status, content: Content::Text(content_type.into(), text), headers: Vec::new() }
    }

    /// An answer with bytes of any content type.
    pub(crate) fn bytes(status: StatusCode, content_type: &'static str, data: Bytes) -> Self {
        Self { status, content: Content::Bytes(content_type, data), headers: Vec::new() }
    }

    /// An answer without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, content: Content::Nothing, headers: Vec::new() }
    }

    /// Adds a header; one with characters that headers cannot have is left out.
    pub(crate) fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// The data, if the body is JSON.
    pub(crate) fn into_json(self) -> Option<Json> {
        match self.content {
            Content::Json(data) => Some(data),
            _ => None,
        }
    }

    /// Changes the data of a JSON body; other bodies stay.
    pub(crate) fn map_json(mut self, change: impl FnOnce(Json) -> Json) -> Self {
        self.content = match self.content {
            Content::Json(data) => Content::Json(change(data)),
            other => other,
        };
        self
    }

    /// Changes the bytes of a body that has any; `None` if that fails.
    pub(crate) fn try_map_bytes(mut self, change: impl FnOnce(&[u8]) -> Option<Vec<u8>>) -> Option<Self> {
        if let Content::Bytes(_, data) = &mut self.content {
            *data = change(data)?.into();
        }
        Some(self)
    }

    pub(crate) fn is_json(&self) -> bool {
        matches!(self.content, Content::Json(_))
    }

    /// Shows JSON in another form; other bodies stay.
    pub(crate) fn json_as(mut self, content_type: &'static str, show: impl FnOnce(&Json) -> String) -> Self {
        if let Content::Json(data) = &self.content {
            self.content = Content::Text(Cow::Borrowed(content_type), show(data));
        }
        self
    }

    pub(crate) fn into_response(self) -> Response {
        let (content_type, body) = match self.content {
            Content::Nothing => (None, Bytes::new()),
            Content::Text(content_type, text) => (Some(content_type), text.into()),
            Content::Bytes(content_type, data) => (Some(Cow::Borrowed(content_type)), data),
            Content::Json(data) => (Some(Cow::Borrowed("application/json")), data.to_text().into()),
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
